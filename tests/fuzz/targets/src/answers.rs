//! Are the answers of `lens risk` read the same each time, and judged as the naive implementation does?

use std::collections::BTreeSet;

use architrave_core::{
    lens,
    risk_command::{Named, risk},
};
use architrave_spec as spec;
use serde_json::Value;

use crate::{Door, places};

/// What is answered, where the input has no lens of its own.
const LENS: &str = include_str!("../../../../examples/custom-lens/lens.json");

/// Answers for a custom lens; or a lens, the separator, and answers.
///
/// Reading twice gives the same; there is one risk per question, in lens order; every place lies within its file; plain
/// answers have the risks that the naive implementation finds.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn answers(bytes: &[u8]) -> Door {
    let files: Vec<Option<&str>> = crate::files(bytes).into_iter().map(|file| std::str::from_utf8(file).ok()).collect();
    let (lens_text, answers_text) = match files.as_slice() {
        [Some(answers)] => (LENS, *answers),
        [Some(lens), Some(answers)] => (*lens, *answers),
        _ => return Door::Refused,
    };
    let lens = Named { file: "lens.json", text: lens_text };
    let answers = Named { file: "answers.json", text: answers_text };
    let value = |text: &str| serde_json::from_str::<Value>(text.strip_prefix('\u{feff}').unwrap_or(text)).ok();
    let (lens_value, answers_value) = (value(lens_text), value(answers_text));
    let result = risk(lens, answers);
    assert_eq!(risk(lens, answers), result, "reading again gives something else");
    let check = |diagnostics: &[_]| {
        places::check(diagnostics, lens.file, lens_text, lens_value.as_ref());
        places::check(diagnostics, answers.file, answers_text, answers_value.as_ref());
    };
    let report = match result {
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            check(&problems);
            return Door::Refused;
        }
        Ok(report) => report,
    };
    check(&report.diagnostics);
    places::terminal(&report.to_text());
    let json = crate::must(serde_json::to_string(&report), "a report can be written");
    let again: Value = crate::must(serde_json::from_str(&json), "a report can be read");
    let (parsed, _) = crate::must(lens::parse(None, lens_text), "the lens of a report can be read");
    let ids: Vec<&str> = parsed.questions.iter().map(|question| &*question.id).collect();
    let found: Vec<&str> = report.questions.iter().map(|question| &*question.id).collect();
    assert_eq!(found, ids, "the report has other questions");
    for (question, asked) in report.questions.iter().zip(&parsed.questions) {
        let written = again.get("questions").and_then(|questions| questions.get(&*question.id));
        let word = written.and_then(|written| written.get("risk")).and_then(Value::as_str);
        assert_eq!(word, Some(question.risk.as_str()));
        let rules = asked.rules.as_ref().map_or(0, Vec::len);
        assert!(question.rule.is_none_or(|rule| rule < rules), "a rule that `{}` does not have", question.id);
    }
    if files.len() == 1
        && let (Some(lens), Some(answers)) = (lens_value, answers_value)
    {
        compare(&lens, &answers, &report.questions);
    }
    Door::Accepted
}

/// Holds answers of the form `{"question": ["choice", …]}` against the naive implementation.
fn compare(lens: &Value, answers: &Value, found: &[architrave_core::risk_command::QuestionRisk]) {
    let Some(answers) = answers.as_object() else { return };
    let is_text = |value: &Value| value.is_string();
    let is_plain = |value: &Value| value.as_array().is_some_and(|choices| choices.iter().all(is_text));
    if !answers.iter().all(|(name, value)| name != "questionResponses" && is_plain(value)) {
        return;
    }
    let pillars = lens.get("pillars").and_then(Value::as_array).into_iter().flatten();
    let questions = pillars.filter_map(|pillar| pillar.get("questions").and_then(Value::as_array)).flatten();
    for (question, found) in questions.zip(found) {
        let selected =
            answers.get(&*found.id).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let choices = question.get("choices").and_then(Value::as_array).into_iter().flatten();
        let known: BTreeSet<&str> = choices.filter_map(|choice| choice.get("id").and_then(Value::as_str)).collect();
        let selected: spec::Selection<'_> = selected.filter(|id| known.contains(id)).collect();
        assert_eq!((found.risk.to_string(), found.rule), spec::judge(question, &selected, true), "`{}`", found.id);
    }
}
