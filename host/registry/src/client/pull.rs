//! How is an artifact fetched? Manifest, config, layers, in this order; nothing is read before its digest is right.

use reqwest::StatusCode;

use super::{
    answer::{self, Bounds},
    exchange::{Ask, Session},
};
use crate::{
    artifact::Artifact,
    digest::Digest,
    error::{Error, Kind},
    form::{Form, MANIFEST_BYTES_MAX, MANIFEST_TYPE},
    manifest::Manifest,
    reference::Reference,
};

/// Lists of manifests are asked for as well, so that there is something to say when it is one.
const ACCEPT: &str = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json;q=0.1";

/// Header that names the manifest's digest.
pub(super) const DIGEST_HEADER: &str = "docker-content-digest";

pub(super) async fn artifact(session: &Session<'_>, reference: &Reference, form: Form) -> Result<Artifact, Error> {
    let (bytes, _) = manifest(session, reference).await?;
    let parsed = Manifest::read(&bytes, form)?;
    let mut blobs = Vec::new();
    for (position, descriptor) in parsed.blobs().enumerate() {
        let url = session.origin().url(&format!("blobs/{}", descriptor.digest))?;
        let response = session.ask(&Ask::get(url, None)).await?;
        match response.status() {
            StatusCode::OK => {}
            // The artifact is there, and a part of it is not: that is not the same as no artifact.
            StatusCode::NOT_FOUND => return Err(Kind::BlobMissing { digest: descriptor.digest }.into()),
            _ => return Err(session.refused(response).await),
        }
        let what = if position == 0 { "config" } else { "layer" };
        let size = descriptor.size;
        let bounds = Bounds { what, limit: size, stated: Some(size), idle: session.idle() };
        let blob = answer::read(response, bounds).await?;
        // Each at once: after a wrong one there is no reason to fetch another.
        crate::artifact::check_blob(descriptor, &blob)?;
        blobs.push(blob);
    }
    Artifact::from_parts(form, bytes, blobs)
}

/// The manifest that a reference names now, and its digest.
pub(super) async fn manifest(session: &Session<'_>, reference: &Reference) -> Result<(Vec<u8>, Digest), Error> {
    let url = session.origin().url(&format!("manifests/{}", reference.wanted()?))?;
    let response = session.ask(&Ask::get(url, Some(ACCEPT))).await?;
    // A part of it, or none of it, is not what was asked for.
    if response.status() != StatusCode::OK {
        return Err(session.refused(response).await);
    }
    answer::check_type(&response, MANIFEST_TYPE)?;
    let said = said_digest(&response)?;
    let bounds = Bounds { what: "manifest", limit: MANIFEST_BYTES_MAX, stated: None, idle: session.idle() };
    let bytes = answer::read(response, bounds).await?;
    let found = Digest::of(&bytes);
    for expected in [reference.digest, said].into_iter().flatten() {
        if expected != found {
            return Err(Kind::OtherDigest { what: "manifest", expected, found }.into());
        }
    }
    Ok((bytes, found))
}

/// What an answer says that its manifest's digest is.
pub(super) fn said_digest(response: &reqwest::Response) -> Result<Option<Digest>, Error> {
    let Some(value) = response.headers().get(DIGEST_HEADER) else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(value.as_bytes());
    let wrong = |_| Error::from(Kind::Header { header: "`Docker-Content-Digest`", value: text.to_string() });
    text.parse().map(Some).map_err(wrong)
}
