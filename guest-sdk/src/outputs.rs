//! What a plugin hands back, row by row.

use crate::{
    contract,
    legend::{AdviceCode, ConsequenceCode, ControlCode, MeasureCode, NO_CODE, ReasonCode},
};

/// What an answer gives, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points {
    /// 0 to the question's weight; more counts as the weight.
    pub points: u32,
    /// Shown beside them.
    pub reason: Option<ReasonCode>,
}

impl Points {
    /// Points and why.
    #[must_use]
    pub const fn new(points: u32, reason: ReasonCode) -> Self {
        Self { points, reason: Some(reason) }
    }
}

/// How soon a gap should be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Urgency {
    /// 1 (first) to 10; what lies outside is moved to the nearer end.
    pub priority: u8,
    /// `None` when not estimated.
    pub effort: Option<Effort>,
    /// Shown beside it.
    pub reason: Option<ReasonCode>,
}

impl Urgency {
    /// A priority and why, without an estimate.
    #[must_use]
    pub const fn new(priority: u8, reason: ReasonCode) -> Self {
        Self { priority, effort: None, reason: Some(reason) }
    }

    /// Adds an estimate.
    #[must_use]
    pub const fn with_effort(mut self, effort: Option<Effort>) -> Self {
        self.effort = effort;
        self
    }
}

/// An estimate: at least one person-hour, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    hours: u32,
    basis: EffortBasis,
}

impl Effort {
    /// `None` for 0 hours, which means "not estimated".
    #[must_use]
    pub const fn new(hours: u32, basis: EffortBasis) -> Option<Self> {
        if hours == 0 { None } else { Some(Self { hours, basis }) }
    }

    /// Person-hours, at least 1.
    #[must_use]
    pub const fn hours(self) -> u32 {
        self.hours
    }

    /// Where it comes from.
    #[must_use]
    pub const fn basis(self) -> EffortBasis {
        self.basis
    }
}

/// Where an estimate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffortBasis {
    /// A rule of the plugin.
    PluginRule,
    /// The plugin's settings.
    Settings,
    /// The lens.
    Lens,
}

impl EffortBasis {
    /// The contract's code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::PluginRule => 1,
            Self::Settings => 2,
            Self::Lens => 3,
        }
    }
}

/// What happens if a gap is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consequence {
    /// How bad.
    pub severity: Severity,
    /// In words.
    pub text: Option<ConsequenceCode>,
}

impl Consequence {
    /// How bad, and in words.
    #[must_use]
    pub const fn new(severity: Severity, text: ConsequenceCode) -> Self {
        Self { severity, text: Some(text) }
    }
}

/// The business consequence if the risk happens. It must not be lower for a high risk than for a medium one of the same
/// pillar, nor higher before production than in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Severity {
    /// The contract's code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
            Self::Critical => 3,
        }
    }

    /// One step less bad; low stays low.
    #[must_use]
    pub const fn lower(self) -> Self {
        match self {
            Self::Critical => Self::High,
            Self::High => Self::Medium,
            Self::Medium | Self::Low => Self::Low,
        }
    }
}

/// Values of the legend's measures, all 0 at first.
#[derive(Debug)]
pub struct Measures {
    values: Vec<i64>,
}

impl Measures {
    pub(crate) fn new(count: usize) -> Self {
        Self { values: vec![0; count] }
    }

    /// Sets one.
    pub fn set(&mut self, measure: MeasureCode, value: i64) {
        if let Some(slot) = self.values.get_mut(usize::from(measure.position())) {
            *slot = value;
        }
    }

    pub(crate) fn into_values(self) -> Vec<i64> {
        self.values
    }
}

/// Takes the controls of one gap.
#[derive(Debug)]
pub struct Controls<'a> {
    gap: u16,
    /// Where the controls of this gap begin.
    first: usize,
    gaps: &'a mut Vec<u16>,
    codes: &'a mut Vec<u16>,
}

impl<'a> Controls<'a> {
    #[inline]
    pub(crate) fn new(gap: u16, gaps: &'a mut Vec<u16>, codes: &'a mut Vec<u16>) -> Self {
        Self { gap, first: codes.len(), gaps, codes }
    }

    /// Adds one; the order is kept. Adding one twice for the same gap counts once.
    #[inline]
    pub fn add(&mut self, control: ControlCode) {
        let of_gap = self.codes.get(self.first..).unwrap_or_default();
        if control.0 != NO_CODE && !of_gap.contains(&control.0) {
            self.gaps.push(self.gap);
            self.codes.push(control.0);
        }
    }
}

/// Takes the lines of guidance of one gap, in reading order.
#[derive(Debug)]
pub struct Lines<'a> {
    pub(crate) gap: u16,
    pub(crate) columns: &'a mut contract::Advice,
}

impl Lines<'_> {
    /// Adds one.
    pub fn add(&mut self, line: AdviceCode) {
        if line.0 != NO_CODE {
            self.columns.gaps.push(self.gap);
            self.columns.lines.push(line.0);
        }
    }
}
