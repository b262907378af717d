//! How does a review cross the border? As columns of integers; the lens once, with its texts.

use architrave_core::{
    lens::{Choice, Lens},
    snapshot::{Answer, Gap, Snapshot, Workload},
};

use crate::bindings::architrave::plugin::types as wit;

/// Most rows of a list whose positions are 16 bits, the largest of which stands for none.
pub(crate) const ROWS_MAX: usize = 65_535;

/// Gives a lens to `receive` as the contract has it.
pub(crate) fn with_lens<R>(lens: &Lens, receive: impl FnOnce(wit::Lens<'_>) -> R) -> R {
    let pillars: Vec<_> =
        lens.pillars.iter().map(|pillar| wit::Pillar { id: &pillar.id, name: &pillar.name }).collect();
    let choices: Vec<Vec<_>> =
        lens.questions.iter().map(|question| question.choices.iter().map(choice).collect()).collect();
    let questions: Vec<_> = lens
        .questions
        .iter()
        .zip(&choices)
        .map(|(question, choices)| wit::Question {
            id: &question.id,
            code: question.code.as_deref().unwrap_or_default(),
            pillar: position(question.pillar),
            title: &question.title,
            choices,
        })
        .collect();
    receive(wit::Lens {
        alias: &lens.alias,
        arn: lens.arn.as_deref().unwrap_or_default(),
        version: lens.version.as_deref().unwrap_or_default(),
        name: lens.name.as_deref().unwrap_or_default(),
        status: lens_status(lens.status.as_deref()),
        pillars: &pillars,
        questions: &questions,
    })
}

fn choice(choice: &Choice) -> wit::Choice<'_> {
    wit::Choice {
        id: &choice.id,
        practice: choice.practice.as_deref().unwrap_or_default(),
        title: &choice.title,
        level: choice.level.code(),
        none_of_these: choice.none_of_these,
    }
}

/// The columns of one review.
#[derive(Debug)]
pub(crate) struct Columns<'a> {
    workload: &'a Workload,
    has_profile: bool,
    tags: Vec<(&'a str, &'a str)>,
    pillar_priorities: Vec<u16>,
    as_of_day: Option<u32>,
    current: State,
    previous: Option<State>,
    gap_questions: Vec<u16>,
    gap_choices: Vec<u16>,
    gap_levels: Vec<u8>,
}

/// One row per question. Two allocations for all columns: there is one of these per review and plugin.
#[derive(Debug)]
struct State {
    rows: usize,
    /// Marks, reasons, risks and origins, one column after the other.
    bytes: Vec<u8>,
    /// Not applicable, accepted and selected choices, one column after the other.
    sets: Vec<u64>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(snapshot: &'a Snapshot) -> Self {
        let workload = &snapshot.workload;
        let pillar_position =
            |id: &String| snapshot.lens.pillars.iter().position(|pillar| pillar.id == *id).map(position);
        Self {
            workload,
            has_profile: snapshot.profile.is_some(),
            tags: workload.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
            pillar_priorities: workload.pillar_priorities.iter().filter_map(pillar_position).collect(),
            as_of_day: snapshot.reviewed_at.and_then(architrave_core::wire::Timestamp::day),
            current: State::of(&snapshot.answers),
            previous: snapshot.previous.as_ref().map(|answers| State::of(answers)),
            gap_questions: snapshot.gaps.iter().map(|gap| position(gap.question)).collect(),
            gap_choices: snapshot.gaps.iter().map(|gap| gap.choice.map_or(u16::MAX, position)).collect(),
            gap_levels: snapshot.gaps.iter().map(|gap: &Gap| gap.level.code()).collect(),
        }
    }

    /// What applies: no risk, no selection.
    pub(crate) fn frame(&self) -> wit::Frame<'_> {
        let workload = self.workload;
        wit::Frame {
            workload: wit::Workload {
                id: text(workload.id.as_ref()),
                account: text(workload.account.as_ref()),
                region: text(workload.region.as_ref()),
                name: text(workload.name.as_ref()),
                environment: environment(workload.environment.as_deref()),
                industry_type: text(workload.industry_type.as_ref()),
                industry: text(workload.industry.as_ref()),
                pillar_priorities: &self.pillar_priorities,
                improvement_status: improvement_status(workload.improvement_status.as_deref()),
                has_review_owner: workload.has_review_owner,
                has_profile: self.has_profile,
                tags: &self.tags,
            },
            scope: self.current.scope(),
            as_of_day: self.as_of_day,
        }
    }

    /// What was answered.
    pub(crate) fn review(&self) -> wit::Review<'_> {
        wit::Review {
            answers: self.current.answers(),
            gaps: wit::Gaps { questions: &self.gap_questions, choices: &self.gap_choices, levels: &self.gap_levels },
            previous: self.previous.as_ref().map(State::milestone),
        }
    }
}

impl State {
    fn of(answers: &[Answer]) -> Self {
        let rows = answers.len();
        let mut bytes = vec![0; rows.saturating_mul(4)];
        let mut sets = vec![0; rows.saturating_mul(3)];
        let [marks, reasons, risks, origins] = columns_mut(&mut bytes, rows);
        let [not_applicable, accepted, selected] = columns_mut(&mut sets, rows);
        let applies = marks.iter_mut().zip(reasons).zip(not_applicable.iter_mut().zip(accepted));
        let answered = risks.iter_mut().zip(origins).zip(selected);
        for (answer, (scope, row)) in answers.iter().zip(applies.zip(answered)) {
            let ((marks, reason), (not_applicable, accepted)) = scope;
            let ((risk, origin), selected) = row;
            let applicable = answer.is_applicable();
            let by_rule = answer.by_rule.is_some_and(|(risk, _)| risk == answer.risk);
            *marks = u8::from(applicable) | u8::from(answer.prioritized == Some(true)) << 1;
            *reason = if applicable { 0 } else { answer.reason.code() };
            *not_applicable = answer.not_applicable.0;
            *accepted = answer.accepted.0;
            *risk = answer.risk.code();
            *origin = u8::from(answer.recorded.is_some()) | u8::from(by_rule) << 1;
            *selected = answer.selected.0;
        }
        Self { rows, bytes, sets }
    }

    fn scope(&self) -> wit::Scope<'_> {
        let [marks, reasons, _, _] = columns(&self.bytes, self.rows);
        let [not_applicable, accepted, _] = columns(&self.sets, self.rows);
        wit::Scope { marks, reasons, not_applicable, accepted }
    }

    fn milestone(&self) -> wit::Milestone<'_> {
        wit::Milestone { scope: self.scope(), answers: self.answers() }
    }

    fn answers(&self) -> wit::Answers<'_> {
        let [_, _, risks, origins] = columns(&self.bytes, self.rows);
        let [_, _, selected] = columns(&self.sets, self.rows);
        wit::Answers { risks, origins, selected }
    }
}

/// Columns of so many rows that stand one after the other.
fn columns<T, const COUNT: usize>(mut rest: &[T], rows: usize) -> [&[T]; COUNT] {
    std::array::from_fn(|_| {
        let (column, after) = rest.split_at_checked(rows).unwrap_or_default();
        rest = after;
        column
    })
}

/// The same, to be written.
fn columns_mut<T, const COUNT: usize>(mut rest: &mut [T], rows: usize) -> [&mut [T]; COUNT] {
    std::array::from_fn(|_| {
        let (column, after) = std::mem::take(&mut rest).split_at_mut_checked(rows).unwrap_or_default();
        rest = after;
        column
    })
}

fn text(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

/// A position as the contract has it. Whoever has more rows than [`ROWS_MAX`] was refused before.
fn position(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

fn lens_status(status: Option<&str>) -> u8 {
    match status {
        Some("CURRENT") => 1,
        Some("NOT_CURRENT") => 2,
        Some("DEPRECATED") => 3,
        Some("DELETED") => 4,
        Some("UNSHARED") => 5,
        _ => 0,
    }
}

fn environment(environment: Option<&str>) -> u8 {
    match environment {
        Some("PRODUCTION") => 1,
        Some("PREPRODUCTION") => 2,
        _ => 0,
    }
}

fn improvement_status(status: Option<&str>) -> u8 {
    match status {
        Some("NOT_APPLICABLE") => 1,
        Some("NOT_STARTED") => 2,
        Some("IN_PROGRESS") => 3,
        Some("COMPLETE") => 4,
        Some("RISK_ACKNOWLEDGED") => 5,
        _ => 0,
    }
}
