//! What may be loaded, where registries are not built in? What names a lock or a trust is refused, since neither would hold.

use std::path::Path;

use architrave_core::diagnostic::Diagnostic;

use super::Config;

const FILES: [&str; 2] = ["architrave.lock", "trust.toml"];

const HELP: &str = "build Architrave with the feature `oci`";

pub(super) fn within(_text: &str, name: &str, _folder: &Path, _config: &mut Config) -> Result<(), Vec<Diagnostic>> {
    let message = format!("cannot use the configuration `{name}`: its `[trust]` cannot be read by this build");
    Err(vec![Diagnostic::error("trust.unknown", message).help(HELP)])
}

pub(super) fn beside(folder: &Path, _config: &mut Config) -> Result<(), Vec<Diagnostic>> {
    let found = FILES.iter().map(|name| folder.join(name)).filter(|path| path.exists());
    let problems: Vec<Diagnostic> = found
        .map(|path| {
            let message = format!("cannot use `{}`: it cannot be read by this build", path.display());
            Diagnostic::error("trust.unknown", message).help(HELP)
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
