//! What is in a cache? For people and pipelines that look after one: nothing here decides whether an entry is used.

use std::{path::Path, time::SystemTime};

use super::{Cache, Kind, Label, Options, entry, files::Folder, key};
use crate::{error::Error, stored};

/// One file of a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its file name: 64 hexadecimal digits that stand for all that its content depends on.
    pub name: String,
    /// What it holds; `None` where that cannot be trusted, as for the four that follow.
    pub kind: Option<Kind>,
    /// Id and version of the plugin.
    pub plugin: Option<String>,
    /// Digest of the component.
    pub component_sha256: Option<String>,
    /// Digest of the lens, of images.
    pub lens_sha256: Option<String>,
    /// Size of the file.
    pub bytes: u64,
    /// When it was last written or read.
    pub used: SystemTime,
    /// Whether it can be used.
    pub state: State,
}

/// Whether an entry can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its seal is right, and it was made by this version for this machine.
    Current,
    /// Its seal is right, but another version or machine made it, and only that would use it.
    Outdated,
    /// It will never be used; says why.
    Damaged(String),
    /// It is being written, or was when its writer was ended; it goes by itself.
    Unfinished,
}

/// What was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// Files.
    pub entries: u64,
    /// Their size together.
    pub bytes: u64,
}

/// Every entry of a cache, by kind, plugin and name; each is read whole and its seal checked. Changes nothing.
///
/// # Errors
///
/// When folder or key are not ours alone, or there are entries and no key.
pub fn list(options: &Options) -> Result<Vec<Entry>, Error> {
    if is_missing(&options.folder) {
        return Ok(Vec::new());
    }
    let folder = Folder::open(&options.folder).map_err(Error::cache)?;
    let files = folder.files();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    if is_missing(&options.key_file) {
        return Err(Error::cache(format!("the key `{}` does not exist", options.key_file.display())));
    }
    let cache = Cache::open(options).map_err(Error::cache)?;
    let engine = stored::engine_of_this_machine().map_err(|error| Error::engine(&error))?;
    let mut entries: Vec<Entry> = files
        .into_iter()
        .map(|file| {
            let found = file.kept.map(|name| {
                let read = cache.folder.read(&file.name, options.size_bytes)?;
                let opened = entry::open(&cache.key, name, read.bytes);
                opened.map(|(label, _)| label).ok_or_else(|| NOT_SEALED.to_owned())
            });
            describe(Entry { used: file.used, bytes: file.bytes, ..empty(file.name) }, found, &engine)
        })
        .collect();
    entries.sort_by(|one, other| (one.kind, &one.plugin, &one.name).cmp(&(other.kind, &other.plugin, &other.name)));
    Ok(entries)
}

const NOT_SEALED: &str = "its seal does not fit: it was changed or renamed, or sealed with another key";

fn describe(entry: Entry, found: Option<Result<Label, String>>, engine: &str) -> Entry {
    match found {
        None => Entry { state: State::Unfinished, ..entry },
        Some(Err(why)) => Entry { state: State::Damaged(why), ..entry },
        Some(Ok(label)) => Entry {
            kind: Some(label.kind),
            plugin: Some(label.plugin),
            component_sha256: Some(label.component_sha256),
            lens_sha256: label.lens_sha256,
            state: if label.engine == engine { State::Current } else { State::Outdated },
            ..entry
        },
    }
}

fn empty(name: String) -> Entry {
    Entry {
        name,
        kind: None,
        plugin: None,
        component_sha256: None,
        lens_sha256: None,
        bytes: 0,
        used: SystemTime::UNIX_EPOCH,
        state: State::Unfinished,
    }
}

/// Removes entries by name; leaves every file that has no name of an entry.
///
/// # Errors
///
/// When the folder is not ours alone.
pub fn remove(options: &Options, wanted: impl Fn(&str) -> bool) -> Result<Removed, Error> {
    let mut removed = Removed { entries: 0, bytes: 0 };
    if is_missing(&options.folder) {
        return Ok(removed);
    }
    let folder = Folder::open(&options.folder).map_err(Error::cache)?;
    for file in folder.files() {
        if wanted(&file.name) && folder.remove(&file.name) {
            removed.entries = removed.entries.saturating_add(1);
            removed.bytes = removed.bytes.saturating_add(file.bytes);
        }
    }
    Ok(removed)
}

/// Removes every entry; leaves the folder, the key, and every file that has no name of an entry.
///
/// # Errors
///
/// When the folder is not ours alone.
pub fn clear(options: &Options) -> Result<Removed, Error> {
    remove(options, |_| true)
}

/// Makes a key file, open to us alone: for machines that share a cache.
///
/// # Errors
///
/// When there is a file already, or none can be made.
pub fn make_key(path: &Path) -> Result<(), Error> {
    let made = key::make_new(path);
    made.map(|_| ()).map_err(|error| Error::cache(format!("the key `{}` cannot be made: {error}", path.display())))
}

fn is_missing(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_another_version_is_outdated_and_not_damaged() {
        let label = || Label {
            kind: Kind::Image,
            plugin: "balanced 0.1.0".to_owned(),
            component_sha256: "c".repeat(64),
            lens_sha256: Some("d".repeat(64)),
            engine: "this".to_owned(),
        };
        let state = |engine| describe(empty("name".to_owned()), Some(Ok(label())), engine).state;
        assert_eq!((state("this"), state("that")), (State::Current, State::Outdated));
    }
}
