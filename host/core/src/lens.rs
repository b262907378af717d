//! A lens: pillars, questions, choices and, for custom lenses, risk rules.
//!
//! A [`Lens`] is resolved: ids are unique, every question belongs to a pillar, all questions of a pillar stand together,
//! and no question has more than [`CHOICES_MAX`] choices. It comes from lens JSON, or from the answers of a review, since
//! the API sends titles and choices along.

pub(crate) mod file;
mod locate;
mod member;
mod parse;
mod question;
mod resolve;
pub mod rules;
pub(crate) mod wire;

use std::borrow::Cow;

pub use parse::parse;

use crate::risk::{Level, RuleRisk};

/// Text of a lens or of an answer. What the [`catalogue`](crate::catalogue) or the API's own vocabulary has is borrowed
/// from there, so that copying it costs nothing; any other text is owned.
pub type Word = Cow<'static, str>;

/// Most choices that one question may have: a selection is a set of 64 bits. AWS allows 15.
pub const CHOICES_MAX: usize = 64;

/// Most pillars of a lens. AWS allows 10; with more, whatever is told by pillar would take too long.
pub const PILLARS_MAX: usize = 1_000;

/// A resolved lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// Such as `wellarchitected`; for a custom lens without a review its name.
    pub alias: String,
    /// Where the input tells.
    pub arn: Option<String>,
    /// As AWS writes it, such as `2024-06-27` or `1.0`.
    pub version: Option<String>,
    /// As shown to the reviewer.
    pub name: Option<String>,
    /// `CURRENT`, `NOT_CURRENT`, `DEPRECATED`, `DELETED`, `UNSHARED`, or any later word.
    pub status: Option<String>,
    /// In lens order; may hold pillars without questions.
    pub pillars: Vec<Pillar>,
    /// In lens order, all questions of one pillar together.
    pub questions: Vec<Question>,
}

/// A pillar of a lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pillar {
    /// Unique within the lens.
    pub id: Word,
    /// As shown to the reviewer; the id where the input does not tell.
    pub name: Word,
}

/// A question of a lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Unique within the lens.
    pub id: Word,
    /// Such as `SEC02`, from the catalogue.
    pub code: Option<Word>,
    /// Position of its pillar in [`Lens::pillars`].
    pub pillar: usize,
    /// As shown to the reviewer.
    pub title: String,
    /// In lens order; at most [`CHOICES_MAX`].
    pub choices: Vec<Choice>,
    /// In lens order; `None` where the lens JSON is not at hand, as for every official lens.
    pub rules: Option<Vec<RiskRule>>,
    /// Where its page or helpful resource is.
    pub url: Option<Word>,
}

/// A choice of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Unique within its question.
    pub id: Word,
    /// Such as `SEC02-BP03`, from the catalogue.
    pub practice: Option<Word>,
    /// As shown to the reviewer.
    pub title: String,
    /// From the catalogue.
    pub level: Level,
    /// Whether it means that no practice is met: its id ends in `_no`.
    pub none_of_these: bool,
    /// What the lens says to do: the improvement plan of a custom lens.
    pub plan: Option<Plan>,
    /// Where its page or helpful resource is.
    pub url: Option<Word>,
}

/// What a lens says to do about a missing practice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plan {
    /// As shown to the reviewer.
    pub text: Option<String>,
    /// Where more is said.
    pub url: Option<String>,
}

/// A rule of a custom lens: the first whose condition is true sets the risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskRule {
    /// When it applies.
    pub condition: Condition,
    /// What it sets.
    pub risk: RuleRisk,
    /// The condition as written.
    pub text: String,
}

/// A condition over the choices of one question, by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Always true.
    Default,
    /// A choice is selected; its position within the question.
    Choice(usize),
    /// An id that the question does not have: never true.
    UnknownChoice(String),
    /// `!`.
    Not(Box<Self>),
    /// `&&`, two or more.
    And(Vec<Self>),
    /// `||`, two or more.
    Or(Vec<Self>),
}

/// A set of choices of one question; bit i stands for choice i.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ChoiceSet(pub u64);

impl ChoiceSet {
    /// Whether choice `position` is in it.
    #[must_use]
    pub const fn contains(self, position: usize) -> bool {
        position < CHOICES_MAX && self.0 >> position & 1 == 1
    }

    /// Adds choice `position`; one beyond [`CHOICES_MAX`] is ignored.
    pub const fn insert(&mut self, position: usize) {
        if position < CHOICES_MAX {
            self.0 |= 1 << position;
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }
}

impl Question {
    /// The choices that stand for a practice, with their positions.
    pub fn practices(&self) -> impl Iterator<Item = (usize, &Choice)> {
        self.choices.iter().enumerate().filter(|(_, choice)| !choice.none_of_these)
    }

    /// The set of all practices.
    #[must_use]
    pub fn practice_set(&self) -> ChoiceSet {
        let mut set = ChoiceSet::default();
        for (position, _) in self.practices() {
            set.insert(position);
        }
        set
    }
}

#[cfg(test)]
mod tests;
