//! Which question is meant? References and reviews by any of the names that people know them by.

use std::collections::BTreeSet;

use architrave_core::{
    diagnostic::list_names,
    report::{Question, Report, Review},
};

use super::{ExplainError, ExplainErrorCode, ReviewName};
use crate::sink::{choices, width::clean, words};

/// One question, and the choice if one was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Of the review in the report, from 1.
    pub(super) number: usize,
    pub(super) review: &'a Review,
    pub(super) question: &'a Question,
    pub(super) choice: Option<&'a str>,
}

pub(super) fn find<'a>(report: &'a Report, reference: &str, review: Option<&str>) -> Result<Place<'a>, ExplainError> {
    let reviews = reviews(report, review)?;
    let reference = reference.trim();
    let exact: Vec<Place<'_>> = reviews.iter().flat_map(|place| places(*place, &|name| name == reference)).collect();
    let found = match exact.is_empty() {
        true => reviews.iter().flat_map(|place| places(*place, &|name| same(name, reference))).collect(),
        false => exact,
    };
    match found.as_slice() {
        [] => Err(unknown(&reviews, reference)),
        [place] => Ok(*place),
        _ => Err(ambiguous(&found, reference)),
    }
}

pub(super) fn name(number: usize, review: &Review) -> ReviewName {
    ReviewName {
        number,
        workload: words::workload(review),
        lens: review.lens.alias.clone(),
        lens_version: review.lens.version.clone(),
        milestone: review.milestone.as_ref().map(|milestone| milestone.number),
    }
}

type Numbered<'a> = (usize, &'a Review);

/// The reviews that may be meant: all, or those that are called so.
fn reviews<'a>(report: &'a Report, wanted: Option<&str>) -> Result<Vec<Numbered<'a>>, ExplainError> {
    let all: Vec<Numbered<'a>> = (1..).zip(&report.reviews).collect();
    let Some(wanted) = wanted.map(str::trim) else { return Ok(all) };
    let called: Vec<Numbered<'a>> =
        all.iter().copied().filter(|(_, review)| names(review).iter().any(|name| same(name, wanted))).collect();
    let found = match called.is_empty() {
        true => all.iter().copied().filter(|(number, _)| number.to_string() == wanted).collect(),
        false => called,
    };
    if found.is_empty() {
        let message = format!("no review is called `{}`", clean(wanted));
        let help = format!("the reviews are {}", listed(&all));
        return Err(ExplainError::new(ExplainErrorCode::UnknownReview, message, help));
    }
    Ok(found)
}

/// Everything that a review is called.
fn names(review: &Review) -> Vec<String> {
    let workload = &review.workload;
    let workloads: Vec<&str> =
        [&workload.name, &workload.id, &workload.arn].into_iter().flatten().map(String::as_str).collect();
    let mut names: Vec<String> = workloads.iter().map(|name| (*name).to_owned()).collect();
    names.push(review.lens.alias.clone());
    for name in &workloads {
        names.push(format!("{name}/{}", review.lens.alias));
        if let Some(milestone) = &review.milestone {
            names.push(format!("{name}/{}/{}", review.lens.alias, milestone.number));
        }
    }
    names
}

fn same(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

/// Every place of a review where something is called so; a question before its choices.
fn places<'a>((number, review): Numbered<'a>, called: &dyn Fn(&str) -> bool) -> Vec<Place<'a>> {
    let is_called = |names: [Option<&str>; 2]| names.into_iter().flatten().any(called);
    let mut found = Vec::new();
    for question in &review.questions {
        if is_called([Some(&question.id), question.code.as_deref()]) {
            found.push(Place { number, review, question, choice: None });
        }
    }
    if !found.is_empty() {
        return found;
    }
    for question in &review.questions {
        for choice in &question.choices {
            if is_called([Some(&choice.id), choice.practice.as_deref()]) {
                found.push(Place { number, review, question, choice: Some(&choice.id) });
            }
        }
    }
    found
}

fn ambiguous(found: &[Place<'_>], reference: &str) -> ExplainError {
    let reference = clean(reference);
    let mut reviews: Vec<Numbered<'_>> = found.iter().map(|place| (place.number, place.review)).collect();
    reviews.dedup_by_key(|(number, _)| *number);
    let (message, help) = match reviews.as_slice() {
        [_] => (
            format!("`{reference}` stands in several questions"),
            format!("name one of them: {}", list_names(found.iter().map(|place| &*place.question.id))),
        ),
        _ => (
            format!("`{reference}` stands in {} reviews", reviews.len()),
            format!("pick one with --review and its number or name: {}", listed(&reviews)),
        ),
    };
    ExplainError::new(ExplainErrorCode::Ambiguous, message, help)
}

/// Up to ten reviews, `1` `payments/wellarchitected`, then how many more.
fn listed(reviews: &[Numbered<'_>]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = reviews
        .iter()
        .take(SHOWN)
        .map(|(number, review)| {
            let milestone = review.milestone.as_ref().map(|milestone| format!("/{}", milestone.number));
            let lens = clean(&review.lens.alias);
            format!("{number} `{}/{lens}{}`", words::workload(review), milestone.unwrap_or_default())
        })
        .collect();
    match reviews.len().saturating_sub(SHOWN) {
        0 if shown.is_empty() => "none".to_owned(),
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn unknown(reviews: &[Numbered<'_>], reference: &str) -> ExplainError {
    let message = format!("no question, choice or practice is called `{}`", clean(reference));
    // Reviews of one lens share their names: each is measured once.
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for question in reviews.iter().flat_map(|(_, review)| &review.questions) {
        names.extend([Some(&*question.id), question.code.as_deref()].into_iter().flatten());
        names.extend(question.choices.iter().flat_map(|choice| [&*choice.id, choices::name(choice)]));
    }
    let mut candidates: Vec<(usize, &str)> =
        names.into_iter().filter_map(|name| Some((near(reference, name)?, name))).collect();
    candidates.sort_unstable();
    let nearest: Vec<&str> = candidates.iter().take(5).map(|(_, name)| *name).collect();
    let help = match nearest.is_empty() {
        true => "name a question's id or code, or a practice's code or choice id".to_owned(),
        false => format!("the nearest names are {}", list_names(nearest)),
    };
    ExplainError::new(ExplainErrorCode::UnknownReference, message, help)
}

/// How far a name is from the reference: 0 where one holds the other, else the edits between them, at most a third of
/// the reference's length; nothing for a name that is farther.
fn near(reference: &str, name: &str) -> Option<usize> {
    const LENGTH_MAX: usize = 128;
    let [reference, name] = [reference, name].map(str::to_ascii_lowercase);
    if reference.is_empty() || reference.len() > LENGTH_MAX || name.len() > LENGTH_MAX {
        return None;
    }
    if name.contains(&reference) && reference.len() > 2 {
        return Some(0);
    }
    let distance = edits(&reference, &name);
    (distance <= (reference.chars().count() / 3).max(1)).then_some(distance)
}

/// Levenshtein's distance: characters to put in, leave out or change.
pub(crate) fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, left) in from.chars().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        let mut next = vec![before];
        for (right, above) in to.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(left != *right);
            before = changed.min(*above + 1).min(before + 1);
            next.push(before);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (from, to, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("sec02", "sec20", 2),
        ] {
            assert_eq!(edits(from, to), expected, "{from} {to}");
        }
    }
}
