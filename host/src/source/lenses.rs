//! Which lens file belongs to a review? The one of its lens's name, else the only one that has all its questions.

use std::collections::BTreeSet;

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    snapshot::ReviewDraft,
};

use super::found::FoundLens;

/// The lenses that have all these questions; of equal ones the first.
pub(super) fn with_questions(lenses: &[FoundLens], ids: &BTreeSet<&str>) -> Vec<usize> {
    let has_all = |lens: &FoundLens| {
        let known: BTreeSet<&str> = lens.lens.questions.iter().map(|question| question.id.as_str()).collect();
        ids.is_subset(&known)
    };
    distinct(lenses, has_all)
}

fn distinct(lenses: &[FoundLens], fits: impl Fn(&FoundLens) -> bool) -> Vec<usize> {
    let mut positions: Vec<usize> = Vec::new();
    for (position, lens) in lenses.iter().enumerate().filter(|(_, lens)| fits(lens)) {
        let is_known = |known: &usize| lenses.get(*known).is_some_and(|known| known.lens == lens.lens);
        if !positions.iter().any(is_known) {
            positions.push(position);
        }
    }
    positions
}

/// Gives a review of a custom lens its lens, where the JSON is at hand. Returns the input that it stands in.
pub(super) fn attach(review: &mut ReviewDraft<'_>, given: Option<usize>, lenses: &mut [FoundLens]) -> Option<usize> {
    let position = given.or_else(|| find(review, lenses))?;
    let lens = lenses.get(position)?;
    let input = lens.origin.input;
    review.lens = Some(lens.lens.clone());
    review.notes.extend(lens.notes.iter().cloned());
    let used = lens.lens.clone();
    for lens in lenses.iter_mut().filter(|lens| lens.lens == used) {
        lens.is_used = true;
    }
    Some(input)
}

fn find(review: &mut ReviewDraft<'_>, lenses: &[FoundLens]) -> Option<usize> {
    if lenses.is_empty() || review.review.lens_alias.as_deref() == Some("wellarchitected") {
        return None;
    }
    let name = review.review.lens_name.as_deref();
    let by_name = distinct(lenses, |lens| name.is_some() && lens.lens.name.as_deref() == name);
    let ids: BTreeSet<&str> = review.answers.iter().filter_map(|draft| draft.answer.question_id.as_deref()).collect();
    let fitting = if by_name.is_empty() { with_questions(lenses, &ids) } else { by_name };
    match fitting.as_slice() {
        [] => None,
        [only] => Some(*only),
        several => {
            let names = several.iter().filter_map(|position| lenses.get(*position));
            let names = list_names(names.map(|lens| lens.lens.name.as_deref().unwrap_or(&lens.lens.alias)));
            review.notes.push(
                Diagnostic::note("source.ambiguous-lens", format!("more than one lens fits the review: {names}"))
                    .help("give only the lens that was reviewed; its rules were not used"),
            );
            None
        }
    }
}

/// What to say about lenses that no review uses.
pub(super) fn unused(lenses: &[FoundLens], has_others: bool, inputs: &[super::Input]) -> Vec<Diagnostic> {
    let unused = lenses.iter().filter(|lens| !lens.is_used);
    let say = |lens: &FoundLens| {
        let name = lens.lens.name.as_deref().unwrap_or(&lens.lens.alias);
        if has_others {
            let message = format!("lens `{name}` belongs to none of the reviews");
            return Diagnostic::note("source.lens-unused", message).at(lens.origin.location(inputs, ""));
        }
        Diagnostic::error("source.lens-without-answers", format!("lens `{name}` comes without answers"))
            .help(
                "give answers too: `{\"questionResponses\": [{\"questionId\": \"…\", \"choices\": [\"…\"]}]}`, or the \
                 review's `list-answers`",
            )
            .at(lens.origin.location(inputs, ""))
    };
    unused.map(say).collect()
}
