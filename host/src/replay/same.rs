//! How far are two texts of a report the same? To the byte, but for where its files lay, or but for its layout.

use architrave_core::report::Report;
use serde::Serialize;
use serde_json::Value;

use super::differences::{Difference, Kind};
use crate::sink::width::cut;

/// Most columns of a line in a message.
const LINE_COLUMNS: usize = 100;

/// How far two texts are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bytes {
    /// To the byte.
    Equal,
    /// But for the files and lines that the inputs are: they lie elsewhere now.
    Places,
    /// But for white space between values, and perhaps for where inputs lie.
    Layout,
    /// They are not.
    Differ,
}

/// Gives diagnostics of `again` the file names that stand in the report, where nothing else of them differs, and says
/// whether there was any. Where inputs lie is no part of a result.
pub(super) fn use_file_names(again: &mut Report, then: &Value) -> bool {
    let mut renamed = false;
    for (position, review) in again.reviews.iter_mut().enumerate() {
        let Some(recorded) = then.pointer(&format!("/reviews/{position}/diagnostics")).and_then(Value::as_array) else {
            continue;
        };
        for (diagnostic, recorded) in review.diagnostics.iter_mut().zip(recorded) {
            let Some(name) = recorded.pointer("/location/file").and_then(Value::as_str) else { continue };
            let mut moved = diagnostic.clone();
            match &mut moved.location {
                Some(location) if location.file.as_deref().is_some_and(|file| file != name) => {
                    location.file = Some(name.to_owned());
                }
                Some(_) | None => continue,
            }
            if serde_json::to_value(&moved).is_ok_and(|moved| moved == *recorded) {
                *diagnostic = moved;
                renamed = true;
            }
        }
    }
    renamed
}

/// Compares two texts; `renamed` says that file names were made the same.
pub(super) fn bytes(then: &str, now: &str, renamed: bool) -> Bytes {
    match (then == now, renamed) {
        (true, false) => Bytes::Equal,
        (true, true) => Bytes::Places,
        (false, _) if characters(then).eq(characters(now)) => Bytes::Layout,
        (false, _) => Bytes::Differ,
    }
}

/// The text without white space between values.
fn characters(text: &str) -> impl Iterator<Item = char> {
    let (mut within, mut escaped) = (false, false);
    text.chars().filter(move |character| {
        let kept = within || !character.is_ascii_whitespace();
        if *character == '"' && !escaped {
            within = !within;
        }
        escaped = within && *character == '\\' && !escaped;
        kept
    })
}

/// The first line that is not the same.
pub(super) fn first_line(then: &str, now: &str) -> Difference {
    let (mut thens, mut nows) = (then.lines(), now.lines());
    let mut number: usize = 1;
    loop {
        let (report, now) = (thens.next(), nows.next());
        if report != now || report.is_none() {
            let shown = |line: Option<&str>| line.map(|line| cut(line.trim(), LINE_COLUMNS));
            let what =
                format!("text at line {number}: its values are the same, members are written otherwise or twice");
            return Difference::new(Kind::Text, what, shown(report), shown(now));
        }
        number = number.saturating_add(1);
    }
}
