//! Workloads: create, read, change, delete, and the lenses that are applied to them.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use super::{names, profiles, templates, workload_json};
use crate::{
    context::{Context, DRAFT, Key},
    lens::Lens,
    page,
    refusal::Refusal,
    request::Request,
    state::{Review, Workload},
};

/// Most lenses of a workload.
const LENSES_MAX: usize = 20;
/// Most lenses that one call applies or removes.
const LENSES_PER_CALL_MAX: usize = 10;

/// Parameters that the API gives back as they were set.
const ATTRIBUTES: [&str; 16] = [
    "AccountIds",
    "Applications",
    "ArchitecturalDesign",
    "AwsRegions",
    "Description",
    "DiscoveryConfig",
    "Environment",
    "ImprovementStatus",
    "Industry",
    "IndustryType",
    "IsReviewOwnerUpdateAcknowledged",
    "JiraConfiguration",
    "NonAwsRegions",
    "Notes",
    "PillarPriorities",
    "ReviewOwner",
];

pub(super) fn create_workload(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let name = request.required("WorkloadName");
    let mut problems = Vec::new();
    if is_empty(request, "AwsRegions") && is_empty(request, "NonAwsRegions") {
        problems.push(("AwsRegions".to_owned(), "`AwsRegions` or `NonAwsRegions` is required".to_owned()));
    }
    if request.text("ReviewOwner").is_none() {
        problems.push(("ReviewOwner".to_owned(), "`ReviewOwner` is required".to_owned()));
    }
    if !problems.is_empty() {
        return Err(Refusal::fields(&problems));
    }
    check_name(context, name, None)?;
    let mut reviews = Vec::new();
    apply(context, &context.key(), &mut reviews, &request.texts("Lenses").unwrap_or_default())?;
    templates::apply(context, &mut reviews, &request.texts("ReviewTemplateArns").unwrap_or_default())?;
    check_priorities(context, &reviews)?;
    let mut applied = Vec::new();
    profiles::apply(context, name, &mut applied, &request.texts("ProfileArns").unwrap_or_default())?;
    let mut attributes: Map<String, Value> = json!({
        "ImprovementStatus": "NOT_APPLICABLE",
        "IsReviewOwnerUpdateAcknowledged": false,
    })
    .as_object()
    .cloned()
    .unwrap_or_default();
    set_attributes(request, &mut attributes);
    let id = context.new_id("workload", name);
    let arn = context.arn(&format!("workload/{id}"));
    let workload = Workload {
        id: id.clone(),
        arn: arn.clone(),
        name: name.to_owned(),
        updated_at: context.now,
        attributes,
        tags: tags(request),
        profiles: applied,
        reviews,
        milestones: Vec::new(),
        checks: Vec::new(),
    };
    context.region_mut().workloads.push(workload);
    Ok(json!({"WorkloadId": id, "WorkloadArn": arn}))
}

/// The tags of a request.
pub(super) fn tags(request: &Request) -> BTreeMap<String, String> {
    let tags = request.map("Tags").into_iter().flatten();
    tags.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

fn is_empty(request: &Request, member: &str) -> bool {
    request.texts(member).is_none_or(|list| list.is_empty())
}

fn set_attributes(request: &Request, attributes: &mut Map<String, Value>) {
    for name in ATTRIBUTES {
        if let Some(value) = request.parameters.get(name) {
            attributes.insert(name.to_owned(), value.clone());
        }
    }
}

/// Names are compared as the service does: without spaces and capitals.
fn check_name(context: &Context<'_>, name: &str, own: Option<&str>) -> Result<(), Refusal> {
    let workloads = context.region().workloads.iter();
    let other = workloads.filter(|other| Some(other.id.as_str()) != own).find(|other| names::same(&other.name, name));
    match other {
        None => Ok(()),
        Some(other) => {
            let message = format!("workload `{}` has this name already", other.id);
            Err(Refusal::conflict("WORKLOAD", &other.id, message))
        }
    }
}

/// Refuses priorities for pillars that neither the framework nor a lens of the workload has.
fn check_priorities(context: &Context<'_>, reviews: &[Review]) -> Result<(), Refusal> {
    let mut known: Vec<Arc<Lens>> = vec![context.lens("wellarchitected", None)?];
    for review in reviews {
        known.push(context.lens(&review.alias, Some(&review.version))?);
    }
    let is_known = |id: &String| known.iter().any(|lens| lens.pillars.iter().any(|pillar| pillar.id == *id));
    match context.request.texts("PillarPriorities").unwrap_or_default().iter().find(|id| !is_known(id)) {
        None => Ok(()),
        Some(id) => Err(Refusal::field("PillarPriorities", format!("no lens of the workload has a pillar `{id}`"))),
    }
}

/// Adds lenses to reviews, each once, at the latest version.
pub(super) fn apply(
    context: &Context<'_>,
    owner: &Key,
    reviews: &mut Vec<Review>,
    names: &[String],
) -> Result<(), Refusal> {
    for name in names {
        let lens = applicable(context, name)?;
        if reviews.iter().any(|review| review.alias == lens.alias) {
            continue;
        }
        let version = lens.version.clone();
        reviews.push(Review { alias: lens.alias.clone(), version, updated_at: context.now, ..Review::default() });
    }
    if reviews.len() > LENSES_MAX {
        let message = format!("a workload has at most {LENSES_MAX} lenses");
        // Only operations that create declare the quota's error.
        return Err(if context.request.operation.starts_with("Create") {
            Refusal::quota("WORKLOAD", owner, "L-LENSES", message)
        } else {
            Refusal::field("LensAliases", message)
        });
    }
    Ok(())
}

/// A lens that may be applied: official, or a published one of the caller or shared with the caller.
fn applicable(context: &Context<'_>, name: &str) -> Result<Arc<Lens>, Refusal> {
    let lens = context.lens(name, None)?;
    if lens.version == DRAFT {
        return Err(Refusal::field("Lenses", format!("lens `{name}` is a draft: publish it with CreateLensVersion")));
    }
    let is_usable = lens.is_official() || context.custom_lens(name).is_some_and(|lens| !lens.is_deleted);
    is_usable.then_some(lens).ok_or_else(|| Refusal::not_found("LENS", name))
}

pub(super) fn get_workload(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (key, workload, share) = context.workload()?;
    Ok(json!({"Workload": workload_json::whole(context, &key, workload, share)?}))
}

pub(super) fn list_workloads(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let prefix = context.request.text("WorkloadNamePrefix").unwrap_or_default();
    let own = context.key();
    let owned = context.region().workloads.iter().map(|workload| (own.clone(), workload));
    let shared = context.shared_with_me("WORKLOAD").into_iter().filter_map(|(key, share)| {
        let workload = context.region_of(&key).workloads.iter().find(|workload| workload.id == share.resource)?;
        Some((key, workload))
    });
    let mut entries = Vec::new();
    for (key, workload) in owned.chain(shared).filter(|(_, workload)| names::starts(&workload.name, prefix)) {
        entries.push(workload_json::summary(context, &key, workload)?);
    }
    page::page(context.request, "WorkloadSummaries", entries).map(Value::Object)
}

pub(super) fn update_workload(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    if let Some(name) = request.text("WorkloadName") {
        check_name(context, name, request.text("WorkloadId"))?;
    }
    let (_, workload, _) = context.workload()?;
    check_priorities(context, &workload.reviews)?;
    let workload = context.workload_mut()?;
    let mut attributes = workload.attributes.clone();
    set_attributes(request, &mut attributes);
    let none = |member: &str| attributes.get(member).and_then(Value::as_array).is_none_or(Vec::is_empty);
    if none("AwsRegions") && none("NonAwsRegions") {
        return Err(Refusal::field("AwsRegions", "`AwsRegions` or `NonAwsRegions` is required"));
    }
    workload.attributes = attributes;
    if let Some(name) = request.text("WorkloadName") {
        name.clone_into(&mut workload.name);
    }
    workload.updated_at = now;
    get_workload(context)
}

pub(super) fn delete_workload(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let id = context.own_workload()?.id.clone();
    let region = context.region_mut();
    region.workloads.retain(|workload| workload.id != id);
    region.shares.retain(|share| share.resource != id);
    Ok(json!({}))
}

fn aliases(request: &Request) -> Result<Vec<String>, Refusal> {
    let aliases = request.texts("LensAliases").unwrap_or_default();
    if aliases.len() > LENSES_PER_CALL_MAX {
        return Err(Refusal::field(
            "LensAliases",
            format!("`LensAliases` has more than {LENSES_PER_CALL_MAX} entries"),
        ));
    }
    Ok(aliases)
}

pub(super) fn associate_lenses(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let aliases = aliases(context.request)?;
    let (_, workload, _) = context.workload()?;
    let (id, mut reviews) = (workload.id.clone(), workload.reviews.clone());
    apply(context, &id, &mut reviews, &aliases)?;
    let now = context.now;
    let workload = context.workload_mut()?;
    workload.reviews = reviews;
    workload.updated_at = now;
    Ok(json!({}))
}

pub(super) fn disassociate_lenses(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let mut gone = Vec::new();
    for name in aliases(context.request)? {
        let alias = context.lens(&name, None).map(|lens| lens.alias.clone())?;
        if alias == "wellarchitected" {
            return Err(Refusal::field("LensAliases", "the lens `wellarchitected` cannot be removed from a workload"));
        }
        let (_, workload, _) = context.workload()?;
        if !workload.reviews.iter().any(|review| review.alias == alias) {
            return Err(Refusal::not_found("LENS_REVIEW", &name));
        }
        gone.push(alias);
    }
    let now = context.now;
    let workload = context.workload_mut()?;
    workload.reviews.retain(|review| !gone.contains(&review.alias));
    workload.updated_at = now;
    Ok(json!({}))
}
