//! What a plugin says of itself, embedded in its component and readable without running it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::outcome::Role;

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

/// Claims that `plugin check` proves by generated reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// A review that is nowhere worse never scores lower.
    Monotone,
    /// Repeating every question with its answer does not change the score.
    SizeIndependent,
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
    pub items: Option<Box<Setting>>,
    /// Used where the configuration says nothing; without one the setting is required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
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
