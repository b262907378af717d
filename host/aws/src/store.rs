//! Where are results kept in AWS, under which names, and how is what is read back known to be what was stored?
//!
//! One document per review. In the Parameter Store it lies in pieces beside an index ([`ssm`]), in S3 it is one object
//! ([`s3`]); both carry its SHA-256, which is checked on reading.

mod name;
mod pieces;
pub mod s3;
pub mod ssm;
#[cfg(test)]
mod tests;

pub use name::Place;
pub use s3::Bucket;
pub use ssm::Tier;

use crate::error::{Call, Error, Kind};

/// What was stored or read: its place, and the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Of which review.
    pub place: Place,
    /// JSON.
    pub document: String,
}

/// Nothing that was asked for is stored; says what is.
#[must_use]
pub fn nothing(places: &[Place]) -> Error {
    let names: Vec<String> = places.iter().map(ToString::to_string).collect();
    let known = architrave_core::diagnostic::list_names(names.iter().map(String::as_str));
    let message = if known.is_empty() { "nothing is stored there".to_owned() } else { format!("stored are {known}") };
    Error::new(Kind::Request, Call::new("", "cannot find the stored results"), message)
}

/// A document that is not the one that was stored.
fn changed(action: &'static str, name: &str, expected: &str, found: &str) -> Error {
    let message = format!("its digest is {found}, stored was {expected}");
    Error::new(Kind::Unusable, Call::new(action, format!("`{name}`")), message)
}

fn digest(text: &str) -> String {
    architrave_core::digest::bytes(text.as_bytes()).to_string()
}
