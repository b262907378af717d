//! What comes of one document? Its line, and what the last line has to know of it.

use std::{fs, io, sync::Arc};

use architrave_core::{
    assess,
    diagnostic::{Diagnostic, Location},
    gate::{self, Absent},
    lens::Lens,
    report::Sha256,
    snapshot::{Digest, LensTable, Snapshot},
    stream::{Counted, CountedReview, DOCUMENT_SCHEMA, Document, Place},
};

use super::{
    Options,
    documents::{Content, Found},
    spare::Spare,
};
use crate::{
    host::{self, Host, lenses::Lenses},
    resolve,
    source::{
        self, FILE_BYTES_MAX, Input, Inputs,
        files::{decode, unreadable},
    },
};

/// What all documents are assessed with.
#[derive(Debug)]
pub(super) struct Worker<'a> {
    pub(super) host: &'a Host,
    pub(super) lenses: &'a Lenses<'a>,
    pub(super) options: &'a Options<'a>,
    /// Lenses that earlier documents had, one table for each thread.
    pub(super) tables: Spare<LensTable>,
    /// What earlier lines were written in, empty.
    pub(super) lines: Spare<Vec<u8>>,
}

/// A document on its way out.
#[derive(Debug)]
pub(super) struct Assessed {
    /// With its line break.
    pub(super) line: io::Result<Vec<u8>>,
    pub(super) place: Place,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) counted: Counted,
    /// Of the document.
    pub(super) bytes: u64,
}

/// A lens that a document had reviews of.
pub(super) type Seen = (Arc<Lens>, Digest);

/// A document that was read: its snapshots, and what of it has none.
#[derive(Debug, Default)]
struct Facts {
    snapshots: Vec<Snapshot>,
    problems: Vec<Diagnostic>,
    bytes: u64,
}

impl Worker<'_> {
    /// Everything from bytes to bytes.
    pub(super) fn assess(&self, found: Found) -> (Assessed, Vec<Seen>) {
        let Found { place, content } = found;
        let Facts { mut snapshots, problems, bytes } = self.facts(content, &place);
        host::sort(&mut snapshots);
        let mut document = Document {
            schema: DOCUMENT_SCHEMA,
            document: place,
            snapshot: None,
            reviews: Vec::with_capacity(snapshots.len()),
            verdict: None,
            problems,
        };
        let show = self.options.run.show;
        document.reviews.extend(snapshots.iter().map(|snapshot| self.host.assess_one(snapshot, self.lenses, show)));
        let digest = (!snapshots.is_empty()).then(|| assess::digest(&snapshots));
        document.snapshot = digest.map(|digest| Sha256 { sha256: digest.to_string() });
        let counted = self.judge(&mut document, digest);
        let assessed = Assessed {
            line: line(&document, self.lines.take()),
            place: document.document,
            problems: document.problems,
            counted,
            bytes,
        };
        (assessed, snapshots.into_iter().map(|snapshot| (snapshot.lens, snapshot.lens_sha256)).collect())
    }

    /// The verdict over all reviews of a document, and what is counted of each.
    fn judge(&self, document: &mut Document, snapshot: Option<Digest>) -> Counted {
        let allow_faults = self.options.allow_faults;
        let mut because = Vec::new();
        let mut reviews = Vec::with_capacity(document.reviews.len());
        let mut absent = self.options.gate.map(Absent::new);
        for review in &document.reviews {
            let verdict = self.options.gate.map(|gate| gate::judge_one(gate, review, allow_faults));
            if let Some(absent) = &mut absent {
                absent.strike(review);
            }
            reviews.push(CountedReview {
                score: review.score.basis_points,
                partial: review.partial,
                faults: review.faults.len(),
                passes: verdict.as_ref().and_then(|verdict| verdict.passes),
            });
            because.extend(verdict.into_iter().flat_map(|verdict| verdict.because));
        }
        if self.options.gate.is_some() && !reviews.is_empty() {
            document.verdict = Some(gate::verdict(because));
        }
        Counted { snapshot, reviews, absent }
    }

    /// The text is gone when this returns.
    fn facts(&self, content: Content, place: &Place) -> Facts {
        let refused = |problems: Vec<Diagnostic>| Facts {
            problems: problems.into_iter().map(|problem| on_line(problem, place)).collect(),
            ..Facts::default()
        };
        let inputs = match inputs(content, place) {
            Ok(inputs) => inputs,
            Err(problem) => return refused(vec![*problem]),
        };
        let bytes = inputs.texts().iter().map(|input| u64::try_from(input.text.len()).unwrap_or(u64::MAX)).sum();
        let parsed = source::parse(&inputs).and_then(|drafts| {
            let problems = resolve::without_answers(&drafts);
            let mut table = self.tables.take();
            let snapshots = resolve::snapshots(drafts, &mut table, self.options.allow_partial);
            self.tables.give_back(table);
            Ok((snapshots?, problems))
        });
        match parsed {
            Ok((snapshots, problems)) => Facts { snapshots, bytes, ..refused(problems) },
            Err(problems) => Facts { bytes, ..refused(problems) },
        }
    }
}

fn inputs(content: Content, place: &Place) -> Result<Inputs, Box<Diagnostic>> {
    let input = |bytes: Vec<u8>| decode(place.file.clone(), bytes).map(|input: Input| Inputs::new(vec![input]));
    match content {
        Content::Bytes(bytes) => input(bytes),
        Content::Inputs(inputs) => Ok(inputs),
        Content::Unreadable(problem) => Err(problem),
        Content::File(path) => {
            // One more than allowed, so that too long is seen without reading all of it.
            let most = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
            let read = fs::File::open(&path).and_then(|file| {
                let known = file.metadata().map_or(0, |metadata| metadata.len().min(most));
                let mut bytes = Vec::with_capacity(usize::try_from(known).unwrap_or_default().saturating_add(1));
                io::Read::read_to_end(&mut io::Read::take(file, most), &mut bytes).map(|_| bytes)
            });
            read.map_err(|error| Box::new(unreadable(&path, &error))).and_then(input)
        }
    }
}

/// Where a document stands, for messages.
pub(super) fn location(place: &Place) -> Location {
    let line = place.line.and_then(|line| u32::try_from(line).ok());
    Location { file: place.file.clone(), line, ..Location::default() }
}

/// A problem within a line tells which line of the file that is.
fn on_line(mut problem: Diagnostic, place: &Place) -> Diagnostic {
    if place.line.is_some() {
        let location = problem.location.get_or_insert_default();
        location.line = self::location(place).line;
        location.file.clone_from(&place.file);
    }
    problem
}

fn line(document: &Document, mut line: Vec<u8>) -> io::Result<Vec<u8>> {
    serde_json::to_writer(&mut line, document)?;
    line.push(b'\n');
    Ok(line)
}
