//! What was answered: the answers, the gaps, and the milestone before.

use crate::{
    codes::{ChoiceSet, Level, Risk},
    contract,
    frame::{Frame, Scope, Workload, cell},
    lens::{Choice, Lens, Question},
};

/// What crosses in place of a choice in a question's own row.
const QUESTION_ROW: u16 = u16::MAX;

/// One review, as the host settled it.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    lens: &'a Lens,
    frame: &'a contract::Frame,
    raw: &'a contract::Review,
}

impl<'a> Review<'a> {
    pub(crate) fn new(lens: &'a Lens, frame: &'a contract::Frame, raw: &'a contract::Review) -> Self {
        Self { lens, frame, raw }
    }

    /// The lens under review.
    #[must_use]
    pub fn lens(self) -> &'a Lens {
        self.lens
    }

    /// What applies.
    #[must_use]
    pub fn frame(self) -> Frame<'a> {
        Frame::new(self.lens, self.frame)
    }

    /// The reviewed workload.
    #[must_use]
    pub fn workload(self) -> Workload<'a> {
        self.frame().workload()
    }

    /// One per question, in lens order, those that are not applicable included.
    pub fn answers(self) -> impl Iterator<Item = Answer<'a>> {
        let (scope, answers) = (&self.frame.scope, &self.raw.answers);
        self.lens.questions().map(move |question| Answer::new(question, scope, answers))
    }

    /// To the question at a position; `None` beyond the last.
    #[must_use]
    pub fn answer_at(self, position: u16) -> Option<Answer<'a>> {
        let question = self.lens.question_at(position)?;
        Some(Answer::new(question, &self.frame.scope, &self.raw.answers))
    }

    /// How many gaps there are.
    #[must_use]
    pub fn gap_count(self) -> usize {
        self.raw.gaps.questions.len()
    }

    /// In lens order: for each question at high or medium risk one gap for itself, then one per missing practice.
    pub fn gaps(self) -> impl Iterator<Item = Gap<'a>> {
        let gaps = &self.raw.gaps;
        let rows = gaps.questions.iter().zip(&gaps.choices).zip(&gaps.levels).zip(0u16..);
        rows.filter_map(move |(((question, choice), level), position)| {
            Some(Gap { answer: self.answer_at(*question)?, choice: *choice, level: *level, position })
        })
    }

    /// The milestone before, where the host has it.
    #[must_use]
    pub fn previous(self) -> Option<Milestone<'a>> {
        self.raw.previous.as_ref().map(|raw| Milestone { lens: self.lens, raw })
    }
}

/// An earlier state of the same review, in the rows of the present lens. A question that did not exist then is
/// unanswered.
#[derive(Debug, Clone, Copy)]
pub struct Milestone<'a> {
    lens: &'a Lens,
    raw: &'a contract::Milestone,
}

impl<'a> Milestone<'a> {
    /// One per question, in lens order.
    pub fn answers(self) -> impl Iterator<Item = Answer<'a>> {
        let (scope, answers) = (&self.raw.scope, &self.raw.answers);
        self.lens.questions().map(move |question| Answer::new(question, scope, answers))
    }

    /// To the question at a position; `None` beyond the last.
    #[must_use]
    pub fn answer_at(self, position: u16) -> Option<Answer<'a>> {
        Some(Answer::new(self.lens.question_at(position)?, &self.raw.scope, &self.raw.answers))
    }
}

/// The answer to one question.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    scope: Scope<'a>,
    columns: &'a contract::Answers,
}

impl<'a> Answer<'a> {
    #[inline]
    fn new(question: Question<'a>, scope: &'a contract::Scope, columns: &'a contract::Answers) -> Self {
        Self { scope: Scope::new(question, scope), columns }
    }

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
        Risk::from_code(cell(&self.columns.risks, self.question()))
    }

    /// Whether AWS recorded the risk.
    #[inline]
    #[must_use]
    pub fn is_risk_recorded(self) -> bool {
        cell(&self.columns.origins, self.question()) & 1 != 0
    }

    /// Whether a rule of the lens sets this risk.
    #[inline]
    #[must_use]
    pub fn is_risk_by_rule(self) -> bool {
        cell(&self.columns.origins, self.question()) & 2 != 0
    }

    /// Choices selected, "none of these" included.
    #[inline]
    #[must_use]
    pub fn selected(self) -> ChoiceSet {
        ChoiceSet(cell(&self.columns.selected, self.question()))
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
