//! One review, three roles, a fresh instance from an image: beside the floor of wasmtime, and beside every peer.

use architrave_benches::{
    measure::{Effort, Figures, Subject, side_by_side},
    peers::{self, Kind, Peer, codes},
    table::{Bar, Figure, Relation, Row},
};

use crate::setup::{Setup, THREE, judged};

const FLOOR: &str = "same image, one empty call";

pub(crate) fn rows(setup: &Setup, quick: bool) -> Vec<Row> {
    let mut rows: Vec<Row> =
        ["classic", "balanced", "financial-services"].iter().map(|id| floor(setup, id, quick)).collect();
    rows.extend(peers(setup, quick));
    rows
}

/// The floor of one plugin.
fn floor(setup: &Setup, id: &str, quick: bool) -> Row {
    let prepared = setup.prepared(id);
    let ours = Subject::call(|| judged(&prepared.run(&setup.sample, &THREE)));
    let figures = side_by_side(Effort::short(quick), [ours, Subject::call(|| prepared.run_nothing())]);
    Row {
        what: format!("one review, three roles: `{id}`"),
        ours: Figure::Nanoseconds(figures.nanoseconds(0)),
        beside: Some((FLOOR.to_owned(), Figure::Nanoseconds(figures.nanoseconds(1)))),
        relation: Relation::Times(figures.ratio(0, 1)),
        bar: Some(Bar::AtMost(2.0)),
    }
}

/// `classic` beside peers that say the same.
fn peers(setup: &Setup, quick: bool) -> Vec<Row> {
    let prepared = setup.prepared("classic");
    let review = codes::review(&setup.sample);
    let beside = |mut peer: Box<dyn Peer>| {
        peer.give(&review);
        let (kind, name) = (peer.kind(), peer.name());
        let ours = Subject::call(|| judged(&prepared.run(&setup.sample, &THREE)));
        let figures = side_by_side(Effort::short(quick), [ours, Subject::new(move |times| peer.time(times))]);
        (kind, name, figures)
    };
    let mut measured: Vec<(Kind, &str, Figures<2>)> = peers::all().into_iter().map(beside).collect();
    measured.sort_by(|a, b| a.2.nanoseconds(1).total_cmp(&b.2.nanoseconds(1)));
    let row = |(kind, name, figures): &(Kind, &str, Figures<2>)| Row {
        what: "the same, by `classic`".to_owned(),
        ours: Figure::Nanoseconds(figures.nanoseconds(0)),
        beside: Some(((*name).to_owned(), Figure::Nanoseconds(figures.nanoseconds(1)))),
        relation: match kind {
            Kind::Native => Relation::Times(figures.ratio(0, 1)),
            Kind::JsonBytes | Kind::Rego | Kind::Cel | Kind::Python => Relation::Faster(figures.ratio(1, 0)),
        },
        bar: (*kind == Kind::Rego).then_some(Bar::AtLeast(50.0)),
    };
    measured.iter().map(row).collect()
}
