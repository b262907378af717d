//! How do plugins get to where no network is? In one file: a layout and what belongs to it, as a plain tar archive.
//!
//! A bundle is made of artifacts, each under the name that it has in a store, and a few files of the operator's: lock,
//! trust, keys. Nothing in it is compressed, and nothing is believed: all names are expected ones, all digests are
//! checked, and what belongs to nothing is refused, before anything of it is kept.

mod check;
mod tar;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    artifact::Artifact,
    digest::Digest,
    error::{Error, Kind},
    form::{Form, MANIFEST_BYTES_MAX},
    layout::{self, INDEX, INDEX_BYTES_MAX, Index, MARKER, MARKER_TEXT, Store},
    manifest::Manifest,
    reference::Reference,
    signature,
};

use tar::Entry;

/// In front of the names of blobs.
const BLOBS: &str = "blobs/sha256/";

/// Files of the operator's that a bundle may have, beside keys.
const FILES: [&str; 2] = ["architrave.lock", "trust.toml"];

/// In front of the names of public keys.
const KEYS: &str = "keys/";

/// Lock, trust or key, in bytes.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// How many times all its bytes a bundle's artifacts may have together. Artifacts may share blobs, and names an artifact; but
/// each is read and verified for itself.
const SHARED_MAX: u64 = 16;

/// A bundle of which everything was verified that can be without knowing whom to trust.
#[derive(Debug)]
pub struct Bundle {
    path: PathBuf,
    file: File,
    entries: BTreeMap<String, Entry>,
    names: BTreeMap<String, (Digest, Form)>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// Writes a bundle: artifacts of a store, by name, and files. The same artifacts and files give the same bytes.
    ///
    /// # Errors
    ///
    /// As for [`Store::find`], and `layout.not-found`; `bundle.invalid` where a file has a name that no bundle has.
    pub fn write(
        path: &Path,
        store: &Store,
        names: &BTreeMap<String, Form>,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Error> {
        write(path, store, names, files)
            .map_err(|error| error.while_trying(format!("cannot write the bundle `{}`", path.display())))
    }

    /// Opens a bundle, and verifies all of it: structure, names, sizes, every digest.
    ///
    /// # Errors
    ///
    /// `bundle.invalid`; as for [`Artifact::from_parts`] where an artifact is not what it should be; `layout.file`.
    pub fn open(path: &Path, component_bytes_max: u64) -> Result<Self, Error> {
        let attempt = || format!("cannot read the bundle `{}`", path.display());
        let mut bundle = Self::index(path).map_err(|error| error.while_trying(attempt()))?;
        bundle.verify(component_bytes_max).map_err(|error| error.while_trying(attempt()))?;
        Ok(bundle)
    }

    /// Names of artifacts, with the digests of their manifests.
    pub fn names(&self) -> impl Iterator<Item = (&str, Digest, Form)> {
        self.names.iter().map(|(name, (digest, form))| (name.as_str(), *digest, *form))
    }

    /// Lock, trust and keys, by name.
    #[must_use]
    pub const fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// One of its artifacts, read and verified again.
    ///
    /// # Errors
    ///
    /// As for [`Self::open`]; `layout.not-found` where it has none of this name.
    pub fn artifact(&self, name: &str) -> Result<Artifact, Error> {
        let missing = || Error::from(Kind::NotStored { name: name.to_owned(), path: self.path.clone() });
        let (digest, form) = self.names.get(name).ok_or_else(missing)?;
        layout::assemble(*digest, *form, |digest, limit| self.blob(digest, limit))?.ok_or_else(missing)
    }

    /// Keeps all its artifacts in a store, under their names.
    ///
    /// # Errors
    ///
    /// As for [`Self::artifact`] and [`Store::put`].
    pub fn keep(&self, store: &Store) -> Result<(), Error> {
        for name in self.names.keys() {
            store.put(&self.artifact(name)?, Some(name))?;
        }
        Ok(())
    }

    /// What is in the archive, by name and place.
    fn index(path: &Path) -> Result<Self, Error> {
        let cannot = |cause| Error::file("opened", path, cause);
        // Before it is opened: opening a pipe would wait for whoever writes to it.
        if !std::fs::metadata(path).map_err(cannot)?.is_file() {
            return Err(Kind::NotPlain { expected: "file", path: path.to_owned() }.into());
        }
        let mut file = File::open(path).map_err(cannot)?;
        let invalid = |cause: String| Error::from(Kind::Bundle { path: path.to_owned(), cause });
        let (mut entries, mut folded) = (BTreeMap::new(), BTreeSet::new());
        for entry in tar::list(&mut file).map_err(invalid)? {
            if !is_expected(&entry.name) {
                return Err(invalid(format!("it has a `{}`", entry.name)));
            }
            let name = entry.name.clone();
            // Where case does not count, the second of two would replace the first.
            if !folded.insert(name.to_ascii_lowercase()) {
                return Err(invalid(format!("it has `{name}` twice")));
            }
            entries.insert(name, entry);
        }
        let (path, names, files) = (path.to_owned(), BTreeMap::new(), BTreeMap::new());
        Ok(Self { path, file, entries, names, files })
    }

    fn verify(&mut self, component_bytes_max: u64) -> Result<(), Error> {
        if self.entry(MARKER, MANIFEST_BYTES_MAX)?.as_deref() != Some(MARKER_TEXT.as_bytes()) {
            return Err(self.invalid(format!("its `{MARKER}` is not one")));
        }
        let bytes = self.entry(INDEX, INDEX_BYTES_MAX)?.ok_or_else(|| self.invalid(format!("it has no `{INDEX}`")))?;
        let index = Index::read(&bytes).map_err(|cause| self.invalid(format!("`{INDEX}`: {cause}")))?;
        let mut belonging = BTreeSet::new();
        let mut rebuilt = Index::default();
        let mut left = self.file.metadata().map_or(0, |file| file.len()).saturating_mul(SHARED_MAX);
        for (name, digest) in index.names() {
            let digest: Digest = digest.parse()?;
            if !is_name(name) {
                return Err(self.invalid(format!("`{name}` is no name of a registry's artifact")));
            }
            let form = self.form(digest, component_bytes_max)?;
            if self.names.insert(name.to_owned(), (digest, form)).is_some() {
                return Err(self.invalid(format!("it names `{name}` twice")));
            }
            let artifact = self.artifact(name)?;
            left = artifact
                .blobs()
                .try_fold(left, |left, (descriptor, _)| left.checked_sub(descriptor.size))
                .ok_or_else(|| self.invalid(format!("its artifacts have {SHARED_MAX} times its bytes")))?;
            rebuilt.set(&artifact.descriptor(), Some(name));
            belonging.insert(digest);
            belonging.extend(artifact.blobs().map(|(descriptor, _)| descriptor.digest));
        }
        self.check_signatures_belong()?;
        // As it would have been written: a bundle has no room for what nobody reads.
        if rebuilt.to_json() != bytes {
            return Err(self.invalid(format!("its `{INDEX}` says more than its artifacts")));
        }
        let names: Vec<String> = self.entries.keys().cloned().collect();
        for name in names {
            if let Some(hex) = name.strip_prefix(BLOBS) {
                if !Digest::from_hex(hex).is_some_and(|digest| belonging.contains(&digest)) {
                    return Err(self.invalid(format!("`{name}` belongs to nothing")));
                }
            } else if !matches!(name.as_str(), MARKER | INDEX)
                && let Some(bytes) = self.entry(&name, FILE_BYTES_MAX)?
            {
                self.files.insert(name, bytes);
            }
        }
        Ok(())
    }

    /// Signatures are over a plugin that is here, in its repository: a bundle replaces nobody else's.
    fn check_signatures_belong(&self) -> Result<(), Error> {
        let plugins = self.names.iter().filter(|(_, (_, form))| matches!(form, Form::Plugin { .. }));
        let expected: BTreeSet<String> =
            plugins.filter_map(|(name, (digest, _))| signatures_of(name, *digest)).collect();
        let mut signatures = self.names.iter().filter(|(_, (_, form))| *form == Form::Signatures);
        match signatures.find(|(name, _)| !expected.contains(*name)) {
            Some((name, _)) => Err(self.invalid(format!("`{name}` signs no plugin that is in it"))),
            None => Ok(()),
        }
    }

    /// What an artifact says that it is.
    fn form(&self, manifest: Digest, component_bytes_max: u64) -> Result<Form, Error> {
        let missing = || self.invalid(format!("the blob {manifest} is missing"));
        let bytes = self.blob(manifest, MANIFEST_BYTES_MAX)?.ok_or_else(missing)?;
        let found = Manifest::config_type(&bytes)?;
        let forms = [Form::Plugin { component_bytes_max }, Form::Signatures];
        let form = forms.into_iter().find(|form| form.config_type() == found);
        form.ok_or_else(|| self.invalid(format!("it has an artifact of type `{found}`")))
    }

    fn blob(&self, digest: Digest, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        self.entry(&format!("{BLOBS}{}", digest.hex()), limit)
    }

    /// Bytes of an entry; `None` where there is none.
    fn entry(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        let Some(entry) = self.entries.get(name) else {
            return Ok(None);
        };
        if entry.size > limit {
            return Err(Kind::TooLarge { what: "file", bytes: Some(entry.size), limit }.into());
        }
        let cannot = |cause: io::Error| Error::file("read", &self.path, cause);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(entry.offset)).map_err(cannot)?;
        let mut bytes = Vec::new();
        file.take(entry.size).read_to_end(&mut bytes).map_err(cannot)?;
        Ok(Some(bytes))
    }

    fn invalid(&self, cause: String) -> Error {
        Kind::Bundle { path: self.path.clone(), cause }.into()
    }
}

/// Whether a name is one of an artifact in a registry, as a store has it. Such names hold nothing that a terminal obeys.
fn is_name(name: &str) -> bool {
    let text = format!("oci://{name}");
    text.parse::<Reference>().is_ok_and(|reference| reference.to_string() == text)
}

/// What the signatures over a plugin are called, beside it.
fn signatures_of(name: &str, manifest: Digest) -> Option<String> {
    let plugin: Reference = format!("oci://{name}").parse().ok()?;
    plugin.with_tag(&signature::tag(manifest)).ok()?.tagged_name()
}

/// Whether a bundle may have a file of this name.
fn is_expected(name: &str) -> bool {
    let is_blob = name.strip_prefix(BLOBS).is_some_and(|hex| Digest::from_hex(hex).is_some());
    let plain = |key: &str| {
        !key.is_empty()
            && !key.starts_with('.')
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    is_blob || name == MARKER || name == INDEX || FILES.contains(&name) || name.strip_prefix(KEYS).is_some_and(plain)
}

fn write(
    path: &Path,
    store: &Store,
    names: &BTreeMap<String, Form>,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<(), Error> {
    let mut index = Index::default();
    let mut blobs: BTreeMap<Digest, u64> = BTreeMap::new();
    for (name, form) in names {
        let missing = || Error::from(Kind::NotStored { name: name.clone(), path: store.folder().to_owned() });
        let artifact = store.find(name, *form)?.ok_or_else(missing)?;
        let manifest = artifact.descriptor();
        index.set(&manifest, Some(name));
        blobs.insert(manifest.digest, manifest.size);
        blobs.extend(artifact.blobs().map(|(descriptor, _)| (descriptor.digest, descriptor.size)));
    }
    let cannot = |cause: io::Error| Error::file("written", path, cause);
    let unexpected = |cause: String| Error::from(Kind::Bundle { path: path.to_owned(), cause });
    let mut file = layout::temporary(path)?;
    let mut out = io::BufWriter::new(&mut file);
    tar::append(&mut out, MARKER, MARKER_TEXT.as_bytes()).map_err(cannot)?;
    tar::append(&mut out, INDEX, &index.to_json()).map_err(cannot)?;
    for (name, bytes) in files {
        if !is_expected(name) || name.starts_with(BLOBS) || matches!(name.as_str(), MARKER | INDEX) {
            return Err(unexpected(format!("`{name}` is no file of a bundle")));
        }
        tar::append(&mut out, name, bytes).map_err(cannot)?;
    }
    for (digest, size) in blobs {
        let bytes = store.bytes(digest, size)?;
        tar::append(&mut out, &format!("{BLOBS}{}", digest.hex()), &bytes).map_err(cannot)?;
    }
    tar::finish(&mut out).and_then(|()| out.flush()).map_err(cannot)?;
    drop(out);
    layout::persist(file, path)
}
