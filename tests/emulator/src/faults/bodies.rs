//! What goes wrong within a document?

use serde_json::{Value, json};

/// Whether a member of this name stands anywhere.
pub(super) fn has(value: &Value, member: &str) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| name == member || has(value, member)),
        Value::Array(items) => items.iter().any(|item| has(item, member)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Adds to one number of every `RiskCounts`; as the service does, it has no zeros.
pub(super) fn disagree(value: &mut Value, risk: &str, by: i64) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_object_mut().filter(|_| name == "RiskCounts") {
                    Some(counts) => {
                        let count = counts.get(risk).and_then(Value::as_i64).unwrap_or(0).saturating_add(by).max(0);
                        if count == 0 {
                            counts.remove(risk);
                        } else {
                            counts.insert(risk.to_owned(), json!(count));
                        }
                    }
                    None => disagree(value, risk, by),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| disagree(item, risk, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Puts a text in place of a member's value, or takes the member away, from the start of the document.
pub(super) fn replace(value: &mut Value, member: &str, text: Option<&str>, places: Option<usize>) {
    replace_within(value, member, text, &mut places.unwrap_or(usize::MAX));
}

fn replace_within(value: &mut Value, member: &str, text: Option<&str>, left: &mut usize) {
    match value {
        Value::Object(members) => {
            if *left > 0 && members.contains_key(member) {
                *left -= 1;
                match text {
                    Some(text) => members.insert(member.to_owned(), json!(text)),
                    None => members.remove(member),
                };
            }
            members.values_mut().for_each(|value| replace_within(value, member, text, left));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace_within(item, member, text, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
