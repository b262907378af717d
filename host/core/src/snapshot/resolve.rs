//! From what a source found to a review in which every reference holds.

use std::{collections::BTreeMap, sync::Arc};

use super::{Answer, Digest, Gap, Milestone, Profile, ReviewDraft, Snapshot, Workload, checks, from_answers, settle};
use crate::{
    catalogue,
    diagnostic::{Diagnostic, list_names},
    digest,
    lens::{ChoiceSet, Lens, Question},
    risk::{Level, Risk},
    wire,
};

/// Resolves a draft.
///
/// A review that is not whole is resolved all the same: [`Snapshot::partial`] says why, and the caller decides.
///
/// # Errors
///
/// Everything at once that keeps the draft from being used: answers that name a question or choice that the lens does
/// not have, an answer without a question, a question answered twice.
pub fn resolve(draft: &ReviewDraft<'_>) -> Result<Snapshot, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut notes = draft.notes.clone();
    let mut partial = draft.partial.clone();
    let lens = match &draft.lens {
        Some(lens) => Arc::new(from_answers::identify(Lens::clone(lens), &draft.review)),
        None => Arc::new(from_answers::build(draft, &mut problems)),
    };
    let answers = answers(draft, &lens, &mut problems, &mut notes, &mut partial);
    if lens.questions.is_empty() && problems.is_empty() {
        problems.push(
            Diagnostic::error("review.no-questions", format!("the review of lens `{}` has no questions", lens.alias))
                .help("give the answers of the review (`list-answers`)"),
        );
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if draft.lens.is_none() && catalogue::is_framework(Some(&lens.alias), lens.arn.as_deref()) {
        checks::against_catalogue(&lens, &mut partial, &mut notes);
    }
    checks::against_counts(&lens, &answers, &draft.review, &mut partial);
    let milestone = milestone(draft);
    let recorded_at = milestone.as_ref().and_then(|milestone| milestone.recorded_at);
    let (gaps, open_practices) = gaps(&lens, &answers);
    let mut snapshot = Snapshot {
        lens_sha256: digest::lens(&lens),
        lens,
        workload: workload(&draft.workload),
        milestone,
        reviewed_at: recorded_at.or(draft.review.updated_at).or(draft.workload.updated_at),
        profile: draft.review.profiles.first().or(draft.workload.profiles.first()).map(profile),
        notes: owned(&draft.review.notes).filter(|notes| !notes.is_empty()),
        answers,
        gaps,
        open_practices,
        previous: None,
        partial,
        notes_for_reader: notes,
        sha256: Digest([0; 32]),
    };
    snapshot.sha256 = digest::snapshot(&snapshot);
    Ok(snapshot)
}

fn owned(text: &Option<wire::Text<'_>>) -> Option<String> {
    text.as_ref().map(wire::Text::to_owned_string)
}

/// One answer per question, in lens order.
fn answers(
    draft: &ReviewDraft<'_>,
    lens: &Lens,
    problems: &mut Vec<Diagnostic>,
    notes: &mut Vec<Diagnostic>,
    partial: &mut Vec<Diagnostic>,
) -> Vec<Answer> {
    let mut by_question: BTreeMap<&str, &super::AnswerDraft<'_>> = BTreeMap::new();
    for answer in &draft.answers {
        let Some(id) = answer.answer.question_id.as_deref() else { continue };
        if by_question.insert(id, answer).is_some() {
            problems.push(
                Diagnostic::error("answer.duplicate", format!("question `{id}` is answered twice in one review"))
                    .help("give one export of the review, or exports of different milestones")
                    .at(from_answers::location(answer, draft)),
            );
        }
    }
    unknown_questions(draft, lens, &by_question, problems);
    let plans = draft.improvements.iter().filter_map(|plan| Some((plan.question_id.as_deref()?, plan)));
    let plans: BTreeMap<&str, &wire::Improvement<'_>> = plans.collect();
    let mut missing: Vec<&str> = Vec::new();
    let mut answers = Vec::with_capacity(lens.questions.len());
    for question in &lens.questions {
        let mut settled = match by_question.get(question.id.as_str()) {
            Some(answer) => {
                let location = from_answers::location(answer, draft);
                settle::settle(question, &answer.answer, &mut settle::Remarks { problems, notes, location })
            }
            None => {
                missing.push(&question.id);
                settle::unanswered()
            }
        };
        if let Some(plan) = plans.get(question.id.as_str()) {
            settle::add_plans(question, plan, &mut settled);
        }
        answers.push(settled);
    }
    if !missing.is_empty() && !draft.absent_is_unanswered {
        partial.push(checks::missing_questions(&missing));
    }
    answers
}

fn unknown_questions(
    draft: &ReviewDraft<'_>,
    lens: &Lens,
    by_question: &BTreeMap<&str, &super::AnswerDraft<'_>>,
    problems: &mut Vec<Diagnostic>,
) {
    if draft.lens.is_none() {
        return;
    }
    for (id, answer) in by_question {
        if !lens.questions.iter().any(|question| question.id == *id) {
            let questions = list_names(lens.questions.iter().map(|question| question.id.as_str()));
            problems.push(
                Diagnostic::error("answer.unknown-question", format!("lens `{}` has no question `{id}`", lens.alias))
                    .help(format!("questions are {questions}; give the lens's JSON in the reviewed version"))
                    .at(from_answers::location(answer, draft)),
            );
        }
    }
}

fn milestone(draft: &ReviewDraft<'_>) -> Option<Milestone> {
    let milestone = draft.milestone.as_ref()?;
    let number = milestone.milestone_number.filter(|number| *number > 0)?;
    Some(Milestone { number, name: owned(&milestone.milestone_name), recorded_at: milestone.recorded_at })
}

fn profile(profile: &wire::Profile<'_>) -> Profile {
    Profile { arn: owned(&profile.profile_arn), version: owned(&profile.profile_version) }
}

fn workload(workload: &wire::Workload<'_>) -> Workload {
    let texts = |texts: &[wire::Text<'_>]| texts.iter().map(wire::Text::to_owned_string).collect::<Vec<_>>();
    let some = |text: &Option<wire::Text<'_>>| owned(text).filter(|text| !text.is_empty());
    // arn:partition:wellarchitected:region:account:workload/id
    let mut parts = workload.workload_arn.as_deref().unwrap_or_default().split(':').skip(3);
    let mut part = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
    let (region, account) = (part(), part());
    let owner = some(&workload.owner);
    let review_owner = some(&workload.review_owner);
    let tags = workload.tags.iter().flatten();
    Workload {
        id: some(&workload.workload_id),
        arn: some(&workload.workload_arn),
        account: account.or_else(|| owner.clone()),
        region,
        regions: texts(&workload.aws_regions),
        name: some(&workload.workload_name),
        has_review_owner: review_owner.is_some(),
        owner: review_owner.or(owner),
        environment: some(&workload.environment),
        industry_type: some(&workload.industry_type),
        industry: some(&workload.industry),
        tags: tags.map(|(key, value)| (key.to_owned_string(), value.to_owned_string())).collect(),
        pillar_priorities: texts(&workload.pillar_priorities),
        improvement_status: some(&workload.improvement_status),
        updated_at: workload.updated_at,
    }
}

/// Gaps of questions at risk, and missing practices of questions at no risk.
fn gaps(lens: &Lens, answers: &[Answer]) -> (Vec<Gap>, Vec<Gap>) {
    let (mut gaps, mut open) = (Vec::new(), Vec::new());
    for (position, (question, answer)) in lens.questions.iter().zip(answers).enumerate() {
        let missing =
            missing(question, answer).map(|(choice, level)| Gap { question: position, choice: Some(choice), level });
        if answer.risk.is_at_risk() {
            gaps.push(Gap { question: position, choice: None, level: Level::Unknown });
            gaps.extend(missing);
        } else if answer.risk == Risk::NoRisk {
            open.extend(missing);
        }
    }
    (gaps, open)
}

/// Practices that are neither selected nor not applicable.
fn missing<'a>(question: &'a Question, answer: &'a Answer) -> impl Iterator<Item = (usize, Level)> + 'a {
    let taken = ChoiceSet(answer.selected.0 | answer.not_applicable.0);
    question
        .practices()
        .filter(move |(position, _)| !taken.contains(*position))
        .map(|(position, choice)| (position, choice.level))
}

/// Gives each review the milestone before it: the one of the same workload and lens with the greatest lower number; the
/// current state comes after every milestone. Questions and choices are matched by id, since lens versions differ.
pub fn link_previous(snapshots: &mut [Snapshot]) {
    let key = |snapshot: &Snapshot| {
        let workload = &snapshot.workload;
        (workload.account.clone(), workload.region.clone(), workload.id.clone(), snapshot.lens.alias.clone())
    };
    let number = |snapshot: &Snapshot| snapshot.milestone.as_ref().map_or(u32::MAX, |milestone| milestone.number);
    let found: Vec<Option<Arc<Vec<Answer>>>> = snapshots
        .iter()
        .map(|snapshot| {
            let before =
                snapshots.iter().filter(|other| key(other) == key(snapshot) && number(other) < number(snapshot));
            let before = before.max_by_key(|other| number(other))?;
            Some(Arc::new(rows_of(before, &snapshot.lens)))
        })
        .collect();
    for (snapshot, previous) in snapshots.iter_mut().zip(found) {
        if previous.is_some() {
            snapshot.previous = previous;
            snapshot.sha256 = digest::snapshot(snapshot);
        }
    }
}

/// The answers of `before` in the rows of `lens`.
fn rows_of(before: &Snapshot, lens: &Lens) -> Vec<Answer> {
    let rows = lens.questions.iter().map(|question| {
        let found = before.lens.questions.iter().zip(&before.answers).find(|(other, _)| other.id == question.id);
        let Some((other, answer)) = found else { return settle::unanswered() };
        let position = |position: usize| {
            let id = other.choices.get(position).map(|choice| &choice.id);
            question.choices.iter().position(|choice| Some(&choice.id) == id)
        };
        let set = |set: ChoiceSet| {
            let mut moved = ChoiceSet::default();
            (0..other.choices.len())
                .filter(|at| set.contains(*at))
                .filter_map(position)
                .for_each(|at| moved.insert(at));
            moved
        };
        Answer {
            selected: set(answer.selected),
            not_applicable: set(answer.not_applicable),
            accepted: set(answer.accepted),
            choice_reasons: BTreeMap::new(),
            choice_plans: BTreeMap::new(),
            choice_notes: BTreeMap::new(),
            by_rule: None,
            ..answer.clone()
        }
    });
    rows.collect()
}
