//! One statement about the input: what is wrong or worth knowing, where, and what to do.

use serde::{Deserialize, Serialize};

/// Where in the input something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Location {
    /// The file, as it was named to us; null for the built-in sample or bytes without a name.
    pub file: Option<String>,
    /// A JSON pointer (RFC 6901) into it.
    pub pointer: Option<String>,
    /// First line is 1.
    pub line: Option<u32>,
    /// First column is 1, in characters of that line.
    pub column: Option<u32>,
    /// Byte range within the text at `pointer`, such as a risk rule's condition: start, end.
    pub span: Option<(u32, u32)>,
}

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be used as it is.
    Error,
    /// The result stands, and a reader should know this.
    Note,
}

/// One statement about the input.
///
/// `code` is stable and made of lower-case words, `subject.problem`; `message` is one line, lower-case start, no final
/// stop, with the input's own words in backticks; `help` says what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Such as `answer.contradictory`.
    pub code: &'static str,
    /// Whether the input can still be used; not in the report, which is only made when it can.
    #[serde(skip, default = "note")]
    pub severity: Severity,
    /// What was found, on which thing.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where.
    pub location: Option<Location>,
}

/// What stands in a report does not keep its input from being used.
const fn note() -> Severity {
    Severity::Note
}

impl Diagnostic {
    /// A problem that keeps the input from being used.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), help: None, location: None }
    }

    /// Something that a reader should know.
    #[must_use]
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Note, message: message.into(), help: None, location: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds where it stands.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }
}

impl Location {
    /// A place in a file given by a JSON pointer.
    #[must_use]
    pub fn pointer(file: Option<&str>, pointer: impl Into<String>) -> Self {
        Self { file: file.map(str::to_owned), pointer: Some(pointer.into()), ..Self::default() }
    }
}

/// Up to five names in backticks, then how many more: for messages that list alternatives.
#[must_use]
pub fn list_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Text of the input without line breaks and whatever else a terminal would act upon.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
