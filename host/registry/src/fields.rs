//! What does a TOML file of ours say? Its fields, and everything that is wrong with them at once, each with its place.

use std::ops::Range;

use architrave_core::diagnostic::{Diagnostic, Location, list_names};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A file that is being read, and what was wrong so far.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    code: &'static str,
    help: &'static str,
    problems: Vec<Diagnostic>,
}

/// A table of the file, and what it is called in a message.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    table: &'a DeTable<'a>,
    what: String,
    span: Range<usize>,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

impl<'a> Reader<'a> {
    /// Of a text that was read from `file`; problems get this code and this help.
    pub(crate) const fn new(text: &'a str, file: &'a str, code: &'static str, help: &'static str) -> Self {
        Self { text, file, code, help, problems: Vec::new() }
    }

    /// The whole file. Where it is not TOML, the problem is noted and the table is what could be read.
    pub(crate) fn parse(&mut self) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            self.problem(&error.span().unwrap_or_default(), format!("it cannot be read: {message}"));
        }
        table.into_inner()
    }

    /// Notes a problem at a place.
    pub(crate) fn problem(&mut self, span: &Range<usize>, message: impl AsRef<str>) {
        let (line, column) = place(self.text, span.start);
        let message = format!("cannot use `{}`: {}", self.file, message.as_ref());
        self.problems.push(Diagnostic::error(self.code, message).help(self.help).at(Location {
            file: Some(self.file.to_owned()),
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            ..Location::default()
        }));
    }

    /// What was read, or everything that was wrong, in the order of the file.
    pub(crate) fn finish<T>(mut self, read: T) -> Result<T, Vec<Diagnostic>> {
        if self.problems.is_empty() {
            return Ok(read);
        }
        self.problems.sort_by_key(|problem| problem.location.as_ref().map(|at| (at.line, at.column)));
        Err(self.problems)
    }

    /// Notes every key that is not one of `known`.
    pub(crate) fn refuse_unknown(&mut self, fields: &Fields<'_>, known: &[&str]) {
        for key in fields.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let names = list_names(known.iter().copied());
            let message = format!("{} has the unknown key `{}`, known are {names}", fields.what, key.get_ref());
            self.problem(&key.span(), message);
        }
    }

    /// A text; notes where it is anything else.
    pub(crate) fn text<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<At<&'t str>> {
        self.typed(fields, key, "a text", DeValue::as_str)
    }

    /// A text that has to be there.
    pub(crate) fn needed<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<At<&'t str>> {
        if !fields.has(key) {
            self.problem(&fields.span, format!("{} has no `{key}`", fields.what));
        }
        self.text(fields, key)
    }

    /// A whole number from 0.
    pub(crate) fn number(&mut self, fields: &Fields<'_>, key: &str) -> Option<At<u64>> {
        self.typed(fields, key, "a whole number", |value| {
            let integer = value.as_integer()?;
            u64::from_str_radix(integer.as_str(), integer.radix()).ok()
        })
    }

    /// A list of texts; empty where there is none.
    pub(crate) fn texts<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Vec<At<&'t str>> {
        let Some(list) = self.typed(fields, key, "a list of texts", DeValue::as_array) else {
            return Vec::new();
        };
        let mut texts = Vec::new();
        for entry in list.value {
            match entry.get_ref().as_str() {
                Some(value) => texts.push(At { value, span: entry.span() }),
                None => self.problem(&entry.span(), format!("`{key}` of {} holds what is not a text", fields.what)),
            }
        }
        texts
    }

    /// A table; `None` where there is none.
    pub(crate) fn table<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<Fields<'t>> {
        let found = self.typed(fields, key, "a table", DeValue::as_table)?;
        Some(Fields { table: found.value, what: format!("`[{key}]`"), span: found.span })
    }

    /// A list of tables, each called `what` and its number; empty where there is none.
    pub(crate) fn tables<'t>(&mut self, fields: &Fields<'t>, key: &str, what: &str) -> Vec<Fields<'t>> {
        let Some(list) = self.typed(fields, key, "a list of tables", DeValue::as_array) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (entry, number) in list.value.iter().zip(1_usize..) {
            match entry.get_ref().as_table() {
                Some(table) => tables.push(Fields { table, what: format!("{what} {number}"), span: entry.span() }),
                None => self.problem(&entry.span(), format!("{what} {number} is not a table")),
            }
        }
        tables
    }

    fn typed<'t, T>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<At<T>> {
        let found: &'t Spanned<DeValue<'t>> = fields.table.get(key)?;
        let span = found.span();
        if let Some(value) = read(found.get_ref()) {
            return Some(At { value, span });
        }
        self.problem(&span, format!("`{key}` of {} is not {expected}", fields.what));
        None
    }
}

impl<'a> Fields<'a> {
    /// The whole file, called `what`.
    pub(crate) fn of(table: &'a DeTable<'a>, what: &str) -> Self {
        Self { table, what: what.to_owned(), span: 0..0 }
    }

    /// What it is called in a message.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// Where it starts.
    pub(crate) const fn span(&self) -> &Range<usize> {
        &self.span
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Its keys, each with its place.
    pub(crate) fn keys(&self) -> Vec<At<&'a str>> {
        self.table.keys().map(|key| At { value: key.get_ref().as_ref(), span: key.span() }).collect()
    }
}

/// Line and column of a byte, from 1, the column in characters.
fn place(text: &str, start: usize) -> (usize, usize) {
    let before = text.get(..start).unwrap_or(text);
    // A byte order mark is in no column.
    let before = before.strip_prefix('\u{feff}').unwrap_or(before);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    (line, column)
}
