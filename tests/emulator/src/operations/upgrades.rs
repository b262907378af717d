//! What changed between versions of a lens, who should hear of it, and how does a review get the latest?

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{lenses, milestones, reviews};
use crate::{
    context::Context,
    lens::{Lens, Pillar, cut},
    page,
    refusal::Refusal,
    state::Review,
};

pub(super) fn upgrade_lens_review(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let (_, workload, _) = context.workload()?;
    let (review, _) = reviews::find(context, workload)?;
    let upgraded = upgraded(context, review)?;
    let workload = context.workload_mut()?;
    milestones::record(workload, request.required("MilestoneName"), now)?;
    workload.updated_at = now;
    if let Some(review) = workload.reviews.iter_mut().find(|review| review.alias == upgraded.alias) {
        *review = upgraded;
    }
    Ok(json!({}))
}

/// A review at its lens's latest version. Answers stay where question and choices are still there.
pub(super) fn upgraded(context: &Context<'_>, review: &Review) -> Result<Review, Refusal> {
    match reviews::status(context, review) {
        "NOT_CURRENT" => {}
        "CURRENT" => return Err(Refusal::other("the review has the latest version of its lens already")),
        _ => return Err(Refusal::not_found("LENS", &review.alias)),
    }
    let lens = context.lens(&review.alias, None)?;
    let mut upgraded = Review { version: lens.version.clone(), updated_at: context.now, ..review.clone() };
    upgraded.pillar_notes.retain(|id, _| lens.pillars.iter().any(|pillar| pillar.id == *id));
    upgraded.answers.retain(|id, answer| {
        let Some((_, question)) = lens.question(id) else { return false };
        answer.selected.retain(|id| question.choice(id).is_some());
        answer.choices.retain(|id, _| question.choice(id).is_some());
        true
    });
    Ok(upgraded)
}

pub(super) fn get_lens_version_difference(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let name = request.required("LensAlias");
    let latest = context.lens(name, None)?;
    if !latest.is_official() && context.custom_lens(name).is_none_or(|lens| lens.is_deleted) {
        return Err(Refusal::not_found("LENS", name));
    }
    let target = match request.text("TargetLensVersion") {
        Some(version) => context.lens(name, Some(version))?,
        None => Arc::clone(&latest),
    };
    let base = match request.text("BaseLensVersion") {
        Some(version) => context.lens(name, Some(version))?,
        None => before(context, &target)?,
    };
    Ok(json!({
        "LensAlias": target.alias,
        "LensArn": target.arn,
        "BaseLensVersion": base.version,
        "TargetLensVersion": target.version,
        "LatestLensVersion": latest.version,
        "VersionDifferences": {"PillarDifferences": differences(&base, &target)},
    }))
}

/// The version before a lens's, or the same for the first.
fn before(context: &Context<'_>, lens: &Arc<Lens>) -> Result<Arc<Lens>, Refusal> {
    let versions = context.custom_lens(&lens.arn).map(|custom| custom.versions.as_slice()).unwrap_or_default();
    let before = versions.iter().take_while(|one| one.version != lens.version).last();
    match before {
        Some(one) => context.lens(&lens.alias, Some(&one.version)),
        None => Ok(Arc::clone(lens)),
    }
}

/// `PillarDifferences`: what is new, deleted or changed, down to questions.
fn differences(base: &Lens, target: &Lens) -> Vec<Value> {
    let find = |lens: &'_ Lens, id: &str| lens.pillars.iter().find(|pillar| pillar.id == id).cloned();
    let mut all = Vec::new();
    for pillar in &target.pillars {
        match find(base, &pillar.id) {
            None => all.push(difference(pillar, "NEW", &questions(&Pillar::default(), pillar))),
            Some(before) => {
                let questions = questions(&before, pillar);
                if !questions.is_empty() || before.name != pillar.name {
                    all.push(difference(pillar, "UPDATED", &questions));
                }
            }
        }
    }
    for pillar in base.pillars.iter().filter(|pillar| find(target, &pillar.id).is_none()) {
        all.push(difference(pillar, "DELETED", &questions(pillar, &Pillar::default())));
    }
    all
}

fn difference(pillar: &Pillar, status: &str, questions: &[Value]) -> Value {
    json!({
        "PillarId": pillar.id,
        "PillarName": cut(&pillar.name, 128),
        "DifferenceStatus": status,
        "QuestionDifferences": questions,
    })
}

fn questions(base: &Pillar, target: &Pillar) -> Vec<Value> {
    let changed = target.questions.iter().filter_map(|question| {
        match base.questions.iter().find(|before| before.id == question.id) {
            None => Some((question, "NEW")),
            Some(before) if before != question => Some((question, "UPDATED")),
            Some(_) => None,
        }
    });
    let is_gone = |id: &str| !target.questions.iter().any(|question| question.id == id);
    let gone = base.questions.iter().filter(|question| is_gone(&question.id)).map(|question| (question, "DELETED"));
    let shown = changed.chain(gone).map(|(question, status)| {
        json!({
            "QuestionId": question.id,
            "QuestionTitle": cut(&question.title, 512),
            "DifferenceStatus": status,
        })
    });
    shown.collect()
}

pub(super) fn delete_lens(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let is_draft = context.request.text("LensStatus") == Some("DRAFT");
    let lens = lenses::own(context, "deleted")?;
    let arn = lens.arn.clone();
    if is_draft {
        lens.draft.take().ok_or_else(|| Refusal::not_found("LENS_DRAFT", &arn))?;
    } else {
        lens.draft = None;
        lens.is_deleted = true;
    }
    // A lens that was never published can be in no review.
    context.region_mut().lenses.retain(|lens| lens.draft.is_some() || !lens.versions.is_empty());
    Ok(json!({}))
}

pub(super) fn list_notifications(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let (wanted_workload, wanted_arn) = (request.text("WorkloadId"), request.text("ResourceArn"));
    if wanted_workload.is_some() && wanted_arn.is_some() {
        return Err(Refusal::other("only one of `WorkloadId` and `ResourceArn` may be given"));
    }
    let mut entries = Vec::new();
    let workloads = context.region().workloads.iter().filter(|_| wanted_arn.is_none());
    for workload in workloads.filter(|workload| wanted_workload.is_none_or(|id| id == workload.id)) {
        let who = json!({"WorkloadId": workload.id, "WorkloadName": workload.name});
        entries.extend(workload.reviews.iter().filter_map(|review| notification(context, review, &who)));
    }
    let templates = context.region().templates.iter().filter(|_| wanted_workload.is_none());
    for template in templates.filter(|template| wanted_arn.is_none_or(|arn| arn == template.arn)) {
        let who = json!({"ResourceArn": template.arn, "ResourceName": template.name});
        entries.extend(template.reviews.iter().filter_map(|review| notification(context, review, &who)));
    }
    page::page(request, "NotificationSummaries", entries).map(Value::Object)
}

/// `NotificationSummary` of a review whose lens has a later version or is gone.
fn notification(context: &Context<'_>, review: &Review, who: &Value) -> Option<Value> {
    let kind = match reviews::status(context, review) {
        "NOT_CURRENT" => "LENS_VERSION_UPGRADED",
        "DELETED" => "LENS_VERSION_DEPRECATED",
        _ => return None,
    };
    let latest = context.lens(&review.alias, None).ok()?;
    let mut summary: Map<String, Value> = who.as_object().cloned()?;
    let more = json!({
        "LensAlias": latest.alias,
        "LensArn": latest.arn,
        "CurrentLensVersion": review.version,
        "LatestLensVersion": latest.version,
    });
    summary.extend(more.as_object().cloned()?);
    Some(json!({"Type": kind, "LensUpgradeSummary": summary}))
}
