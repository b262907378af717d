//! Which document is a line of? Told by its snapshot, else by whose reviews it has, else by where it stands.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

/// A line of a stream.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) bytes: Vec<u8>,
    key: OnceCell<Option<Key>>,
}

/// What tells one document from another; all else of the line is not looked at.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Key {
    document: Place,
    snapshot: Option<Snapshot>,
    reviews: Vec<Review>,
}

/// Members in the order of [`architrave_core::stream::Place`].
#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Place {
    file: Option<String>,
    line: Option<u64>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Snapshot {
    sha256: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Review {
    workload: Workload,
    lens: Lens,
    milestone: Option<Milestone>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Workload {
    account: Option<String>,
    region: Option<String>,
    id: Option<String>,
    name: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Lens {
    alias: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Milestone {
    number: u64,
}

impl Line {
    pub(super) const fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, key: OnceCell::new() }
    }

    /// All of it; `null` where it is not JSON.
    pub(super) fn value(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    fn key(&self) -> Option<&Key> {
        self.key.get_or_init(|| serde_json::from_slice(&self.bytes).ok()).as_ref()
    }

    /// Whether two lines are of one document.
    pub(super) fn is_of_same_document(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.key(), other.key()) else { return false };
        match (&a.snapshot, &b.snapshot) {
            (Some(first), Some(second)) => first == second || a.reviews == b.reviews,
            // One of them was refused. Folders may have moved, files keep their names.
            _ => a.document.line == b.document.line && a.document.file_name() == b.document.file_name(),
        }
    }

    /// The line as it would be if its document stood where another does; `None` where it does already.
    pub(super) fn moved_to(&self, other: &Self) -> Option<Self> {
        let (from, to) = (&self.key()?.document, &other.key()?.document);
        if from == to {
            return None;
        }
        let text = std::str::from_utf8(&self.bytes).ok()?;
        let (here, there) = (serde_json::to_string(from).ok()?, serde_json::to_string(to).ok()?);
        let text = text.replacen(&here, &there, 1);
        // Diagnostics point into the file too, and messages name it.
        let (here, there) = (serde_json::to_string(&from.file).ok()?, serde_json::to_string(&to.file).ok()?);
        let text = text.replace(&format!("\"file\":{here}"), &format!("\"file\":{there}"));
        let named = |name: &str| format!("`{}`", name.trim_matches('"'));
        Some(Self::new(text.replace(&named(&here), &named(&there)).into_bytes()))
    }
}

impl Place {
    /// Without folders.
    fn file_name(&self) -> Option<&str> {
        self.file.as_deref()?.rsplit('/').next()
    }
}
