//! Does what a plugin returned keep the contract? Raw columns go in; values that keep every rule come out, or the first
//! rule that they break.
//!
//! The rules are those of the columns in `plugin.wit`, and three laws of scores: `0 ≤ points ≤ of`; a question that is
//! not applicable weighs nothing; an unanswered question, and one of unknown risk, gives no points. Weights are asked
//! for before a plugin sees an answer, so that they cannot depend on one. All functions are pure and total.

mod legend;
#[cfg(test)]
mod tests;

use crate::{
    outcome::{
        Advice, ByGap, Consequence, Consequences, Contribution, Effort, EffortBasis, Legend, LegendCode, Priorities,
        Priority, Scorecard, Severity, Violation,
    },
    risk::Risk,
    snapshot::Answer,
};

pub use legend::{clean, legend};

/// Stands for no text where the contract has a code.
const NO_TEXT: u16 = u16::MAX;

/// What `scoring.score` returned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawScorecard {
    /// One row per question.
    pub points: Vec<u32>,
    /// One row per question.
    pub reasons: Vec<u16>,
    /// One per measure of the legend.
    pub measures: Vec<i64>,
}

/// What `priority.prioritize` returned; one row per gap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawPriorities {
    /// 1 to 10.
    pub priorities: Vec<u8>,
    /// Person-hours.
    pub effort_hours: Vec<u32>,
    /// 0 to 3.
    pub effort_bases: Vec<u8>,
    /// Into the legend's reasons.
    pub reasons: Vec<u16>,
}

/// What `impact.assess` returned; the first two have one row per gap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawConsequences {
    /// 0 to 3.
    pub severities: Vec<u8>,
    /// Into the legend's consequences.
    pub consequences: Vec<u16>,
    /// Positions of gaps, ascending.
    pub control_gaps: Vec<u16>,
    /// Into the legend's controls.
    pub controls: Vec<u16>,
}

/// What `guidance.advise` returned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawAdvice {
    /// Positions of gaps, ascending.
    pub gaps: Vec<u16>,
    /// Into the legend's advice.
    pub lines: Vec<u16>,
}

/// Checks what `scoring.weigh` returned, one row per question.
///
/// # Errors
///
/// Another number of rows; weight on a question that is not applicable.
pub fn weights(answers: &[Answer], weights: &[u32]) -> Result<(), Violation> {
    rows("weights", weights.len(), answers.len())?;
    for (row, (answer, of)) in answers.iter().zip(weights).enumerate() {
        if *of != 0 && !answer.is_applicable() {
            return Err(Violation::WeightOnNotApplicable { row, of: *of });
        }
    }
    Ok(())
}

/// Joins checked weights with points.
///
/// # Errors
///
/// Another number of rows in any column; more points than weight; points for a question that is unanswered or of
/// unknown risk; a code beyond the legend.
pub fn scorecard(
    answers: &[Answer],
    legend: &Legend,
    weights: &[u32],
    raw: RawScorecard,
) -> Result<Scorecard, Violation> {
    let questions = answers.len();
    rows("weights", weights.len(), questions)?;
    rows("points", raw.points.len(), questions)?;
    rows("reasons", raw.reasons.len(), questions)?;
    rows("measures", raw.measures.len(), legend.measures.len())?;
    let mut contributions = Vec::with_capacity(questions);
    let columns = answers.iter().zip(weights).zip(raw.points).zip(raw.reasons);
    for (row, (((answer, of), points), reason)) in columns.enumerate() {
        let of = *of;
        if points > of {
            return Err(Violation::PointsAboveOf { row, points, of });
        }
        if points != 0 && matches!(answer.risk, Risk::Unanswered | Risk::Unknown) {
            return Err(Violation::PointsForUnanswered { row, points });
        }
        contributions.push(match of {
            0 => None,
            _ => Some(Contribution { points, of, reason: code("reasons", row, reason, legend.reasons.len())? }),
        });
    }
    Ok(Scorecard { contributions, measures: raw.measures })
}

/// Checks priorities and efforts of so many gaps.
///
/// # Errors
///
/// Another number of rows in any column; a priority outside 1 to 10; a basis outside 0 to 3, or one without hours, or
/// hours without one; a code beyond the legend.
pub fn priorities(gaps: usize, legend: &Legend, raw: &RawPriorities) -> Result<Priorities, Violation> {
    rows("priorities", raw.priorities.len(), gaps)?;
    rows("effort-hours", raw.effort_hours.len(), gaps)?;
    rows("effort-bases", raw.effort_bases.len(), gaps)?;
    rows("reasons", raw.reasons.len(), gaps)?;
    let mut checked = Vec::with_capacity(gaps);
    let columns = raw.priorities.iter().zip(&raw.effort_hours).zip(&raw.effort_bases).zip(&raw.reasons);
    for (row, (((priority, hours), basis), reason)) in columns.enumerate() {
        if !(1..=10).contains(priority) {
            return Err(range("priorities", row, u64::from(*priority), "1 to 10"));
        }
        checked.push(Priority {
            priority: *priority,
            effort: effort(row, *hours, *basis)?,
            reason: code("reasons", row, *reason, legend.reasons.len())?,
        });
    }
    Ok(Priorities { rows: checked })
}

fn effort(row: usize, hours: u32, basis: u8) -> Result<Option<Effort>, Violation> {
    let known = match basis {
        0 => None,
        1 => Some(EffortBasis::PluginRule),
        2 => Some(EffortBasis::Settings),
        3 => Some(EffortBasis::Lens),
        _ => return Err(range("effort-bases", row, u64::from(basis), "0 to 3")),
    };
    match (hours, known) {
        (0, None) => Ok(None),
        (0, Some(_)) => Err(range("effort-bases", row, u64::from(basis), "0 where `effort-hours` is 0")),
        (_, None) => Err(range("effort-bases", row, 0, "1 to 3 where `effort-hours` is not 0")),
        (hours, Some(basis)) => Ok(Some(Effort { hours, basis })),
    }
}

/// Checks severities, consequences and controls of so many gaps.
///
/// # Errors
///
/// Another number of rows in any column; a severity outside 0 to 3; a gap that does not exist; gaps that do not ascend;
/// a code beyond the legend.
pub fn consequences(gaps: usize, legend: &Legend, raw: &RawConsequences) -> Result<Consequences, Violation> {
    rows("severities", raw.severities.len(), gaps)?;
    rows("consequences", raw.consequences.len(), gaps)?;
    let mut checked = Vec::with_capacity(gaps);
    for (row, (severity, consequence)) in raw.severities.iter().zip(&raw.consequences).enumerate() {
        let severity = match severity {
            0 => Severity::Low,
            1 => Severity::Medium,
            2 => Severity::High,
            3 => Severity::Critical,
            _ => return Err(range("severities", row, u64::from(*severity), "0 to 3")),
        };
        let consequence = code("consequences", row, *consequence, legend.consequences.len())?;
        checked.push(Consequence { severity, consequence });
    }
    let columns = ["control-gaps", "controls"];
    let controls = by_gap(columns, gaps, (&raw.control_gaps, &raw.controls), legend.controls.len())?;
    Ok(Consequences { rows: checked, controls })
}

/// Checks lines of guidance for so many gaps.
///
/// # Errors
///
/// Columns of different length; a gap that does not exist; gaps that do not ascend; a code beyond the legend.
pub fn advice(gaps: usize, legend: &Legend, raw: &RawAdvice) -> Result<Advice, Violation> {
    Ok(Advice { lines: by_gap(["gaps", "lines"], gaps, (&raw.gaps, &raw.lines), legend.advice.len())? })
}

/// Folds a pair of columns into codes by gap. A code that stands for no text has no place here.
fn by_gap(
    names: [&'static str; 2],
    gaps: usize,
    columns: (&[u16], &[u16]),
    entries: usize,
) -> Result<ByGap, Violation> {
    let [gap_column, code_column] = names;
    rows(code_column, columns.1.len(), columns.0.len())?;
    let mut checked = Vec::with_capacity(columns.0.len());
    let mut last = 0;
    for (row, (row_gap, code)) in columns.0.iter().zip(columns.1).enumerate() {
        let gap = usize::from(*row_gap);
        if gap >= gaps {
            return Err(Violation::UnknownGap { column: gap_column, index: gap, gaps });
        }
        if gap < last {
            return Err(Violation::Order { column: gap_column, row });
        }
        if usize::from(*code) >= entries {
            return Err(Violation::UnknownCode { column: code_column, row, code: *code, entries });
        }
        last = gap;
        checked.push((*row_gap, *code));
    }
    Ok(ByGap::new(checked))
}

fn rows(column: &'static str, found: usize, expected: usize) -> Result<(), Violation> {
    if found == expected { Ok(()) } else { Err(Violation::Rows { column, found, expected }) }
}

fn code(column: &'static str, row: usize, code: u16, entries: usize) -> Result<LegendCode, Violation> {
    match code {
        NO_TEXT => Ok(None),
        _ if usize::from(code) < entries => Ok(Some(code)),
        _ => Err(Violation::UnknownCode { column, row, code, entries }),
    }
}

const fn range(column: &'static str, row: usize, value: u64, allowed: &'static str) -> Violation {
    Violation::Range { column, row, value, allowed }
}
