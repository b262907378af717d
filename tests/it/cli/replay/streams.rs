//! Is a stream replayed line by line: equal, or which document differs?

use std::fs;

use architrave_reviews::Reviews;

use super::{Desk, check, check_equal};
use crate::cli::Run;

/// A desk whose inputs are so many documents, one of them refused, and the stream made of them.
fn desk(count: u64, args: &[&str]) -> Desk {
    let desk = Desk::new();
    write(&desk, &documents(count));
    let ended = Run::new(&[&["assess", "inputs", "--stream", "--output", "report.json"], args].concat())
        .within(&desk.path(""))
        .run();
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    desk
}

fn documents(count: u64) -> Vec<String> {
    let reviews = Reviews::default();
    let mut documents: Vec<String> = (0..count).map(|number| reviews.line(number)).collect();
    documents.insert(2, "{\"Unheard\": 1}".to_owned());
    documents
}

fn write(desk: &Desk, documents: &[String]) {
    fs::remove_dir_all(desk.path("inputs")).expect("a folder");
    fs::create_dir(desk.path("inputs")).expect("a folder");
    fs::write(desk.path("inputs/reviews.ndjson"), documents.join("\n")).expect("the documents");
}

#[test]
fn a_stream_that_follows_from_its_documents_is_equal() {
    let desk = desk(40, &[]);
    for args in [&[][..], &["--threads", "1"], &["--threads", "3", "--images", "never"]] {
        check_equal(&desk, args, "equal");
    }
    let text = desk.replay(&[]).stdout;
    assert_eq!(
        text,
        "equal: 41 documents, 40 reviews, 2 plugins and 80 outcomes made again; the report is the same to the byte\n"
    );
    desk.write_report(&format!("{}\n \n", desk.report()));
    check_equal(&desk, &[], "layout");
}

#[test]
fn where_the_documents_of_a_stream_lie_does_not_matter() {
    let desk = desk(3, &[]);
    desk.move_inputs("elsewhere");
    check_equal(&desk, &[], "places");
}

#[test]
fn documents_more_or_less_are_told_from_those_that_differ() {
    let desk = desk(40, &["--allow-partial"]);
    let all = documents(40);
    let without: Vec<String> =
        all.iter().enumerate().filter(|(at, _)| !(9..12).contains(at)).map(|(_, text)| text.clone()).collect();
    write(&desk, &without);
    let found = check(&desk, &[], "differs", &[("document", "reviews.ndjson"); 3]);
    let kinds = |found: &serde_json::Value| -> Vec<String> {
        let differences = found["differences"].as_array().expect("a list");
        differences.iter().filter_map(|one| one["kind"].as_str()).map(str::to_owned).collect()
    };
    assert!(!kinds(&found)[3..].iter().any(|kind| kind == "document"), "three and no more: {found}");
    assert_eq!(found["differences"][0]["now"], serde_json::Value::Null);

    let mut with = all.clone();
    with.insert(0, Reviews::default().line(77));
    write(&desk, &with);
    let found = check(&desk, &[], "differs", &[("document", "reviews.ndjson")]);
    assert_eq!(found["differences"][0]["report"], serde_json::Value::Null);

    // A risk is another: one review, and what follows from it.
    let mut other = all.clone();
    let risk = ["\"Risk\":\"HIGH\"", "\"Risk\":\"MEDIUM\""];
    assert!(other[7].contains(risk[0]), "{:.300}", other[7]);
    other[7] = other[7].replacen(risk[0], risk[1], 1);
    write(&desk, &other);
    let found = check(&desk, &[], "differs", &[("input", "what was answered in review")]);
    assert!(!kinds(&found).contains(&"document".to_owned()), "{found}");
}

#[test]
fn a_stream_that_was_changed_by_hand_is_found_out() {
    let desk = desk(6, &[]);
    let report = desk.report();
    let rows: &[(&str, &str, &str, &str)] = &[
        ("\"score\":{\"basis_points\":", "\"score\":{\"basis_points\":1", "score", "score of review"),
        ("\"fuel\":", "\"fuel\":1", "fuel", "fuel of `balanced`"),
        ("\"problems\":[]", "\"problems\":[1]", "value", "`/problems/0` of document 1"),
        ("\"problems\":[]", "\"problems\":[],\"problems\":[]", "text", "text of document 1"),
        (
            "{\"schema\":\"architrave.document/1\",\"document\":",
            "{\"schema\":\"architrave.document/1\",\"x\":",
            "document",
            "document `",
        ),
        (
            "{\"schema\":\"architrave.document/1\",\"",
            "{\"schema\":\"architrave.document/1\"!\"",
            "document",
            "document `",
        ),
        (
            "\"run\":{\"roles\":{\"scoring\":\"balanced\"",
            "\"run\":{\"roles\":{\"scoring\":\"classic\"",
            "plugin",
            "`classic`",
        ),
        ("\"limits_sha256\":\"", "\"limits_sha256\":\"0", "", ""),
        ("\"refused\":1", "\"refused\":0", "value", "`/documents/refused` of the last line"),
        ("\"gate\":null", "\"gate\":null,\"gate\":null", "text", "text of the last line"),
    ];
    for (from, to, kind, what) in rows {
        assert!(report.contains(from), "{from}");
        desk.write_report(&report.replacen(from, to, 1));
        if kind.is_empty() {
            let ended = desk.replay(&[]);
            assert_eq!(ended.code, 2, "{from}");
            assert!(ended.stderr.contains("[replay.member]"), "{}", ended.stderr);
        } else {
            check(&desk, &[], "differs", &[(kind, what)]);
        }
    }
    // A line twice, and a line lost.
    let first = report.lines().next().expect("a line");
    desk.write_report(&format!("{first}\n{report}"));
    check(&desk, &[], "differs", &[("document", "reviews.ndjson")]);
    desk.write_report(report.strip_prefix(first).expect("it is the first").trim_start());
    check(&desk, &[], "differs", &[("document", "reviews.ndjson")]);
}

#[test]
fn a_stream_without_its_end_is_refused() {
    let desk = desk(3, &[]);
    let report = desk.report();
    let last = report.lines().last().expect("a line");
    for cut in [
        report.strip_suffix('\n').and_then(|text| text.strip_suffix(last)),
        report.get(..report.len() - 3),
        report.get(..80),
    ] {
        desk.write_report(cut.expect("a part"));
        let ended = desk.replay(&[]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""));
        assert!(ended.stderr.contains("[replay.cut-off]"), "{}", ended.stderr);
    }
}
