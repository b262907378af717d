//! Whom does a bundle name as trusted? Read from its files alone, so that nothing of this machine comes into it.

use std::{collections::BTreeMap, fs, path::Path};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{PublicKey, Trust};

use super::{KEYS, TRUST, problem};

const HELP: &str = "give each key by `--key`, and let `trust.toml` name it as `keys/FILE`, as a bundle has it";

/// The trust among the files of a bundle, with keys that are among them as well; `None` where it has none.
pub(super) fn of(files: &BTreeMap<String, Vec<u8>>) -> Result<Option<Trust>, Vec<Diagnostic>> {
    if !files.contains_key(TRUST) {
        return Ok(None);
    }
    let folder = tempfile::tempdir().map_err(|error| vec![problem(Path::new(TRUST), &error.to_string())])?;
    for (name, bytes) in files {
        let path = folder.path().join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&path, bytes)).map_err(|error| vec![problem(&path, &error.to_string())])?;
    }
    let trust = Trust::read(&folder.path().join(TRUST)).map_err(|found| {
        let within = format!("{}/", folder.path().display());
        let bundled = |found: Diagnostic| Diagnostic {
            message: found.message.replace(&within, ""),
            help: Some(HELP.to_owned()),
            location: None,
            ..found
        };
        found.into_iter().map(bundled).collect::<Vec<_>>()
    })?;
    let keys = files.iter().filter(|(name, _)| name.starts_with(KEYS));
    let bundled: Vec<PublicKey> = keys.filter_map(|(_, pem)| PublicKey::from_pem(pem).ok()).collect();
    let missing = trust.keys().find(|(_, key)| !bundled.contains(key)).map(|(name, _)| name.to_owned());
    match missing {
        Some(name) => {
            let message = format!("the key `{name}` is not in the bundle");
            Err(vec![Diagnostic { help: Some(HELP.to_owned()), ..problem(Path::new(TRUST), &message) }])
        }
        None => Ok(Some(trust)),
    }
}
