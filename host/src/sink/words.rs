//! Which words do people read? Numbers, risks, reasons and names as every format for people writes them.

use architrave_core::{
    diagnostic::Location,
    outcome::{EffortBasis, Severity},
    report::{Completion, Effort, Question, Review, Score, Verdict},
    risk::Risk,
};

use super::width::clean;

/// Basis points as a number with two decimals: 6 382 is `63.82`.
pub(crate) fn hundredths(basis_points: u32) -> String {
    format!("{}.{:02}", basis_points / 100, basis_points % 100)
}

/// A whole number in groups of three, set apart by narrow spaces that do not break.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with its noun: `1 question`, `2 questions`.
pub(crate) fn count(number: impl Into<u64>, noun: &str) -> String {
    let number = number.into();
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped(number)),
    }
}

/// The score in one phrase: `63.82 of 100`, or why there is none.
pub(crate) fn score(score: &Score) -> String {
    match score.basis_points {
        Some(basis_points) => format!("{} of 100", hundredths(basis_points)),
        None => format!("no score: {}", because(score.because)),
    }
}

/// Why there is no score.
pub(crate) fn because(because: Option<&str>) -> String {
    match because {
        Some("nothing-applicable") => "nothing is applicable".to_owned(),
        Some("no-questions") => "there are no questions".to_owned(),
        Some("not-scored") => "the plugin scores none of it".to_owned(),
        Some("fault") => "the plugin faulted".to_owned(),
        Some("no-plugin") => "no scoring plugin is configured".to_owned(),
        Some(other) => other.to_owned(),
        None => "no reason is known".to_owned(),
    }
}

/// Why there is no score, in two words.
pub(crate) fn because_short(because: Option<&str>) -> &str {
    match because {
        Some("nothing-applicable") => "nothing applicable",
        Some("no-questions") => "no questions",
        Some("not-scored") => "not scored",
        Some("fault") => "plugin faulted",
        Some("no-plugin") => "no plugin",
        Some(other) => other,
        None => "no score",
    }
}

/// The highest score still possible, where it differs from the score: `71.40`.
pub(crate) fn could_reach(score: &Score) -> Option<String> {
    match (score.basis_points, score.highest) {
        (Some(now), Some(highest)) if highest > now => Some(hundredths(highest)),
        _ => None,
    }
}

/// Completion in one phrase, with the figures it comes from.
pub(crate) fn completion(completion: &Completion) -> String {
    match completion.basis_points {
        Some(basis_points) => format!(
            "{} %, {} of {} applicable answered",
            hundredths(basis_points),
            completion.answered,
            completion.applicable
        ),
        None if completion.total == 0 => "there are no questions".to_owned(),
        None => format!("nothing is applicable, {} in all", count(completion.total, "question")),
    }
}

/// The console's figure: not applicable counts as answered.
pub(crate) fn console(completion: &Completion) -> String {
    format!("{} of {}", completion.console.answered_or_not_applicable, completion.console.total)
}

/// A risk in capitals.
pub(crate) const fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "HIGH",
        Risk::Medium => "MEDIUM",
        Risk::NoRisk => "NONE",
        Risk::Unanswered => "UNANSWERED",
        Risk::NotApplicable => "NOT APPLICABLE",
        Risk::Unknown => "UNKNOWN",
    }
}

/// A risk as a phrase.
pub(crate) const fn risk_phrase(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "high risk",
        Risk::Medium => "medium risk",
        Risk::NoRisk => "no risk",
        Risk::Unanswered => "unanswered",
        Risk::NotApplicable => "not applicable",
        Risk::Unknown => "risk not known",
    }
}

/// Why something is not applicable, as a phrase.
pub(crate) fn reason(reason: &str) -> &str {
    match reason {
        "OUT_OF_SCOPE" => "out of scope",
        "BUSINESS_PRIORITIES" => "business priorities",
        "ARCHITECTURE_CONSTRAINTS" => "architecture constraints",
        "OTHER" => "other reason",
        "NONE" => "no reason given",
        other => other,
    }
}

/// Whether a reason marks an accepted risk (semantics §1.6).
pub(crate) fn is_accepted(reason: &str) -> bool {
    matches!(reason, "BUSINESS_PRIORITIES" | "ARCHITECTURE_CONSTRAINTS")
}

/// A reason that says when a risk is accepted.
pub(crate) fn reason_with_acceptance(text: &str) -> String {
    match is_accepted(text) {
        true => format!("{} (accepted risk)", reason(text)),
        false => reason(text).to_owned(),
    }
}

/// How bad the consequence is.
pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

/// Where an estimate comes from.
pub(crate) const fn basis(basis: EffortBasis) -> &'static str {
    match basis {
        EffortBasis::PluginRule => "a rule of the plugin",
        EffortBasis::Settings => "the settings",
        EffortBasis::Lens => "the lens",
    }
}

/// An estimate in short: `3 d`, or a dash.
pub(crate) fn effort(effort: Option<&Effort>) -> String {
    effort.map_or_else(|| "–".to_owned(), |effort| format!("{} d", grouped(effort.days.into())))
}

/// The workload's name, else its id.
pub(crate) fn workload(review: &Review) -> String {
    let named = review.workload.name.as_deref().or(review.workload.id.as_deref());
    named.map(clean).filter(|name| !name.is_empty()).unwrap_or_else(|| "unnamed workload".to_owned())
}

/// The lens's name, else its alias, and its version.
pub(crate) fn lens(review: &Review) -> String {
    let name = clean(review.lens.name.as_deref().unwrap_or(&review.lens.alias));
    match &review.lens.version {
        Some(version) => format!("{name} {}", clean(version)),
        None => name,
    }
}

/// The milestone in one phrase, or that it is the current state.
pub(crate) fn milestone(review: &Review) -> String {
    let Some(milestone) = &review.milestone else { return "current state".to_owned() };
    match &milestone.name {
        Some(name) => format!("milestone {}, `{}`", milestone.number, clean(name)),
        None => format!("milestone {}", milestone.number),
    }
}

/// What is said first about a review that is not whole.
pub(crate) const PARTIAL: &str = "partial review: the input is not whole, the diagnostics say what is missing";

/// The day of a time stamp: `2026-01-01`.
pub(crate) fn day(timestamp: &str) -> String {
    clean(timestamp.split('T').next().unwrap_or(timestamp))
}

/// A question's code, else its id.
pub(crate) fn question_name(question: &Question) -> String {
    clean(question.code.as_deref().unwrap_or(&question.id))
}

/// The name of a pillar, else its id.
pub(crate) fn pillar_name(review: &Review, id: &str) -> String {
    review.pillars.iter().find(|pillar| pillar.id == id).map_or_else(|| clean(id), |pillar| clean(&pillar.name))
}

/// Whether the gate lets it pass.
pub(crate) const fn verdict(verdict: &Verdict) -> &'static str {
    match verdict.passes {
        Some(true) => "passes",
        Some(false) => "does not pass",
        None => "could not be decided",
    }
}

/// Where in the input something stands, in one line; empty when nothing is known.
pub(crate) fn location(location: &Location) -> String {
    let mut parts = Vec::new();
    if let Some(file) = &location.file {
        parts.push(clean(file));
    }
    if let Some(pointer) = location.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
        parts.push(format!("at {}", clean(pointer)));
    }
    if let Some(line) = location.line {
        parts.push(format!("line {line}"));
    }
    if let Some(column) = location.column {
        parts.push(format!("column {column}"));
    }
    if let Some((start, end)) = location.span {
        parts.push(format!("bytes {start} to {end}"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (basis_points, expected) in [(0, "0.00"), (5, "0.05"), (6382, "63.82"), (10_000, "100.00")] {
            assert_eq!(hundredths(basis_points), expected);
        }
        for (number, expected) in
            [(0, "0"), (999, "999"), (1000, "1\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")]
        {
            assert_eq!(grouped(number), expected);
        }
        for (number, expected) in [(0_u32, "0 days"), (1, "1 day"), (2, "2 days")] {
            assert_eq!(count(number, "day"), expected);
        }
    }

    #[test]
    fn days_come_from_time_stamps() {
        for (text, expected) in [("2026-01-01T00:00:00Z", "2026-01-01"), ("soon", "soon"), ("", "")] {
            assert_eq!(day(text), expected);
        }
    }
}
