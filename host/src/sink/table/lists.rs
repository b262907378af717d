//! What is there to do, what was set aside, what went wrong? The lists below a review's figures.

use std::collections::BTreeMap;

use architrave_core::{
    outcome::Severity,
    report::{Improvement, Review},
    risk::Risk,
};

use super::{
    Paper,
    grid::{Cell, Ink, cell, column, inked},
};
use crate::sink::{
    choices,
    width::{Align, clean},
    words,
};

/// The first improvements by rank.
pub(super) fn improvements(paper: &mut Paper, review: &Review) {
    let entries = &review.improvements;
    if entries.is_empty() {
        return;
    }
    let shown = entries.len().min(paper.top);
    match entries.len() - shown {
        0 => paper.heading("To improve"),
        _ => paper.heading(&format!("To improve, the first {shown} of {}", entries.len())),
    }
    let rows: Vec<Vec<Cell>> = entries.iter().take(shown).map(improvement).collect();
    let heads = [
        column("#", Align::Right, Some(4)),
        column("Pri", Align::Right, Some(3)).from(50),
        column("Risk", Align::Left, Some(6)),
        column("Code", Align::Left, Some(14)),
        column("Title", Align::Left, None),
        column("Severity", Align::Left, Some(8)).from(72),
        column("Effort", Align::Right, Some(6)).from(66),
    ];
    paper.grid(&heads, &rows);
}

fn improvement(entry: &Improvement) -> Vec<Cell> {
    let risk = Risk::parse(entry.risk);
    vec![
        cell(entry.rank.map(|rank| rank.to_string()).unwrap_or_default()),
        cell(entry.priority.map_or_else(|| "–".to_owned(), |priority| priority.to_string())),
        inked(words::risk(risk), risk_ink(risk)),
        cell(entry.practice.as_deref().or(entry.choice.as_deref()).unwrap_or(&entry.question)),
        cell(&entry.title),
        inked(entry.severity.map_or("–", words::severity), entry.severity.map_or(Ink::Dim, severity_ink)),
        cell(words::effort(entry.effort.as_ref())),
    ]
}

const fn risk_ink(risk: Risk) -> Ink {
    match risk {
        Risk::High => Ink::High,
        Risk::Medium => Ink::Medium,
        Risk::NoRisk => Ink::Good,
        Risk::Unanswered | Risk::NotApplicable | Risk::Unknown => Ink::Dim,
    }
}

const fn severity_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Critical | Severity::High => Ink::High,
        Severity::Medium => Ink::Medium,
        Severity::Low => Ink::Plain,
    }
}

/// What is not applicable, by reason, and which.
pub(super) fn not_applicable(paper: &mut Paper, review: &Review) {
    let found = &review.not_applicable;
    if found.questions.is_empty() && found.practices.is_empty() {
        return;
    }
    paper.heading("Not applicable");
    for (noun, reasons) in [("question", &found.questions), ("practice", &found.practices)] {
        if !reasons.is_empty() {
            paper.wrapped("", &by_reason(noun, reasons));
        }
    }
    let mut rows = Vec::new();
    for question in &review.questions {
        if let Some(reason) = question.reason {
            rows.push(set_aside(&words::question_name(question), &question.title, reason));
            continue;
        }
        for choice in choices::practices(question).filter(|choice| choice.state == "NOT_APPLICABLE") {
            rows.push(set_aside(choices::name(choice), &choice.title, choice.reason.unwrap_or("NONE")));
        }
    }
    let more = rows.len().saturating_sub(paper.top);
    rows.truncate(paper.top);
    let heads =
        [column("", Align::Left, Some(16)), column("", Align::Left, None), column("", Align::Left, Some(24)).from(60)];
    paper.grid(&heads, &rows);
    if more > 0 {
        paper.line(&format!("and {more} more"));
    }
}

fn by_reason(noun: &str, reasons: &BTreeMap<&'static str, u32>) -> String {
    let total: u32 = reasons.values().sum();
    let parts: Vec<String> =
        reasons.iter().map(|(reason, count)| format!("{count} {}", words::reason_with_acceptance(reason))).collect();
    format!("{}: {}", words::count(total, noun), parts.join(", "))
}

fn set_aside(code: &str, title: &str, reason: &str) -> Vec<Cell> {
    vec![cell(code), cell(title), cell(words::reason(reason))]
}

/// Further scores.
pub(super) fn comparisons(paper: &mut Paper, review: &Review) {
    if review.comparisons.is_empty() {
        return;
    }
    paper.heading("Compared with");
    for comparison in &review.comparisons {
        let measures: String = comparison.measures.iter().map(|(id, value)| format!(", {id} {value}")).collect();
        let range =
            words::could_reach(&comparison.score).map(|highest| format!(", up to {highest}")).unwrap_or_default();
        paper.wrapped("  ", &format!("{}: {}{range}{measures}", comparison.plugin, words::score(&comparison.score)));
    }
}

/// What plugins failed to do.
pub(super) fn faults(paper: &mut Paper, review: &Review) {
    if review.faults.is_empty() {
        return;
    }
    paper.heading("Faults");
    for fault in &review.faults {
        paper.wrapped("  ", &format!("{} {}: {}: {}", fault.plugin, fault.role.as_str(), fault.fault, fault.detail));
    }
}

/// What a reader should know.
pub(super) fn diagnostics(paper: &mut Paper, review: &Review) {
    if review.diagnostics.is_empty() {
        return;
    }
    paper.heading("Diagnostics");
    for diagnostic in &review.diagnostics {
        paper.wrapped("  ", &format!("{}: {}", diagnostic.code, clean(&diagnostic.message)));
        if let Some(help) = &diagnostic.help {
            paper.wrapped("    ", &format!("help: {help}"));
        }
        if let Some(location) = diagnostic.location.as_ref().map(words::location).filter(|text| !text.is_empty()) {
            paper.wrapped("    ", &format!("in: {location}"));
        }
    }
}
