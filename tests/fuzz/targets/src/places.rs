//! Do diagnostics say what they should, and point into the file that they speak of?

use architrave_core::diagnostic::{Diagnostic, Location, Severity};
use serde_json::Value;

/// Holds diagnostics about one file to their form and their places. `value` is the file as JSON, where it is that.
pub(crate) fn check(diagnostics: &[Diagnostic], file: &str, text: &str, value: Option<&Value>) {
    for diagnostic in diagnostics {
        form(diagnostic.code, &diagnostic.message, diagnostic.help.as_deref());
        let of_file = diagnostic.location.as_ref().filter(|location| location.file.as_deref() == Some(file));
        if let Some(location) = of_file {
            place(location, text, value);
        }
    }
}

/// Whether there is an error, without which nothing may be refused.
pub(crate) fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// A code of lower-case words, a message without a final stop.
pub(crate) fn form(code: &str, message: &str, help: Option<&str>) {
    let (subject, problem) = code.split_once('.').unwrap_or_default();
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    assert!(is_word(subject) && is_word(problem), "the code `{code}` is no `subject.problem`");
    assert!(!message.is_empty() && !message.ends_with('.'), "{code}: `{message}`");
    assert!(help.is_none_or(|help| !help.is_empty()), "{code} has an empty help");
}

/// Line and column stand in the text; a span stands in what the pointer leads to.
pub(crate) fn place(location: &Location, text: &str, value: Option<&Value>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(line) = location.line {
        let found = line.checked_sub(1).and_then(|line| text.split('\n').nth(usize::try_from(line).ok()?));
        assert!(found.is_some(), "{location:?}: there is no such line");
        let characters = found.unwrap_or_default().chars().count();
        let column = location.column.unwrap_or(1);
        let fits = column >= 1 && usize::try_from(column).is_ok_and(|column| column <= characters + 1);
        assert!(fits, "{location:?}: the line has {characters} characters");
    }
    let (Some((start, end)), Some(pointer), Some(value)) = (location.span, &location.pointer, value) else { return };
    let at = value.pointer(pointer).and_then(Value::as_str);
    let Some(at) = at else { return };
    let offset = |bytes: u32| usize::try_from(bytes).unwrap_or(usize::MAX);
    assert!(at.get(offset(start)..offset(end)).is_some(), "{location:?}: no such place in `{at}`");
}

/// Text for a terminal holds whole lines and nothing that a terminal acts upon.
pub(crate) fn terminal(text: &str) {
    assert!(text.is_empty() || text.ends_with('\n'), "the last line has no end");
    let bad = text.chars().find(|character| character.is_control() && *character != '\n');
    assert_eq!(bad, None, "a terminal would act upon it");
}
