//! Where does an artifact come from or go to? A registry, or a layout in a folder; as people write it.

use std::{fmt, path::PathBuf, str::FromStr};

use crate::{
    artifact::Artifact,
    client::Client,
    digest::Digest,
    error::{Error, Kind},
    form::Form,
    layout::Store,
    reference::Reference,
};

/// What starts the name of a layout.
const LAYOUT: &str = "oci-layout:";

/// A registry or a layout: `oci://registry/repository:tag`, or `oci-layout:FOLDER` with `:TAG` or `@sha256:…` behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a registry.
    Registry(Reference),
    /// In a folder.
    Layout {
        /// The layout.
        folder: PathBuf,
        /// Which of its artifacts.
        which: Which,
    },
}

/// Which artifact of a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The one that there is.
    Only,
    /// By its name in the index.
    Named(String),
    /// By its manifest.
    Digest(Digest),
}

impl Place {
    /// Whether a text means a place rather than a file.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        Reference::is_meant(text) || text.starts_with(LAYOUT)
    }

    /// Reads the artifact that is there.
    ///
    /// # Errors
    ///
    /// As for [`Client::pull`] and [`Store::get`]; `layout.not-found`, and `layout.invalid` where it has several and none
    /// was named.
    pub fn load(&self, client: &Client, form: Form) -> Result<Artifact, Error> {
        let (folder, which) = match self {
            Self::Registry(reference) => return client.pull(reference, form),
            Self::Layout { folder, which } => (folder, which),
        };
        let load = || {
            let store = Store::open(folder)?;
            let missing = |name: String| Error::from(Kind::NotStored { name, path: folder.clone() });
            match which {
                Which::Named(name) => store.find(name, form)?.ok_or_else(|| missing(name.clone())),
                Which::Digest(digest) => store.get(*digest, form)?.ok_or_else(|| missing(digest.to_string())),
                Which::Only => {
                    let digest = store.only()?;
                    store.get(digest, form)?.ok_or_else(|| missing(digest.to_string()))
                }
            }
        };
        load().map_err(|error: Error| error.while_trying(format!("cannot read `{self}`")))
    }

    /// Puts an artifact there. A layout is made where there is none.
    ///
    /// # Errors
    ///
    /// As for [`Client::push`] and [`Store::put`]; `artifact.digest` where the place names another artifact.
    pub fn save(&self, client: &Client, artifact: &Artifact) -> Result<(), Error> {
        let (folder, which) = match self {
            Self::Registry(reference) => return client.push(reference, artifact),
            Self::Layout { folder, which } => (folder, which),
        };
        let save = || {
            let name = match which {
                Which::Only => None,
                Which::Named(name) => Some(name.as_str()),
                Which::Digest(expected) if *expected == artifact.digest() => None,
                Which::Digest(expected) => {
                    let (expected, found) = (*expected, artifact.digest());
                    return Err(Kind::OtherDigest { what: "manifest", expected, found }.into());
                }
            };
            Store::create(folder)?.put(artifact, name)
        };
        save().map_err(|error: Error| error.while_trying(format!("cannot write `{self}`")))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(reference) => reference.fmt(formatter),
            Self::Layout { folder, which } => {
                write!(formatter, "{LAYOUT}{}", folder.display())?;
                match which {
                    Which::Only => Ok(()),
                    Which::Named(name) => write!(formatter, ":{name}"),
                    Which::Digest(digest) => write!(formatter, "@{digest}"),
                }
            }
        }
    }
}

impl FromStr for Place {
    type Err = Error;

    /// # Errors
    ///
    /// As for [`Reference`], and `reference.syntax` where a layout has no folder.
    fn from_str(text: &str) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix(LAYOUT) else {
            return text.parse().map(Self::Registry);
        };
        let (folder, which) = if let Some((folder, digest)) = rest.split_once("@sha256:") {
            (folder, Which::Digest(format!("sha256:{digest}").parse()?))
        } else {
            match rest.rsplit_once(':') {
                Some((folder, name)) if !name.is_empty() && !name.contains(['/', '\\']) => {
                    (folder, Which::Named(name.to_owned()))
                }
                _ => (rest, Which::Only),
            }
        };
        if folder.is_empty() {
            return Err(Kind::Reference { text: text.to_owned(), why: "it names no folder" }.into());
        }
        Ok(Self::Layout { folder: PathBuf::from(folder), which })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let digest = Digest::of(b"");
        let rows = [
            ("oci-layout:folder".to_owned(), Some(("folder", Which::Only))),
            ("oci-layout:/a/b:1.0".to_owned(), Some(("/a/b", Which::Named("1.0".to_owned())))),
            ("oci-layout:a:b/c".to_owned(), Some(("a:b/c", Which::Only))),
            (format!("oci-layout:a@{digest}"), Some(("a", Which::Digest(digest)))),
            ("oci-layout:".to_owned(), None),
            ("oci-layout:a@sha256:0".to_owned(), None),
        ];
        for (text, expected) in rows {
            let place = text.parse::<Place>().ok();
            let layout = expected.map(|(folder, which)| Place::Layout { folder: PathBuf::from(folder), which });
            assert_eq!(place, layout, "{text}");
            assert!(place.is_none_or(|place| place.to_string() == text), "{text}");
        }
        let registry: Place = "oci://registry.example/a:1".parse().expect("a reference");
        assert!(matches!(registry, Place::Registry(_)));
        assert!(Place::is_meant("oci://a/b") && Place::is_meant("oci-layout:a") && !Place::is_meant("a.wasm"));
    }
}
