//! How is a report written? One format per file, each a pure function of the [`Report`].
//!
//! Same report and style, same bytes. Text that comes from the input or from a plugin is escaped for its format: no
//! terminal sequence reaches a terminal, no markup a page or comment, no formula a spreadsheet.

pub(crate) mod choices;
mod csv;
mod html;
mod json;
mod markdown;
#[cfg(test)]
pub(crate) mod samples;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod width;
pub(crate) mod words;

use std::{io, str::FromStr};

use architrave_core::report::Report;

/// A form in which a report can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal, from 40 columns up.
    Table,
    /// `architrave.report/1`, two spaces of indent, a final newline.
    Json,
    /// One self-contained page.
    Html,
    /// For a comment on a pull request.
    Markdown,
    /// One row per practice; [`PRACTICE_COLUMNS`] says which columns.
    Csv,
    /// One row per question; [`QUESTION_COLUMNS`] says which columns.
    CsvQuestions,
}

pub use csv::{PRACTICE_COLUMNS, QUESTION_COLUMNS};

/// How a format for people is laid out. JSON, CSV and HTML pay no heed to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Width of the terminal in columns; less than 40 counts as 40.
    pub columns: usize,
    /// Whether ANSI colours are used. Colour repeats what words say and never replaces them.
    pub colour: bool,
    /// How many improvements of a review are listed, and how many practices that are not applicable.
    pub top: usize,
}

impl Default for Style {
    /// 80 columns, no colour, the first ten improvements.
    fn default() -> Self {
        Self { columns: 80, colour: false, top: 10 }
    }
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Html, Self::Markdown, Self::Csv, Self::CsvQuestions];

    /// As the command line names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::CsvQuestions => "csv-questions",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// A name that stands for no [`Format`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no format `{0}`")]
pub struct UnknownFormat(String);

/// Writes `report` as `format`.
///
/// # Errors
///
/// What `out` answers. Writing into a `Vec<u8>` does not fail.
pub fn write(report: &Report, format: Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        // Spaces that may not break have done their work once lines are broken; `grep` looks for ordinary ones.
        Format::Table => out.write_all(table::table(report, style).replace('\u{a0}', " ").as_bytes()),
        Format::Json => json::json(report, out),
        Format::Html => out.write_all(html::html(report).as_bytes()),
        Format::Markdown => out.write_all(markdown::markdown(report, style).as_bytes()),
        Format::Csv => csv::practices(report, out),
        Format::CsvQuestions => csv::questions(report, out),
    }
}

/// `report` as `format`, in memory.
///
/// # Errors
///
/// None is known; the signature is that of [`write()`].
pub fn render(report: &Report, format: Format, style: &Style) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(report, format, style, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
