//! What is moved between registries, layouts and bundles? A manifest and the blobs that it names, checked together.

use std::{collections::BTreeMap, fmt};

use crate::{
    component,
    digest::Digest,
    error::{Error, Kind},
    form::{Form, MANIFEST_TYPE},
    manifest::{Descriptor, Manifest},
};

/// A manifest and every blob that it names.
///
/// Whoever holds one knows that sizes and digests are right, and that it is of the form that was asked for. Who made it,
/// and whether its component is a plugin that can be run, are other questions.
#[derive(Clone, PartialEq, Eq)]
pub struct Artifact {
    manifest: Manifest,
    bytes: Vec<u8>,
    digest: Digest,
    blobs: Vec<Vec<u8>>,
}

impl Artifact {
    /// A plugin, made of a component. The same component gives the same manifest digest, whenever and wherever it is made:
    /// nothing in it is read from a clock or a machine.
    ///
    /// # Errors
    ///
    /// `artifact.component` where the bytes are not a component with a manifest of ours.
    pub fn plugin(component: Vec<u8>) -> Result<Self, Error> {
        let described = component::describe(&component)?;
        let component_bytes_max = u64::try_from(component.len()).unwrap_or(u64::MAX);
        let layers = vec![(component, BTreeMap::new())];
        Self::build(Form::Plugin { component_bytes_max }, described.config, layers, described.annotations)
    }

    /// An artifact made of its parts; layers each with their annotations.
    ///
    /// # Errors
    ///
    /// As for [`Manifest::read`]: what could not be read is not made.
    pub fn build(
        form: Form,
        config: Vec<u8>,
        layers: Vec<(Vec<u8>, BTreeMap<String, String>)>,
        annotations: BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let described = layers.iter().map(|(bytes, annotations)| Descriptor {
            annotations: annotations.clone(),
            ..Descriptor::of(form.layer_type(), bytes)
        });
        let manifest =
            Manifest { config: Descriptor::of(form.config_type(), &config), layers: described.collect(), annotations };
        let blobs = std::iter::once(config).chain(layers.into_iter().map(|(bytes, _)| bytes)).collect();
        Self::from_parts(form, manifest.to_json(), blobs)
    }

    /// Puts an artifact together from bytes that came from elsewhere: blobs in the manifest's order, config first.
    ///
    /// # Errors
    ///
    /// As for [`Manifest::read`]; `artifact.size` and `artifact.digest` where a blob is not what the manifest names;
    /// `artifact.blobs` where one is missing or too many; `artifact.config` where a plugin's config is not one.
    pub fn from_parts(form: Form, manifest: Vec<u8>, blobs: Vec<Vec<u8>>) -> Result<Self, Error> {
        let parsed = Manifest::read(&manifest, form)?;
        if blobs.len() != parsed.layers.len().saturating_add(1) {
            return Err(Kind::Blobs { found: blobs.len(), expected: parsed.layers.len().saturating_add(1) }.into());
        }
        for (descriptor, bytes) in parsed.blobs().zip(&blobs) {
            check_blob(descriptor, bytes)?;
        }
        let artifact = Self { digest: Digest::of(&manifest), manifest: parsed, bytes: manifest, blobs };
        if let Form::Plugin { .. } = form {
            component::check_config(artifact.config(), artifact.component_digest())?;
        }
        Ok(artifact)
    }

    /// What it consists of.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The manifest as it was read, to the byte: what [`Self::digest`] is over.
    #[must_use]
    pub fn manifest_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Of the manifest: what names the artifact.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// Descriptors and bytes, config first.
    pub fn blobs(&self) -> impl Iterator<Item = (&Descriptor, &[u8])> {
        self.manifest.blobs().zip(self.blobs.iter().map(Vec::as_slice))
    }

    /// Layers with their descriptors, in order.
    pub fn layers(&self) -> impl Iterator<Item = (&Descriptor, &[u8])> {
        self.blobs().skip(1)
    }

    /// What describes it; empty only for an artifact that cannot be.
    #[must_use]
    pub fn config(&self) -> &[u8] {
        self.blobs.first().map_or(&[], Vec::as_slice)
    }

    /// Of a plugin, the component; empty for signatures that hold none.
    #[must_use]
    pub fn component(&self) -> &[u8] {
        self.blobs.get(1).map_or(&[], Vec::as_slice)
    }

    /// Of a plugin, the digest of the component.
    #[must_use]
    pub fn component_digest(&self) -> Digest {
        self.manifest.layers.first().map_or_else(|| Digest::of(&[]), |layer| layer.digest)
    }

    /// The manifest's, by key.
    #[must_use]
    pub const fn annotations(&self) -> &BTreeMap<String, String> {
        &self.manifest.annotations
    }

    /// Its own descriptor, as an index names it.
    #[must_use]
    pub(crate) fn descriptor(&self) -> Descriptor {
        Descriptor::of(MANIFEST_TYPE, &self.bytes)
    }
}

impl fmt::Debug for Artifact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Artifact").field("digest", &self.digest).field("manifest", &self.manifest).finish()
    }
}

/// Whether bytes are what a descriptor names.
pub(crate) fn check_blob(descriptor: &Descriptor, bytes: &[u8]) -> Result<(), Error> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found != descriptor.size {
        return Err(Kind::Size { digest: descriptor.digest, stated: descriptor.size, found }.into());
    }
    let digest = Digest::of(bytes);
    if digest != descriptor.digest {
        return Err(Kind::OtherDigest { what: "blob", expected: descriptor.digest, found: digest }.into());
    }
    Ok(())
}
