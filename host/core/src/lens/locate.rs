//! On which line does a JSON pointer stand?

use std::collections::BTreeMap;

use super::parse::without_mark;
use crate::diagnostic::{Diagnostic, Location};

/// Deeper values, which a lens has only in members that nobody reads, end the walk.
const DEPTH_MAX: usize = 128;

/// Adds line and column to every diagnostic whose pointer stands in `text`, which must be JSON.
pub(crate) fn locate(text: &str, diagnostics: &mut [Diagnostic]) {
    let locations: Vec<&mut Location> =
        diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.location.as_mut()).collect();
    locate_all(text, locations);
}

/// The same for locations by themselves. One pass over the text, however many there are.
pub(crate) fn locate_all(text: &str, locations: Vec<&mut Location>) {
    if locations.is_empty() {
        return;
    }
    let text = without_mark(text);
    let mut wanted: BTreeMap<String, Option<usize>> =
        locations.iter().filter_map(|location| location.pointer.clone()).map(|pointer| (pointer, None)).collect();
    Walk { bytes: text.as_bytes(), at: 0, pointer: String::new(), depth: 0, wanted: &mut wanted }.value();
    let lines = Lines::new(text);
    for location in locations {
        let offset = location.pointer.as_ref().and_then(|pointer| wanted.get(pointer).copied().flatten());
        if let Some((line, column)) = offset.and_then(|offset| lines.place(text, offset)) {
            location.line = Some(line);
            location.column = Some(column);
        }
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect())
    }

    /// Line and column, both from 1, the column in characters.
    fn place(&self, text: &str, offset: usize) -> Option<(u32, u32)> {
        let line = self.0.partition_point(|start| *start <= offset);
        let start = *self.0.get(line.checked_sub(1)?)?;
        let column = text.get(start..offset)?.chars().count() + 1;
        Some((u32::try_from(line).ok()?, u32::try_from(column).ok()?))
    }
}

/// A walk over JSON that is known to be valid: it finds where values begin, and reads nothing else.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Of the value at `at`.
    pointer: String,
    depth: usize,
    wanted: &'a mut BTreeMap<String, Option<usize>>,
}

impl Walk<'_> {
    fn byte(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while self.byte().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    fn value(&mut self) {
        self.space();
        if let Some(place) = self.wanted.get_mut(&self.pointer) {
            *place = Some(self.at);
        }
        match self.byte() {
            b'{' => self.items(b'}', true),
            b'[' => self.items(b']', false),
            b'"' => drop(self.text()),
            _ => {
                while !matches!(self.byte(), b',' | b']' | b'}' | 0) {
                    self.at += 1;
                }
            }
        }
        self.space();
    }

    /// The members of an object or the items of a list, up to and with `end`.
    fn items(&mut self, end: u8, named: bool) {
        let parent = self.pointer.len();
        let mut position = 0_usize;
        if self.depth == DEPTH_MAX {
            self.at = self.bytes.len();
            return;
        }
        self.depth += 1;
        self.at += 1;
        self.space();
        while self.byte() != end && self.at < self.bytes.len() {
            let name = if named { self.text() } else { position.to_string() };
            if named {
                self.space();
                self.at += 1;
            }
            self.pointer.push('/');
            self.pointer.push_str(&escape(&name));
            self.value();
            self.pointer.truncate(parent);
            position += 1;
            if self.byte() == b',' {
                self.at += 1;
                self.space();
            }
        }
        self.depth -= 1;
        self.at += 1;
    }

    /// The text at `at`, without its quotation marks.
    fn text(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while !matches!(self.byte(), b'"' | 0) {
            self.at += if self.byte() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        self.bytes.get(start..self.at).and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default()
    }
}

/// A name as one step of a JSON pointer (RFC 6901).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
