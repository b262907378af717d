//! What does the host see when a Rust plugin goes wrong? Built with the SDK, whose panic hook speaks before the trap.

use architrave_core::outcome::Role;
use architrave_runtime::{Allocation, Images, Plugin};

use super::{HEARD, limits, load, review, runtime, words};

const MISBEHAVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misbehave.wasm"));

/// One attack, and what scoring and priority came to, and how many lines were logged.
type Row = (&'static str, &'static str, &'static str, usize);

const PANIC: &str = "panicked: number 7 is up at tests/guests/misbehave/src/lib.rs:";

const ROWS: &[Row] = &[
    ("none", HEARD, HEARD, 0),
    ("panic", PANIC, HEARD, 1),
    ("panic-in-prepare", PANIC, PANIC, 1),
    // The panic is heard also where its line is dropped.
    ("panic-after-a-flood", PANIC, HEARD, 65),
    ("overflow", "panicked: attempt to add with overflow at tests/guests/misbehave/src/lib.rs:", HEARD, 1),
    ("spin", "used up its 1000000 units of fuel", HEARD, 0),
    ("allocate", "asked for ", HEARD, 0),
    // The stack of a Rust plugin lies first in memory, 32 KiB of it.
    ("recurse", "trapped: out of bounds memory access", HEARD, 0),
];

#[test]
fn a_rust_plugin_that_goes_wrong_says_where() {
    let plugin = load(&runtime(Allocation::Auto, limits()), MISBEHAVE);
    assert_eq!(plugin.roles(), [Role::Scoring, Role::Priority]);
    for row in ROWS {
        check(&plugin, row);
    }
}

fn check(plugin: &Plugin, (attack, scoring, priority, lines): &Row) {
    let snapshot = review::snapshot();
    let settings = format!("{{\"attack\":\"{attack}\"}}");
    let run =
        |images| plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &settings, images).run(&snapshot, &Role::ALL);
    let plain = run(Images::Never);
    let [found_scoring, found_priority, impact, guidance] = words(&plain);
    assert!(found_scoring.starts_with(scoring), "{attack}: {found_scoring}");
    assert!(found_priority.starts_with(priority), "{attack}: {found_priority}");
    assert_eq!([impact.as_str(), guidance.as_str()], ["not asked"; 2]);
    assert_eq!(plain.log.len(), *lines, "{attack}: {:?}", plain.log);
    assert_eq!(format!("{:?}", run(Images::Always)), format!("{plain:?}"), "{attack}: an image changes the outcome");
}
