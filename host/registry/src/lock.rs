//! Which plugins exactly may be loaded? `architrave.lock`: the digests that a reference stood for when it was approved.

mod changes;
mod file;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;

use semver::Version;

use crate::{component::Identity, digest::Digest, layout::files, refusal::Refusal};

pub use changes::{Change, Shown, changes};
pub use file::LOCK_VERSION;

/// Some ten thousand plugins.
const LOCK_BYTES_MAX: u64 = 4 << 20;

/// What starts the source of a plugin that Architrave ships.
const BUILTIN: &str = "builtin:";

/// What was approved, by source: `oci://registry/repository:tag`, `builtin:ID`, or a path beside the lock.
///
/// Sources are written in one way only, and the same lock gives the same text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// Where it was read from; `None` where it was not.
    pub path: Option<PathBuf>,
    /// By source.
    pub plugins: BTreeMap<String, Locked>,
}

/// One approved plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// What the component says that it is.
    pub identity: Identity,
    /// Of the manifest, for a plugin of a registry.
    pub manifest: Option<Digest>,
    /// Of the component.
    pub component: Digest,
    /// Of the component.
    pub size_bytes: u64,
    /// Ids of the trusted keys that had signed it.
    pub signers: BTreeSet<Digest>,
}

impl Locked {
    /// What a lock would say of these bytes.
    ///
    /// # Errors
    ///
    /// `artifact.component` where they are not a component with a manifest of ours.
    pub fn of(component: &[u8], manifest: Option<Digest>) -> Result<Self, crate::Error> {
        Ok(Self {
            identity: Identity::of(component)?,
            manifest,
            component: Digest::of(component),
            size_bytes: u64::try_from(component.len()).unwrap_or(u64::MAX),
            signers: BTreeSet::new(),
        })
    }

    /// Whether its version is before another's, or cannot be compared with it.
    #[must_use]
    pub fn goes_back_from(&self, old: &Self) -> bool {
        match (Version::parse(&old.identity.version), Version::parse(&self.identity.version)) {
            (Ok(old), Ok(new)) => new < old,
            _ => old.identity.version != self.identity.version,
        }
    }

    /// Whether what was found, except for who signed it, is what was locked.
    ///
    /// # Errors
    ///
    /// `lock.digest`, `lock.differs`.
    pub fn check(&self, found: &Self) -> Result<(), Refusal> {
        if self.manifest != found.manifest
            && let (Some(locked), Some(found)) = (self.manifest, found.manifest)
        {
            return Err(Refusal::OtherBytes { what: "manifest", locked, found });
        }
        self.check_bytes(found.component)?;
        let texts = [
            ("manifest", text(self.manifest), text(found.manifest)),
            ("size in bytes", self.size_bytes.to_string(), found.size_bytes.to_string()),
            ("id", self.identity.id.clone(), found.identity.id.clone()),
            ("version", self.identity.version.clone(), found.identity.version.clone()),
            ("contract", self.identity.contract.clone(), found.identity.contract.clone()),
        ];
        match texts.into_iter().find(|(_, locked, found)| locked != found) {
            Some((what, locked, found)) => Err(Refusal::Differs { what, locked, found }),
            None => Ok(()),
        }
    }

    /// Whether a component with this digest was locked.
    ///
    /// # Errors
    ///
    /// `lock.digest`.
    pub fn check_bytes(&self, component: Digest) -> Result<(), Refusal> {
        if self.component == component {
            return Ok(());
        }
        Err(Refusal::OtherBytes { what: "component", locked: self.component, found: component })
    }
}

/// Whether a source means something else than a file.
fn is_address(source: &str) -> bool {
    source.contains("://") || source.starts_with(BUILTIN)
}

fn text(digest: Option<Digest>) -> String {
    digest.map_or_else(|| "none".to_owned(), |digest| digest.to_string())
}

impl Lock {
    /// Reads a file; `None` where there is none.
    ///
    /// # Errors
    ///
    /// `layout.file` where it cannot be read; `lock.invalid` for everything that is wrong in it, each with line and column.
    pub fn read(path: &Path) -> Result<Option<Self>, Vec<Diagnostic>> {
        let Some(bytes) = files::read_through(path, LOCK_BYTES_MAX).map_err(|error| vec![error.diagnostic()])? else {
            return Ok(None);
        };
        let name = path.display().to_string();
        let text = String::from_utf8(bytes).map_err(|_| {
            vec![Diagnostic::error("lock.invalid", format!("cannot use `{name}`: it is not UTF-8")).help(file::HELP)]
        })?;
        Ok(Some(Self { path: Some(path.to_owned()), ..Self::parse(&text, &name)? }))
    }

    /// Reads a text that was in the file `name`.
    ///
    /// # Errors
    ///
    /// `lock.invalid` for everything that is wrong, each with line and column.
    pub fn parse(text: &str, name: &str) -> Result<Self, Vec<Diagnostic>> {
        file::parse(text, name)
    }

    /// As a file has it: plugins by source, the same lock as the same text.
    #[must_use]
    pub fn to_toml(&self) -> String {
        file::write(self)
    }

    /// Writes it to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// `layout.file`.
    pub fn write(&self, path: &Path) -> Result<(), crate::Error> {
        files::write(path, self.to_toml().as_bytes())
    }

    /// The source in the lock that means a file: a path beside the lock. `None` where there is none.
    #[must_use]
    pub fn source_of(&self, file: &Path) -> Option<&str> {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new(""));
        let file = file.canonicalize().ok()?;
        let mut sources = self.plugins.keys().filter(|source| !is_address(source));
        sources.find(|source| folder.join(source).canonicalize().is_ok_and(|found| found == file)).map(String::as_str)
    }

    /// The entry for a source.
    ///
    /// # Errors
    ///
    /// `lock.missing`.
    pub fn find(&self, source: &str) -> Result<&Locked, Refusal> {
        self.plugins
            .get(source)
            .ok_or_else(|| Refusal::NotLocked { plugin: source.to_owned(), lock: self.path.clone() })
    }
}

#[cfg(test)]
mod tests;
