//! Is a report that somebody hands in believed in nothing, and compared to the end?

use std::sync::LazyLock;

use architrave::{
    replay::{Bytes, Conclusion, DIFFERENCES_MAX, Recorded, compare},
    sink::{self, Format, Style},
};
use architrave_core::report::Report;
use serde_json::Value;

use crate::{Door, component::REVIEW, facts, places};

const FILE: &str = "report.json";

/// The report that is made again.
static AGAIN: LazyLock<Report> = LazyLock::new(|| facts::report(std::slice::from_ref(&*REVIEW)));

/// The same as it is written: the seed that all others come from.
#[must_use]
pub fn recorded_report() -> String {
    crate::must(sink::render(&AGAIN, Format::Json, &Style::default()), "memory takes a report")
}

/// A report to be replayed.
///
/// Reading and comparing twice gives the same; a report with other values than the one made again is never called equal,
/// and one with the same values never anything else; differences are bounded, told, and can be shown.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn recorded(bytes: &[u8]) -> Door {
    let recorded = match Recorded::read(bytes.to_vec(), FILE) {
        Ok(recorded) => recorded,
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            for problem in &problems {
                assert!(problem.code.starts_with("replay."), "{problem:?}");
                places::form(problem.code, &problem.message, problem.help.as_deref());
            }
            return Door::Refused;
        }
    };
    let replay = crate::must(compare(&recorded, AGAIN.clone()), "a report can be compared");
    let again = crate::must(compare(&recorded, AGAIN.clone()), "a report can be compared");
    assert_eq!(again, replay, "comparing again finds something else");
    let values = |text: &[u8]| serde_json::from_slice::<Value>(text).ok();
    let text = recorded_report();
    let is_same = values(bytes) == values(text.as_bytes());
    let is_equal = replay.result == Conclusion::Equal;
    assert!(is_same || !is_equal, "other values are called equal: {replay:?}");
    assert_eq!(is_equal, replay.differences_total == 0, "{replay:?}");
    assert_eq!(replay.bytes == Bytes::Equal, bytes == text.as_bytes(), "{replay:?}");
    assert!(is_equal || replay.bytes != Bytes::Equal, "the same bytes are not called equal: {replay:?}");
    assert!(replay.differences.len() <= DIFFERENCES_MAX, "{} differences", replay.differences.len());
    assert!(u64::try_from(replay.differences.len()).is_ok_and(|told| told <= replay.differences_total));
    places::terminal(&replay.to_text(&Style::default()));
    let json = crate::must(serde_json::to_string(&replay), "a replay can be written");
    let _: Value = crate::must(serde_json::from_str(&json), "a replay can be read");
    Door::Accepted
}
