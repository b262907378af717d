//! What was answered: the answers, the gaps, and the milestone before.

use crate::{
    codes::{ChoiceSet, Level, Risk},
    contract,
    frame::{Frame, Scope, Workload},
    lens::{Choice, Lens, Question},
};

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
            let answer = self.answer_at(*question)?;
            Some(Gap {
                answer,
                choice: answer.question().choice_at(*choice),
                level: Level::from_code(*level),
                position,
            })
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
    risk: Risk,
    origin: u8,
    selected: ChoiceSet,
}

impl<'a> Answer<'a> {
    fn new(question: Question<'a>, scope: &contract::Scope, raw: &contract::Answers) -> Self {
        let row = usize::from(question.position());
        Self {
            scope: Scope::new(question, scope),
            risk: Risk::from_code(raw.risks.get(row).copied().unwrap_or(0)),
            origin: raw.origins.get(row).copied().unwrap_or(0),
            selected: ChoiceSet(raw.selected.get(row).copied().unwrap_or(0)),
        }
    }

    /// To which question.
    #[must_use]
    pub fn question(self) -> Question<'a> {
        self.scope.question()
    }

    /// What applies of the question.
    #[must_use]
    pub fn scope(self) -> Scope<'a> {
        self.scope
    }

    /// The risk that the host settled.
    #[must_use]
    pub fn risk(self) -> Risk {
        self.risk
    }

    /// Whether AWS recorded the risk.
    #[must_use]
    pub fn is_risk_recorded(self) -> bool {
        self.origin & 1 != 0
    }

    /// Whether a rule of the lens sets this risk.
    #[must_use]
    pub fn is_risk_by_rule(self) -> bool {
        self.origin & 2 != 0
    }

    /// Choices selected, "none of these" included.
    #[must_use]
    pub fn selected(self) -> ChoiceSet {
        self.selected
    }

    /// Practices met.
    #[must_use]
    pub fn met(self) -> ChoiceSet {
        self.scope.applicable() & self.selected
    }

    /// Practices that apply and are not met.
    #[must_use]
    pub fn missing(self) -> ChoiceSet {
        self.scope.applicable() & !self.selected
    }
}

/// Something that could be improved: a question at risk, or one missing practice of it.
#[derive(Debug, Clone, Copy)]
pub struct Gap<'a> {
    answer: Answer<'a>,
    choice: Option<Choice<'a>>,
    level: Level,
    position: u16,
}

impl<'a> Gap<'a> {
    /// Of which question.
    #[must_use]
    pub fn question(self) -> Question<'a> {
        self.answer.question()
    }

    /// The answer to that question.
    #[must_use]
    pub fn answer(self) -> Answer<'a> {
        self.answer
    }

    /// The question's risk: high or medium.
    #[must_use]
    pub fn risk(self) -> Risk {
        self.answer.risk()
    }

    /// The missing practice; `None` in the question's own row.
    #[must_use]
    pub fn practice(self) -> Option<Choice<'a>> {
        self.choice
    }

    /// Whether this is the question's own row.
    #[must_use]
    pub fn is_question(self) -> bool {
        self.choice.is_none()
    }

    /// The level of the missing practice; unknown in the question's own row.
    #[must_use]
    pub fn level(self) -> Level {
        self.level
    }

    /// Position among the gaps, from 0.
    #[must_use]
    pub fn position(self) -> u16 {
        self.position
    }
}
