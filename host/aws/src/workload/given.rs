//! What does the file say, and where does each value stand in it?

use std::{borrow::Cow, collections::BTreeMap};

use architrave_core::diagnostic::{Diagnostic, Location};
use serde_json::{Map, Number, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A description as written: values as JSON, and the place of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    file: String,
    values: Map<String, Value>,
    places: BTreeMap<String, Location>,
}

impl Given {
    /// Reads TOML. `file` is what locations call it.
    ///
    /// # Errors
    ///
    /// `workload.syntax`: all syntax errors at once, each with line and column.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let mut problems: Vec<Diagnostic> = errors.iter().map(|error| syntax_error(text, file, error)).collect();
            problems.sort_by(|left, right| left.location.cmp(&right.location));
            return Err(problems);
        }
        let mut reader = Reader { text, file, places: BTreeMap::new() };
        let values = reader.table(table.get_ref(), "");
        Ok(Self { file: file.to_owned(), values, places: reader.places })
    }

    /// What the file is called.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The id of the template that the file names, and where.
    #[must_use]
    pub fn template(&self) -> Option<(&str, Location)> {
        let id = self.values.get("template")?.as_str()?;
        Some((id, self.place("/template")))
    }

    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Of a value, else of what it stands in; without line where the file does not have it.
    pub(super) fn place(&self, pointer: &str) -> Location {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return place.clone();
            }
            match pointer.rsplit_once('/') {
                Some((above, _)) if !above.is_empty() => pointer = above,
                _ => return Location { file: Some(self.file.clone()), ..Location::default() },
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    places: BTreeMap<String, Location>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, pointer: &str) -> Map<String, Value> {
        let member = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
            let pointer = format!("{pointer}/{}", key.get_ref().replace('~', "~0").replace('/', "~1"));
            (key.get_ref().clone().into_owned(), self.value(value, pointer))
        };
        table.iter().map(member).collect()
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, pointer: String) -> Value {
        let read = match value.get_ref() {
            DeValue::String(text) => Value::String(text.clone().into_owned()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Number(Number::from(number)),
                Err(_) => Value::String(number.as_str().to_owned()),
            },
            DeValue::Float(number) => Value::String(number.as_str().to_owned()),
            DeValue::Boolean(flag) => Value::Bool(*flag),
            DeValue::Datetime(time) => Value::String(time.to_string()),
            DeValue::Array(entries) => {
                let entry = |(position, entry)| self.value(entry, format!("{pointer}/{position}"));
                Value::Array(entries.iter().enumerate().map(entry).collect())
            }
            DeValue::Table(table) => Value::Object(self.table(table, &pointer)),
        };
        self.places.insert(pointer, place(self.text, self.file, value.span().start));
        read
    }
}

fn syntax_error(text: &str, file: &str, error: &toml::de::Error) -> Diagnostic {
    let message: Vec<&str> = error.message().lines().collect();
    Diagnostic::error("workload.syntax", format!("cannot read `{file}` as TOML: {}", message.join("; ")))
        .help("every field is shown in `examples/workload.toml`")
        .at(place(text, file, error.span().map_or(0, |span| span.start)))
}

fn place(text: &str, file: &str, offset: usize) -> Location {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    Location {
        file: Some(file.to_owned()),
        line: u32::try_from(line).ok(),
        column: u32::try_from(column).ok(),
        ..Location::default()
    }
}
