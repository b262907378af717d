//! How are signatures over a plain file kept? As lines of base64, each over all its bytes, as `cosign sign-blob` writes one.

use std::{io, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    error::{Error, Kind},
    layout::files,
};

/// A hundred signatures.
const FILE_BYTES_MAX: u64 = 64 << 10;

/// Reads a file of signatures.
///
/// # Errors
///
/// `signature.invalid` where a line is not base64, or there is no such file; `layout.file`.
pub fn read(path: &Path) -> Result<Vec<Vec<u8>>, Error> {
    let invalid = |cause: &str| {
        let attempt = format!("cannot use the signatures `{}`", path.display());
        Error::from(Kind::Signature { cause: cause.to_owned() }).while_trying(attempt)
    };
    let bytes = files::read_through(path, FILE_BYTES_MAX)?.ok_or_else(|| invalid("there is no such file"))?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("it is not text"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| STANDARD.decode(line).map_err(|_| invalid("a line is not base64"))).collect()
}

/// Writes a file of signatures, whole or not at all.
///
/// # Errors
///
/// `layout.file`.
pub fn write(path: &Path, signatures: &[Vec<u8>]) -> Result<(), Error> {
    files::write(path, to_text(signatures).as_bytes())
}

/// Reads a file that may be a component.
///
/// # Errors
///
/// `artifact.too-large` beyond `bytes_max`; `layout.file` where there is none, or it cannot be read.
pub fn component(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Error> {
    let missing = || Error::file("read", path, io::ErrorKind::NotFound.into());
    files::read_through(path, bytes_max)?.ok_or_else(missing)
}

/// As such a file has them.
fn to_text(signatures: &[Vec<u8>]) -> String {
    signatures.iter().map(|signature| STANDARD.encode(signature) + "\n").collect()
}
