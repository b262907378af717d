//! `architrave assess --stream`

use std::{
    io,
    path::Path,
    time::{Duration, Instant},
};

use architrave_core::stream::Summary;

use super::{
    AssessArgs, FAILS, PASSES, UNDECIDED,
    output::Streams,
    progress::Progress,
    review::{config, run_options, runtime, said},
};
use crate::{
    host::Host,
    sample,
    stream::{self, Documents, Options, Written},
};

/// Documents whose problems are said on stderr; those of all others stand in their lines only.
const SAID_MAX: u64 = 10;

pub(super) fn run(args: &AssessArgs, streams: &Streams) -> u8 {
    let started = Instant::now();
    let Some(config) = said(streams, config(&args.review.with)) else { return UNDECIDED };
    let Some(runtime) = said(streams, runtime(&args.review.with, &config)) else { return UNDECIDED };
    let Some(host) = said(streams, Host::load(&config, &runtime)) else { return UNDECIDED };
    let options = Options {
        run: run_options(&args.review),
        allow_partial: args.review.allow_partial,
        gate: config.gate.as_ref(),
        allow_faults: args.review.allow_faults,
    };
    let documents = if args.review.paths.is_empty() {
        Documents::of_inputs(sample::inputs())
    } else {
        Documents::of_paths(args.review.paths.clone(), io::stdin())
    };
    let mut talk = Talk { streams, progress: Progress::new(), said: 0, bytes: 0 };
    let mut summary = None;
    let written = streams.write_to(args.output.as_deref(), |out| {
        let (found, written) = stream::assess(&host, documents, &options, out, |document| talk.about(document));
        summary = Some(found);
        written
    });
    talk.progress.finish();
    let Some(summary) = summary else { return written };
    talk.end(&summary, started.elapsed());
    if written == PASSES { status(&summary, args.review.allow_faults) } else { written }
}

/// 1 when a review fails the gate; else 2 when anything could not be read or decided, or there was nothing; else 0.
fn status(summary: &Summary, allow_faults: bool) -> u8 {
    match &summary.gate {
        Some(gate) => match gate.passes {
            Some(true) => PASSES,
            Some(false) => FAILS,
            None => UNDECIDED,
        },
        None if summary.documents.refused > 0 || summary.reviews == 0 => UNDECIDED,
        None if summary.faults > 0 && !allow_faults => UNDECIDED,
        None => PASSES,
    }
}

/// What is said on stderr.
struct Talk<'a> {
    streams: &'a Streams,
    progress: Progress,
    said: u64,
    bytes: u64,
}

impl Talk<'_> {
    fn about(&mut self, document: &Written<'_>) {
        self.bytes = self.bytes.saturating_add(document.bytes);
        if !document.problems.is_empty() && self.said < SAID_MAX {
            self.said = self.said.saturating_add(1);
            self.progress.finish();
            self.streams.diagnostics(if document.is_refused { "error" } else { "warning" }, document.problems);
        }
        self.progress.count("reviews assessed", document.reviews);
    }

    fn end(&self, summary: &Summary, took: Duration) {
        let documents = summary.documents;
        if documents.total == 0 {
            self.streams.problem("cannot assess anything", &"there is no document");
        } else if documents.refused > 0 {
            let message = format!(
                "{} of {} documents have no reviews in the output; their lines say why",
                documents.refused, documents.total
            );
            self.streams.say(&message);
        }
        self.streams.say(&throughput(summary, self.bytes, took));
    }
}

/// How fast it went, and in how much memory: for a person's eyes, different in each run.
fn throughput(summary: &Summary, bytes: u64, took: Duration) -> String {
    let per_second = |count: u64| {
        let per_second = u128::from(count).saturating_mul(1_000_000) / took.as_micros().max(1);
        u64::try_from(per_second).unwrap_or(u64::MAX)
    };
    let documents = summary.documents.total;
    let mut line = format!(
        "documents {documents}, reviews {}, {} ms: {} documents/s, {} reviews/s, {} kB/s read",
        summary.reviews,
        took.as_millis(),
        per_second(documents),
        per_second(summary.reviews),
        per_second(bytes) / 1_000,
    );
    if let Some(peak_kib) = peak_memory_kib() {
        line.push_str(&format!(", at most {peak_kib} KiB of memory"));
    }
    line
}

/// The most memory that this process ever had, where the system tells.
fn peak_memory_kib() -> Option<u64> {
    let status = std::fs::read_to_string(Path::new("/proc/self/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.split_whitespace().next()?.parse().ok()
}
