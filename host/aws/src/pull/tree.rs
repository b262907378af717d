//! How do files get into the folder? Whole or not at all, whenever the process ends.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::names::sha256;
use crate::error::{Call, Error, Kind};

/// Begins the name of what is not yet in its place; hidden, so that nobody reads it.
const UNFINISHED: &str = ".architrave-pull-";
/// Held while a pull writes.
const LOCK: &str = ".architrave-pull.lock";

/// A folder that one pull writes to.
#[derive(Debug)]
pub(super) struct Tree {
    root: PathBuf,
    _lock: fs::File,
}

impl Tree {
    /// Makes the folder, keeps other pulls away, and removes what an earlier one left unfinished.
    pub(super) fn open(root: &Path) -> Result<Self, Error> {
        let failed = |error: &io::Error| file_error("open", root, error);
        fs::create_dir_all(root).map_err(|error| failed(&error))?;
        let lock = root.join(LOCK);
        let lock =
            fs::File::options().create(true).truncate(false).write(true).open(lock).map_err(|error| failed(&error))?;
        if lock.try_lock().is_err() {
            let call = Call::new("", format!("cannot write to `{}`", root.display()));
            return Err(Error::new(Kind::Files, call, "another pull is writing to it"));
        }
        for entry in fs::read_dir(root).map_err(|error| failed(&error))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
            }
        }
        Ok(Self { root: root.to_owned(), _lock: lock })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The bytes of a file, `None` where it cannot be read.
    pub(super) fn read(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.root.join(file)).ok()
    }

    /// Whether all files are there, as they were written.
    pub(super) fn holds(&self, folder: &str, digests: &BTreeMap<String, String>) -> bool {
        digests.iter().all(|(file, digest)| self.holds_file(&format!("{folder}/{file}"), digest))
    }

    /// Whether a file is there, as it was written.
    pub(super) fn holds_file(&self, file: &str, digest: &str) -> bool {
        self.read(file).is_some_and(|bytes| sha256(&bytes) == *digest)
    }

    /// Writes a file and gives its digest.
    pub(super) fn write(&self, file: &str, value: &Value) -> Result<String, Error> {
        let path = self.root.join(file);
        let bytes = bytes(value);
        let write = || {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut temporary = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.root)?;
            temporary.write_all(&bytes)?;
            set_readable(temporary.path(), 0o644)?;
            temporary.persist(&path).map_err(|error| error.error)?;
            Ok(sha256(&bytes))
        };
        write().map_err(|error| file_error("write", &path, &error))
    }

    /// Puts a folder with these files in the place of the one that is there, and gives their digests.
    pub(super) fn replace(
        &self,
        folder: &str,
        files: &BTreeMap<&'static str, Value>,
    ) -> Result<BTreeMap<String, String>, Error> {
        let path = self.root.join(folder);
        let write = || {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let temporary = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(&self.root)?;
            let fresh = temporary.path().join("new");
            fs::create_dir(&fresh)?;
            let mut digests = BTreeMap::new();
            for (name, value) in files {
                let bytes = bytes(value);
                fs::write(fresh.join(name), &bytes)?;
                digests.insert((*name).to_owned(), sha256(&bytes));
            }
            // Killed in between, the folder is missing, which the next pull sees.
            if path.exists() {
                fs::rename(&path, temporary.path().join("old"))?;
            }
            fs::rename(&fresh, &path)?;
            Ok(digests)
        };
        write().map_err(|error| file_error("write", &path, &error))
    }

    /// Removes a folder, and the folders above that are empty then.
    pub(super) fn remove(&self, folder: &str) -> Result<(), Error> {
        let path = self.root.join(folder);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(file_error("remove", &path, &error)),
            Ok(()) | Err(_) => {}
        }
        let above = path.ancestors().skip(1).take_while(|above| *above != self.root);
        for above in above {
            if fs::remove_dir(above).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// As it is written: members sorted, indented, with a line end.
pub(super) fn bytes(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

pub(super) fn file_error(verb: &str, path: &Path, error: &io::Error) -> Error {
    let call = Call::new("", format!("cannot {verb} `{}`", path.display()));
    Error::new(Kind::Files, call, error.to_string())
}

/// Temporary files are private; what was pulled is as readable as any file that this user makes.
#[cfg(unix)]
fn set_readable(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_readable(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn folders_are_replaced_and_looked_at() {
        let root = tempfile::tempdir().unwrap();
        let tree = Tree::open(root.path()).unwrap();
        let digests = tree.replace("a/b/lens", &BTreeMap::from([("one.json", json!({"b": 1, "a": 2}))])).unwrap();
        assert_eq!(
            fs::read_to_string(root.path().join("a/b/lens/one.json")).unwrap(),
            "{\n  \"a\": 2,\n  \"b\": 1\n}\n"
        );
        assert!(tree.holds("a/b/lens", &digests));
        let other = tree.replace("a/b/lens", &BTreeMap::from([("two.json", json!([]))])).unwrap();
        assert!(!tree.holds("a/b/lens", &digests) && tree.holds("a/b/lens", &other));
        assert!(!root.path().join("a/b/lens/one.json").exists());
        tree.remove("a/b/lens").unwrap();
        tree.remove("a/b/lens").unwrap();
        assert!(!root.path().join("a").exists());
        assert!(Tree::open(root.path()).is_err(), "two pulls at a time");
    }

    #[test]
    fn what_was_left_unfinished_is_removed() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join(".architrave-pull-x1/new")).unwrap();
        fs::write(root.path().join(".architrave-pull-x2"), "half").unwrap();
        fs::write(root.path().join("mine.json"), "{}").unwrap();
        drop(Tree::open(root.path()).unwrap());
        let mut left: Vec<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [LOCK, "mine.json"]);
    }
}
