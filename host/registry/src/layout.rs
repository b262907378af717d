//! How are artifacts kept in a folder? As an OCI image layout: blobs by digest, and an index that gives them names.
//!
//! The same form serves the local store, where names are `registry/repository:tag`, and folders that people hand to each
//! other, where names are tags. Nothing in it is believed: whatever is read is bounded, and its digest is checked, every
//! time.

pub(crate) mod files;
mod index;
mod prune;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::{
    artifact::Artifact,
    digest::Digest,
    error::{Error, Kind},
    form::{Form, MANIFEST_BYTES_MAX, MANIFEST_TYPE},
    manifest::Manifest,
};

pub(crate) use files::{persist, temporary};
pub(crate) use index::Index;
pub use prune::Pruned;

/// File that says what the folder is.
pub(crate) const MARKER: &str = "oci-layout";

/// What stands in it; the only version there is.
pub(crate) const MARKER_TEXT: &str = r#"{"imageLayoutVersion":"1.0.0"}"#;

const MARKER_BYTES_MAX: u64 = 4 << 10;

pub(crate) const INDEX: &str = "index.json";

/// Some ten thousand artifacts.
pub(crate) const INDEX_BYTES_MAX: u64 = 4 << 20;

/// A folder of artifacts, as an OCI image layout.
///
/// Any number of processes may read and write one at the same time: blobs are written under another name and then
/// renamed, and the index is changed under a lock.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// Opens a layout that is there.
    ///
    /// # Errors
    ///
    /// `layout.invalid` where the folder is not a layout, `layout.not-plain` where one of its parts is a link,
    /// `layout.file` where it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let invalid = |cause: String| Error::from(Kind::Layout { path: folder.to_owned(), cause });
        let Some(marker) = files::read(&folder.join(MARKER), MARKER_BYTES_MAX)? else {
            return Err(invalid(format!("it has no `{MARKER}`")));
        };
        let marker: serde_json::Value =
            serde_json::from_slice(&marker).map_err(|error| invalid(format!("`{MARKER}`: {error}")))?;
        match marker.get("imageLayoutVersion").and_then(serde_json::Value::as_str) {
            Some("1.0.0") => {}
            found => return Err(invalid(format!("its version is `{}`, not `1.0.0`", found.unwrap_or("unknown")))),
        }
        let store = Self { folder: folder.to_owned() };
        for folder in [store.folder.join("blobs"), store.blobs()] {
            files::check_folder(&folder)?;
        }
        Ok(store)
    }

    /// Opens a layout, or makes an empty one where there is no folder or an empty one.
    ///
    /// # Errors
    ///
    /// As for [`Self::open`]: a folder that holds anything else is left as it is.
    pub fn create(folder: &Path) -> Result<Self, Error> {
        let cannot = |cause| Error::file("made", folder, cause);
        fs::create_dir_all(folder).map_err(cannot)?;
        let store = Self { folder: folder.to_owned() };
        let holds_anything = fs::read_dir(folder).map_err(cannot)?.next().is_some();
        if !holds_anything {
            fs::create_dir_all(store.blobs()).map_err(cannot)?;
            files::write(&folder.join(INDEX), &Index::default().to_json())?;
            // Last: from here on it is a layout.
            files::write(&folder.join(MARKER), MARKER_TEXT.as_bytes())?;
        }
        Self::open(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The names that it has, with the digests of their manifests.
    ///
    /// # Errors
    ///
    /// `layout.invalid`, `layout.named-twice`, `layout.file`.
    pub fn names(&self) -> Result<BTreeMap<String, Digest>, Error> {
        let mut names = BTreeMap::new();
        for (name, digest) in self.index()?.names() {
            if names.insert(name.to_owned(), digest.parse()?).is_some() {
                return Err(self.named_twice(name));
            }
        }
        Ok(names)
    }

    /// The digest of the manifest that has a name; `None` where none has.
    ///
    /// # Errors
    ///
    /// As for [`Self::names`]; `artifact.index` where the name is that of a list of manifests.
    pub fn digest(&self, name: &str) -> Result<Option<Digest>, Error> {
        let index = self.index()?;
        let mut entries = index.named(name);
        let Some(entry) = entries.next() else {
            return Ok(None);
        };
        if entries.next().is_some() {
            return Err(self.named_twice(name));
        }
        if entry.media_type != MANIFEST_TYPE {
            return Err(Kind::Index.into());
        }
        entry.digest.parse().map(Some)
    }

    /// The digest of the only artifact that it has, named or not.
    ///
    /// # Errors
    ///
    /// `layout.invalid` where it has none or several.
    pub(crate) fn only(&self) -> Result<Digest, Error> {
        let index = self.index()?;
        let digests: BTreeSet<&str> = index.digests().collect();
        match (digests.first(), digests.len()) {
            (Some(digest), 1) => digest.parse(),
            (_, found) => Err(self.invalid(format!("it has {found} artifacts, and none was named"))),
        }
    }

    /// The artifact with this name; `None` where there is none.
    ///
    /// # Errors
    ///
    /// As for [`Self::digest`] and [`Self::get`]; `layout.invalid` where the index names what is not there.
    pub fn find(&self, name: &str, form: Form) -> Result<Option<Artifact>, Error> {
        let Some(digest) = self.digest(name)? else {
            return Ok(None);
        };
        match self.get(digest, form)? {
            Some(artifact) => Ok(Some(artifact)),
            None => Err(self.invalid(format!("`{name}` is {digest}, which is missing"))),
        }
    }

    /// The artifact with this manifest; `None` where there is none. Reads all of it, and checks all digests.
    ///
    /// # Errors
    ///
    /// As for [`Artifact::from_parts`]; `layout.invalid` where a blob is missing, `layout.not-plain`, `layout.file`.
    pub fn get(&self, digest: Digest, form: Form) -> Result<Option<Artifact>, Error> {
        assemble(digest, form, |digest, limit| files::read(&self.blob(digest), limit))
    }

    /// Bytes of one of its blobs.
    ///
    /// # Errors
    ///
    /// `layout.not-found`, `layout.file`, `artifact.digest`.
    pub(crate) fn bytes(&self, digest: Digest, size: u64) -> Result<Vec<u8>, Error> {
        let missing = || Kind::NotStored { name: digest.to_string(), path: self.folder.clone() };
        let bytes = files::read(&self.blob(digest), size)?.ok_or_else(missing)?;
        let found = Digest::of(&bytes);
        if found == digest {
            Ok(bytes)
        } else {
            Err(Kind::OtherDigest { what: "blob", expected: digest, found }.into())
        }
    }

    /// Keeps an artifact, under a name if it is given one. A name that stood for another artifact stands for this one
    /// from now on; the other stays, by its digest.
    ///
    /// # Errors
    ///
    /// `layout.file`, `layout.not-plain`, `layout.invalid`.
    pub fn put(&self, artifact: &Artifact, name: Option<&str>) -> Result<(), Error> {
        let _lock = self.lock()?;
        for (descriptor, bytes) in artifact.blobs() {
            self.put_blob(descriptor.digest, bytes)?;
        }
        self.put_blob(artifact.digest(), artifact.manifest_bytes())?;
        let mut index = self.index()?;
        if index.set(&artifact.descriptor(), name) {
            files::write(&self.folder.join(INDEX), &index.to_json())?;
        }
        Ok(())
    }

    fn put_blob(&self, digest: Digest, bytes: &[u8]) -> Result<(), Error> {
        let path = self.blob(digest);
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        // What is there and right stays; what is damaged is made good.
        if files::read(&path, size).ok().flatten().is_some_and(|found| found == bytes) {
            return Ok(());
        }
        files::write(&path, bytes)
    }

    fn index(&self) -> Result<Index, Error> {
        let Some(bytes) = files::read(&self.folder.join(INDEX), INDEX_BYTES_MAX)? else {
            return Err(self.invalid(format!("it has no `{INDEX}`")));
        };
        Index::read(&bytes).map_err(|cause| self.invalid(format!("`{INDEX}`: {cause}")))
    }

    fn blobs(&self) -> PathBuf {
        self.folder.join("blobs").join("sha256")
    }

    fn blob(&self, digest: Digest) -> PathBuf {
        self.blobs().join(digest.hex())
    }

    fn invalid(&self, cause: String) -> Error {
        Kind::Layout { path: self.folder.clone(), cause }.into()
    }

    fn named_twice(&self, name: &str) -> Error {
        Kind::NamedTwice { name: name.to_owned(), path: self.folder.clone() }.into()
    }
}

/// Puts an artifact together from where its blobs are, by digest and largest size; `None` where its manifest is missing.
///
/// # Errors
///
/// As for [`Store::get`].
pub(crate) fn assemble(
    digest: Digest,
    form: Form,
    blob: impl Fn(Digest, u64) -> Result<Option<Vec<u8>>, Error>,
) -> Result<Option<Artifact>, Error> {
    let Some(bytes) = blob(digest, MANIFEST_BYTES_MAX)? else {
        return Ok(None);
    };
    let found = Digest::of(&bytes);
    if found != digest {
        return Err(Kind::OtherDigest { what: "manifest", expected: digest, found }.into());
    }
    let manifest = Manifest::read(&bytes, form)?;
    let mut blobs = Vec::new();
    for descriptor in manifest.blobs() {
        let missing = || Error::from(Kind::BlobMissing { digest: descriptor.digest });
        blobs.push(blob(descriptor.digest, descriptor.size)?.ok_or_else(missing)?);
    }
    Artifact::from_parts(form, bytes, blobs).map(Some)
}
