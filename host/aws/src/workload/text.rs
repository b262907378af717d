//! How is a plan told on a terminal?

use std::fmt::Write as _;

use serde_json::Value;

use super::{Finding, Plan, Weight, existing::Existing, lenses::LensState};

impl Plan {
    /// The plan: fields with their origin, findings, lenses, and what would be called.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let name = self.text("workload_name").unwrap_or("?");
        let region = self.region.as_deref().map(|region| format!(" in {region}")).unwrap_or_default();
        let template = self.template.as_deref().map(|id| format!(", from template {id}")).unwrap_or_default();
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "workload `{}`{region}{template}\n", plain(name));
        let width = self.fields.iter().map(|field| field.name.len()).max().unwrap_or_default();
        for field in &self.fields {
            let value = plain(&shown(&field.value));
            let _ = writeln!(text, "  {:width$}  {:9}  {value}", field.name, field.from.as_str());
        }
        for (weight, title) in [
            (Weight::Refused, "can't be accepted, and only you know what to write"),
            (Weight::Corrected, "can't be accepted as written; corrected in this plan"),
            (Weight::Note, "worth knowing"),
        ] {
            let findings: Vec<&Finding> = self.findings.iter().filter(|finding| finding.weight == weight).collect();
            if !findings.is_empty() {
                let _ = writeln!(text, "\n{title}:");
            }
            for finding in findings {
                push_finding(&mut text, &self.file, finding);
            }
        }
        self.push_lenses(&mut text);
        match &self.existing {
            Some(existing) => push_existing(&mut text, existing),
            None => self.push_steps(&mut text),
        }
        text
    }

    fn push_lenses(&self, text: &mut String) {
        let told = self.lenses.iter().filter(|lens| lens.is_missing());
        for lens in told {
            let what = if lens.state == LensState::Draft { "is only a draft" } else { "is not there" };
            let _ = writeln!(text, "\nlens `{}` {what}", plain(&lens.alias));
            if let Some(proposal) = &lens.proposal {
                let _ = writeln!(text, "  help: {}", plain(proposal));
            }
        }
        if self.lenses.iter().any(|lens| lens.state == LensState::Unchecked) {
            let _ = writeln!(text, "\nlenses were not held against what AWS has");
        }
    }

    fn push_steps(&self, text: &mut String) {
        if self.count(Weight::Refused) > 0 {
            return;
        }
        let _ = writeln!(text, "\nwhat `workload apply` would call:");
        for (position, step) in self.steps().iter().enumerate() {
            let _ = writeln!(text, "  {}. {}", position.saturating_add(1), plain(step));
        }
    }
}

fn push_finding(text: &mut String, file: &str, finding: &Finding) {
    let location = finding.diagnostic.location.as_ref();
    let line = location.and_then(|location| location.line).map(|line| format!(":{line}")).unwrap_or_default();
    let column = location.and_then(|location| location.column).map(|column| format!(":{column}")).unwrap_or_default();
    let (message, code) = (plain(&finding.diagnostic.message), finding.diagnostic.code);
    let _ = writeln!(text, "  {}{line}{column}: {message} [{code}]", plain(file));
    if let Some(help) = &finding.diagnostic.help {
        let _ = writeln!(text, "    help: {}", plain(help));
    }
}

fn push_existing(text: &mut String, existing: &Existing) {
    let _ = writeln!(text, "\nthere is `{}` already: {}", plain(&existing.name), plain(&existing.arn));
    if existing.differences.is_empty() {
        let _ = writeln!(text, "  it is as planned");
    }
    for difference in &existing.differences {
        let (is, planned) = (plain(&shown(&difference.is)), plain(&shown(&difference.planned)));
        let _ = writeln!(text, "  {}: is {is}, planned {planned}", difference.field);
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "not set".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(table) => {
            table.iter().map(|(key, value)| format!("{key}={}", shown(value))).collect::<Vec<_>>().join("; ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// On one line, and nothing that steers a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
