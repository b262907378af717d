//! How does a document get into the Parameter Store, and back?
//!
//! The parameter `/well-architected/assessments/{workload}/{lens}/latest` is an index: how many pieces there are, of which
//! generation, and the digest of the whole. Pieces lie under it, by generation and number. They are written first and the
//! index last, and a generation is never written twice, so a reader sees the old document or the new one, never a mix.

use aws_sdk_ssm::{
    Client,
    types::{ParameterStringFilter, ParameterTier, ParameterType},
};
use serde::{Deserialize, Serialize};

use super::{Place, Stored, changed, digest, pieces};
use crate::{
    Connection,
    error::{Call, Error, Kind},
};

/// What every name begins with.
pub const ROOT: &str = "/well-architected/assessments";
/// Parameters that one call reads or deletes, at most.
const PER_CALL: usize = 10;
/// The largest page of a list.
const PAGE: i32 = 50;
/// How often a reader begins again because somebody wrote meanwhile.
const READS_MAX: u32 = 5;
/// How often a writer begins again because another wrote at the same time.
const WRITES_MAX: u32 = 3;
/// Pieces of one document, at most: 80 MB.
const PIECES_MAX: usize = 10_000;
/// `architrave.stored/1`.
const SCHEMA: &str = "architrave.stored/1";

/// How large a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tier {
    /// 4 KB; at no charge, 10 000 in an account and Region.
    #[default]
    Standard,
    /// 8 KB; charged, 100 000 in an account and Region.
    Advanced,
}

impl Tier {
    const fn bytes(self) -> usize {
        match self {
            Self::Standard => 4096,
            Self::Advanced => 8192,
        }
    }

    const fn sdk(self) -> ParameterTier {
        match self {
            Self::Standard => ParameterTier::Standard,
            Self::Advanced => ParameterTier::Advanced,
        }
    }
}

/// What the index parameter holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Index {
    schema: String,
    generation: String,
    pieces: usize,
    bytes: usize,
    sha256: String,
}

/// Stores a document, a JSON text, in place of the one that was there. Gives the number of pieces.
///
/// # Errors
///
/// What AWS says; writers that keep getting in each other's way.
pub async fn put(connection: &Connection, stored: &Stored, tier: Tier) -> Result<usize, Error> {
    let client = connection.ssm();
    let text = pieces::without_references(&stored.document);
    let sha256 = digest(&text);
    let name = index_name(&stored.place);
    for _ in 0..WRITES_MAX {
        let before = read_index(&client, &name).await?;
        let version = before.as_ref().map_or(0, |(_, version)| *version);
        let generation = format!("{:06}-{}", version.saturating_add(1), sha256.get(..12).unwrap_or(&sha256));
        let parts = pieces::split(&text, tier.bytes());
        for (position, piece) in parts.iter().enumerate() {
            write(&client, &piece_name(&name, &generation, position), piece, tier).await?;
        }
        let (pieces, bytes) = (parts.len(), text.len());
        let index = Index { schema: SCHEMA.to_owned(), generation, pieces, bytes, sha256: sha256.clone() };
        let written = write(&client, &name, &to_json(&index, &name)?, Tier::Standard).await?;
        if let Some((old, _)) = before.filter(|(old, _)| old.generation != index.generation) {
            delete(&client, &name, &old).await?;
        }
        // Nobody wrote in between; else it must at least be readable.
        if written == version.saturating_add(1) || get(connection, &stored.place).await.is_ok() {
            return Ok(pieces);
        }
    }
    let call = Call::new("ssm:PutParameter", format!("`{name}`"));
    Err(Error::new(Kind::Conflict, call, "others keep writing it at the same time"))
}

/// The document of a place; `None` where there is none.
///
/// # Errors
///
/// Pieces that are missing, a digest that is another one, what AWS says.
pub async fn get(connection: &Connection, place: &Place) -> Result<Option<Stored>, Error> {
    let client = connection.ssm();
    let name = index_name(place);
    for _ in 0..READS_MAX {
        let Some((index, _)) = read_index(&client, &name).await? else { return Ok(None) };
        let Some(document) = read_pieces(&client, &name, &index).await? else { continue };
        let found = digest(&document);
        if found != index.sha256 {
            return Err(changed("ssm:GetParameters", &name, &index.sha256, &found));
        }
        return Ok(Some(Stored { place: place.clone(), document }));
    }
    let call = Call::new("ssm:GetParameters", format!("`{name}`"));
    Err(Error::new(Kind::Unusable, call, "pieces of it are missing; store it again"))
}

/// Every place that has a document of a current state, sorted.
///
/// # Errors
///
/// What AWS says.
pub async fn list(connection: &Connection) -> Result<Vec<Place>, Error> {
    let client = connection.ssm();
    let on = || Call::new("ssm:DescribeParameters", format!("`{ROOT}`"));
    let filter = ParameterStringFilter::builder().key("Path").option("Recursive").values(ROOT).build();
    let filter = filter.map_err(|error| Error::new(Kind::Invalid, on(), error.to_string()))?;
    let request = client.describe_parameters().parameter_filters(filter).max_results(PAGE);
    let mut pages = request.into_paginator().send();
    let mut places = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Error::sdk(on(), &error))?;
        let names = page.parameters().iter().filter_map(|parameter| parameter.name());
        let below = names.filter_map(|name| name.strip_prefix(ROOT)?.strip_prefix('/'));
        places.extend(below.filter_map(Place::parse).filter(Place::is_latest));
    }
    places.sort();
    places.dedup();
    Ok(places)
}

fn index_name(place: &Place) -> String {
    format!("{ROOT}/{place}")
}

fn piece_name(index: &str, generation: &str, position: usize) -> String {
    format!("{index}/{generation}/{position:04}")
}

/// The index and its version; `None` where there is none.
async fn read_index(client: &Client, name: &str) -> Result<Option<(Index, i64)>, Error> {
    let on = || Call::new("ssm:GetParameter", format!("`{name}`"));
    let answer = match client.get_parameter().name(name).send().await {
        Ok(answer) => answer,
        Err(error) => {
            let error = Error::sdk(on(), &error);
            return if error.kind() == Kind::NotFound { Ok(None) } else { Err(error) };
        }
    };
    let Some(parameter) = answer.parameter else { return Ok(None) };
    let unusable = |problem: String| Error::new(Kind::Unusable, on(), problem);
    let index: Index = serde_json::from_str(parameter.value().unwrap_or_default())
        .map_err(|error| unusable(format!("it is no index of stored pieces: {error}")))?;
    if index.schema != SCHEMA || index.pieces > PIECES_MAX {
        return Err(unusable(format!("its schema `{}` or its {} pieces are not known", index.schema, index.pieces)));
    }
    Ok(Some((index, parameter.version())))
}

/// All pieces of a generation; `None` where one is missing.
async fn read_pieces(client: &Client, name: &str, index: &Index) -> Result<Option<String>, Error> {
    let names: Vec<String> = piece_names(name, index);
    let mut document = String::with_capacity(index.bytes.min(PIECES_MAX.saturating_mul(Tier::Advanced.bytes())));
    for chunk in names.chunks(PER_CALL) {
        let on = || Call::new("ssm:GetParameters", format!("pieces of `{name}`"));
        let request = client.get_parameters().set_names(Some(chunk.to_vec()));
        let answer = request.send().await.map_err(|error| Error::sdk(on(), &error))?;
        for name in chunk {
            let parameter = answer.parameters().iter().find(|parameter| parameter.name() == Some(name));
            let Some(piece) = parameter.and_then(|parameter| parameter.value()) else { return Ok(None) };
            document.push_str(piece);
        }
    }
    Ok(Some(document))
}

async fn write(client: &Client, name: &str, value: &str, tier: Tier) -> Result<i64, Error> {
    let on = || Call::new("ssm:PutParameter", format!("`{name}`"));
    let request = client.put_parameter().name(name).value(value).overwrite(true);
    let request = request.r#type(ParameterType::String).tier(tier.sdk());
    Ok(request.send().await.map_err(|error| Error::sdk(on(), &error))?.version())
}

/// Removes the pieces of a generation that no index names any more.
async fn delete(client: &Client, name: &str, index: &Index) -> Result<(), Error> {
    let on = || Call::new("ssm:DeleteParameters", format!("former pieces of `{name}`"));
    for chunk in piece_names(name, index).chunks(PER_CALL) {
        let request = client.delete_parameters().set_names(Some(chunk.to_vec()));
        request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    }
    Ok(())
}

fn piece_names(name: &str, index: &Index) -> Vec<String> {
    (0..index.pieces).map(|position| piece_name(name, &index.generation, position)).collect()
}

fn to_json(index: &Index, name: &str) -> Result<String, Error> {
    serde_json::to_string(index)
        .map_err(|error| Error::new(Kind::Other, Call::new("", format!("cannot store `{name}`")), error.to_string()))
}
