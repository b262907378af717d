//! Where is compiled code kept between two processes? In a folder of ours, each entry with a seal that only we can make.
//!
//! Compiled code is machine code: whoever can put a file of their choice there runs in this process. So the folder and
//! the key must belong to us and be open to nobody else; each entry carries an HMAC-SHA-256 over its name and its bytes,
//! with a key that is kept outside the folder; the name stands for everything that the code depends on; and code is
//! loaded from the bytes that were verified, not from the file again. Whatever is in doubt is compiled anew: the cache
//! can make a run faster, and cannot change a result or make a run fail.

mod entry;
mod files;
mod inventory;
mod key;

use std::{fmt, hash::Hasher, path::PathBuf};

use sha2::{Digest as _, Sha256};

pub use entry::Kind;
pub(crate) use entry::{Label, Verified};
pub use inventory::{Entry, Removed, State, clear, list, make_key, remove};

use files::Folder;

/// Where a cache is, and how large it may grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Holds the entries, and nothing else. Made where it is missing; must be ours, and open to us alone (mode 0700).
    pub folder: PathBuf,
    /// Holds 32 random bytes. Made where it is missing; must be ours, open to us alone (mode 0600), and outside
    /// `folder`.
    pub key_file: PathBuf,
    /// Size of all entries together, in bytes; beyond it the entries that were longest unused go.
    pub size_bytes: u64,
}

/// An open cache.
pub(crate) struct Cache {
    folder: Folder,
    key: [u8; 32],
    size_bytes: u64,
}

/// The name of an entry: a digest over all that its content depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    digest: [u8; 32],
    failure: bool,
}

impl Cache {
    /// Opens a cache; makes folder and key where they are missing.
    ///
    /// # Errors
    ///
    /// Why it is not to be trusted, or cannot be made, in words.
    pub(crate) fn open(options: &Options) -> Result<Self, String> {
        let folder = Folder::open(&options.folder)?;
        if options.key_file.starts_with(&options.folder) {
            return Err(format!("the key `{}` is within the cache", options.key_file.display()));
        }
        let key = key::open(&options.key_file, &folder)?;
        Ok(Self { folder, key, size_bytes: options.size_bytes })
    }

    /// The content of an entry; `None` where there is none that can be trusted.
    pub(crate) fn get(&self, name: Name) -> Option<Verified> {
        let file = self.folder.read(&name.file_name(), self.size_bytes).ok()?;
        let (_, verified) = entry::open(&self.key, name, file.bytes)?;
        // What is used stays; that it cannot be noted is no reason not to use it.
        let _ = file.file.set_modified(std::time::SystemTime::now());
        Some(verified)
    }

    /// Keeps an entry, if it can be kept.
    pub(crate) fn put(&self, name: Name, label: &Label, parts: &[&[u8]]) {
        let Some(bytes) = entry::seal(&self.key, name, label, parts) else {
            return;
        };
        if u64::try_from(bytes.len()).is_ok_and(|bytes| bytes <= self.size_bytes / 2) {
            self.folder.write(&name.file_name(), &bytes);
            self.folder.evict(self.size_bytes);
        }
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the key.
        formatter.debug_struct("Cache").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// Ends the file name of a failure.
const FAILURE: &str = ".failed";

impl Name {
    fn file_name(self) -> String {
        let mut name = hexadecimal(&self.digest);
        if self.failure {
            name.push_str(FAILURE);
        }
        name
    }

    /// The name that a file stands for; `None` where it is none of ours.
    fn of_file(file_name: &str) -> Option<Self> {
        let (digits, failure) = file_name.strip_suffix(FAILURE).map_or((file_name, false), |digits| (digits, true));
        let mut digest = [0; 32];
        if digits.len() != digest.len() * 2 || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (place, byte) in digest.iter_mut().enumerate() {
            let start = place.saturating_mul(2);
            *byte = u8::from_str_radix(digits.get(start..start.saturating_add(2))?, 16).ok()?;
        }
        Some(Self { digest, failure })
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use fmt::Write as _;
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Makes a name out of everything that an entry depends on.
pub(crate) struct Namer(Sha256);

impl Namer {
    pub(crate) fn new(kind: &str) -> Self {
        let mut namer = Self(Sha256::new());
        namer.part(kind.as_bytes());
        namer
    }

    pub(crate) fn part(&mut self, bytes: &[u8]) {
        self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.0.update(bytes);
    }

    /// A short name for what was hashed, for people to compare.
    pub(crate) fn short(self) -> String {
        const DIGITS: usize = 16;
        let mut text = hexadecimal(&self.0.finalize());
        text.truncate(DIGITS);
        text
    }

    /// The name of compiled code.
    pub(crate) fn code(self) -> Name {
        Name { digest: self.0.finalize().into(), failure: false }
    }

    /// The name of a reason why there is none.
    pub(crate) fn failure(self) -> Name {
        Name { digest: self.0.finalize().into(), failure: true }
    }
}

/// Lets the engine say what compiled code depends on, which it does by hashing itself.
impl Hasher for Namer {
    fn write(&mut self, bytes: &[u8]) {
        self.part(bytes);
    }

    fn finish(&self) -> u64 {
        // Asked for by nobody: the name is taken from the digest as a whole.
        0
    }
}
