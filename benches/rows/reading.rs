//! From bytes to snapshot to report: beside plain derived `serde_json` reading the same fields of the same bytes.

use architrave_benches::{
    measure::{Effort, Subject, side_by_side},
    parse,
    table::{Bar, Figure, Relation, Row},
};
use architrave_core::snapshot::LensTable;

use crate::setup::{Setup, snapshot, snapshot_among};

const FLOOR: &str = "typed borrowed `serde_json`, same fields";

pub(crate) fn rows(setup: &Setup, quick: bool) -> Vec<Row> {
    let assessment = setup.assessment("balanced");
    let texts = || setup.inputs.texts().iter().map(|input| input.text.as_str());
    let floor = Subject::call(|| parse::parse(texts()).expect("the sample is JSON"));
    let to_snapshot = Subject::call(|| snapshot(&setup.inputs));
    let mut lenses = LensTable::default();
    let to_snapshot_again = Subject::call(|| snapshot_among(&setup.inputs, &mut lenses));
    let to_report = Subject::call(|| assessment.report(&setup.inputs));
    let figures = side_by_side(Effort::short(quick), [floor, to_snapshot, to_snapshot_again, to_report]);
    let row = |what: &str, subject, bar| Row {
        what: what.to_owned(),
        ours: Figure::Nanoseconds(figures.nanoseconds(subject)),
        beside: Some((FLOOR.to_owned(), Figure::Nanoseconds(figures.nanoseconds(0)))),
        relation: Relation::Times(figures.ratio(subject, 0)),
        bar,
    };
    vec![
        row("bytes → snapshot", 1, Some(Bar::AtMost(1.5))),
        row("the same, of a lens seen before", 2, None),
        row("bytes → report, one plugin, three roles", 3, Some(Bar::AtMost(2.5))),
    ]
}
