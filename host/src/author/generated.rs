//! Lenses and reviews that look random and are the same in every run: what claims are proved on.

use std::sync::Arc;

use architrave_core::{
    catalogue::Catalogue,
    lens::{Choice, ChoiceSet, Lens, Pillar, Question},
    risk::Level,
    snapshot::{AnswerDraft, ReviewDraft, Snapshot, resolve},
    wire,
};
use serde_json::{Value, json};

/// Numbers that look random and are the same in every run (`splitmix64`).
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `sides - 1`.
    pub fn below(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides).unwrap_or(1).max(1);
        usize::try_from(self.roll() % sides).unwrap_or(0)
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let place = self.below(others.len().saturating_add(1));
        place.checked_sub(1).and_then(|place| others.get(place)).copied().unwrap_or(first)
    }

    /// A part of a set: nothing, all, or any.
    fn part_of(&mut self, set: u64) -> u64 {
        match self.below(4) {
            0 => 0,
            1 => set,
            _ => set & self.roll(),
        }
    }
}

/// Risks from worst to best, as the law of monotone scores orders them; the last word is one that nobody knows.
const RISKS: [&str; 4] = ["UNANSWERED", "HIGH", "MEDIUM", "NONE"];
const ANSWERED: [&str; 3] = ["HIGH", "MEDIUM", "NONE"];
const UNKNOWN_RISK: &str = "SOMETHING_NEW";
const REASONS: [&str; 4] = ["OUT_OF_SCOPE", "BUSINESS_PRIORITIES", "ARCHITECTURE_CONSTRAINTS", "OTHER"];
const PILLARS: [&str; 8] = [
    "operationalExcellence",
    "security",
    "reliability",
    "performance",
    "costOptimization",
    "sustainability",
    "of-my-own",
    "PILLAR_2",
];

/// One review before it is written down.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its questions and choices.
    pub lens: Lens,
    /// One per question of the lens, in its order.
    pub answers: Vec<Given>,
    /// As the API writes it; `None` where the input does not tell.
    pub environment: Option<&'static str>,
    /// Pillar ids, most important first; empty for none.
    pub pillar_priorities: Vec<String>,
}

/// One answer before it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// As the API writes it.
    pub risk: &'static str,
    /// Bit i stands for choice i.
    pub selected: u64,
    /// Bit i stands for choice i.
    pub not_applicable: u64,
    /// Why choices are not applicable.
    pub choice_reason: &'static str,
    /// Whether the question is.
    pub is_applicable: bool,
    /// Why the question is not.
    pub reason: &'static str,
    /// Whether the profile prioritizes it; `None` without a profile.
    pub prioritized: Option<bool>,
}

impl Case {
    /// A custom lens of up to 7 pillars with up to 4 questions each, or the framework lens.
    #[must_use]
    pub fn any(dice: &mut Dice) -> Self {
        let lens = if dice.once_in(8) { framework() } else { custom(dice) };
        let answers = lens.questions.iter().map(|question| given(dice, question)).collect();
        let mut pillars: Vec<String> = lens.pillars.iter().map(|pillar| pillar.id.to_string()).collect();
        let start = dice.below(pillars.len());
        pillars.rotate_left(start);
        pillars.truncate(dice.below(pillars.len().saturating_add(1)));
        Self {
            lens,
            answers,
            environment: dice.pick(None, &[Some("PRODUCTION"), Some("PREPRODUCTION"), Some("LATER_WORD")]),
            pillar_priorities: if dice.once_in(2) { pillars } else { Vec::new() },
        }
    }

    /// A custom lens of so many questions in six pillars, each with up to nine choices, and answers to them.
    #[must_use]
    pub fn sized(dice: &mut Dice, questions: usize) -> Self {
        const SIX: usize = 6;
        let pillars = PILLARS.iter().take(SIX).map(|id| (*id).to_owned());
        let per_pillar = questions.div_ceil(SIX).max(1);
        let asked = (0..questions).map(|number| custom_question(dice, number / per_pillar, &format!("q-{number}")));
        let lens = lens("generated", pillars, asked.collect());
        let answers = lens.questions.iter().map(|question| given(dice, question)).collect();
        Self { lens, answers, environment: Some("PRODUCTION"), pillar_priorities: Vec::new() }
    }

    /// The same, answered nowhere worse: what applies stays, risks are no worse, more is selected.
    #[must_use]
    pub fn better(&self, dice: &mut Dice) -> Self {
        let mut case = self.clone();
        for (given, question) in case.answers.iter_mut().zip(&self.lens.questions) {
            if !given.is_applicable || dice.once_in(3) {
                continue;
            }
            let place = RISKS.iter().position(|risk| *risk == given.risk).unwrap_or(0);
            let better = place.saturating_add(dice.below(RISKS.len().saturating_sub(place)));
            given.risk = RISKS.get(better).copied().unwrap_or(given.risk);
            let open = question.practice_set().0 & !given.not_applicable;
            given.selected |= dice.part_of(open);
        }
        case
    }

    /// The same frame with other answers.
    #[must_use]
    pub fn answered_anew(&self, dice: &mut Dice) -> Self {
        let mut case = self.clone();
        for (given, question) in case.answers.iter_mut().zip(&self.lens.questions) {
            given.risk = dice.pick("UNANSWERED", &ANSWERED);
            given.selected = dice.part_of(question.practice_set().0 & !given.not_applicable);
        }
        case
    }

    /// Every applicable question at this risk, with the selection that it has.
    #[must_use]
    pub fn all_at(&self, risk: &'static str) -> Self {
        let mut case = self.clone();
        for given in &mut case.answers {
            given.risk = risk;
        }
        case
    }

    /// In another environment.
    #[must_use]
    pub fn within(&self, environment: &'static str) -> Self {
        Self { environment: Some(environment), ..self.clone() }
    }

    /// Every question with its answer so many times, side by side.
    #[must_use]
    pub fn repeated(&self, times: usize) -> Self {
        let mut case = self.clone();
        let repeated = |question: &Question| {
            let question = question.clone();
            (0..times)
                .map(move |copy| Question { id: format!("{}-copy-{copy}", question.id).into(), ..question.clone() })
        };
        case.lens.questions = self.lens.questions.iter().flat_map(repeated).collect();
        case.answers = self.answers.iter().flat_map(|given| vec![given.clone(); times]).collect();
        case
    }

    /// As the host sees it.
    ///
    /// `None` where the host would refuse it: a lens without questions.
    #[must_use]
    pub fn snapshot(&self) -> Option<Snapshot> {
        let texts: Vec<String> = self
            .lens
            .questions
            .iter()
            .zip(&self.answers)
            .map(|(question, given)| self.written(question, given).to_string())
            .collect();
        let read = |text| Some(AnswerDraft { answer: serde_json::from_str(text).ok()?, ..AnswerDraft::default() });
        let answers = texts.iter().map(|text| read(text)).collect::<Option<Vec<_>>>()?;
        let workload = json!({
            "WorkloadId": "w1",
            "WorkloadName": "Generated",
            "Environment": self.environment,
            "IndustryType": "Financial Services",
            "PillarPriorities": self.pillar_priorities,
            "Tags": { "team": "blue" },
        })
        .to_string();
        let workload: wire::Workload<'_> = serde_json::from_str(&workload).ok()?;
        resolve(&ReviewDraft { lens: Some(Arc::new(self.lens.clone())), answers, workload, ..ReviewDraft::default() })
            .ok()
    }

    fn written(&self, question: &Question, given: &Given) -> Value {
        let ids = |set: u64| -> Vec<&str> {
            let choices = question.choices.iter().enumerate();
            choices.filter(|(position, _)| ChoiceSet(set).contains(*position)).map(|(_, choice)| &*choice.id).collect()
        };
        let marked = ids(given.not_applicable & !given.selected);
        let marked: Vec<Value> = marked
            .into_iter()
            .map(|id| json!({ "ChoiceId": id, "Status": "NOT_APPLICABLE", "Reason": given.choice_reason }))
            .collect();
        json!({
            "QuestionId": question.id,
            "PillarId": self.lens.pillars.get(question.pillar).map(|pillar| &pillar.id),
            "IsApplicable": given.is_applicable,
            "Risk": if given.is_applicable { given.risk } else { "NOT_APPLICABLE" },
            "Reason": given.reason,
            "QuestionType": given.prioritized.map(|yes| if yes { "PRIORITIZED" } else { "NON_PRIORITIZED" }),
            "SelectedChoices": ids(given.selected),
            "ChoiceAnswerSummaries": marked,
        })
    }
}

fn given(dice: &mut Dice, question: &Question) -> Given {
    let practices = question.practice_set().0;
    let all = (0..question.choices.len()).fold(0, |set, position| set | 1 << position);
    let selected = if dice.once_in(6) { all & !practices } else { dice.part_of(practices) };
    let not_applicable = if dice.once_in(3) { dice.part_of(practices) & !selected } else { 0 };
    Given {
        risk: if dice.once_in(12) { UNKNOWN_RISK } else { dice.pick("UNANSWERED", &ANSWERED) },
        selected,
        not_applicable,
        choice_reason: dice.pick("NONE", &REASONS),
        is_applicable: !dice.once_in(6),
        reason: dice.pick("NONE", &REASONS),
        prioritized: dice.pick(None, &[Some(false), Some(true)]),
    }
}

fn custom(dice: &mut Dice) -> Lens {
    let mut ids: Vec<&str> = PILLARS.to_vec();
    let start = dice.below(ids.len());
    ids.rotate_left(start);
    ids.truncate(1 + dice.below(7));
    let mut questions = Vec::new();
    for pillar in 0..ids.len() {
        // The first pillar has at least one question: a lens without any is refused.
        let count = dice.below(5).max(usize::from(pillar == 0));
        for number in 0..count {
            questions.push(custom_question(dice, pillar, &format!("q-{pillar}-{number}")));
        }
    }
    lens("generated", ids.iter().map(|id| (*id).to_owned()), questions)
}

fn custom_question(dice: &mut Dice, pillar: usize, id: &str) -> Question {
    let mut choices: Vec<Choice> = (0..dice.below(9))
        .map(|number| {
            let level = dice.pick(Level::Unknown, &[Level::Low, Level::Medium, Level::High]);
            choice(&format!("{id}-c{number}"), None, level)
        })
        .collect();
    if choices.is_empty() || !dice.once_in(4) {
        choices.push(choice(&format!("{id}_no"), None, Level::Unknown));
    }
    question(id, None, pillar, choices)
}

/// The framework lens, from the catalogue.
fn framework() -> Lens {
    let mut pillars: Vec<String> = Vec::new();
    let mut questions = Vec::new();
    for known in Catalogue::framework().questions() {
        if pillars.last().is_none_or(|last| last != known.pillar) {
            pillars.push(known.pillar.to_owned());
        }
        let mut choices: Vec<Choice> = known
            .practices
            .iter()
            .map(|practice| choice(practice.id, Some(practice.code.to_owned()), practice.level))
            .collect();
        choices.push(choice(&format!("{}_no", known.id), None, Level::Unknown));
        questions.push(question(known.id, Some(known.code.to_owned()), pillars.len().saturating_sub(1), choices));
    }
    lens("wellarchitected", pillars.into_iter(), questions)
}

fn lens(alias: &str, pillars: impl Iterator<Item = String>, questions: Vec<Question>) -> Lens {
    Lens {
        alias: alias.to_owned(),
        arn: None,
        version: None,
        name: Some(alias.to_owned()),
        status: Some("CURRENT".to_owned()),
        pillars: pillars.map(|id| Pillar { name: id.clone().into(), id: id.into() }).collect(),
        questions,
    }
}

fn question(id: &str, code: Option<String>, pillar: usize, choices: Vec<Choice>) -> Question {
    Question {
        id: id.to_owned().into(),
        code: code.map(Into::into),
        pillar,
        title: format!("About {id}?"),
        choices,
        rules: None,
        url: None,
    }
}

fn choice(id: &str, practice: Option<String>, level: Level) -> Choice {
    Choice {
        id: id.to_owned().into(),
        practice: practice.map(Into::into),
        title: id.to_owned(),
        level,
        none_of_these: id.ends_with("_no"),
        plan: None,
        url: None,
    }
}

/// A lens of one question of this pillar, with so many practices.
#[must_use]
pub fn one_question(pillar: &str, practices: usize) -> Lens {
    let practices = (0..practices).map(|number| choice(&format!("c{number}"), None, Level::Unknown));
    let choices = practices.chain([choice("q_no", None, Level::Unknown)]).collect();
    lens("generated", [pillar.to_owned()].into_iter(), vec![question("q", None, 0, choices)])
}
