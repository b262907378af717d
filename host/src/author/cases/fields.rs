//! What does a case file say? Its fields in the order of the file, and everything that is wrong with them, each with its place.

use std::{ops::Range, path::Path};

use architrave_core::diagnostic::{Diagnostic, Location, list_names};
use serde_json::{Map, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::explain::edits;

/// Longest name that is compared with others.
const NAME_BYTES_MAX: usize = 128;

const HELP: &str = "the form of a case stands in `docs/cases.md`";

/// A case file that is being read, and what was wrong so far.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    text: &'a str,
    file: String,
    problems: Vec<Diagnostic>,
}

/// A table of the file, and what it is called in a message.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    what: String,
    span: Range<usize>,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// A member of a table.
pub(super) type Member<'a> = (At<&'a str>, &'a Spanned<DeValue<'a>>);

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, file: &Path) -> Self {
        Self { text, file: file.display().to_string(), problems: Vec::new() }
    }

    /// The whole file. Where it is not TOML, the problem is noted and the table is what could be read.
    pub(super) fn parse(&mut self) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            self.problem(&error.span().unwrap_or_default(), format!("it cannot be read: {message}"));
        }
        table.into_inner()
    }

    /// Notes a problem at a place.
    pub(super) fn problem(&mut self, span: &Range<usize>, message: impl AsRef<str>) {
        self.problem_with(span, message, HELP);
    }

    /// Notes a problem for which there is better help.
    pub(super) fn problem_with(&mut self, span: &Range<usize>, message: impl AsRef<str>, help: impl Into<String>) {
        let message = format!("cannot use `{}`: {}", self.file, message.as_ref());
        let problem = Diagnostic::error("cases.invalid", message).help(help).at(self.location(span));
        self.problems.push(problem);
    }

    /// Notes a problem that somebody else found in what stands at a place.
    pub(super) fn found(&mut self, span: &Range<usize>, problem: &Diagnostic) {
        let message = format!("cannot use `{}`: {}", self.file, problem.message);
        let mut at = Diagnostic::error(problem.code, message).at(self.location(span));
        at.help.clone_from(&problem.help);
        self.problems.push(at);
    }

    /// Line and column of a byte.
    pub(super) fn location(&self, span: &Range<usize>) -> Location {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        // A byte order mark is in no column.
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
        Location {
            file: Some(self.file.clone()),
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            ..Location::default()
        }
    }

    /// Everything that was wrong, in the order of the file.
    pub(super) fn into_problems(mut self) -> Vec<Diagnostic> {
        self.problems.sort_by_key(|problem| problem.location.as_ref().map(|at| (at.line, at.column)));
        self.problems
    }

    /// Notes every key that is not one of `known`.
    pub(super) fn refuse_unknown(&mut self, fields: &Fields<'_>, known: &[&str]) {
        for (key, _) in fields.members() {
            if !known.contains(&key.value) {
                let message = format!("{} has the unknown key `{}`", fields.what, key.value);
                self.problem_with(&key.span, message, nearest(key.value, known.iter().copied()));
            }
        }
    }

    /// A text; notes where it is anything else.
    pub(super) fn text<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<At<&'t str>> {
        let found = fields.get(key)?;
        let text = found.get_ref().as_str();
        if text.is_none() {
            self.problem(&found.span(), format!("`{key}` of {} is not a text", fields.what));
        }
        Some(At { value: text?, span: found.span() })
    }

    /// A text that is one of some; notes where it is anything else.
    pub(super) fn word<'t>(&mut self, fields: &Fields<'t>, key: &str, words: &[&str]) -> Option<At<&'t str>> {
        let found = self.text(fields, key)?;
        self.one_of(&found, key, words).then_some(found)
    }

    /// Whether a text is one of some; notes where it is not.
    pub(super) fn one_of(&mut self, found: &At<&str>, key: &str, words: &[&str]) -> bool {
        let is_known = words.contains(&found.value);
        if !is_known {
            let message = format!("`{key}` is `{}`", found.value);
            self.problem_with(&found.span, message, nearest(found.value, words.iter().copied()));
        }
        is_known
    }

    /// Yes or no; notes where it is anything else.
    pub(super) fn flag(&mut self, fields: &Fields<'_>, key: &str) -> Option<bool> {
        let found = fields.get(key)?;
        let flag = found.get_ref().as_bool();
        if flag.is_none() {
            self.problem(&found.span(), format!("`{key}` of {} is not `true` or `false`", fields.what));
        }
        flag
    }

    /// A list of texts; empty where there is none.
    pub(super) fn texts<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Vec<At<&'t str>> {
        let Some(found) = fields.get(key) else { return Vec::new() };
        let what = format!("`{key}` of {}", fields.what);
        self.texts_of(found, &what).unwrap_or_default()
    }

    /// The texts of a list; notes where it is none.
    pub(super) fn texts_of<'t>(&mut self, found: &'t Spanned<DeValue<'t>>, what: &str) -> Option<Vec<At<&'t str>>> {
        let Some(list) = found.get_ref().as_array() else {
            self.problem(&found.span(), format!("{what} is not a list of texts"));
            return None;
        };
        let mut texts = Vec::new();
        for entry in list {
            match entry.get_ref().as_str() {
                Some(value) => texts.push(At { value, span: entry.span() }),
                None => self.problem(&entry.span(), format!("{what} holds what is not a text")),
            }
        }
        Some(texts)
    }

    /// A table; `None` where there is none.
    pub(super) fn table<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<Fields<'t>> {
        let found = fields.get(key)?;
        self.table_of(found, format!("`{key}` of {}", fields.what))
    }

    /// The table that stands there; notes where it is none.
    pub(super) fn table_of<'t>(&mut self, found: &'t Spanned<DeValue<'t>>, what: String) -> Option<Fields<'t>> {
        let table = found.get_ref().as_table();
        if table.is_none() {
            self.problem(&found.span(), format!("{what} is not a table"));
        }
        Some(Fields { table: table?, what, span: found.span() })
    }

    /// A list of tables, each called `what` and its number; empty where there is none.
    pub(super) fn tables<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Vec<Fields<'t>> {
        let Some(found) = fields.get(key) else { return Vec::new() };
        let Some(list) = found.get_ref().as_array() else {
            self.problem_with(&found.span(), format!("`{key}` is not a list of tables"), format!("write `[[{key}]]`"));
            return Vec::new();
        };
        let tables = list.iter().zip(1_usize..);
        tables.filter_map(|(entry, number)| self.table_of(entry, format!("{key} {number}"))).collect()
    }

    /// A table as JSON, and where each part of it stands, by JSON pointer.
    pub(super) fn json(&mut self, fields: &Fields<'_>) -> Value {
        let members = fields.members().into_iter();
        let members = members.map(|(key, value)| (key.value.to_owned(), self.json_of(value)));
        Value::Object(members.collect::<Map<_, _>>())
    }

    fn json_of(&mut self, value: &Spanned<DeValue<'_>>) -> Value {
        match value.get_ref() {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Integer(_) => integer(value.get_ref()).map_or_else(
                || {
                    self.problem(&value.span(), "a number does not fit into 64 bits");
                    Value::Null
                },
                Value::from,
            ),
            DeValue::Float(float) => float.as_str().parse::<serde_json::Number>().map_or(Value::Null, Value::Number),
            DeValue::Boolean(flag) => Value::from(*flag),
            DeValue::Datetime(time) => Value::from(time.to_string()),
            DeValue::Array(values) => Value::Array(values.iter().map(|value| self.json_of(value)).collect()),
            DeValue::Table(table) => {
                let members = table.iter().map(|(key, value)| (key.get_ref().to_string(), self.json_of(value)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

impl<'a> Fields<'a> {
    /// The whole file, called `what`.
    pub(super) fn of(table: &'a DeTable<'a>, what: &str) -> Self {
        Self { table, what: what.to_owned(), span: 0..0 }
    }

    /// What it is called in a message.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    /// Where it starts.
    pub(super) const fn span(&self) -> &Range<usize> {
        &self.span
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// Its members, in the order of the file.
    pub(super) fn members(&self) -> Vec<Member<'a>> {
        let member = |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let name: &'a std::borrow::Cow<'a, str> = key.get_ref();
            (At { value: name.as_ref(), span: key.span() }, value)
        };
        let mut members: Vec<Member<'a>> = self.table.iter().map(member).collect();
        members.sort_by_key(|(key, _)| key.span.start);
        members
    }

    /// Where a JSON pointer into this table leads, as far as it can be followed.
    pub(super) fn place(&self, pointer: &str) -> Range<usize> {
        let mut place = self.span.clone();
        let mut parts = pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~"));
        let mut at = parts.next().and_then(|part| self.table.get(part.as_str()));
        while let Some(value) = at {
            place = value.span();
            at = parts.next().and_then(|part| match value.get_ref() {
                DeValue::Table(table) => table.get(part.as_str()),
                DeValue::Array(values) => values.get(part.parse::<usize>().ok()?),
                DeValue::String(_)
                | DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_) => None,
            });
        }
        place
    }
}

/// A whole number of 64 bits.
pub(super) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// What may have been meant by a name that is none of these.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.collect();
    // Whoever pasted a page meant none of them.
    let is_short = name.len() <= NAME_BYTES_MAX;
    let candidates = known.iter().filter(|known| is_short && known.len() <= NAME_BYTES_MAX);
    let distance = |known: &str| edits(&name.to_ascii_lowercase(), &known.to_ascii_lowercase());
    let nearest = candidates.map(|known| (distance(known), *known)).min();
    match nearest.filter(|(distance, _)| *distance <= (name.len() / 3).max(2)) {
        Some((_, meant)) => format!("is `{meant}` meant? Known are {}", all(&known)),
        None if known.is_empty() => "there is none".to_owned(),
        None => format!("known are {}", all(&known)),
    }
}

/// All of a few names; of many some.
fn all(names: &[&str]) -> String {
    const FEW: usize = 16;
    if names.len() > FEW {
        return list_names(names.iter().copied());
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
