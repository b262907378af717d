//! Is anything but what was sealed ever taken from the cache?

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use architrave_core::manifest::Class;
use architrave_runtime::{Allocation, Images, Options, Runtime, cache};
use tempfile::TempDir;

use crate::{
    Door,
    component::{limits, run, words},
};

/// A plugin that is quick to compile.
const PLUGIN: &[u8] = include_bytes!("../../seeds/component/accepted-whole.bin");

/// A cache that holds the code of [`PLUGIN`].
struct Home {
    folder: TempDir,
    entry: PathBuf,
    /// As it was sealed.
    sealed: Vec<u8>,
    /// What the plugin says.
    words: String,
}

static HOME: LazyLock<Home> = LazyLock::new(|| {
    let folder = crate::must(TempDir::new(), "a folder");
    let words = said(folder.path());
    let entries = crate::must(fs::read_dir(folder.path().join("cache")), "the cache");
    let entries: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    assert_eq!(entries.len(), 1, "code, and nothing else");
    let entry = entries.into_iter().next().unwrap_or_default();
    let sealed = crate::must(fs::read(&entry), "an entry");
    Home { folder, entry, sealed, words }
});

/// What a new runtime says that has this cache.
fn said(home: &Path) -> String {
    let cache = cache::Options { folder: home.join("cache"), key_file: home.join("keys/key"), size_bytes: 64 << 20 };
    let options = Options {
        native: limits(),
        scripting: limits(),
        allocation: Allocation::OnDemand,
        cache: Some(cache),
        ..Options::default()
    };
    let runtime = crate::must(Runtime::new(options), "the runtime starts");
    assert_eq!(runtime.cache_problem(), None);
    let plugin = crate::must(runtime.load(PLUGIN, Class::Native), "the plugin loads");
    words(&run(&plugin, Images::Never))
}

/// Bytes in place of a cached entry: as they are, or, after a first byte below 128, as changes to the sealed one, each
/// of three bytes: two for the place, and one that is combined by exclusive or.
///
/// Only the bytes that were sealed are taken; anything else is compiled anew and sealed again; the plugin says the same.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn cache(bytes: &[u8]) -> Door {
    let home = &*HOME;
    let entry = match bytes.split_first() {
        Some((0..=127, changes)) => changed(&home.sealed, changes),
        _ => bytes.to_vec(),
    };
    crate::must(fs::write(&home.entry, &entry), "an entry can be written");
    assert_eq!(said(home.folder.path()), home.words, "the cache changed what the plugin says");
    let now = crate::must(fs::read(&home.entry), "the entry");
    assert_eq!(now, home.sealed, "the entry was not sealed again");
    if entry == home.sealed { Door::Accepted } else { Door::Refused }
}

/// The sealed entry with some of its bytes changed, and its end cut off where a place is beyond it.
fn changed(sealed: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut entry = sealed.to_vec();
    for change in changes.chunks_exact(3) {
        let &[low, high, with] = change else { continue };
        let place = usize::from(u16::from_le_bytes([low, high]));
        match entry.get_mut(place) {
            Some(byte) => *byte ^= with,
            None => entry.truncate(place % sealed.len().max(1)),
        }
    }
    entry
}
