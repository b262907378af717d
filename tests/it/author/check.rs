//! `plugin check`: is each broken law found, and shown on a small review?

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use serde_json::Value;

use crate::cli::Run;

/// Claims everything, and breaks what its settings say.
const CLAIMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/claims.wasm"));

fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("claims.wasm"), CLAIMS).expect("the plugin");
    folder
}

fn checked(folder: &Path, breaks: &str) -> (i32, Value) {
    fs::write(folder.join("settings.toml"), format!("breaks = \"{breaks}\"\n")).expect("the settings");
    let args = ["plugin", "check", "claims.wasm", "--settings", "settings.toml", "--format", "json"];
    let ended = Run::new(&args).within(folder).run();
    (ended.code, ended.json())
}

/// `law` is the one that is broken, `found` what is said of it, `lines` how long the review is that shows it.
#[track_caller]
fn check(breaks: &str, law: &str, found: &str, lines: usize) {
    let (code, report) = checked(desk().path(), breaks);
    assert_eq!(code, 1, "{report:#}");
    for check in report["checks"].as_array().expect("checks") {
        let is_broken = check["ok"] == false;
        assert_eq!(is_broken, check["name"] == law, "{check:#}");
        if is_broken {
            assert!(check["found"].as_str().expect("words").contains(found), "{check:#}");
            let review = check["review"].as_array().expect("lines");
            assert!((1..=lines).contains(&review.len()), "{check:#}");
        }
    }
}

#[test]
fn a_score_that_falls_when_answers_are_better() {
    check("monotone", "monotone", "scores 5000 of 10000, and 2000 when it is answered better", 1);
}

#[test]
fn a_score_that_depends_on_how_often_a_question_stands_there() {
    check("size-independent", "size-independent", "with every question 2 times", 2);
}

#[test]
fn a_role_that_listens_to_another() {
    check("roles", "roles", "priority says something else when it is asked alone", 1);
}

#[test]
fn a_severity_that_is_lower_at_high_risk() {
    check("severity", "severity", "a gap is Medium at medium risk, and one Low at high risk", 1);
}

#[test]
fn what_keeps_everything_passes_and_what_answers_nothing_proves_nothing() {
    let (code, report) = checked(desk().path(), "nothing");
    assert_eq!(code, 0, "{report:#}");
    let names: Vec<&str> =
        report["checks"].as_array().expect("checks").iter().filter_map(|c| c["name"].as_str()).collect();
    assert_eq!(names, ["output", "repeatable", "image", "roles", "severity", "monotone", "size-independent"]);
    assert!(report["checks"].as_array().expect("checks").iter().all(|check| check["ok"] == true), "{report:#}");

    let (code, report) = checked(desk().path(), "refuses");
    assert_eq!(code, 0, "{report:#}");
    let of =
        |name: &str| report["checks"].as_array().expect("checks").iter().find(|check| check["name"] == name).cloned();
    for name in ["output", "monotone", "size-independent"] {
        assert_eq!(of(name).expect("a check")["ok"], Value::Null, "{name}: {report:#}");
    }
}

/// The panic is found on one question, and its words are there.
#[test]
fn a_panic_is_shown_on_the_smallest_review_in_words() {
    let desk = desk();
    fs::write(desk.path().join("settings.toml"), "breaks = \"output\"\n").expect("the settings");
    let ended = Run::new(&["plugin", "check", "claims.wasm", "--settings", "settings.toml"]).within(desk.path()).run();
    assert_eq!(ended.code, 1, "{ended:?}");
    let broken = ended.stdout.split("FAILED").nth(1).expect("a failure");
    assert!(broken.contains("scoring: panicked: prioritized questions are not its thing"), "{}", ended.stdout);
    let review: Vec<&str> = broken.lines().filter(|line| line.contains("question `")).collect();
    assert_eq!(review.len(), 1, "{}", ended.stdout);
    assert!(review[0].contains("prioritized"), "{}", ended.stdout);
}

#[test]
fn what_cannot_be_checked_is_an_error() {
    let desk = desk();
    let folder = desk.path();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a file");
    write("wrong.toml", b"breaks = \"everything\"\n");
    write("unknown.toml", b"brakes = \"nothing\"\n");
    write("not.toml", b"breaks = \n");
    write("module.wasm", b"\0asm\x01\0\0\0");
    fs::create_dir(folder.join("project")).expect("a folder");
    write("project/plugin.toml", b"id = \"mine\"\nversion = \"0.1.0\"\ndescription = \"d\"\nroles = [\"scoring\"]\nlicense = \"MIT\"\nauthors = []\n");
    for (args, code) in [
        (&["absent.wasm"][..], "load.unreadable"),
        (&["module.wasm"], "load.core-module"),
        (&["claims.wasm", "--settings", "absent.toml"], "plugin.settings"),
        (&["claims.wasm", "--settings", "not.toml"], "plugin.settings"),
        (&["claims.wasm", "--settings", "wrong.toml"], "settings."),
        (&["claims.wasm", "--settings", "unknown.toml"], "settings."),
        (&["project"], "plugin.not-built"),
    ] {
        let ended = Run::new(&["plugin", "check"]).arg_all(args).within(folder).run();
        assert_eq!(ended.code, 2, "{args:?}: {ended:?}");
        assert!(
            ended.stderr.contains(&format!("[{code}")) && ended.stderr.contains("help: "),
            "{args:?}: {}",
            ended.stderr
        );
    }
}

/// A plugin that was built before its source was changed says so; what is in the file counts all the same.
#[test]
fn a_plugin_that_is_older_than_its_source_says_so() {
    let desk = desk();
    let folder = desk.path();
    let write = |name: &str, text: &[u8]| fs::write(folder.join(name), text).expect("a file");
    write(
        "plugin.toml",
        b"id = \"claims\"\nversion = \"0.1.0\"\ndescription = \"d\"\nroles = [\"scoring\"]\nlicense = \"MIT\"\nauthors = []\n",
    );
    fs::create_dir_all(folder.join("src")).expect("a folder");
    write("src/lib.rs", b"");
    let at = |name: &str, seconds: u64| {
        let file = fs::File::options().write(true).open(folder.join(name)).expect("a file");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).expect("a time");
    };
    for (source_seconds, is_stale) in [(900, false), (1_100, true)] {
        at("plugin.toml", 900);
        at("src/lib.rs", source_seconds);
        at("claims.wasm", 1_000);
        let ended = Run::new(&["plugin", "check", "--reviews", "2"]).within(folder).run();
        assert_eq!(ended.code, 0, "{ended:?}");
        assert_eq!(ended.stderr.contains("[plugin.stale]"), is_stale, "{ended:?}");
    }
}
