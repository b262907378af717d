//! What differs? Each difference by itself, and all of them in order, bounded.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Conclusion;

/// How many differences are kept; the others are counted.
pub const DIFFERENCES_MAX: usize = 20;

/// What a difference is about. Causes stand before what follows from them, and differences are listed in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The version of Architrave.
    Version,
    /// The WebAssembly runtime.
    Runtime,
    /// The limits of plugins.
    Limits,
    /// Which plugin answers a role.
    Role,
    /// The rules of the gate.
    Gate,
    /// A plugin that is there only once.
    Plugin,
    /// A plugin's component.
    Component,
    /// A plugin's settings.
    Settings,
    /// A document of a stream that is there only once.
    Document,
    /// A review that is there only once.
    Review,
    /// The lens of a review.
    Lens,
    /// What was reviewed or answered.
    Input,
    /// What a plugin's run cost.
    Fuel,
    /// What a plugin said.
    Outcome,
    /// What a plugin failed to do.
    Fault,
    /// A score.
    Score,
    /// What the gate says.
    Verdict,
    /// Any other value of the report.
    Value,
    /// Only the text: the values are the same.
    Text,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is about.
    pub kind: Kind,
    /// What differs, in words.
    pub what: String,
    /// Which plugin it is of; `null` where it is of none.
    pub plugin: Option<String>,
    /// Workload, lens and milestone of the review that it is of; `null` where it is of the whole report.
    pub review: Option<String>,
    /// Where the value stands, as a JSON pointer (RFC 6901) into the review, else into the report; `null` for a digest.
    pub pointer: Option<String>,
    /// In the report; `null` where it is not there.
    pub report: Option<String>,
    /// Now; `null` where it is not there.
    pub now: Option<String>,
    /// False where a limit on wall-clock time may be the cause.
    pub decided: bool,
}

impl Difference {
    pub(super) fn new(kind: Kind, what: impl Into<String>, report: Option<String>, now: Option<String>) -> Self {
        let what = what.into();
        Self { kind, what, plugin: None, review: None, pointer: None, report, now, decided: true }
    }

    /// Of two texts that may be absent.
    pub(super) fn texts(kind: Kind, what: impl Into<String>, report: Option<&str>, now: Option<&str>) -> Self {
        Self::new(kind, what, report.map(str::to_owned), now.map(str::to_owned))
    }

    pub(super) fn of_plugin(self, plugin: &str) -> Self {
        Self { plugin: Some(plugin.to_owned()), ..self }
    }

    pub(super) fn of_review(self, review: &str) -> Self {
        Self { review: Some(review.to_owned()), ..self }
    }
}

/// All differences, the first of each kind kept.
#[derive(Debug, Default)]
pub(super) struct Differences {
    kept: BTreeMap<Kind, Vec<Difference>>,
    decided: u64,
    total: u64,
}

impl Differences {
    /// Keeps a difference.
    pub(super) fn push(&mut self, difference: Difference) {
        self.total = self.total.saturating_add(1);
        self.decided = self.decided.saturating_add(u64::from(difference.decided));
        let kept = self.kept.entry(difference.kind).or_default();
        if kept.len() < DIFFERENCES_MAX {
            kept.push(difference);
        }
    }

    /// Keeps it where the two sides are not the same.
    pub(super) fn compare(&mut self, difference: Difference) {
        if difference.report != difference.now {
            self.push(difference);
        }
    }

    pub(super) const fn total(&self) -> u64 {
        self.total
    }

    pub(super) const fn conclusion(&self) -> Conclusion {
        match (self.total, self.decided) {
            (0, _) => Conclusion::Equal,
            (_, 0) => Conclusion::Undecided,
            _ => Conclusion::Differs,
        }
    }

    /// The first of all, and how many there are.
    pub(super) fn finish(self) -> (Vec<Difference>, u64) {
        (self.kept.into_values().flatten().take(DIFFERENCES_MAX).collect(), self.total)
    }
}
