//! Which lens do these answers speak of? The API sends pillars, titles and choices along, so they tell.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    AnswerDraft, ReviewDraft,
    names::{self, Names},
    place,
};
use crate::{
    catalogue::{self, Catalogue, CataloguePractice, CatalogueQuestion},
    diagnostic::{Diagnostic, Location, list_names},
    lens::{CHOICES_MAX, Choice, Lens, PILLARS_MAX, Plan, Question, Word},
    risk::Level,
    wire,
};

/// A lens that was built from answers.
pub(super) struct Built {
    pub(super) lens: Lens,
    /// For each question of `lens` the position of its answer in the draft.
    pub(super) answers: Vec<usize>,
    /// Whether no question stands in it twice.
    pub(super) is_distinct: bool,
}

/// One answer that can be placed in the lens.
struct Row<'d> {
    /// Position in the lens.
    pillar: usize,
    /// Position in the catalogue; beyond it for what it does not know.
    place: usize,
    id: &'d str,
    known: Option<&'static CatalogueQuestion>,
    /// Position among the draft's answers.
    position: usize,
}

/// Builds the lens, and reports every answer that cannot be placed in it.
///
/// Order: for the framework lens as in the catalogue, with what it does not know after it by id; for any other lens
/// pillars as the lens review lists them, else as they first occur, and questions as they occur.
pub(super) fn build(draft: &ReviewDraft<'_>, problems: &mut Vec<Diagnostic>) -> Built {
    let framework = is_framework(draft);
    let mut pillars = names::pillars(draft, framework);
    if pillars.len() > PILLARS_MAX {
        problems.push(
            Diagnostic::error("lens.too-large", format!("the review has {} pillars", pillars.len()))
                .help(format!("a lens may have at most {PILLARS_MAX}")),
        );
        pillars.truncate(PILLARS_MAX);
    }
    let pillar_positions: BTreeMap<&str, usize> =
        pillars.iter().enumerate().map(|(position, pillar)| (&*pillar.id, position)).collect();
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(draft.answers.len());
    let mut next = 0;
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut is_taken = vec![false; Catalogue::framework().questions().len().saturating_add(1)];
    let mut is_distinct = true;
    for (position, answer) in draft.answers.iter().enumerate() {
        match row(answer, draft, framework.then_some(&mut next)) {
            Ok((id, known, pillar)) => {
                problems.extend(duplicate_choices(answer, draft));
                is_distinct &= match known {
                    Some(_) => is_taken.get_mut(next).is_some_and(|taken| !std::mem::replace(taken, true)),
                    None => seen.insert(id),
                };
                let pillar = pillar_positions.get(pillar).copied().unwrap_or_default();
                rows.push(Row { pillar, place: known.map_or(usize::MAX, |_| next), id, known, position });
            }
            Err(problem) => problems.push(*problem),
        }
    }
    if framework {
        rows.sort_by(|a, b| (a.pillar, a.place, a.id).cmp(&(b.pillar, b.place, b.id)));
    } else {
        rows.sort_by_key(|row| row.pillar);
    }
    let answers = rows.iter().map(|row| row.position).collect();
    let question = |row: Row<'_>| Some(question(&row, &draft.answers.get(row.position)?.answer));
    let questions = rows.into_iter().filter_map(question).collect();
    Built { lens: Names::of(&draft.review, None).name(pillars, questions), answers, is_distinct }
}

/// Whether the catalogue describes the lens.
pub(super) fn is_framework(draft: &ReviewDraft<'_>) -> bool {
    catalogue::is_framework(draft.review.lens_alias.as_deref(), draft.review.lens_arn.as_deref())
}

/// The id of an answer's question, what the catalogue knows of it, and the id of its pillar. `next` is where the
/// catalogue is looked into first, and stands behind what was found; `None` for a lens that it does not describe.
type Placed<'d> = (&'d str, Option<&'static CatalogueQuestion>, &'d str);

fn row<'d>(
    answer: &'d AnswerDraft<'_>,
    draft: &ReviewDraft<'_>,
    next: Option<&mut usize>,
) -> Result<Placed<'d>, Box<Diagnostic>> {
    let at = |problem: Diagnostic| Box::new(problem.at(location(answer, draft)));
    let Some(id) = answer.answer.question_id.as_deref() else {
        return Err(at(Diagnostic::error("answer.no-question", "an answer has no `QuestionId`")
            .help("export the review again; every answer of the API names its question")));
    };
    let catalogue = Catalogue::framework().questions();
    let known = next.and_then(|next| place(catalogue, next, |question| question.id == id));
    let known = known.and_then(|position| catalogue.get(position));
    let Some(pillar) = answer.answer.pillar_id.as_deref().or(known.map(|question| question.pillar)) else {
        return Err(at(Diagnostic::error("answer.no-pillar", format!("question `{id}` has no `PillarId`"))
            .help("export the review again, or give the lens's JSON beside it")));
    };
    let choices = answer.answer.choices.iter().filter(|choice| choice.choice_id.is_some()).count();
    if choices > CHOICES_MAX {
        return Err(at(Diagnostic::error("lens.too-many-choices", format!("question `{id}` has {choices} choices"))
            .help(format!("a question may have at most {CHOICES_MAX}"))));
    }
    Ok((id, known, pillar))
}

fn question(row: &Row<'_>, answer: &wire::Answer<'_>) -> Question {
    let id = row.known.map_or_else(|| Word::Owned(row.id.to_owned()), |known| Word::Borrowed(known.id));
    Question {
        code: row.known.map(|question| Word::Borrowed(question.code)),
        pillar: row.pillar,
        title: answer.question_title.as_deref().unwrap_or(row.id).to_owned(),
        choices: choices(answer, row.known),
        rules: None,
        url: answer.helpful_resource_url.as_ref().map(|url| Word::Owned(url.to_owned_string())),
        id,
    }
}

fn choices(answer: &wire::Answer<'_>, known: Option<&'static CatalogueQuestion>) -> Vec<Choice> {
    let practices = known.map(|question| question.practices.as_slice()).unwrap_or_default();
    let mut choices = Vec::with_capacity(answer.choices.len());
    let mut next = 0;
    for choice in answer.choices.iter() {
        let Some(id) = choice.choice_id.as_deref() else { continue };
        let practice = place(practices, &mut next, |practice| practice.id == id).and_then(|at| practices.get(at));
        choices.push(listed(choice, id, practice));
    }
    if choices.is_empty() { practices.iter().map(from_catalogue).collect() } else { choices }
}

fn listed(choice: &wire::Choice<'_>, id: &str, practice: Option<&'static CataloguePractice>) -> Choice {
    let link = choice.helpful_resource.as_ref().and_then(|link| link.url.as_deref());
    Choice {
        practice: practice.map(|practice| Word::Borrowed(practice.code)),
        title: choice.title.as_deref().unwrap_or(id).to_owned(),
        level: practice.map_or(Level::Unknown, |practice| practice.level),
        none_of_these: id.ends_with("_no"),
        plan: choice.improvement_plan.as_ref().map(|plan| Plan {
            text: plan.display_text.as_deref().map(str::to_owned),
            url: plan.url.as_deref().map(str::to_owned),
        }),
        url: match (link, practice) {
            (Some(link), _) => Some(Word::Owned(link.to_owned())),
            (None, practice) => practice.map(|practice| Word::Borrowed(&practice.url)),
        },
        id: practice.map_or_else(|| Word::Owned(id.to_owned()), |practice| Word::Borrowed(practice.id)),
    }
}

fn from_catalogue(practice: &'static CataloguePractice) -> Choice {
    Choice {
        id: Word::Borrowed(practice.id),
        practice: Some(Word::Borrowed(practice.code)),
        title: practice.code.to_owned(),
        level: practice.level,
        none_of_these: false,
        plan: None,
        url: Some(Word::Borrowed(&practice.url)),
    }
}

/// What is wrong with a question that lists a choice twice.
fn duplicate_choices(draft: &AnswerDraft<'_>, review: &ReviewDraft<'_>) -> Option<Diagnostic> {
    let ids = || draft.answer.choices.iter().filter_map(|choice| choice.choice_id.as_deref());
    let is_short = draft.answer.choices.len() <= 16;
    if is_short && !ids().enumerate().any(|(position, id)| ids().skip(position.saturating_add(1)).any(|x| x == id)) {
        return None;
    }
    let mut seen: Vec<&str> = ids().collect();
    seen.sort_unstable();
    let twice = seen.windows(2).filter_map(|pair| pair.first().filter(|_| pair.first() == pair.last()));
    let twice = list_names(twice.copied());
    let id = draft.answer.question_id.as_deref().filter(|_| !twice.is_empty())?;
    Some(
        Diagnostic::error("lens.duplicate-choice", format!("question `{id}` lists a choice twice: {twice}"))
            .help("export the review again; choice ids are unique within a question")
            .at(location(draft, review)),
    )
}

/// Where an answer stands.
pub(super) fn location(draft: &AnswerDraft<'_>, review: &ReviewDraft<'_>) -> Location {
    let file = draft.file.and_then(|file| review.files.get(file)).map(String::as_str);
    Location::pointer(file, draft.pointer.to_string())
}
