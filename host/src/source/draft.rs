//! How do the pieces become drafts of reviews? One draft per workload, lens and milestone that has answers.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    snapshot::ReviewDraft,
    wire::Text,
};

use super::{
    Drafts, Input, answers, attach,
    found::{Found, FoundLens, Page},
    identity::{LensName, ReviewKey},
    index::Index,
    lenses, partial, responses, summary,
};

/// Makes drafts of everything found. Problems are added to those found before.
pub(super) fn drafts<'a>(found: &mut Found<'a>, inputs: &[Input]) -> Drafts<'a> {
    let has_answers = !(found.pages.is_empty() && found.responses.is_empty());
    responses::to_pages(found, inputs);
    let names = attach::settle(found, inputs);
    let mut index = Index::new(found, &names);
    let mut groups: BTreeMap<ReviewKey<'a>, Vec<Page<'a>>> = BTreeMap::new();
    for page in std::mem::take(&mut found.pages) {
        groups.entry(attach::key(&page.of, &names)).or_default().push(page);
    }
    let mut drafts = Drafts::default();
    let mut unanswered = index.keys();
    let mut seen: BTreeSet<Text<'a>> = groups.keys().filter_map(|key| key.workload.clone()).collect();
    for (key, pages) in groups {
        if pages.iter().all(|page| page.answers.is_empty()) {
            unanswered.insert(key);
            continue;
        }
        unanswered.remove(&key);
        let review = review(&key, pages, &mut index, found, inputs);
        drafts.reviews.push(review);
    }
    seen.extend(unanswered.iter().filter_map(|key| key.workload.clone()));
    drafts.summaries = unanswered.iter().map(|key| summary::summary(key, &mut index, inputs)).collect();
    drafts.notes.extend(unused_workloads(&index, &seen));
    drafts.notes.extend(found.more_follows.iter().map(|origin| {
        let message = "a list is cut: `NextToken` says that another page follows";
        Diagnostic::note("source.list-cut", message)
            .help("give the next page too, where what it lists matters")
            .at(origin.location(inputs, "/NextToken"))
    }));
    found.problems.extend(lenses::unused(&found.lenses, has_answers || !drafts.summaries.is_empty(), inputs));
    drafts
}

fn review<'a>(
    key: &ReviewKey<'a>,
    mut pages: Vec<Page<'a>>,
    index: &mut Index<'a>,
    found: &mut Found<'a>,
    inputs: &[Input],
) -> ReviewDraft<'a> {
    let ends_early = partial::ends_early(&pages);
    let lens = pages.iter().find_map(|page| page.lens);
    let absent_is_unanswered = pages.iter().all(|page| page.lens.is_some());
    let mut belongings = index.take(key);
    belongings.inputs.extend(pages.iter().map(|page| page.origin.input));
    answers::sort(&mut pages);
    let named = pages.iter().filter(|page| page.lens.is_none()).map(|page| page.of.lens.clone().tidy());
    let own_name = LensName { alias: belongings.review.lens_alias.take(), arn: belongings.review.lens_arn.take() };
    let name = named.fold(own_name, LensName::or);
    (belongings.review.lens_alias, belongings.review.lens_arn) = (name.alias, name.arn);
    let joined = answers::join(pages, inputs);
    found.problems.extend(joined.problems);
    let mut review = ReviewDraft {
        workload: belongings.workload,
        review: belongings.review,
        milestone: belongings.milestone,
        answers: joined.answers,
        improvements: belongings.improvements,
        absent_is_unanswered,
        ..ReviewDraft::default()
    };
    if joined.repeated > 0 {
        let message = format!("{} answers stand twice, with the same content", joined.repeated);
        review.notes.push(Diagnostic::note("source.repeated-answers", message).help("give each export once"));
    }
    let lenses: &mut Vec<FoundLens> = &mut found.lenses;
    belongings.inputs.extend(lenses::attach(&mut review, lens, lenses));
    partial::examine(&mut review, ends_early);
    name_files(&mut review, &belongings.inputs, inputs);
    review
}

/// Workloads that are described, and of which nothing else is known.
fn unused_workloads(index: &Index<'_>, seen: &BTreeSet<Text<'_>>) -> Option<Diagnostic> {
    let unused: BTreeSet<&str> = index.workloads().filter(|id| !seen.contains(*id)).map(|id| &**id).collect();
    if unused.is_empty() {
        return None;
    }
    let (noun, verb) = if unused.len() == 1 { ("workload", "has") } else { ("workloads", "have") };
    let message = format!("{} {noun} {verb} no answers: {}", unused.len(), list_names(unused));
    Some(Diagnostic::note("source.no-answers", message).help("add their answers: `list-answers`"))
}

/// Names the files in the order of their names, whatever the order in which they were given.
fn name_files(review: &mut ReviewDraft<'_>, used: &BTreeSet<usize>, inputs: &[Input]) {
    review.files = file_names(used, inputs);
    for answer in &mut review.answers {
        let name = answer.file.and_then(|input| inputs.get(input)?.name.as_ref());
        answer.file = name.and_then(|name| review.files.binary_search(name).ok());
    }
}

/// Names of inputs, sorted, without those that have none.
pub(super) fn file_names(used: &BTreeSet<usize>, inputs: &[Input]) -> Vec<String> {
    let names = used.iter().filter_map(|input| inputs.get(*input)?.name.clone());
    names.collect::<BTreeSet<String>>().into_iter().collect()
}
