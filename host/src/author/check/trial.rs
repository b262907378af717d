//! A generated review, the same answered better, and how to make both smaller.

use crate::author::generated::{Case, Dice, Given};

/// How often a law is tried again to find a smaller review.
const ATTEMPTS_MAX: usize = 2_000;

/// What a law is tried on.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    pub(super) case: Case,
    /// One per answer of the case, nowhere worse.
    better: Vec<Given>,
    /// How often each question is repeated, where a law asks for that.
    pub(super) times: usize,
}

impl Trial {
    pub(super) fn any(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let case = Case::any(&mut dice);
        let better = case.better(&mut dice).answers;
        Self { case, better, times: dice.below(4).saturating_add(2) }
    }

    /// The same review, answered better.
    pub(super) fn better(&self) -> Case {
        Case { answers: self.better.clone(), ..self.case.clone() }
    }

    /// The smallest trial that is found by leaving things out as long as it is still broken, and what breaks it.
    pub(super) fn smallest(self, found: String, broken: impl Fn(&Self) -> Option<String>) -> (Self, String) {
        let (mut smallest, mut found) = (self, found);
        let mut attempts = 0_usize;
        'again: loop {
            for smaller in smallest.smaller() {
                attempts = attempts.saturating_add(1);
                if attempts > ATTEMPTS_MAX {
                    return (smallest, found);
                }
                if let Some(still) = broken(&smaller) {
                    (smallest, found) = (smaller, still);
                    continue 'again;
                }
            }
            return (smallest, found);
        }
    }

    /// Trials with one thing less, the largest things first.
    fn smaller(&self) -> Vec<Self> {
        let count = self.case.answers.len();
        let mut trials = Vec::new();
        // Halves first, then single questions.
        if count > 3 {
            let half = count / 2;
            trials.extend([self.keeping(|row| row < half), self.keeping(|row| row >= half)]);
        }
        if count > 1 {
            trials.extend((0..count).map(|left_out| self.keeping(|row| row != left_out)));
        }
        if self.times > 2 {
            trials.push(Self { times: 2, ..self.clone() });
        }
        if !self.case.pillar_priorities.is_empty() || self.case.environment.is_some() {
            let mut plain = self.clone();
            plain.case.pillar_priorities.clear();
            plain.case.environment = None;
            trials.push(plain);
        }
        for row in 0..count {
            trials.extend(self.simpler(row));
            trials.extend(self.fewer_choices(row));
        }
        trials
    }

    fn keeping(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut smaller = self.clone();
        let mut row = 0..;
        smaller.case.lens.questions.retain(|_| row.next().is_some_and(&keep));
        let mut row = 0..;
        smaller.case.answers.retain(|_| row.next().is_some_and(&keep));
        let mut row = 0..;
        smaller.better.retain(|_| row.next().is_some_and(&keep));
        smaller
    }

    /// The same with an answer that says less.
    fn simpler(&self, row: usize) -> Vec<Self> {
        let (Some(before), Some(after)) = (self.case.answers.get(row), self.better.get(row)) else {
            return Vec::new();
        };
        let mut answers: Vec<(Given, Given)> = Vec::new();
        let mut change = |change: &dyn Fn(&mut Given)| {
            let (mut before, mut after) = (before.clone(), after.clone());
            change(&mut before);
            change(&mut after);
            answers.push((before, after));
        };
        change(&|given| given.selected = 0);
        change(&|given| given.not_applicable = 0);
        change(&|given| given.prioritized = None);
        answers.push((before.clone(), before.clone()));
        answers.push((after.clone(), after.clone()));
        // What changes nothing would go on for ever.
        answers.retain(|(less, more)| less != before || more != after);
        let trials = answers.into_iter().map(|(less, more)| {
            let mut smaller = self.clone();
            smaller.case.answers.iter_mut().skip(row).take(1).for_each(|given| *given = less.clone());
            smaller.better.iter_mut().skip(row).take(1).for_each(|given| *given = more.clone());
            smaller
        });
        trials.collect()
    }

    /// The same without the last choice of a question.
    fn fewer_choices(&self, row: usize) -> Option<Self> {
        let mut smaller = self.clone();
        let choices = &mut smaller.case.lens.questions.get_mut(row)?.choices;
        choices.pop()?;
        let kept = u32::try_from(choices.len()).ok()?;
        let mask = 1_u64.checked_shl(kept).map_or(u64::MAX, |bit| bit.wrapping_sub(1));
        for given in
            smaller.case.answers.iter_mut().chain(&mut smaller.better).skip(row).step_by(self.better.len().max(1))
        {
            given.selected &= mask;
            given.not_applicable &= mask;
        }
        Some(smaller)
    }

    /// A line per question; with the better answer behind it where that is another.
    pub(super) fn lines(&self, with_better: bool) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(environment) = self.case.environment {
            lines.push(format!("environment {environment}"));
        }
        if !self.case.pillar_priorities.is_empty() {
            lines.push(format!("pillar priorities {}", self.case.pillar_priorities.join(", ")));
        }
        for ((question, given), better) in self.case.lens.questions.iter().zip(&self.case.answers).zip(&self.better) {
            let pillar = self.case.lens.pillars.get(question.pillar).map_or("", |pillar| &pillar.id);
            let choices = question.choices.len();
            let before = words(given);
            let after =
                if with_better && given != better { format!("; better: {}", words(better)) } else { String::new() };
            lines.push(format!(
                "question `{}` of pillar `{pillar}` with {choices} choices: {before}{after}",
                question.id
            ));
        }
        lines
    }
}

fn words(given: &Given) -> String {
    if !given.is_applicable {
        return format!("not applicable, {}", given.reason);
    }
    let mut words = vec![given.risk.to_owned()];
    let positions = |set: u64| -> String {
        let positions: Vec<String> = (0..64_u32)
            .filter(|bit| set.checked_shr(*bit).is_some_and(|rest| rest & 1 == 1))
            .map(|bit| bit.to_string())
            .collect();
        positions.join(" ")
    };
    if given.selected != 0 {
        words.push(format!("selected {}", positions(given.selected)));
    }
    if given.not_applicable & !given.selected != 0 {
        words.push(format!("not applicable {}", positions(given.not_applicable & !given.selected)));
    }
    if given.prioritized == Some(true) {
        words.push("prioritized".to_owned());
    }
    words.join(", ")
}
