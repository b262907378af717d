//! Does what a plugin returned keep the contract? Raw columns go in; values that keep every rule come out, or the first
//! rule that they break.
//!
//! The rules are those of the columns in `plugin.wit`, and three laws of scores: `0 ≤ points ≤ of`; a question that is
//! not applicable weighs nothing; an unanswered question, and one of unknown risk, gives no points. Weights are asked
//! for before a plugin sees an answer, so that they cannot depend on one. All functions are pure and total. Each looks for
//! the first row that breaks a rule, and makes values only when there is none, which is nearly always.

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

pub use legend::{clean, clean_in_place, legend};

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
    let entries = legend.reasons.len();
    let columns = || answers.iter().zip(weights).zip(&raw.points).zip(&raw.reasons);
    let broken = columns().enumerate().find_map(|(row, (((answer, of), points), reason))| {
        let (of, points) = (*of, *points);
        if points > of {
            return Some(Violation::PointsAboveOf { row, points, of });
        }
        if points != 0 && matches!(answer.risk, Risk::Unanswered | Risk::Unknown) {
            return Some(Violation::PointsForUnanswered { row, points });
        }
        if of == 0 { None } else { unknown_code("reasons", row, *reason, entries) }
    });
    if let Some(violation) = broken {
        return Err(violation);
    }
    let contribution = |(((_, of), points), reason): (((_, &u32), &u32), &u16)| {
        (*of != 0).then_some(Contribution { points: *points, of: *of, reason: text(*reason) })
    };
    let contributions = columns().map(contribution).collect();
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
    let entries = legend.reasons.len();
    let columns = || raw.priorities.iter().zip(&raw.effort_hours).zip(&raw.effort_bases).zip(&raw.reasons);
    let broken = columns().enumerate().find_map(|(row, (((priority, hours), basis), reason))| {
        if !(1..=10).contains(priority) {
            return Some(range("priorities", row, u64::from(*priority), "1 to 10"));
        }
        wrong_effort(row, *hours, *basis).or_else(|| unknown_code("reasons", row, *reason, entries))
    });
    if let Some(violation) = broken {
        return Err(violation);
    }
    let priority = |(((priority, hours), basis), reason): (((&u8, &u32), &u8), &u16)| Priority {
        priority: *priority,
        effort: effort_basis(*basis).map(|basis| Effort { hours: *hours, basis }),
        reason: text(*reason),
    };
    Ok(Priorities { rows: columns().map(priority).collect() })
}

#[inline]
fn wrong_effort(row: usize, hours: u32, basis: u8) -> Option<Violation> {
    let allowed = match (hours, basis) {
        (0, 0) | (1.., 1..=3) => return None,
        (_, 4..) => "0 to 3",
        (0, 1..) => "0 where `effort-hours` is 0",
        (1.., 0) => "1 to 3 where `effort-hours` is not 0",
    };
    Some(range("effort-bases", row, u64::from(basis), allowed))
}

/// `None` for 0, and for what [`wrong_effort`] does not let pass.
const fn effort_basis(basis: u8) -> Option<EffortBasis> {
    match basis {
        1 => Some(EffortBasis::PluginRule),
        2 => Some(EffortBasis::Settings),
        3 => Some(EffortBasis::Lens),
        _ => None,
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
    let entries = legend.consequences.len();
    let columns = || raw.severities.iter().zip(&raw.consequences);
    let broken = columns().enumerate().find_map(|(row, (severity, consequence))| {
        if *severity > 3 {
            return Some(range("severities", row, u64::from(*severity), "0 to 3"));
        }
        unknown_code("consequences", row, *consequence, entries)
    });
    if let Some(violation) = broken {
        return Err(violation);
    }
    let consequence =
        |(found, consequence): (&u8, &u16)| Consequence { severity: severity(*found), consequence: text(*consequence) };
    let rows = columns().map(consequence).collect();
    let columns = ["control-gaps", "controls"];
    let controls = by_gap(columns, gaps, (&raw.control_gaps, &raw.controls), legend.controls.len())?;
    Ok(Consequences { rows, controls })
}

/// Of a code from 0 to 3.
const fn severity(code: u8) -> Severity {
    match code {
        0 => Severity::Low,
        1 => Severity::Medium,
        2 => Severity::High,
        _ => Severity::Critical,
    }
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
    let mut last = 0;
    let pairs = || columns.0.iter().copied().zip(columns.1.iter().copied());
    let broken = pairs().enumerate().find_map(|(row, (gap, code))| {
        let gap = usize::from(gap);
        if gap >= gaps {
            return Some(Violation::UnknownGap { column: gap_column, index: gap, gaps });
        }
        if gap < last {
            return Some(Violation::Order { column: gap_column, row });
        }
        last = gap;
        let is_unknown = usize::from(code) >= entries;
        is_unknown.then_some(Violation::UnknownCode { column: code_column, row, code, entries })
    });
    match broken {
        None => Ok(ByGap::new(pairs().collect())),
        Some(violation) => Err(violation),
    }
}

fn rows(column: &'static str, found: usize, expected: usize) -> Result<(), Violation> {
    if found == expected { Ok(()) } else { Err(Violation::Rows { column, found, expected }) }
}

#[inline]
fn unknown_code(column: &'static str, row: usize, code: u16, entries: usize) -> Option<Violation> {
    let is_known = usize::from(code) < entries || code == NO_TEXT;
    (!is_known).then_some(Violation::UnknownCode { column, row, code, entries })
}

/// What a code stands for, once it is known to be one.
const fn text(code: u16) -> LegendCode {
    if code == NO_TEXT { None } else { Some(code) }
}

const fn range(column: &'static str, row: usize, value: u64, allowed: &'static str) -> Violation {
    Violation::Range { column, row, value, allowed }
}
