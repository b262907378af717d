//! Who says what of an artifact? Signatures as cosign keeps them: beside it in its repository, under a tag made of its
//! digest, one layer for each, which holds what was signed.

mod payload;

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    artifact::Artifact,
    digest::Digest,
    error::{Error, Kind},
    form::Form,
    keys::{PublicKey, SecretKey},
};

pub use payload::Payload;

/// Annotation of a layer that holds the signature over its bytes, in base64.
const SIGNATURE: &str = "dev.cosignproject.cosign/signature";

/// A statement, and a signature over it that someone made; by whom is for [`PublicKey`] to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl Signature {
    /// Signs a statement.
    ///
    /// # Errors
    ///
    /// `key.invalid` where the key cannot sign.
    pub fn make(payload: &Payload, key: &SecretKey) -> Result<Self, Error> {
        let payload = payload.to_json();
        Ok(Self { signature: key.sign(&payload)?, payload })
    }

    /// From what was signed and the signature over it.
    #[must_use]
    pub const fn from_parts(payload: Vec<u8>, signature: Vec<u8>) -> Self {
        Self { payload, signature }
    }

    /// What was signed, to the byte.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The signature.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.signature
    }

    /// Whether the holder of this key made it. What it says is read only after that.
    #[must_use]
    pub fn is_by(&self, key: &PublicKey) -> bool {
        key.verifies(&self.payload, &self.signature)
    }
}

/// Tag under which the signatures over a manifest are kept, in its own repository.
#[must_use]
pub fn tag(manifest: Digest) -> String {
    format!("sha256-{}.sig", manifest.hex())
}

/// The signatures of an artifact of the form [`Form::Signatures`]; an error in place of one that is none.
#[must_use]
pub fn read(artifact: &Artifact) -> Vec<Result<Signature, Error>> {
    let layers = artifact.layers().map(|(descriptor, payload)| {
        let text = descriptor.annotations.get(SIGNATURE).ok_or_else(|| invalid("its layer has no signature"))?;
        let signature = STANDARD.decode(text).map_err(|_| invalid("it is not base64"))?;
        Ok(Signature { payload: payload.to_vec(), signature })
    });
    layers.collect()
}

/// Puts a signature beside those that there are, which stay as they are. One that is there already stays alone.
///
/// # Errors
///
/// As for [`Artifact::build`], such as `artifact.layers` where there are too many.
pub fn append(existing: Option<&Artifact>, signature: &Signature) -> Result<Artifact, Error> {
    let mut layers: Vec<(Vec<u8>, BTreeMap<String, String>)> = existing
        .into_iter()
        .flat_map(Artifact::layers)
        .map(|(descriptor, bytes)| (bytes.to_vec(), descriptor.annotations.clone()))
        .collect();
    let annotations = BTreeMap::from([(SIGNATURE.to_owned(), STANDARD.encode(&signature.signature))]);
    let layer = (signature.payload.clone(), annotations);
    if !layers.contains(&layer) {
        layers.push(layer);
    }
    let annotations = existing.map(|existing| existing.annotations().clone()).unwrap_or_default();
    Artifact::build(Form::Signatures, config(&layers), layers, annotations)
}

/// The config of an image without a system: what cosign writes beside signatures.
fn config(layers: &[(Vec<u8>, BTreeMap<String, String>)]) -> Vec<u8> {
    let digests: Vec<Digest> = layers.iter().map(|(bytes, _)| Digest::of(bytes)).collect();
    let config = serde_json::json!({
        "architecture": "",
        "created": "0001-01-01T00:00:00Z",
        "os": "",
        "rootfs": { "type": "layers", "diff_ids": digests },
        "config": {},
    });
    config.to_string().into_bytes()
}

fn invalid(cause: &str) -> Error {
    Kind::Signature { cause: cause.to_owned() }.into()
}

#[cfg(test)]
mod tests;
