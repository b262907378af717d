//! Tags of workloads, lenses, profiles and templates.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::workloads;
use crate::{context::Context, refusal::Refusal};

/// Most tags of one resource.
const TAGS_MAX: usize = 50;

/// The tags of the resource that a request names; only its owner sees them.
fn find<'a>(context: &'a mut Context<'_>) -> Result<&'a mut BTreeMap<String, String>, Refusal> {
    let arn = context.request.required("WorkloadArn").to_owned();
    let region = context.region_mut();
    let workloads = region.workloads.iter_mut().map(|one| (&one.arn, &mut one.tags));
    let lenses = region.lenses.iter_mut().filter(|one| !one.is_deleted).map(|one| (&one.arn, &mut one.tags));
    let profiles = region.profiles.iter_mut().filter(|one| !one.is_deleted).map(|one| (&one.arn, &mut one.tags));
    let templates = region.templates.iter_mut().map(|one| (&one.arn, &mut one.tags));
    let mut all = workloads.chain(lenses).chain(profiles).chain(templates);
    let found = all.find(|(own, _)| **own == arn).map(|(_, tags)| tags);
    found.ok_or_else(|| Refusal::not_found("RESOURCE", &arn))
}

pub(super) fn list_tags_for_resource(context: &mut Context<'_>) -> Result<Value, Refusal> {
    Ok(json!({"Tags": find(context)?}))
}

pub(super) fn tag_resource(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let new = workloads::tags(context.request);
    let tags = find(context)?;
    let added = new.keys().filter(|key| !tags.contains_key(*key)).count();
    if tags.len().saturating_add(added) > TAGS_MAX {
        return Err(Refusal::field("Tags", format!("a resource has at most {TAGS_MAX} tags")));
    }
    tags.extend(new);
    Ok(json!({}))
}

pub(super) fn untag_resource(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let keys = context.request.texts("TagKeys").unwrap_or_default();
    find(context)?.retain(|key, _| !keys.contains(key));
    Ok(json!({}))
}
