//! Does it pass? Each rule passes, fails or is undecided, and says why.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{Because, Completion, Review, RiskCounts, Score, Verdict};

/// The rules of a gate. A rule that is absent says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// Over the whole review.
    pub overall: Rules,
    /// By pillar id.
    pub pillars: BTreeMap<String, Rules>,
    /// By lens alias.
    pub lenses: BTreeMap<String, Rules>,
    /// Whether an unanswered question counts as high risk for `max_high`; else it is ignored.
    pub unanswered_is_high: bool,
}

/// Bounds on one set of questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// Most questions at high risk.
    pub max_high: Option<u32>,
    /// Most questions at medium risk.
    pub max_medium: Option<u32>,
    /// Least completion, in basis points.
    pub min_completion: Option<u32>,
    /// Least score, in basis points.
    pub min_score: Option<u32>,
}

/// What the gate has to know beside the report.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Reviews (by position) that are not whole: every rule over them is undecided.
    pub partial: BTreeSet<usize>,
    /// Whether a fault of a plugin that no rule reads is ignored.
    pub allow_faults: bool,
}

enum Finding {
    Passes,
    Fails(String),
    Undecided(String),
}

/// Judges all reviews.
///
/// `passes` is false when any rule fails, else `None` when any is undecided, else true. A fault of a plugin that no rule
/// reads makes it undecided too, unless faults are allowed. So does a rule for a lens or pillar that no review has.
#[must_use]
pub fn judge(gate: &Gate, reviews: &[Review], context: &Context) -> Verdict {
    let mut because = Vec::new();
    let mut absent = Absent::new(gate);
    for (position, review) in reviews.iter().enumerate() {
        because.extend(rows(gate, review, context.partial.contains(&position), context.allow_faults));
        absent.strike(review);
    }
    because.extend(absent.because());
    verdict(because)
}

/// Judges one review by itself, as [`judge`] does, but for rules of lenses and pillars that it does not have: over many
/// reviews, [`Absent`] keeps those. A review that was assessed although it is not whole decides no rule.
#[must_use]
pub fn judge_one(gate: &Gate, review: &Review, allow_faults: bool) -> Verdict {
    verdict(rows(gate, review, review.partial, allow_faults))
}

/// From every rule that did not pass to the verdict.
#[must_use]
pub fn verdict(mut because: Vec<Because>) -> Verdict {
    because.sort();
    because.dedup();
    let fails = because.iter().any(|row| row.outcome == "fails");
    let passes = if fails { Some(false) } else { because.is_empty().then_some(true) };
    Verdict { passes, because }
}

/// Lenses and pillars that the gate has rules for, and no review so far had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absent {
    lenses: BTreeSet<String>,
    pillars: BTreeSet<String>,
}

impl Absent {
    /// All that the gate has rules for.
    #[must_use]
    pub fn new(gate: &Gate) -> Self {
        Self { lenses: gate.lenses.keys().cloned().collect(), pillars: gate.pillars.keys().cloned().collect() }
    }

    /// Takes away what a review has.
    pub fn strike(&mut self, review: &Review) {
        self.lenses.remove(&review.lens.alias);
        self.pillars.retain(|id| !review.pillars.iter().any(|pillar| pillar.id == *id));
    }

    /// Keeps what is absent from both.
    pub fn and(&mut self, other: &Self) {
        self.lenses.retain(|alias| other.lenses.contains(alias));
        self.pillars.retain(|id| other.pillars.contains(id));
    }

    /// Rules that cannot be decided, since there is nothing to judge by them.
    #[must_use]
    pub fn because(&self) -> Vec<Because> {
        let unmet = |rule: String, message: &str| Because {
            rule,
            outcome: "undecided",
            review: "no review".to_owned(),
            message: message.to_owned(),
        };
        let lenses = self.lenses.iter();
        let lenses = lenses.map(|alias| unmet(format!("lenses.{alias}"), "there is no review of this lens"));
        let pillars = self.pillars.iter();
        let pillars = pillars.map(|id| unmet(format!("pillars.{id}"), "no reviewed lens has this pillar"));
        lenses.chain(pillars).collect()
    }
}

/// Every rule that a review fails or leaves undecided.
fn rows(gate: &Gate, review: &Review, partial: bool, allow_faults: bool) -> Vec<Because> {
    let mut because = Vec::new();
    let mut rows = Rows { review, partial, because: &mut because };
    let whole = Part { counts: &review.risk_counts, completion: &review.completion, score: &review.score };
    rows.check("", gate.overall, &whole, gate.unanswered_is_high);
    for (id, rules) in &gate.pillars {
        if let Some(pillar) = review.pillars.iter().find(|pillar| pillar.id == *id) {
            let part = Part { counts: &pillar.risk_counts, completion: &pillar.completion, score: &pillar.score };
            rows.check(&format!("pillars.{id}."), *rules, &part, gate.unanswered_is_high);
        }
    }
    if let Some(rules) = gate.lenses.get(&review.lens.alias) {
        rows.check(&format!("lenses.{}.", review.lens.alias), *rules, &whole, gate.unanswered_is_high);
    }
    if !allow_faults {
        rows.faults();
    }
    because
}

/// The name of a review in messages.
#[must_use]
pub fn review_name(review: &Review) -> String {
    let workload = review.workload.name.as_deref().or(review.workload.id.as_deref()).unwrap_or("workload");
    let milestone = review.milestone.as_ref().map(|milestone| format!(" at milestone {}", milestone.number));
    format!("{workload} / {}{}", review.lens.alias, milestone.unwrap_or_default())
}

struct Part<'a> {
    counts: &'a RiskCounts,
    completion: &'a Completion,
    score: &'a Score,
}

struct Rows<'a> {
    review: &'a Review,
    partial: bool,
    because: &'a mut Vec<Because>,
}

impl Rows<'_> {
    fn push(&mut self, rule: &str, outcome: &'static str, message: String) {
        self.because.push(Because { rule: rule.to_owned(), outcome, review: review_name(self.review), message });
    }

    fn check(&mut self, prefix: &str, rules: Rules, part: &Part<'_>, unanswered_is_high: bool) {
        let counts = part.counts;
        let unknown = if unanswered_is_high { counts.unanswered.saturating_add(counts.unknown) } else { 0 };
        let findings = [
            ("max_high", rules.max_high.map(|max| at_most("at high risk", counts.high, unknown, max))),
            ("max_medium", rules.max_medium.map(|max| at_most("at medium risk", counts.medium, 0, max))),
            (
                "min_completion",
                rules
                    .min_completion
                    .map(|min| at_least("completion", part.completion.basis_points, min, "nothing is applicable")),
            ),
            (
                "min_score",
                rules.min_score.map(|min| {
                    at_least("score", part.score.basis_points, min, part.score.because.unwrap_or("no score"))
                }),
            ),
        ];
        for (rule, finding) in findings {
            let rule = format!("{prefix}{rule}");
            match finding {
                None => {}
                Some(_) if self.partial => self.push(&rule, "undecided", "the review is not whole".to_owned()),
                Some(Finding::Fails(message)) => self.push(&rule, "fails", message),
                Some(Finding::Undecided(message)) => self.push(&rule, "undecided", message),
                Some(Finding::Passes) => {}
            }
        }
    }

    fn faults(&mut self) {
        for fault in &self.review.faults {
            let message = format!("`{}` {}", fault.plugin, fault.detail);
            let rule = format!("faults.{}.{}", fault.plugin, fault.role.as_str());
            self.because.push(Because { rule, outcome: "undecided", review: review_name(self.review), message });
        }
    }
}

fn at_most(what: &str, found: u32, unanswered: u32, max: u32) -> Finding {
    let sum = found.saturating_add(unanswered);
    if sum <= max {
        return Finding::Passes;
    }
    let extra = if unanswered > 0 { format!(" and {unanswered} unanswered") } else { String::new() };
    Finding::Fails(format!("{found} questions are {what}{extra}, at most {max} are allowed"))
}

fn at_least(what: &str, found: Option<u32>, min: u32, because: &str) -> Finding {
    match found {
        None => Finding::Undecided(format!("there is no {what}: {because}")),
        Some(found) if found >= min => Finding::Passes,
        Some(found) => Finding::Fails(format!("{what} is {found} basis points, at least {min} are asked for")),
    }
}

#[cfg(test)]
mod tests;
