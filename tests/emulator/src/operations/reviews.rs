//! Lens reviews: read, list, change notes.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{priorities, workload_json};
use crate::{
    context::{Context, stamp},
    lens::Lens,
    page,
    refusal::Refusal,
    request::Request,
    risk,
    state::{Review, Workload},
};

/// The review that a request names by workload, lens and maybe milestone, with its lens.
pub(super) fn find<'a>(context: &'a Context<'_>, workload: &'a Workload) -> Result<(&'a Review, Arc<Lens>), Refusal> {
    let name = context.request.required("LensAlias");
    let missing = || Refusal::not_found("LENS_REVIEW", name);
    let alias = context.lens(name, None).map_or_else(|_| name.to_owned(), |lens| lens.alias.clone());
    let review = workload.reviews.iter().find(|review| review.alias == alias).ok_or_else(missing)?;
    Ok((review, context.lens(&review.alias, Some(&review.version))?))
}

/// What every answer about a review begins with.
pub(super) fn head(context: &Context<'_>, lens: &Lens) -> Map<String, Value> {
    let mut head = Map::new();
    head.insert("WorkloadId".to_owned(), json!(context.request.required("WorkloadId")));
    if let Some(number) = context.request.number("MilestoneNumber") {
        head.insert("MilestoneNumber".to_owned(), json!(number));
    }
    head.insert("LensAlias".to_owned(), json!(lens.alias));
    head.insert("LensArn".to_owned(), json!(lens.arn));
    head
}

/// Whether a review's lens is the latest, and still there.
pub(super) fn status(context: &Context<'_>, review: &Review) -> &'static str {
    let Some(custom) = context.custom_lens(&review.alias) else {
        return if crate::lens::official::find(&review.alias).is_some() { "CURRENT" } else { "UNSHARED" };
    };
    if custom.is_deleted {
        "DELETED"
    } else if custom.versions.last().is_some_and(|latest| latest.version == review.version) {
        "CURRENT"
    } else {
        "NOT_CURRENT"
    }
}

/// `LensReviewSummary`, which is what `LensReview` begins with too.
fn summary(context: &Context<'_>, workload: &Workload, review: &Review, lens: &Lens) -> Value {
    let first = priorities::of(context, workload);
    json!({
        "LensAlias": lens.alias,
        "LensArn": lens.arn,
        "LensVersion": lens.version,
        "LensName": lens.name,
        "LensStatus": status(context, review),
        "UpdatedAt": stamp(review.updated_at),
        "RiskCounts": risk::to_json(&risk::counts(lens, review, |_, _| true)),
        "PrioritizedRiskCounts": risk::to_json(&risk::counts(lens, review, |pillar, _| first.contains(&pillar.id))),
        "Profiles": workload_json::profiles(workload),
    })
}

pub(super) fn list_lens_reviews(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let workload = context.workload_then()?;
    let mut entries = Vec::new();
    for review in &workload.reviews {
        let lens = context.lens(&review.alias, Some(&review.version))?;
        entries.push(summary(context, workload, review, &lens));
    }
    let mut body = page::page(context.request, "LensReviewSummaries", entries)?;
    body.insert("WorkloadId".to_owned(), json!(workload.id));
    if let Some(number) = context.request.number("MilestoneNumber") {
        body.insert("MilestoneNumber".to_owned(), json!(number));
    }
    Ok(Value::Object(body))
}

pub(super) fn get_lens_review(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let workload = context.workload_then()?;
    let (review, lens) = find(context, workload)?;
    let first = priorities::of(context, workload);
    let pillars: Vec<Value> = lens
        .pillars
        .iter()
        .map(|pillar| {
            let all = risk::counts(&lens, review, |of, _| of.id == pillar.id);
            let mut summary = json!({
                "PillarId": pillar.id,
                "PillarName": pillar.name,
                "RiskCounts": risk::to_json(&all),
                "PrioritizedRiskCounts": if first.contains(&pillar.id) { risk::to_json(&all) } else { json!({}) },
            });
            if let (Some(notes), Some(members)) = (review.pillar_notes.get(&pillar.id), summary.as_object_mut()) {
                members.insert("Notes".to_owned(), json!(notes));
            }
            summary
        })
        .collect();
    let mut whole = summary(context, workload, review, &lens);
    if let Some(members) = whole.as_object_mut() {
        members.insert("PillarReviewSummaries".to_owned(), Value::from(pillars));
        if let Some(notes) = &review.notes {
            members.insert("Notes".to_owned(), json!(notes));
        }
        if let Some(jira) = &review.jira {
            members.insert("JiraConfiguration".to_owned(), jira.clone());
        }
    }
    let mut body = json!({"WorkloadId": workload.id, "LensReview": whole});
    if let (Some(number), Some(members)) = (context.request.number("MilestoneNumber"), body.as_object_mut()) {
        members.insert("MilestoneNumber".to_owned(), json!(number));
    }
    Ok(body)
}

pub(super) fn update_lens_review(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let (_, workload, _) = context.workload()?;
    let (review, lens) = find(context, workload)?;
    let mut changed = Review { updated_at: now, ..review.clone() };
    set_notes(request, &lens, &mut changed)?;
    if let Some(jira) = request.parameters.get("JiraConfiguration") {
        changed.jira = Some(jira.clone());
    }
    let workload = context.workload_mut()?;
    workload.updated_at = now;
    if let Some(review) = workload.reviews.iter_mut().find(|review| review.alias == changed.alias) {
        *review = changed;
    }
    get_lens_review(context)
}

/// Sets the notes that a request gives for the lens and its pillars.
pub(super) fn set_notes(request: &Request, lens: &Lens, review: &mut Review) -> Result<(), Refusal> {
    if let Some(notes) = request.text("LensNotes") {
        review.notes = Some(notes.to_owned());
    }
    for (pillar, notes) in request.map("PillarNotes").into_iter().flatten() {
        if !lens.pillars.iter().any(|known| known.id == *pillar) {
            return Err(Refusal::field("PillarNotes", format!("the lens has no pillar `{pillar}`")));
        }
        review.pillar_notes.insert(pillar.clone(), notes.as_str().unwrap_or_default().to_owned());
    }
    Ok(())
}
