//! What do we know about one question? Selection, applicability and risk, settled by the rules of the counts.

use std::collections::BTreeMap;

use super::{Answer, AnswerDraft, ReviewDraft, from_answers::location, place};
use crate::{
    diagnostic::{Diagnostic, list_names},
    lens::{ChoiceSet, Plan, Question, Word, rules},
    risk::{Reason, Risk},
    wire,
};

/// An answer to a question of which nothing is known.
pub(super) fn unanswered() -> Answer {
    Answer {
        risk: Risk::Unanswered,
        recorded: None,
        by_rule: None,
        prioritized: None,
        reason: Reason::NoneGiven,
        selected: ChoiceSet::default(),
        not_applicable: ChoiceSet::default(),
        accepted: ChoiceSet::default(),
        choice_reasons: BTreeMap::new(),
        plan_url: None,
        choice_plans: BTreeMap::new(),
        jira_url: None,
        notes: None,
        choice_notes: BTreeMap::new(),
    }
}

/// Where remarks go.
pub(super) struct Remarks<'r> {
    /// What keeps the input from being used.
    pub(super) problems: &'r mut Vec<Diagnostic>,
    /// What a reader should know.
    pub(super) notes: &'r mut Vec<Diagnostic>,
}

/// Where remarks about one answer go.
pub(super) struct RemarksAt<'r> {
    problems: &'r mut Vec<Diagnostic>,
    notes: &'r mut Vec<Diagnostic>,
    answer: &'r AnswerDraft<'r>,
    review: &'r ReviewDraft<'r>,
}

impl Remarks<'_> {
    /// About an answer of the review.
    pub(super) fn at<'r>(&'r mut self, answer: &'r AnswerDraft<'r>, review: &'r ReviewDraft<'r>) -> RemarksAt<'r> {
        RemarksAt { problems: self.problems, notes: self.notes, answer, review }
    }
}

impl RemarksAt<'_> {
    fn problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem.at(location(self.answer, self.review)));
    }

    fn note(&mut self, code: &'static str, message: String, help: &str) {
        let note = Diagnostic::note(code, message).help(help);
        self.notes.push(note.at(location(self.answer, self.review)));
    }
}

/// Settles every fact about one question.
pub(super) fn settle(question: &Question, answer: &wire::Answer<'_>, remarks: &mut RemarksAt<'_>) -> Answer {
    let mut settled = unanswered();
    select(question, answer, &mut settled, remarks);
    settled.recorded = answer.risk.as_deref().map(|word| {
        let known = Some(Risk::parse(word)).filter(|risk| *risk != Risk::Unknown).map(Risk::as_str);
        known.map_or_else(|| Word::Owned(word.to_owned()), Word::Borrowed)
    });
    settled.prioritized = match answer.question_type.as_deref() {
        Some("PRIORITIZED") => Some(true),
        Some("NON_PRIORITIZED") => Some(false),
        Some(_) | None => None,
    };
    judge(question, answer.is_applicable.unwrap_or(true), &mut settled, remarks);
    if settled.risk == Risk::NotApplicable {
        settled.reason = answer.reason.as_deref().map_or(Reason::NoneGiven, Reason::parse);
    }
    settled.plan_url = answer.improvement_plan_url.as_ref().map(|url| url.to_owned_string());
    settled.jira_url = answer
        .jira_configuration
        .as_ref()
        .and_then(|jira| jira.jira_issue_url.as_ref())
        .map(wire::Text::to_owned_string);
    settled.notes = answer.notes.as_ref().filter(|notes| !notes.is_empty()).map(|notes| notes.to_owned_string());
    settled
}

/// Selected and not applicable choices; what is both counts as selected.
fn select(question: &Question, answer: &wire::Answer<'_>, settled: &mut Answer, remarks: &mut RemarksAt<'_>) {
    let mut unknown: Vec<&str> = Vec::new();
    let mut next = 0;
    let mut position = |id: &str| place(&question.choices, &mut next, |choice| choice.id == id);
    for id in &answer.selected_choices {
        match position(id) {
            Some(position) => settled.selected.insert(position),
            None => unknown.push(id),
        }
    }
    let mut marked = ChoiceSet::default();
    for status in answer.choice_answer_summaries.iter().chain(&answer.choice_answers) {
        let Some(id) = status.choice_id.as_deref() else { continue };
        let Some(position) = position(id) else {
            unknown.push(id);
            continue;
        };
        match status.status.as_deref() {
            Some("SELECTED") => settled.selected.insert(position),
            Some("NOT_APPLICABLE") => {
                marked.insert(position);
                let reason = status.reason.as_deref().map_or(Reason::NoneGiven, Reason::parse);
                settled.choice_reasons.insert(position, reason);
            }
            Some("UNSELECTED") | None => {}
            Some(word) => remarks.note(
                "answer.unknown-status",
                format!("question `{}` has choice `{id}` with the unknown status `{word}`", question.id),
                "it counts as unselected",
            ),
        }
        if let Some(notes) = status.notes.as_deref().filter(|notes| !notes.is_empty()) {
            settled.choice_notes.insert(position, notes.to_owned());
        }
    }
    unknown.sort_unstable();
    unknown.dedup();
    report_unknown(question, &unknown, remarks);
    report_contradictions(question, settled.selected, marked, remarks);
    settled.not_applicable = ChoiceSet(marked.0 & !settled.selected.0);
    settled.choice_reasons.retain(|position, _| settled.not_applicable.contains(*position));
    for (position, reason) in &settled.choice_reasons {
        if reason.is_accepted_risk() {
            settled.accepted.insert(*position);
        }
    }
}

fn report_unknown(question: &Question, unknown: &[&str], remarks: &mut RemarksAt<'_>) {
    for id in unknown {
        let message = format!("question `{}` has no choice `{id}`", question.id);
        let choices = list_names(question.choices.iter().map(|choice| &*choice.id));
        let help = format!("choices are {choices}; a lens of another version has other ids");
        remarks.problem(Diagnostic::error("answer.unknown-choice", message).help(help));
    }
}

fn report_contradictions(question: &Question, selected: ChoiceSet, marked: ChoiceSet, remarks: &mut RemarksAt<'_>) {
    let practices = ChoiceSet(selected.0 & question.practice_set().0);
    if !practices.is_empty() && practices != selected {
        remarks.note(
            "answer.contradictory",
            format!("question `{}` has practices selected together with \"none of these\"", question.id),
            "the practices count as recorded; correct the answer in the review",
        );
    }
    let both = ChoiceSet(selected.0 & marked.0);
    if !both.is_empty() {
        let ids = question.choices.iter().enumerate().filter(|(position, _)| both.contains(*position));
        let ids = list_names(ids.map(|(_, choice)| &*choice.id));
        remarks.note(
            "answer.contradictory",
            format!("question `{}` has choices both selected and not applicable: {ids}", question.id),
            "selected wins; correct the answer in the review",
        );
    }
}

/// The risk that stands: the recorded one, else what [`rules::judge`] gives.
fn judge(question: &Question, is_applicable: bool, settled: &mut Answer, remarks: &mut RemarksAt<'_>) {
    let (computed, rule) = rules::judge(question, settled.selected, is_applicable);
    settled.by_rule = rule.map(|rule| (computed, rule));
    settled.risk = settled.recorded.as_deref().map_or(computed, Risk::parse);
    remark_on_risk(question, is_applicable, settled, remarks);
}

fn remark_on_risk(question: &Question, is_applicable: bool, settled: &Answer, remarks: &mut RemarksAt<'_>) {
    let id = &question.id;
    match (settled.recorded.as_deref(), settled.risk) {
        (Some(word), Risk::Unknown) => remarks.note(
            "risk.unknown-value",
            format!("question `{id}` has the unknown risk `{word}`"),
            "it counts as unanswered; a newer version may know the value",
        ),
        (None, Risk::Unknown) if question.rules.is_some() => remarks.note(
            "lens.no-rule-matches",
            format!("question `{id}` has a selection that no risk rule of the lens matches"),
            "its risk is unknown and counts as unanswered; add a `default` rule to the lens",
        ),
        (None, Risk::Unknown) => remarks.note(
            "risk.not-recorded",
            format!("question `{id}` is answered, and the input does not tell its risk"),
            "it counts as unanswered; export the review with its risks, or give the lens's JSON beside it",
        ),
        (None, Risk::Unanswered) if !settled.not_applicable.is_empty() => {
            if ChoiceSet(settled.not_applicable.0 & question.practice_set().0) == question.practice_set() {
                remarks.note(
                    "answer.nothing-applicable",
                    format!("question `{id}` has all its practices not applicable and no recorded risk"),
                    "it counts as unanswered; mark the question itself as not applicable if that is meant",
                );
            }
        }
        (Some(_), risk) if !is_applicable && risk != Risk::NotApplicable => remarks.note(
            "answer.contradictory",
            format!("question `{id}` is not applicable and has the recorded risk {risk}"),
            "the recorded risk stands",
        ),
        (Some(_), risk) => {
            if let Some((computed, rule)) = settled.by_rule.filter(|(computed, _)| *computed != risk) {
                remarks.note(
                    "risk.rules-disagree",
                    format!(
                        "question `{id}` is recorded as {risk}, and rule {} of the lens gives {computed}",
                        rule.saturating_add(1)
                    ),
                    "the recorded risk stands; the review may have been made with another version of the lens",
                );
            }
        }
        (None, _) => {}
    }
}

/// Plans that the improvement list knows and the lens does not.
pub(super) fn add_plans(question: &Question, improvement: &wire::Improvement<'_>, settled: &mut Answer) {
    if settled.plan_url.is_none() {
        settled.plan_url = improvement.improvement_plan_url.as_ref().map(wire::Text::to_owned_string);
    }
    for plan in &improvement.improvement_plans {
        let found =
            question.choices.iter().enumerate().find(|(_, choice)| plan.choice_id.as_deref() == Some(&*choice.id));
        if let Some((position, choice)) = found
            && choice.plan.is_none()
        {
            let plan = Plan {
                text: plan.display_text.as_ref().map(wire::Text::to_owned_string),
                url: plan.improvement_plan_url.as_ref().map(wire::Text::to_owned_string),
            };
            settled.choice_plans.insert(position, plan);
        }
    }
}
