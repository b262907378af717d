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

/// One row per question.
#[derive(Debug)]
struct State {
    marks: Vec<u8>,
    reasons: Vec<u8>,
    not_applicable: Vec<u64>,
    accepted: Vec<u64>,
    risks: Vec<u8>,
    origins: Vec<u8>,
    selected: Vec<u64>,
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
        let mut state = Self {
            marks: Vec::with_capacity(rows),
            reasons: Vec::with_capacity(rows),
            not_applicable: Vec::with_capacity(rows),
            accepted: Vec::with_capacity(rows),
            risks: Vec::with_capacity(rows),
            origins: Vec::with_capacity(rows),
            selected: Vec::with_capacity(rows),
        };
        for answer in answers {
            state.push(answer);
        }
        state
    }

    fn push(&mut self, answer: &Answer) {
        let applicable = answer.is_applicable();
        let by_rule = answer.by_rule.is_some_and(|(risk, _)| risk == answer.risk);
        self.marks.push(u8::from(applicable) | u8::from(answer.prioritized == Some(true)) << 1);
        self.reasons.push(if applicable { 0 } else { answer.reason.code() });
        self.not_applicable.push(answer.not_applicable.0);
        self.accepted.push(answer.accepted.0);
        self.risks.push(answer.risk.code());
        self.origins.push(u8::from(answer.recorded.is_some()) | u8::from(by_rule) << 1);
        self.selected.push(answer.selected.0);
    }

    fn scope(&self) -> wit::Scope<'_> {
        wit::Scope {
            marks: &self.marks,
            reasons: &self.reasons,
            not_applicable: &self.not_applicable,
            accepted: &self.accepted,
        }
    }

    fn milestone(&self) -> wit::Milestone<'_> {
        wit::Milestone { scope: self.scope(), answers: self.answers() }
    }

    fn answers(&self) -> wit::Answers<'_> {
        wit::Answers { risks: &self.risks, origins: &self.origins, selected: &self.selected }
    }
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
