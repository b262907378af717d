//! Can a plugin carry anything from one review to the next? It hides what it saw of one tenant wherever it can write, and
//! looks there when it sees the other.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use architrave_core::{
    outcome::{Outcome, Role},
    snapshot::Snapshot,
};
use architrave_runtime::{Allocation, How, Images, Limits, Prepared};

use super::{guests, limits, load, prepare, review, runtime};

/// Reviews of each way of running, in turn for one tenant and the other.
const REVIEWS: usize = 1_000;

/// What the workloads of the tenants are called. The last of the eight bytes tells them apart.
const TENANTS: [&str; 2] = ["tenant-A", "tenant-B"];

/// `A` and `B` differ in these bits of the name, read as a little-endian integer.
const OTHER: &str = "(i64.const 0x0300000000000000)";
const SAME: &str = "(i64.const 0)";

/// Where it hides the name: globals, and what calls write to; memory has no need of a declaration.
const GLOBALS: &str = "(global $long (mut i64) (i64.const 0)) (global $float (mut f64) (f64.const 0))";

/// A table cannot hold a name, but which of two places is taken says which tenant it was.
const TABLE: &str = "(table $t 2 funcref) (elem declare func $taken) (func $taken)";

/// What a guest logs when it finds something: parts of a text of `whole.wat`.
const IN_GLOBALS: &str = "the roof";
const IN_MEMORY: &str = "the roof is off";
const IN_A_TABLE: &str = "the ";

/// What it logs when it has hidden everything.
const HIDDEN: &str = "off";

/// The name of the review's workload is the fourth text of the frame. `{mask}` makes of it what is looked for.
const READ: &str = "(local $name i64) (local $sought i64) (local $at i32)
    (local.set $name (i64.load (i32.load offset=24 (local.get 0))))
    (local.set $sought (i64.xor (local.get $name) {mask}))";

const HIDE: &str = "
    (global.set $long (local.get $name))
    (global.set $float (f64.reinterpret_i64 (local.get $name)))
    (local.set $at (i32.const 40000))
    (loop $more
      (i64.store (local.get $at) (local.get $name))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $more (i32.lt_u (local.get $at) (i32.const 40960))))
    (i64.store (i32.const 262136) (local.get $name))
    (drop (memory.grow (i32.const 1)))
    (i64.store (i32.const 262144) (local.get $name))
    (i64.store (i32.const 327672) (local.get $name))
    {hide_in_table}
    (call $log (i32.const 1) (i32.const 24595) (i32.const 3))";

const HIDE_IN_TABLE: &str = "(table.set $t
    (i32.and (i32.wrap_i64 (i64.shr_u (local.get $name) (i64.const 56))) (i32.const 1)) (ref.func $taken))";

const SEEK: &str = "
    (if (i32.or (i64.eq (global.get $long) (local.get $sought))
                (i64.eq (i64.reinterpret_f64 (global.get $float)) (local.get $sought)))
      (then (call $log (i32.const 1) (i32.const 24583) (i32.const 8))))
    {seek_in_table}
    (local.set $at (i32.const 0))
    (loop $more
      (if (i64.eq (i64.load (local.get $at)) (local.get $sought))
        (then (call $log (i32.const 1) (i32.const 24583) (i32.const 15))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $more (i32.lt_u (local.get $at) (i32.mul (memory.size) (i32.const 65536)))))";

const SEEK_IN_TABLE: &str = "(if (i32.eqz (ref.is_null (table.get $t
      (i32.and (i32.wrap_i64 (i64.shr_u (local.get $sought) (i64.const 56))) (i32.const 1)))))
    (then (call $log (i32.const 1) (i32.const 24583) (i32.const 4))))";

/// How a review ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Well,
    Trapped,
    Late,
}

/// A guest that seeks, then hides; or the other way round, and what it hid itself.
fn guest(table: bool, control: bool, end: End) -> Vec<u8> {
    let in_table = |text: &'static str| if table { text } else { "" };
    let hide = HIDE.replace("{hide_in_table}", in_table(HIDE_IN_TABLE));
    let seek = SEEK.replace("{seek_in_table}", in_table(SEEK_IN_TABLE));
    let read = READ.replace("{mask}", if control { SAME } else { OTHER });
    let begin = if control { format!("{read} {hide} {seek}") } else { format!("{read} {seek} {hide}") };
    let items = format!("{GLOBALS} {}", in_table(TABLE));
    let score = match end {
        End::Well => "",
        End::Trapped => "unreachable",
        End::Late => "(loop $forever (br $forever))",
    };
    guests::attack(&[("items", &items), ("begin", &begin), ("score", score)])
}

fn of_tenant(number: usize) -> Snapshot {
    let mut snapshot = review::snapshot();
    snapshot.workload.name = Some(TENANTS[number % TENANTS.len()].to_owned());
    snapshot
}

fn found(outcome: &Outcome) -> Vec<&str> {
    let lines = outcome.log.iter().map(|line| line.message.as_str());
    let mut found: Vec<&str> = lines.filter(|line| *line != HIDDEN).collect();
    found.dedup();
    found
}

/// Reviews of both tenants in turn, on threads that share the plugin.
fn check(prepared: &Prepared, end: End) {
    const THREADS: usize = 4;
    let tenants = [0, 1].map(of_tenant);
    let hidden = AtomicUsize::new(0);
    let reviews = || {
        for number in 0..REVIEWS / THREADS {
            let outcome = prepared.run(&tenants[number % 2], &[Role::Scoring]);
            assert_eq!(outcome.scoring.as_ref().is_some_and(Result::is_ok), end == End::Well, "{outcome:?}");
            assert_eq!(found(&outcome), [""; 0], "{end:?}: {:?}", prepared.how());
            let hid = outcome.log.iter().any(|line| line.message == HIDDEN);
            hidden.fetch_add(usize::from(hid), Ordering::SeqCst);
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(reviews))));
    // A deadline may fire before it has come to that.
    let hidden = hidden.into_inner();
    assert!(hidden == REVIEWS || (end == End::Late && hidden > REVIEWS / 4), "{end:?}: {hidden}");
}

fn check_all(allocation: Allocation, end: End) {
    let fuel_per_call = if end == End::Late { 1 << 60 } else { 10_000_000 };
    let deadline_ms = if end == End::Late { 4 } else { 60_000 };
    let runtime = runtime(allocation, Limits { fuel_per_call, deadline_ms, ..limits() });
    let plain = load(&runtime, &guest(true, false, end));
    check(&prepare(&plain, Images::Never), end);
    let image = prepare(&load(&runtime, &guest(false, false, end)), Images::Always);
    assert_eq!(image.how(), &How::Image);
    check(&image, end);
}

#[test]
fn what_is_hidden_is_found_within_an_instance() {
    for allocation in [Allocation::Pooled, Allocation::OnDemand] {
        let runtime = runtime(allocation, Limits { fuel_per_call: 10_000_000, log_lines: 100_000, ..limits() });
        for (table, images, expected) in [
            (true, Images::Never, &[IN_GLOBALS, IN_A_TABLE, IN_MEMORY][..]),
            (false, Images::Always, &[IN_GLOBALS, IN_MEMORY][..]),
        ] {
            let prepared = prepare(&load(&runtime, &guest(table, true, End::Well)), images);
            let outcome = prepared.run(&of_tenant(0), &[Role::Scoring]);
            assert_eq!(found(&outcome), expected, "{images:?}");
        }
    }
}

#[test]
fn nothing_is_carried_from_one_review_to_the_next_in_a_pool() {
    check_all(Allocation::Pooled, End::Well);
}

#[test]
fn nothing_is_carried_from_one_review_to_the_next_on_demand() {
    check_all(Allocation::OnDemand, End::Well);
}

#[test]
fn nothing_is_carried_over_a_trap() {
    check_all(Allocation::Pooled, End::Trapped);
    check_all(Allocation::OnDemand, End::Trapped);
}

#[test]
fn nothing_is_carried_over_a_deadline() {
    check_all(Allocation::Pooled, End::Late);
    check_all(Allocation::OnDemand, End::Late);
}
