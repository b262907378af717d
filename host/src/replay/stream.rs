//! Does a stream follow from its documents? Made again and compared line by line, in the memory of a few lines.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, Read, Seek, Write},
};

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    report::Run,
    stream::{DOCUMENT_SCHEMA, SUMMARY_SCHEMA, Summary},
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    Bytes, Compared, REPORT_BYTES_MAX, Replay, SCHEMA, causes,
    differences::{Difference, Differences, Kind},
    facts::{self, Origin},
    line::Line,
    reviews, tail,
    values::shown,
};

/// Most bytes of a line that a message shows.
const TEXT_BYTES: usize = 60;

/// How many documents are looked at to find the one that a line is of.
const AHEAD: usize = 16;

/// A stream as it was found: its last line, and all lines, to be read once.
#[derive(Debug)]
pub struct RecordedStream<F> {
    file: BufReader<F>,
    summary: Value,
    origin: Origin,
}

/// What a file turned out to hold.
#[derive(Debug)]
pub enum Opened<F> {
    /// A stream.
    Stream(Box<RecordedStream<F>>),
    /// Something else; the file is at its start.
    Other(F),
}

impl<F: Read + Seek> RecordedStream<F> {
    /// Looks whether a file holds a stream; `name` is for messages.
    ///
    /// # Errors
    ///
    /// `replay.unreadable`; `replay.cut-off` where there is no last line; `replay.member` for every member of the last
    /// line that is missing or of another kind.
    pub fn open(mut file: F, name: &str) -> Result<Opened<F>, Vec<Diagnostic>> {
        let last = last_line(&mut file).map_err(|error| vec![unreadable(name, &error)])?;
        let Some(last) = last else { return Ok(Opened::Other(file)) };
        let summary = serde_json::from_slice::<Value>(&last).unwrap_or_default();
        if summary.get("schema").and_then(Value::as_str) != Some(SUMMARY_SCHEMA) {
            let message = format!("cannot replay `{name}`: the stream has no last line of `{SUMMARY_SCHEMA}`");
            let problem = Diagnostic::error("replay.cut-off", message)
                .help("give what `assess --stream` wrote, to its end")
                .at(Location { file: Some(name.to_owned()), ..Location::default() });
            return Err(vec![problem]);
        }
        let origin = facts::origin(&summary, name)?;
        Ok(Opened::Stream(Box::new(Self { file: BufReader::new(file), summary, origin })))
    }

    /// What the stream was asked for. To make it again, ask for the same.
    #[must_use]
    pub const fn run(&self) -> &Run {
        &self.origin.run
    }

    /// Ids, versions and digests of its plugins.
    pub fn plugins(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let plugins = self.origin.plugins.iter();
        plugins.map(|plugin| (plugin.id.as_str(), plugin.version.as_str(), plugin.sha256.as_str()))
    }

    /// Where the stream that is made again is written to.
    #[must_use]
    pub fn remake(self) -> Remaking<F> {
        Remaking {
            recorded: self,
            ahead: VecDeque::new(),
            written: Vec::new(),
            number: 0,
            differences: Differences::default(),
            then: Sha256::new(),
            now: Sha256::new(),
            bytes: Bytes::Equal,
            unsure: false,
        }
    }
}

/// Takes the lines of the stream that is made again, and compares each with its line of the recorded one.
#[derive(Debug)]
pub struct Remaking<F> {
    recorded: RecordedStream<F>,
    /// Lines that were read and not compared.
    ahead: VecDeque<Line>,
    /// What was written of a line that is not whole.
    written: Vec<u8>,
    /// Documents so far.
    number: usize,
    differences: Differences,
    then: Sha256,
    now: Sha256,
    bytes: Bytes,
    unsure: bool,
}

impl<F: Read> Write for Remaking<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.now.update(bytes);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.written.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut self.written);
                self.compare(&Line::new(line))?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<F: Read> Remaking<F> {
    /// What came of it, once all is written; `summary` is that of the stream that was made again.
    ///
    /// # Errors
    ///
    /// What the recorded file answers.
    pub fn finish(mut self, summary: &Summary) -> io::Result<Replay> {
        while self.look(0)? {
            self.drop_recorded(1);
        }
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (plugins, reviews) = (summary.plugins.len(), number(summary.reviews));
        let compared = Compared {
            plugins,
            documents: Some(number(summary.documents.total)),
            reviews,
            // Each plugin is asked about each review.
            outcomes: plugins.saturating_mul(reviews),
        };
        if self.differences.total() > 0 {
            self.bytes = Bytes::Differ;
        }
        let hex = |hash: Sha256| architrave_core::snapshot::Digest(hash.finalize().into()).to_string();
        let result = self.differences.conclusion();
        let (differences, differences_total) = self.differences.finish();
        Ok(Replay {
            schema: SCHEMA,
            result,
            report_sha256: hex(self.then),
            again_sha256: hex(self.now),
            bytes: self.bytes,
            compared,
            differences,
            differences_total,
        })
    }

    /// Reads ahead until there is a line at `position`; says whether there is.
    fn look(&mut self, position: usize) -> io::Result<bool> {
        while self.ahead.len() <= position {
            let most = u64::try_from(REPORT_BYTES_MAX).unwrap_or(u64::MAX);
            let mut line = Vec::new();
            if self.recorded.file.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
                return Ok(false);
            }
            self.then.update(&line);
            if line.trim_ascii().is_empty() {
                self.bytes = Bytes::Layout;
            } else {
                self.ahead.push_back(Line::new(line));
            }
        }
        Ok(true)
    }

    /// Compares a line that was just made.
    fn compare(&mut self, now: &Line) -> io::Result<()> {
        self.number = self.number.saturating_add(1);
        if self.look(0)? && self.ahead.front().is_some_and(|then| then.bytes == now.bytes) {
            self.ahead.pop_front();
            return Ok(());
        }
        let value = now.value();
        if value.get("schema").and_then(Value::as_str) == Some(SUMMARY_SCHEMA) {
            return self.compare_last(&value, &now.bytes);
        }
        let mut found = None;
        for position in 0..AHEAD {
            if !self.look(position)? {
                break;
            }
            if self.ahead.get(position).is_some_and(|then| then.is_of_same_document(now)) {
                found = Some(position);
                break;
            }
        }
        let Some(position) = found else {
            self.differences.push(only(None, Some(&value)));
            return Ok(());
        };
        self.drop_recorded(position);
        if let Some(then) = self.ahead.pop_front() {
            self.compare_documents(&then, now);
        }
        Ok(())
    }

    /// Lets go of documents that are not there now.
    fn drop_recorded(&mut self, count: usize) {
        for line in self.ahead.drain(..count.min(self.ahead.len())) {
            self.differences.push(only(Some(&line.value()), None));
        }
    }

    /// Compares two lines of one document that are not the same.
    fn compare_documents(&mut self, then: &Line, now: &Line) {
        let moved = now.moved_to(then);
        let now = moved.as_ref().unwrap_or(now);
        if then.bytes == now.bytes {
            if self.bytes == Bytes::Equal {
                self.bytes = Bytes::Places;
            }
            return;
        }
        let before = self.differences.total();
        let of = format!(" of document {}", self.number);
        let (a, b) = (then.value(), now.value());
        match (facts::reviews(&a, ""), facts::reviews(&b, "")) {
            (Ok(then), Ok(now)) => {
                self.unsure |= reviews::compare((&then, &a), (&now, &b), &of, &mut self.differences);
            }
            _ => self.differences.push(only(Some(&a), Some(&b))),
        }
        if self.differences.total() == before {
            self.push_text(&of, &then.bytes, &now.bytes);
        }
    }

    fn compare_last(&mut self, now: &Value, text: &[u8]) -> io::Result<()> {
        // All before the last line of the file are documents that are not there now.
        while self.look(1)? {
            self.drop_recorded(1);
        }
        let before = self.differences.total();
        let then = self.ahead.pop_front().map(|line| line.bytes).unwrap_or_default();
        if let Ok(origin) = facts::origin(now, "") {
            causes::compare(&self.recorded.origin, &origin, &mut self.differences);
        }
        let of = (" of the last line", self.unsure);
        reviews::rest(&self.recorded.summary, now, of, &mut self.differences);
        if self.differences.total() == before {
            self.push_text(" of the last line", &then, text);
        }
        Ok(())
    }

    /// Two lines with the same values.
    fn push_text(&mut self, of: &str, then: &[u8], now: &[u8]) {
        let what = format!("text{of}: its values are the same, members are written otherwise or twice");
        let same = then.iter().zip(now).take_while(|(a, b)| a == b).count();
        let excerpt = |line: &[u8]| {
            let rest = line.get(same..).unwrap_or_default();
            String::from_utf8_lossy(rest.get(..TEXT_BYTES).unwrap_or(rest)).trim_end().to_owned()
        };
        self.differences.push(Difference::new(Kind::Text, what, Some(excerpt(then)), Some(excerpt(now))));
    }
}

/// The last line of a file that starts as a stream does; empty where there is none, `None` for any other file.
fn last_line(file: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let mut start = Vec::new();
    file.by_ref().take(64).read_to_end(&mut start)?;
    let starts = [DOCUMENT_SCHEMA, SUMMARY_SCHEMA].map(|schema| format!("{{\"schema\":\"{schema}\""));
    if !starts.iter().any(|schema| start.starts_with(schema.as_bytes())) {
        file.rewind()?;
        return Ok(None);
    }
    let most = u64::try_from(REPORT_BYTES_MAX).unwrap_or(u64::MAX);
    Ok(Some(tail::last_line(file, most)?.unwrap_or_default()))
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("replay.unreadable", format!("cannot read `{name}`: {error}"))
        .help("give a file that can be read from its start and its end")
}

/// A document that is there only once, or a line that is none.
fn only(then: Option<&Value>, now: Option<&Value>) -> Difference {
    let place = |value: &Value| value.get("document").map_or_else(|| "no document".to_owned(), shown);
    let file = then.or(now).and_then(|value| value.pointer("/document/file")).and_then(Value::as_str);
    Difference::new(Kind::Document, format!("document `{}`", file.unwrap_or_default()), then.map(place), now.map(place))
}
