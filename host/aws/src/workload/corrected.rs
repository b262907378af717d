//! How does the file read once the corrections are made?

use std::fmt::Write as _;

use serde_json::Value;

use super::{Finding, Plan, Weight, judge::Origin};

impl Plan {
    /// TOML with the corrections in place, each with what stood there. Read again it gives the same plan, with nothing
    /// left to correct.
    #[must_use]
    pub fn to_corrected(&self) -> String {
        let mut text = String::from("# Corrected by `architrave workload plan`. Check what is marked.\n");
        for finding in self.findings.iter().filter(|finding| finding.weight == Weight::Corrected) {
            let _ = writeln!(text, "# - {}", remark(finding));
        }
        text.push('\n');
        if let Some(template) = &self.template {
            let _ = writeln!(text, "template = {}", toml_value(&Value::from(template.as_str())));
        }
        let written = |origin: Origin| matches!(origin, Origin::File | Origin::Corrected);
        let fields = || self.fields.iter().filter(|field| written(field.from));
        // Tables come last: in TOML all that follows one belongs to it.
        for field in fields().filter(|field| !field.value.is_object()) {
            let mark = if field.from == Origin::Corrected { " # corrected" } else { "" };
            let _ = writeln!(text, "{} = {}{mark}", field.name, toml_value(&field.value));
        }
        for field in fields() {
            let Some(table) = field.value.as_object() else { continue };
            let mark = if field.from == Origin::Corrected { " # corrected" } else { "" };
            let _ = writeln!(text, "\n[{}]{mark}", field.name);
            for (key, value) in table {
                let _ = writeln!(text, "{} = {}", toml_value(&Value::from(key.as_str())), toml_value(value));
            }
        }
        text
    }
}

fn remark(finding: &Finding) -> String {
    let help = finding.diagnostic.help.as_deref().unwrap_or_default();
    let text = format!("{}: {help}", finding.diagnostic.message);
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// A value on one line. JSON's texts are TOML's, but for what JSON leaves as it is and TOML does not: delete.
fn toml_value(value: &Value) -> String {
    match value {
        Value::Array(entries) => format!("[{}]", entries.iter().map(toml_value).collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            value.to_string().replace('\u{7f}', "\\u007f")
        }
    }
}
