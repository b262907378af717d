//! Where is compiled code kept between two processes? In a folder of ours, each entry with a seal that only we can make.
//!
//! Compiled code is machine code: whoever can put a file of their choice there runs in this process. So the folder and
//! the key must belong to us and be open to nobody else; each entry carries an HMAC-SHA-256 over its name and its bytes,
//! with a key that is kept outside the folder; the name stands for everything that the code depends on; and code is
//! loaded from the bytes that were verified, not from the file again. Whatever is in doubt is compiled anew: the cache
//! can make a run faster, and cannot change a result or make a run fail.

mod files;
mod key;

use std::{fmt, hash::Hasher, path::PathBuf};

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

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
pub(crate) struct Name([u8; 32]);

/// The content of an entry whose seal was verified.
pub(crate) struct Verified(Vec<u8>);

const SEAL_BYTES: usize = 32;

impl Cache {
    /// Opens a cache.
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
        let mut bytes = self.folder.read(&name.file_name(), self.size_bytes)?;
        let content = bytes.split_off_checked(SEAL_BYTES)?;
        self.seal(name, &content)?.verify_slice(&bytes).ok()?;
        Some(Verified(content))
    }

    /// Keeps an entry, if it can be kept.
    pub(crate) fn put(&self, name: Name, parts: &[&[u8]]) {
        let content = parts.concat();
        if u64::try_from(content.len()).is_ok_and(|bytes| bytes > self.size_bytes / 2) {
            return;
        }
        let Some(seal) = self.seal(name, &content) else {
            return;
        };
        let seal = seal.finalize().into_bytes();
        self.folder.write(&name.file_name(), &[&seal, &content]);
        self.folder.evict(self.size_bytes);
    }

    fn seal(&self, name: Name, content: &[u8]) -> Option<Hmac<Sha256>> {
        let mut seal = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        seal.update(b"architrave.cache/1");
        seal.update(&name.0);
        seal.update(content);
        Some(seal)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the key.
        formatter.debug_struct("Cache").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Name {
    fn file_name(self) -> String {
        use fmt::Write as _;
        let mut name = String::with_capacity(64);
        for byte in self.0 {
            // Writing to a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }
}

impl Verified {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The first `length` bytes as an entry of their own, and the rest.
    pub(crate) fn split(mut self, length: usize) -> Option<(Self, Self)> {
        let rest = self.0.split_off_checked(length)?;
        Some((self, Self(rest)))
    }
}

/// Splits a list where there may be less of it.
trait SplitOffChecked: Sized {
    fn split_off_checked(&mut self, at: usize) -> Option<Self>;
}

impl SplitOffChecked for Vec<u8> {
    fn split_off_checked(&mut self, at: usize) -> Option<Self> {
        (at <= self.len()).then(|| self.split_off(at))
    }
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

    pub(crate) fn finish(self) -> Name {
        Name(self.0.finalize().into())
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
