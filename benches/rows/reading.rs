//! From bytes to snapshot to report: beside plain derived `serde_json` reading the same fields of the same bytes.

use architrave_benches::{
    measure::{Effort, Subject, side_by_side},
    parse,
    table::{Bar, Figure, Relation, Row},
};

use crate::setup::{Setup, snapshot};

const FLOOR: &str = "typed borrowed `serde_json`, same fields";

pub(crate) fn rows(setup: &Setup, quick: bool) -> Vec<Row> {
    let assessment = setup.assessment("balanced");
    let texts = || setup.inputs.texts().iter().map(|input| input.text.as_str());
    let floor = Subject::call(|| parse::parse(texts()).expect("the sample is JSON"));
    let to_snapshot = Subject::call(|| snapshot(&setup.inputs));
    let to_report = Subject::call(|| assessment.report(&setup.inputs));
    let figures = side_by_side(Effort::short(quick), [floor, to_snapshot, to_report]);
    let row = |what: &str, subject, most| Row {
        what: what.to_owned(),
        ours: Figure::Nanoseconds(figures.nanoseconds(subject)),
        beside: Some((FLOOR.to_owned(), Figure::Nanoseconds(figures.nanoseconds(0)))),
        relation: Relation::Times(figures.ratio(subject, 0)),
        bar: Some(Bar::AtMost(most)),
    };
    vec![row("bytes → snapshot", 1, 1.5), row("bytes → report, one plugin, three roles", 2, 2.5)]
}
