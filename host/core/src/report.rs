//! The report: the one serialised result, `architrave.report/1`.
//!
//! Same inputs, same bytes: nothing in it depends on the clock, the machine, threads, the order of files or plugins, or
//! on whether an image or a cache was used. Maps are sorted by key, reviews by account, Region, workload, lens and
//! milestone. What the input does not tell is `null`. New members may be added without notice; none is removed or
//! changes its meaning within `/1`.
//!
//! Percentages do not occur: shares are basis points, 0 to 10 000, rounded down.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Diagnostic,
    lens::Word,
    outcome::{EffortBasis, Role, Severity},
};

/// The whole result of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// `architrave.report/1`.
    pub schema: &'static str,
    /// What made it.
    pub engine: Engine,
    /// What it was asked for.
    pub run: Run,
    /// Digest over the digests of all snapshots, sorted.
    pub snapshot: Sha256,
    /// Every plugin that was loaded, by id.
    pub plugins: Vec<Plugin>,
    /// One per review, sorted by account, Region, workload, lens alias and milestone number (the current state last).
    pub reviews: Vec<Review>,
    /// `null` where no gate is configured.
    pub verdict: Option<Verdict>,
}

/// What made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Of Architrave.
    pub version: String,
    /// Name and version of the WebAssembly runtime, such as `wasmtime 48.0.8`.
    pub runtime: String,
    /// Of the limits of both resource classes, defaults included.
    pub limits_sha256: String,
}

/// What a report was asked for, as far as it changes what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Which plugin answered each role.
    pub roles: Roles,
    /// What was let through.
    pub allowed: Allowed,
    /// Of the gate's rules; `null` where no gate is configured.
    pub gate_sha256: Option<String>,
}

/// Which plugin answers each role, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// Gives the score; `null` for no score.
    pub scoring: Option<String>,
    /// Gives priorities and efforts; `null` for none.
    pub priority: Option<String>,
    /// Gives severities, consequences and controls; `null` for none.
    pub impact: Option<String>,
    /// Give guidance, in this order.
    pub guidance: Vec<String>,
    /// Give further scores, by id.
    pub compare: Vec<String>,
}

/// What was let through: the options that change a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// Whether notes, which may hold secrets, are shown.
    pub notes: bool,
    /// Whether reviews that are not whole are assessed.
    pub partial: bool,
    /// Whether the verdict is reached whatever faults there are in plugins that no rule reads.
    pub faults: bool,
}

/// A digest as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sha256 {
    /// Lower case.
    pub sha256: String,
}

/// A plugin that was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plugin {
    /// From its manifest.
    pub id: String,
    /// From its manifest, semantic versioning.
    pub version: String,
    /// Of the component.
    pub sha256: String,
    /// The roles it exports.
    pub roles: Vec<Role>,
    /// What its manifest claims beyond the laws: `monotone`, `size-independent`.
    pub claims: Vec<String>,
    /// Of its settings: canonical JSON with defaults filled in.
    pub settings_sha256: String,
}

/// The result for one review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Review {
    /// What was reviewed.
    pub workload: Workload,
    /// Against what.
    pub lens: Lens,
    /// `null` for the current state.
    pub milestone: Option<Milestone>,
    /// Of the resolved review: lens, workload, milestone and every answer, those of the milestone before included.
    pub snapshot_sha256: String,
    /// `2026-01-01T00:00:00Z`: when the review was last changed, or the milestone recorded.
    pub reviewed_at: Option<String>,
    /// The profile applied to the review.
    pub profile: Option<Profile>,
    /// Of the review; only on request, since notes may hold secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Whether it was assessed although it is not whole; `diagnostics` say what is missing. Shown first by every format.
    pub partial: bool,
    /// Questions by risk; they sum to the number of questions.
    pub risk_counts: RiskCounts,
    /// The same over prioritized questions; `null` where the input does not tell which are.
    pub prioritized_risk_counts: Option<RiskCounts>,
    /// How much was marked not applicable.
    pub not_applicable: NotApplicable,
    /// How much was answered.
    pub completion: Completion,
    /// From the contributions of the scoring plugin.
    pub score: Score,
    /// The scoring plugin's measures, by id.
    pub measures: BTreeMap<String, i64>,
    /// In lens order, also those without questions.
    pub pillars: Vec<Pillar>,
    /// In lens order.
    pub questions: Vec<Question>,
    /// By rank.
    pub improvements: Vec<Improvement>,
    /// Missing practices of questions at no risk, in lens order; priority, effort and severity are `null`.
    pub open_practices: Vec<Improvement>,
    /// Over `improvements`.
    pub totals: Totals,
    /// Further scores, by plugin id.
    pub comparisons: Vec<Comparison>,
    /// One per plugin that ran, by id.
    pub outcomes: Vec<Outcome>,
    /// What plugins failed to do, by plugin id and role.
    pub faults: Vec<Fault>,
    /// What a reader should know, sorted by code, location and message.
    pub diagnostics: Vec<Diagnostic>,
}

/// The reviewed workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workload {
    /// Unique within account and Region.
    pub id: Option<String>,
    /// As AWS writes it.
    pub arn: Option<String>,
    /// Twelve digits.
    pub account: Option<String>,
    /// Of the workload record, such as `eu-west-1`.
    pub region: Option<String>,
    /// Where the workload runs.
    pub regions: Vec<String>,
    /// As shown to the reviewer.
    pub name: Option<String>,
    /// The review owner, else the owning account.
    pub owner: Option<String>,
    /// `PRODUCTION`, `PREPRODUCTION`, or a later word.
    pub environment: Option<String>,
    /// From AWS's list.
    pub industry_type: Option<String>,
    /// Free text.
    pub industry: Option<String>,
    /// By key.
    pub tags: BTreeMap<String, String>,
    /// Pillar ids, most important first.
    pub pillar_priorities: Vec<String>,
    /// `NOT_APPLICABLE`, `NOT_STARTED`, `IN_PROGRESS`, `COMPLETE`, `RISK_ACKNOWLEDGED`, or a later word.
    pub improvement_status: Option<String>,
    /// As `reviewed_at`.
    pub updated_at: Option<String>,
}

/// The lens that was reviewed against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lens {
    /// Such as `wellarchitected`.
    pub alias: String,
    /// As AWS writes it.
    pub arn: Option<String>,
    /// The reviewed version.
    pub version: Option<String>,
    /// As shown to the reviewer.
    pub name: Option<String>,
    /// `CURRENT`, `NOT_CURRENT`, `DEPRECATED`, `DELETED`, `UNSHARED`, or a later word.
    pub status: Option<String>,
    /// Of the resolved lens.
    pub sha256: String,
}

/// A named, numbered state of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// 1 to 100.
    pub number: u32,
    /// Unique within its workload.
    pub name: Option<String>,
    /// As `reviewed_at`.
    pub recorded_at: Option<String>,
}

/// The profile applied to a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// As AWS writes it.
    pub arn: Option<String>,
    /// As AWS writes it.
    pub version: Option<String>,
}

/// Questions by risk. All five are always there, and `unknown` where it occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RiskCounts {
    /// At high risk.
    #[serde(rename = "HIGH")]
    pub high: u32,
    /// At medium risk.
    #[serde(rename = "MEDIUM")]
    pub medium: u32,
    /// At no risk.
    #[serde(rename = "NONE")]
    pub none: u32,
    /// Not answered.
    #[serde(rename = "UNANSWERED")]
    pub unanswered: u32,
    /// Out of the review.
    #[serde(rename = "NOT_APPLICABLE")]
    pub not_applicable: u32,
    /// Recorded with a value that this version does not know, or set by no rule.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// How much was marked not applicable, by reason (`NONE` where none was given).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NotApplicable {
    /// Questions.
    #[serde(borrow)]
    pub questions: BTreeMap<&'static str, u32>,
    /// Practices of applicable questions.
    #[serde(borrow)]
    pub practices: BTreeMap<&'static str, u32>,
}

/// How much was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// At high, medium or no risk.
    pub answered: u32,
    /// All but not applicable.
    pub applicable: u32,
    /// All questions.
    pub total: u32,
    /// `answered / applicable`; `null` when nothing is applicable.
    pub basis_points: Option<u32>,
    /// The figure that the AWS console shows.
    pub console: ConsoleCompletion,
}

/// The figure that the AWS console shows: not applicable counts as answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleCompletion {
    /// Neither unanswered nor unknown.
    pub answered_or_not_applicable: u32,
    /// All questions.
    pub total: u32,
}

/// A score with the range it could still take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// `⌊10 000 · Σ points / Σ of⌋`; `null` as `because` says.
    pub basis_points: Option<u32>,
    /// Equal to `basis_points`.
    pub lowest: Option<u32>,
    /// If every unanswered question gave all its points: a bound, not a promise.
    pub highest: Option<u32>,
    /// Why there is no score, or `null`: `nothing-applicable`, `no-questions`, `not-scored`, `fault`, `no-plugin`.
    #[serde(borrow)]
    pub because: Option<&'static str>,
    /// Σ points and Σ of, as decimal numbers; `null` without a score.
    pub points: Option<u64>,
    /// Σ of.
    pub of: Option<u64>,
    /// The scoring plugin; `null` where none is configured.
    pub plugin: Option<String>,
}

/// One pillar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Pillar {
    /// As in the lens.
    pub id: Word,
    /// As shown to the reviewer.
    pub name: Word,
    /// Over the pillar's questions.
    pub risk_counts: RiskCounts,
    /// Over the pillar's questions.
    pub completion: Completion,
    /// From the contributions of the pillar's questions.
    pub score: Score,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// As in the lens.
    pub id: Word,
    /// Such as `SEC02`; `null` where the catalogue does not know it.
    pub code: Option<Word>,
    /// The pillar's id.
    pub pillar: Word,
    /// As shown to the reviewer.
    pub title: String,
    /// `HIGH`, `MEDIUM`, `NONE`, `UNANSWERED`, `NOT_APPLICABLE` or `unknown`.
    pub risk: &'static str,
    /// The risk as the input has it, word by word; `null` where it was not recorded.
    pub recorded_risk: Option<Word>,
    /// The lens rule that matches the selection; `null` where there are no rules, or none matches.
    pub rule: Option<Rule>,
    /// Whether the profile prioritizes it; `null` where the input does not tell.
    pub prioritized: Option<bool>,
    /// Why it is not applicable: `OUT_OF_SCOPE`, `BUSINESS_PRIORITIES`, `ARCHITECTURE_CONSTRAINTS`, `OTHER`, `NONE`;
    /// `null` for an applicable question.
    #[serde(borrow)]
    pub reason: Option<&'static str>,
    /// Its page.
    pub url: Option<Word>,
    /// Its issue.
    pub jira_url: Option<String>,
    /// Only on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// In lens order.
    pub choices: Vec<Choice>,
    /// What it adds to the score; `null` for a question that is not applicable or not scored.
    pub contribution: Option<Contribution>,
}

/// A rule of a custom lens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Counted from 0.
    pub index: u32,
    /// As written.
    pub condition: String,
    /// What it sets: `HIGH_RISK`, `MEDIUM_RISK` or `NO_RISK`.
    pub risk: &'static str,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// As in the lens.
    pub id: Word,
    /// Such as `SEC02-BP03`; `null` where the catalogue does not know it.
    pub practice: Option<Word>,
    /// As shown to the reviewer.
    pub title: String,
    /// `HIGH`, `MEDIUM`, `LOW`; `null` where the catalogue does not know it.
    #[serde(borrow)]
    pub level: Option<&'static str>,
    /// `SELECTED`, `UNSELECTED` or `NOT_APPLICABLE`.
    pub state: &'static str,
    /// Why it is not applicable; `null` otherwise.
    #[serde(borrow)]
    pub reason: Option<&'static str>,
    /// Whether it means that no practice is met.
    pub none_of_these: bool,
    /// Its page.
    pub url: Option<Word>,
    /// Only on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// What one question adds to the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// 0 to `of`.
    pub points: u32,
    /// At least 1, in a unit of the plugin's own.
    pub of: u32,
    /// In the plugin's words.
    pub reason: Option<String>,
}

/// Something to improve: a question at risk, or a practice that is missing from one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Improvement {
    /// 1…n without ties; `null` in `open_practices`.
    pub rank: Option<u32>,
    /// 1 (first) to 10; `null` where no plugin said.
    pub priority: Option<u8>,
    /// Its question's place in AWS's own order, 1…: pillars by the workload's priorities, then as in the lens.
    pub aws_order: u32,
    /// The pillar's id.
    pub pillar: Word,
    /// The question's id.
    pub question: Word,
    /// The choice's id; `null` for the question's own entry.
    pub choice: Option<Word>,
    /// Such as `SEC02-BP03`, or the question's code in its own entry; `null` where the catalogue does not know it.
    pub practice: Option<Word>,
    /// Of the choice, or of the question.
    pub title: String,
    /// Of the question: `HIGH` or `MEDIUM`, `NONE` in `open_practices`.
    pub risk: &'static str,
    /// Of the practice; `null` where the catalogue does not know it and in the question's own entry.
    #[serde(borrow)]
    pub level: Option<&'static str>,
    /// `null` when nobody estimated it.
    pub effort: Option<Effort>,
    /// `critical`, `high`, `medium`, `low`: the business consequence if the risk happens; `null` where no plugin said.
    pub severity: Option<Severity>,
    /// In the plugin's words.
    pub consequence: Option<String>,
    /// Why this priority, in the plugin's words.
    pub reason: Option<String>,
    /// Requirements that the gap leaves without evidence, by framework and requirement.
    pub controls: Vec<Control>,
    /// What AWS or the lens says to do.
    pub plan: Option<Plan>,
    /// What plugins advise, in the order of the configuration.
    pub guidance: Vec<Guidance>,
    /// `account/region/workload/lens/question/choice`, stable over runs; each part percent-encoded, unknown parts empty.
    pub key: String,
}

/// An estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Person-days of 8 hours, rounded up.
    pub days: u32,
    /// Person-hours, as the plugin gave it.
    pub hours: u32,
    /// Where it comes from.
    pub basis: EffortBasis,
}

/// A requirement without evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Control {
    /// Such as `PCI-DSS-4.0`.
    pub framework: String,
    /// The requirement's id in the framework.
    pub requirement: String,
    /// Always `indicative`.
    pub basis: &'static str,
}

/// What AWS or the lens says to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// As shown to the reviewer.
    pub text: Option<String>,
    /// Where more is said.
    pub url: Option<Word>,
}

/// A line of guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// Who says it.
    pub plugin: String,
    /// Stable within the plugin; the part before the first dot tells its kind, such as `issue`, `fix`, `tool`.
    pub id: String,
    /// One line.
    pub text: String,
}

/// Over all improvements of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Entries: questions at risk and missing practices.
    pub improvements: u32,
    /// Questions at risk.
    pub questions: u32,
    /// Missing practices.
    pub practices: u32,
    /// Entries of priority 3 or less.
    pub high_priority: u32,
    /// The sum of all `effort.days`.
    pub effort_days: u64,
    /// Entries without an estimate.
    pub not_estimated: u32,
}

/// A further score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Comparison {
    /// Who scores.
    pub plugin: String,
    /// Of the whole lens.
    pub score: Score,
    /// By id.
    pub measures: BTreeMap<String, i64>,
}

/// How one plugin ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which plugin.
    pub plugin: String,
    /// Units of fuel of `prepare`, `begin`, `reveal` and the roles; the same on every machine.
    pub fuel: u64,
    /// Digest of what it said.
    pub sha256: String,
    /// False when a wall-clock limit had a part in it.
    pub reproducible: bool,
}

/// What a plugin failed to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// Which plugin.
    pub plugin: String,
    /// In which role.
    pub role: Role,
    /// Its stable name, such as `fuel-exhausted`.
    pub fault: &'static str,
    /// One line.
    pub detail: String,
}

/// Whether the gate lets it pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Verdict {
    /// `null` where it could not be decided and nothing failed.
    pub passes: Option<bool>,
    /// Every rule that failed or could not be decided; empty when it passes.
    pub because: Vec<Because>,
}

/// One rule of the gate that did not pass.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Because {
    /// As configured, such as `max_high` or `pillars.security.max_medium`.
    pub rule: String,
    /// `fails` or `undecided`.
    pub outcome: &'static str,
    /// The workload's name or id, and the lens.
    pub review: String,
    /// One line: what was found and what is allowed.
    pub message: String,
}
