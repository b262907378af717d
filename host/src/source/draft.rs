//! How do the pieces become drafts of reviews? One draft per workload, lens and milestone that has answers.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::{
    diagnostic::Diagnostic,
    snapshot::{AnswerDraft, ReviewDraft},
    wire::{Improvement, LensReview, Milestone, Workload},
};

use super::{
    Drafts, Input, answers, attach, fill,
    found::{Found, Page, Piece},
    identity::{LensNames, ReviewKey},
    lenses, partial, responses, summary,
};

/// Everything found, with the names of lenses settled.
pub(super) struct Sources<'f, 'a> {
    pub(super) found: &'f Found<'a>,
    pub(super) names: &'f LensNames<'a>,
    pub(super) inputs: &'a [Input],
}

/// Makes drafts of everything found. Problems are added to those found before.
pub(super) fn drafts<'a>(found: &mut Found<'a>, inputs: &'a [Input]) -> Drafts<'a> {
    responses::to_pages(found, inputs);
    let names = attach::settle(found, inputs);
    let mut groups: BTreeMap<ReviewKey<'a>, Vec<Page<'a>>> = BTreeMap::new();
    for page in std::mem::take(&mut found.pages) {
        groups.entry(attach::key(&page.of, &names)).or_default().push(page);
    }
    let mut drafts = Drafts::default();
    let mut lens_files = std::mem::take(&mut found.lenses);
    let mut problems = Vec::new();
    let sources = Sources { found, names: &names, inputs };
    drafts.summaries = summary::summaries(&sources, &groups.keys().cloned().collect());
    for (key, pages) in groups {
        let lens = pages.iter().find_map(|page| page.lens);
        let lens_input = |position: usize| lens_files.get(position).map(|lens| lens.origin.input);
        let lens_input = lens.and_then(lens_input);
        let mut used: BTreeSet<usize> = lens_input.into_iter().collect();
        let ends_early = partial::ends_early(&pages);
        let mut review = review(&key, pages, &sources, &mut used, &mut problems);
        lenses::attach(&mut review, lens, &mut lens_files);
        partial::examine(&mut review, ends_early);
        name_files(&mut review, &used, inputs);
        drafts.reviews.push(review);
    }
    let has_reviews = !(drafts.reviews.is_empty() && drafts.summaries.is_empty());
    problems.extend(lenses::unused(&lens_files, has_reviews, inputs));
    found.problems.extend(problems);
    drafts
}

fn review<'a>(
    key: &ReviewKey<'a>,
    mut pages: Vec<Page<'a>>,
    sources: &Sources<'_, 'a>,
    used: &mut BTreeSet<usize>,
    problems: &mut Vec<Diagnostic>,
) -> ReviewDraft<'a> {
    answers::sort(&mut pages);
    used.extend(pages.iter().map(|page| page.origin.input));
    let absent_is_unanswered = pages.iter().all(|page| page.lens.is_some());
    let lens = pages.iter().map(|page| page.of.lens.clone()).reduce(|mut lens, other| {
        lens.alias = lens.alias.or(other.alias);
        lens.arn = lens.arn.or(other.arn);
        lens
    });
    let joined = answers::join(pages, sources.inputs);
    problems.extend(joined.problems);
    let mut review = lens_review(key, sources, used);
    let lens = lens.filter(|_| !absent_is_unanswered).unwrap_or_default();
    review.lens_alias = review.lens_alias.or(lens.alias);
    review.lens_arn = review.lens_arn.or(lens.arn);
    let mut notes = Vec::new();
    if joined.repeated > 0 {
        let message = format!("{} answers stand in more than one file, with the same content", joined.repeated);
        notes.push(Diagnostic::note("source.repeated-answers", message).help("give each export once"));
    }
    ReviewDraft {
        workload: workload(key, sources, used),
        review,
        milestone: milestone(key, sources, used),
        answers: joined.answers,
        improvements: improvements(key, sources, used),
        absent_is_unanswered,
        notes,
        ..ReviewDraft::default()
    }
}

/// All pieces that fit, with their inputs marked as used.
fn fitting<'f, 'a, T: Clone>(
    pieces: &'f [Piece<'a, T>],
    used: &mut BTreeSet<usize>,
    fits: impl Fn(&Piece<'a, T>) -> bool,
) -> Vec<T> {
    let fitting: Vec<&'f Piece<'a, T>> = pieces.iter().filter(|piece| fits(piece)).collect();
    used.extend(fitting.iter().map(|piece| piece.origin.input));
    fitting.into_iter().map(|piece| piece.value.clone()).collect()
}

/// The lens review, with the counts of a consolidated report where it has none.
pub(super) fn lens_review<'a>(
    key: &ReviewKey<'a>,
    sources: &Sources<'_, 'a>,
    used: &mut BTreeSet<usize>,
) -> LensReview<'a> {
    let mut reviews = fitting(&sources.found.reviews, used, |piece| attach::key(&piece.of, sources.names) == *key);
    fill::sort_reviews(&mut reviews);
    let mut review = LensReview::default();
    for other in reviews {
        fill::review(&mut review, other);
    }
    if key.milestone == 0 && review.risk_counts.is_none() {
        for (metric, lens) in summary::lens_metrics(sources, key) {
            used.insert(metric.origin.input);
            fill::review(&mut review, summary::review_of(lens));
        }
    }
    review
}

/// The workload as it was: for a milestone, what the milestone recorded.
pub(super) fn workload<'a>(key: &ReviewKey<'a>, sources: &Sources<'_, 'a>, used: &mut BTreeSet<usize>) -> Workload<'a> {
    let mut of = |milestone: u32| {
        let fits =
            |piece: &Piece<'a, Workload<'a>>| piece.of.workload == key.workload && piece.of.milestone == milestone;
        let mut workloads = fitting(&sources.found.workloads, used, fits);
        fill::sort_workloads(&mut workloads);
        workloads.into_iter().reduce(|mut workload, other| {
            fill::workload(&mut workload, other);
            workload
        })
    };
    let then = Some(key.milestone).filter(|milestone| *milestone > 0).and_then(&mut of);
    let mut workload = then.or_else(|| of(0)).unwrap_or_default();
    let metrics = sources.found.metrics.iter().filter(|piece| piece.of.workload == key.workload);
    for metric in metrics.filter(|_| key.workload.is_some()) {
        workload.workload_name = workload.workload_name.or_else(|| metric.value.workload_name.clone());
        workload.workload_arn = workload.workload_arn.or_else(|| metric.value.workload_arn.clone());
        used.insert(metric.origin.input);
    }
    workload.workload_id = workload.workload_id.or_else(|| key.workload.clone());
    workload
}

/// The milestone, by its number; `None` for the current state.
pub(super) fn milestone<'a>(
    key: &ReviewKey<'a>,
    sources: &Sources<'_, 'a>,
    used: &mut BTreeSet<usize>,
) -> Option<Milestone<'a>> {
    if key.milestone == 0 {
        return None;
    }
    let fits =
        |piece: &Piece<'a, Milestone<'a>>| piece.of.workload == key.workload && piece.of.milestone == key.milestone;
    let mut milestone = Milestone { milestone_number: Some(key.milestone), ..Milestone::default() };
    for other in fitting(&sources.found.milestones, used, fits) {
        fill::milestone(&mut milestone, other);
    }
    Some(milestone)
}

/// The improvement lists, each question once, in AWS's order as far as pages tell.
fn improvements<'a>(
    key: &ReviewKey<'a>,
    sources: &Sources<'_, 'a>,
    used: &mut BTreeSet<usize>,
) -> Vec<Improvement<'a>> {
    let fits = |piece: &Piece<'a, Vec<Improvement<'a>>>| attach::key(&piece.of, sources.names) == *key;
    let mut lists = fitting(&sources.found.improvements, used, fits);
    lists.sort_by_cached_key(|list| format!("{list:?}"));
    let mut seen = BTreeSet::new();
    lists.into_iter().flatten().filter(|improvement| seen.insert(improvement.question_id.clone())).collect()
}

/// Names the files in the order of their names, whatever the order in which they were given.
fn name_files(review: &mut ReviewDraft<'_>, used: &BTreeSet<usize>, inputs: &[Input]) {
    let name = |input: usize| inputs.get(input).and_then(|input| input.name.clone());
    let names: BTreeSet<String> = used.iter().filter_map(|input| name(*input)).collect();
    review.files = names.into_iter().collect();
    let position = |input: usize| review.files.binary_search(&name(input)?).ok();
    let files: Vec<Option<usize>> = review.answers.iter().map(|answer| answer.file.and_then(position)).collect();
    for (answer, file) in review.answers.iter_mut().zip(files) {
        let answer: &mut AnswerDraft<'_> = answer;
        answer.file = file;
    }
}
