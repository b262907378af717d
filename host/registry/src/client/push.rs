//! How is an artifact sent? Blobs that the registry lacks, then the manifest, so that it never names what is not there.

use reqwest::{Method, StatusCode};

use super::{
    exchange::{Ask, Session, check_bare, location, shown},
    pull::said_digest,
};
use crate::{
    artifact::Artifact,
    digest::Digest,
    error::{Error, Kind},
    form::MANIFEST_TYPE,
    reference::Reference,
};

const BLOB_TYPE: &str = "application/octet-stream";

pub(super) async fn artifact(session: &Session<'_>, reference: &Reference, artifact: &Artifact) -> Result<(), Error> {
    let digest = artifact.digest();
    if let Some(expected) = reference.digest.filter(|expected| *expected != digest) {
        return Err(Kind::OtherDigest { what: "manifest", expected, found: digest }.into());
    }
    let name = reference.tag.clone().map_or_else(|| reference.wanted(), Ok)?;
    for (descriptor, bytes) in artifact.blobs() {
        blob(session, descriptor.digest, bytes).await?;
    }
    let url = session.origin().url(&format!("manifests/{name}"))?;
    let body = Some((MANIFEST_TYPE, artifact.manifest_bytes()));
    let response = session.ask(&Ask { body, ..Ask::of(Method::PUT, url) }).await?;
    if !response.status().is_success() {
        return Err(session.refused(response).await);
    }
    match said_digest(&response)? {
        Some(found) if found != digest => Err(Kind::OtherDigest { what: "manifest", expected: digest, found }.into()),
        _ => Ok(()),
    }
}

async fn blob(session: &Session<'_>, digest: Digest, bytes: &[u8]) -> Result<(), Error> {
    let url = session.origin().url(&format!("blobs/{digest}"))?;
    let response = session.ask(&Ask::of(Method::HEAD, url)).await?;
    match response.status() {
        status if status.is_success() => return Ok(()),
        StatusCode::NOT_FOUND => {}
        _ => return Err(session.refused(response).await),
    }
    let url = session.origin().url("blobs/uploads/")?;
    let response = session.ask(&Ask::of(Method::POST, url.clone())).await?;
    if response.status() != StatusCode::ACCEPTED {
        return Err(session.refused(response).await);
    }
    let mut target = location(&response, &url)?;
    if !session.origin().is_of(&target) {
        let why = "what is sent is sent to the registry only";
        return Err(Kind::Redirect { target: shown(&target), why }.into());
    }
    check_bare(&target)?;
    target.query_pairs_mut().append_pair("digest", &digest.to_string());
    let response = session.ask(&Ask { body: Some((BLOB_TYPE, bytes)), ..Ask::of(Method::PUT, target) }).await?;
    if response.status().is_success() { Ok(()) } else { Err(session.refused(response).await) }
}
