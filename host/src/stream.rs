//! How are thousands of documents assessed in the memory of a few? One after the other, some side by side, each by
//! itself; a line is written for each as soon as those before it are.
//!
//! [`Documents`] finds them, [`assess()`] writes what [`architrave_core::stream`] describes. A document is what
//! [`source::parse`] makes of one file or one line: all that belongs to its reviews stands in it, nothing is looked up
//! in others. Milestones of one document are linked, of several not.
//!
//! In memory at a time are: for each thread the text of one document with its reviews, at most
//! [`DOCUMENTS_AHEAD`] written documents per thread that wait for one before them, and prepared plugins for as many
//! lenses as a workload may have, and some more.

mod document;
mod documents;
mod lines;
mod spare;

use std::{io, ops::ControlFlow};

use architrave_core::{
    diagnostic::Diagnostic,
    gate::{Absent, Gate},
    report::Allowed,
    stream::{Place, Summary, Tally},
};

pub use self::documents::Documents;
use self::{
    document::{Assessed, Worker},
    documents::Found,
    spare::Spare,
};
use crate::host::{
    Host, RunOptions,
    in_order::{Crew, in_order},
    lenses::Lenses,
};
#[cfg(doc)]
use crate::source;

/// Documents per thread that may be in work or wait to be written.
pub const DOCUMENTS_AHEAD: usize = 4;

/// Lines longer than this are not written where others were: a few long ones would hold their memory to the end.
const LINE_BYTES_KEPT: usize = 4 << 20;

/// What is asked of each document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// How reviews are run.
    pub run: RunOptions,
    /// Whether reviews that are not whole are assessed; else their document is refused.
    pub allow_partial: bool,
    /// Judges each review.
    pub gate: Option<&'a Gate>,
    /// Whether a fault of a plugin that no rule reads is ignored.
    pub allow_faults: bool,
}

/// One document that was written.
#[derive(Debug)]
pub struct Written<'a> {
    /// Which.
    pub place: &'a Place,
    /// What of it could not be assessed, and why.
    pub problems: &'a [Diagnostic],
    /// Whether it has no reviews.
    pub is_refused: bool,
    /// Bytes of the document.
    pub bytes: u64,
    /// Documents so far.
    pub documents: u64,
    /// Reviews so far.
    pub reviews: u64,
}

/// Assesses every document, and writes one line for each, in their order, and one at the end. `watch` is told of each.
///
/// # Errors
///
/// What `out` answers; nothing is written after that. The summary then covers what was written before.
pub fn assess(
    host: &Host,
    documents: Documents,
    options: &Options<'_>,
    out: &mut dyn io::Write,
    mut watch: impl FnMut(&Written<'_>),
) -> (Summary, io::Result<()>) {
    let mut documents = documents;
    let crew = Crew::new(options.run.threads, 1, usize::MAX);
    let crew = Crew { ahead: crew.threads.saturating_mul(DOCUMENTS_AHEAD), ..crew };
    let lenses = Lenses::of_stream(host, options.run.images);
    let worker = Worker { host, lenses: &lenses, options, tables: Spare::default(), lines: Spare::default() };
    let mut tally = Tally::new(options.gate.map(Absent::new));
    let mut written = Ok(());
    in_order(
        crew,
        || documents.next(),
        |found: Found, handover| {
            let (assessed, seen) = worker.assess(found);
            handover.give(assessed);
            // Others write meanwhile.
            seen.iter().for_each(|(lens, digest)| lenses.improve(lens, *digest));
        },
        |assessed: Assessed| {
            written = assessed.line.and_then(|mut line| {
                out.write_all(&line)?;
                if line.capacity() <= LINE_BYTES_KEPT {
                    line.clear();
                    worker.lines.give_back(line);
                }
                Ok(())
            });
            if written.is_err() {
                return ControlFlow::Break(());
            }
            tally.add(&assessed.counted);
            watch(&Written {
                place: &assessed.place,
                problems: &assessed.problems,
                is_refused: assessed.counted.reviews.is_empty(),
                bytes: assessed.bytes,
                documents: tally.documents().total,
                reviews: tally.reviews(),
            });
            ControlFlow::Continue(())
        },
    );
    let allowed =
        Allowed { notes: options.run.show.notes, partial: options.allow_partial, faults: options.allow_faults };
    let summary = tally.finish(host.provenance(allowed, options.gate));
    let written = written.and_then(|()| {
        let mut line = serde_json::to_vec(&summary)?;
        line.push(b'\n');
        out.write_all(&line).and_then(|()| out.flush())
    });
    (summary, written)
}
