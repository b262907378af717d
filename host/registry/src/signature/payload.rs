//! What does a signature say? That a manifest with this digest is this repository's; in the form of "simple signing".

use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    error::{Error, Kind},
};

/// What such a statement calls itself.
const TYPE: &str = "cosign container image signature";

/// How cosign writes Docker Hub.
const DOCKER_HUB: &str = "index.docker.io/";

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// Registry and repository that the signer meant, without a tag.
    pub name: String,
    /// Manifest that the signer meant.
    pub manifest: Digest,
}

impl Payload {
    /// As JSON, members in cosign's order; the same statement gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let statement = Statement {
            critical: Critical {
                identity: Identity { docker_reference: self.name.clone() },
                image: Image { docker_manifest_digest: self.manifest },
                kind: TYPE.to_owned(),
            },
            optional: None,
        };
        // Texts only, which JSON can always express.
        serde_json::to_vec(&statement).unwrap_or_default()
    }

    /// Reads a statement. What stands under `critical` has to be understood; what is `optional` may be anything.
    ///
    /// # Errors
    ///
    /// `signature.invalid`.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let invalid = |cause: String| Error::from(Kind::Signature { cause });
        let Statement { critical, .. } = serde_json::from_slice(bytes)
            .map_err(|error| invalid(format!("what it is over cannot be read: {error}")))?;
        if critical.kind != TYPE {
            return Err(invalid(format!("it is a `{}`, not a `{TYPE}`", critical.kind)));
        }
        Ok(Self { name: name(&critical.identity.docker_reference), manifest: critical.image.docker_manifest_digest })
    }
}

/// Registry and repository of a reference as signers write it: perhaps with a tag, Docker Hub by another name.
fn name(reference: &str) -> String {
    let without_tag = match reference.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') && name.contains('/') => name,
        _ => reference,
    };
    match without_tag.strip_prefix(DOCKER_HUB) {
        Some(rest) => format!("docker.io/{rest}"),
        None => without_tag.to_owned(),
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Statement {
    critical: Critical,
    #[serde(default)]
    optional: Option<serde_json::Value>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Critical {
    identity: Identity,
    image: Image,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Identity {
    docker_reference: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Image {
    docker_manifest_digest: Digest,
}
