//! What is wrong with a lens, as its author would want to hear it?
//!
//! The rules of each question are tried on every selection that is possible, and the file is held against AWS's format.
//! What changes the risk of somebody's answer, or keeps the file from loading, is a finding. What AWS's import might mind,
//! and members that nobody reads, are notes.

mod format;
mod rules;
mod table;

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

pub use table::CHOICES_EXACT_MAX;

use crate::{
    diagnostic::{Diagnostic, Location, Severity, one_line},
    lens::{
        Lens,
        file::{self, wire},
    },
};

/// What was found in one lens file. Ordered by place, then code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintReport {
    /// As it was named to us.
    pub file: String,
    /// What makes the lens wrong. Empty for a good one: exit status 0.
    pub findings: Vec<Finding>,
    /// What an author may want to know. Never changes the exit status.
    pub notes: Vec<Finding>,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable: `lint.` and lower-case words, or a `lens.` code of [`crate::lens::parse()`].
    pub code: &'static str,
    /// Id of the question; null where it is about something else.
    pub question: Option<String>,
    /// One line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where; line and column too, except in what nests too deep.
    pub location: Option<Location>,
}

/// Lints the text of a lens file. `file` is what locations call it.
///
/// Codes of findings: `lint.invalid-json`, `lint.no-default`, `lint.no-rule-matches` (some selection), `lint.all-not-no-risk`
/// (every practice selected, yet not `NO_RISK`), `lint.not-monotone` (one more practice raises the risk),
/// `lint.unreachable-rule`, `lint.unknown-choice`, `lint.contradiction` (never true), `lint.none-gives-no-risk` (`_no`
/// alone gives `NO_RISK`), `lint.text-too-long`, `lint.not-exhaustive` (more than [`CHOICES_EXACT_MAX`] choices), and the
/// errors of [`crate::lens::parse()`].
#[must_use]
pub fn lint_file(file: &str, text: &str) -> LintReport {
    let wire = match file::read(Some(file), text) {
        Ok(wire) => wire,
        Err(problem) => {
            let findings = vec![from_diagnostic(*problem, None)];
            return LintReport { file: file.to_owned(), findings, notes: Vec::new() };
        }
    };
    let draft = file::resolve(Some(file), &wire);
    let ids = question_ids(&wire);
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for diagnostic in draft.diagnostics {
        let pointer = diagnostic.location.as_ref().and_then(|location| location.pointer.as_deref()).unwrap_or("");
        let question = ids.get(question_pointer(pointer)).cloned();
        let counts = diagnostic.severity == Severity::Error
            || matches!(diagnostic.code, "lens.no-default" | "lens.unknown-choice");
        let list = if counts { &mut findings } else { &mut notes };
        list.push(from_diagnostic(diagnostic, question));
    }
    let mut out = Out { file, findings: &mut findings, notes: &mut notes };
    for (question, place) in draft.lens.questions.iter().zip(&draft.places).filter(|(_, place)| place.is_whole) {
        rules::check(&mut out, question, &place.pointer);
    }
    format::check(&mut out, &wire, text.len());
    for list in [&mut findings, &mut notes] {
        file::locate_all(text, list.iter_mut().filter_map(|finding| finding.location.as_mut()).collect());
        list.sort_by(|left, right| position(left).cmp(&position(right)).then_with(|| left.code.cmp(right.code)));
    }
    LintReport { file: file.to_owned(), findings, notes }
}

/// The questions of a lens in which ticking a practice can raise the risk, as notes for a report: for these no scoring
/// plugin can promise that more practices never score less.
#[must_use]
pub fn not_monotone(lens: &Lens) -> Vec<Diagnostic> {
    let (mut findings, mut notes) = (Vec::new(), Vec::new());
    let mut out = Out { file: "", findings: &mut findings, notes: &mut notes };
    for question in &lens.questions {
        rules::check_monotone(&mut out, question);
    }
    let note =
        |finding: Finding| Diagnostic { help: finding.help, ..Diagnostic::note("lens.not-monotone", finding.message) };
    findings.into_iter().map(note).collect()
}

impl LintReport {
    /// For a terminal: per finding a line `file:line:column: message [code]`, and what to do on the next.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let all =
            self.findings.iter().map(|finding| ("", finding)).chain(self.notes.iter().map(|note| ("note: ", note)));
        for (kind, finding) in all {
            let location = finding.location.as_ref();
            let line = location.and_then(|location| location.line).map(|line| format!(":{line}"));
            let column = location.and_then(|location| location.column).map(|column| format!(":{column}"));
            let (line, column) = (line.unwrap_or_default(), column.unwrap_or_default());
            // Writing to a `String` cannot fail.
            let (file, message) = (one_line(&self.file), one_line(&finding.message));
            let _ = writeln!(text, "{file}{line}{column}: {kind}{message} [{}]", finding.code);
            if let Some(help) = &finding.help {
                let _ = writeln!(text, "  help: {}", one_line(help));
            }
        }
        let count = |count: usize, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
        let (findings, notes) = (count(self.findings.len(), "finding"), count(self.notes.len(), "note"));
        let _ = writeln!(text, "{}: {findings}, {notes}", one_line(&self.file));
        text
    }
}

/// Where the checks put what they find.
struct Out<'a> {
    file: &'a str,
    findings: &'a mut Vec<Finding>,
    notes: &'a mut Vec<Finding>,
}

/// What a finding is about.
struct Place<'a> {
    question: Option<&'a str>,
    pointer: String,
}

impl Out<'_> {
    fn finding(&mut self, place: &Place<'_>, code: &'static str, message: String, help: &str) {
        self.findings.push(self.make(place, code, message, help));
    }

    fn note(&mut self, place: &Place<'_>, code: &'static str, message: String, help: &str) {
        self.notes.push(self.make(place, code, message, help));
    }

    fn make(&self, place: &Place<'_>, code: &'static str, message: String, help: &str) -> Finding {
        Finding {
            code,
            question: place.question.map(str::to_owned),
            message,
            help: Some(help.to_owned()),
            location: Some(Location::pointer(Some(self.file), place.pointer.as_str())),
        }
    }
}

fn from_diagnostic(diagnostic: Diagnostic, question: Option<String>) -> Finding {
    let code = match diagnostic.code {
        "lens.invalid-json" => "lint.invalid-json",
        "lens.no-default" => "lint.no-default",
        "lens.unknown-choice" => "lint.unknown-choice",
        code => code,
    };
    let Diagnostic { message, help, location, .. } = diagnostic;
    Finding { code, question, message, help, location }
}

/// The pointer of the question in which something stands: its first four steps.
fn question_pointer(pointer: &str) -> &str {
    let end = pointer.match_indices('/').nth(4).map_or(pointer.len(), |(end, _)| end);
    pointer.get(..end).unwrap_or(pointer)
}

/// Ids by pointer, also of questions that could not be resolved.
fn question_ids(wire: &wire::Lens<'_>) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for (position, pillar) in format::items(&wire.pillars) {
        for (question_position, question) in format::items(&pillar.questions) {
            if let Some(id) = question.id.get() {
                ids.insert(format!("/pillars/{position}/questions/{question_position}"), id.to_owned_string());
            }
        }
    }
    ids
}

/// Order within the file.
fn position(finding: &Finding) -> (u32, u32, Option<(u32, u32)>) {
    let location = finding.location.as_ref();
    let number = |number: Option<u32>| number.unwrap_or(u32::MAX);
    (
        number(location.and_then(|location| location.line)),
        number(location.and_then(|location| location.column)),
        location.and_then(|location| location.span),
    )
}

#[cfg(test)]
mod tests;
