//! Improvements: which questions are at risk, in which order, and what to do about each?

use serde_json::{Value, json};

use super::{answers, priorities, reviews};
use crate::{context::Context, lens::cut, page, refusal::Refusal, risk, state::Workload};

/// Entries of a page where the request names no size: the service's maximum.
const SIZE: u64 = 100;

pub(super) fn list_lens_review_improvements(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let request = context.request;
    let workload = context.workload_then()?;
    let (review, lens) = reviews::find(context, workload)?;
    let first = priorities::of(context, workload);
    let order = order(workload);
    let mut entries: Vec<((usize, bool), Value)> = Vec::new();
    for (pillar, question) in lens.questions() {
        let answer = review.answers.get(&question.id);
        let risk = risk::risk(question, answer);
        let is_wanted = request.text("PillarId").is_none_or(|id| id == pillar.id)
            && (request.text("QuestionPriority") != Some("PRIORITIZED") || first.contains(&pillar.id));
        let Some(answer) = answer.filter(|_| is_wanted && risk.is_at_risk()) else { continue };
        let mut entry = json!({
            "QuestionId": question.id,
            "PillarId": pillar.id,
            "QuestionTitle": cut(&question.title, 512),
            "Risk": risk.as_str(),
        });
        let Some(members) = entry.as_object_mut() else { continue };
        if let Some(url) = answers::plan_url(&lens, question, Some(answer)) {
            members.insert("ImprovementPlanUrl".to_owned(), json!(url));
        }
        if !lens.is_official() {
            let plans = risk::open(question, answer).filter_map(|choice| {
                let plan = choice.plan.as_ref()?;
                let mut shown = json!({"ChoiceId": choice.id});
                let members = shown.as_object_mut()?;
                if let Some(text) = &plan.text {
                    members.insert("DisplayText".to_owned(), json!(cut(text, 64)));
                }
                if let Some(url) = &plan.url {
                    members.insert("ImprovementPlanUrl".to_owned(), json!(cut(url, 2048)));
                }
                Some(shown)
            });
            members.insert("ImprovementPlans".to_owned(), plans.collect());
        }
        let place = order.iter().position(|id| *id == pillar.id).unwrap_or(order.len());
        entries.push(((place, risk.as_str() != "HIGH"), entry));
    }
    entries.sort_by_key(|(place, _)| *place);
    let entries = entries.into_iter().map(|(_, entry)| entry).collect();
    let mut body = page::page_of(request, "ImprovementSummaries", entries, SIZE)?;
    body.extend(reviews::head(context, &lens));
    Ok(Value::Object(body))
}

/// The workload's pillars in the order of their priority; improvements of others follow.
fn order(workload: &Workload) -> Vec<&str> {
    let set = workload.attributes.get("PillarPriorities").and_then(Value::as_array);
    set.into_iter().flatten().filter_map(Value::as_str).collect()
}
