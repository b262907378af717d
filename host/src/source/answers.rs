//! One list of answers from many pages: in an order of their own, each question once, and no contradiction.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
};

use architrave_core::{
    diagnostic::Diagnostic,
    snapshot::AnswerDraft,
    wire::{Answer, Text},
};

use super::{Input, files::shown, fill, found::Page};

/// What the pages of one review give together.
#[derive(Debug, Default)]
pub(super) struct Joined<'a> {
    /// `AnswerDraft::file` is the position among the inputs.
    pub(super) answers: Vec<AnswerDraft<'a>>,
    /// How many questions stand twice with the same content in lists.
    pub(super) repeated: usize,
    /// Contradictions.
    pub(super) problems: Vec<Diagnostic>,
}

/// Puts pages in the order in which AWS gives them, as far as they tell: those that say that another follows come first,
/// single answers and what has no titles last; the rest is settled by content, so that the order of files does not matter.
pub(super) fn sort(pages: &mut [Page<'_>]) {
    pages.sort_by(|a, b| {
        let rank = |page: &Page<'_>| (page.lens.is_some(), !page.is_list, !page.next_token);
        rank(a).cmp(&rank(b)).then_with(|| by_content(a, b))
    });
}

fn by_content(a: &Page<'_>, b: &Page<'_>) -> Ordering {
    fn ids<'b>(page: &'b Page<'_>) -> impl Iterator<Item = (Option<&'b str>, Option<&'b str>)> {
        page.answers.iter().map(|draft| (draft.answer.pillar_id.as_deref(), draft.answer.question_id.as_deref()))
    }
    ids(a).cmp(ids(b))
}

/// Joins sorted pages. A question that stands twice is taken once: a single answer adds what a list leaves out.
pub(super) fn join<'a>(pages: Vec<Page<'a>>, inputs: &[Input]) -> Joined<'a> {
    let mut joined = Joined::default();
    let mut positions: BTreeMap<Text<'a>, usize> = BTreeMap::new();
    joined.answers.reserve(pages.iter().map(|page| page.answers.len()).sum());
    for page in pages {
        for draft in page.answers {
            let Some(id) = draft.answer.question_id.clone() else {
                joined.answers.push(draft);
                continue;
            };
            match positions.entry(id) {
                Entry::Vacant(entry) => {
                    entry.insert(joined.answers.len());
                    joined.answers.push(draft);
                }
                Entry::Occupied(entry) => {
                    let Some(known) = joined.answers.get_mut(*entry.get()) else { continue };
                    if let Some(difference) = difference(&known.answer, &draft.answer) {
                        joined.problems.push(conflict(known, &draft, &difference, inputs));
                        continue;
                    }
                    joined.repeated += usize::from(page.is_list);
                    fill::answer(&mut known.answer, draft.answer);
                }
            }
        }
    }
    joined
}

/// In what two answers to one question contradict each other. What only one of them tells is no contradiction.
fn difference(a: &Answer<'_>, b: &Answer<'_>) -> Option<String> {
    let words = [
        ("Risk", a.risk.as_ref(), b.risk.as_ref()),
        ("Reason", a.reason.as_ref(), b.reason.as_ref()),
        ("PillarId", a.pillar_id.as_ref(), b.pillar_id.as_ref()),
        ("QuestionType", a.question_type.as_ref(), b.question_type.as_ref()),
        ("Notes", a.notes.as_deref(), b.notes.as_deref()),
    ];
    for (member, a, b) in words {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            return Some(format!("`{member}` is {} in one and {} in the other", quoted(a), quoted(b)));
        }
    }
    if let (Some(a), Some(b)) = (a.is_applicable, b.is_applicable)
        && a != b
    {
        return Some(format!("`IsApplicable` is `{a}` in one and `{b}` in the other"));
    }
    let selected =
        |answer: &Answer<'_>| answer.selected_choices.iter().map(|id| id.to_string()).collect::<BTreeSet<_>>();
    if selected(a) != selected(b) {
        return Some("`SelectedChoices` differ".to_owned());
    }
    let offered = |answer: &Answer<'_>| {
        answer
            .choices
            .iter()
            .filter_map(|choice| choice.choice_id.as_deref().map(str::to_owned))
            .collect::<BTreeSet<_>>()
    };
    if !a.choices.is_empty() && !b.choices.is_empty() && offered(a) != offered(b) {
        return Some("`Choices` differ".to_owned());
    }
    let others = statuses(b);
    let differ = |a: Option<&str>, b: Option<&str>| a.is_some() && b.is_some() && a != b;
    let row = statuses(a).into_iter().find(|(id, (status, reason))| {
        others.get(id).is_some_and(|other| differ(*status, other.0) || differ(*reason, other.1))
    });
    row.map(|(id, _)| format!("the status of choice `{id}` differs"))
}

/// Status and reason by choice.
fn statuses<'b>(answer: &'b Answer<'_>) -> BTreeMap<&'b str, (Option<&'b str>, Option<&'b str>)> {
    let listed = answer.choice_answer_summaries.iter().chain(&answer.choice_answers);
    let row = |choice: &'b architrave_core::wire::ChoiceAnswer<'_>| {
        let reason = choice.reason.as_deref().filter(|reason| *reason != "NONE");
        Some((choice.choice_id.as_deref()?, (choice.status.as_deref(), reason)))
    };
    listed.filter_map(row).collect()
}

fn quoted(text: &str) -> String {
    let start: String = text.chars().take(40).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if start.len() < text.len() { format!("`{start}…`") } else { format!("`{start}`") }
}

fn conflict(known: &AnswerDraft<'_>, other: &AnswerDraft<'_>, difference: &str, inputs: &[Input]) -> Diagnostic {
    let id = known.answer.question_id.as_deref().unwrap_or_default();
    let place = |draft: &AnswerDraft<'_>| {
        let name = draft.file.and_then(|file| inputs.get(file)).and_then(|input| input.name.as_deref());
        format!("{} at `{}`", shown(name), draft.pointer)
    };
    let message = format!(
        "question `{id}` is answered twice and differently, in {} and in {}: {difference}",
        place(known),
        place(other)
    );
    let file = other.file.and_then(|file| inputs.get(file)).and_then(|input| input.name.as_deref());
    Diagnostic::error("source.conflicting-answers", message)
        .help("give one export of the review; earlier states belong into milestones")
        .at(architrave_core::diagnostic::Location::pointer(file, other.pointer.to_string()))
}
