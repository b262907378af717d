//! How does a document get into S3, and back? One object per review, whole or not there, with its digest beside it.

use aws_sdk_s3::{Client, primitives::ByteStream, types::ChecksumAlgorithm};

use super::{Place, Stored, changed, digest};
use crate::{
    Connection,
    error::{Call, Error, Kind},
};

/// Name of the object's metadata that holds the SHA-256 of the document.
const DIGEST: &str = "architrave-sha256";
/// Largest document that is read.
const DOCUMENT_BYTES_MAX: i64 = 64 << 20;

/// A bucket, and what keys in it begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    name: String,
    /// Ends in `/`, or is empty.
    prefix: String,
}

impl Bucket {
    /// Reads `s3://BUCKET/PREFIX`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let help = "write it as `s3://BUCKET` or `s3://BUCKET/PREFIX`";
        let rest = text.strip_prefix("s3://").ok_or_else(|| format!("`{text}` is no address of S3; {help}"))?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        if !(3..=63).contains(&name.len()) || !name.bytes().all(known) {
            return Err(format!("`{name}` is no name of a bucket; {help}"));
        }
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Self { name: name.to_owned(), prefix })
    }

    fn key(&self, place: &Place) -> String {
        format!("{}{place}.json", self.prefix)
    }

    /// Where the document of a place lies.
    #[must_use]
    pub fn address(&self, place: &Place) -> String {
        format!("s3://{}/{}", self.name, self.key(place))
    }
}

/// Stores a document in place of the one that was there.
///
/// # Errors
///
/// What AWS says.
pub async fn put(connection: &Connection, bucket: &Bucket, stored: &Stored) -> Result<(), Error> {
    let on = || Call::new("s3:PutObject", format!("`{}`", bucket.address(&stored.place)));
    let request = connection
        .s3()
        .put_object()
        .bucket(&bucket.name)
        .key(bucket.key(&stored.place))
        .content_type("application/json")
        .metadata(DIGEST, digest(&stored.document))
        .checksum_algorithm(ChecksumAlgorithm::Sha256)
        .body(ByteStream::from(stored.document.clone().into_bytes()));
    request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    Ok(())
}

/// The document of a place; `None` where there is none.
///
/// # Errors
///
/// A digest that is missing or another one, a document that is too long or no text, what AWS says.
pub async fn get(connection: &Connection, bucket: &Bucket, place: &Place) -> Result<Option<Stored>, Error> {
    let address = bucket.address(place);
    let on = || Call::new("s3:GetObject", format!("`{address}`"));
    let unusable = |problem: String| Error::new(Kind::Unusable, on(), problem);
    let client: Client = connection.s3();
    let answer = match client.get_object().bucket(&bucket.name).key(bucket.key(place)).send().await {
        Ok(answer) => answer,
        Err(error) => {
            let error = Error::sdk(on(), &error);
            return if error.code() == Some("NoSuchKey") { Ok(None) } else { Err(error) };
        }
    };
    let bytes = answer.content_length().unwrap_or_default();
    if bytes > DOCUMENT_BYTES_MAX {
        return Err(unusable(format!("it has {bytes} bytes, at most {DOCUMENT_BYTES_MAX} are read")));
    }
    let expected = answer.metadata().and_then(|metadata| metadata.get(DIGEST)).cloned();
    let expected =
        expected.ok_or_else(|| unusable(format!("it has no `{DIGEST}`: it was stored by something else")))?;
    let body = answer.body.collect().await.map_err(|error| unusable(error.to_string()))?;
    let document = String::from_utf8(body.to_vec()).map_err(|error| unusable(error.to_string()))?;
    let found = digest(&document);
    if found != expected {
        return Err(changed("s3:GetObject", &address, &expected, &found));
    }
    Ok(Some(Stored { place: place.clone(), document }))
}

/// Every place that has a document of a current state, sorted.
///
/// # Errors
///
/// What AWS says.
pub async fn list(connection: &Connection, bucket: &Bucket) -> Result<Vec<Place>, Error> {
    let on = || Call::new("s3:ListBucket", format!("`s3://{}/{}`", bucket.name, bucket.prefix));
    let client = connection.s3();
    let request = client.list_objects_v2().bucket(&bucket.name).prefix(&bucket.prefix);
    let mut pages = request.into_paginator().send();
    let mut places = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Error::sdk(on(), &error))?;
        let keys = page.contents().iter().filter_map(|object| object.key());
        let below = keys.filter_map(|key| key.strip_prefix(&bucket.prefix)?.strip_suffix(".json"));
        places.extend(below.filter_map(Place::parse).filter(Place::is_latest));
    }
    places.sort();
    Ok(places)
}
