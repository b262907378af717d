//! `plugin bench`: is every role there, and are fuel, memory and output those of a review?

use std::{fs, path::Path};

use architrave::{sample, source};
use architrave_core::{manifest::Class, settings, snapshot};
use architrave_runtime::{Images, Options, Runtime};
use serde_json::Value;

use super::NEXT;
use crate::cli::{Run, command::Ended};

const PAGE_BYTES: u64 = 64 << 10;

fn bench(folder: &Path, args: &[&str]) -> Ended {
    Run::new(&["plugin", "bench"]).arg_all(args).within(folder).run()
}

fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("next.wasm"), NEXT).expect("a plugin");
    let misbehave = include_bytes!(concat!(env!("OUT_DIR"), "/misbehave.wasm"));
    fs::write(folder.path().join("misbehave.wasm"), misbehave).expect("a plugin");
    for attack in ["panic", "none"] {
        fs::write(folder.path().join(format!("{attack}.toml")), format!("attack = \"{attack}\"\n")).expect("settings");
    }
    folder
}

#[test]
fn every_role_is_measured_beside_floor_and_limits() {
    let desk = desk();
    let ended = bench(desk.path(), &["next.wasm", "--format", "json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stderr.contains("[bench.debug-build]") == cfg!(debug_assertions), "{ended:?}");
    let found = ended.json();
    let text = |pointer: &str| found.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    assert_eq!((text("/schema"), text("/class"), text("/starts_from")), ("architrave.bench/1", "native", "image"));
    assert_eq!(found["component_bytes"], NEXT.len());
    let review = &found["reviews"][0];
    let rows: Vec<&Value> = review["roles"].as_array().expect("rows").iter().collect();
    let names: Vec<&str> = rows.iter().filter_map(|row| row["what"].as_str()).collect();
    assert_eq!(names, ["scoring", "priority", "impact", "guidance", "all"]);
    for row in rows.iter().chain([&&review["prepare"]]) {
        let number = |name: &str| row[name].as_u64().unwrap_or_else(|| panic!("no `{name}` in {row}"));
        assert_eq!(number("memory_bytes") % PAGE_BYTES, 0, "{row}");
        assert!(number("memory_bytes") > 0 && number("fresh_ns") > 0 && number("fuel") > 0, "{row}");
        assert!(number("rows") > 0 && number("output_bytes") > 0, "{row}");
        for share in ["fuel_of_limit", "memory_of_limit", "output_of_limit"] {
            assert!(number(share) < 10_000, "{row}");
        }
        assert_eq!(
            number("floor_per_mille"),
            number("fresh_ns") * 1_000 / review["floor_ns"].as_u64().expect("a floor")
        );
    }
    let sizes = found["sizes"].as_array().expect("sizes");
    let fuel: Vec<u64> = sizes.iter().filter_map(|size| size["cost"]["fuel"].as_u64()).collect();
    assert!(fuel.len() == 3 && fuel.is_sorted(), "{fuel:?}");
    assert_eq!(sizes.iter().filter_map(|size| size["questions"].as_u64()).collect::<Vec<_>>(), [10, 100, 200]);
}

/// What an ordinary run counts is the sum of what is told.
#[test]
fn fuel_is_that_of_a_review() {
    let desk = desk();
    let found = bench(desk.path(), &["next.wasm", "--images", "never", "--format", "json"]).json();
    assert_eq!(found["starts_from"], "prepare");
    let inputs = sample::inputs();
    let drafts = source::parse(&inputs).expect("the sample is valid");
    let snapshot = snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves");
    let runtime = Runtime::new(Options::default()).expect("a runtime");
    let plugin = runtime.load(NEXT, Class::Native).expect("it loads");
    let settings = settings::resolve(&Value::Null, &plugin.manifest().settings).expect("defaults");
    let prepared = plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &settings, Images::Never);
    let review = &found["reviews"][0];
    let prepare = review["prepare"]["fuel"].as_u64().expect("fuel");
    let rows = review["roles"].as_array().expect("rows");
    let asked = plugin.roles().iter().map(std::slice::from_ref).chain([plugin.roles()]);
    for (row, roles) in rows.iter().zip(asked) {
        let fuel = row["fuel"].as_u64().expect("fuel");
        assert_eq!(prepare + fuel, prepared.run(&snapshot, roles).fuel, "{roles:?}");
    }
}

#[test]
fn a_table_is_no_wider_than_a_terminal() {
    let desk = desk();
    let ended = bench(desk.path(), &["misbehave.wasm", "--settings", "none.toml"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for told in ["class native, as its manifest asks", "fresh µs", "\nscoring ", "\npriority ", "\nall ", "\n100 "] {
        assert!(ended.stdout.contains(told), "nothing says `{told}`: {}", ended.stdout);
    }
    for line in ended.stdout.lines().skip(2) {
        assert!(line.chars().count() <= 96, "{line}");
    }
}

#[test]
fn a_fault_is_told_and_the_rest_is_measured() {
    let desk = desk();
    let ended = bench(desk.path(), &["misbehave.wasm", "--settings", "panic.toml"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stdout.contains("\nscoring   role scoring panicked"), "{}", ended.stdout);
    let priority = ended.stdout.lines().find(|line| line.starts_with("priority")).expect("its row");
    assert!(priority.contains('%'), "{priority}");
    for (args, told) in [
        (&["not-there.wasm"][..], "[load.unreadable]"),
        (&["next.wasm", "--reviews", "not-there.json"], "does not exist"),
    ] {
        let ended = bench(desk.path(), args);
        assert_eq!(ended.code, 2, "{ended:?}");
        assert!(ended.stderr.contains(told), "{args:?}: {ended:?}");
    }
}
