//! `assess --stream`: documents in, one line each, in order, and one at the end.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::Stdio,
};

use architrave::{
    config::Config,
    host::{Host, RunOptions},
    source,
};
use architrave_core::{assess, report::Allowed, snapshot};
use architrave_reviews::Reviews;
use architrave_runtime::{Options, Runtime};
use serde_json::{Value, json};

use super::command::{Ended, Run};

/// The lines of documents, and the last.
#[track_caller]
fn lines(ended: &Ended) -> (Vec<Value>, Value) {
    let mut lines: Vec<Value> =
        ended.stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let last = lines.pop().expect("there is always a last line");
    assert_eq!(last["schema"], "architrave.stream/1", "{}", ended.stderr);
    assert!(lines.iter().all(|line| line["schema"] == "architrave.document/1"));
    (lines, last)
}

/// Where a document stands, how many reviews it has, and the code of its first problem.
fn row(line: &Value) -> (String, u64, usize, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = &line["document"];
    let file = text(&place["file"]);
    let file = Path::new(&file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or(file);
    let reviews = line["reviews"].as_array().map_or(0, Vec::len);
    (file, place["line"].as_u64().unwrap_or(0), reviews, text(&line["problems"][0]["code"]))
}

fn rows(ended: &Ended) -> Vec<(String, u64, usize, String)> {
    lines(ended).0.iter().map(row).collect()
}

#[track_caller]
fn check(ended: &Ended, code: i32, expected: &[(&str, u64, usize, &str)]) {
    let found = rows(ended);
    let found: Vec<(&str, u64, usize, &str)> =
        found.iter().map(|(file, line, reviews, problem)| (file.as_str(), *line, *reviews, problem.as_str())).collect();
    assert_eq!(found, expected, "{}", ended.stderr);
    assert_eq!(ended.code, code, "{}", ended.stderr);
}

fn stream(args: &[&str]) -> Run {
    Run::new(&[&["assess", "--no-config", "--stream"], args].concat())
}

/// Good lines, uneven ones and bad ones.
fn uneven() -> String {
    let reviews = Reviews::default();
    let several: Vec<Value> = (10..13).flat_map(|number| reviews.responses(number)).collect();
    let page = &reviews.responses(20)[2];
    let lines = [
        reviews.line(1),
        json!(several).to_string(),
        "{\"AnswerSummaries\": [oops]}".to_owned(),
        reviews.line(2),
        "  ".to_owned(),
        "[]".to_owned(),
        page.to_string(),
        "{\"Unheard\": 1}".to_owned(),
        reviews.line(3),
    ];
    lines.join("\n")
}

#[test]
fn documents_keep_their_order_and_bad_ones_stop_nobody() {
    let expected = [
        ("-", 1, 1, ""),
        ("-", 2, 3, ""),
        ("-", 3, 0, "source.not-json"),
        ("-", 4, 1, ""),
        ("-", 6, 0, "source.empty"),
        ("-", 7, 0, "review.page-missing"),
        ("-", 8, 0, "source.unrecognised"),
        ("-", 9, 1, ""),
    ];
    let first = stream(&["-", "--threads", "1"]).stdin(uneven()).run();
    check(&first, 2, &expected);
    let (documents, last) = lines(&first);
    assert_eq!(documents[2]["problems"][0]["location"]["line"], 3);
    assert_eq!(last["documents"], json!({"total": 8, "assessed": 4, "refused": 4}));
    assert_eq!((&last["reviews"], &last["scores"]["count"]), (&json!(6), &json!(6)));
    assert!(first.stderr.contains("4 of 8 documents have no reviews"), "{}", first.stderr);
    assert!(first.stderr.contains("reviews/s"), "{}", first.stderr);
    for threads in ["2", "8"] {
        let other = stream(&["-", "--threads", threads]).stdin(uneven()).run();
        assert_eq!(other.stdout, first.stdout, "{threads} threads");
    }
    // What was refused for a missing page is assessed when that is allowed.
    let partial = stream(&["-", "--allow-partial"]).stdin(uneven()).run();
    assert_eq!(rows(&partial)[5], ("-".to_owned(), 7, 1, String::new()));
    assert_eq!(lines(&partial).1["partial"], 1);
}

#[test]
fn a_review_has_the_bytes_that_it_has_in_a_report_of_its_document_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let reviews = Reviews::default();
    let mut milestones = reviews.responses(4);
    for page in reviews.responses(4).split_off(2) {
        let mut page = page;
        page["MilestoneNumber"] = json!(2);
        milestones.push(page);
    }
    let texts = [
        reviews.line(1),
        json!([reviews.responses(3), reviews.responses(2)].concat()).to_string(),
        json!(milestones).to_string(),
    ];
    let file = folder.path().join("reviews.ndjson");
    fs::write(&file, texts.join("\n")).expect("the documents");
    let name = file.display().to_string();
    let ended = stream(&[&name]).run();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
    let host = Host::load(&Config::default(), &runtime).expect("the defaults are built in");
    for (text, line) in texts.iter().zip(ended.stdout.lines()) {
        let mut inputs = source::Inputs::default();
        inputs.push(Some(name.clone()), text.clone().into_bytes());
        let drafts = source::parse(&inputs).expect("the document is valid");
        let mut snapshots: Vec<_> =
            drafts.reviews.iter().map(|draft| snapshot::resolve(draft).expect("it resolves")).collect();
        snapshot::link_previous(&mut snapshots);
        let reviews = host.assess(&snapshots, RunOptions::default(), |_, _| {});
        let alone = serde_json::to_string(&reviews).expect("it is written");
        assert!(line.contains(&format!("\"reviews\":{alone}")), "{}", ended.stderr);
        let provenance = host.provenance(Allowed::default(), None);
        let report = assess::report(&snapshots, provenance, reviews, None);
        assert!(line.contains(&report.snapshot.sha256));
    }
}

#[test]
fn folders_give_their_files_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (reviews, at) = (Reviews::default(), |name: &str| folder.path().join(name));
    fs::create_dir_all(at("deep/deeper")).expect("folders");
    fs::create_dir_all(at("empty")).expect("folders");
    fs::write(at("b.json"), reviews.line(1)).expect("a file");
    fs::write(at("a.ndjson"), format!("{}\n\n{}\n", reviews.line(2), reviews.line(3))).expect("a file");
    fs::write(at("deep/c.JSONL"), format!("{}\r\n", reviews.line(4))).expect("a file");
    fs::write(at("deep/deeper/d.json"), "{").expect("a file");
    fs::write(at("z.json"), reviews.line(5)).expect("a file");
    fs::write(at(".hidden.json"), "{").expect("a file");
    fs::write(at("notes.txt"), "{").expect("a file");
    let expected = [
        ("a.ndjson", 1, 1, ""),
        ("a.ndjson", 3, 1, ""),
        ("b.json", 0, 1, ""),
        ("c.JSONL", 1, 1, ""),
        ("d.json", 0, 0, "source.not-json"),
        ("z.json", 0, 1, ""),
    ];
    check(&stream(&["."]).within(folder.path()).run(), 2, &expected);
    check(
        &stream(&["z.json", "deep", "z.json"]).within(folder.path()).run(),
        2,
        &[("z.json", 0, 1, ""), ("c.JSONL", 1, 1, ""), ("d.json", 0, 0, "source.not-json"), ("z.json", 0, 1, "")],
    );
    check(
        &stream(&["empty", "gone.json", "gone.ndjson"]).within(folder.path()).run(),
        2,
        &[
            ("empty", 0, 0, "source.empty-folder"),
            ("gone.json", 0, 0, "source.not-found"),
            ("gone.ndjson", 0, 0, "source.not-found"),
        ],
    );
}

#[test]
fn nothing_is_not_a_pass() {
    for text in ["", "\n \n"] {
        let ended = stream(&["-"]).stdin(text).run();
        check(&ended, 2, &[]);
        assert!(ended.stderr.contains("there is no document"), "{}", ended.stderr);
        assert_eq!(lines(&ended).1["scores"]["mean"], Value::Null);
    }
}

#[test]
fn without_paths_the_sample_is_one_document() {
    let ended = stream(&[]).run();
    check(&ended, 0, &[("", 0, 1, "")]);
    assert_eq!(lines(&ended).0[0]["reviews"][0]["score"]["basis_points"], 7007);
}

#[test]
fn a_line_that_is_too_long_is_refused_and_the_next_is_read() {
    let mut text = " ".repeat((64 << 20) + 1);
    text.push('\n');
    text.push_str(&Reviews::default().line(1));
    let ended = stream(&["-"]).stdin(text).run();
    check(&ended, 2, &[("-", 1, 0, "source.too-large"), ("-", 2, 1, "")]);
}

/// Rules, and how the gate of two documents ends. Both have more than one question at high risk, and none has 58.
#[track_caller]
fn check_gate(toml: &str, lines_given: &str, code: i32, passes: &Value, counts: [u64; 3]) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("architrave.toml"), toml).expect("the configuration");
    let ended = Run::new(&["assess", "--stream", "-"]).within(folder.path()).stdin(lines_given).run();
    assert_eq!(ended.code, code, "{toml}: {}", ended.stderr);
    let gate = &lines(&ended).1["gate"];
    assert_eq!(&gate["passes"], passes, "{toml}");
    let found = ["passed", "failed", "undecided"].map(|member| gate[member].as_u64().expect("a count"));
    assert_eq!(found, counts, "{toml}");
}

#[test]
fn the_gate_judges_each_review_and_a_failure_decides() {
    let reviews = Reviews::default();
    let good = format!("{}\n{}\n", reviews.line(1), reviews.line(2));
    let with_bad = format!("{good}oops\n");
    check_gate("[gate]\nmax_high = 57", &good, 0, &json!(true), [2, 0, 0]);
    check_gate("[gate]\nmax_high = 0", &good, 1, &json!(false), [0, 2, 0]);
    check_gate("[gate]\nmax_high = 57", &with_bad, 2, &Value::Null, [2, 0, 0]);
    check_gate("[gate]\nmax_high = 0", &with_bad, 1, &json!(false), [0, 2, 0]);
    check_gate("[gate.lenses.wellarchitected]\nmax_high = 57", &good, 0, &json!(true), [2, 0, 0]);
    check_gate("[gate.lenses.serverless]\nmax_high = 57", &good, 2, &Value::Null, [2, 0, 0]);
    check_gate("[gate.pillars.none-such]\nmax_high = 57", &good, 2, &Value::Null, [2, 0, 0]);
    // A plugin without fuel: what it should have said cannot be judged.
    let starved = "[limits.native]\nfuel_per_call = 1\nfuel_per_row = 1\n[gate]\nmax_high = 57";
    check_gate(starved, &good, 2, &Value::Null, [0, 0, 2]);
}

#[test]
fn faults_count_unless_they_are_allowed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("architrave.toml"), "[limits.native]\nfuel_per_call = 1\nfuel_per_row = 1\n")
        .expect("the configuration");
    let run = |args: &[&str]| Run::new(&[&["assess", "--stream"], args].concat()).within(folder.path()).run();
    let ended = run(&[]);
    assert_eq!((ended.code, &lines(&ended).1["faults"]), (2, &json!(4)));
    assert_eq!(run(&["--allow-faults"]).code, 0);
}

#[test]
fn output_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("reviews.ndjson");
    let written = stream(&["-", "--output"]).arg(&path).stdin(uneven()).run();
    assert_eq!((written.code, written.stdout.as_str()), (2, ""));
    let printed = stream(&["-"]).stdin(uneven()).run();
    assert_eq!(fs::read_to_string(&path).expect("the lines"), printed.stdout);
    let nowhere = stream(&["--output"]).arg(folder.path().join("no/such/folder")).run();
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (2, ""));
    assert_eq!(stream(&["--format", "json"]).run().code, 2, "a stream has one form");
}

/// A reader that has enough goes away, and nobody complains.
#[test]
fn a_reader_may_go_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let reviews = Reviews::default();
    let text: String = (0..40).map(|number| reviews.line(number) + "\n").collect();
    fs::write(folder.path().join("many.ndjson"), text).expect("the documents");
    let mut command = stream(&["many.ndjson", "--threads", "2"]).within(folder.path()).into_command();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("its stdout"));
    stdout.read_line(&mut line).expect("a line");
    drop(stdout);
    let mut stderr = String::new();
    child.stderr.take().expect("its stderr").read_to_string(&mut stderr).expect("UTF-8");
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert!(line.starts_with("{\"schema\":\"architrave.document/1\""), "{line}");
    assert!(!stderr.contains("cannot write") && !stderr.contains("panicked"), "{stderr}");
}
