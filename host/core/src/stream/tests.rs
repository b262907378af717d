//! Documents in, the last line out.

use super::*;
use crate::report;

fn document(scores: &[Option<u32>]) -> Counted {
    let review = |score: &Option<u32>| CountedReview { score: *score, ..CountedReview::default() };
    Counted { snapshot: Some(Digest([7; 32])), reviews: scores.iter().map(review).collect(), absent: None }
}

fn finish(documents: &[Counted], gate: Option<Absent>) -> Summary {
    let mut tally = Tally::new(gate);
    documents.iter().for_each(|document| tally.add(document));
    let none = report::Roles { scoring: None, priority: None, impact: None, guidance: vec![], compare: vec![] };
    let run = Run { roles: none, allowed: report::Allowed::default(), gate_sha256: None };
    let text = String::new;
    let engine = Engine { version: text(), runtime: text(), limits_sha256: text() };
    tally.finish(Provenance { engine, run, plugins: Vec::new() })
}

#[track_caller]
fn check(scores: &[Option<u32>], (lowest, highest, mean): (u32, u32, u32), by_thousand: [u64; 10]) {
    let found = finish(&[document(scores)], None).scores;
    assert_eq!((found.lowest, found.highest, found.mean), (Some(lowest), Some(highest), Some(mean)), "{scores:?}");
    assert_eq!(found.by_thousand, by_thousand, "{scores:?}");
    assert_eq!(found.count + found.without, scores.len() as u64, "{scores:?}");
}

#[test]
fn scores_are_added_up_and_the_mean_is_rounded_down() {
    check(&[Some(7007)], (7007, 7007, 7007), [0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    check(&[Some(0), Some(1), None], (0, 1, 0), [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    check(&[Some(999), Some(1000), Some(10_000)], (999, 10_000, 3999), [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
}

#[test]
fn nothing_has_no_scores() {
    let summary = finish(&[], None);
    assert_eq!(summary.scores, Scores::default());
    assert_eq!(summary.documents, Documents::default());
    assert_eq!(summary.gate, None);
}

#[test]
fn the_digest_depends_on_documents_their_order_and_those_refused() {
    let other = Counted { snapshot: Some(Digest([8; 32])), ..document(&[None]) };
    let (one, refused) = (document(&[None]), Counted::default());
    let digest = |documents: &[&Counted]| {
        let documents: Vec<Counted> = documents.iter().map(|document| (*document).clone()).collect();
        finish(&documents, None).snapshot.sha256
    };
    let rows =
        [digest(&[]), digest(&[&one]), digest(&[&one, &other]), digest(&[&other, &one]), digest(&[&one, &refused])];
    for (position, row) in rows.iter().enumerate() {
        assert!(!rows[..position].contains(row), "row {position}");
    }
    assert_eq!(digest(&[&one, &other]), rows[2]);
}

/// Reviews by what the gate says of them, and whether a document was refused.
#[track_caller]
fn check_gate(passes: &[Option<bool>], refused: bool, expected: Option<bool>) {
    let review = |passes: &Option<bool>| CountedReview { passes: *passes, ..CountedReview::default() };
    let absent = Some(Absent::default());
    let mut documents = vec![Counted { reviews: passes.iter().map(review).collect(), absent, ..Counted::default() }];
    documents.extend(refused.then(Counted::default));
    let gate = finish(&documents, Some(Absent::default())).gate.expect("a gate");
    assert_eq!(gate.passes, expected, "{passes:?}, refused: {refused}");
    assert_eq!(gate.passed + gate.failed + gate.undecided, passes.len() as u64);
}

#[test]
fn a_failure_decides_and_what_was_not_judged_does_not_pass() {
    check_gate(&[Some(true), Some(true)], false, Some(true));
    check_gate(&[Some(true), None], false, None);
    check_gate(&[Some(true)], true, None);
    check_gate(&[Some(true), None, Some(false)], true, Some(false));
    check_gate(&[], false, None);
}
