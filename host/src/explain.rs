//! Why this risk, this score, this priority and this consequence? Everything a report says about one question.
//!
//! An explanation adds no judgement of its own: it puts side by side what the report holds, with the arithmetic spelled
//! out so that it can be worked out again by hand.

mod facts;
mod find;
#[cfg(test)]
mod tests;
mod text;

use architrave_core::{
    diagnostic::Diagnostic,
    report::{Improvement, Question, Report},
};
use serde::Serialize;

pub use facts::{NotApplicablePractice, PracticesByLevel, RiskOrigin, RiskSource, ScoreWorking, Working};
#[cfg(feature = "author")]
pub(crate) use find::edits;
pub(crate) use text::risk_in_words;

use crate::sink::Style;

/// Everything about one question of one review; `architrave.explanation/1` when serialised.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation<'a> {
    /// `architrave.explanation/1`.
    pub schema: &'static str,
    /// Which review.
    pub review: ReviewName,
    /// The choice that was asked for; `null` when the whole question was.
    pub choice: Option<&'a str>,
    /// The question's pillar, as shown to the reviewer.
    pub pillar_name: &'a str,
    /// The question, as in the report.
    pub question: &'a Question,
    /// Where its risk comes from.
    pub risk: RiskSource<'a>,
    /// Practices by level, highest first, levels that do not occur left out.
    pub practices: Vec<PracticesByLevel<'a>>,
    /// Practices marked not applicable, in lens order.
    pub not_applicable: Vec<NotApplicablePractice<'a>>,
    /// How its contribution enters the lens's score and its pillar's; `null` where it is not scored.
    pub working: Option<Working>,
    /// What there is to improve: the question's own entry first, then its missing practices by rank.
    pub improvements: Vec<&'a Improvement>,
    /// Missing practices although the question is at no risk.
    pub open_practices: Vec<&'a Improvement>,
    /// What a reader should know about the question: the review's diagnostics that name it.
    pub diagnostics: Vec<&'a Diagnostic>,
}

/// Which review an explanation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewName {
    /// Its place in the report, from 1: what `--review` takes.
    pub number: usize,
    /// The workload's name, else its id.
    pub workload: String,
    /// The lens's alias.
    pub lens: String,
    /// The reviewed version of the lens.
    pub lens_version: Option<String>,
    /// The milestone's number; `null` for the current state.
    pub milestone: Option<u32>,
}

/// Why there is no explanation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExplainError {
    code: ExplainErrorCode,
    message: String,
    help: String,
}

/// Which way an explanation failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExplainErrorCode {
    /// No review is called so.
    UnknownReview,
    /// No question, choice or practice is called so.
    UnknownReference,
    /// Several reviews, or several questions of one review, are called so.
    Ambiguous,
}

impl ExplainErrorCode {
    /// Such as `explain.unknown-reference`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownReview => "explain.unknown-review",
            Self::UnknownReference => "explain.unknown-reference",
            Self::Ambiguous => "explain.ambiguous",
        }
    }
}

impl ExplainError {
    fn new(code: ExplainErrorCode, message: String, help: String) -> Self {
        Self { code, message, help }
    }

    /// Which way it failed.
    #[must_use]
    pub const fn code(&self) -> ExplainErrorCode {
        self.code
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}

/// Explains one question of a report.
///
/// `reference` is a question's id (`identities`) or code (`SEC02`), or a practice's code (`SEC02-BP03`) or choice id;
/// an id as written goes before a code in any case. `review` picks among several reviews: the number in the report
/// from 1, a workload's name, id or ARN, a lens's alias, or workload and lens, and milestone number if need be, joined by
/// `/`, in any case.
///
/// # Errors
///
/// - `explain.unknown-review`: no review is called so.
/// - `explain.unknown-reference`: nothing is called so; the help lists the nearest names.
/// - `explain.ambiguous`: several reviews have it, or several questions of one review; the help lists them.
pub fn explain<'a>(report: &'a Report, reference: &str, review: Option<&str>) -> Result<Explanation<'a>, ExplainError> {
    let place = find::find(report, reference, review)?;
    let question = place.question;
    let quoted = format!("`{}`", question.id);
    let of_question = |entry: &&Improvement| entry.question == question.id;
    let mut improvements: Vec<&Improvement> = place.review.improvements.iter().filter(of_question).collect();
    improvements.sort_by_key(|entry| (entry.choice.is_some(), entry.rank));
    let pillar = place.review.pillars.iter().find(|pillar| pillar.id == question.pillar);
    Ok(Explanation {
        schema: "architrave.explanation/1",
        review: find::name(place.number, place.review),
        choice: place.choice,
        pillar_name: pillar.map_or(&*question.pillar, |pillar| &*pillar.name),
        question,
        risk: facts::risk_source(question),
        practices: facts::practices_by_level(question),
        not_applicable: facts::not_applicable(question),
        working: facts::working(place.review, question),
        improvements,
        open_practices: place.review.open_practices.iter().filter(of_question).collect(),
        diagnostics: place
            .review
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.message.contains(&quoted))
            .collect(),
    })
}

impl Explanation<'_> {
    /// For a terminal; no colour is used.
    #[must_use]
    pub fn to_text(&self, style: &Style) -> String {
        text::text(self, style)
    }
}
