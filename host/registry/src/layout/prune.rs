//! What may go from a store? Whatever no lock names, with the blobs that nothing else needs.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::Path,
};

use super::{INDEX, MARKER, Store, files};
use crate::{
    digest::Digest,
    error::{Error, Kind},
    form::{Form, MANIFEST_BYTES_MAX},
    manifest::Manifest,
    signature,
};

/// What went from a store, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Names that stand for nothing any more, in order.
    pub names: Vec<String>,
    /// How many blobs went.
    pub blobs: u64,
    /// What they had together.
    pub bytes: u64,
}

impl Store {
    /// Removes everything but the artifacts with these manifests and the signatures over them; with `dry`, only says what
    /// would go. Whoever writes to the store at the same time waits, or is waited for.
    ///
    /// # Errors
    ///
    /// `layout.file`, `layout.invalid`; `artifact.manifest` and others where what is kept cannot be read: then nothing goes.
    pub fn prune(&self, keep: &BTreeSet<Digest>, dry: bool) -> Result<Pruned, Error> {
        let _lock = self.lock()?;
        let mut index = self.index()?;
        let tags: BTreeSet<String> = keep.iter().map(|manifest| signature::tag(*manifest)).collect();
        let signs = |name: &str| name.rsplit_once(':').is_some_and(|(_, tag)| tags.contains(tag));
        let mut pruned = Pruned::default();
        let mut kept = keep.clone();
        index.retain(|name, digest| {
            let stays = digest.is_some_and(|digest| keep.contains(&digest)) || name.is_some_and(signs);
            match (stays, name) {
                (true, _) => kept.extend(digest),
                (false, Some(name)) => pruned.names.push(name.to_owned()),
                (false, None) => {}
            }
            stays
        });
        let needed = self.needed(&kept)?;
        if !dry {
            // First: a name never stands for what is not there.
            files::write(&self.folder().join(INDEX), &index.to_json())?;
        }
        for entry in list(&self.blobs())? {
            let name = entry.file_name();
            let digest = name.to_str().and_then(Digest::from_hex);
            if digest.is_some_and(|digest| needed.contains(&digest)) {
                continue;
            }
            let path = entry.path();
            let size = entry.metadata().map_or(0, |found| found.len());
            if !dry {
                fs::remove_file(&path).map_err(|cause| Error::file("removed", &path, cause))?;
            }
            pruned.blobs = pruned.blobs.saturating_add(1);
            pruned.bytes = pruned.bytes.saturating_add(size);
        }
        Ok(pruned)
    }

    /// Keeps other writers out until it is dropped.
    pub(super) fn lock(&self) -> Result<File, Error> {
        let marker = self.folder().join(MARKER);
        let lock = File::open(&marker).map_err(|cause| Error::file("opened", &marker, cause))?;
        lock.lock().map_err(|cause| Error::file("locked", &marker, cause))?;
        Ok(lock)
    }

    /// Manifests and everything that they name.
    fn needed(&self, manifests: &BTreeSet<Digest>) -> Result<BTreeSet<Digest>, Error> {
        let mut needed = manifests.clone();
        for digest in manifests {
            // One that is locked and not here needs nothing.
            let Some(bytes) = files::read(&self.blob(*digest), MANIFEST_BYTES_MAX)? else { continue };
            let found = Manifest::config_type(&bytes)?;
            let forms = [Form::Plugin { component_bytes_max: u64::MAX }, Form::Signatures];
            let unknown = || Error::from(Kind::Manifest { cause: format!("it is of type `{found}`") });
            let form = forms.into_iter().find(|form| form.config_type() == found).ok_or_else(unknown)?;
            needed.extend(Manifest::read(&bytes, form)?.blobs().map(|blob| blob.digest));
        }
        Ok(needed)
    }
}

/// Plain files of a folder: blobs, and what a writer that was ended left unfinished.
fn list(folder: &Path) -> Result<Vec<fs::DirEntry>, Error> {
    let cannot = |cause| Error::file("read", folder, cause);
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder).and_then(Iterator::collect).map_err(cannot)?;
    Ok(entries.into_iter().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())).collect())
}
