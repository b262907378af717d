//! What changes when plugins change? Two reports over the same reviews: which scores, ranks and verdicts become others,
//! and why.
//!
//! ```
//! use architrave::{
//!     config::{Config, PluginConfig, PluginSource},
//!     diff::{self, Side},
//!     host::{Host, RunOptions},
//!     sample, source,
//! };
//! use architrave_core::snapshot;
//! use architrave_runtime::{Options, Runtime};
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let snapshots = [snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves")];
//! let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
//! let side = |id: &str| {
//!     let mut config = Config::default();
//!     config.plugins.insert("ours".to_owned(), PluginConfig::new(PluginSource::Builtin(id.to_owned())));
//!     let host = Host::load(&config, &runtime).expect("it is built in");
//!     Side { plugins: host.plugins(), reviews: host.assess(&snapshots, RunOptions::default(), |_, _| {}) }
//! };
//! let found = diff::compare(&side("balanced"), &side("financial-services"), None);
//! assert_eq!(found.workloads.changed, 1);
//! assert!(found.to_text(&Default::default()).starts_with("1 of 1 workload changes"));
//! ```

mod review;
mod text;

use std::collections::BTreeSet;

use architrave_core::{
    gate::{self, Gate},
    outcome::Severity,
    report::{self, Review},
};
use serde::Serialize;

/// A report's part that is compared.
#[derive(Debug, Clone)]
pub struct Side {
    /// As the host lists them.
    pub plugins: Vec<report::Plugin>,
    /// In the order of a report.
    pub reviews: Vec<Review>,
}

/// What differs between two sides, `architrave.diff/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// `architrave.diff/1`.
    pub schema: &'static str,
    /// Plugins that are only before, or others after.
    pub before: Vec<report::Plugin>,
    /// Plugins that are only after, or others before.
    pub after: Vec<report::Plugin>,
    /// Workloads, in whatever lens and milestone.
    pub workloads: Counted,
    /// Reviews: a workload, a lens and a milestone each.
    pub reviews: Counted,
    /// Verdicts that become others; `null` where no gate is configured.
    pub verdict_flips: Option<usize>,
    /// How far a score moves at most, in basis points; 10 000 where one appears or is gone.
    pub score_change_max: u32,
    /// Reviews in which a plugin faults after and not before.
    pub new_faults: usize,
    /// In the order of a report.
    pub changes: Vec<ReviewChange>,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Those that change.
    pub changed: usize,
    /// All.
    pub total: usize,
}

/// Two values that are not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change<T> {
    /// What it was.
    pub before: T,
    /// What it is.
    pub after: T,
}

impl<T: PartialEq> Change<T> {
    /// `None` where they are the same.
    fn between(before: T, after: T) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

/// What changes in one review. What is `null` or empty stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewChange {
    /// Its name, else its id.
    pub workload: String,
    /// Its alias.
    pub lens: String,
    /// `null` for the current state.
    pub milestone: Option<u32>,
    /// In basis points; `null` inside for no score.
    pub score: Option<Change<Option<u32>>>,
    /// Whether the gate lets it pass; `null` inside for undecided.
    pub verdict: Option<Change<Option<bool>>>,
    /// What the gate says after, where the verdict is another.
    pub verdict_because: Vec<String>,
    /// Pillars with another score or another weight, in lens order.
    pub pillars: Vec<PillarChange>,
    /// Questions that are judged otherwise or weigh otherwise within their pillar, those first that move the score most.
    pub questions: Vec<QuestionChange>,
    /// Improvements with another place or another content, those first that move furthest.
    pub improvements: Vec<ImprovementChange>,
    /// Faults after, where they are others, each `plugin/role: fault`.
    pub faults: Option<Change<Vec<String>>>,
    /// Whatever else is another, by the name of the report's member.
    pub also: Vec<&'static str>,
}

/// A pillar with another score or weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PillarChange {
    /// As in the lens.
    pub id: String,
    /// As shown to the reviewer.
    pub name: String,
    /// In basis points.
    pub score: Change<Option<u32>>,
    /// Its part of what can be reached in the review, in basis points.
    pub weight: Change<Option<u32>>,
}

/// A question with another judgement or weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionChange {
    /// As in the lens.
    pub id: String,
    /// Such as `SEC02`; `null` where the catalogue does not know it.
    pub code: Option<String>,
    /// As shown to the reviewer.
    pub title: String,
    /// The part of its points that it gets, in basis points.
    pub value: Change<Option<u32>>,
    /// Its part of what can be reached in the review, in basis points.
    pub weight: Change<Option<u32>>,
    /// What it adds to the score, in basis points.
    pub adds: Change<Option<u32>>,
}

/// An improvement with another place or content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImprovementChange {
    /// As in the report.
    pub key: String,
    /// Such as `SEC02-BP03`, else the choice's or the question's id.
    pub name: String,
    /// Of the choice, or of the question.
    pub title: String,
    /// 1…n.
    pub rank: Option<Change<Option<u32>>>,
    /// 1 (first) to 10.
    pub priority: Option<Change<Option<u8>>>,
    /// The business consequence if the risk happens.
    pub severity: Option<Change<Option<Severity>>>,
    /// Person-days.
    pub effort_days: Option<Change<Option<u32>>>,
    /// Whatever else is another: `consequence`, `reason`, `controls`, `guidance`.
    pub also: Vec<&'static str>,
}

impl Diff {
    /// Whether nothing changes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares two sides that were made of the same reviews; a review that only one side has is not looked at. Verdicts are
/// those of each review by itself.
#[must_use]
pub fn compare(before: &Side, after: &Side, gate: Option<&Gate>) -> Diff {
    let mut changes = Vec::new();
    let (mut all, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let mut new_faults = 0;
    for (old, new) in before.reviews.iter().zip(&after.reviews) {
        all.insert(workload(old));
        new_faults += usize::from(old.faults.is_empty() && !new.faults.is_empty());
        let verdicts = gate.map(|gate| (gate::judge_one(gate, old, false), gate::judge_one(gate, new, false)));
        if let Some(change) = review::change(old, new, verdicts) {
            changed.insert(workload(old));
            changes.push(change);
        }
    }
    let reviews = Counted { changed: changes.len(), total: before.reviews.len().min(after.reviews.len()) };
    let only = |these: &[report::Plugin], those: &[report::Plugin]| {
        these.iter().filter(|plugin| !those.contains(plugin)).cloned().collect()
    };
    Diff {
        schema: "architrave.diff/1",
        before: only(&before.plugins, &after.plugins),
        after: only(&after.plugins, &before.plugins),
        workloads: Counted { changed: changed.len(), total: all.len() },
        reviews,
        verdict_flips: gate.map(|_| changes.iter().filter(|change| change.verdict.is_some()).count()),
        score_change_max: changes
            .iter()
            .filter_map(|change| change.score.as_ref())
            .map(moved)
            .max()
            .unwrap_or_default(),
        new_faults,
        changes,
    }
}

/// By what a workload is told from another.
fn workload(review: &Review) -> [Option<&str>; 4] {
    let workload = &review.workload;
    [&workload.account, &workload.region, &workload.id, &workload.name].map(Option::as_deref)
}

/// By how many basis points; all of them where one side has no score.
fn moved(change: &Change<Option<u32>>) -> u32 {
    change.before.zip(change.after).map_or(10_000, |(before, after)| before.abs_diff(after))
}
