//! Where does the value of a field come from, and what was found about it? What the rules write into.

use std::collections::BTreeSet;

use architrave_core::diagnostic::Diagnostic;
use serde::Serialize;
use serde_json::Value;

use super::{Given, Template};

/// One field of the planned workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// As in the file, such as `workload_name`.
    pub name: &'static str,
    /// A text, a list of texts, a table of texts, or true or false.
    pub value: Value,
    /// Where it is from.
    pub from: Origin,
}

/// Where a value is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// As the file has it.
    File,
    /// From the industry template.
    Template,
    /// From neither.
    Default,
    /// What is proposed in place of what was written.
    Corrected,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// It can't be accepted, and only its author knows what to write.
    Refused,
    /// It can't be accepted as written; the plan holds a correction.
    Corrected,
    /// It can be accepted, and its author should know this.
    Note,
}

/// One thing that was found about a description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// What, why, what to do, and where.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
}

impl Origin {
    /// One word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Template => "template",
            Self::Default => "default",
            Self::Corrected => "corrected",
        }
    }
}

/// Takes what the rules find.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    pub(super) given: &'a Given,
    template: Option<&'a Template>,
    /// Where the workload would be registered, if that is known.
    pub(super) region: Option<&'a str>,
    pub(super) fields: Vec<Field>,
    pub(super) findings: Vec<Finding>,
    /// Names of fields that were changed.
    changed: BTreeSet<&'static str>,
    /// Texts that the API has no field for, to be kept in the notes.
    pub(super) aside: Vec<String>,
}

/// One field while a rule looks at it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject {
    /// As in the file.
    pub(super) name: &'static str,
    /// Code of its findings.
    pub(super) code: &'static str,
}

impl<'a> Judge<'a> {
    pub(super) const fn new(given: &'a Given, template: Option<&'a Template>, region: Option<&'a str>) -> Self {
        Self {
            given,
            template,
            region,
            fields: Vec::new(),
            findings: Vec::new(),
            changed: BTreeSet::new(),
            aside: Vec::new(),
        }
    }

    /// What the file says, else what the template says.
    pub(super) fn value(&self, subject: Subject) -> Option<Value> {
        let given = self.given.value(subject.name).cloned();
        given.or_else(|| self.template.and_then(|template| template.value(subject.name)))
    }

    /// The value as a text.
    pub(super) fn text(&mut self, subject: Subject) -> Option<String> {
        let value = self.value(subject)?;
        let Some(text) = value.as_str() else {
            self.wrong_kind(subject, "", &value, "a text");
            return None;
        };
        let trimmed = text.trim();
        if trimmed.len() != text.len() {
            self.correct(subject, "", (format!("`{}` has spaces around it", subject.name), "leave them out"));
        }
        Some(trimmed.to_owned())
    }

    /// The value as a list of texts.
    pub(super) fn texts(&mut self, subject: Subject) -> Option<Vec<String>> {
        let value = self.value(subject)?;
        if let Some(text) = value.as_str() {
            self.correct(
                subject,
                "",
                (
                    format!("`{}` is a text, a list of texts is expected", subject.name),
                    &format!("write `[\"{text}\"]`"),
                ),
            );
            return Some(vec![text.trim().to_owned()]);
        }
        let Some(entries) = value.as_array() else {
            self.wrong_kind(subject, "", &value, "a list of texts");
            return None;
        };
        let mut texts = Vec::with_capacity(entries.len());
        for (position, entry) in entries.iter().enumerate() {
            let pointer = format!("/{position}");
            match entry {
                Value::String(text) => texts.push(text.trim().to_owned()),
                Value::Number(number) => {
                    let message = format!("`{}` holds the number `{number}`, a text is expected", subject.name);
                    self.correct(subject, &pointer, (message, "put it in quotes"));
                    texts.push(number.to_string());
                }
                Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                    self.wrong_kind(subject, &pointer, entry, "a text");
                    return None;
                }
            }
        }
        Some(texts)
    }

    /// Puts a value into the plan.
    pub(super) fn set(&mut self, subject: Subject, value: Value) {
        let from = if self.changed.contains(subject.name) {
            Origin::Corrected
        } else if self.given.value(subject.name).is_some() {
            Origin::File
        } else if self.template.is_some_and(|template| template.value(subject.name).is_some()) {
            Origin::Template
        } else {
            Origin::Default
        };
        self.fields.push(Field { name: subject.name, value, from });
    }

    /// Something that can't be accepted as written, and what the plan holds in its place: message and help.
    pub(super) fn correct(&mut self, subject: Subject, pointer: &str, (message, help): (String, &str)) {
        self.changed.insert(subject.name);
        self.find(Weight::Corrected, subject, pointer, (message, help));
    }

    /// Something that can't be accepted, without a correction.
    pub(super) fn refuse(&mut self, subject: Subject, pointer: &str, (message, help): (String, &str)) {
        self.find(Weight::Refused, subject, pointer, (message, help));
    }

    /// Something that its author should know.
    pub(super) fn note(&mut self, subject: Subject, pointer: &str, (message, help): (String, &str)) {
        self.find(Weight::Note, subject, pointer, (message, help));
    }

    pub(super) fn wrong_kind(&mut self, subject: Subject, pointer: &str, value: &Value, expected: &str) {
        let found = match value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "a table",
        };
        let message = format!("`{}{}` is {found}, {expected} is expected", subject.name, pointer.replace('/', "."));
        self.refuse(subject, pointer, (message, "see `examples/workload.toml` for every field"));
    }

    fn find(&mut self, weight: Weight, subject: Subject, pointer: &str, (message, help): (String, &str)) {
        let place = self.given.place(&format!("/{}{pointer}", subject.name));
        let diagnostic = Diagnostic::error(subject.code, message).help(help).at(place);
        self.findings.push(Finding { weight, diagnostic });
    }
}
