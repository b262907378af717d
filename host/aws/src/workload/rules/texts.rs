//! Which texts does the API take?

use architrave_core::diagnostic::list_names;
use serde_json::Value;

use super::{Judge, Subject, fits};
use crate::workload::facts;

/// Words for the two environments, folded, in which people write them.
const PRODUCTION: [&str; 4] = ["production", "prod", "prd", "live"];
const PREPRODUCTION: [&str; 12] = [
    "preproduction",
    "preprod",
    "nonproduction",
    "nonprod",
    "staging",
    "stage",
    "test",
    "testing",
    "qa",
    "uat",
    "development",
    "dev",
];

pub(super) fn name(judge: &mut Judge<'_>, subject: Subject) {
    required(judge, subject, facts::NAME_CHARS, "name the workload; names are unique in an account and Region");
}

pub(super) fn description(judge: &mut Judge<'_>, subject: Subject) {
    required(judge, subject, facts::DESCRIPTION_CHARS, "describe the workload in a sentence");
}

pub(super) fn review_owner(judge: &mut Judge<'_>, subject: Subject) {
    let help = "name the group or person that owns the review; the service demands it, though the model does not";
    required(judge, subject, facts::OWNER_CHARS, help);
}

fn required(judge: &mut Judge<'_>, subject: Subject, range: (usize, usize), help: &str) {
    if judge.value(subject).is_none() {
        judge.refuse(subject, "", (format!("`{}` is missing", subject.name), help));
        return;
    }
    if let Some(text) = judge.text(subject)
        && fits(judge, subject, "", (&text, range))
    {
        judge.set(subject, Value::from(text));
    }
}

pub(super) fn environment(judge: &mut Judge<'_>, subject: Subject) {
    if judge.value(subject).is_none() {
        let message = "`environment` is missing".to_owned();
        judge.refuse(subject, "", (message, "write `PRODUCTION` or `PREPRODUCTION`"));
        return;
    }
    let Some(text) = judge.text(subject) else { return };
    let folded = facts::folded(&text);
    let meant = if PRODUCTION.contains(&folded.as_str()) {
        "PRODUCTION"
    } else if PREPRODUCTION.contains(&folded.as_str()) {
        "PREPRODUCTION"
    } else {
        let message = format!("`{text}` is no environment of the API");
        judge.refuse(subject, "", (message, "write `PRODUCTION` or `PREPRODUCTION`"));
        return;
    };
    if text != meant {
        let message = format!("`{text}` is no environment of the API, which knows `PRODUCTION` and `PREPRODUCTION`");
        judge.correct(subject, "", (message, &format!("write `{meant}`")));
    }
    judge.set(subject, Value::from(meant));
}

pub(super) fn acknowledged(judge: &mut Judge<'_>, subject: Subject) {
    match judge.value(subject) {
        None => {}
        Some(Value::Bool(flag)) => {
            if flag {
                let message = "`CreateWorkload` does not take the acknowledgement of the review owner".to_owned();
                judge.note(subject, "", (message, "it is set by an update after the creation"));
            }
            judge.set(subject, Value::from(flag));
        }
        Some(other) => judge.wrong_kind(subject, "", &other, "true or false"),
    }
}

pub(super) fn industry_type(judge: &mut Judge<'_>, subject: Subject) {
    let Some(text) = judge.text(subject).filter(|text| !text.is_empty()) else { return };
    let folded = facts::folded(&text.replace(" and ", " & "));
    let same = |known: &&&str| facts::folded(&known.replace(" and ", " & ")) == folded;
    let Some(known) = facts::INDUSTRY_TYPES.iter().find(same) else {
        let message = format!("`{text}` is no industry type of the API");
        let known = facts::INDUSTRY_TYPES;
        let help = format!("industry types are {}; `Other` fits any", list_names(known));
        judge.refuse(subject, "", (message, &help));
        return;
    };
    if *known != text {
        let message = format!("`{text}` is no industry type of the API as it is spelt");
        judge.correct(subject, "", (message, &format!("write `{known}`")));
    }
    judge.set(subject, Value::from(*known));
}

pub(super) fn industry(judge: &mut Judge<'_>, subject: Subject) {
    if let Some(text) = judge.text(subject).filter(|text| !text.is_empty())
        && fits(judge, subject, "", (&text, (0, facts::INDUSTRY_CHARS_MAX)))
    {
        judge.set(subject, Value::from(text));
    }
}

pub(super) fn architectural_design(judge: &mut Judge<'_>, subject: Subject) {
    let Some(text) = judge.text(subject).filter(|text| !text.is_empty()) else { return };
    if facts::is_address(&text) {
        if fits(judge, subject, "", (&text, (0, facts::DESIGN_CHARS_MAX))) {
            judge.set(subject, Value::from(text));
        }
        return;
    }
    let message = format!("`architectural_design` is `{text}`, the API takes only an address there");
    let help = "keep the words in `notes`; write an `https://` address here once there is one";
    judge.correct(subject, "", (message, help));
    judge.aside.push(format!("Architectural design: {text}"));
}

/// Takes also what other fields could not hold.
pub(super) fn notes(judge: &mut Judge<'_>, subject: Subject) {
    let aside = std::mem::take(&mut judge.aside);
    // What the file says beats the template, also where it said it in another field.
    let given = judge.given.value(subject.name).is_some() || aside.is_empty();
    let own = if given { judge.text(subject).unwrap_or_default() } else { String::new() };
    let lines: Vec<String> = std::iter::once(own).filter(|own| !own.is_empty()).chain(aside.iter().cloned()).collect();
    let text = lines.join("\n");
    if text.is_empty() {
        return;
    }
    if !aside.is_empty() {
        let message = "what other fields can't hold is kept in `notes`".to_owned();
        judge.correct(subject, "", (message, "check the wording; notes are plain text"));
    }
    if fits(judge, subject, "", (&text, (0, facts::NOTES_CHARS_MAX))) {
        judge.set(subject, Value::from(text));
    }
}
