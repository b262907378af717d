//! How much of an answer is read? As much as was agreed, and no longer than we wait.

use std::time::Duration;

use reqwest::{Response, header};

use crate::{
    error::{Error, Kind},
    form::INDEX_TYPE,
};

/// Answers that are no artifact: tokens, errors.
pub(super) const TALK_BYTES_MAX: u64 = 64 << 10;

/// Characters of what a registry says for a person.
const DETAIL_CHARACTERS_MAX: usize = 200;

/// What is read, and within which bounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// In a sentence.
    pub(super) what: &'static str,
    /// In bytes.
    pub(super) limit: u64,
    /// What the manifest says, in bytes.
    pub(super) stated: Option<u64>,
    /// Between two pieces.
    pub(super) idle: Duration,
}

/// All bytes of an answer.
pub(super) async fn read(mut response: Response, bounds: Bounds) -> Result<Vec<u8>, Error> {
    let Bounds { what, limit, stated, idle } = bounds;
    if let Some(encoding) = response.headers().get(header::CONTENT_ENCODING).filter(|found| *found != "identity") {
        let encoding = String::from_utf8_lossy(encoding.as_bytes()).into_owned();
        return Err(Kind::Compressed { encoding }.into());
    }
    let too_long = |found: Option<u64>| match stated {
        Some(stated) => Kind::GoesOn { what, stated },
        None => Kind::TooLarge { what, bytes: found, limit },
    };
    let limit = stated.unwrap_or(limit);
    match (said_size(&response), stated) {
        (Some(said), Some(stated)) if said != stated => return Err(Kind::SaidSize { what, said, stated }.into()),
        (Some(said), None) if said > limit => return Err(too_long(Some(said)).into()),
        _ => {}
    }
    let mut bytes = Vec::new();
    loop {
        let piece = match tokio::time::timeout(idle, response.chunk()).await {
            Err(_) => return Err(Kind::Idle { waited: idle }.into()),
            Ok(Err(_)) => return Err(Kind::CutOff { what }.into()),
            Ok(Ok(None)) => return Ok(bytes),
            Ok(Ok(Some(piece))) => piece,
        };
        let size = u64::try_from(bytes.len().saturating_add(piece.len())).unwrap_or(u64::MAX);
        if size > limit {
            return Err(too_long(None).into());
        }
        bytes.extend_from_slice(&piece);
    }
}

/// What the answer says of its own size.
fn said_size(response: &Response) -> Option<u64> {
    response.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The error that an unwelcome answer stands for, with what the registry says about it.
pub(super) async fn refused(response: Response, with_credentials: bool, idle: Duration) -> Error {
    let status = response.status().as_u16();
    let bounds = Bounds { what: "answer", limit: TALK_BYTES_MAX, stated: None, idle };
    let detail = read(response, bounds).await.ok().and_then(|body| detail(&body)).unwrap_or_default();
    match status {
        404 => Kind::NotFound.into(),
        401 | 403 => Kind::Denied { with_credentials, detail }.into(),
        _ => Kind::Status { status, detail }.into(),
    }
}

/// Code and message of the first error that the specification's form has.
fn detail(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let error = body.get("errors")?.get(0)?;
    let texts = ["code", "message"].into_iter().filter_map(|member| error.get(member)?.as_str());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    Some(texts.join(", ").chars().take(DETAIL_CHARACTERS_MAX).collect())
}

/// Whether a type of an answer is one that was asked for; parameters do not count.
pub(super) fn check_type(response: &Response, expected: &'static str) -> Result<(), Error> {
    let Some(found) = response.headers().get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    let found = String::from_utf8_lossy(found.as_bytes());
    let essence = found.split(';').next().unwrap_or_default().trim();
    match essence {
        essence if essence.eq_ignore_ascii_case(expected) => Ok(()),
        INDEX_TYPE => Err(Kind::Index.into()),
        _ => Err(Kind::MediaType { what: "manifest", found: essence.to_owned(), expected }.into()),
    }
}
