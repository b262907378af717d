//! How is a manifest written? As OCI's image specification 1.1 has it; members that it does not need are passed over.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};

/// The only one there is.
pub(super) const SCHEMA_VERSION: u32 = 2;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    pub(super) schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) config: Option<Descriptor>,
    #[serde(default)]
    pub(super) layers: Vec<Descriptor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) annotations: Option<Annotations>,
    /// Only a list of manifests has it.
    #[serde(skip_serializing)]
    pub(super) manifests: Option<IgnoredAny>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) media_type: String,
    pub(super) digest: String,
    pub(super) size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) annotations: Option<Annotations>,
    /// Where else it is: nobody follows them.
    #[serde(skip_serializing)]
    pub(super) urls: Option<Vec<String>>,
}

impl From<&super::Manifest> for Manifest {
    fn from(manifest: &super::Manifest) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            media_type: Some(super::MANIFEST_TYPE.to_owned()),
            config: Some((&manifest.config).into()),
            layers: manifest.layers.iter().map(Descriptor::from).collect(),
            annotations: present(&manifest.annotations),
            manifests: None,
        }
    }
}

impl From<&super::Descriptor> for Descriptor {
    fn from(descriptor: &super::Descriptor) -> Self {
        Self {
            media_type: descriptor.media_type.clone(),
            digest: descriptor.digest.to_string(),
            size: descriptor.size,
            annotations: present(&descriptor.annotations),
            urls: None,
        }
    }
}

fn present(annotations: &BTreeMap<String, String>) -> Option<Annotations> {
    (!annotations.is_empty()).then(|| Annotations(annotations.clone()))
}

/// Texts by key, each key once: of two values, other readers may take the other.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Annotations(pub(super) BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Annotations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Once)
    }
}

struct Once;

impl<'de> Visitor<'de> for Once {
    type Value = Annotations;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("annotations")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Annotations, A::Error> {
        let mut found = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, String>()? {
            if found.contains_key(&key) {
                return Err(A::Error::custom(format!("it says `{key}` twice")));
            }
            found.insert(key, value);
        }
        Ok(Annotations(found))
    }
}
