//! Does every door hold, for the seeds of the fuzzers and for what becomes of them by chance?
//!
//! The doors and their laws are in `tests/fuzz/targets`; what a fuzzer found stays among the seeds as a row.

mod bundles;
mod components;
mod mutation;

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
};

use architrave_fuzz_targets::{Door, TARGETS, component_from_image, recorded, recorded_report};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The seeds of a target by name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder().join("seeds").join(target)).expect("a folder of seeds");
    let mut seeds: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let entry = entry.expect("an entry");
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a seed"))
        })
        .collect();
    seeds.sort();
    seeds
}

fn door(target: &str) -> fn(&[u8]) -> Door {
    TARGETS.iter().find(|(name, _)| *name == target).expect("a target").1
}

/// A seed's name says what becomes of it.
fn check_seeds(target: &str) {
    let seeds = seeds(target);
    let mut doors = Vec::new();
    for (name, bytes) in &seeds {
        let expected = match name.split_once('-') {
            Some(("accepted", _)) => Door::Accepted,
            Some(("refused", _)) => Door::Refused,
            _ => panic!("{target}/{name} does not say what becomes of it"),
        };
        let found = door(target)(bytes);
        assert_eq!(found, expected, "{target}/{name}");
        doors.push(found);
    }
    assert!(doors.contains(&Door::Accepted) && doors.contains(&Door::Refused), "{target} lacks a kind of seed");
}

/// Seeds that were changed by chance, the same in every run: so many of them.
#[expect(clippy::print_stdout, reason = "how many got in is worth reading with --nocapture")]
fn check_chance(target: &str, cases: u32) {
    let seeds: Vec<Vec<u8>> = seeds(target).into_iter().map(|(_, bytes)| bytes).collect();
    let words = mutation::dictionary(&folder().join("dictionaries").join(format!("{target}.dict")));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let accepted = Cell::new(0_u32);
    let result = runner.run(&mutation::strategy(seeds, words), |input| {
        accepted.set(accepted.get() + u32::from(door(target)(&input.0) == Door::Accepted));
        Ok::<(), TestCaseError>(())
    });
    assert!(result.is_ok(), "{target}: {}", result.err().map(|error| error.to_string()).unwrap_or_default());
    let accepted = accepted.get();
    println!("{target}: {accepted} of {cases} changed seeds are accepted");
    assert!(accepted > 0 && accepted < cases, "chance should give both");
}

/// Both, for each target: how many changed seeds take about a second.
macro_rules! doors {
    ($($test:ident $target:literal $cases:literal)*) => {
        $(
            #[test]
            fn $test() {
                check_seeds($target);
                check_chance($target, $cases);
            }
        )*

        #[test]
        fn every_target_is_here_and_in_the_fuzzers_manifest() {
            let here = [$($target),*];
            assert_eq!(TARGETS.map(|(name, _)| name), here);
            let manifest = fs::read_to_string(folder().join("Cargo.toml")).expect("the fuzzers' manifest");
            for target in here {
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
                let text = fs::read_to_string(folder().join(format!("fuzz_targets/{target}.rs"))).expect("a fuzzer");
                assert!(text.contains(&format!("architrave_fuzz_targets::{target}(bytes)")), "{target}");
            }
        }
    };
}

doors! {
    a_lens_file_is_read_or_refused "lens" 200
    a_condition_is_read_or_refused "condition" 10_000
    answers_are_read_or_refused "answers" 2_000
    reviews_are_read_or_refused "dialects" 1_000
    a_stream_is_assessed_or_refused "stream" 100
    a_recorded_report_is_compared_or_refused "recorded" 500
    a_manifest_is_read_or_refused "manifest" 5_000
    a_configuration_is_read_or_refused "config" 3_000
    what_a_plugin_returns_is_taken_or_refused "outcome" 1_000
    a_component_runs_or_is_refused "component" 300
    a_cached_entry_is_taken_or_refused "cache" 40
    a_reference_is_read_or_refused "reference" 10_000
    a_lock_is_read_or_refused "lock" 2_000
    a_trust_is_read_or_refused "trust" 1_000
    a_bundle_is_taken_or_refused "bundle" 100
}

/// With `ARCHITRAVE_BLESS` the report among the seeds is written anew.
#[test]
fn a_report_is_equal_to_itself() {
    let path = folder().join("seeds/recorded/accepted-as-written.json");
    if std::env::var_os("ARCHITRAVE_BLESS").is_some() {
        fs::write(&path, recorded_report()).expect("a seed can be written");
    }
    assert!(path.is_file(), "ARCHITRAVE_BLESS=1 writes it");
    assert_eq!(recorded(recorded_report().as_bytes()), Door::Accepted);
}

#[test]
fn an_image_changes_nothing() {
    let doors: Vec<Door> = seeds("component").iter().map(|(_, bytes)| component_from_image(bytes)).collect();
    assert!(doors.contains(&Door::Accepted));
}
