//! What is an entry? A seal, a label that says what it is, and its content; the seal is over name, label and content.

use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::Name;

const SEAL_BYTES: usize = 32;

/// What stands before the label: its length.
const LENGTH_BYTES: usize = 4;

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Code of a component.
    Component,
    /// Code of a component that has read a lens, and what it said of it.
    Image,
    /// Why a component cannot be compiled.
    Failure,
}

/// What an entry says of itself: for people who look after the cache, never for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Label {
    pub(crate) kind: Kind,
    /// Id and version in the manifest.
    pub(crate) plugin: String,
    pub(crate) component_sha256: String,
    /// Of images.
    pub(crate) lens_sha256: Option<String>,
    /// Stands for version, machine and settings of the engine.
    pub(crate) engine: String,
}

/// The content of an entry whose seal was verified.
pub(crate) struct Verified {
    bytes: Vec<u8>,
    /// Where the content starts.
    start: usize,
}

impl Verified {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Without its first bytes.
    pub(crate) fn skip(self, bytes: usize) -> Self {
        Self { start: self.start.saturating_add(bytes), ..self }
    }
}

/// The bytes of an entry.
pub(super) fn seal(key: &[u8; 32], name: Name, label: &Label, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let label = serde_json::to_vec(label).ok()?;
    let length = u32::try_from(label.len()).ok()?.to_le_bytes();
    let content = [&length[..], &label, &parts.concat()].concat();
    let seal = hmac(key, name, &content)?.finalize().into_bytes();
    Some([&seal[..], &content].concat())
}

/// Label and content of an entry, if nobody has touched it.
pub(super) fn open(key: &[u8; 32], name: Name, bytes: Vec<u8>) -> Option<(Label, Verified)> {
    let (seal, content) = bytes.split_at_checked(SEAL_BYTES)?;
    hmac(key, name, content)?.verify_slice(seal).ok()?;
    let (length, rest) = content.split_at_checked(LENGTH_BYTES)?;
    let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
    let label = serde_json::from_slice(rest.get(..length)?).ok()?;
    let start = SEAL_BYTES.checked_add(LENGTH_BYTES)?.checked_add(length)?;
    Some((label, Verified { bytes, start }))
}

fn hmac(key: &[u8; 32], name: Name, content: &[u8]) -> Option<Hmac<Sha256>> {
    let mut seal = Hmac::<Sha256>::new_from_slice(key).ok()?;
    seal.update(b"architrave.cache/2");
    seal.update(name.file_name().as_bytes());
    seal.update(content);
    Some(seal)
}
