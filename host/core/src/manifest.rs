//! What a plugin says of itself, embedded in its component and readable without running it.

mod check;
mod read;

pub(crate) use read::escape;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{diagnostic::Diagnostic, outcome::Role};

/// Name of the custom section, at the top level of a component, that holds the manifest as JSON.
pub const SECTION: &str = "architrave-manifest";

/// A plugin's manifest: `plugin.toml` in its source, a JSON custom section in its component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Lower-case letters, digits and hyphens, starting with a letter; at most 64.
    pub id: String,
    /// Semantic versioning.
    pub version: String,
    /// One line.
    pub description: String,
    /// Must be the roles that the component exports.
    pub roles: Vec<Role>,
    /// What it claims beyond the laws that the host enforces.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// The resource class it asks for.
    #[serde(default)]
    pub class: Class,
    /// SPDX expression.
    pub license: String,
    /// Where its source is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Its settings, by name.
    #[serde(default)]
    pub settings: BTreeMap<String, Setting>,
    /// For industry templates: what a workload of that industry looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload_template: Option<WorkloadTemplate>,
}

impl Manifest {
    /// Reads a manifest from the JSON of its custom section, and checks it.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with a JSON pointer: `manifest.syntax`, `manifest.missing-field`,
    /// `manifest.unknown-field`, `manifest.type`, and what [`Manifest::validate`] finds.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        match serde_json::from_slice(bytes) {
            Ok(value) => Self::from_value(&value),
            Err(error) => {
                Err(vec![Diagnostic::error("manifest.syntax", format!("the manifest cannot be read as JSON: {error}"))])
            }
        }
    }

    /// Reads a manifest from a value, such as `plugin.toml` gives, and checks it.
    ///
    /// # Errors
    ///
    /// As for [`Manifest::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Vec<Diagnostic>> {
        let manifest = read::manifest(value)?;
        let problems = manifest.validate();
        if problems.is_empty() { Ok(manifest) } else { Err(problems) }
    }

    /// The manifest as JSON: one line, members in the order of the type, absent ones left out; the same manifest gives the
    /// same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // A manifest holds text, integers and lists only, which JSON can always express.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Everything that is wrong with it, in the order of the fields; empty when nothing is.
    ///
    /// `manifest.id`, `manifest.version`, `manifest.text`, `manifest.roles`, `manifest.claims`, `manifest.setting`,
    /// `manifest.setting-default`, `manifest.workload-template`.
    #[must_use]
    pub fn validate(&self) -> Vec<Diagnostic> {
        check::manifest(self)
    }
}

/// Claims that `plugin check` proves by generated reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// A review that is nowhere worse never scores lower.
    Monotone,
    /// Repeating every question with its answer does not change the score.
    SizeIndependent,
}

impl Claim {
    /// As manifest and report write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monotone => "monotone",
            Self::SizeIndependent => "size-independent",
        }
    }
}

/// How much a plugin may use; the manifest asks, the operator's configuration grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// For compiled languages.
    #[default]
    Native,
    /// For JavaScript and Python, whose interpreters need more of everything.
    Scripting,
}

/// One setting: what it is for, its type, and its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// One line for the operator.
    pub description: String,
    /// `boolean`, `integer`, `text`, `list` or `map`.
    #[serde(rename = "type")]
    pub kind: SettingKind,
    /// `integer`: least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// `integer`: greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// `text`: the only values allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<String>>,
    /// `map`: the only keys allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<String>>,
    /// `list` and `map`: the type of each value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Self>>,
    /// Used where the configuration says nothing; without one the setting is required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

/// The type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SettingKind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A string.
    Text,
    /// A list of values of one type.
    List,
    /// A table from text to values of one type.
    Map,
}

impl SettingKind {
    /// As `plugin.toml` writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Text => "text",
            Self::List => "list",
            Self::Map => "map",
        }
    }

    /// In a sentence.
    #[must_use]
    pub const fn article(self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer => "an integer",
            Self::Text => "text",
            Self::List => "a list",
            Self::Map => "a table",
        }
    }
}

/// What a workload of an industry looks like, for `workload plan` and for suggesting a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkloadTemplate {
    /// From AWS's list, such as `Financial Services`.
    pub industry_type: String,
    /// Free text.
    pub industry: String,
    /// Lens aliases.
    pub lenses: Vec<String>,
    /// Pillar ids, most important first.
    pub pillar_priorities: Vec<String>,
    /// Frameworks that matter in the industry; those without controls in the legend are reported as having no mapping.
    pub compliance_frameworks: Vec<String>,
    /// In words.
    pub architectural_design: String,
    /// As the API takes it.
    pub discovery_config: DiscoveryConfig,
}

/// `WorkloadDiscoveryConfig` of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscoveryConfig {
    /// `ENABLED` or `DISABLED`.
    pub trusted_advisor_integration_status: String,
    /// `WORKLOAD_METADATA` or `APP_REGISTRY`.
    pub workload_resource_definition: Vec<String>,
}

#[cfg(test)]
mod tests;
