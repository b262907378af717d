//! Which tables does the API take: tags, and how resources are discovered?

use serde_json::{Map, Value, json};

use super::{Judge, Subject, few, fits};
use crate::workload::facts;

pub(super) fn tags(judge: &mut Judge<'_>, subject: Subject) {
    let Some(value) = judge.value(subject) else { return };
    let Some(table) = value.as_object() else {
        judge.wrong_kind(subject, "", &value, "a table of texts");
        return;
    };
    let mut tags = Map::new();
    let mut fit = true;
    for (key, value) in table {
        let pointer = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            let message = format!("tag `{key}` begins with `aws:`, which only AWS may write");
            judge.correct(subject, &pointer, (message, "leave it out"));
            continue;
        }
        if !facts::is_tag_key(key) {
            let message = format!("tag `{key}` has a character that keys of tags can't have");
            judge.refuse(subject, &pointer, (message, "write letters, digits, spaces and `_.:/=+@-`"));
            fit = false;
        }
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => {
                let message = format!("tag `{key}` is `{value}`, a text is expected");
                judge.correct(subject, &pointer, (message, "put it in quotes"));
                value.to_string()
            }
            Value::Null | Value::Array(_) | Value::Object(_) => {
                judge.wrong_kind(subject, &pointer, value, "a text");
                fit = false;
                continue;
            }
        };
        fit &= fits(judge, subject, &pointer, (key, facts::TAG_KEY_CHARS));
        fit &= fits(judge, subject, &pointer, (&text, (0, facts::TAG_VALUE_CHARS_MAX)));
        tags.insert(key.clone(), Value::from(text));
    }
    fit &= few(judge, subject, tags.len(), facts::TAGS_MAX);
    // The API refuses an empty table; left out it means the same.
    if fit && !tags.is_empty() {
        judge.set(subject, Value::Object(tags));
    }
}

pub(super) fn discovery_config(judge: &mut Judge<'_>, subject: Subject) {
    let Some(value) = judge.value(subject) else { return };
    let Some(table) = value.as_object() else {
        judge.wrong_kind(subject, "", &value, "a table");
        return;
    };
    let mut config = Map::new();
    for (key, value) in table {
        let pointer = format!("/{key}");
        let known = ["trusted_advisor_integration_status", "workload_resource_definition"];
        let Some(known) = known.into_iter().find(|known| facts::folded(known) == facts::folded(key)) else {
            let message = format!("`discovery_config` has no member `{key}`");
            let help = "members are `trusted_advisor_integration_status` and `workload_resource_definition`";
            judge.refuse(subject, &pointer, (message, help));
            continue;
        };
        // The API's own spelling of a member is as good as ours.
        let read = match known {
            "trusted_advisor_integration_status" => status(judge, subject, &pointer, value),
            _ => definitions(judge, subject, &pointer, value),
        };
        if let Some(read) = read {
            config.insert(known.to_owned(), read);
        }
    }
    if !config.is_empty() {
        without_resources(judge, subject, &config);
        judge.set(subject, Value::Object(config));
    }
}

fn status(judge: &mut Judge<'_>, subject: Subject, pointer: &str, value: &Value) -> Option<Value> {
    let status = match value {
        Value::Bool(true) => "ENABLED",
        Value::Bool(false) => "DISABLED",
        Value::String(text) if facts::folded(text) == "enabled" => "ENABLED",
        Value::String(text) if facts::folded(text) == "disabled" => "DISABLED",
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            let message = format!("Trusted Advisor integration `{}` is not allowed", shown(value));
            judge.refuse(subject, pointer, (message, "write `ENABLED` or `DISABLED`"));
            return None;
        }
    };
    if value.as_str() != Some(status) {
        let message = format!("Trusted Advisor integration `{}` is no word of the API", shown(value));
        judge.correct(subject, pointer, (message, &format!("write `{status}`")));
    }
    Some(Value::from(status))
}

fn definitions(judge: &mut Judge<'_>, subject: Subject, pointer: &str, value: &Value) -> Option<Value> {
    let Some(entries) = value.as_array() else {
        judge.wrong_kind(subject, pointer, value, "a list of texts");
        return None;
    };
    let mut kept: Vec<&str> = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        let pointer = format!("{pointer}/{position}");
        let text = shown(entry);
        let meant = match facts::folded(&text).as_str() {
            "appregistry" => "APP_REGISTRY",
            "workloadmetadata" => "WORKLOAD_METADATA",
            "taggedresources" => {
                let message = format!("resource definition `{text}`: the API can't find resources by their tags");
                judge.correct(subject, &pointer, (message, "leave it out; `APP_REGISTRY` groups resources by tags"));
                continue;
            }
            _ => {
                let message = format!("resource definition `{text}` is not allowed");
                judge.refuse(subject, &pointer, (message, "write `WORKLOAD_METADATA` or `APP_REGISTRY`"));
                continue;
            }
        };
        if text != meant {
            let message = format!("resource definition `{text}` is no word of the API");
            judge.correct(subject, &pointer, (message, &format!("write `{meant}`")));
        }
        if !kept.contains(&meant) {
            kept.push(meant);
        }
    }
    (!kept.is_empty()).then(|| json!(kept))
}

/// Discovery that will find nothing.
fn without_resources(judge: &mut Judge<'_>, subject: Subject, config: &Map<String, Value>) {
    let planned = |judge: &Judge<'_>, name: &str| judge.given.value(name).and_then(Value::as_array).is_some();
    let has = |definition: &str| {
        let list = config.get("workload_resource_definition").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|entry| entry == definition))
    };
    let enabled = config.get("trusted_advisor_integration_status").is_some_and(|status| status == "ENABLED");
    let names_application = judge
        .given
        .value("applications")
        .and_then(Value::as_array)
        .is_some_and(|list| list.iter().filter_map(Value::as_str).any(facts::is_application));
    if has("APP_REGISTRY") && !names_application {
        let message = "resources are defined by `APP_REGISTRY`, and no application is named".to_owned();
        judge.note(subject, "", (message, "name the ARN of an AppRegistry application in `applications`"));
    }
    if enabled && !planned(judge, "account_ids") {
        let message = "Trusted Advisor is enabled, and no account is named".to_owned();
        judge.note(subject, "", (message, "list `account_ids`, without which there are no checks"));
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
