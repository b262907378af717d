//! Profiles: what matters to a business, as versions of answers to a few questions of our own.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{milestones, names, workloads};
use crate::{
    context::{Context, Key, account_of, stamp},
    page,
    refusal::Refusal,
    state::{AppliedProfile, Profile, ProfileVersion, Share, Workload},
};

/// When the template was made, in the emulator's world.
const TEMPLATE_AT: u64 = 1_735_689_600_000;
/// A question: its id, title, and least and most choices.
type Asked = (&'static str, &'static str, usize, usize);
/// The template's one question; its choices are the ids of pillars, whose questions come first.
const QUESTION: Asked = ("pillar_focus", "Which pillars matter most to this business now?", 1, 3);
/// Ids and titles of its choices.
const CHOICES: [(&str, &str); 6] = [
    ("costOptimization", "What it costs"),
    ("operationalExcellence", "How it is run"),
    ("performance", "How fast it is"),
    ("reliability", "That it is there"),
    ("security", "Who may do what"),
    ("sustainability", "What it uses up"),
];

/// The template's question with its choices, as both a template and a profile show it.
fn question() -> Map<String, Value> {
    let (id, title, least, most) = QUESTION;
    let choices = CHOICES.iter().map(|(id, title)| json!({"ChoiceId": id, "ChoiceTitle": title}));
    let question = json!({
        "QuestionId": id,
        "QuestionTitle": title,
        "QuestionDescription": "Questions of these pillars are shown first.",
        "QuestionChoices": choices.collect::<Vec<_>>(),
        "MinSelectedChoices": least,
        "MaxSelectedChoices": most,
    });
    question.as_object().cloned().unwrap_or_default()
}

pub(super) fn get_profile_template(_context: &mut Context<'_>) -> Result<Value, Refusal> {
    Ok(json!({"ProfileTemplate": {
        "TemplateName": "Focus",
        "TemplateQuestions": [question()],
        "CreatedAt": stamp(TEMPLATE_AT),
        "UpdatedAt": stamp(TEMPLATE_AT),
    }}))
}

/// The selection that a request makes, checked against the template.
fn selected(context: &Context<'_>) -> Result<Option<BTreeMap<String, Vec<String>>>, Refusal> {
    let Some(updates) = context.request.parameters.get("ProfileQuestions").and_then(Value::as_array) else {
        return Ok(None);
    };
    let (known, _, least, most) = QUESTION;
    let refuse = |message: String| Err(Refusal::field("ProfileQuestions", message));
    let mut all = BTreeMap::new();
    for update in updates {
        let id = update.get("QuestionId").and_then(Value::as_str).unwrap_or_default();
        let choices = update.get("SelectedChoiceIds").and_then(Value::as_array).into_iter().flatten();
        let choices: Vec<String> = choices.filter_map(Value::as_str).map(str::to_owned).collect();
        if id != known {
            return refuse(format!("the profile template has no question `{id}`"));
        }
        if let Some(unknown) = choices.iter().find(|choice| !CHOICES.iter().any(|(id, _)| id == choice)) {
            return refuse(format!("question `{id}` has no choice `{unknown}`"));
        }
        if !(least..=most).contains(&choices.len()) {
            return refuse(format!("question `{id}` takes {least} to {most} choices"));
        }
        all.insert(id.to_owned(), choices);
    }
    Ok(Some(all))
}

pub(super) fn create_profile(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let name = request.required("ProfileName");
    let mut profiles = context.region().profiles.iter().filter(|profile| !profile.is_deleted);
    if let Some(other) = profiles.find(|profile| names::same(&profile.name, name)) {
        return Err(Refusal::conflict("PROFILE", &other.arn, format!("profile `{}` has this name already", other.arn)));
    }
    let selected = selected(context)?.unwrap_or_default();
    let id = context.new_id("profile", name);
    let arn = context.arn(&format!("profile/{id}"));
    let version = ProfileVersion {
        version: "1.0.0".to_owned(),
        description: request.required("ProfileDescription").to_owned(),
        updated_at: now,
        selected,
    };
    let tags = workloads::tags(request);
    context.region_mut().profiles.push(Profile {
        arn: arn.clone(),
        name: name.to_owned(),
        tags,
        created_at: now,
        versions: vec![version],
        is_deleted: false,
    });
    Ok(json!({"ProfileArn": arn, "ProfileVersion": "1.0.0"}))
}

/// A profile that the caller owns or was shared, with its owner's key.
fn find<'a>(context: &'a Context<'_>, arn: &str) -> Result<(Key, &'a Profile, Option<&'a Share>), Refusal> {
    let own = context.region().profiles.iter().find(|profile| profile.arn == arn);
    let shared = context.shared_with_me("PROFILE").into_iter().filter(|(_, share)| share.resource == arn);
    let shared = shared.filter_map(|(key, share)| {
        let profile = context.region_of(&key).profiles.iter().find(|profile| profile.arn == arn)?;
        Some((key, profile, Some(share)))
    });
    let mut all = own.map(|profile| (context.key(), profile, None)).into_iter().chain(shared);
    all.find(|(_, profile, _)| !profile.is_deleted).ok_or_else(|| Refusal::not_found("PROFILE", arn))
}

/// A profile that the caller owns.
pub(super) fn own<'a>(context: &'a mut Context<'_>) -> Result<&'a mut Profile, Refusal> {
    let arn = context.request.required("ProfileArn").to_owned();
    let found = context.region_mut().profiles.iter_mut().find(|profile| profile.arn == arn && !profile.is_deleted);
    found.ok_or_else(|| Refusal::not_found("PROFILE", &arn))
}

pub(super) fn get_profile(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let (key, profile, share) = find(context, request.required("ProfileArn"))?;
    let wanted = request.text("ProfileVersion");
    let mut versions = profile.versions.iter().rev();
    let version = versions.find(|version| wanted.is_none_or(|wanted| wanted == version.version));
    let version = version.ok_or_else(|| Refusal::not_found("PROFILE_VERSION", wanted.unwrap_or_default()))?;
    let mut asked = question();
    let chosen = version.selected.get(QUESTION.0).cloned().unwrap_or_default();
    asked.insert("SelectedChoiceIds".to_owned(), json!(chosen));
    let mut shown = json!({
        "ProfileArn": profile.arn,
        "ProfileVersion": version.version,
        "ProfileName": profile.name,
        "ProfileDescription": version.description,
        "ProfileQuestions": [asked],
        "Owner": account_of(&key),
        "CreatedAt": stamp(profile.created_at),
        "UpdatedAt": stamp(version.updated_at),
    });
    if let Some(members) = shown.as_object_mut() {
        match share {
            Some(share) => members.insert("ShareInvitationId".to_owned(), json!(share.id)),
            None => members.insert("Tags".to_owned(), json!(profile.tags)),
        };
    }
    Ok(json!({"Profile": shown}))
}

pub(super) fn list_profiles(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let prefix = request.text("ProfileNamePrefix").unwrap_or_default();
    let wanted = request.text("ProfileOwnerType");
    let own = context.region().profiles.iter().filter(|_| wanted != Some("SHARED")).map(|one| (context.key(), one));
    let shared = context.shared_with_me("PROFILE").into_iter().filter(|_| wanted != Some("SELF"));
    let shared = shared.filter_map(|(key, share)| {
        let profile = context.region_of(&key).profiles.iter().find(|profile| profile.arn == share.resource)?;
        Some((key, profile))
    });
    let all = own.chain(shared).filter(|(_, one)| !one.is_deleted && names::starts(&one.name, prefix));
    let entries = all.filter_map(|(key, profile)| {
        let version = profile.versions.last()?;
        Some(json!({
            "ProfileArn": profile.arn,
            "ProfileVersion": version.version,
            "ProfileName": profile.name,
            "ProfileDescription": version.description,
            "Owner": account_of(&key),
            "CreatedAt": stamp(profile.created_at),
            "UpdatedAt": stamp(version.updated_at),
        }))
    });
    page::page(request, "ProfileSummaries", entries.collect()).map(Value::Object)
}

pub(super) fn update_profile(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let selected = selected(context)?;
    let profile = own(context)?;
    let number = profile.versions.len().saturating_add(1);
    let Some(mut version) = profile.versions.last().cloned() else {
        return Err(Refusal::not_found("PROFILE", &profile.arn));
    };
    version.version = format!("{number}.0.0");
    version.updated_at = now;
    if let Some(description) = request.text("ProfileDescription") {
        description.clone_into(&mut version.description);
    }
    version.selected.extend(selected.unwrap_or_default());
    profile.versions.push(version);
    get_profile(context)
}

pub(super) fn delete_profile(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let profile = own(context)?;
    profile.is_deleted = true;
    let arn = profile.arn.clone();
    context.region_mut().shares.retain(|share| share.resource != arn);
    Ok(json!({}))
}

/// Applies profiles to a workload that is to have them; a workload has at most one.
pub(super) fn apply(
    context: &Context<'_>,
    workload: &str,
    applied: &mut Vec<AppliedProfile>,
    arns: &[String],
) -> Result<(), Refusal> {
    for arn in arns {
        let (_, profile, _) = find(context, arn)?;
        if applied.iter().any(|one| one.arn == *arn) {
            continue;
        }
        let version = profile.versions.last().map(|version| version.version.clone()).unwrap_or_default();
        applied.push(AppliedProfile { arn: arn.clone(), version });
    }
    if applied.len() > 1 {
        return Err(Refusal::conflict("WORKLOAD", workload, "a workload has at most one profile"));
    }
    Ok(())
}

pub(super) fn associate_profiles(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let arns = context.request.texts("ProfileArns").unwrap_or_default();
    let (_, workload, _) = context.workload()?;
    let (id, mut applied) = (workload.id.clone(), workload.profiles.clone());
    apply(context, &id, &mut applied, &arns)?;
    let now = context.now;
    let workload = context.workload_mut()?;
    workload.profiles = applied;
    workload.updated_at = now;
    Ok(json!({}))
}

pub(super) fn disassociate_profiles(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let arns = context.request.texts("ProfileArns").unwrap_or_default();
    let now = context.now;
    let workload = context.workload_mut()?;
    if let Some(unknown) = arns.iter().find(|arn| !workload.profiles.iter().any(|one| one.arn == **arn)) {
        return Err(Refusal::not_found("PROFILE", unknown));
    }
    workload.profiles.retain(|one| !arns.contains(&one.arn));
    workload.updated_at = now;
    Ok(json!({}))
}

pub(super) fn upgrade_profile_version(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let arn = request.required("ProfileArn");
    let (_, profile, _) = find(context, arn)?;
    let latest = profile.versions.last().map(|version| version.version.clone()).unwrap_or_default();
    let workload = context.workload_mut()?;
    if !workload.profiles.iter().any(|one| one.arn == arn) {
        return Err(Refusal::not_found("PROFILE", arn));
    }
    if let Some(name) = request.text("MilestoneName") {
        milestones::record(workload, name, now)?;
    }
    for applied in workload.profiles.iter_mut().filter(|one| one.arn == arn) {
        applied.version.clone_from(&latest);
    }
    workload.updated_at = now;
    Ok(json!({}))
}

pub(super) fn list_profile_notifications(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let context: &Context<'_> = context;
    let request = context.request;
    let wanted = request.text("WorkloadId");
    let workloads = context.region().workloads.iter().filter(|one| wanted.is_none_or(|id| id == one.id));
    let entries = workloads.flat_map(|workload| {
        workload.profiles.iter().filter_map(move |applied| notification(context, workload, applied))
    });
    page::page(request, "NotificationSummaries", entries.collect()).map(Value::Object)
}

fn notification(context: &Context<'_>, workload: &Workload, applied: &AppliedProfile) -> Option<Value> {
    let all = context.state.regions.values().flat_map(|region| &region.profiles);
    let profile = all.into_iter().find(|profile| profile.arn == applied.arn)?;
    let latest = &profile.versions.last()?.version;
    let kind = if profile.is_deleted { "PROFILE_DELETED" } else { "PROFILE_ANSWERS_UPDATED" };
    let summary = json!({
        "CurrentProfileVersion": applied.version,
        "LatestProfileVersion": latest,
        "Type": kind,
        "ProfileArn": profile.arn,
        "ProfileName": profile.name,
        "WorkloadId": workload.id,
        "WorkloadName": workload.name,
    });
    (profile.is_deleted || *latest != applied.version).then_some(summary)
}
