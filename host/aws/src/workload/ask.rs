//! What has the Region: its lenses, and the workload of a name? Read calls only.

use std::collections::BTreeMap;

use aws_sdk_wellarchitected::{
    Client,
    types::{LensStatusType, Workload, WorkloadSummary},
};
use serde_json::{Map, Value, json};

use super::{Existing, Offered, Plan, existing, facts};
use crate::{
    Connection,
    error::{Call, Error, Kind},
};

/// The largest page of every list.
const PAGE: i32 = 50;

/// Holds a plan against what the Region has: its lenses, and a workload of that name. Lenses that are not there are left
/// out with `drop_missing_lenses`; gives their aliases.
///
/// # Errors
///
/// What AWS says.
pub async fn complete(
    plan: &mut Plan,
    connection: &Connection,
    drop_missing_lenses: bool,
) -> Result<Vec<String>, Error> {
    let client = connection.wellarchitected();
    let mut offered = lenses(&client, connection.region(), false).await?;
    plan.compare_lenses(&offered);
    if plan.missing_lenses().next().is_some() {
        offered.extend(lenses(&client, connection.region(), true).await?);
        plan.compare_lenses(&offered);
    }
    let mut dropped: Vec<String> = Vec::new();
    if drop_missing_lenses {
        dropped.extend(plan.missing_lenses().map(|lens| lens.alias.clone()));
        plan.drop_missing_lenses();
        dropped.retain(|alias| !plan.list("lenses").contains(&alias.as_str()));
    }
    let Some(name) = plan.text("workload_name").map(str::to_owned) else { return Ok(dropped) };
    let same = workloads(&client, connection)
        .await?
        .into_iter()
        .find(|workload| facts::same_name(workload.workload_name().unwrap_or_default(), &name));
    plan.existing = match same {
        None => None,
        Some(same) => {
            let workload = get(&client, same.workload_id().unwrap_or_default(), connection.region()).await?;
            Some(compare(plan, &workload, &offered))
        }
    };
    Ok(dropped)
}

/// A workload beside a plan.
pub(super) fn compare(plan: &Plan, workload: &Workload, offered: &[Offered]) -> Existing {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut present = present(workload);
    let lenses = present.get("lenses").and_then(Value::as_array).cloned().unwrap_or_default();
    // The plan may name a lens by its ARN, and the workload by its alias.
    let spelt = plan.list("lenses").into_iter().map(|planned| {
        let known = offered.iter().find(|lens| lens.is(planned));
        let has = lenses.iter().filter_map(Value::as_str).any(|lens| known.is_some_and(|known| known.is(lens)));
        let spelt = Value::from(planned);
        (has && !lenses.contains(&spelt)).then_some(spelt)
    });
    let all: Vec<Value> = lenses.iter().cloned().chain(spelt.flatten()).collect();
    present.insert("lenses", Value::from(all));
    Existing {
        id: text(workload.workload_id()),
        arn: text(workload.workload_arn()),
        name: text(workload.workload_name()),
        differences: existing::differences(plan, &present),
    }
}

/// All lenses that can be applied in the Region, or all drafts.
async fn lenses(client: &Client, region: &str, drafts: bool) -> Result<Vec<Offered>, Error> {
    let status = if drafts { LensStatusType::Draft } else { LensStatusType::Published };
    let mut pages = client.list_lenses().lens_status(status).max_results(PAGE).into_paginator().send();
    let mut lenses = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| {
            Error::sdk(Call::new("wellarchitected:ListLenses", format!("the lenses in {region}")), &error)
        })?;
        lenses.extend(page.lens_summaries().iter().map(|lens| Offered {
            alias: lens.lens_alias().map(str::to_owned),
            arn: lens.lens_arn().map(str::to_owned),
            name: lens.lens_name().map(str::to_owned),
            draft: drafts,
        }));
    }
    Ok(lenses)
}

/// The workloads of this account in the Region; all that are listed where the account is not known.
async fn workloads(client: &Client, connection: &Connection) -> Result<Vec<WorkloadSummary>, Error> {
    let on = || Call::new("wellarchitected:ListWorkloads", format!("the workloads in {}", connection.region()));
    let mut pages = client.list_workloads().max_results(PAGE).into_paginator().send();
    let mut workloads = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Error::sdk(on(), &error))?;
        let own = |workload: &&WorkloadSummary| {
            let owner = workload.workload_arn().and_then(|arn| arn.split(':').nth(4));
            connection.account().is_none() || owner.is_none() || owner == connection.account()
        };
        workloads.extend(page.workload_summaries().iter().filter(own).cloned());
    }
    Ok(workloads)
}

pub(super) async fn get(client: &Client, id: &str, region: &str) -> Result<Workload, Error> {
    let on = || Call::new("wellarchitected:GetWorkload", format!("workload `{id}` in {region}"));
    let answer = client.get_workload().workload_id(id).send().await.map_err(|error| Error::sdk(on(), &error))?;
    answer.workload.ok_or_else(|| Error::new(Kind::Unusable, on(), "the answer has no workload"))
}

/// The id of a workload that is named by its id, or by its name as the service compares names.
///
/// # Errors
///
/// None is of that name, or several are; what AWS says.
pub async fn find(connection: &Connection, named: &str) -> Result<String, Error> {
    if named.len() == 32 && named.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(named.to_owned());
    }
    let workloads = workloads(&connection.wellarchitected(), connection).await?;
    let same = |workload: &&WorkloadSummary| facts::same_name(workload.workload_name().unwrap_or_default(), named);
    let found: Vec<&str> = workloads.iter().filter(same).filter_map(WorkloadSummary::workload_id).collect();
    let call = Call::new("", format!("cannot find workload `{named}` in {}", connection.region()));
    match found.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => {
            let names = workloads.iter().filter_map(WorkloadSummary::workload_name);
            let known = architrave_core::diagnostic::list_names(names);
            let message = if known.is_empty() { "there are none".to_owned() } else { format!("there are {known}") };
            Err(Error::new(Kind::Request, call, message))
        }
        several => {
            let message = format!("several have this name: {}", several.join(", "));
            Err(Error::new(Kind::Request, call, message))
        }
    }
}

/// The fields of a workload by their names in a plan; what is empty is not there.
fn present(workload: &Workload) -> BTreeMap<&'static str, Value> {
    let mut fields: BTreeMap<&'static str, Value> = BTreeMap::new();
    let texts: [(&'static str, Option<&str>); 8] = [
        ("workload_name", workload.workload_name()),
        ("description", workload.description()),
        ("environment", workload.environment().map(|environment| environment.as_str())),
        ("review_owner", workload.review_owner()),
        ("industry_type", workload.industry_type()),
        ("industry", workload.industry()),
        ("architectural_design", workload.architectural_design()),
        ("notes", workload.notes()),
    ];
    for (name, text) in texts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            fields.insert(name, Value::from(text));
        }
    }
    let lists: [(&'static str, &[String]); 6] = [
        ("account_ids", workload.account_ids()),
        ("aws_regions", workload.aws_regions()),
        ("non_aws_regions", workload.non_aws_regions()),
        ("pillar_priorities", workload.pillar_priorities()),
        ("applications", workload.applications()),
        ("lenses", workload.lenses()),
    ];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        fields.insert(name, Value::from(list.to_vec()));
    }
    if let Some(tags) = workload.tags() {
        let sorted: BTreeMap<&String, &String> = tags.iter().collect();
        fields.insert("tags", json!(sorted));
    }
    if let Some(flag) = workload.is_review_owner_update_acknowledged() {
        fields.insert("is_review_owner_update_acknowledged", Value::from(flag));
    }
    if let Some(config) = workload.discovery_config() {
        let mut table = Map::new();
        if let Some(status) = config.trusted_advisor_integration_status() {
            table.insert("trusted_advisor_integration_status".to_owned(), Value::from(status.as_str()));
        }
        let definitions: Vec<&str> = config.workload_resource_definition().iter().map(|entry| entry.as_str()).collect();
        if !definitions.is_empty() {
            table.insert("workload_resource_definition".to_owned(), json!(definitions));
        }
        fields.insert("discovery_config", Value::Object(table));
    }
    fields
}
