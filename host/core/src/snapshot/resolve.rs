//! From what a source found to a review in which every reference holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Answer, AnswerDraft, Digest, Gap, LensTable, Milestone, Profile, ReviewDraft, Snapshot, Workload, checks,
    from_answers::location,
    lenses::Known,
    settle::{self, Remarks},
};
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
    resolve_among(draft, &mut LensTable::default())
}

/// The same, with a table of lenses that were seen before: reviews of one of them cost a fraction, and share it.
///
/// # Errors
///
/// As [`resolve`].
pub fn resolve_among(draft: &ReviewDraft<'_>, lenses: &mut LensTable) -> Result<Snapshot, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut notes = draft.notes.clone();
    let mut partial = draft.partial.clone();
    let known = lenses.of(draft, &mut problems);
    let lens = Arc::clone(&known.lens);
    let answers = answers(draft, &known, &mut Remarks { problems: &mut problems, notes: &mut notes }, &mut partial);
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
        lens_sha256: known.sha256,
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
    known: &Known,
    remarks: &mut Remarks<'_>,
    partial: &mut Vec<Diagnostic>,
) -> Vec<Answer> {
    let lens = &known.lens;
    let given: Vec<Option<&AnswerDraft<'_>>> = match known.answers() {
        Some(positions) => positions.iter().map(|position| draft.answers.get(*position)).collect(),
        None => by_id(draft, lens, remarks.problems),
    };
    let plans = draft.improvements.iter().filter_map(|plan| Some((plan.question_id.as_deref()?, plan)));
    let plans: BTreeMap<&str, &wire::Improvement<'_>> = plans.collect();
    let mut missing: Vec<&str> = Vec::new();
    let mut answers = Vec::with_capacity(lens.questions.len());
    for (question, given) in lens.questions.iter().zip(given) {
        let mut settled = match given {
            Some(given) => settle::settle(question, &given.answer, &mut remarks.at(given, draft)),
            None => {
                missing.push(&question.id);
                settle::unanswered()
            }
        };
        if let Some(plan) = plans.get(&*question.id) {
            settle::add_plans(question, plan, &mut settled);
        }
        answers.push(settled);
    }
    if !missing.is_empty() && !draft.absent_is_unanswered {
        partial.push(checks::missing_questions(&missing));
    }
    answers
}

/// The answer to each question of the lens. Reports questions that are answered twice or that the lens does not have.
fn by_id<'d, 'a>(
    draft: &'d ReviewDraft<'a>,
    lens: &Lens,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Option<&'d AnswerDraft<'a>>> {
    let mut by_question: BTreeMap<&str, &AnswerDraft<'_>> = BTreeMap::new();
    for answer in &draft.answers {
        let Some(id) = answer.answer.question_id.as_deref() else { continue };
        if by_question.insert(id, answer).is_some() {
            problems.push(
                Diagnostic::error("answer.duplicate", format!("question `{id}` is answered twice in one review"))
                    .help("give one export of the review, or exports of different milestones")
                    .at(location(answer, draft)),
            );
        }
    }
    unknown_questions(draft, lens, &by_question, problems);
    lens.questions.iter().map(|question| by_question.get(&*question.id).copied()).collect()
}

fn unknown_questions(
    draft: &ReviewDraft<'_>,
    lens: &Lens,
    by_question: &BTreeMap<&str, &AnswerDraft<'_>>,
    problems: &mut Vec<Diagnostic>,
) {
    if draft.lens.is_none() {
        return;
    }
    let known: BTreeSet<&str> = lens.questions.iter().map(|question| &*question.id).collect();
    let questions = list_names(lens.questions.iter().map(|question| &*question.id));
    for (id, answer) in by_question.iter().filter(|(id, _)| !known.contains(*id)) {
        problems.push(
            Diagnostic::error("answer.unknown-question", format!("lens `{}` has no question `{id}`", lens.alias))
                .help(format!("questions are {questions}; give the lens's JSON in the reviewed version"))
                .at(location(answer, draft)),
        );
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
