//! Which lens file belongs to a review? The one that was exported as its lens and version, else the one of its lens's
//! name, else the only one that has all its questions.

use std::collections::BTreeMap;

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    lens::Question,
    snapshot::ReviewDraft,
};

use super::found::FoundLens;

/// Question ids, each with the ids of selected choices.
pub(super) type Answered<'b> = BTreeMap<&'b str, Vec<&'b str>>;

/// The lenses that have all these questions; where there are several, those that have all the choices too. Of equal
/// lenses, the first.
pub(super) fn with_questions(lenses: &[FoundLens], answered: &Answered<'_>) -> Vec<usize> {
    let fitting = distinct(lenses, |lens| answered.keys().all(|id| question(lens, id).is_some()));
    if fitting.len() < 2 {
        return fitting;
    }
    let has_all = |position: &usize| lenses.get(*position).is_some_and(|lens| has_choices(lens, answered));
    let narrowed: Vec<usize> = fitting.iter().copied().filter(has_all).collect();
    if narrowed.is_empty() { fitting } else { narrowed }
}

fn question<'l>(lens: &'l FoundLens, id: &str) -> Option<&'l Question> {
    lens.lens.questions.iter().find(|question| question.id == id)
}

fn has_choices(lens: &FoundLens, answered: &Answered<'_>) -> bool {
    answered.iter().all(|(id, selected)| {
        let known = question(lens, id).map(|question| question.choices.as_slice()).unwrap_or_default();
        selected.iter().all(|id| known.iter().any(|choice| choice.id == *id))
    })
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
    let exported = distinct(lenses, |lens| is_exported_as(lens, review) == Some(true));
    if let [only] = exported.as_slice() {
        return Some(*only);
    }
    let name = review.review.lens_name.as_deref();
    // A lens that was exported as another version is not the one that was reviewed.
    let is_named = |lens: &FoundLens| name.is_some() && lens.lens.name.as_deref() == name;
    let by_name = distinct(lenses, |lens| is_named(lens) && is_exported_as(lens, review).is_none());
    let is_named = !by_name.is_empty();
    let fitting = if is_named { by_name } else { by_answers(review, lenses) };
    match fitting.as_slice() {
        [] => None,
        [only] => {
            if let (false, Some(name), Some(lens)) = (is_named, name, lenses.get(*only)) {
                let file = lens.lens.name.as_deref().unwrap_or(&lens.lens.alias);
                let message = format!("the review of lens `{name}` uses the rules of the file of lens `{file}`");
                let note = Diagnostic::note("source.lens-by-questions", message);
                review
                    .notes
                    .push(note.help("the file has all its questions and choices; leave it out if it is another"));
            }
            Some(*only)
        }
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

/// Whether a lens was exported as the reviewed lens and version; `None` where it does not tell.
fn is_exported_as(lens: &FoundLens, review: &ReviewDraft<'_>) -> Option<bool> {
    let (arn, version) = lens.named.as_ref()?;
    let review = &review.review;
    let is_version = version.is_none() || version.as_deref() == review.lens_version.as_deref();
    Some(review.lens_arn.as_deref().or(review.lens_alias.as_deref()) == Some(arn) && is_version)
}

/// The lenses that have all questions and all selected choices of a review.
fn by_answers(review: &ReviewDraft<'_>, lenses: &[FoundLens]) -> Vec<usize> {
    let mut answered = Answered::new();
    for answer in review.answers.iter().map(|draft| &draft.answer) {
        let Some(id) = answer.question_id.as_deref() else { continue };
        answered.entry(id).or_default().extend(answer.selected_choices.iter().map(|choice| &**choice));
    }
    let fitting = with_questions(lenses, &answered);
    let is_other = |at: &usize| lenses.get(*at).is_some_and(|lens| is_exported_as(lens, review) == Some(false));
    fitting
        .into_iter()
        .filter(|at| !is_other(at))
        .filter(|at| lenses.get(*at).is_some_and(|lens| has_choices(lens, &answered)))
        .collect()
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
