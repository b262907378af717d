//! Review templates: answers that new workloads begin with.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use super::{answers, names, reviews, upgrades, workloads};
use crate::{
    context::{Context, Key, account_of, stamp},
    lens::{Lens, Pillar, Question},
    page,
    refusal::Refusal,
    state::{Answer, Review, Share, Template},
};

pub(super) fn create_review_template(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let name = request.required("TemplateName");
    check_name(context, name, None)?;
    let mut reviews = Vec::new();
    workloads::apply(context, &context.key(), &mut reviews, &request.texts("Lenses").unwrap_or_default())?;
    let id = context.new_id("review-template", name);
    let arn = context.arn(&format!("review-template/{id}"));
    let template = Template {
        arn: arn.clone(),
        name: name.to_owned(),
        description: request.required("Description").to_owned(),
        notes: request.text("Notes").map(str::to_owned),
        updated_at: now,
        tags: workloads::tags(request),
        reviews,
    };
    context.region_mut().templates.push(template);
    Ok(json!({"TemplateArn": arn}))
}

fn check_name(context: &Context<'_>, name: &str, own: Option<&str>) -> Result<(), Refusal> {
    let mut others = context.region().templates.iter().filter(|template| Some(template.arn.as_str()) != own);
    match others.find(|template| names::same(&template.name, name)) {
        None => Ok(()),
        Some(other) => Err(Refusal::conflict("TEMPLATE", &other.arn, format!("`{}` has this name already", other.arn))),
    }
}

/// A template that the caller owns or was shared, with its owner's key.
pub(super) fn find<'a>(context: &'a Context<'_>, arn: &str) -> Result<(Key, &'a Template, Option<&'a Share>), Refusal> {
    let own = context.region().templates.iter().find(|template| template.arn == arn);
    let shared = context.shared_with_me("TEMPLATE").into_iter().filter(|(_, share)| share.resource == arn);
    let mut shared = shared.filter_map(|(key, share)| {
        let template = context.region_of(&key).templates.iter().find(|template| template.arn == arn)?;
        Some((key, template, Some(share)))
    });
    let own = own.map(|template| (context.key(), template, None));
    own.or_else(|| shared.next()).ok_or_else(|| Refusal::not_found("TEMPLATE", arn))
}

/// The template that a request names, if the caller owns it.
pub(super) fn own<'a>(context: &'a mut Context<'_>) -> Result<&'a mut Template, Refusal> {
    let arn = context.request.required("TemplateArn").to_owned();
    let found = context.region_mut().templates.iter_mut().find(|template| template.arn == arn);
    found.ok_or_else(|| Refusal::not_found("TEMPLATE", &arn))
}

/// What `ReviewTemplate` and its summary share.
fn summary(context: &Context<'_>, key: &str, template: &Template) -> Map<String, Value> {
    let is_current = template.reviews.iter().all(|review| reviews::status(context, review) == "CURRENT");
    let lenses: Vec<&str> = template.reviews.iter().map(|review| review.alias.as_str()).collect();
    let members = json!({
        "Description": template.description,
        "Lenses": lenses,
        "Owner": account_of(key),
        "UpdatedAt": stamp(template.updated_at),
        "TemplateArn": template.arn,
        "TemplateName": template.name,
        "UpdateStatus": if is_current { "CURRENT" } else { "LENS_NOT_CURRENT" },
    });
    members.as_object().cloned().unwrap_or_default()
}

pub(super) fn get_review_template(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (key, template, share) = find(context, context.request.required("TemplateArn"))?;
    let mut members = summary(context, &key, template);
    let mut all = BTreeMap::new();
    for review in &template.reviews {
        let lens = context.lens(&review.alias, Some(&review.version))?;
        count(&mut all, &lens, review, |_| true);
    }
    members.insert("QuestionCounts".to_owned(), json!(all));
    if let Some(notes) = &template.notes {
        members.insert("Notes".to_owned(), json!(notes));
    }
    match share {
        Some(share) => members.insert("ShareInvitationId".to_owned(), json!(share.id)),
        None => members.insert("Tags".to_owned(), json!(template.tags)),
    };
    Ok(json!({"ReviewTemplate": members}))
}

/// Adds questions by whether they are answered.
fn count(counts: &mut BTreeMap<&'static str, u64>, lens: &Lens, review: &Review, filter: impl Fn(&Pillar) -> bool) {
    for (_, question) in lens.questions().filter(|(pillar, _)| filter(pillar)) {
        let count = counts.entry(status(review.answers.get(&question.id))).or_default();
        *count = count.saturating_add(1);
    }
}

fn status(answer: Option<&Answer>) -> &'static str {
    let is_answered = answer.is_some_and(|answer| !answer.is_applicable || !answer.selected.is_empty());
    if is_answered { "ANSWERED" } else { "UNANSWERED" }
}

pub(super) fn list_review_templates(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let own = context.region().templates.iter().map(|template| (context.key(), template));
    let shared = context.shared_with_me("TEMPLATE").into_iter().filter_map(|(key, share)| {
        let template = context.region_of(&key).templates.iter().find(|template| template.arn == share.resource)?;
        Some((key, template))
    });
    let entries = own.chain(shared).map(|(key, template)| Value::Object(summary(context, &key, template)));
    page::page(context.request, "ReviewTemplates", entries.collect()).map(Value::Object)
}

pub(super) fn update_review_template(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    if let Some(name) = request.text("TemplateName") {
        check_name(context, name, request.text("TemplateArn"))?;
    }
    let key = context.key();
    let mut reviews = own(context)?.reviews.clone();
    for name in request.texts("LensesToDisassociate").unwrap_or_default() {
        let alias = context.lens(&name, None)?.alias.clone();
        let position = reviews.iter().position(|review| review.alias == alias);
        reviews.remove(position.ok_or_else(|| Refusal::not_found("LENS_REVIEW", &name))?);
    }
    workloads::apply(context, &key, &mut reviews, &request.texts("LensesToAssociate").unwrap_or_default())?;
    let template = own(context)?;
    template.reviews = reviews;
    template.updated_at = now;
    if let Some(name) = request.text("TemplateName") {
        name.clone_into(&mut template.name);
    }
    if let Some(description) = request.text("Description") {
        description.clone_into(&mut template.description);
    }
    if let Some(notes) = request.text("Notes") {
        template.notes = Some(notes.to_owned());
    }
    get_review_template(context)
}

pub(super) fn delete_review_template(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let arn = own(context)?.arn.clone();
    let region = context.region_mut();
    region.templates.retain(|template| template.arn != arn);
    region.shares.retain(|share| share.resource != arn);
    Ok(json!({}))
}

/// The review of a template that a request names, with its lens.
fn review<'a>(context: &'a Context<'_>) -> Result<(&'a Review, Arc<Lens>), Refusal> {
    let (_, template, _) = find(context, context.request.required("TemplateArn"))?;
    let name = context.request.required("LensAlias");
    let alias = context.lens(name, None).map_or_else(|_| name.to_owned(), |lens| lens.alias.clone());
    let review = template.reviews.iter().find(|review| review.alias == alias);
    let review = review.ok_or_else(|| Refusal::not_found("LENS_REVIEW", name))?;
    Ok((review, context.lens(&review.alias, Some(&review.version))?))
}

/// Puts a changed review in the place of the one before.
fn replace(context: &mut Context<'_>, changed: Review) -> Result<(), Refusal> {
    let now = context.now;
    let template = own(context)?;
    template.updated_at = now;
    if let Some(review) = template.reviews.iter_mut().find(|review| review.alias == changed.alias) {
        *review = Review { updated_at: now, ..changed };
    }
    Ok(())
}

pub(super) fn get_review_template_lens_review(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (review, lens) = review(context)?;
    let counted = |filter: &dyn Fn(&Pillar) -> bool| {
        let mut counts = BTreeMap::new();
        count(&mut counts, &lens, review, filter);
        json!(counts)
    };
    let pillars = lens.pillars.iter().map(|pillar| {
        let mut summary = json!({
            "PillarId": pillar.id,
            "PillarName": pillar.name,
            "QuestionCounts": counted(&|of| of.id == pillar.id),
        });
        if let (Some(notes), Some(members)) = (review.pillar_notes.get(&pillar.id), summary.as_object_mut()) {
            members.insert("Notes".to_owned(), json!(notes));
        }
        summary
    });
    let mut whole = json!({
        "LensAlias": lens.alias,
        "LensArn": lens.arn,
        "LensVersion": lens.version,
        "LensName": lens.name,
        "LensStatus": reviews::status(context, review),
        "PillarReviewSummaries": pillars.collect::<Vec<_>>(),
        "UpdatedAt": stamp(review.updated_at),
        "QuestionCounts": counted(&|_| true),
    });
    if let (Some(notes), Some(members)) = (&review.notes, whole.as_object_mut()) {
        members.insert("Notes".to_owned(), json!(notes));
    }
    Ok(json!({"TemplateArn": context.request.required("TemplateArn"), "LensReview": whole}))
}

pub(super) fn update_review_template_lens_review(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (before, lens) = review(context)?;
    let mut changed = before.clone();
    reviews::set_notes(context.request, &lens, &mut changed)?;
    replace(context, changed)?;
    get_review_template_lens_review(context)
}

/// `ReviewTemplateAnswer` or its summary: as in a review, with a status in place of the risk.
fn shown(lens: &Lens, pillar: &Pillar, question: &Question, answer: Option<&Answer>, is_whole: bool) -> Value {
    let mut members = answers::common(pillar, question, answer);
    members.remove("Risk");
    members.insert("AnswerStatus".to_owned(), json!(status(answer)));
    if is_whole {
        members.extend(answers::page_of_question(lens, question, answer));
    } else {
        members.insert("QuestionType".to_owned(), json!("NON_PRIORITIZED"));
        members.insert("ChoiceAnswerSummaries".to_owned(), answers::choices(question, answer, false));
    }
    Value::Object(members)
}

fn head(context: &Context<'_>, lens: &Lens) -> Map<String, Value> {
    let head = json!({"TemplateArn": context.request.required("TemplateArn"), "LensAlias": lens.alias});
    head.as_object().cloned().unwrap_or_default()
}

pub(super) fn list_review_template_answers(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (review, lens) = review(context)?;
    let wanted = context.request.text("PillarId");
    let questions = lens.questions().filter(|(pillar, _)| wanted.is_none_or(|id| id == pillar.id));
    let entries = questions
        .map(|(pillar, question)| shown(&lens, pillar, question, review.answers.get(&question.id), false))
        .collect();
    let mut body = page::page(context.request, "AnswerSummaries", entries)?;
    body.extend(head(context, &lens));
    Ok(Value::Object(body))
}

pub(super) fn get_review_template_answer(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (review, lens) = review(context)?;
    let (pillar, question) = answers::question(context.request, &lens)?;
    let mut body = head(context, &lens);
    let answer = review.answers.get(&question.id);
    body.insert("Answer".to_owned(), shown(&lens, pillar, question, answer, true));
    Ok(Value::Object(body))
}

pub(super) fn update_review_template_answer(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (before, lens) = review(context)?;
    let (_, question) = answers::question(context.request, &lens)?;
    let answer = answers::updated(context.request, question, before.answers.get(&question.id))?;
    let mut changed = before.clone();
    changed.answers.insert(question.id.clone(), answer);
    replace(context, changed)?;
    get_review_template_answer(context)
}

pub(super) fn upgrade_review_template_lens_review(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (before, _) = review(context)?;
    let changed = upgrades::upgraded(context, before)?;
    replace(context, changed)?;
    Ok(json!({}))
}

/// Adds what templates hold to the reviews of a new workload; a lens that is there already gets the template's answers.
pub(super) fn apply(context: &Context<'_>, reviews: &mut Vec<Review>, arns: &[String]) -> Result<(), Refusal> {
    for arn in arns {
        let (_, template, _) = find(context, arn)?;
        for review in &template.reviews {
            let copy = Review { updated_at: context.now, ..review.clone() };
            match reviews.iter_mut().find(|own| own.alias == review.alias) {
                Some(own) => *own = copy,
                None => reviews.push(copy),
            }
        }
    }
    Ok(())
}
