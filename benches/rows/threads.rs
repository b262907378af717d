//! What does a second thread bring? Beside what it brings to a loop that shares nothing at all.

#![expect(clippy::float_arithmetic, reason = "times are measured, not scored")]

use std::{
    hint::black_box,
    thread,
    time::{Duration, Instant},
};

use architrave_benches::{
    measure::{Effort, Subject, side_by_side},
    peers::codes,
    table::{Bar, Figure, Relation, Row},
};

use crate::setup::{Setup, THREE, judged};

pub(crate) fn rows(setup: &Setup, quick: bool) -> Vec<Row> {
    if thread::available_parallelism().map_or(1, usize::from) < 2 {
        return Vec::new();
    }
    let prepared = setup.prepared("classic");
    let review = codes::review(&setup.sample);
    let ours = || judged(&prepared.run(&setup.sample, &THREE));
    let native = || drop(black_box(architrave_peer_json::judge(black_box(&review))));
    let subjects = [
        Subject::new(|times| on_threads(1, times, &ours)),
        Subject::new(|times| on_threads(2, times, &ours)),
        Subject::new(|times| on_threads(1, times, &native)),
        Subject::new(|times| on_threads(2, times, &native)),
    ];
    let figures = side_by_side(Effort::long(quick), subjects);
    vec![Row {
        what: "one review, three roles: gain of a second thread".to_owned(),
        ours: Figure::Gain(figures.ratio(0, 1)),
        beside: Some(("native loop".to_owned(), Figure::Gain(figures.ratio(2, 3)))),
        relation: Relation::Times(figures.of_turns(|turn| (turn[0] / turn[1]) / (turn[2] / turn[3]))),
        bar: Some(Bar::AtLeast(0.9)),
    }]
}

/// So many calls, shared out among threads that start with the clock.
fn on_threads(threads: u64, times: u64, call: &(impl Fn() + Sync)) -> Duration {
    let start = Instant::now();
    thread::scope(|scope| {
        for thread in 0..threads {
            let share = (times + thread) / threads;
            scope.spawn(move || (0..share).for_each(|_| call()));
        }
    });
    start.elapsed()
}
