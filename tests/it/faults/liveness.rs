//! Does a plugin get its turn while others spin? And how long can one hold a review up?

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use architrave_runtime::{Allocation, Images, Limits};

use super::{HEARD, bytes, guests, limits, load, prepare, run, runtime, words};

const FOREVER: &str = "(loop $forever (br $forever))";
const DEADLINE_MS: u64 = 1_000;
const LATE: &str = "ran longer than 1000 ms";

/// For a machine that has other things to do.
const SLACK: Duration = Duration::from_secs(10);

fn spinning() -> Limits {
    Limits { fuel_per_call: 1 << 60, deadline_ms: DEADLINE_MS, ..limits() }
}

#[test]
fn spinning_plugins_on_every_core_keep_no_one_from_its_deadline() {
    let runtime = runtime(Allocation::Auto, spinning());
    let good = prepare(&load(&runtime, &guests::well_behaved()), Images::Always);
    let expected = bytes(&run(&good));
    let bad = prepare(&load(&runtime, &guests::attack(&[("score", FOREVER)])), Images::Always);
    let spinners = thread::available_parallelism().map_or(1, usize::from) + 1;
    let spinning = AtomicUsize::new(spinners);
    let mut runs = 0;
    thread::scope(|scope| {
        for _ in 0..spinners {
            scope.spawn(|| {
                let start = Instant::now();
                assert_eq!(words(&run(&bad)), [LATE, HEARD, HEARD, HEARD]);
                assert!(start.elapsed() < Duration::from_millis(DEADLINE_MS) + SLACK, "{:?}", start.elapsed());
                spinning.fetch_sub(1, Ordering::SeqCst);
            });
        }
        while spinning.load(Ordering::SeqCst) > 0 {
            assert_eq!(bytes(&run(&good)), expected);
            runs += 1;
        }
    });
    assert!(runs > 10, "the good plugin ran {runs} times while {spinners} spun for a second");
}

/// Every role is late, and every role gets an instance and a deadline of its own: that bounds a review.
#[test]
fn a_plugin_that_is_always_late_holds_a_review_up_for_a_deadline_per_role() {
    let runtime = runtime(Allocation::Auto, Limits { deadline_ms: 100, ..spinning() });
    let places = ["score", "prioritize", "assess", "advise"].map(|place| (place, FOREVER));
    let bad = prepare(&load(&runtime, &guests::attack(&places)), Images::Always);
    let start = Instant::now();
    let outcome = run(&bad);
    assert_eq!(words(&outcome), ["ran longer than 100 ms"; 4]);
    assert!(!outcome.reproducible);
    assert!(start.elapsed() >= Duration::from_millis(400), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_millis(400) + SLACK, "{:?}", start.elapsed());
}

/// More plugins spin than the pool has slots; whoever waits for a slot gets one, and nothing is refused.
#[test]
fn spinning_plugins_in_every_slot_keep_no_one_out() {
    const SLOTS: usize = 64;
    let runtime = runtime(Allocation::Pooled, Limits { deadline_ms: 100, ..spinning() });
    let good = prepare(&load(&runtime, &guests::well_behaved()), Images::Always);
    let expected = bytes(&run(&good));
    let bad = prepare(&load(&runtime, &guests::attack(&[("score", FOREVER)])), Images::Always);
    thread::scope(|scope| {
        for _ in 0..SLOTS + 1 {
            scope.spawn(|| assert_eq!(words(&run(&bad)).first().map(String::as_str), Some("ran longer than 100 ms")));
        }
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(bytes(&run(&good)), expected));
        }
    });
}
