//! Is a lens file read the same each time, is what comes out a lens, and do all problems have places?

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::{
    condition, digest,
    lens::{self, CHOICES_MAX, ChoiceSet, Condition, Lens, Question, rules},
    lint::{self, LintReport},
};
use architrave_spec as spec;
use serde_json::Value;

use crate::{Door, places};

const FILE: &str = "lens.json";

/// A lens file: read, linted, and its rules tried.
///
/// Reading twice gives the same; a lens that is read keeps every promise of its type; its conditions mean the same when
/// printed and read again, and what the naive implementation takes them to mean; what keeps a lens from being read is a
/// finding of the lint; every place lies within the file; the lint's report can be written and read.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn lens(bytes: &[u8]) -> Door {
    let Ok(text) = std::str::from_utf8(bytes) else { return Door::Refused };
    let value: Option<Value> = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok();
    let linted = lint::lint_file(FILE, text);
    check_lint(&linted, text, value.as_ref());
    let parsed = lens::parse(Some(FILE), text);
    assert_eq!(lens::parse(Some(FILE), text), parsed, "reading again gives another lens");
    match parsed {
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            assert!(!linted.findings.is_empty(), "the lint finds nothing in a file that is refused");
            places::check(&problems, FILE, text, value.as_ref());
            Door::Refused
        }
        Ok((lens, notes)) => {
            assert!(!places::has_error(&notes), "accepted with an error");
            places::check(&notes, FILE, text, value.as_ref());
            check_lens(&lens);
            // Files in which a member has the wrong type, or stands twice, the naive implementation reads otherwise.
            let plain = notes.iter().all(|note| !matches!(note.code, "lens.wrong-type" | "lens.repeated-member"));
            if let (true, Some(value)) = (plain, &value) {
                compare(&lens, value);
                compare_lint(&linted, &lens, value);
            }
            Door::Accepted
        }
    }
}

fn check_lint(report: &LintReport, text: &str, value: Option<&Value>) {
    assert_eq!(lint::lint_file(FILE, text), *report, "linting again finds something else");
    for finding in report.findings.iter().chain(&report.notes) {
        places::form(finding.code, &finding.message, finding.help.as_deref());
        if let Some(location) = &finding.location {
            places::place(location, text, value);
        }
    }
    let json = crate::must(serde_json::to_string(report), "a report can be written");
    let again: Value = crate::must(serde_json::from_str(&json), "a report can be read");
    let count = |name: &str| again.get(name).and_then(Value::as_array).map(Vec::len);
    assert_eq!(count("findings"), Some(report.findings.len()));
    assert_eq!(count("notes"), Some(report.notes.len()));
    places::terminal(&report.to_text());
}

/// The promises of [`Lens`].
pub(crate) fn check_lens(lens: &Lens) {
    let ids: BTreeSet<&str> = lens.pillars.iter().map(|pillar| &*pillar.id).collect();
    assert_eq!(ids.len(), lens.pillars.len(), "a pillar stands twice");
    let ids: BTreeSet<&str> = lens.questions.iter().map(|question| &*question.id).collect();
    assert_eq!(ids.len(), lens.questions.len(), "a question stands twice");
    assert!(lens.questions.is_sorted_by_key(|question| question.pillar), "a pillar's questions are apart");
    for question in &lens.questions {
        assert!(question.pillar < lens.pillars.len(), "`{}` has no pillar", question.id);
        check_question(question);
    }
    assert_eq!(digest::lens(lens), digest::lens(&lens.clone()));
}

fn check_question(question: &Question) {
    let ids: BTreeSet<&str> = question.choices.iter().map(|choice| &*choice.id).collect();
    assert_eq!(ids.len(), question.choices.len(), "a choice of `{}` stands twice", question.id);
    assert!(question.choices.len() <= CHOICES_MAX, "`{}` has too many choices", question.id);
    for choice in &question.choices {
        assert_eq!(choice.none_of_these, choice.id.ends_with("_no"), "`{}`", choice.id);
    }
    for rule in question.rules.iter().flatten() {
        assert!(is_within(&rule.condition, question.choices.len()), "a rule of `{}` names nothing", question.id);
        let printed = condition::print(&rule.condition, &question.choices);
        for text in [&printed, &rule.text] {
            let again = crate::must(condition::parse(text, &question.choices), "a rule can be read again");
            assert_eq!(again.condition, rule.condition, "`{}` printed as `{printed}`", rule.text);
        }
    }
}

fn is_within(condition: &Condition, choices: usize) -> bool {
    match condition {
        Condition::Default => true,
        Condition::UnknownChoice(id) => !id.is_empty(),
        Condition::Choice(position) => *position < choices,
        Condition::Not(inner) => is_within(inner, choices),
        Condition::And(parts) | Condition::Or(parts) => {
            parts.len() >= 2 && parts.iter().all(|part| is_within(part, choices))
        }
    }
}

/// A few selections of the first questions, by core and by the naive implementation.
fn compare(lens: &Lens, written: &Value) {
    let pillars = written.get("pillars").and_then(Value::as_array).into_iter().flatten();
    let written = pillars.filter_map(|pillar| pillar.get("questions").and_then(Value::as_array)).flatten();
    for (question, written) in lens.questions.iter().zip(written).take(8) {
        let all = question.choices.len();
        let patterns = [0, 1, 2, 5, 0xAAAA_AAAA_AAAA_AAAA, 0x3333_3333_3333_3333, u64::MAX];
        for pattern in patterns {
            let mut selected = ChoiceSet::default();
            (0..all).filter(|position| pattern >> position & 1 == 1).for_each(|position| selected.insert(position));
            let rows = question.choices.iter().enumerate().filter(|(position, _)| selected.contains(*position));
            let ids = rows.map(|(_, choice)| &*choice.id).collect();
            for applicable in [true, false] {
                let (risk, rule) = rules::judge(question, selected, applicable);
                let naive = spec::judge(written, &ids, applicable);
                assert_eq!((risk.to_string(), rule), naive, "`{}` with {ids:?}", question.id);
            }
        }
    }
}

/// What the lint finds in the rules of a small lens, by core and by the naive implementation.
fn compare_lint(found: &LintReport, lens: &Lens, written: &Value) {
    // The naive implementation tries all selections one by one, and knows no white space but a space.
    let rules = || lens.questions.iter().flat_map(|question| question.rules.iter().flatten());
    let is_small = lens.questions.len() <= 4
        && lens.questions.iter().all(|question| question.choices.len() <= 6)
        && rules().count() <= 16
        && rules().all(|rule| rule.text.len() <= 80 && rule.text.chars().all(|letter| matches!(letter, ' '..='~')));
    if !is_small {
        return;
    }
    let of_rules = |code: &str| code.starts_with("lint.") && code != "lint.text-too-long";
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in found.findings.iter().filter(|finding| of_rules(finding.code)) {
        *counts.entry(finding.code).or_default() += 1;
    }
    let mut naive = spec::lint(written);
    naive.retain(|code, _| of_rules(code));
    assert_eq!(counts, naive, "the lint finds something else");
}
