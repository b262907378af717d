//! Each cause of `semantics.md` §4, by exit status.

use std::{fs, path::Path};

use super::command::Run;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/trading-platform");

fn run(folder: &Path, toml: &str, args: &[&str]) -> super::command::Ended {
    fs::write(folder.join("architrave.toml"), toml).expect("the configuration");
    Run::new(&[&["assess", "--format", "json"], args].concat()).within(folder).run()
}

#[track_caller]
fn check(toml: &str, args: &[&str], code: i32, because: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(folder.path(), toml, args);
    assert_eq!(ended.code, code, "{toml}: {}", ended.stderr);
    let verdict = &ended.json()["verdict"];
    let rows: Vec<(String, String)> = verdict["because"]
        .as_array()
        .map(|rows| rows.iter().map(|row| (text(&row["rule"]), text(&row["outcome"]))).collect())
        .unwrap_or_default();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(rule, outcome)| (rule.as_str(), outcome.as_str())).collect();
    assert_eq!(rows, because, "{toml}");
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// The sample has 11 HIGH, 22 MEDIUM, 3 UNANSWERED; completion 9454; score 7007.
#[test]
fn rules_pass_and_fail() {
    check("", &[], 0, &[]);
    check("[gate]\nmax_high = 14", &[], 0, &[]);
    check("[gate]\nmax_high = 13", &[], 1, &[("max_high", "fails")]);
    check("[gate]\nmax_high = 11\nunanswered = \"ignore\"", &[], 0, &[]);
    check("[gate]\nmax_high = 10\nunanswered = \"ignore\"", &[], 1, &[("max_high", "fails")]);
    check("[gate]\nmax_medium = 22", &[], 0, &[]);
    check("[gate]\nmax_medium = 21", &[], 1, &[("max_medium", "fails")]);
    check("[gate]\nmin_completion = 9454", &[], 0, &[]);
    check("[gate]\nmin_completion = 9455", &[], 1, &[("min_completion", "fails")]);
    check("[gate]\nmin_score = 7007", &[], 0, &[]);
    check("[gate]\nmin_score = 7008", &[], 1, &[("min_score", "fails")]);
    check("[gate.pillars.security]\nmax_high = 2", &[], 0, &[]);
    check("[gate.pillars.security]\nmax_high = 1", &[], 1, &[("pillars.security.max_high", "fails")]);
    check("[gate.lenses.wellarchitected]\nmax_medium = 1", &[], 1, &[("lenses.wellarchitected.max_medium", "fails")]);
}

#[test]
fn what_cannot_be_decided_ends_with_2_unless_another_rule_fails() {
    check("[gate.lenses.serverless]\nmax_high = 1", &[], 2, &[("lenses.serverless", "undecided")]);
    check("[gate.pillars.none-such]\nmax_high = 1", &[], 2, &[("pillars.none-such", "undecided")]);
    check(
        "[gate]\nmax_high = 1\n[gate.lenses.serverless]\nmax_high = 1",
        &[],
        1,
        &[("lenses.serverless", "undecided"), ("max_high", "fails")],
    );
    let page = format!("{SAMPLE}/list-answers.page1.json");
    check("[gate]\nmax_high = 57", &["--allow-partial", &page], 2, &[("max_high", "undecided")]);
    check("[gate]\nmax_high = 0", &["--allow-partial", &page], 2, &[("max_high", "undecided")]);
}

/// With 1 unit of fuel every plugin faults.
#[test]
fn faults_are_reported_and_decide_nothing_but_what_reads_them() {
    let toml = "[limits.native]\nfuel_per_call = 1\nfuel_per_row = 1\n";
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(folder.path(), toml, &[]);
    assert_eq!(ended.code, 2);
    let report = ended.json();
    assert_eq!(report["reviews"][0]["score"]["because"], "fault");
    assert!(report["reviews"][0]["faults"].as_array().is_some_and(|faults| faults.len() == 4), "one per role");
    assert_eq!(report["verdict"], serde_json::Value::Null);

    assert_eq!(run(folder.path(), toml, &["--allow-faults"]).code, 0);
    assert_eq!(run(folder.path(), &format!("{toml}[gate]\nmax_medium = 22"), &["--allow-faults"]).code, 0);
    assert_eq!(run(folder.path(), &format!("{toml}[gate]\nmax_medium = 22"), &[]).code, 2);
    assert_eq!(run(folder.path(), &format!("{toml}[gate]\nmax_medium = 21"), &[]).code, 1);
    assert_eq!(run(folder.path(), &format!("{toml}[gate]\nmin_score = 1"), &["--allow-faults"]).code, 2);
}
