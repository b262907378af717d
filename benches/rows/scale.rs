//! What does one more cost? Per question, per review, per plugin: at the top of the range beside its middle.

#![expect(clippy::float_arithmetic, reason = "times are measured, not scored")]
#![expect(clippy::indexing_slicing, reason = "the middle of a range lies within it")]

use architrave::host::{ImagePolicy, RunOptions};
use architrave_benches::{
    generate::custom,
    measure::{Effort, Figures, Subject, side_by_side},
    table::{Bar, Figure, Relation, Row},
};
use architrave_core::snapshot::Snapshot;
use architrave_runtime::{Images, Prepared};

use super::held;
use crate::setup::{Setup, THREE, input, prepare};

pub(crate) fn rows(setup: &Setup, quick: bool) -> Vec<Row> {
    vec![questions(setup, quick), held::row(quick), reviews(setup, quick), plugins(setup, quick)]
}

fn row(what: &str, item: &str, (middle, top): (f64, f64), figures: &Figures<2>) -> Row {
    Row {
        what: format!("{what}, {top} {item}s: each"),
        ours: Figure::Nanoseconds(figures.nanoseconds(1) / top),
        beside: Some((format!("each of {middle}"), Figure::Nanoseconds(figures.nanoseconds(0) / middle))),
        relation: Relation::Times(figures.ratio(1, 0) * middle / top),
        bar: Some(Bar::AtMost(1.3)),
    }
}

fn questions(setup: &Setup, quick: bool) -> Row {
    let plugin = setup.plugin("balanced");
    let lens_of = |questions| {
        let snapshot = crate::setup::snapshot(&input(custom(questions, 1)));
        (prepare(&plugin, &snapshot, Images::Always), snapshot)
    };
    let (middle, top) = (lens_of(100), lens_of(1_000));
    let subject = |(prepared, snapshot): &(Prepared, Snapshot)| prepared.run(snapshot, &THREE);
    let subjects = [Subject::call(|| subject(&middle)), Subject::call(|| subject(&top))];
    row("three roles", "question", (100.0, 1_000.0), &side_by_side(Effort::short(quick), subjects))
}

fn reviews(setup: &Setup, quick: bool) -> Row {
    let host = setup.assessment("balanced").host;
    let top = held::snapshots(&held::documents(10_000));
    let options = RunOptions { images: ImagePolicy::Never, ..RunOptions::default() };
    let assess = |snapshots: &[Snapshot]| host.assess(snapshots, options, |_, _| {});
    let subjects = [Subject::call(|| assess(&top[..100])), Subject::call(|| assess(&top))];
    row("snapshots → reviews of a report", "review", (100.0, 10_000.0), &side_by_side(Effort::few(quick), subjects))
}

fn plugins(setup: &Setup, quick: bool) -> Row {
    let prepared: Vec<Prepared> = (0..32).map(|_| setup.prepared("balanced")).collect();
    let run =
        |prepared: &[Prepared]| prepared.iter().map(|prepared| prepared.run(&setup.sample, &THREE).fuel).sum::<u64>();
    let subjects = [Subject::call(|| run(&prepared[..6])), Subject::call(|| run(&prepared))];
    row("three roles", "plugin", (6.0, 32.0), &side_by_side(Effort::short(quick), subjects))
}
