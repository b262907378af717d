//! Settings of the account, the link to Jira, and Trusted Advisor checks.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{context::Context, page, refusal::Refusal};

pub(super) fn get_global_settings(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let mut settings = json!({
        "OrganizationSharingStatus": "DISABLED",
        "DiscoveryIntegrationStatus": "DISABLED",
        "JiraConfiguration": {"IntegrationStatus": "NOT_CONFIGURED"},
    });
    if let Some(members) = settings.as_object_mut() {
        members.extend(context.region().settings.clone());
    }
    Ok(settings)
}

pub(super) fn update_global_settings(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let settings = &mut context.region_mut().settings;
    for member in ["OrganizationSharingStatus", "DiscoveryIntegrationStatus"] {
        if let Some(value) = request.parameters.get(member) {
            settings.insert(member.to_owned(), value.clone());
        }
    }
    if let Some(jira) = request.map("JiraConfiguration") {
        let mut merged: Map<String, Value> =
            settings.get("JiraConfiguration").and_then(Value::as_object).cloned().unwrap_or_default();
        merged.insert("IntegrationStatus".to_owned(), json!("CONFIGURED"));
        merged.extend(jira.clone());
        if jira.contains_key("IntegrationStatus") {
            merged.retain(|member, _| member == "IntegrationStatus");
        }
        settings.insert("JiraConfiguration".to_owned(), Value::Object(merged));
    }
    Ok(json!({}))
}

pub(super) fn update_integration(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let id = context.own_workload()?.id.clone();
    let jira = context.region().settings.get("JiraConfiguration");
    if jira.and_then(|jira| jira.get("IntegrationStatus")) != Some(&json!("CONFIGURED")) {
        return Err(Refusal::conflict("WORKLOAD", &id, "Jira is not configured for this account"));
    }
    Ok(json!({}))
}

/// Checks of the choice that a request names. They come from the state file only.
fn checks(context: &Context<'_>) -> Result<Vec<Map<String, Value>>, Refusal> {
    let request = context.request;
    let (_, workload, _) = context.workload()?;
    let is_asked = |check: &&Map<String, Value>| {
        ["LensArn", "PillarId", "QuestionId", "ChoiceId"]
            .iter()
            .all(|name| check.get(*name) == request.parameters.get(*name))
    };
    Ok(workload.checks.iter().filter(is_asked).cloned().collect())
}

pub(super) fn list_check_details(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let details = checks(context)?.into_iter().map(Value::Object).collect();
    page::page(context.request, "CheckDetails", details).map(Value::Object)
}

/// The members of a check that all accounts share, and how many accounts have each status.
type Summary = (Map<String, Value>, BTreeMap<String, u64>);

pub(super) fn list_check_summaries(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let mut summaries: BTreeMap<String, Summary> = BTreeMap::new();
    for mut check in checks(context)? {
        let text = |member: &str| check.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (id, status) = (text("Id"), text("Status"));
        for member in ["AccountId", "FlaggedResources", "Reason"] {
            check.remove(member);
        }
        let (_, accounts) = summaries.entry(id).or_insert_with(|| (check, BTreeMap::new()));
        let count = accounts.entry(status).or_default();
        *count = count.saturating_add(1);
    }
    let shown = summaries.into_values().map(|(mut summary, accounts)| {
        summary.insert("AccountSummary".to_owned(), json!(accounts));
        Value::Object(summary)
    });
    page::page(context.request, "CheckSummaries", shown.collect()).map(Value::Object)
}
