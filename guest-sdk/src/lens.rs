//! The lens as a plugin sees it: pillars, questions and choices, by position or by id.

use crate::{
    codes::{ChoiceSet, Level},
    contract,
};

/// A lens. It is handed over once, in [`Plugin::prepare`](crate::Plugin::prepare), and stays.
#[derive(Debug)]
pub struct Lens {
    /// Without its questions.
    raw: contract::Lens,
    rows: Vec<Row>,
}

/// A question and what follows from its choices, worked out once.
#[derive(Debug)]
struct Row {
    raw: contract::Question,
    facts: Facts,
    position: u16,
}

#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    practices: ChoiceSet,
    high: ChoiceSet,
    low: ChoiceSet,
}

impl Facts {
    fn of(question: &contract::Question) -> Self {
        let mut facts = Self::default();
        for (choice, position) in question.choices.iter().zip(0u16..) {
            if choice.none_of_these {
                continue;
            }
            facts.practices.insert(position);
            match Level::from_code(choice.level) {
                Level::High => facts.high.insert(position),
                Level::Low => facts.low.insert(position),
                Level::Medium | Level::Unknown => {}
            }
        }
        facts
    }
}

impl Lens {
    pub(crate) fn new(mut raw: contract::Lens) -> Self {
        let questions = std::mem::take(&mut raw.questions);
        let rows = questions.into_iter().zip(0u16..);
        let rows = rows.map(|(raw, position)| Row { facts: Facts::of(&raw), raw, position }).collect();
        Self { raw, rows }
    }

    /// Such as `wellarchitected`; for a custom lens its name or ARN.
    #[must_use]
    pub fn alias(&self) -> &str {
        &self.raw.alias
    }

    /// Empty where the input does not tell.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.raw.arn
    }

    /// As AWS writes it; empty where the input does not tell.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.raw.version
    }

    /// As shown to the reviewer.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.raw.name
    }

    /// 0 unknown, 1 current, 2 not current, 3 deprecated, 4 deleted, 5 unshared.
    #[must_use]
    pub fn status(&self) -> u8 {
        self.raw.status
    }

    /// How many questions there are.
    #[must_use]
    pub fn question_count(&self) -> usize {
        self.rows.len()
    }

    /// How many pillars there are, those without questions included.
    #[must_use]
    pub fn pillar_count(&self) -> usize {
        self.raw.pillars.len()
    }

    /// In lens order; may hold pillars without questions.
    pub fn pillars(&self) -> impl Iterator<Item = Pillar<'_>> {
        self.raw.pillars.iter().zip(0u16..).map(|(raw, position)| Pillar { raw, position })
    }

    /// In lens order, all questions of one pillar together.
    #[inline]
    pub fn questions(&self) -> impl Iterator<Item = Question<'_>> {
        self.rows.iter().map(|row| Question { lens: self, row })
    }

    /// The pillar at a position; `None` beyond the last.
    #[must_use]
    pub fn pillar_at(&self, position: u16) -> Option<Pillar<'_>> {
        Some(Pillar { raw: self.raw.pillars.get(usize::from(position))?, position })
    }

    /// The question at a position; `None` beyond the last.
    #[inline]
    #[must_use]
    pub fn question_at(&self, position: u16) -> Option<Question<'_>> {
        Some(Question { lens: self, row: self.rows.get(usize::from(position))? })
    }

    /// The pillar of that id, such as `security`. Walks the pillars: meant for `prepare`.
    #[must_use]
    pub fn pillar(&self, id: &str) -> Option<Pillar<'_>> {
        self.pillars().find(|pillar| pillar.id() == id)
    }

    /// The question of that id, such as `identities`. Walks the questions: meant for `prepare`.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<Question<'_>> {
        self.questions().find(|question| question.id() == id)
    }
}

/// A pillar of a lens.
#[derive(Debug, Clone, Copy)]
pub struct Pillar<'a> {
    raw: &'a contract::Pillar,
    position: u16,
}

impl<'a> Pillar<'a> {
    /// Such as `security`. The framework's six are `operationalExcellence`, `security`, `reliability`, `performance`,
    /// `costOptimization`, `sustainability`; a custom lens has any.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.raw.id
    }

    /// As shown to the reviewer.
    #[must_use]
    pub fn name(self) -> &'a str {
        &self.raw.name
    }

    /// Position in the lens, from 0.
    #[must_use]
    pub fn position(self) -> u16 {
        self.position
    }
}

/// A question of a lens, with its choices.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    lens: &'a Lens,
    row: &'a Row,
}

impl<'a> Question<'a> {
    /// Unique within the lens, such as `identities`.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.row.raw.id
    }

    /// Such as `SEC02`; empty where the catalogue does not know it.
    #[must_use]
    pub fn code(self) -> &'a str {
        &self.row.raw.code
    }

    /// As shown to the reviewer.
    #[must_use]
    pub fn title(self) -> &'a str {
        &self.row.raw.title
    }

    /// Position in the lens, from 0.
    #[inline]
    #[must_use]
    pub fn position(self) -> u16 {
        self.row.position
    }

    /// Position of its pillar.
    #[inline]
    #[must_use]
    pub fn pillar_position(self) -> u16 {
        self.row.raw.pillar
    }

    /// Its pillar. `None` only when the host breaks the contract.
    #[must_use]
    pub fn pillar(self) -> Option<Pillar<'a>> {
        self.lens.pillar_at(self.row.raw.pillar)
    }

    /// Id of its pillar.
    #[must_use]
    pub fn pillar_id(self) -> &'a str {
        self.pillar().map_or("", Pillar::id)
    }

    /// In lens order, "none of these" included; 0 to 64.
    pub fn choices(self) -> impl Iterator<Item = Choice<'a>> {
        self.row.raw.choices.iter().zip(0u16..).map(|(raw, position)| Choice { raw, position })
    }

    /// The choices that stand for a best practice, in lens order.
    pub fn practices(self) -> impl Iterator<Item = Choice<'a>> {
        self.choices().filter(|choice| !choice.is_none_of_these())
    }

    /// The choice at a position; `None` beyond the last.
    #[must_use]
    pub fn choice_at(self, position: u16) -> Option<Choice<'a>> {
        Some(Choice { raw: self.row.raw.choices.get(usize::from(position))?, position })
    }

    /// The choice of that id.
    #[must_use]
    pub fn choice(self, id: &str) -> Option<Choice<'a>> {
        self.choices().find(|choice| choice.id() == id)
    }

    /// The set of all practices.
    #[inline]
    #[must_use]
    pub fn practice_set(self) -> ChoiceSet {
        self.row.facts.practices
    }

    /// What the practices in `set` weigh together: a practice of level high 3, medium 2, low 1, unknown 2; "none of
    /// these" nothing. 0 to 192. Source: the valuation of the shipped plugins.
    #[inline]
    #[must_use]
    pub fn weight_of(self, set: ChoiceSet) -> u32 {
        let practices = set & self.row.facts.practices;
        2 * practices.len() + (practices & self.row.facts.high).len() - (practices & self.row.facts.low).len()
    }
}

impl std::fmt::Debug for Question<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Question").field("id", &self.id()).field("position", &self.position()).finish()
    }
}

/// A choice of a question.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    raw: &'a contract::Choice,
    position: u16,
}

impl<'a> Choice<'a> {
    /// Unique within its question.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.raw.id
    }

    /// Such as `SEC02-BP03`; empty where the catalogue does not know it.
    #[must_use]
    pub fn practice(self) -> &'a str {
        &self.raw.practice
    }

    /// As shown to the reviewer.
    #[must_use]
    pub fn title(self) -> &'a str {
        &self.raw.title
    }

    /// The risk of leaving it out.
    #[must_use]
    pub fn level(self) -> Level {
        Level::from_code(self.raw.level)
    }

    /// Whether it says that no practice is met; such a choice is never a gap and never in a share.
    #[must_use]
    pub fn is_none_of_these(self) -> bool {
        self.raw.none_of_these
    }

    /// Position within its question, from 0.
    #[must_use]
    pub fn position(self) -> u16 {
        self.position
    }
}
