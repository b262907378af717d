//! Is this a report of ours? Its bytes, bounded, and what it says that it comes from.

use architrave_core::{
    assess::SCHEMA,
    diagnostic::{Diagnostic, Location},
    digest,
    report::Run,
};
use serde::Deserialize;
use serde_json::Value;

use super::facts::{self, Origin, Review};

/// Most bytes that a report may have: 256 MiB, some 800 reviews of 57 questions.
pub const REPORT_BYTES_MAX: usize = 256 << 20;

/// A report as it was found.
#[derive(Debug)]
pub struct Recorded {
    text: String,
    sha256: String,
    value: Value,
    origin: Origin,
    reviews: Vec<Review>,
}

impl Recorded {
    /// Reads a report's bytes; `file` is for messages.
    ///
    /// # Errors
    ///
    /// `replay.too-large`, `replay.not-utf8`, `replay.not-json`, `replay.stream`, `replay.not-a-report`,
    /// `replay.other-schema`; else `replay.member` for every member that is missing or of another kind.
    pub fn read(bytes: Vec<u8>, file: &str) -> Result<Self, Vec<Diagnostic>> {
        let refused = |code, why: String, help: &str| {
            let problem = Diagnostic::error(code, format!("cannot replay `{file}`: {why}")).help(help);
            vec![problem.at(Location { file: Some(file.to_owned()), ..Location::default() })]
        };
        if bytes.len() > REPORT_BYTES_MAX {
            let why = format!("it is longer than {REPORT_BYTES_MAX} bytes");
            return Err(refused("replay.too-large", why, "assess fewer reviews at a time"));
        }
        let sha256 = digest::bytes(&bytes).to_string();
        let text = String::from_utf8(bytes).map_err(|_| {
            refused("replay.not-utf8", "it is not UTF-8".to_owned(), "give what `assess --format json` wrote")
        })?;
        let schema = |value: &Value| value.get("schema").and_then(Value::as_str).map(str::to_owned);
        let value = match serde_json::from_str::<Value>(&text) {
            _ if is_stream(&text) => {
                let why = "it is a stream of documents, a line each".to_owned();
                return Err(refused("replay.stream", why, "give a stream as a file and as `assess --stream` wrote it"));
            }
            Ok(value) => value,
            Err(error) => {
                let why = format!("it is not JSON: {error}");
                return Err(refused("replay.not-json", why, "give what `assess --format json` wrote, to its end"));
            }
        };
        let help = "give what `assess --format json` wrote";
        match schema(&value) {
            None => return Err(refused("replay.not-a-report", "it is no report: it has no `schema`".to_owned(), help)),
            Some(found) if found != SCHEMA => {
                let why = format!("its `schema` is `{found}`, `{SCHEMA}` is expected");
                return Err(refused("replay.other-schema", why, help));
            }
            Some(_) => {}
        }
        let (origin, reviews) = facts::both(&value, file)?;
        Ok(Self { text, sha256, value, origin, reviews })
    }

    /// What the report was asked for. To make it again, ask for the same.
    #[must_use]
    pub const fn run(&self) -> &Run {
        &self.origin.run
    }

    /// Ids, versions and digests of its plugins.
    pub fn plugins(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let plugins = self.origin.plugins.iter();
        plugins.map(|plugin| (plugin.id.as_str(), plugin.version.as_str(), plugin.sha256.as_str()))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    pub(super) const fn value(&self) -> &Value {
        &self.value
    }

    pub(super) const fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(super) fn reviews(&self) -> &[Review] {
        &self.reviews
    }
}

/// The one member that tells what a text is.
#[derive(Deserialize)]
struct Schema {
    schema: String,
}

/// Whether the first value of the text is a line of a stream.
fn is_stream(text: &str) -> bool {
    let first = serde_json::Deserializer::from_str(text).into_iter::<Schema>().next();
    first.is_some_and(|first| {
        first.is_ok_and(|found| {
            ["architrave.document/", "architrave.stream/"].iter().any(|start| found.schema.starts_with(start))
        })
    })
}
