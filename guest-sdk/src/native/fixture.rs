//! Builds a small lens and its review, with the gaps that the host would find.

use crate::{
    codes::{ChoiceSet, Environment, Level, Reason, Risk},
    contract,
    native::{Exported, Results, run},
    refusal::Refusal,
};

/// A lens and its review. Questions are added first, then answered by id; what is not answered is unanswered.
///
/// An id that does not exist is ignored: look at the results, not at the fixture.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The lens.
    pub lens: contract::Lens,
    /// Workload and scope.
    pub frame: contract::Frame,
    /// Answers; the gaps are worked out by [`Fixture::review`].
    pub answers: contract::Answers,
    /// JSON object; `{}` at first.
    pub settings: String,
}

impl Default for Fixture {
    fn default() -> Self {
        Self::new()
    }
}

impl Fixture {
    /// A lens without pillars, of a workload in production.
    #[must_use]
    pub fn new() -> Self {
        let text = String::new;
        let lens = contract::Lens {
            alias: "fixture".to_owned(),
            arn: text(),
            version: text(),
            name: "Fixture".to_owned(),
            status: 1,
            pillars: Vec::new(),
            questions: Vec::new(),
        };
        let workload = contract::Workload {
            id: text(),
            account: text(),
            region: text(),
            name: "Fixture".to_owned(),
            environment: Environment::Production.code(),
            industry_type: text(),
            industry: text(),
            pillar_priorities: Vec::new(),
            improvement_status: 0,
            has_review_owner: false,
            has_profile: false,
            tags: Vec::new(),
        };
        let scope = contract::Scope {
            marks: Vec::new(),
            reasons: Vec::new(),
            not_applicable: Vec::new(),
            accepted: Vec::new(),
        };
        Self {
            lens,
            frame: contract::Frame { workload, scope, as_of_day: None },
            answers: contract::Answers { risks: Vec::new(), origins: Vec::new(), selected: Vec::new() },
            settings: "{}".to_owned(),
        }
    }

    /// Adds a pillar; the questions that follow are its.
    #[must_use]
    pub fn pillar(mut self, id: &str) -> Self {
        self.lens.pillars.push(contract::Pillar { id: id.to_owned(), name: id.to_owned() });
        self
    }

    /// Adds a question with its practices and a last choice `<id>_no` that says that none is met.
    #[must_use]
    pub fn question(mut self, id: &str, practices: &[(&str, Level)]) -> Self {
        let choice = |id: &str, level: Level, none_of_these| contract::Choice {
            id: id.to_owned(),
            practice: String::new(),
            title: id.to_owned(),
            level: level.code(),
            none_of_these,
        };
        let mut choices: Vec<_> = practices.iter().map(|(id, level)| choice(id, *level, false)).collect();
        choices.push(choice(&format!("{id}_no"), Level::Unknown, true));
        let pillar = u16::try_from(self.lens.pillars.len().saturating_sub(1)).unwrap_or(0);
        self.lens.questions.push(contract::Question {
            id: id.to_owned(),
            code: String::new(),
            pillar,
            title: id.to_owned(),
            choices,
        });
        let scope = &mut self.frame.scope;
        scope.marks.push(1);
        scope.reasons.push(0);
        scope.not_applicable.push(0);
        scope.accepted.push(0);
        self.answers.risks.push(0);
        self.answers.origins.push(0);
        self.answers.selected.push(0);
        self
    }

    /// Answers a question.
    #[must_use]
    pub fn answer(mut self, question: &str, risk: Risk, selected: &[&str]) -> Self {
        if let Some((row, set)) = self.choices(question, selected) {
            put(&mut self.answers.risks, row, risk.code());
            put(&mut self.answers.origins, row, 1);
            put(&mut self.answers.selected, row, set.0);
        }
        self
    }

    /// Takes a question out of the review.
    #[must_use]
    pub fn not_applicable(mut self, question: &str, reason: Reason) -> Self {
        if let Some((row, _)) = self.choices(question, &[]) {
            put(&mut self.frame.scope.marks, row, 0);
            put(&mut self.frame.scope.reasons, row, reason.code());
            put(&mut self.answers.risks, row, Risk::NotApplicable.code());
        }
        self
    }

    /// Takes practices out of the review.
    #[must_use]
    pub fn not_applicable_practices(mut self, question: &str, practices: &[&str], reason: Reason) -> Self {
        if let Some((row, set)) = self.choices(question, practices) {
            put(&mut self.frame.scope.not_applicable, row, set.0);
            put(&mut self.frame.scope.accepted, row, if reason.is_accepted_risk() { set.0 } else { 0 });
        }
        self
    }

    /// Marks a question as prioritized by the profile.
    #[must_use]
    pub fn prioritized(mut self, question: &str) -> Self {
        if let Some((row, _)) = self.choices(question, &[]) {
            put(&mut self.frame.scope.marks, row, 3);
        }
        self
    }

    /// Sets what the workload is used for.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.frame.workload.environment = environment.code();
        self
    }

    /// Sets the workload's own pillar priorities, most important first.
    #[must_use]
    pub fn pillar_priorities(mut self, pillars: &[&str]) -> Self {
        let position = |id: &&str| self.lens.pillars.iter().position(|pillar| pillar.id == *id);
        let positions = pillars.iter().filter_map(position).filter_map(|position| u16::try_from(position).ok());
        self.frame.workload.pillar_priorities = positions.collect();
        self
    }

    /// Sets the settings: a JSON object.
    #[must_use]
    pub fn settings(mut self, json: &str) -> Self {
        json.clone_into(&mut self.settings);
        self
    }

    /// The answers with their gaps: for each question at high or medium risk one for itself, then one per practice that
    /// applies and is not selected.
    #[must_use]
    pub fn review(&self) -> contract::Review {
        let mut gaps = contract::Gaps { questions: Vec::new(), choices: Vec::new(), levels: Vec::new() };
        let columns = self.answers.risks.iter().zip(&self.answers.selected).zip(&self.frame.scope.not_applicable);
        for ((question, ((risk, selected), not_applicable)), row) in self.lens.questions.iter().zip(columns).zip(0u16..)
        {
            if !Risk::from_code(*risk).is_at_risk() {
                continue;
            }
            let mut push = |choice, level| {
                gaps.questions.push(row);
                gaps.choices.push(choice);
                gaps.levels.push(level);
            };
            push(u16::MAX, 0);
            let done = ChoiceSet(*selected | *not_applicable);
            for (choice, position) in question.choices.iter().zip(0u16..) {
                if !choice.none_of_these && !done.contains(position) {
                    push(position, choice.level);
                }
            }
        }
        contract::Review { answers: self.answers.clone(), gaps, previous: None }
    }

    /// Runs every role of a plugin on it.
    ///
    /// # Errors
    ///
    /// When the plugin refuses.
    pub fn run<P: Exported>(&self) -> Result<Results, Refusal> {
        run::<P>(self.lens.clone(), &self.settings, self.frame.clone(), self.review())
    }

    fn choices(&self, question: &str, ids: &[&str]) -> Option<(usize, ChoiceSet)> {
        let row = self.lens.questions.iter().position(|found| found.id == question)?;
        let mut set = ChoiceSet::default();
        for (choice, position) in self.lens.questions.get(row)?.choices.iter().zip(0u16..) {
            if ids.contains(&choice.id.as_str()) {
                set.insert(position);
            }
        }
        Some((row, set))
    }
}

fn put<T>(column: &mut [T], row: usize, value: T) {
    if let Some(slot) = column.get_mut(row) {
        *slot = value;
    }
}
