//! One review, resolved: one lens, one workload, one answer per question, and every fact that follows.
//!
//! After [`resolve`] no id can fail to resolve. Facts are the host's: they are the same for every plugin, and no plugin
//! can change them.

mod checks;
mod from_answers;
mod lenses;
mod milestones;
mod names;
mod pointer;
mod resolve;
mod settle;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

pub use lenses::{LENSES_MAX, LensTable};
pub use milestones::link_previous;
pub use pointer::Pointer;
pub use resolve::{resolve, resolve_among};

use crate::{
    diagnostic::Diagnostic,
    lens::{ChoiceSet, Lens, Plan, Word},
    risk::{Level, Reason, Risk},
    wire::{self, Timestamp},
};

/// What a source found about one review, before anything is checked.
///
/// Exactly one lens and one workload; a source that finds several makes several drafts.
#[derive(Debug, Clone, Default)]
pub struct ReviewDraft<'a> {
    /// The files it comes from, in the order in which they were read; empty for bytes without a name.
    pub files: Vec<String>,
    /// Of the workload, where the input tells.
    pub workload: wire::Workload<'a>,
    /// Of the lens and its review, where the input tells; also holds the lens's alias and ARN when only the answers did.
    pub review: wire::LensReview<'a>,
    /// Absent, or number 0, means the current state.
    pub milestone: Option<wire::Milestone<'a>>,
    /// As found; order does not matter for a lens that we know, and is kept for one that we do not.
    pub answers: Vec<AnswerDraft<'a>>,
    /// Plans by question and choice.
    pub improvements: Vec<wire::Improvement<'a>>,
    /// The lens, where its JSON is at hand.
    pub lens: Option<Arc<Lens>>,
    /// Whether a question that `answers` leaves out is unanswered rather than missing: true for `questionResponses`, in
    /// which only answered questions stand; false for whatever comes from the API, which lists them all.
    pub absent_is_unanswered: bool,
    /// What keeps the review from being whole, as far as the source could see: a page that is missing, a filter.
    pub partial: Vec<Diagnostic>,
    /// What a reader should know, as far as the source could see.
    pub notes: Vec<Diagnostic>,
}

/// One answer and where it stands.
#[derive(Debug, Clone, Default)]
pub struct AnswerDraft<'a> {
    /// As written.
    pub answer: wire::Answer<'a>,
    /// Position in [`ReviewDraft::files`].
    pub file: Option<usize>,
    /// Of the answer in that file.
    pub pointer: Pointer,
}

/// A review, resolved.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The lens; shared between reviews of the same lens.
    pub lens: Arc<Lens>,
    /// The lens's digest, see [`crate::digest`].
    pub lens_sha256: Digest,
    /// The reviewed workload.
    pub workload: Workload,
    /// `None` for the current state.
    pub milestone: Option<Milestone>,
    /// When the review was last changed, or the milestone recorded.
    pub reviewed_at: Option<Timestamp>,
    /// The profile applied to the review.
    pub profile: Option<Profile>,
    /// Of the review.
    pub notes: Option<String>,
    /// One per question, in lens order.
    pub answers: Vec<Answer>,
    /// What could be improved, in lens order: for each question at high or medium risk one entry for itself, then one per
    /// missing practice.
    pub gaps: Vec<Gap>,
    /// Missing practices of questions at no risk, in lens order.
    pub open_practices: Vec<Gap>,
    /// The milestone before, in the rows of this lens.
    pub previous: Option<Arc<Vec<Answer>>>,
    /// Why the review is not whole; empty when it is.
    pub partial: Vec<Diagnostic>,
    /// What a reader should know.
    pub notes_for_reader: Vec<Diagnostic>,
    /// Digest of all of the above, see [`crate::digest`].
    pub sha256: Digest,
}

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// From 64 hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
        let bytes = digits?;
        let byte = |pair: &[u32]| match pair {
            [high, low] => u8::try_from(high << 4 | low).ok(),
            _ => None,
        };
        let bytes: Option<Vec<u8>> = bytes.chunks(2).map(byte).collect();
        bytes?.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
        let digits: String = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        formatter.write_str(&digits)
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, formatter)
    }
}

/// The reviewed workload. What the input does not tell is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workload {
    /// Unique within account and Region.
    pub id: Option<String>,
    /// As AWS writes it.
    pub arn: Option<String>,
    /// From the ARN, else the owner: twelve digits.
    pub account: Option<String>,
    /// From the ARN.
    pub region: Option<String>,
    /// Where it runs.
    pub regions: Vec<String>,
    /// As shown to the reviewer.
    pub name: Option<String>,
    /// Who reviews it (`ReviewOwner`), else the owning account.
    pub owner: Option<String>,
    /// Whether a review owner is set.
    pub has_review_owner: bool,
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
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

/// A named, numbered state of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// 1 to 100.
    pub number: u32,
    /// Unique within its workload.
    pub name: Option<String>,
    /// When it was saved.
    pub recorded_at: Option<Timestamp>,
}

/// The profile applied to a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// As AWS writes it.
    pub arn: Option<String>,
    /// As AWS writes it.
    pub version: Option<String>,
}

/// The answer to one question, with the facts that follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The risk that stands: recorded, else set by a rule, else unanswered, not applicable or unknown.
    pub risk: Risk,
    /// The risk as the input has it, word by word; `None` where it was not recorded.
    pub recorded: Option<Word>,
    /// What the lens's rules give, and the position of the rule; `None` where there are no rules, none matches, or
    /// nothing was answered.
    pub by_rule: Option<(Risk, usize)>,
    /// Whether the profile prioritizes it; `None` where the input does not tell.
    pub prioritized: Option<bool>,
    /// Why it is not applicable; [`Reason::NoneGiven`] otherwise.
    pub reason: Reason,
    /// Selected choices, "none of these" included.
    pub selected: ChoiceSet,
    /// Choices marked not applicable and not selected.
    pub not_applicable: ChoiceSet,
    /// The part of `not_applicable` that is an accepted risk.
    pub accepted: ChoiceSet,
    /// Why a choice is not applicable, by position; only where a reason was given.
    pub choice_reasons: BTreeMap<usize, Reason>,
    /// Where its plan is.
    pub plan_url: Option<String>,
    /// What the API says to do about a choice, by position; only where the lens itself does not say it.
    pub choice_plans: BTreeMap<usize, Plan>,
    /// Where its issue is.
    pub jira_url: Option<String>,
    /// Of the question. Never given to plugins.
    pub notes: Option<String>,
    /// Of the choices, by position. Never given to plugins.
    pub choice_notes: BTreeMap<usize, String>,
}

impl Answer {
    /// Whether the question is in the review.
    #[must_use]
    pub fn is_applicable(&self) -> bool {
        self.risk != Risk::NotApplicable
    }
}

/// Something that could be improved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Position of the question.
    pub question: usize,
    /// Position of the missing choice; `None` for the question's own entry.
    pub choice: Option<usize>,
    /// Level of the missing practice; unknown for the question's own entry.
    pub level: Level,
}

/// The position of the item that `is` the one, looked for from `next` on and then from the start: lists that speak of the
/// same things are mostly in the same order. Afterwards `next` is behind it.
pub(crate) fn place<T>(items: &[T], next: &mut usize, is: impl Fn(&T) -> bool) -> Option<usize> {
    let (before, after) = items.split_at_checked(*next).unwrap_or((&[], items));
    let found = after.iter().position(&is).map(|position| position.saturating_add(before.len()));
    let found = found.or_else(|| before.iter().position(&is))?;
    *next = found.saturating_add(1);
    Some(found)
}
