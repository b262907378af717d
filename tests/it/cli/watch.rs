//! `assess --watch`: is a new report written when reviews or plugins change, and do the old plugins stay where they must?

use std::{fs, path::Path};

use architrave::builtin;
use serde_json::Value;

use super::{Going, Run, check, command::root};

/// A sample review in a folder of its own, and a plugin beside it.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let reviews = folder.path().join("reviews");
    fs::create_dir(&reviews).expect("a folder");
    for file in fs::read_dir(root().join("examples/trading-platform")).expect("the sample") {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            fs::copy(&path, reviews.join(path.file_name().expect("a name"))).expect("a review");
        }
    }
    put(folder.path(), builtin::component("balanced").expect("it is built in"));
    fs::write(folder.path().join("architrave.toml"), "[plugins.ours]\nsource = \"ours.wasm\"\n").expect("a file");
    folder
}

/// Whole or not there, as a careful operator does it.
fn put(folder: &Path, component: &[u8]) {
    fs::write(folder.join("new"), component).expect("a file");
    fs::rename(folder.join("new"), folder.join("ours.wasm")).expect("a plugin");
}

fn start(folder: &Path, bound: &str) -> Going {
    let args = ["assess", "reviews", "--watch", "--watch-bound", bound, "--output", "report.json"];
    let mut going = Going::start(Run::new(&args).within(folder), true);
    going.hear("waiting for a change");
    going
}

fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("report.json")).expect("a report")).expect("JSON")
}

fn score(report: &Value) -> u64 {
    report["reviews"][0]["score"]["basis_points"].as_u64().expect("a score")
}

#[test]
fn plugins_take_over_within_the_bound_only() {
    let desk = desk();
    let folder = desk.path();
    let classic = builtin::component("classic").expect("it is built in");
    let balanced = report_of(folder, "ours.wasm");
    let mut going = start(folder, "0");
    assert_eq!(score(&report(folder)), balanced);
    put(folder, classic);
    going.hear("the old plugins stay: a score moves by");
    going.hear("waiting for a change");
    assert_eq!(score(&report(folder)), balanced, "the old one stays");
    put(folder, b"no component");
    going.hear("the old plugins stay: cannot load plugin `ours`");
    going.hear("waiting for a change");
    drop(going);

    put(folder, builtin::component("balanced").expect("it is built in"));
    let mut going = start(folder, "10000");
    put(folder, classic);
    going.hear("the new plugins took over: 1 of 1 workload changes");
    going.hear("waiting for a change");
    let found = report(folder);
    assert_eq!(score(&found), report_of(folder, "ours.wasm"));
    assert_ne!(score(&found), balanced);
    assert_eq!(found["plugins"][0]["id"], "ours");

    // Another configuration is a change too: one that cannot be used, and one with another plugin.
    fs::write(folder.join("architrave.toml"), "[plugins.ours]\nsuorce = 1\n").expect("a file");
    going.hear("suorce");
    going.hear("waiting for a change");
    fs::write(folder.join("architrave.toml"), "[plugins.healthcare]\n[gate]\nmax_high = 0\n").expect("a file");
    going.hear("the new plugins took over");
    going.hear("waiting for a change");
    let found = report(folder);
    assert_eq!((&found["plugins"][0]["id"], &found["verdict"]["passes"]), (&"healthcare".into(), &false.into()));
}

/// The score that a plugin gives by itself.
fn report_of(folder: &Path, plugin: &str) -> u64 {
    let args = ["assess", "reviews", "--no-config", "--plugin", plugin, "--format", "json"];
    score(&Run::new(&args).within(folder).run().json())
}

#[test]
fn a_review_that_changes_gives_a_new_report() {
    let desk = desk();
    let folder = desk.path();
    let mut going = start(folder, "0");
    let before = score(&report(folder));
    let page = folder.join("reviews/list-answers.page1.json");
    let text = fs::read_to_string(&page).expect("a page");
    fs::write(&page, "{").expect("a page");
    going.hear("list-answers.page1.json");
    going.hear("waiting for a change");
    assert_eq!(score(&report(folder)), before, "what cannot be read changes nothing");
    // The answers that were at high risk are good now; the counts beside them say otherwise.
    fs::remove_file(folder.join("reviews/get-lens-review.json")).expect("the counts");
    going.hear("waiting for a change");
    fs::write(&page, text.replace("\"HIGH\"", "\"NONE\"")).expect("a page");
    going.hear("reviews changed");
    going.hear("waiting for a change");
    assert!(score(&report(folder)) > before, "{before}");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    check(&["assess", "-", "--watch"], 2, "", "cannot watch stdin");
    let within = ["assess", "examples", "--watch", "--output", "examples/trading-platform/report.json"];
    check(&within, 2, "", "cannot watch `examples`: the report would be written into it");
    check(&["assess", "--watch", "--aws"], 2, "", "cannot watch what is in AWS");
    check(&["assess", "--watch", "--stream"], 2, "", "cannot be used with");
    check(&["assess", "--watch-bound", "3"], 2, "", "--watch");
    check(&["assess", "not-there", "--watch"], 2, "", "`not-there` does not exist");
}
