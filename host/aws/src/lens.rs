//! How does a custom lens get into an account? It is imported as a draft, and published as a version.

use aws_sdk_wellarchitected::types::{LensStatusType, LensType};
use serde::Serialize;

use crate::{
    Connection,
    error::{Call, Error, Kind},
};

/// Characters of a lens file, at most.
pub const LENS_CHARS_MAX: usize = 500_000;
/// Characters of a version, at most.
pub const VERSION_CHARS_MAX: usize = 32;
/// The largest page of a list.
const PAGE: i32 = 50;

/// A draft that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// `architrave.lens-import/1`.
    pub schema: &'static str,
    /// As AWS writes it; names the lens from now on.
    pub arn: String,
    /// `COMPLETE`, or `IN_PROGRESS` where AWS is not done yet.
    pub status: String,
}

/// A version that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// `architrave.lens-publish/1`.
    pub schema: &'static str,
    /// Of the lens.
    pub arn: String,
    /// As it was given.
    pub version: String,
    /// Whether workloads must be upgraded by hand.
    pub major: bool,
}

/// Imports a lens as a new draft, or as the draft of the lens `update`, an ARN. `name` is what the file calls it.
///
/// # Errors
///
/// A file that is too long, a new lens of a name that exists, what AWS says.
pub async fn import(
    connection: &Connection,
    json: &str,
    name: Option<&str>,
    update: Option<&str>,
) -> Result<Imported, Error> {
    let called = name.unwrap_or("?");
    let refused =
        |message: String| Error::new(Kind::Request, Call::new("", format!("cannot import lens `{called}`")), message);
    let characters = json.chars().count();
    if characters > LENS_CHARS_MAX {
        return Err(refused(format!("it has {characters} characters, at most {LENS_CHARS_MAX} are allowed")));
    }
    if let (None, Some(name)) = (update, name)
        && let Some(arn) = own(connection, LensStatusType::All).await?.into_iter().find(|lens| lens.name == name)
    {
        let arn = arn.arn;
        return Err(refused(format!("there is one of this name, `{arn}`; `--update {arn}` makes a new draft of it")));
    }
    let on = || Call::new("wellarchitected:ImportLens", format!("lens `{called}` in {}", connection.region()));
    let client = connection.wellarchitected();
    let request = client.import_lens().json_string(json).set_lens_alias(update.map(str::to_owned));
    let answer = request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    let arn = answer.lens_arn.ok_or_else(|| Error::new(Kind::Unusable, on(), "the answer has no ARN"))?;
    let status = answer.status.as_ref().map_or("COMPLETE", |status| status.as_str());
    if status == "ERROR" {
        return Err(Error::new(Kind::Invalid, on(), "AWS could not import it"));
    }
    Ok(Imported { schema: "architrave.lens-import/1", arn, status: status.to_owned() })
}

/// Makes the draft of a lens, named by its ARN or its name, a version.
///
/// # Errors
///
/// A version of no or too many characters, a lens that is not ours, what AWS says.
pub async fn publish(connection: &Connection, named: &str, version: &str, major: bool) -> Result<Published, Error> {
    let refused =
        |message: String| Error::new(Kind::Request, Call::new("", format!("cannot publish lens `{named}`")), message);
    let characters = version.chars().count();
    if !(1..=VERSION_CHARS_MAX).contains(&characters) {
        let most = VERSION_CHARS_MAX;
        return Err(refused(format!("version `{version}` has {characters} characters, 1 to {most} are allowed")));
    }
    let arn = if named.starts_with("arn:") {
        named.to_owned()
    } else {
        let lenses = own(connection, LensStatusType::Draft).await?;
        let found: Vec<&str> = lenses.iter().filter(|lens| lens.name == named).map(|lens| lens.arn.as_str()).collect();
        match found.as_slice() {
            [arn] => (*arn).to_owned(),
            [] => return Err(refused("there is no draft of this name".to_owned())),
            several => return Err(refused(format!("several have this name: {}", several.join(", ")))),
        }
    };
    let on = || Call::new("wellarchitected:CreateLensVersion", format!("version `{version}` of lens `{arn}`"));
    let client = connection.wellarchitected();
    let request = client.create_lens_version().lens_alias(&arn).lens_version(version).is_major_version(major);
    let answer = request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    let arn = answer.lens_arn.unwrap_or(arn);
    Ok(Published { schema: "architrave.lens-publish/1", arn, version: version.to_owned(), major })
}

struct Own {
    name: String,
    arn: String,
}

/// The custom lenses of this account.
async fn own(connection: &Connection, status: LensStatusType) -> Result<Vec<Own>, Error> {
    let on = || Call::new("wellarchitected:ListLenses", format!("our lenses in {}", connection.region()));
    let client = connection.wellarchitected();
    let request = client.list_lenses().lens_type(LensType::CustomSelf).lens_status(status).max_results(PAGE);
    let mut pages = request.into_paginator().send();
    let mut lenses = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Error::sdk(on(), &error))?;
        lenses.extend(
            page.lens_summaries()
                .iter()
                .filter_map(|lens| Some(Own { name: lens.lens_name()?.to_owned(), arn: lens.lens_arn()?.to_owned() })),
        );
    }
    Ok(lenses)
}
