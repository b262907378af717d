//! How is a plain file signed? By lines of base64 in a file beside it, each a signature over all its bytes: what `cosign
//! sign-blob` writes, one or several of them.

use std::path::{Path, PathBuf};

use architrave_registry::{Problem, PublicKey, SecretKey, detached};

use super::reach::component_bytes_max;

/// `FILE.sig`.
pub(super) fn beside(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(".sig");
    PathBuf::from(path)
}

/// Adds a signature to those that there are; gives what was done, in words.
pub(super) fn sign(file: &Path, signatures: Option<&Path>, key: &SecretKey) -> Result<String, Problem> {
    let bytes = detached::component(file, component_bytes_max())?;
    let path = signatures.map_or_else(|| beside(file), Path::to_owned);
    let before = if path.exists() { detached::read(&path)? } else { Vec::new() };
    let (id, algorithm) = (key.public().id(), key.public().algorithm().name());
    let text = format!("{}\n  signature  {}\n  key        {id}, {algorithm}\n", file.display(), path.display());
    if before.iter().any(|signature| key.public().verifies(&bytes, signature)) {
        return Ok(format!("signed already {text}"));
    }
    let all: Vec<Vec<u8>> = before.into_iter().chain([key.sign(&bytes)?]).collect();
    detached::write(&path, &all)?;
    Ok(format!("signed {text}"))
}

/// Which of these keys signed a file, by name.
pub(super) fn signers<'a>(
    bytes: &[u8],
    signatures: &[Vec<u8>],
    keys: impl Iterator<Item = (&'a str, &'a PublicKey)>,
) -> Vec<(&'a str, &'a PublicKey)> {
    keys.filter(|(_, key)| signatures.iter().any(|signature| key.verifies(bytes, signature))).collect()
}
