//! Do lenses that differ have digests that differ, however close they are to the catalogue?

use std::{borrow::Cow, collections::BTreeMap};

use proptest::prelude::*;

use super::*;
use crate::{
    lens::{Condition, Pillar, Plan, RiskRule, Word},
    risk::{Level, RuleRisk},
};

/// What a question or choice can be called: as one of the catalogue's first two questions, or its practices, or otherwise.
struct Words {
    questions: [&'static CatalogueQuestion; 2],
}

impl Words {
    fn new() -> Self {
        let [first, second, ..] = Catalogue::framework().questions() else { panic!("57 questions") };
        Self { questions: [first, second] }
    }

    /// Two practices of the first question and one of the second.
    fn practices(&self) -> [&'static CataloguePractice; 3] {
        let [first, second] = self.questions;
        [&first.practices[0], &first.practices[1], &second.practices[0]]
    }

    /// The practice of this number, or none of the catalogue's.
    fn text(&self, number: usize, of: fn(&'static CataloguePractice) -> &'static str) -> Word {
        self.practices().get(number).map_or(Cow::Borrowed("else"), |practice| Cow::Borrowed(of(practice)))
    }

    /// A choice whose id, code and address are of practices 0 to 2, or of none; 4 for no code or address at all.
    fn choice(&self, [id, code, url, level]: [usize; 4]) -> Choice {
        let levels = [Level::Unknown, Level::Low, Level::Medium, Level::High];
        Choice {
            id: self.text(id, |practice| practice.id),
            practice: (code < 4).then(|| self.text(code, |practice| practice.code)),
            title: String::from("A title"),
            level: levels[level],
            none_of_these: false,
            plan: None,
            url: (url < 4).then(|| self.text(url, |practice| &practice.url)),
        }
    }

    /// A question whose id and code are of questions 0 and 1 of the catalogue, or of none; 3 for no code.
    fn question(&self, [id, code]: [usize; 2], choices: Vec<Choice>) -> Question {
        let questions = self.questions;
        let text = |number: usize, of: fn(&CatalogueQuestion) -> &'static str| {
            questions.get(number).map_or("else", |question| of(question))
        };
        Question {
            id: Cow::Borrowed(text(id, |question| question.id)),
            code: (code < 3).then(|| Cow::Borrowed(text(code, |question| question.code))),
            pillar: 0,
            title: String::from("A title?"),
            choices,
            rules: None,
            url: None,
        }
    }
}

fn of(questions: Vec<Question>) -> Lens {
    let pillar = Pillar { id: Cow::Borrowed("security"), name: Cow::Borrowed("Security") };
    Lens {
        alias: String::from("wellarchitected"),
        arn: None,
        version: None,
        name: None,
        status: None,
        pillars: vec![pillar],
        questions,
    }
}

/// The same lens with every text in memory of its own.
fn owned(lens: &Lens) -> Lens {
    fn own(word: &mut Word) {
        *word = Cow::Owned(word.to_string());
    }
    let mut lens = lens.clone();
    for question in &mut lens.questions {
        own(&mut question.id);
        question.code.iter_mut().chain(&mut question.url).for_each(own);
        for choice in &mut question.choices {
            own(&mut choice.id);
            choice.practice.iter_mut().chain(&mut choice.url).for_each(own);
        }
    }
    lens
}

#[test]
fn one_choice_in_every_mixture_of_what_is_known_and_what_is_not() {
    let words = Words::new();
    let mut seen = BTreeMap::new();
    let numbers = |below: usize| 0..below;
    for [question, code] in numbers(3).flat_map(|id| numbers(4).map(move |code| [id, code])) {
        for row in numbers(4 * 5 * 5 * 4) {
            let row = [row % 4, row / 4 % 5, row / 20 % 5, row / 100];
            let written = of(vec![words.question([question, code], vec![words.choice(row)])]);
            let digest = lens(&written);
            assert_eq!(lens(&owned(&written)), digest, "{row:?}: it counts where a text is kept");
            let same = seen.insert(digest, ([question, code], row));
            assert_eq!(same, None, "the same digest as {:?}", ([question, code], row));
        }
    }
    assert_eq!(seen.len(), 12 * 400);
}

/// A question made of a few numbers, most of them of the catalogue.
fn question() -> impl Strategy<Value = Question> {
    let row = prop_oneof![
        (0_usize..3).prop_map(|known| (known, [known, known, known])),
        (0_usize..4, [0_usize..4, 0_usize..5, 0_usize..5])
    ];
    let choice = (row, any::<bool>(), any::<bool>()).prop_map(|((level, [id, code, url]), is_titled, has_plan)| {
        let words = Words::new();
        let mut choice = words.choice([id, code, url, level]);
        if let Some(known) = words.practices().get(id).filter(|_| [id, id] == [code, url]) {
            choice.level = known.level;
        }
        choice.title = String::from(if is_titled { "A title" } else { "" });
        choice.plan = has_plan.then(|| Plan { text: None, url: choice.url.as_deref().map(str::to_owned) });
        choice
    });
    let id = prop_oneof![(0_usize..2).prop_map(|known| [known, known]), [0_usize..3, 0_usize..4]];
    (id, prop::collection::vec(choice, 0..4), any::<bool>(), any::<bool>()).prop_map(|(id, choices, linked, ruled)| {
        let rule = || RiskRule { condition: Condition::Default, risk: RuleRisk::High, text: "default".to_owned() };
        Question {
            url: linked.then_some(Cow::Borrowed("else")),
            rules: ruled.then(|| vec![rule()]),
            ..Words::new().question(id, choices)
        }
    })
}

proptest! {
    #[test]
    fn lenses_are_equal_where_their_digests_are(
        first in prop::collection::vec(question(), 0..3),
        second in prop::collection::vec(question(), 0..3),
        moved in 0_usize..4,
    ) {
        let (one, other) = (of(first.clone()), of(second));
        prop_assert_eq!(lens(&one) == lens(&other), one == other);
        prop_assert_eq!(lens(&one), lens(&owned(&one)));
        // What stands at the end of one question moves to the next: no part runs into another.
        let mut changed = of(first);
        if let [before, after, ..] = changed.questions.as_mut_slice() {
            let kept = before.choices.len().saturating_sub(moved);
            let moving = before.choices.split_off(kept);
            after.choices.splice(0..0, moving);
        }
        prop_assert_eq!(lens(&one) == lens(&changed), one == changed);
    }
}

#[test]
fn a_lens_that_refers_to_the_catalogue_carries_its_digest() {
    const TABLES: [&str; 2] = [
        "pillar_id,…\nsecurity,SEC01,one,first,SEC01-BP01,HIGH\nsecurity,SEC01,one,second,SEC01-BP02,HIGH\n",
        "pillar_id,…\nsecurity,SEC01,one,first,SEC01-BP01,HIGH\nsecurity,SEC01,one,second,SEC01-BP02,LOW\n",
    ];
    let known = Choice {
        id: Cow::Borrowed("first"),
        practice: Some(Cow::Borrowed("SEC01-BP01")),
        level: Level::High,
        ..Words::new().choice([3, 4, 4, 0])
    };
    let written = |code| {
        let question = Question {
            id: Cow::Borrowed("one"),
            code: Some(Cow::Borrowed(code)),
            ..Words::new().question([2, 3], vec![known.clone()])
        };
        let digests = TABLES
            .map(Catalogue::parse)
            .map(|table| relative_to(&of(vec![question.clone()]), &table, || catalogue(&table)));
        digests[0] == digests[1]
    };
    assert!(!written("SEC01"), "the position stands for something else in each table");
    assert!(written("SEC02"), "it refers to neither");
}
