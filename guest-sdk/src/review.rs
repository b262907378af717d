//! What was answered: the answers, the gaps, and the milestone before.

use crate::{
    cells::Cells,
    codes::{ChoiceSet, Level, Risk},
    contract,
    frame::{Begun, Frame, Scope, Workload},
    lens::{Choice, Lens, Question},
};

/// What crosses in place of a choice in a question's own row.
const QUESTION_ROW: u16 = u16::MAX;

/// A review as far as `reveal` tells, beside the answers.
#[derive(Debug)]
pub(crate) struct Revealed {
    pub(crate) gaps: contract::Gaps,
    /// Of the milestone before, one row per question.
    pub(crate) previous: Option<Vec<Cells>>,
}

/// One review, as the host settled it.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    lens: &'a Lens,
    begun: &'a Begun,
    revealed: &'a Revealed,
}

impl<'a> Review<'a> {
    pub(crate) fn new(lens: &'a Lens, begun: &'a Begun, revealed: &'a Revealed) -> Self {
        Self { lens, begun, revealed }
    }

    /// The lens under review.
    #[must_use]
    pub fn lens(self) -> &'a Lens {
        self.lens
    }

    /// What applies.
    #[must_use]
    pub fn frame(self) -> Frame<'a> {
        Frame::new(self.lens, self.begun)
    }

    /// The reviewed workload.
    #[must_use]
    pub fn workload(self) -> Workload<'a> {
        self.frame().workload()
    }

    /// One per question, in lens order, those that are not applicable included.
    #[inline]
    pub fn answers(self) -> impl Iterator<Item = Answer<'a>> {
        answers(self.lens, &self.begun.cells)
    }

    /// To the question at a position; `None` beyond the last.
    #[inline]
    #[must_use]
    pub fn answer_at(self, position: u16) -> Option<Answer<'a>> {
        Some(Answer { scope: Scope::at(self.lens, &self.begun.cells, position)? })
    }

    /// How many gaps there are.
    #[must_use]
    pub fn gap_count(self) -> usize {
        self.revealed.gaps.questions.len()
    }

    /// In lens order: for each question at high or medium risk one gap for itself, then one per missing practice.
    #[inline]
    pub fn gaps(self) -> impl Iterator<Item = Gap<'a>> {
        let gaps = &self.revealed.gaps;
        let rows = gaps.questions.iter().zip(&gaps.choices).zip(&gaps.levels);
        let mut next: u16 = 0;
        rows.filter_map(move |((question, choice), level)| {
            let position = next;
            next = next.wrapping_add(1);
            Some(Gap { answer: self.answer_at(*question)?, choice: *choice, level: *level, position })
        })
    }

    /// The milestone before, where the host has it.
    #[must_use]
    pub fn previous(self) -> Option<Milestone<'a>> {
        self.revealed.previous.as_ref().map(|cells| Milestone { lens: self.lens, cells })
    }
}

/// An earlier state of the same review, in the rows of the present lens. A question that did not exist then is
/// unanswered.
#[derive(Debug, Clone, Copy)]
pub struct Milestone<'a> {
    lens: &'a Lens,
    cells: &'a [Cells],
}

impl<'a> Milestone<'a> {
    /// One per question, in lens order.
    pub fn answers(self) -> impl Iterator<Item = Answer<'a>> {
        answers(self.lens, self.cells)
    }

    /// To the question at a position; `None` beyond the last.
    #[must_use]
    pub fn answer_at(self, position: u16) -> Option<Answer<'a>> {
        Some(Answer { scope: Scope::at(self.lens, self.cells, position)? })
    }
}

/// The answer to one question.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    scope: Scope<'a>,
}

/// One per question, in lens order.
#[inline]
fn answers<'a>(lens: &'a Lens, cells: &'a [Cells]) -> impl Iterator<Item = Answer<'a>> {
    lens.questions().zip(cells).map(|(question, cells)| Answer { scope: Scope::new(question, cells) })
}

impl<'a> Answer<'a> {
    /// To which question.
    #[inline]
    #[must_use]
    pub fn question(self) -> Question<'a> {
        self.scope.question()
    }

    /// What applies of the question.
    #[inline]
    #[must_use]
    pub fn scope(self) -> Scope<'a> {
        self.scope
    }

    /// The risk that the host settled.
    #[inline]
    #[must_use]
    pub fn risk(self) -> Risk {
        self.scope.cells().risk()
    }

    /// Whether AWS recorded the risk.
    #[inline]
    #[must_use]
    pub fn is_risk_recorded(self) -> bool {
        self.scope.cells().is_risk_recorded()
    }

    /// Whether a rule of the lens sets this risk.
    #[inline]
    #[must_use]
    pub fn is_risk_by_rule(self) -> bool {
        self.scope.cells().is_risk_by_rule()
    }

    /// Choices selected, "none of these" included.
    #[inline]
    #[must_use]
    pub fn selected(self) -> ChoiceSet {
        self.scope.cells().selected()
    }

    /// Practices met.
    #[inline]
    #[must_use]
    pub fn met(self) -> ChoiceSet {
        self.scope.applicable() & self.selected()
    }

    /// Practices that apply and are not met.
    #[inline]
    #[must_use]
    pub fn missing(self) -> ChoiceSet {
        self.scope.applicable() & !self.selected()
    }
}

/// Something that could be improved: a question at risk, or one missing practice of it.
#[derive(Debug, Clone, Copy)]
pub struct Gap<'a> {
    answer: Answer<'a>,
    choice: u16,
    level: u8,
    position: u16,
}

impl<'a> Gap<'a> {
    /// Of which question.
    #[inline]
    #[must_use]
    pub fn question(self) -> Question<'a> {
        self.answer.question()
    }

    /// The answer to that question.
    #[inline]
    #[must_use]
    pub fn answer(self) -> Answer<'a> {
        self.answer
    }

    /// The question's risk: high or medium.
    #[inline]
    #[must_use]
    pub fn risk(self) -> Risk {
        self.answer.risk()
    }

    /// The missing practice; `None` in the question's own row.
    #[inline]
    #[must_use]
    pub fn practice(self) -> Option<Choice<'a>> {
        self.question().choice_at(self.choice)
    }

    /// Position of the missing practice within its question; `None` in the question's own row.
    #[inline]
    #[must_use]
    pub fn choice_position(self) -> Option<u16> {
        (self.choice != QUESTION_ROW).then_some(self.choice)
    }

    /// Whether this is the question's own row.
    #[inline]
    #[must_use]
    pub fn is_question(self) -> bool {
        self.choice == QUESTION_ROW
    }

    /// The level of the missing practice; unknown in the question's own row.
    #[inline]
    #[must_use]
    pub fn level(self) -> Level {
        Level::from_code(self.level)
    }

    /// Position among the gaps, from 0.
    #[inline]
    #[must_use]
    pub fn position(self) -> u16 {
        self.position
    }
}
