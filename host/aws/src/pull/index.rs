//! What does the folder hold, of which state? `index.json`: digests of all files, and what tells whether they are old.
//!
//! It holds nothing of the run (no times, no counts of calls): two pulls of the same state write the same bytes.

use std::collections::BTreeMap;

use architrave_core::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    names::sha256,
    tree::{self, Tree},
};
use crate::error::{Call, Error, Kind};

/// Name of the file.
pub(super) const FILE: &str = "index.json";
/// What its `schema` says.
const SCHEMA: &str = "architrave.pull/1";

/// The folder's contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Index {
    schema: String,
    /// By folder: account, Region, id.
    #[serde(default)]
    pub(super) workloads: BTreeMap<String, Workload>,
    /// By file.
    #[serde(default)]
    pub(super) exported_lenses: BTreeMap<String, Lens>,
}

/// A workload.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Workload {
    pub(super) arn: Option<String>,
    pub(super) id: String,
    pub(super) name: Option<String>,
    /// With which credentials and where it was listed.
    pub(super) listed_in: String,
    pub(super) updated_at: Value,
    pub(super) risk_counts: Value,
    /// Digest of its row in `ListWorkloads`.
    pub(super) summary_sha256: String,
    /// SHA-256 of the files about the workload itself, by name.
    pub(super) files: BTreeMap<String, String>,
    /// By folder within that of the workload.
    #[serde(default)]
    pub(super) reviews: BTreeMap<String, Review>,
}

/// A lens review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Review {
    pub(super) lens_alias: String,
    pub(super) lens_arn: Option<String>,
    pub(super) lens_version: Option<String>,
    /// Null for the current state.
    pub(super) milestone: Option<i32>,
    pub(super) updated_at: Value,
    pub(super) risk_counts: Value,
    /// Whether every answer was asked for with its notes.
    pub(super) notes: bool,
    /// Digest of its row in `ListLensReviews`.
    pub(super) summary_sha256: String,
    /// SHA-256 by name.
    pub(super) files: BTreeMap<String, String>,
    /// The exported lens, a key of `exported_lenses`.
    pub(super) lens_file: Option<String>,
}

/// An exported lens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lens {
    pub(super) arn: String,
    pub(super) version: Option<String>,
    pub(super) sha256: String,
}

impl Default for Index {
    fn default() -> Self {
        Self { schema: SCHEMA.to_owned(), workloads: BTreeMap::new(), exported_lenses: BTreeMap::new() }
    }
}

impl Index {
    /// The index of a folder; an empty one where there is none. One that is broken is begun anew, which is said.
    pub(super) fn read(tree: &Tree) -> Result<(Self, Option<Diagnostic>), Error> {
        let Some(bytes) = tree.read(FILE) else { return Ok((Self::default(), None)) };
        let path = tree.root().join(FILE);
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(index) if index.schema == SCHEMA => Ok((index, None)),
            Ok(index) => {
                let call = Call::new("", format!("cannot use `{}`", path.display()));
                Err(Error::new(Kind::Files, call, format!("its schema is `{}`, not `{SCHEMA}`", index.schema)))
            }
            Err(error) => {
                let message = format!("`{}` cannot be read, and everything is fetched: {error}", path.display());
                Ok((Self::default(), Some(Diagnostic::note("aws.index", message))))
            }
        }
    }

    /// Writes it, whole.
    pub(super) fn write(&self, tree: &Tree) -> Result<(), Error> {
        let value = serde_json::to_value(self).unwrap_or_default();
        tree.write(FILE, &value).map(|_| ())
    }
}

/// Digest of a row of a list: any change of it is a change of the thing.
pub(super) fn digest(summary: &Value) -> String {
    sha256(&tree::bytes(summary))
}

/// A member of a row, null where it has none.
pub(super) fn member(summary: &Value, name: &str) -> Value {
    summary.get(name).cloned().unwrap_or(Value::Null)
}
