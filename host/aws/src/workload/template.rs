//! What does an industry template give a workload? The manifest's table as fields of a description.

use architrave_core::manifest::WorkloadTemplate;
use serde_json::{Value, json};

use super::facts;

/// A template and the plugin that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Id of the plugin.
    pub id: String,
    /// From its manifest.
    pub content: WorkloadTemplate,
}

impl Template {
    /// What it gives for a field of a description; `None` where it gives nothing.
    ///
    /// A template tells the architectural design in words. The API takes only an address there, so the words are notes.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        let content = &self.content;
        let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
        let is_address = facts::is_address(&content.architectural_design);
        match name {
            "industry_type" => text(&content.industry_type),
            "industry" => text(&content.industry),
            "lenses" => Some(Value::from(content.lenses.clone())),
            "pillar_priorities" => Some(Value::from(content.pillar_priorities.clone())),
            "architectural_design" if is_address => text(&content.architectural_design),
            "notes" if !is_address => text(&content.architectural_design),
            "discovery_config" => Some(json!({
                "trusted_advisor_integration_status": content.discovery_config.trusted_advisor_integration_status,
                "workload_resource_definition": content.discovery_config.workload_resource_definition,
            })),
            _ => None,
        }
    }
}
