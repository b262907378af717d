//! Is there a workload of this name already, and how does it differ from the plan?

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Plan;

/// A workload that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Existing {
    /// Unique in account and Region.
    pub id: String,
    /// As AWS writes it.
    pub arn: String,
    /// As it is spelt there; spaces and capitals do not make a name another one.
    pub name: String,
    /// In the plan's order; empty where it is as planned.
    pub differences: Vec<Difference>,
}

/// One field that is not as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// As in the file.
    pub field: &'static str,
    /// As it is; null where it is not set.
    pub is: Value,
    /// As it is planned.
    pub planned: Value,
}

/// What differs between the fields of a plan and those of a workload, by the names of the plan. What the plan does not
/// have is left as it is.
pub(super) fn differences(plan: &Plan, present: &BTreeMap<&'static str, Value>) -> Vec<Difference> {
    let fields = plan.fields.iter().filter(|field| field.name != "workload_name");
    let different = fields.filter_map(|field| {
        let is = present.get(field.name).cloned().unwrap_or(Value::Null);
        (!is_as_planned(field.name, &is, &field.value)).then(|| Difference {
            field: field.name,
            is,
            planned: field.value.clone(),
        })
    });
    different.collect()
}

fn is_as_planned(name: &str, is: &Value, planned: &Value) -> bool {
    let sorted = |value: &Value| {
        let mut texts: Vec<String> =
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        texts.sort();
        texts
    };
    match name {
        // The order of pillars is what they are for.
        "pillar_priorities" => is == planned,
        // More lenses or tags than planned are somebody else's.
        "lenses" => {
            let present = sorted(is);
            sorted(planned).iter().all(|lens| present.contains(lens))
        }
        "tags" => planned.as_object().into_iter().flatten().all(|(key, value)| is.get(key) == Some(value)),
        "is_review_owner_update_acknowledged" => planned != &Value::Bool(true) || is == planned,
        "discovery_config" => {
            let member = |name: &str| (is.get(name), planned.get(name));
            let (status, planned_status) = member("trusted_advisor_integration_status");
            let (definitions, planned_definitions) = member("workload_resource_definition");
            (planned_status.is_none() || status == planned_status)
                && planned_definitions.is_none_or(|list| definitions.is_some_and(|is| sorted(is) == sorted(list)))
        }
        _ if planned.is_array() => sorted(is) == sorted(planned),
        _ => is == planned,
    }
}
