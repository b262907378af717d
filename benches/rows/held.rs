//! What does reading one more review cost where all are held at once? Among ten thousand, beside among a hundred.
//!
//! Each number is read once, in a process of its own, as a command does. Reading the same reviews again and again would
//! find the memory of few still there, and in the processor's caches, and not that of many, which goes back to the system:
//! that compares allocators.

#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times are measured, not scored")]

use std::{
    env,
    process::{Command, Stdio},
    time::Instant,
};

use architrave::source::{self, Input, Inputs};
use architrave_benches::{
    generate::custom,
    measure::median,
    table::{Bar, Figure, Relation, Row},
};
use architrave_core::snapshot::{self, LensTable, Snapshot};

use crate::setup;

/// What the process is called with, and the number of reviews.
pub(crate) const PART: &str = "--read-once";

/// Questions of the lens: few, so that ten thousand documents fit into memory.
const QUESTIONS: usize = 20;

/// Documents of one review each.
pub(super) fn documents(count: u64) -> Inputs {
    let text = |number| Input { name: Some(format!("{number:05}.json")), text: custom(QUESTIONS, number) };
    Inputs::new((0..count).map(text).collect())
}

/// All of their reviews.
pub(super) fn snapshots(inputs: &Inputs) -> Vec<Snapshot> {
    let drafts = source::parse(inputs).expect("the documents are valid");
    let mut lenses = LensTable::default();
    let resolve = |draft| snapshot::resolve_among(&draft, &mut lenses).expect("the document resolves");
    drafts.reviews.into_iter().map(resolve).collect()
}

/// Prints how many nanoseconds it takes to read so many documents, once.
pub(crate) fn part(count: u64) {
    // Code is loaded by the first review.
    drop(setup::snapshot(&architrave::sample::inputs()));
    let inputs = documents(count);
    let start = Instant::now();
    let snapshots = snapshots(&inputs);
    let took = start.elapsed();
    assert_eq!(u64::try_from(snapshots.len()).expect("a number of reviews"), count);
    println!("{}", took.as_nanos());
}

pub(super) fn row(quick: bool) -> Row {
    const MIDDLE: u64 = 100;
    const TOP: u64 = 10_000;
    // In turns, as everything else; a hundred take so short that they are read more often.
    let mut turns: Vec<(f64, f64)> = Vec::new();
    for _ in 0..if quick { 3 } else { 7 } {
        turns.push((median((0..9).map(|_| nanoseconds_each(MIDDLE))), nanoseconds_each(TOP)));
    }
    Row {
        what: format!("bytes → snapshots, {TOP} reviews: each"),
        ours: Figure::Nanoseconds(median(turns.iter().map(|turn| turn.1))),
        beside: Some((format!("each of {MIDDLE}"), Figure::Nanoseconds(median(turns.iter().map(|turn| turn.0))))),
        relation: Relation::Times(median(turns.iter().map(|turn| turn.1 / turn.0))),
        bar: Some(Bar::AtMost(1.3)),
    }
}

/// In a new process.
fn nanoseconds_each(count: u64) -> f64 {
    let program = env::current_exe().expect("this program has a path");
    let mut command = Command::new(program);
    command.args([PART, &count.to_string()]).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "reading {count} reviews: {}", output.status);
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse::<u64>().expect("nanoseconds") as f64 / count as f64
}
