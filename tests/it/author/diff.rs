//! `plugin diff`: what would another version change, for which workloads, and why?

use std::{fs, path::Path};

use super::NEXT;
use crate::cli::Run;

const SAMPLE: &str = "examples/trading-platform";

/// Two workloads: the sample, which sets its own priorities of pillars, and one that leaves them to the plugin.
fn reviews(folder: &Path) {
    for name in ["own", "left"] {
        fs::create_dir_all(folder.join("reviews").join(name)).expect("a folder");
    }
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(SAMPLE)).expect("the sample") {
        let path = file.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file of the sample");
        let name = path.file_name().expect("a name");
        fs::write(folder.join("reviews/own").join(name), &text).expect("a review");
        let mut left: serde_json::Value =
            serde_json::from_str(&text.replace("7d1f0c6be25a4e0fb9c3a8124f6e9d35", &"0".repeat(32))).expect("JSON");
        if let Some(workload) = left.get_mut("Workload") {
            workload["WorkloadName"] = "left-to-the-plugin".into();
            workload.as_object_mut().expect("an object").remove("PillarPriorities");
        }
        fs::write(folder.join("reviews/left").join(name), left.to_string()).expect("a review");
    }
}

fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    reviews(folder.path());
    fs::write(folder.path().join("next.wasm"), NEXT).expect("the next version");
    folder
}

#[track_caller]
fn check(folder: &Path, args: &[&str], code: i32, told: &[&str]) {
    let ended = Run::new(&["plugin", "diff"]).within(folder).arg_all(args).run();
    assert_eq!(ended.code, code, "{args:?}: {ended:?}");
    for text in told {
        let said = if code == 2 { &ended.stderr } else { &ended.stdout };
        assert!(said.contains(text), "{args:?}: nothing says `{text}`:\n{said}");
    }
}

#[test]
fn two_versions_are_told_apart_by_what_they_change() {
    let desk = desk();
    let folder = desk.path();
    let versions = ["financial-services", "next.wasm", "--reviews", "reviews"];
    check(
        folder,
        &versions,
        1,
        &[
            "1 of 2 workloads changes; no gate is configured",
            "before  financial-services 0.1.0",
            "after   next 0.2.0",
            "left-to-the-plugin, lens wellarchitected",
            "pillars: score, and weight in the review",
        ],
    );
    check(folder, &["financial-services", "financial-services"], 0, &["none of 1 workload changes"]);
    check(folder, &["financial-services", "next.wasm"], 0, &["none of 1 workload changes"]);
    check(folder, &["financial-services", "not-there.wasm"], 2, &["not-there.wasm", "load.unreadable"]);
    check(folder, &["financial-services", "unheard-of"], 2, &["there is no built-in plugin `unheard-of`"]);
}

#[test]
fn a_gate_tells_which_verdicts_flip_and_why() {
    let desk = desk();
    let folder = desk.path();
    let versions = ["plugin", "diff", "financial-services", "next.wasm", "--reviews", "reviews", "--format", "json"];
    let found = Run::new(&versions).within(folder).run().json();
    assert_eq!(
        (found["schema"].as_str(), found["workloads"]["changed"].as_u64()),
        (Some("architrave.diff/1"), Some(1))
    );
    let change = &found["changes"][0];
    let score = |side: &str| change["score"][side].as_u64().expect("a score");
    let (before, after) = (score("before"), score("after"));
    assert_ne!(before, after);
    assert_eq!(found["score_change_max"].as_u64(), Some(before.abs_diff(after)));
    // A bound that one of the two scores reaches.
    fs::write(folder.join("architrave.toml"), format!("[gate]\nmin_score = {}\n", before.max(after))).expect("a gate");
    let flips = if before < after { "verdict  fails → passes" } else { "verdict  passes → fails" };
    let rule = if before < after { "1 verdict flips" } else { "min_score" };
    check(folder, &["financial-services", "next.wasm", "--reviews", "reviews"], 1, &["1 verdict flips", flips, rule]);
}

/// What the pillars and questions of a change say must add up to what the score says.
#[test]
fn what_questions_add_is_what_the_score_moves() {
    let desk = desk();
    let args = ["plugin", "diff", "balanced", "classic", "--reviews", "reviews", "--format", "json"];
    let found = Run::new(&args).within(desk.path()).run().json();
    let changes = found["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 2);
    for change in changes {
        let moved = |value: &serde_json::Value| {
            value["after"].as_i64().unwrap_or_default() - value["before"].as_i64().unwrap_or_default()
        };
        let questions = change["questions"].as_array().expect("questions");
        let sum: i64 = questions.iter().map(|question| moved(&question["adds"])).sum();
        let rounding = i64::try_from(questions.len()).expect("few") + 1;
        assert!((sum - moved(&change["score"])).abs() <= rounding, "{sum} {}", change["score"]);
        assert!(questions.len() > 5, "{}", questions.len());
    }
}
