//! Counts, completion, gaps and scores.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Selection, choice_ids, judge, list, questions, text};

/// What is known of a review.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Per question, in lens order: id, risk, and the rule that was true where rules were asked.
    pub risks: Vec<(String, String, Option<usize>)>,
    /// Questions per risk, those without any left out.
    pub counts: BTreeMap<String, u64>,
    /// The same per pillar id.
    pub pillar_counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// Answered, applicable, total.
    pub completion: (u64, u64, u64),
    /// What to improve: question, and choice unless it is the question's own entry.
    pub gaps: Vec<(String, Option<String>)>,
    /// Missing practices of questions at no risk.
    pub open_practices: Vec<(String, Option<String>)>,
}

/// The facts of a review from lens JSON and answers as `ListAnswers` gives them. A question without one is unanswered.
#[must_use]
pub fn facts(lens: &Value, answers: &[Value]) -> Facts {
    let mut facts = Facts::default();
    for (pillar, question) in questions(lens) {
        let id = text(question, "id");
        let none = Value::Null;
        let answer = answers.iter().find(|answer| text(answer, "QuestionId") == id).unwrap_or(&none);
        let selected = selected(answer);
        let applicable = answer.get("IsApplicable").and_then(Value::as_bool).unwrap_or(true);
        let (computed, rule) = judge(question, &selected, applicable);
        let risk = match answer.get("Risk").and_then(Value::as_str) {
            Some(word @ ("HIGH" | "MEDIUM" | "NONE" | "UNANSWERED" | "NOT_APPLICABLE")) => word.to_owned(),
            Some(_) => "unknown".to_owned(),
            None => computed,
        };
        *facts.counts.entry(risk.clone()).or_default() += 1;
        *facts.pillar_counts.entry(text(pillar, "id").to_owned()).or_default().entry(risk.clone()).or_default() += 1;
        let answered = ["HIGH", "MEDIUM", "NONE"].contains(&risk.as_str());
        facts.completion.0 += u64::from(answered);
        facts.completion.1 += u64::from(risk != "NOT_APPLICABLE");
        facts.completion.2 += 1;
        if risk == "HIGH" || risk == "MEDIUM" {
            facts.gaps.push((id.to_owned(), None));
        }
        for choice in missing(question, answer, &selected) {
            match risk.as_str() {
                "HIGH" | "MEDIUM" => facts.gaps.push((id.to_owned(), Some(choice))),
                "NONE" => facts.open_practices.push((id.to_owned(), Some(choice))),
                _ => {}
            }
        }
        facts.risks.push((id.to_owned(), risk, rule));
    }
    facts
}

/// Named in the list of selected choices, or with that status.
fn selected(answer: &Value) -> Selection<'_> {
    let named = list(answer.get("SelectedChoices").unwrap_or(&Value::Null)).iter().filter_map(Value::as_str);
    named.chain(with_status(answer, "SELECTED")).collect()
}

fn with_status<'a>(answer: &'a Value, status: &str) -> Vec<&'a str> {
    let statuses = list(answer.get("ChoiceAnswerSummaries").unwrap_or(&Value::Null)).iter();
    statuses.filter(|choice| text(choice, "Status") == status).map(|choice| text(choice, "ChoiceId")).collect()
}

/// Practices that are neither selected nor not applicable.
fn missing(question: &Value, answer: &Value, selected: &Selection<'_>) -> Vec<String> {
    let out = with_status(answer, "NOT_APPLICABLE");
    let ids = choice_ids(question).into_iter();
    ids.filter(|id| !id.ends_with("_no") && !selected.contains(id) && !out.contains(id)).map(str::to_owned).collect()
}

/// Score, lowest and highest in basis points from contributions: points, of, and whether the question is answered. `None`
/// when there is nothing to divide by.
#[must_use]
pub fn score(contributions: &[(u64, u64, bool)]) -> Option<(u64, u64, u64)> {
    let points: u64 = contributions.iter().map(|(points, _, _)| points).sum();
    let of: u64 = contributions.iter().map(|(_, of, _)| of).sum();
    let open: u64 = contributions.iter().filter(|(_, _, answered)| !answered).map(|(_, of, _)| of).sum();
    let share = |part: u64| (part * 10_000).checked_div(of);
    Some((share(points)?, share(points)?, share(points + open)?))
}
