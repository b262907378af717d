//! Exported reviews, in every dialect and in pieces, become drafts; and what is wrong with them is said.

mod dates;
mod dialects;
mod files;
mod merging;
mod partial;
mod refusals;
mod shared;
mod summaries;

use std::path::{Path, PathBuf};

use architrave::source::{self, Drafts, Input, Inputs};
use architrave_core::{diagnostic::Diagnostic, lens::ChoiceSet, snapshot, snapshot::Snapshot};

/// A file of our own exports.
fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/reviews").join(path)
}

fn read(paths: &[PathBuf]) -> Inputs {
    source::read(paths, &mut std::io::empty())
}

/// Texts with names, as if they were files.
fn inputs(texts: &[(&str, &str)]) -> Inputs {
    let input = |(name, text): &(&str, &str)| Input { name: Some((*name).to_owned()), text: (*text).to_owned() };
    Inputs::new(texts.iter().map(input).collect())
}

fn parse(inputs: &Inputs) -> Drafts<'_> {
    source::parse(inputs).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The only review, resolved.
fn only(inputs: &Inputs) -> Snapshot {
    let drafts = parse(inputs);
    assert_eq!(drafts.reviews.len(), 1, "{:#?}", drafts.reviews);
    snapshot::resolve(&drafts.reviews[0]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// One line per question: what a dialect has to tell, and nothing else.
fn questions(snapshot: &Snapshot) -> Vec<String> {
    let rows = snapshot.lens.questions.iter().zip(&snapshot.answers);
    let line = |(question, answer): (&architrave_core::lens::Question, &snapshot::Answer)| {
        let ids = |set: ChoiceSet| -> Vec<&str> {
            let choices = question.choices.iter().enumerate().filter(|(position, _)| set.contains(*position));
            choices.map(|(_, choice)| &*choice.id).collect()
        };
        format!(
            "{} {} {:?} {} selected {:?} not applicable {:?} accepted {:?} prioritized {:?} {:?}",
            snapshot.lens.pillars[question.pillar].id,
            question.id,
            question.title,
            answer.risk,
            ids(answer.selected),
            ids(answer.not_applicable),
            ids(answer.accepted),
            answer.prioritized,
            answer.reason,
        )
    };
    rows.map(line).collect()
}
