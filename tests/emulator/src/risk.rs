//! Which risk does an answer have, and which choices stay open?

use std::collections::BTreeMap;

use architrave_core::{
    lens::{ChoiceSet, rules},
    risk::{Level, Risk},
};
use serde_json::{Value, json};

use crate::{
    lens::{Choice, Judge, Lens, Pillar, Question},
    state::{Answer, Review},
};

/// Numbers of questions by risk; what is zero is left out, as in the API.
pub(crate) type Counts = BTreeMap<&'static str, u64>;

/// The risk of a question. `answer` is what was answered, if anything.
///
/// A custom lens judges by its rules; where none is true the risk stays unanswered. An official lens is judged by a rule of
/// our own: unanswered where nothing is selected and a practice applies; HIGH where `_no` is selected or a practice of level
/// High is open, MEDIUM where one of level Medium is open, else NONE.
pub(crate) fn risk(question: &Question, answer: Option<&Answer>) -> Risk {
    let Some(answer) = answer else { return Risk::Unanswered };
    if !answer.is_applicable {
        return Risk::NotApplicable;
    }
    match &question.judge {
        Judge::Rules(ruled) => {
            let mut selected = ChoiceSet::default();
            for (position, choice) in ruled.choices.iter().enumerate() {
                if answer.selected.iter().any(|id| *id == choice.id) {
                    selected.insert(position);
                }
            }
            let risk = rules::judge(ruled, selected, true).0;
            if risk == Risk::Unknown { Risk::Unanswered } else { risk }
        }
        Judge::Ours => ours(question, answer),
    }
}

fn ours(question: &Question, answer: &Answer) -> Risk {
    let open: Vec<&Choice> = open(question, answer).collect();
    if answer.selected.is_empty() {
        return if open.is_empty() { Risk::NoRisk } else { Risk::Unanswered };
    }
    if answer.selected.iter().any(|id| id.ends_with("_no"))
        || open.iter().any(|choice| choice.level == Some(Level::High))
    {
        Risk::High
    } else if open.iter().any(|choice| choice.level == Some(Level::Medium)) {
        Risk::Medium
    } else {
        Risk::NoRisk
    }
}

/// Practices that are neither selected nor not applicable.
pub(crate) fn open<'a>(question: &'a Question, answer: &'a Answer) -> impl Iterator<Item = &'a Choice> {
    question.choices.iter().filter(|choice| {
        !choice.is_none_of_these()
            && !answer.selected.contains(&choice.id)
            && answer.choices.get(&choice.id).is_none_or(|set| set.status != "NOT_APPLICABLE")
    })
}

/// Counts over the questions of a review that pass a filter.
pub(crate) fn counts(lens: &Lens, review: &Review, filter: impl Fn(&Pillar, &Question) -> bool) -> Counts {
    let mut counts = Counts::new();
    for (pillar, question) in lens.questions() {
        if filter(pillar, question) {
            let count = counts.entry(risk(question, review.answers.get(&question.id)).as_str()).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts
}

/// Adds counts to others.
pub(crate) fn add(counts: &mut Counts, more: &Counts) {
    for (risk, number) in more {
        let count = counts.entry(risk).or_default();
        *count = count.saturating_add(*number);
    }
}

/// As the API gives them.
pub(crate) fn to_json(counts: &Counts) -> Value {
    json!(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lens::{custom, official},
        state::ChoiceAnswer,
    };

    fn answer(selected: &[&str], not_applicable: &[&str]) -> Answer {
        let not_applicable = not_applicable.iter().map(|id| {
            let set = ChoiceAnswer { status: "NOT_APPLICABLE".to_owned(), reason: "NONE".to_owned(), notes: None };
            ((*id).to_owned(), set)
        });
        let selected = selected.iter().map(|id| (*id).to_owned()).collect();
        Answer { selected, choices: not_applicable.collect(), ..Answer::default() }
    }

    #[test]
    fn the_official_rule_is_ours() {
        let (_, question) = official::find("wellarchitected").unwrap().question("operations-health").unwrap();
        let practices: Vec<(&str, Option<Level>)> = question
            .choices
            .iter()
            .filter(|choice| !choice.is_none_of_these())
            .map(|choice| (choice.id.as_str(), choice.level))
            .collect();
        let all: Vec<&str> = practices.iter().map(|(id, _)| *id).collect();
        let no = question.choices.last().unwrap().id.as_str();
        let of = |answer: &Answer| risk(question, Some(answer));
        assert_eq!(risk(question, None), Risk::Unanswered);
        assert_eq!(of(&answer(&[], &[])), Risk::Unanswered);
        assert_eq!(of(&answer(&[], &all)), Risk::NoRisk);
        assert_eq!(of(&answer(&all, &[])), Risk::NoRisk);
        assert_eq!(of(&answer(&[no], &[])), Risk::High);
        assert_eq!(of(&Answer { is_applicable: false, ..answer(&[no], &[]) }), Risk::NotApplicable);
        for (left_out, level) in &practices {
            let rest: Vec<&str> = all.iter().copied().filter(|id| id != left_out).collect();
            let expected = match level {
                Some(Level::High) => Risk::High,
                Some(Level::Medium) => Risk::Medium,
                Some(Level::Low | Level::Unknown) | None => Risk::NoRisk,
            };
            assert_eq!(of(&answer(&rest, &[])), expected, "{left_out}");
            assert_eq!(of(&answer(&rest, &[left_out])), Risk::NoRisk, "{left_out} is not applicable");
        }
    }

    #[test]
    fn a_custom_lens_judges_by_its_rules() {
        let json = r#"{"schemaVersion": "2021-11-01", "name": "L", "description": "d", "pillars": [{"id": "p_1", "name": "P",
            "questions": [{"id": "q_1", "title": "Q", "description": "d", "choices": [{"id": "a_1", "title": "A"},
            {"id": "a_2", "title": "B"}, {"id": "a_no", "title": "None"}], "riskRules": [
            {"condition": "a_1 && a_2", "risk": "NO_RISK"}, {"condition": "a_1", "risk": "MEDIUM_RISK"},
            {"condition": "a_2", "risk": "HIGH_RISK"}]}]}]}"#;
        let lens = custom::read("arn", "1.0", json).unwrap();
        let (_, question) = lens.question("q_1").unwrap();
        let check = |selected: &[&str], expected: Risk| {
            assert_eq!(risk(question, Some(&answer(selected, &[]))), expected, "{selected:?}");
        };
        check(&[], Risk::Unanswered);
        check(&["a_1", "a_2"], Risk::NoRisk);
        check(&["a_1"], Risk::Medium);
        check(&["a_2"], Risk::High);
        check(&["a_no"], Risk::Unanswered);
    }
}
