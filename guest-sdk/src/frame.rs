//! What applies: the workload and the scope of one review, before any answer is known.

use crate::{
    cells::Cells,
    codes::{ChoiceSet, Environment, Reason},
    contract,
    lens::{Lens, Pillar, Question},
};

/// A review as far as `begin` tells.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) raw: contract::Frame,
    /// One row per question.
    pub(crate) cells: Vec<Cells>,
}

/// Everything that a weight may depend on, and nothing else: no risk, no selection.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    lens: &'a Lens,
    begun: &'a Begun,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(lens: &'a Lens, begun: &'a Begun) -> Self {
        Self { lens, begun }
    }

    /// The lens under review.
    #[must_use]
    pub fn lens(self) -> &'a Lens {
        self.lens
    }

    /// The reviewed workload.
    #[must_use]
    pub fn workload(self) -> Workload<'a> {
        Workload { lens: self.lens, raw: &self.begun.raw.workload }
    }

    /// Days since 1970-01-01 that this review is judged at; from the input, never from a clock.
    #[must_use]
    pub fn as_of_day(self) -> Option<u32> {
        self.begun.raw.as_of_day
    }

    /// One per question, in lens order.
    #[inline]
    pub fn scopes(self) -> impl Iterator<Item = Scope<'a>> {
        self.lens.questions().zip(&self.begun.cells).map(|(question, cells)| Scope { question, cells })
    }

    /// Of the question at a position; `None` beyond the last.
    #[inline]
    #[must_use]
    pub fn scope_at(self, position: u16) -> Option<Scope<'a>> {
        Scope::at(self.lens, &self.begun.cells, position)
    }
}

/// What applies of one question.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    question: Question<'a>,
    cells: &'a Cells,
}

impl<'a> Scope<'a> {
    #[inline]
    pub(crate) fn new(question: Question<'a>, cells: &'a Cells) -> Self {
        Self { question, cells }
    }

    #[inline]
    pub(crate) fn at(lens: &'a Lens, cells: &'a [Cells], position: u16) -> Option<Self> {
        Some(Self { question: lens.question_at(position)?, cells: cells.get(usize::from(position))? })
    }

    #[inline]
    pub(crate) fn cells(self) -> &'a Cells {
        self.cells
    }

    /// Which question.
    #[inline]
    #[must_use]
    pub fn question(self) -> Question<'a> {
        self.question
    }

    /// Whether the question is in the review.
    #[inline]
    #[must_use]
    pub fn is_applicable(self) -> bool {
        self.cells.is_applicable()
    }

    /// Whether the profile prioritizes it.
    #[inline]
    #[must_use]
    pub fn is_prioritized(self) -> bool {
        self.cells.is_prioritized()
    }

    /// Why the question is not applicable; [`Reason::NoneGiven`] for one that is.
    #[inline]
    #[must_use]
    pub fn reason(self) -> Reason {
        self.cells.reason()
    }

    /// The practices that apply: all but those marked not applicable.
    #[inline]
    #[must_use]
    pub fn applicable(self) -> ChoiceSet {
        self.question.practice_set() & !self.not_applicable()
    }

    /// The choices marked not applicable and not selected.
    #[inline]
    #[must_use]
    pub fn not_applicable(self) -> ChoiceSet {
        self.cells.not_applicable()
    }

    /// The part of [`Scope::not_applicable`] that is an accepted risk.
    #[inline]
    #[must_use]
    pub fn accepted(self) -> ChoiceSet {
        self.cells.accepted()
    }
}

/// The reviewed workload. Text that the input does not tell is empty.
#[derive(Debug, Clone, Copy)]
pub struct Workload<'a> {
    lens: &'a Lens,
    raw: &'a contract::Workload,
}

impl<'a> Workload<'a> {
    /// Unique within its account and Region.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.raw.id
    }

    /// Twelve digits.
    #[must_use]
    pub fn account(self) -> &'a str {
        &self.raw.account
    }

    /// Such as `eu-west-1`.
    #[must_use]
    pub fn region(self) -> &'a str {
        &self.raw.region
    }

    /// As shown to the reviewer.
    #[must_use]
    pub fn name(self) -> &'a str {
        &self.raw.name
    }

    /// What it is used for.
    #[must_use]
    pub fn environment(self) -> Environment {
        Environment::from_code(self.raw.environment)
    }

    /// As in AWS's list, such as `Financial Services`.
    #[must_use]
    pub fn industry_type(self) -> &'a str {
        &self.raw.industry_type
    }

    /// Free text.
    #[must_use]
    pub fn industry(self) -> &'a str {
        &self.raw.industry
    }

    /// Most important first; empty when the workload has no priorities of its own.
    pub fn pillar_priorities(self) -> impl Iterator<Item = Pillar<'a>> {
        let lens = self.lens;
        self.raw.pillar_priorities.iter().filter_map(move |position| lens.pillar_at(*position))
    }

    /// 0 unknown, 1 not applicable, 2 not started, 3 in progress, 4 complete, 5 risk acknowledged.
    #[must_use]
    pub fn improvement_status(self) -> u8 {
        self.raw.improvement_status
    }

    /// Whether a review owner is set.
    #[must_use]
    pub fn has_review_owner(self) -> bool {
        self.raw.has_review_owner
    }

    /// Whether a profile is attached.
    #[must_use]
    pub fn has_profile(self) -> bool {
        self.raw.has_profile
    }

    /// Key and value, by key.
    pub fn tags(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.raw.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The value of a tag.
    #[must_use]
    pub fn tag(self, key: &str) -> Option<&'a str> {
        self.tags().find(|(found, _)| *found == key).map(|(_, value)| value)
    }
}
