//! Which values does the API take, and what is proposed for those that it does not? One function per field.

mod lists;
mod tables;
mod texts;

use serde_json::Value;

use super::judge::{Judge, Subject};

/// Looks at one field.
type Rule = fn(&mut Judge<'_>, Subject);

/// Every field, in the order of a plan.
const SUBJECTS: [(Subject, Rule); 17] = [
    (subject("workload_name", "workload.name"), texts::name),
    (subject("description", "workload.description"), texts::description),
    (subject("environment", "workload.environment"), texts::environment),
    (subject("review_owner", "workload.review-owner"), texts::review_owner),
    (subject("is_review_owner_update_acknowledged", "workload.review-owner"), texts::acknowledged),
    (subject("account_ids", "workload.account"), lists::account_ids),
    (subject("aws_regions", "workload.region"), lists::aws_regions),
    (subject("non_aws_regions", "workload.region"), lists::non_aws_regions),
    (subject("industry_type", "workload.industry"), texts::industry_type),
    (subject("industry", "workload.industry"), texts::industry),
    (subject("lenses", "workload.lens"), lists::lenses),
    (subject("pillar_priorities", "workload.pillar"), lists::pillar_priorities),
    (subject("architectural_design", "workload.design"), texts::architectural_design),
    (subject("discovery_config", "workload.discovery"), tables::discovery_config),
    (subject("applications", "workload.application"), lists::applications),
    (subject("tags", "workload.tag"), tables::tags),
    // Last: it takes what other fields could not hold.
    (subject("notes", "workload.notes"), texts::notes),
];

const fn subject(name: &'static str, code: &'static str) -> Subject {
    Subject { name, code }
}

/// Applies every rule.
pub(super) fn apply(judge: &mut Judge<'_>) {
    unknown(judge);
    for (subject, rule) in SUBJECTS {
        rule(judge, subject);
    }
}

/// A template that the file spells in another way.
pub(super) fn template(judge: &mut Judge<'_>, id: &str) {
    let subject = subject("template", "workload.template");
    let Some(spelt) = judge.given.template().map(|(spelt, _)| spelt.to_owned()).filter(|spelt| spelt != id) else {
        return;
    };
    if super::facts::folded(&spelt) == super::facts::folded(id) {
        let message = format!("there is no template `{spelt}`");
        judge.correct(subject, "", (message, &format!("write `{id}`")));
    } else {
        let message = format!("template `{id}` is used in place of `{spelt}`, which the file names");
        judge.note(subject, "", (message, "leave `--template` out for the one in the file"));
    }
}

/// A misspelt field would silently not hold.
fn unknown(judge: &mut Judge<'_>) {
    let known = |name: &str| name == "template" || SUBJECTS.iter().any(|(subject, _)| subject.name == name);
    let unknown: Vec<String> = judge.given.names().filter(|name| !known(name)).map(str::to_owned).collect();
    for name in unknown {
        let folded = super::facts::folded(&name);
        let meant =
            SUBJECTS.iter().map(|(subject, _)| subject.name).find(|known| super::facts::folded(known) == folded);
        let help = meant.map_or_else(
            || "every field is shown in `examples/workload.toml`".to_owned(),
            |meant| format!("write `{meant}`"),
        );
        let place = judge.given.place(&format!("/{name}"));
        let message = format!("a workload has no field `{name}`");
        let diagnostic =
            architrave_core::diagnostic::Diagnostic::error("workload.unknown-field", message).help(help).at(place);
        judge.findings.push(super::Finding { weight: super::Weight::Refused, diagnostic });
    }
    if let Some(template) = judge.given.value("template").filter(|template| !template.is_string()) {
        let subject = subject("template", "workload.template");
        judge.wrong_kind(subject, "", &template.clone(), "a text");
    }
}

/// Whether a text has as many characters as allowed; says so otherwise.
fn fits(judge: &mut Judge<'_>, subject: Subject, pointer: &str, (text, (least, most)): (&str, (usize, usize))) -> bool {
    let count = text.chars().count();
    if (least..=most).contains(&count) {
        return true;
    }
    let message = format!("`{}{}` has {count} characters", subject.name, pointer.replace('/', "."));
    judge.refuse(subject, pointer, (message, &format!("write {least} to {most} characters")));
    false
}

/// Whether a list is as short as allowed; says so otherwise.
fn few(judge: &mut Judge<'_>, subject: Subject, count: usize, most: usize) -> bool {
    if count > most {
        let message = format!("`{}` has {count} entries", subject.name);
        judge.refuse(subject, "", (message, &format!("a workload takes at most {most}")));
    }
    count <= most
}

/// A list without repetitions, which are said.
fn distinct(judge: &mut Judge<'_>, subject: Subject, entries: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(entries.len());
    for (position, entry) in entries.into_iter().enumerate() {
        if kept.contains(&entry) {
            let message = format!("`{}` names `{entry}` twice", subject.name);
            judge.correct(subject, &format!("/{position}"), (message, "leave the second out"));
        } else {
            kept.push(entry);
        }
    }
    kept
}

/// Sets a list, unless it is empty.
fn set_list(judge: &mut Judge<'_>, subject: Subject, entries: Vec<String>) {
    if !entries.is_empty() {
        judge.set(subject, Value::from(entries));
    }
}
