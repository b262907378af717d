//! What does an artifact consist of? Its manifest, read with suspicion: types, sizes, names and numbers all have bounds.

mod wire;

use std::collections::BTreeMap;

use crate::{
    digest::Digest,
    error::{Error, Kind},
    form::{ANNOTATION_BYTES_MAX, ANNOTATIONS_MAX, Form, INDEX_TYPE, MANIFEST_BYTES_MAX, MANIFEST_TYPE},
};

/// Annotation that some tools take for a file name.
pub(crate) const TITLE: &str = "org.opencontainers.image.title";

/// Names a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descriptor {
    /// What it is.
    pub media_type: String,
    /// Of its bytes.
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
    /// By key.
    pub annotations: BTreeMap<String, String>,
}

impl Descriptor {
    /// Of bytes.
    #[must_use]
    pub fn of(media_type: &str, bytes: &[u8]) -> Self {
        Self {
            media_type: media_type.to_owned(),
            digest: Digest::of(bytes),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            annotations: BTreeMap::new(),
        }
    }
}

/// What an artifact consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// What describes it.
    pub config: Descriptor,
    /// What it holds.
    pub layers: Vec<Descriptor>,
    /// By key.
    pub annotations: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads a manifest, and checks that it can be one of this form. Says nothing of whether its blobs are there.
    ///
    /// # Errors
    ///
    /// `artifact.manifest`, `artifact.index`, `artifact.media-type`, `artifact.layers`, `artifact.too-large`,
    /// `artifact.annotations`, `artifact.title`, `artifact.foreign`, `reference.digest`.
    pub fn read(bytes: &[u8], form: Form) -> Result<Self, Error> {
        if u64::try_from(bytes.len()).map_or(true, |bytes| bytes > MANIFEST_BYTES_MAX) {
            return Err(Kind::TooLarge { what: "manifest", bytes: None, limit: MANIFEST_BYTES_MAX }.into());
        }
        let malformed = |cause: String| Error::from(Kind::Manifest { cause });
        let wire: wire::Manifest = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        if wire.manifests.is_some() || wire.media_type.as_deref() == Some(INDEX_TYPE) {
            return Err(Kind::Index.into());
        }
        if wire.schema_version != wire::SCHEMA_VERSION {
            return Err(malformed(format!("`schemaVersion` is {}, not 2", wire.schema_version)));
        }
        if let Some(found) = wire.media_type.filter(|found| found != MANIFEST_TYPE) {
            return Err(Kind::MediaType { what: "manifest", found, expected: MANIFEST_TYPE }.into());
        }
        let manifest = Self {
            config: descriptor(wire.config.ok_or_else(|| malformed("it has no `config`".to_owned()))?)?,
            layers: wire.layers.into_iter().map(descriptor).collect::<Result<_, _>>()?,
            annotations: annotations(wire.annotations)?,
        };
        manifest.check(form)?;
        Ok(manifest)
    }

    /// The media type of its config, which says what it is; nothing else of it is checked.
    ///
    /// # Errors
    ///
    /// `artifact.manifest`.
    pub(crate) fn config_type(bytes: &[u8]) -> Result<String, Error> {
        let malformed = |cause: String| Error::from(Kind::Manifest { cause });
        let wire: wire::Manifest = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        let config = wire.config.ok_or_else(|| malformed("it has no `config`".to_owned()))?;
        Ok(config.media_type)
    }

    /// As JSON: one line, members in the order of the specification, annotations by key; the same manifest gives the same
    /// bytes.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Texts and integers only, which JSON can always express.
        serde_json::to_vec(&wire::Manifest::from(self)).unwrap_or_default()
    }

    /// Config and layers, in this order.
    pub fn blobs(&self) -> impl Iterator<Item = &Descriptor> {
        std::iter::once(&self.config).chain(&self.layers)
    }

    fn check(&self, form: Form) -> Result<(), Error> {
        let (least, most) = form.layers();
        if !(least..=most).contains(&self.layers.len()) {
            return Err(Kind::Layers { found: self.layers.len(), form }.into());
        }
        let typed = |what, found: &Descriptor, expected: &'static str| {
            if found.media_type == expected {
                return Ok(());
            }
            Err(Error::from(Kind::MediaType { what, found: found.media_type.clone(), expected }))
        };
        let bounded = |what, found: &Descriptor, limit: u64| {
            if found.size <= limit {
                return Ok(());
            }
            Err(Error::from(Kind::TooLarge { what, bytes: Some(found.size), limit }))
        };
        typed("config", &self.config, form.config_type())?;
        bounded("config", &self.config, form.config_bytes_max())?;
        for layer in &self.layers {
            typed("layer", layer, form.layer_type())?;
            bounded("layer", layer, form.layer_bytes_max())?;
        }
        Ok(())
    }
}

fn descriptor(wire: wire::Descriptor) -> Result<Descriptor, Error> {
    if let Some(url) = wire.urls.into_iter().flatten().next() {
        return Err(Kind::Foreign { url }.into());
    }
    Ok(Descriptor {
        digest: wire.digest.parse()?,
        media_type: wire.media_type,
        size: wire.size,
        annotations: annotations(wire.annotations)?,
    })
}

fn annotations(found: Option<wire::Annotations>) -> Result<BTreeMap<String, String>, Error> {
    let found = found.unwrap_or_default().0;
    if found.len() > ANNOTATIONS_MAX {
        return Err(Kind::Annotations { cause: format!("{} of them, {ANNOTATIONS_MAX} are read", found.len()) }.into());
    }
    for (key, value) in &found {
        let bytes = key.len().max(value.len());
        if bytes > ANNOTATION_BYTES_MAX {
            let cause = format!("one of {bytes} bytes, {ANNOTATION_BYTES_MAX} are read");
            return Err(Kind::Annotations { cause }.into());
        }
    }
    if let Some(title) = found.get(TITLE).filter(|title| !is_plain_name(title)) {
        return Err(Kind::Title { title: title.clone() }.into());
    }
    Ok(found)
}

/// Whether a title is a name that leads nowhere, for those tools that take it for one.
fn is_plain_name(title: &str) -> bool {
    !title.is_empty()
        && !matches!(title, "." | "..")
        && !title.chars().any(|character| character.is_control() || matches!(character, '/' | '\\'))
}
