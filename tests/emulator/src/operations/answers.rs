//! Answers: list, read, change.

use serde_json::{Map, Value, json};

use super::{priorities, reviews};
use crate::{
    context::Context,
    lens::{Lens, Pillar, Question, cut},
    page,
    refusal::Refusal,
    request::Request,
    risk::{self},
    state::{Answer, ChoiceAnswer, Review},
};

pub(super) fn list_answers(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let workload = context.workload_then()?;
    let (review, lens) = reviews::find(context, workload)?;
    let first = priorities::of(context, workload);
    let is_wanted = |pillar: &Pillar| {
        request.text("PillarId").is_none_or(|id| id == pillar.id)
            && (request.text("QuestionPriority") != Some("PRIORITIZED") || first.contains(&pillar.id))
    };
    let entries = lens.questions().filter(|(pillar, _)| is_wanted(pillar)).map(|(pillar, question)| {
        let mut summary = common(pillar, question, review.answers.get(&question.id));
        let priority = if first.contains(&pillar.id) { "PRIORITIZED" } else { "NON_PRIORITIZED" };
        summary.insert("QuestionType".to_owned(), json!(priority));
        summary.insert("ChoiceAnswerSummaries".to_owned(), choices(question, review.answers.get(&question.id), false));
        Value::Object(summary)
    });
    let mut body = page::page(request, "AnswerSummaries", entries.collect())?;
    body.extend(reviews::head(context, &lens));
    Ok(Value::Object(body))
}

/// What `Answer` and `AnswerSummary` share.
pub(super) fn common(pillar: &Pillar, question: &Question, answer: Option<&Answer>) -> Map<String, Value> {
    let none = Answer::default();
    let shown = answer.unwrap_or(&none);
    let choices: Vec<Value> = question.choices.iter().map(crate::lens::Choice::to_json).collect();
    let summary = json!({
        "QuestionId": question.id,
        "PillarId": pillar.id,
        "QuestionTitle": cut(&question.title, 512),
        "Choices": choices,
        "SelectedChoices": shown.selected,
        "IsApplicable": shown.is_applicable,
        "Risk": risk::risk(question, answer).as_str(),
        "Reason": shown.reason,
    });
    summary.as_object().cloned().unwrap_or_default()
}

/// `ChoiceAnswers`, with notes, or `ChoiceAnswerSummaries`, without: choices that were selected or set, in lens order.
pub(super) fn choices(question: &Question, answer: Option<&Answer>, with_notes: bool) -> Value {
    let Some(answer) = answer else { return json!([]) };
    let shown = question.choices.iter().filter_map(|choice| {
        let set = answer.choices.get(&choice.id);
        let is_selected = answer.selected.contains(&choice.id);
        let status = if is_selected { "SELECTED" } else { set?.status.as_str() };
        let reason = set.map_or("NONE", |set| set.reason.as_str());
        let mut members = json!({"ChoiceId": choice.id, "Status": status, "Reason": reason});
        if let (true, Some(notes), Some(members)) =
            (with_notes, set.and_then(|set| set.notes.as_ref()), members.as_object_mut())
        {
            members.insert("Notes".to_owned(), json!(notes));
        }
        Some(members)
    });
    shown.collect()
}

/// `Answer`.
fn whole(lens: &Lens, pillar: &Pillar, question: &Question, review: &Review) -> Value {
    let answer = review.answers.get(&question.id);
    let mut members = common(pillar, question, answer);
    members.extend(page_of_question(lens, question, answer));
    Value::Object(members)
}

/// The members of a whole answer that a summary does not have.
pub(super) fn page_of_question(lens: &Lens, question: &Question, answer: Option<&Answer>) -> Map<String, Value> {
    let mut members = Map::new();
    let mut set = |member: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(member.to_owned(), value);
        }
    };
    set("ChoiceAnswers", Some(choices(question, answer, true)));
    let description = Some(cut(&question.description, 1024)).filter(|text| !text.is_empty());
    set("QuestionDescription", description.map(Value::from));
    let helpful = question.helpful.as_ref();
    let url = helpful.and_then(|helpful| helpful.url.as_deref());
    set("HelpfulResourceUrl", url.map(|url| json!(cut(url, 2048))));
    let text = helpful.and_then(|helpful| helpful.text.as_deref()).filter(|_| !lens.is_official());
    set("HelpfulResourceDisplayText", text.map(|text| json!(cut(text, 64))));
    set("ImprovementPlanUrl", plan_url(lens, question, answer).map(Value::from));
    set("Notes", answer.and_then(|answer| answer.notes.as_deref()).map(Value::from));
    members
}

/// Only an official lens has it, and only for a question that was answered.
pub(super) fn plan_url(lens: &Lens, question: &Question, answer: Option<&Answer>) -> Option<String> {
    let is_answered = answer.is_some() && risk::risk(question, answer).is_answered();
    let url = question.helpful.as_ref()?.url.as_ref()?;
    (lens.is_official() && is_answered).then(|| url.clone())
}

/// The question that a request names.
pub(super) fn question<'a>(request: &Request, lens: &'a Lens) -> Result<(&'a Pillar, &'a Question), Refusal> {
    let id = request.required("QuestionId");
    lens.question(id).ok_or_else(|| Refusal::not_found("QUESTION", id))
}

pub(super) fn get_answer(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let workload = context.workload_then()?;
    let (review, lens) = reviews::find(context, workload)?;
    let (pillar, question) = question(context.request, &lens)?;
    let mut body = reviews::head(context, &lens);
    body.insert("Answer".to_owned(), whole(&lens, pillar, question, review));
    Ok(Value::Object(body))
}

pub(super) fn update_answer(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let (_, workload, _) = context.workload()?;
    let (review, lens) = reviews::find(context, workload)?;
    let (_, question) = question(request, &lens)?;
    let answer = updated(request, question, review.answers.get(&question.id))?;
    let alias = review.alias.clone();
    let workload = context.workload_mut()?;
    workload.updated_at = now;
    if let Some(review) = workload.reviews.iter_mut().find(|review| review.alias == alias) {
        review.updated_at = now;
        review.answers.insert(question.id.clone(), answer);
    }
    get_answer(context)
}

/// The answer after what a request asks: selected choices replace those before, then each choice update is applied.
pub(super) fn updated(request: &Request, question: &Question, before: Option<&Answer>) -> Result<Answer, Refusal> {
    let mut answer = before.cloned().unwrap_or_default();
    let updates = request.map("ChoiceUpdates").cloned().unwrap_or_default();
    let selected = request.texts("SelectedChoices");
    let named = selected.iter().flatten().map(|id| ("SelectedChoices", id));
    let unknown: Vec<(String, String)> = named
        .chain(updates.keys().map(|id| ("ChoiceUpdates", id)))
        .filter(|(_, id)| question.choice(id).is_none())
        .map(|(field, id)| (field.to_owned(), format!("question `{}` has no choice `{id}`", question.id)))
        .collect();
    if !unknown.is_empty() {
        return Err(Refusal::fields(&unknown));
    }
    if let Some(selected) = selected {
        for (id, set) in &mut answer.choices {
            if selected.contains(id) {
                "SELECTED".clone_into(&mut set.status);
                "NONE".clone_into(&mut set.reason);
            } else if set.status == "SELECTED" {
                "UNSELECTED".clone_into(&mut set.status);
            }
        }
        answer.selected = selected;
        let mut seen = std::collections::BTreeSet::new();
        answer.selected.retain(|id| seen.insert(id.clone()));
    }
    for (id, update) in &updates {
        let text = |member: &str| update.get(member).and_then(Value::as_str).map(str::to_owned);
        let status = text("Status").unwrap_or_default();
        answer.selected.retain(|selected| selected != id);
        if status == "SELECTED" {
            answer.selected.push(id.clone());
        }
        let notes = text("Notes").or_else(|| answer.choices.get(id).and_then(|set| set.notes.clone()));
        let reason = text("Reason").unwrap_or_else(|| "NONE".to_owned());
        answer.choices.insert(id.clone(), ChoiceAnswer { status, reason, notes });
    }
    if let Some(notes) = request.text("Notes") {
        answer.notes = Some(notes.to_owned());
    }
    if let Some(is_applicable) = request.flag("IsApplicable") {
        answer.is_applicable = is_applicable;
        if is_applicable {
            "NONE".clone_into(&mut answer.reason);
        }
    }
    if let Some(reason) = request.text("Reason") {
        reason.clone_into(&mut answer.reason);
    }
    Ok(answer)
}
