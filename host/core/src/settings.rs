//! The settings of a plugin: what the configuration says, checked against the manifest, completed, and made canonical.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    diagnostic::{Diagnostic, Location, list_names},
    manifest::{Setting, SettingKind, escape},
};

/// Checks settings against a manifest's declarations, fills in defaults, and writes them as canonical JSON: an object on
/// one line, members sorted by name at every depth.
///
/// `given` is the table of the configuration; `Value::Null` stands for none. Pointers are relative to it.
///
/// # Errors
///
/// Every problem at once: `settings.type`, `settings.unknown`, `settings.missing`, `settings.range`.
pub fn resolve(given: &Value, declared: &BTreeMap<String, Setting>) -> Result<String, Vec<Diagnostic>> {
    let empty = Map::new();
    let given = match given {
        Value::Null => &empty,
        Value::Object(given) => given,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            return Err(vec![Diagnostic::error("settings.type", "the settings are not a table")]);
        }
    };
    let mut problems = Vec::new();
    let mut resolved = BTreeMap::new();
    for (name, value) in given {
        let pointer = format!("/{}", escape(name));
        match declared.get(name) {
            Some(setting) => {
                problems.extend(check_value(name, &pointer, value, setting));
                resolved.insert(name.as_str(), value);
            }
            None => problems.push(unknown(name, &pointer, declared)),
        }
    }
    for (name, setting) in declared {
        if given.contains_key(name) {
            continue;
        }
        match &setting.default {
            Some(default) => {
                resolved.insert(name, default);
            }
            None => problems.push(
                Diagnostic::error("settings.missing", format!("setting `{name}` is missing and has no default"))
                    .help(format!("{}: {}", setting.kind.as_str(), setting.description)),
            ),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut text = String::new();
    write_object(&mut text, resolved.into_iter());
    Ok(text)
}

fn unknown(name: &str, pointer: &str, declared: &BTreeMap<String, Setting>) -> Diagnostic {
    let help = if declared.is_empty() {
        "the plugin has no settings".to_owned()
    } else {
        format!("settings are {}", list_names(declared.keys().map(String::as_str)))
    };
    Diagnostic::error("settings.unknown", format!("the plugin has no setting `{name}`"))
        .help(help)
        .at(Location::pointer(None, pointer))
}

/// What is wrong with one value, which stands at `pointer`.
#[must_use]
pub fn check_value(name: &str, pointer: &str, value: &Value, setting: &Setting) -> Vec<Diagnostic> {
    let at = |problem: Diagnostic| vec![problem.help(setting.description.clone()).at(Location::pointer(None, pointer))];
    let wrong_type = || {
        let message = format!("setting `{name}` is {}, {} is expected", describe(value), setting.kind.article());
        at(Diagnostic::error("settings.type", message))
    };
    let out_of_range = |message: String| at(Diagnostic::error("settings.range", message));
    match (setting.kind, value) {
        (SettingKind::Boolean, Value::Bool(_)) => Vec::new(),
        (SettingKind::Integer, Value::Number(number)) => match number.as_i64() {
            None => wrong_type(),
            Some(number) if setting.minimum.is_some_and(|minimum| number < minimum) => {
                out_of_range(format!("setting `{name}` is {number}, least is {}", setting.minimum.unwrap_or(number)))
            }
            Some(number) if setting.maximum.is_some_and(|maximum| number > maximum) => {
                out_of_range(format!("setting `{name}` is {number}, most is {}", setting.maximum.unwrap_or(number)))
            }
            Some(_) => Vec::new(),
        },
        (SettingKind::Text, Value::String(text)) => match &setting.one_of {
            Some(allowed) if !allowed.contains(text) => {
                let names = list_names(allowed.iter().map(String::as_str));
                out_of_range(format!("setting `{name}` is `{text}`, allowed are {names}"))
            }
            Some(_) | None => Vec::new(),
        },
        (SettingKind::List, Value::Array(values)) => {
            let items = values.iter().enumerate().map(|(position, value)| (position.to_string(), value));
            check_items(name, pointer, setting, items)
        }
        (SettingKind::Map, Value::Object(values)) => {
            let mut problems = Vec::new();
            let allowed = setting.keys.as_deref();
            for key in values.keys().filter(|key| allowed.is_some_and(|allowed| !allowed.contains(key))) {
                let names = list_names(allowed.unwrap_or_default().iter().map(String::as_str));
                let message = format!("setting `{name}` has key `{key}`, allowed are {names}");
                let place = Location::pointer(None, format!("{pointer}/{}", escape(key)));
                problems.push(Diagnostic::error("settings.unknown", message).at(place));
            }
            let items = values.iter().map(|(key, value)| (escape(key), value));
            problems.extend(check_items(name, pointer, setting, items));
            problems
        }
        _ => wrong_type(),
    }
}

fn check_items<'a>(
    name: &str,
    pointer: &str,
    setting: &Setting,
    items: impl Iterator<Item = (String, &'a Value)>,
) -> Vec<Diagnostic> {
    let Some(declared) = &setting.items else { return Vec::new() };
    items.flat_map(|(key, value)| check_value(name, &format!("{pointer}/{key}"), value, declared)).collect()
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}

/// Writes a value with the members of every object sorted by name, whatever order the map keeps.
fn write_value(text: &mut String, value: &Value) {
    match value {
        Value::Object(object) => {
            let sorted: BTreeMap<&str, &Value> = object.iter().map(|(name, value)| (name.as_str(), value)).collect();
            write_object(text, sorted.into_iter());
        }
        Value::Array(values) => {
            text.push('[');
            for (position, value) in values.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write_value(text, value);
            }
            text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

fn write_object<'a>(text: &mut String, members: impl Iterator<Item = (&'a str, &'a Value)>) {
    text.push('{');
    for (position, (name, value)) in members.enumerate() {
        if position > 0 {
            text.push(',');
        }
        text.push_str(&Value::from(name).to_string());
        text.push(':');
        write_value(text, value);
    }
    text.push('}');
}

#[cfg(test)]
mod tests;
