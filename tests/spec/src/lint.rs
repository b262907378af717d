//! How often does each check of the lint find something?

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Selection, choice_ids, holds, list, questions, rules::first_true, text};

/// Findings per code, over a lens in which every rule can be read.
#[must_use]
pub fn lint(lens: &Value) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (_, question) in questions(lens) {
        for code in lint_question(question) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let long = long_texts(lens, "");
    if long > 0 {
        counts.insert("lint.text-too-long", long);
    }
    counts
}

fn lint_question(question: &Value) -> Vec<&'static str> {
    let ids = choice_ids(question);
    let rules = list(question.get("riskRules").unwrap_or(&Value::Null));
    let conditions: Vec<&str> = rules.iter().map(|rule| text(rule, "condition")).collect();
    let is_default = |condition: &str| condition.replace(['(', ')', ' '], "") == "default";
    let mut codes = Vec::new();
    if !conditions.iter().any(|condition| is_default(condition)) {
        codes.push("lint.no-default");
    }
    if rules.is_empty() {
        return codes;
    }
    let unknown: Vec<usize> = conditions.iter().map(|condition| unknown_choices(condition, &ids)).collect();
    codes.extend(std::iter::repeat_n("lint.unknown-choice", unknown.iter().sum()));

    let selections = (0..1_u32 << ids.len()).map(|bits| subset(&ids, bits));
    let table: BTreeMap<Selection<'_>, Option<(usize, &str)>> =
        selections.map(|selected| (selected.clone(), first_true(question, &selected))).collect();
    let risk = |selected: &Selection<'_>| table.get(selected).copied().flatten().map(|(_, risk)| risk);
    let badness = |risk: &str| ["NO_RISK", "MEDIUM_RISK", "HIGH_RISK"].iter().position(|name| *name == risk);
    let practices: Selection<'_> = ids.iter().copied().filter(|id| !id.ends_with("_no")).collect();

    if table.iter().any(|(selected, winner)| !selected.is_empty() && winner.is_none()) {
        codes.push("lint.no-rule-matches");
    }
    if !practices.is_empty() && risk(&practices) != Some("NO_RISK") {
        codes.push("lint.all-not-no-risk");
    }
    let raised = table.keys().filter(|fewer| !fewer.is_empty() && fewer.is_subset(&practices)).any(|fewer| {
        practices.difference(fewer).any(|added| {
            let mut more = fewer.clone();
            more.insert(added);
            risk(fewer).zip(risk(&more)).is_some_and(|(before, after)| badness(after) > badness(before))
        })
    });
    if raised {
        codes.push("lint.not-monotone");
    }
    let takes = |rule: usize, winner: &Option<(usize, &str)>| winner.is_some_and(|(position, _)| position == rule);
    let reached = |rule| table.iter().any(|(selected, winner)| !selected.is_empty() && takes(rule, winner));
    let nothing = table.get(&Selection::new()).copied().flatten().map(|(position, _)| position);
    let first_default = conditions.iter().position(|condition| is_default(condition));
    for (position, condition) in conditions.iter().enumerate() {
        let excused = first_default == Some(position) && nothing.is_some_and(|rule| !reached(rule));
        if reached(position) || excused || unknown.get(position).is_some_and(|count| *count > 0) {
            continue;
        }
        let ever = table.keys().any(|selected| holds(condition, selected) == Some(true));
        codes.push(if ever { "lint.unreachable-rule" } else { "lint.contradiction" });
    }
    for id in ids.iter().filter(|id| id.ends_with("_no")) {
        if risk(&Selection::from([*id])) == Some("NO_RISK") {
            codes.push("lint.none-gives-no-risk");
        }
    }
    codes
}

fn subset<'a>(ids: &[&'a str], bits: u32) -> Selection<'a> {
    ids.iter().enumerate().filter(|(position, _)| bits >> position & 1 == 1).map(|(_, id)| *id).collect()
}

fn unknown_choices(condition: &str, ids: &[&str]) -> usize {
    let words = condition.split(['&', '|', '!', '(', ')', ' ', '\t', '\n']);
    words.filter(|word| !word.is_empty() && *word != "default" && !ids.contains(word)).count()
}

/// Texts over 128 characters where AWS allows 128, over 2048 where it allows those.
fn long_texts(value: &Value, name: &str) -> usize {
    match value {
        Value::String(text) => {
            let most = match name {
                "name" | "title" => 128,
                "description" | "displayText" => 2048,
                _ => usize::MAX,
            };
            usize::from(text.chars().count() > most)
        }
        Value::Array(items) => items.iter().map(|item| long_texts(item, name)).sum(),
        Value::Object(members) => members.iter().map(|(name, member)| long_texts(member, name)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
