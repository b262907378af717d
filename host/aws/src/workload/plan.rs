//! What would be created, where does each value come from, and what can't be accepted as written?

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{
    Field, Finding, Given, Template, Weight,
    existing::Existing,
    facts,
    judge::{Judge, Origin},
    lenses::PlannedLens,
    rules,
};

/// `architrave.workload-plan/1`.
pub const SCHEMA: &str = "architrave.workload-plan/1";

/// What would be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The file, as it was named to us.
    pub file: String,
    /// Where it would be registered; null where that is not known.
    pub region: Option<String>,
    /// The template that was used, by id; null for none.
    pub template: Option<String>,
    /// Everything that would be sent, in the order of the rules. A field that was refused is not there.
    pub fields: Vec<Field>,
    /// What was found, in the order of fields.
    pub findings: Vec<Finding>,
    /// The lenses, and whether the Region has them.
    pub lenses: Vec<PlannedLens>,
    /// The workload of this name that exists already; null where there is none, or nobody asked.
    pub existing: Option<Existing>,
}

impl Plan {
    /// Holds a description against what the API accepts, without asking it. What the file says beats the template.
    #[must_use]
    pub fn new(given: &Given, template: Option<&Template>, region: Option<&str>) -> Self {
        let mut judge = Judge::new(given, template, region);
        if let Some(template) = template {
            rules::template(&mut judge, &template.id);
        }
        rules::apply(&mut judge);
        let Judge { fields, findings, .. } = judge;
        let mut plan = Self {
            schema: SCHEMA,
            file: given.file().to_owned(),
            region: region.map(str::to_owned),
            template: template.map(|template| template.id.clone()),
            fields,
            findings,
            lenses: Vec::new(),
            existing: None,
        };
        plan.lenses = plan.list("lenses").into_iter().map(PlannedLens::unchecked).collect();
        plan
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|field| field.name == name).map(|field| &field.value)
    }

    /// The value of a field that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_str)
    }

    /// The value of a field that is a list of texts; empty where it is not given.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<&str> {
        let entries = self.value(name).and_then(Value::as_array);
        entries.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Tags, by key.
    #[must_use]
    pub fn tags(&self) -> BTreeMap<&str, &str> {
        let table = self.value("tags").and_then(Value::as_object);
        table.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?))).collect()
    }

    /// Whether the file asks for the acknowledgement of the review owner.
    #[must_use]
    pub fn acknowledges(&self) -> bool {
        self.value("is_review_owner_update_acknowledged").and_then(Value::as_bool) == Some(true)
    }

    /// How many findings weigh this much.
    #[must_use]
    pub fn count(&self, weight: Weight) -> usize {
        self.findings.iter().filter(|finding| finding.weight == weight).count()
    }

    /// Whether the file can be accepted as it is written.
    #[must_use]
    pub fn is_acceptable(&self) -> bool {
        self.count(Weight::Refused) == 0 && self.count(Weight::Corrected) == 0
    }

    /// Lenses that the Region does not have.
    pub fn missing_lenses(&self) -> impl Iterator<Item = &PlannedLens> {
        self.lenses.iter().filter(|lens| lens.is_missing())
    }

    /// Leaves out the lenses that the Region does not have, where something is left.
    pub fn drop_missing_lenses(&mut self) {
        let kept: Vec<String> =
            self.lenses.iter().filter(|lens| !lens.is_missing()).map(|lens| lens.alias.clone()).collect();
        if kept.is_empty() || kept.len() == self.lenses.len() {
            return;
        }
        self.lenses.retain(|lens| !lens.is_missing());
        self.set_lenses(kept);
    }

    pub(super) fn set_lenses(&mut self, aliases: Vec<String>) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == "lenses") {
            field.value = Value::from(aliases);
            field.from = Origin::Corrected;
        }
    }

    /// What `apply` would call, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        let name = self.text("workload_name").unwrap_or_default();
        let lenses = self.list("lenses");
        let (first, more) = lenses.split_at(lenses.len().min(facts::LENSES_PER_CALL));
        let mut steps = vec![format!("CreateWorkload `{name}` with {}", first.join(", "))];
        steps.extend(more.chunks(facts::LENSES_PER_CALL).map(|piece| format!("AssociateLenses {}", piece.join(", "))));
        if self.acknowledges() {
            steps.push("UpdateWorkload: the review owner is acknowledged".to_owned());
        }
        steps
    }
}
