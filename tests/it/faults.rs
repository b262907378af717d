//! What becomes of a plugin that misbehaves? One row per attack, and the fault or load error that it gets.

mod attacks;
#[cfg(unix)]
mod cache;
#[cfg(unix)]
mod compile;
mod features;
pub(crate) mod guests;
mod hostile;
mod leaks;
mod liveness;
mod loads;
mod measure;
mod probes;
pub(crate) mod review;
mod rust;
mod settings;

use architrave_core::{
    manifest::Class,
    outcome::{Fault, Outcome, Role},
};
use architrave_runtime::{Allocation, How, Images, Limits, Options, Plugin, Prepared, Runtime};

use attacks::HEARD;

/// Small, so that going beyond them takes no time.
fn limits() -> Limits {
    Limits {
        fuel_per_call: 1_000_000,
        fuel_per_row: 0,
        prepare_fuel: 1_000_000,
        memory_bytes: 2 << 20,
        table_elements: 1_000,
        output_bytes: 64 << 10,
        stack_bytes: 256 << 10,
        deadline_ms: 60_000,
        prepare_deadline_ms: 60_000,
        compile_cpu_seconds: 60,
        compile_deadline_ms: 300_000,
        ..Limits::native()
    }
}

fn runtime(allocation: Allocation, native: Limits) -> Runtime {
    let options = Options { allocation, native, ..Options::default() };
    Runtime::new(options).expect("the runtime starts")
}

fn load(runtime: &Runtime, component: &[u8]) -> Plugin {
    runtime.load(component, Class::Native).unwrap_or_else(|error| panic!("{error}; {}", error.help()))
}

fn prepare(plugin: &Plugin, images: Images) -> Prepared {
    let snapshot = review::snapshot();
    plugin.prepare(&snapshot.lens, snapshot.lens_sha256, "{}", images)
}

fn run(prepared: &Prepared) -> Outcome {
    prepared.run(&review::snapshot(), &Role::ALL)
}

/// What each role came to, in words.
fn words(outcome: &Outcome) -> [String; 4] {
    fn word<T>(role: Option<&Result<T, Fault>>) -> String {
        match role {
            None => "not asked".to_owned(),
            Some(Ok(_)) => HEARD.to_owned(),
            Some(Err(fault)) => fault.to_string(),
        }
    }
    [
        word(outcome.scoring.as_ref()),
        word(outcome.priority.as_ref()),
        word(outcome.impact.as_ref()),
        word(outcome.guidance.as_ref()),
    ]
}

/// Everything that an outcome says.
fn bytes(outcome: &Outcome) -> String {
    format!("{outcome:?}")
}

#[test]
fn how_a_plugin_is_run_changes_nothing() {
    let mut outcomes = Vec::new();
    for allocation in [Allocation::Pooled, Allocation::OnDemand] {
        let runtime = runtime(allocation, limits());
        assert_eq!(runtime.is_pooled(), allocation == Allocation::Pooled);
        let plugin = load(&runtime, &guests::well_behaved());
        for (images, how) in [(Images::Never, How::Plain), (Images::Always, How::Image)] {
            let prepared = prepare(&plugin, images);
            assert_eq!(prepared.how(), &how);
            outcomes.extend([bytes(&run(&prepared)), bytes(&run(&prepared))]);
        }
    }
    assert_eq!(outcomes.len(), 8);
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{outcomes:#?}");
}

#[test]
fn a_deadline_ends_a_call_that_has_fuel_for_hours() {
    const FOREVER: &str = "(loop $forever (br $forever))";
    let endless = Limits { fuel_per_call: 1 << 60, prepare_fuel: 1 << 60, deadline_ms: 20, ..limits() };
    let runtime = runtime(Allocation::Auto, Limits { prepare_deadline_ms: 20, ..endless });
    let late = "ran longer than 20 ms";
    for (place, expected) in [("score", [late, HEARD, HEARD, HEARD]), ("prepare", [late; 4]), ("begin", [late; 4])] {
        let plugin = load(&runtime, &guests::attack(&[(place, FOREVER)]));
        let outcome = run(&prepare(&plugin, Images::Never));
        assert_eq!(words(&outcome), expected, "{place}");
        assert!(!outcome.reproducible);
    }
}

#[test]
fn nothing_is_called_while_the_clock_stands_still() {
    let runtime = runtime(Allocation::Auto, limits());
    let plugin = load(&runtime, &guests::well_behaved());
    let before = prepare(&plugin, Images::Never);
    assert_eq!(words(&run(&before)), [HEARD; 4]);
    runtime.stop_clock();
    let stalled = Fault::ClockStalled.to_string();
    for prepared in [before, prepare(&plugin, Images::Never)] {
        let outcome = run(&prepared);
        assert_eq!(words(&outcome), [stalled.as_str(); 4]);
        assert!(!outcome.reproducible);
    }
}

#[test]
fn memories_count_together() {
    let runtime = runtime(Allocation::Auto, limits());
    // One of 4 pages that the guest has, and two of 14: 32 pages are 2 MiB.
    let plugin = load(&runtime, &guests::with_memories(14, 2));
    assert_eq!(words(&run(&prepare(&plugin, Images::Never))), [HEARD; 4]);
    let plugin = load(&runtime, &guests::with_memories(15, 2));
    let expected = "asked for 2228224 bytes of memory, 2097152 are granted";
    assert_eq!(words(&run(&prepare(&plugin, Images::Never))), [expected; 4]);
    let error = runtime.load(&guests::with_memories(1, 4), Class::Native).expect_err("at most 4 memories");
    assert_eq!(error.code(), "load.too-complex");
}

#[test]
fn a_log_is_bounded_and_clean() {
    let flood = "(local.set 0 (i32.const 0))
        (loop $l
          (call $log (i32.const 9) (i32.const 24640) (i32.const 19))
          (local.set 0 (i32.add (local.get 0) (i32.const 1)))
          (br_if $l (i32.lt_u (local.get 0) (i32.const 1000))))";
    let runtime = runtime(Allocation::Auto, Limits { log_lines: 3, log_bytes: 1000, ..limits() });
    let outcome = run(&prepare(&load(&runtime, &guests::attack(&[("begin", flood)])), Images::Never));
    assert_eq!(words(&outcome), [HEARD; 4]);
    let lines: Vec<_> = outcome.log.iter().map(|line| (line.severity, line.message.as_str())).collect();
    assert_eq!(lines, [(2, "abc de"), (2, "abc de"), (2, "abc de"), (2, "997 more log lines were dropped")]);
}

#[test]
fn a_log_is_told_once_however_often_its_call_is_repeated() {
    let say = "(call $log (i32.const 1) (i32.const 24583) (i32.const 15))";
    let runtime = runtime(Allocation::Auto, limits());
    let places =
        [("prepare", say), ("begin", say), ("reveal", say), ("score", "unreachable"), ("prioritize", "unreachable")];
    let plugin = load(&runtime, &guests::attack(&places));
    for images in [Images::Never, Images::Always] {
        let outcome = run(&prepare(&plugin, images));
        let lines: Vec<_> = outcome.log.iter().map(|line| line.message.as_str()).collect();
        assert_eq!(lines, ["the roof is off"; 3], "{images:?}");
    }
}

#[test]
fn a_review_of_another_lens_is_not_judged() {
    let runtime = runtime(Allocation::Auto, limits());
    let prepared = prepare(&load(&runtime, &guests::well_behaved()), Images::Never);
    let mut snapshot = review::snapshot();
    snapshot.lens_sha256.0[0] ^= 1;
    let outcome = prepared.run(&snapshot, &Role::ALL);
    assert!(matches!(outcome.scoring, Some(Err(Fault::NotStarted { .. }))), "{outcome:?}");
}

#[test]
fn a_role_that_is_not_asked_for_is_not_called() {
    let runtime = runtime(Allocation::Auto, limits());
    let plugin = load(&runtime, &guests::attack(&[("weigh", "unreachable"), ("advise", "unreachable")]));
    let outcome = prepare(&plugin, Images::Never).run(&review::snapshot(), &[Role::Impact, Role::Priority]);
    assert_eq!(words(&outcome), ["not asked", HEARD, HEARD, "not asked"]);
}

#[test]
fn many_threads_get_the_same_outcome() {
    let runtime = runtime(Allocation::Pooled, limits());
    let prepared = prepare(&load(&runtime, &guests::well_behaved()), Images::Always);
    let expected = bytes(&run(&prepared));
    // More than the pool has slots.
    std::thread::scope(|scope| {
        for _ in 0..80 {
            scope.spawn(|| assert_eq!(bytes(&run(&prepared)), expected));
        }
    });
}
