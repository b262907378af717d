//! Which answers list the same choices? Those of reviews of one lens: of many that are held at once, most of the memory.

use std::collections::{BTreeMap, btree_map::Entry};

use architrave_core::{
    snapshot::AnswerDraft,
    wire::{Choices, Text},
};

/// Lists of answers before choices are compared: few do not take much, and comparing takes time.
const LISTS_FEW: usize = 8;

/// The choices that were listed last, by question.
#[derive(Debug, Default)]
pub(super) struct Alike<'a> {
    lists: usize,
    by_question: BTreeMap<Text<'a>, Choices<'a>>,
}

impl<'a> Alike<'a> {
    /// Keeps the choices of these answers once, where they were listed before.
    pub(super) fn share(&mut self, answers: &mut [AnswerDraft<'a>]) {
        self.lists = self.lists.saturating_add(1);
        if self.lists <= LISTS_FEW {
            return;
        }
        for answer in answers.iter_mut().map(|draft| &mut draft.answer).filter(|answer| !answer.choices.is_empty()) {
            let Some(id) = answer.question_id.clone() else { continue };
            match self.by_question.entry(id) {
                Entry::Occupied(known) if **known.get() == *answer.choices => {
                    answer.choices = known.into_mut().share();
                }
                Entry::Occupied(mut known) => {
                    known.insert(answer.choices.share());
                }
                Entry::Vacant(place) => {
                    place.insert(answer.choices.share());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use architrave_core::wire::{Answer, Choice};

    use super::*;

    fn draft(question: &'static str, choices: &[&'static str]) -> AnswerDraft<'static> {
        let choice = |id: &&'static str| Choice { choice_id: Some((*id).into()), ..Choice::default() };
        let choices = choices.iter().map(choice).collect::<Vec<_>>().into();
        let answer = Answer { question_id: Some(question.into()), choices, ..Answer::default() };
        AnswerDraft { answer, ..AnswerDraft::default() }
    }

    #[test]
    fn equal_choices_of_one_question_stand_once_in_memory() {
        let rows: [(&str, &[&str], bool); 4] =
            [("one", &["a", "b"], true), ("one", &["a"], false), ("two", &["a", "b"], false), ("one", &[], false)];
        for (question, choices, is_shared) in rows {
            let mut alike = Alike { lists: LISTS_FEW, ..Alike::default() };
            let mut first = [draft("one", &["a", "b"])];
            let mut second = [draft(question, choices)];
            let expected = draft(question, choices).answer.choices;
            alike.share(&mut first);
            alike.share(&mut second);
            let [first, second] = [&first, &second].map(|answers| &answers[0].answer.choices);
            assert_eq!(**second, *expected, "{question} {choices:?}");
            assert_eq!(first.as_ptr() == second.as_ptr(), is_shared, "{question} {choices:?}");
        }
    }

    #[test]
    fn few_lists_are_left_as_they_are() {
        let mut alike = Alike::default();
        let mut lists: Vec<_> = (0..LISTS_FEW + 2).map(|_| [draft("one", &["a"])]).collect();
        lists.iter_mut().for_each(|answers| alike.share(answers));
        let places: Vec<_> = lists.iter().map(|[draft]| draft.answer.choices.as_ptr()).collect();
        let different: std::collections::BTreeSet<_> = places.iter().collect();
        assert_eq!(different.len(), LISTS_FEW + 1);
    }
}
