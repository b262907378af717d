//! What may be loaded? The lock and the trust that stand beside the configuration, or in it.

use std::path::Path;

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Lock, Trust};

use super::Config;

/// Name of the lock, in the folder of the configuration.
pub(crate) const LOCK: &str = "architrave.lock";

/// Name of the trust where it has a file of its own, in the folder of the configuration.
const TRUST: &str = "trust.toml";

/// Takes `[trust]` out of the text of a configuration.
pub(super) fn within(text: &str, name: &str, folder: &Path, config: &mut Config) -> Result<(), Vec<Diagnostic>> {
    config.supply.trust = Trust::within(text, name, folder)?;
    Ok(())
}

/// Reads the lock in a folder, and the trust where the configuration has none.
pub(super) fn beside(folder: &Path, config: &mut Config) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    match Lock::read(&folder.join(LOCK)) {
        Ok(lock) => config.supply.lock = lock,
        Err(found) => problems.extend(found),
    }
    let path = folder.join(TRUST);
    if path.exists() {
        if config.supply.trust.is_some() {
            let message = format!("cannot use `{}`: the configuration has a `[trust]` as well", path.display());
            problems.push(Diagnostic::error("trust.twice", message).help("keep one of the two"));
        } else {
            match Trust::read(&path) {
                Ok(trust) => config.supply.trust = Some(trust),
                Err(found) => problems.extend(found),
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
