//! Which documents stand in one text? One, an array of them, or several one after the other (NDJSON).

use architrave_core::diagnostic::{Diagnostic, Location, list_names};
use serde::Deserialize;
use serde_json::error::Category;

use super::{
    Input,
    files::shown,
    json::{NotPlain, Reader},
    shape::{Document, Keys, Top},
};

/// A document, and where it stands.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) document: Document<'a>,
    /// Position among the documents of its text; `None` where it is the only one.
    pub(super) position: Option<usize>,
    /// The document as written; `None` for an element of an array.
    pub(super) text: Option<&'a str>,
}

/// Reads all documents of a text in one pass.
///
/// # Errors
///
/// `source.empty`, `source.not-json`, `source.wrong-type`, the latter two with line and column.
pub(super) fn documents(input: &Input) -> Result<Vec<Placed<'_>>, Box<Diagnostic>> {
    let mut placed = match plain(&input.text) {
        Ok(placed) => placed,
        Err(NotPlain) => any(&input.text).map_err(|error| Box::new(not_readable(input, &error)))?,
    };
    if placed.is_empty() {
        let location = Location { file: input.name.clone(), ..Location::default() };
        let message = format!("{} holds no JSON document", shown(input.name.as_deref()));
        return Err(Box::new(Diagnostic::error("source.empty", message).at(location)));
    }
    if placed.len() > 1 || placed.iter().any(|placed| placed.text.is_none()) {
        for (position, document) in placed.iter_mut().enumerate() {
            document.position = Some(position);
        }
    }
    Ok(placed)
}

/// The documents of a text that is plain JSON, as nearly every export is.
fn plain(text: &str) -> Result<Vec<Placed<'_>>, NotPlain> {
    let mut placed = Vec::new();
    let mut reader = Reader::new(text);
    let mut start = 0;
    while !reader.is_at_end() {
        let top = Top::deserialize(&mut reader)?;
        place(top, text.get(start..reader.offset()), &mut placed);
        start = reader.offset();
    }
    Ok(placed)
}

/// The documents of any text, or what is wrong with it.
fn any(text: &str) -> serde_json::Result<Vec<Placed<'_>>> {
    let mut placed = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Top<'_>>();
    let mut start = 0;
    while let Some(top) = stream.next() {
        let end = stream.byte_offset();
        place(top?, text.get(start..end), &mut placed);
        start = end;
    }
    Ok(placed)
}

fn place<'a>(top: Top<'a>, text: Option<&'a str>, placed: &mut Vec<Placed<'a>>) {
    match top {
        Top::One(document) => placed.push(Placed { document: *document, position: None, text }),
        Top::Many(documents) => {
            placed.extend(documents.into_iter().map(|document| Placed { document, position: None, text: None }));
        }
    }
}

/// The error for a document that is of no dialect.
pub(super) fn unrecognised(input: &Input, placed: &Placed<'_>) -> Diagnostic {
    // A second look, for the message only.
    let text = placed.text.unwrap_or(&input.text);
    let keys = serde_json::from_str(text).map_or_else(|_| Vec::new(), |Keys(keys)| keys);
    let pointer = placed.position.map(|position| format!("/{position}"));
    let found = if keys.is_empty() {
        "no members".to_owned()
    } else {
        format!("the members {}", list_names(keys.iter().map(String::as_str)))
    };
    let help = if keys.iter().any(|key| key == "QuestionId") {
        "give whole responses: export without `--query`"
    } else {
        "recognised are responses of `aws wellarchitected` (`AnswerSummaries`, `Answer`, `LensReview`, `Workload`, \
         `Milestone`, `ImprovementSummaries`, `Metrics`), the labs' exports (`lenses`; `report_answers`), and a custom \
         lens (`pillars`) with answers (`questionResponses`)"
    };
    let message = format!("{} is not an export of a review: it has {found}", shown(input.name.as_deref()));
    Diagnostic::error("source.unrecognised", message).help(help).at(Location {
        file: input.name.clone(),
        pointer,
        ..Location::default()
    })
}

fn not_readable(input: &Input, error: &serde_json::Error) -> Diagnostic {
    let name = shown(input.name.as_deref());
    let what = cause(error);
    let location = Location {
        file: input.name.clone(),
        line: u32::try_from(error.line()).ok(),
        column: column(&input.text, error.line(), error.column()),
        ..Location::default()
    };
    match error.classify() {
        Category::Data => Diagnostic::error("source.wrong-type", format!("{name} cannot be read as a review: {what}"))
            .help("members are spelt and typed as the API writes them")
            .at(location),
        Category::Syntax | Category::Eof | Category::Io => {
            Diagnostic::error("source.not-json", format!("{name} is not JSON: {what}"))
                .help("export with `--output json`")
                .at(location)
        }
    }
}

/// What is wrong, without the place and without names that only programmers know.
fn cause(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
    if let Some((what, _)) = what.split_once("expected struct ") {
        return format!("{what}expected an object");
    }
    match what.strip_suffix("expected u32") {
        Some(what) => format!("{what}expected a number from 0 to {}", u32::MAX),
        None => what.lines().collect::<Vec<_>>().join(" "),
    }
}

/// The column in characters, from the one in bytes that `serde_json` gives.
fn column(text: &str, line: usize, column_bytes: usize) -> Option<u32> {
    let line = text.split('\n').nth(line.checked_sub(1)?)?;
    let before = line.as_bytes().get(..column_bytes).unwrap_or(line.as_bytes());
    u32::try_from(String::from_utf8_lossy(before).chars().count().max(1)).ok()
}

#[cfg(test)]
mod tests;
