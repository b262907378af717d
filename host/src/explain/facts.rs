//! Which facts stand behind a question? Where its risk comes from, its practices, and how its points enter the scores.

use architrave_core::{
    report::{Choice, Question, Review, Rule, Score},
    risk::Risk,
};
use serde::Serialize;

use crate::sink::choices;

/// Where a risk comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskSource<'a> {
    /// The risk that stands.
    pub risk: &'static str,
    /// Where it comes from.
    pub origin: RiskOrigin,
    /// The risk as the input has it; `null` where it was not recorded.
    pub recorded: Option<&'a str>,
    /// The rule of the lens that matches; `null` where there are no rules, or none matches.
    pub rule: Option<&'a Rule>,
    /// Whether the recorded risk and the rule agree; `null` unless there are both.
    pub rule_agrees: Option<bool>,
}

/// Where a risk comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskOrigin {
    /// Recorded by AWS, or whoever wrote the input.
    Recorded,
    /// Set by a rule of the lens.
    Rule,
    /// Nothing is selected and applicable.
    NothingSelected,
    /// Marked not applicable.
    MarkedNotApplicable,
    /// No rule of the lens matches the selection.
    NoRuleMatches,
}

/// Practices of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PracticesByLevel<'a> {
    /// `HIGH`, `MEDIUM`, `LOW`; `null` where the catalogue does not know it.
    pub level: Option<&'static str>,
    /// Selected.
    pub met: u32,
    /// Selected or not selected.
    pub applicable: u32,
    /// Codes, else ids, of those that are not selected.
    pub missing: Vec<&'a str>,
}

/// A practice that is not applicable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotApplicablePractice<'a> {
    /// Its code, else its id.
    pub practice: &'a str,
    /// As shown to the reviewer.
    pub title: &'a str,
    /// `NONE` where none was given.
    pub reason: &'static str,
}

/// How a contribution enters the scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Working {
    /// What the question gives.
    pub points: u32,
    /// The most it could give: its weight.
    pub of: u32,
    /// In the plugin's words.
    pub reason: Option<String>,
    /// Of the whole lens.
    pub lens: ScoreWorking,
    /// Of the question's pillar; `null` where the report does not list it.
    pub pillar: Option<ScoreWorking>,
}

/// How a contribution enters one score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreWorking {
    /// Σ points over all questions.
    pub points: u64,
    /// Σ of over all questions.
    pub of: u64,
    /// `⌊10 000 · points / of⌋`.
    pub basis_points: u32,
    /// The question's share of all weights: `⌊10 000 · its of / Σ of⌋`.
    pub weight_basis_points: u32,
    /// What the score would be if this question alone gave all its points.
    pub basis_points_if_full: u32,
}

pub(super) fn risk_source(question: &Question) -> RiskSource<'_> {
    let risk = Risk::parse(question.risk);
    let origin = match (risk, question.recorded_risk.is_some(), question.rule.is_some()) {
        (Risk::NotApplicable, _, _) => RiskOrigin::MarkedNotApplicable,
        (_, true, _) => RiskOrigin::Recorded,
        (Risk::Unanswered, false, _) => RiskOrigin::NothingSelected,
        (_, false, true) => RiskOrigin::Rule,
        (_, false, false) => RiskOrigin::NoRuleMatches,
    };
    let rule_agrees = match (&question.recorded_risk, &question.rule) {
        (Some(_), Some(rule)) => Some(matches!(
            (risk, rule.risk),
            (Risk::High, "HIGH_RISK") | (Risk::Medium, "MEDIUM_RISK") | (Risk::NoRisk, "NO_RISK")
        )),
        _ => None,
    };
    RiskSource {
        risk: question.risk,
        origin,
        recorded: question.recorded_risk.as_deref(),
        rule: question.rule.as_ref(),
        rule_agrees,
    }
}

pub(super) fn practices_by_level(question: &Question) -> Vec<PracticesByLevel<'_>> {
    [Some("HIGH"), Some("MEDIUM"), Some("LOW"), None]
        .into_iter()
        .filter_map(|level| {
            let of_level = || choices::practices(question).filter(move |choice| choice.level == level);
            let counts = choices::count(of_level());
            let missing = of_level().filter(|choice| choice.state == "UNSELECTED").map(choices::name).collect();
            let any = counts.applicable > 0;
            any.then_some(PracticesByLevel { level, met: counts.met, applicable: counts.applicable, missing })
        })
        .collect()
}

pub(super) fn not_applicable(question: &Question) -> Vec<NotApplicablePractice<'_>> {
    let named = |choice| -> NotApplicablePractice<'_> {
        let choice: &Choice = choice;
        NotApplicablePractice {
            practice: choices::name(choice),
            title: &choice.title,
            reason: choice.reason.unwrap_or("NONE"),
        }
    };
    choices::practices(question).filter(|choice| choice.state == "NOT_APPLICABLE").map(named).collect()
}

pub(super) fn working(review: &Review, question: &Question) -> Option<Working> {
    let contribution = question.contribution.as_ref()?;
    let (points, of) = (contribution.points, contribution.of);
    let pillar = review.pillars.iter().find(|pillar| pillar.id == question.pillar);
    Some(Working {
        points,
        of,
        reason: contribution.reason.clone(),
        lens: score_working(&review.score, points, of)?,
        pillar: pillar.and_then(|pillar| score_working(&pillar.score, points, of)),
    })
}

fn score_working(score: &Score, points: u32, of: u32) -> Option<ScoreWorking> {
    let (total_points, total_of) = (score.points?, score.of?);
    let full = total_points.checked_add(u64::from(of.saturating_sub(points)))?;
    Some(ScoreWorking {
        points: total_points,
        of: total_of,
        basis_points: score.basis_points?,
        weight_basis_points: share(u64::from(of), total_of)?,
        basis_points_if_full: share(full, total_of)?,
    })
}

/// `⌊10 000 · part / whole⌋` in 128 bits; nothing for an empty whole or a share beyond 10 000.
fn share(part: u64, whole: u64) -> Option<u32> {
    let share = (u128::from(part) * 10_000).checked_div(u128::from(whole))?;
    u32::try_from(share).ok().filter(|share| *share <= 10_000)
}
