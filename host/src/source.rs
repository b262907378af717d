//! Where do reviews come from? Exported JSON, in any of its dialects, becomes drafts of reviews.
//!
//! [`read()`] fetches bytes, [`parse()`] sorts out what they hold. Dialects are told apart by content, never by name:
//!
//! 1. responses of the AWS API, as the CLI and the SDKs print them: one or several files and pages, an array of them,
//!    or one after the other (NDJSON);
//! 2. the export of AWS's labs: `{"workload": […], "lens_review": [{alias: …}], "lenses": [{alias: [answer…]}]}`;
//! 3. the report objects of AWS's `QuickSight` labs: `{"workload_id": …, "lens_summary": […], "report_answers": […]}`;
//! 4. a custom lens's JSON beside `{"questionResponses": [{"questionId": …, "choices": […]}]}`.
//!
//! The result does not depend on the order in which files are given. Everything borrows from [`Inputs`].

mod alike;
mod answers;
mod attach;
mod draft;
pub(crate) mod files;
mod fill;
mod found;
mod identity;
mod index;
mod json;
mod lenses;
mod partial;
mod responses;
mod shape;
mod summary;
mod text;

use architrave_core::{
    diagnostic::{Diagnostic, Severity},
    snapshot::ReviewDraft,
};

pub use files::{FILE_BYTES_MAX, read};
pub use summary::{OpenChoice, OpenQuestion, Summary};

/// One text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file as it was named to us, `-` for standard input; `None` for bytes without a name.
    pub name: Option<String>,
    /// Without a byte order mark.
    pub text: String,
}

/// All texts of one run, and what could not be read. Owns what the drafts borrow.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    texts: Vec<Input>,
    problems: Vec<Diagnostic>,
}

impl Inputs {
    /// Texts that are already in memory, such as an embedded sample.
    #[must_use]
    pub fn new(texts: Vec<Input>) -> Self {
        Self { texts, problems: Vec::new() }
    }

    /// Adds bytes as they came from a file or a socket. What is not UTF-8, or longer than [`FILE_BYTES_MAX`], is
    /// remembered as a problem, which [`parse()`] reports together with all others.
    pub fn push(&mut self, name: Option<String>, bytes: Vec<u8>) {
        match files::decode(name, bytes) {
            Ok(input) => self.texts.push(input),
            Err(problem) => self.problems.push(*problem),
        }
    }

    /// What could be read.
    #[must_use]
    pub fn texts(&self) -> &[Input] {
        &self.texts
    }
}

/// What was found in all inputs together.
#[derive(Debug, Default)]
pub struct Drafts<'a> {
    /// One per workload, lens and milestone that has answers; by workload id, lens, milestone number.
    pub reviews: Vec<ReviewDraft<'a>>,
    /// Workloads and lenses of which only counts or open questions are known; in the same order.
    pub summaries: Vec<Summary<'a>>,
    /// What a reader should know and belongs to no single review.
    pub notes: Vec<Diagnostic>,
}

/// Sorts out what the inputs hold.
///
/// # Errors
///
/// All problems of all inputs at once: what could not be read, is not JSON, is not recognised, contradicts itself, or
/// holds neither answers nor counts.
pub fn parse(inputs: &Inputs) -> Result<Drafts<'_>, Vec<Diagnostic>> {
    let mut found = found::Found::default();
    found.problems.extend(inputs.problems.iter().cloned());
    let mut order: Vec<usize> = (0..inputs.texts.len()).collect();
    order.sort_by_key(|&position| inputs.texts.get(position).map(|input| (&input.name, &input.text)));
    for position in order {
        if let Some(input) = inputs.texts.get(position) {
            found.add(position, input);
        }
    }
    let nothing_was_given = inputs.texts.is_empty() && inputs.problems.is_empty();
    let mut drafts = draft::drafts(&mut found, inputs.texts());
    if found.problems.is_empty() && drafts.reviews.is_empty() && drafts.summaries.is_empty() {
        found.problems.push(no_answers(nothing_was_given));
    }
    let (mut problems, notes): (Vec<Diagnostic>, Vec<Diagnostic>) =
        found.problems.into_iter().partition(|diagnostic| diagnostic.severity == Severity::Error);
    if problems.is_empty() {
        drafts.notes.extend(notes);
        return Ok(drafts);
    }
    problems.sort_by(|a, b| (&a.location, a.code, &a.message).cmp(&(&b.location, b.code, &b.message)));
    Err(problems)
}

fn no_answers(nothing_was_given: bool) -> Diagnostic {
    let message = if nothing_was_given { "no file was given" } else { "the files hold no answers and no counts" };
    Diagnostic::error("source.no-answers", message)
        .help("add the answers: `aws wellarchitected list-answers --workload-id … --lens-alias … --output json`")
}
