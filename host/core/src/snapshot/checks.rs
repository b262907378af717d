//! Is the review whole? Its answers against the catalogue, the lens, and the counts that AWS sent along.

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use crate::{
    catalogue::Catalogue,
    diagnostic::{Diagnostic, list_names},
    lens::{Lens, PILLARS_MAX, Question},
    risk::Risk,
    wire,
};

/// Questions of the framework lens: those that the catalogue has and the review does not make it partial, unless the
/// review has some that the catalogue does not, which means another lens version.
pub(super) fn against_catalogue(lens: &Lens, partial: &mut Vec<Diagnostic>, notes: &mut Vec<Diagnostic>) {
    let catalogue = Catalogue::framework();
    let is_mapped = |question: &Question| {
        question.code.is_some() && question.practices().all(|(_, choice)| choice.practice.is_some())
    };
    if lens.questions.len() == catalogue.questions().len() && lens.questions.iter().all(is_mapped) {
        return;
    }
    let answered: BTreeSet<&str> = lens.questions.iter().map(|question| &*question.id).collect();
    let known: BTreeSet<&str> = catalogue.questions().iter().map(|question| question.id).collect();
    let beyond: Vec<&str> = answered.difference(&known).copied().collect();
    let missing = catalogue.questions().iter().map(|question| question.id).filter(|id| !answered.contains(id));
    let missing: Vec<&str> = missing.collect();
    if beyond.is_empty() && !missing.is_empty() {
        partial.push(missing_questions(&missing));
    }
    if !beyond.is_empty() {
        notes.push(
            Diagnostic::note(
                "catalogue.unmapped-question",
                format!("{} questions are not in the catalogue: {}", beyond.len(), list_names(beyond)),
            )
            .help("the review is of another lens version; codes and levels of these are unknown"),
        );
    }
    let unmapped = lens.questions.iter().filter(|question| known.contains(&*question.id));
    let unmapped = unmapped.flat_map(|question| question.practices().map(|(_, choice)| choice));
    let unmapped: Vec<&str> = unmapped.filter(|choice| choice.practice.is_none()).map(|choice| &*choice.id).collect();
    if !unmapped.is_empty() {
        notes.push(
            Diagnostic::note(
                "catalogue.unmapped-practice",
                format!("{} practices are not in the catalogue: {}", unmapped.len(), list_names(unmapped)),
            )
            .help("the review is of another lens version; codes and levels of these are unknown"),
        );
    }
}

/// The diagnostic for questions that should be there.
pub(super) fn missing_questions(missing: &[&str]) -> Diagnostic {
    let (noun, verb) = if missing.len() == 1 { ("question", "is") } else { ("questions", "are") };
    Diagnostic::error(
        "review.questions-missing",
        format!(
            "{} {noun} of the lens {verb} missing: {}",
            missing.len(),
            missing.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
        ),
    )
    .help("export all pages and all pillars (`list-answers` gives at most 50 a page), or go on with `--allow-partial`")
}

/// The answers against `RiskCounts` of the lens review, for the lens and for each pillar.
pub(super) fn against_counts(
    lens: &Lens,
    answers: &[Answer],
    review: &wire::LensReview<'_>,
    partial: &mut Vec<Diagnostic>,
) {
    let rows = || lens.questions.iter().zip(answers);
    if let Some(counts) = &review.risk_counts {
        compare(|| "the lens review".to_owned(), rows().map(|(_, answer)| answer), counts, partial);
    }
    // No lens has more pillars.
    for summary in review.pillar_review_summaries.iter().take(PILLARS_MAX) {
        let (Some(id), Some(counts)) = (summary.pillar_id.as_deref(), &summary.risk_counts) else { continue };
        let pillar = lens.pillars.iter().position(|pillar| pillar.id == id);
        let of_pillar = rows().filter(|(question, _)| Some(question.pillar) == pillar).map(|(_, answer)| answer);
        compare(|| format!("pillar `{id}`"), of_pillar, counts, partial);
    }
}

/// Whether the answers are as many of each risk as stated; false also where a word needs a closer look.
fn agree<'a>(answers: impl Iterator<Item = &'a Answer>, stated: &BTreeMap<wire::Text<'_>, u32>) -> bool {
    let mut left: [(Risk, u32); 5] =
        [Risk::High, Risk::Medium, Risk::NoRisk, Risk::Unanswered, Risk::NotApplicable].map(|risk| (risk, 0));
    for (word, count) in stated {
        let stated = Risk::parse(word);
        match left.iter_mut().find(|(risk, _)| *risk == stated) {
            Some((_, left)) => *left = *count,
            None if *count == 0 => {}
            None => return false,
        }
    }
    for answer in answers {
        let left = left.iter_mut().find(|(risk, _)| *risk == answer.risk).map(|(_, left)| left);
        match left.and_then(|left| left.checked_sub(1).map(|less| *left = less)) {
            Some(()) => {}
            None => return false,
        }
    }
    left.iter().all(|(_, left)| *left == 0)
}

/// Answers by risk, in the input's own words: so that a word that we do not know is compared too.
fn count<'a>(answers: impl Iterator<Item = &'a Answer>) -> BTreeMap<&'a str, u32> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.recorded.as_deref().unwrap_or(answer.risk.as_str())).or_insert(0) += 1;
    }
    counts
}

fn compare<'a>(
    whose: impl FnOnce() -> String,
    answers: impl Iterator<Item = &'a Answer> + Clone,
    stated: &BTreeMap<wire::Text<'_>, u32>,
    partial: &mut Vec<Diagnostic>,
) {
    if agree(answers.clone(), stated) {
        return;
    }
    let found = count(answers);
    let stated: BTreeMap<&str, u32> =
        stated.iter().filter(|(_, count)| **count > 0).map(|(word, count)| (&**word, *count)).collect();
    if found == stated {
        return;
    }
    let show = |counts: &BTreeMap<&str, u32>| {
        let rows: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
        if rows.is_empty() { "none".to_owned() } else { rows.join(", ") }
    };
    partial.push(
        Diagnostic::error(
            "review.counts-disagree",
            format!("the risk counts of {} say {}, the answers give {}", whose(), show(&stated), show(&found)),
        )
        .help("export answers and lens review together and whole, or go on with `--allow-partial`"),
    );
}
