//! Which artifacts does a layout have? Its `index.json`; entries and members of other tools are kept as they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{digest::Digest, form::INDEX_TYPE, manifest::Descriptor};

/// Annotation of an entry that holds its name.
const NAME: &str = "org.opencontainers.image.ref.name";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Index {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    manifests: Vec<Entry>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(super) media_type: String,
    pub(super) digest: String,
    size: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<String, String>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Default for Index {
    fn default() -> Self {
        Self { schema_version: 2, media_type: Some(INDEX_TYPE.to_owned()), manifests: Vec::new(), others: Map::new() }
    }
}

impl Index {
    /// # Errors
    ///
    /// Why it cannot be read, in words.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let index: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        match index.schema_version {
            2 => Ok(index),
            found => Err(format!("`schemaVersion` is {found}, not 2")),
        }
    }

    pub(crate) fn to_json(&self) -> Vec<u8> {
        // Texts, integers and what was JSON before.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Names and digests, in the order of the file.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.manifests.iter().filter_map(|entry| Some((entry.name()?, entry.digest.as_str())))
    }

    /// Of all entries, in the order of the file.
    pub(crate) fn digests(&self) -> impl Iterator<Item = &str> {
        self.manifests.iter().map(|entry| entry.digest.as_str())
    }

    /// Entries with this name.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.manifests.iter().filter(move |entry| entry.name() == Some(name))
    }

    /// Keeps the entries that `stays` says yes to, by name and by digest where it can be read.
    pub(super) fn retain(&mut self, mut stays: impl FnMut(Option<&str>, Option<Digest>) -> bool) {
        self.manifests.retain(|entry| stays(entry.name(), entry.digest.parse().ok()));
    }

    /// Lets a name, or none, stand for a manifest; gives whether that changed anything.
    pub(crate) fn set(&mut self, descriptor: &Descriptor, name: Option<&str>) -> bool {
        let digest = descriptor.digest.to_string();
        let is_there =
            self.manifests.iter().any(|entry| entry.digest == digest && (name.is_none() || entry.name() == name));
        if is_there && name.is_none_or(|name| self.named(name).count() == 1) {
            return false;
        }
        self.manifests.retain(|entry| name.is_none() || entry.name() != name);
        self.manifests.push(Entry {
            media_type: descriptor.media_type.clone(),
            digest,
            size: descriptor.size,
            annotations: name.map(|name| (NAME.to_owned(), name.to_owned())).into_iter().collect(),
            others: Map::new(),
        });
        true
    }
}

impl Entry {
    fn name(&self) -> Option<&str> {
        self.annotations.get(NAME).map(String::as_str)
    }
}
