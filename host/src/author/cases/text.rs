//! How are cases told to people? A line each, and behind each that fails what was expected beside what was found.

use super::{Case, Difference, Report, Seen, expect::Section};
use crate::sink::width::{Align, clean, pad, width};

/// Columns that a value takes at most beside another; longer ones stand below each other.
const VALUE_COLUMNS: usize = 36;
/// What stands in place of what a list does not have.
const ABSENT: &str = "-";

/// One line of a difference.
struct Row {
    key: String,
    expected: String,
    found: String,
    because: String,
}

impl Report {
    /// For people. The last line says how many cases there are and how many failed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{} {}  sha256 {}\n", self.plugin, self.version, self.sha256);
        let columns = self.cases.iter().map(|case| width(&case.name)).max().unwrap_or_default();
        for case in &self.cases {
            text.push_str(&case.line(columns));
            for line in case.lines() {
                text.push_str(&format!("        {line}\n"));
            }
        }
        text.push_str(&self.answer());
        text.push('\n');
        text
    }

    /// The first case that fails, as [`Report::to_text`] tells it.
    #[must_use]
    pub fn first_failure(&self) -> Option<String> {
        let case = self.cases.iter().find(|case| !case.passes)?;
        let mut text = case.line(width(&case.name));
        for line in case.lines() {
            text.push_str(&format!("        {line}\n"));
        }
        Some(text)
    }

    /// `3 cases, 1 failed`.
    #[must_use]
    pub fn answer(&self) -> String {
        let count = self.cases.len();
        format!("{count} {}, {} failed", if count == 1 { "case" } else { "cases" }, self.failed)
    }
}

impl Case {
    fn line(&self, columns: usize) -> String {
        let state = match (self.passes, self.blessed.is_empty()) {
            (false, _) => "FAILED",
            (true, true) => "ok",
            (true, false) => "blessed",
        };
        let expects = match self.expects {
            0 if self.passes && self.blessed.is_empty() => ", expects nothing but no fault",
            _ => "",
        };
        let name = pad(&clean(&self.name), columns, Align::Left);
        format!("{state:<7} {name}  {}:{}{expects}\n", clean(&self.file), self.line)
    }

    /// What is not as expected and what was blessed, and what the plugin said where it fails.
    pub(super) fn lines(&self) -> Vec<String> {
        let rows: Vec<Row> = self.differences.iter().flat_map(Difference::rows).collect();
        let mut lines = table(&rows, ["expected", "found"]);
        let blessed: Vec<Row> = self.blessed.iter().flat_map(Difference::rows).collect();
        lines.extend(table(&blessed, ["was", "is now"]));
        if !self.passes {
            lines.extend(self.says.iter().map(|said| clean(said)));
        }
        lines
    }
}

fn table(rows: &[Row], [before, after]: [&str; 2]) -> Vec<String> {
    let columns = |cell: fn(&Row) -> &str, title: &str| {
        let widths = rows.iter().filter(|row| row.is_short()).map(|row| width(cell(row)));
        widths.max().unwrap_or_default().max(width(title))
    };
    let keys = columns(|row| &row.key, "");
    let (expected, found) = (columns(|row| &row.expected, before), columns(|row| &row.found, after));
    let line = |cells: [&str; 4]| {
        let [key, left, right, because] = cells;
        let [key, left, right] =
            [(key, keys), (left, expected), (right, found)].map(|(cell, columns)| pad(cell, columns, Align::Left));
        format!("{key}  {left}  {right}  {because}").trim_end().to_owned()
    };
    let mut lines = Vec::new();
    if rows.iter().any(Row::is_short) {
        lines.push(line(["", before, after, ""]));
    }
    for row in rows {
        if row.is_short() {
            lines.push(line([&row.key, &row.expected, &row.found, &row.because]));
            continue;
        }
        let columns = width(before).max(width(after));
        lines.push(row.key.clone());
        for (title, value) in [(before, &row.expected), (after, &row.found)] {
            lines.push(format!("  {}  {value}", pad(title, columns, Align::Left)));
        }
        if !row.because.is_empty() {
            lines.push(format!("  {}", row.because));
        }
    }
    lines
}

impl Row {
    fn is_short(&self) -> bool {
        width(&self.expected).max(width(&self.found)) <= VALUE_COLUMNS
    }
}

impl Difference {
    /// A row for a value; of lists one for each entry that differs.
    fn rows(&self) -> Vec<Row> {
        let because = clean(self.because.as_deref().unwrap_or_default());
        let row = |key: String, expected: &str, found: &str| Row {
            key,
            expected: clean(expected),
            found: clean(found),
            because: because.clone(),
        };
        let key = clean(&self.key);
        let (Seen::Texts(expected), Seen::Texts(found)) = (&self.expected, &self.found) else {
            return vec![row(key, &self.expected.to_string(), &self.found.to_string())];
        };
        if self.section == Section::Order {
            let at = |texts: &[String], place: usize| texts.get(place).map_or(ABSENT, String::as_str).to_owned();
            let places = 0..expected.len().max(found.len());
            let pairs = places.map(|place| (place, at(expected, place), at(found, place)));
            let differing = pairs.filter(|(_, expected, found)| expected != found);
            return differing
                .map(|(place, expected, found)| row(format!("{key} {}", place.saturating_add(1)), &expected, &found))
                .collect();
        }
        let missing = expected.iter().filter(|text| !found.contains(text)).map(|text| (text.as_str(), ABSENT));
        let more = found.iter().filter(|text| !expected.contains(text)).map(|text| (ABSENT, text.as_str()));
        let rows: Vec<Row> = missing.chain(more).map(|(expected, found)| row(key.clone(), expected, found)).collect();
        // The same texts, another number of times.
        if rows.is_empty() { vec![row(key, &self.expected.to_string(), &self.found.to_string())] } else { rows }
    }
}
