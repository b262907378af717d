//! What plugins said about a review: values that were checked, or faults.
//!
//! A fault is data. It stands in the report, and never stops the host.

mod by_gap;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::snapshot::Digest;

pub use by_gap::ByGap;

/// One of the questions that a plugin can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// How good is it?
    Scoring,
    /// What comes first?
    Priority,
    /// What happens if it is left so?
    Impact,
    /// How is it mended?
    Guidance,
}

impl Role {
    /// All roles, in the order in which they are called.
    pub const ALL: [Self; 4] = [Self::Scoring, Self::Priority, Self::Impact, Self::Guidance];

    /// As configuration and report write it; also the name of the WIT interface.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scoring => "scoring",
            Self::Priority => "priority",
            Self::Impact => "impact",
            Self::Guidance => "guidance",
        }
    }
}

/// Every text of a plugin, from `prepare`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Legend {
    /// Reasons of points and priorities.
    pub reasons: Vec<LegendEntry>,
    /// Consequences.
    pub consequences: Vec<LegendEntry>,
    /// Lines of guidance.
    pub advice: Vec<LegendEntry>,
    /// Figures shown beside the score.
    pub measures: Vec<MeasureEntry>,
    /// Requirements without evidence.
    pub controls: Vec<ControlEntry>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendEntry {
    /// Stable, unique in its list.
    pub id: String,
    /// One line for people.
    pub text: String,
}

/// A figure shown beside the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureEntry {
    /// Stable, unique in its list.
    pub id: String,
    /// One line for people.
    pub text: String,
    /// Empty for a bare count.
    pub unit: String,
    /// Which direction is good.
    pub higher_is_better: bool,
}

/// A requirement of a framework. Indicative, never a statement of compliance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ControlEntry {
    /// Such as `PCI-DSS-4.0`.
    pub framework: String,
    /// The requirement's id in the framework.
    pub requirement: String,
}

/// What one plugin said about one review.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The plugin's id, from its manifest.
    pub plugin: String,
    /// Texts that the codes below refer to; every code was checked against it.
    pub legend: Arc<Legend>,
    /// Of `legend`; made once, since every review of a run has the same texts.
    pub legend_sha256: Digest,
    /// `None` where the role was not asked for; `Err` where it faulted.
    pub scoring: Option<Result<Scorecard, Fault>>,
    /// As for scoring.
    pub priority: Option<Result<Priorities, Fault>>,
    /// As for scoring.
    pub impact: Option<Result<Consequences, Fault>>,
    /// As for scoring.
    pub guidance: Option<Result<Advice, Fault>>,
    /// Fuel used by `prepare`, `begin`, `reveal` and the roles; the same on every machine.
    pub fuel: u64,
    /// False when a wall-clock limit had a part in it.
    pub reproducible: bool,
    /// What the plugin logged, cleaned and bounded, in order.
    pub log: Vec<LogLine>,
}

/// Something that a plugin logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// 0 debug, 1 info, 2 warn.
    pub severity: u8,
    /// One line, without control characters.
    pub message: String,
}

/// Position in a list of the legend; `None` for no text.
pub type LegendCode = Option<u16>;

/// A scorecard that keeps the laws: one row per question of the lens, `points ≤ of`, no points for the unanswered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    /// One per question, in lens order; `None` for a question that is not applicable or not scored.
    pub contributions: Vec<Option<Contribution>>,
    /// One value per measure of the legend.
    pub measures: Vec<i64>,
}

/// What one question adds to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// 0 to `of`.
    pub points: u32,
    /// At least 1.
    pub of: u32,
    /// Into [`Legend::reasons`].
    pub reason: LegendCode,
}

/// One row per gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priorities {
    /// In the order of the gaps.
    pub rows: Vec<Priority>,
}

/// How soon a gap should be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priority {
    /// 1 (first) to 10.
    pub priority: u8,
    /// `None` when nobody estimated it.
    pub effort: Option<Effort>,
    /// Into [`Legend::reasons`].
    pub reason: LegendCode,
}

/// An estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Person-hours, at least 1.
    pub hours: u32,
    /// Where it comes from.
    pub basis: EffortBasis,
}

/// Where an estimate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffortBasis {
    /// A rule of the plugin.
    PluginRule,
    /// The plugin's settings.
    Settings,
    /// The lens.
    Lens,
}

/// One row per gap, and the controls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequences {
    /// In the order of the gaps.
    pub rows: Vec<Consequence>,
    /// Positions in [`Legend::controls`].
    pub controls: ByGap,
}

/// What happens if a gap stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consequence {
    /// How bad.
    pub severity: Severity,
    /// Into [`Legend::consequences`].
    pub consequence: LegendCode,
}

/// The business consequence if the risk happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Code 0.
    Low,
    /// Code 1.
    Medium,
    /// Code 2.
    High,
    /// Code 3.
    Critical,
}

/// Lines of guidance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Positions in [`Legend::advice`].
    pub lines: ByGap,
}

/// Why a plugin did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The plugin said so.
    #[error("refused ({kind}): {message}")]
    Refused {
        /// `not-applicable`, `unsupported-lens`, `invalid-settings` or `other`.
        kind: &'static str,
        /// The plugin's words, cleaned.
        message: String,
    },
    /// The plugin panicked; the SDK's hook said where.
    #[error("panicked: {message}")]
    Panicked {
        /// Message and location.
        message: String,
    },
    /// The code trapped.
    #[error("trapped: {trap}")]
    Trapped {
        /// The trap's name.
        trap: String,
    },
    /// It used up its fuel.
    #[error("used up its {fuel} units of fuel")]
    FuelExhausted {
        /// The budget of that call.
        fuel: u64,
    },
    /// It ran into the wall-clock limit. Not reproducible.
    #[error("ran longer than {deadline_ms} ms")]
    DeadlineExceeded {
        /// The limit, in milliseconds.
        deadline_ms: u64,
    },
    /// It asked for more memory than it is granted, over all its memories.
    #[error("asked for {asked_bytes} bytes of memory, {limit_bytes} are granted")]
    MemoryExceeded {
        /// All memories together, in bytes.
        asked_bytes: u64,
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// It asked for more table elements than it is granted, over all its tables.
    #[error("asked for {asked} table elements, {limit} are granted")]
    TableExceeded {
        /// All tables together.
        asked: u64,
        /// The limit.
        limit: u64,
    },
    /// It recursed too deep.
    #[error("used up its stack of {stack_bytes} bytes")]
    StackExhausted {
        /// The limit, in bytes.
        stack_bytes: u64,
    },
    /// What it returned or passed to the host is larger than the host takes.
    #[error("passed more than {limit_bytes} bytes to the host in one call")]
    OutputTooLarge {
        /// The limit, in bytes of host memory.
        limit_bytes: u64,
    },
    /// What it returned breaks the contract or a law of scores.
    #[error("returned what the contract does not allow: {violation}")]
    InvalidOutput {
        /// Which rule, and on which row.
        violation: Violation,
    },
    /// It could not be instantiated for a reason that is not one of the above.
    #[error("could not be started: {message}")]
    NotStarted {
        /// What the runtime said, in one line.
        message: String,
    },
    /// The host's clock thread stands still, so no deadline could be kept; nothing was called.
    #[error("was not called: the deadline clock of the host stands still")]
    ClockStalled,
}

impl Fault {
    /// Stable name for reports and tests.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Panicked { .. } => "panicked",
            Self::Trapped { .. } => "trapped",
            Self::FuelExhausted { .. } => "fuel-exhausted",
            Self::DeadlineExceeded { .. } => "deadline-exceeded",
            Self::MemoryExceeded { .. } => "memory-exceeded",
            Self::TableExceeded { .. } => "table-exceeded",
            Self::StackExhausted { .. } => "stack-exhausted",
            Self::OutputTooLarge { .. } => "output-too-large",
            Self::InvalidOutput { .. } => "invalid-output",
            Self::NotStarted { .. } => "not-started",
            Self::ClockStalled => "clock-stalled",
        }
    }

    /// Whether the same inputs give the same fault on every machine.
    #[must_use]
    pub const fn is_reproducible(&self) -> bool {
        !matches!(self, Self::DeadlineExceeded { .. } | Self::ClockStalled | Self::NotStarted { .. })
    }
}

/// Which rule an output breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// The bytes cannot be read as the type that the contract has.
    #[error("malformed: {message}")]
    Malformed {
        /// What the runtime said, in one line.
        message: String,
    },
    /// A column has the wrong number of rows.
    #[error("`{column}` has {found} rows, {expected} are expected")]
    Rows {
        /// Of which column.
        column: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A row names a question that the lens does not have.
    #[error("`{column}` names question {index}, the lens has {questions}")]
    UnknownQuestion {
        /// In which column.
        column: &'static str,
        /// Counted from 0.
        index: usize,
        /// How many the lens has.
        questions: usize,
    },
    /// A row names a gap that the review does not have.
    #[error("`{column}` names gap {index}, the review has {gaps}")]
    UnknownGap {
        /// In which column.
        column: &'static str,
        /// Counted from 0.
        index: usize,
        /// How many the review has.
        gaps: usize,
    },
    /// Rows that must ascend do not.
    #[error("`{column}` does not ascend at row {row}")]
    Order {
        /// Which column.
        column: &'static str,
        /// Counted from 0.
        row: usize,
    },
    /// A code beyond the legend.
    #[error("`{column}` row {row} has code {code}, the legend has {entries} entries")]
    UnknownCode {
        /// In which column.
        column: &'static str,
        /// Counted from 0.
        row: usize,
        /// As given.
        code: u16,
        /// How many the legend has.
        entries: usize,
    },
    /// A value out of its range.
    #[error("`{column}` row {row} is {value}, allowed is {allowed}")]
    Range {
        /// In which column.
        column: &'static str,
        /// Counted from 0.
        row: usize,
        /// As given.
        value: u64,
        /// Such as `1 to 10`.
        allowed: &'static str,
    },
    /// More points than the question weighs.
    #[error("question {row} has {points} points of {of}")]
    PointsAboveOf {
        /// Position of the question.
        row: usize,
        /// As given.
        points: u32,
        /// As given.
        of: u32,
    },
    /// Points for an unanswered question or one of unknown risk.
    #[error("question {row} has {points} points and is not answered")]
    PointsForUnanswered {
        /// Position of the question.
        row: usize,
        /// As given.
        points: u32,
    },
    /// Weight on a question that is not applicable.
    #[error("question {row} weighs {of} and is not applicable")]
    WeightOnNotApplicable {
        /// Position of the question.
        row: usize,
        /// As given.
        of: u32,
    },
    /// A legend that is too large, or has an id twice or malformed.
    #[error("the legend's {list} are not allowed: {problem}")]
    Legend {
        /// Which list.
        list: &'static str,
        /// What is wrong.
        problem: String,
    },
}
