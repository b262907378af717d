//! What cannot be replayed ends with 2 and says why: no report, half a report, a plugin that is not at hand.

use super::{
    super::command::Run,
    desk::{Desk, MISBEHAVE},
};

/// Replays, and looks for every text on stderr.
#[track_caller]
fn check(desk: &Desk, args: &[&str], stderr: &[&str]) {
    let ended = desk.replay(args);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}: {}", ended.stderr);
    for text in stderr {
        assert!(ended.stderr.contains(text), "{args:?}: no `{text}` in\n{}", ended.stderr);
    }
}

#[test]
fn what_is_no_report_is_refused() {
    let desk = Desk::new();
    desk.assess(&[]);
    let report = desk.report();
    let half = report.get(..report.len() / 2).expect("it is ASCII there");
    let document = "{\"schema\":\"architrave.document/1\",\"reviews\":[]}\n";
    let stream = format!("{document}{document}{{\"schema\":\"architrave.stream/1\"}}\n");
    for (text, code, why) in [
        ("", "replay.not-json", "it is not JSON: EOF"),
        ("architrave", "replay.not-json", "it is not JSON: expected value at line 1"),
        (half, "replay.not-json", "it is not JSON: EOF while parsing"),
        (&format!("{report}{report}"), "replay.not-json", "trailing characters"),
        (&"[".repeat(100_000), "replay.not-json", "recursion limit exceeded"),
        ("{}", "replay.not-a-report", "it has no `schema`"),
        ("[1]", "replay.not-a-report", "it has no `schema`"),
        ("{\"schema\": 1}", "replay.not-a-report", "it has no `schema`"),
        ("{\"schema\": \"architrave.replay/1\"}", "replay.other-schema", "`architrave.report/1` is expected"),
        ("{\"schema\": \"architrave.report/2\"}", "replay.other-schema", "its `schema` is `architrave.report/2`"),
        (document, "replay.cut-off", "the stream has no last line"),
        (&format!("\n{stream}"), "replay.stream", "give a stream as a file"),
    ] {
        desk.write_report(text);
        check(&desk, &[], &[why, code, "`report.json`"]);
    }
    std::fs::write(desk.path("report.json"), [0xff, 0xfe]).expect("the report");
    check(&desk, &[], &["replay.not-utf8"]);
    std::fs::remove_file(desk.path("report.json")).expect("it was there");
    check(&desk, &[], &["cannot read `report.json`"]);
}

#[test]
fn standard_input_is_read_once() {
    let ended = Run::new(&["replay", "-", "--inputs", "-"]).run();
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""));
    assert!(ended.stderr.contains("report and inputs cannot both come from it"), "{}", ended.stderr);
}

#[test]
fn all_that_a_report_lacks_is_said_at_once() {
    let desk = Desk::new();
    desk.assess(&[]);
    let report = desk
        .report()
        .replacen("\"runtime\": ", "\"walktime\": ", 1)
        .replacen("\"allowed\": {", "\"allowed\": null, \"denied\": {", 1)
        .replacen("\"fuel\": ", "\"fuel\": -", 1)
        .replacen("\"snapshot_sha256\": \"", "\"snapshot_sha256\": \"x", 1);
    desk.write_report(&report);
    check(
        &desk,
        &[],
        &[
            "`/engine/runtime` is missing, a text is expected",
            "`/run/allowed/notes` is missing, true or false is expected",
            "`/reviews/0/outcomes/0/fuel` is a number, a whole number is expected",
            "`/reviews/0/snapshot_sha256` is a text, a digest of 64 hexadecimal digits is expected",
            "[replay.member]",
        ],
    );
    let many = format!("{{\"schema\": \"architrave.report/1\", \"plugins\": [{}1]}}", "1,".repeat(50_000));
    desk.write_report(&many);
    check(&desk, &[], &["further members of `report.json` are not as in a report"]);
    assert!(desk.replay(&[]).stderr.len() < 10_000, "problems are bounded");
}

#[test]
fn a_plugin_or_an_input_that_is_not_at_hand_is_named() {
    let desk = Desk::new();
    desk.plugin("misbehave", MISBEHAVE, "attack = \"none\"");
    desk.assess(&[]);
    desk.config("");
    check(
        &desk,
        &[],
        &["there is no such plugin", "the report has `misbehave` 0.1.0, sha256 ", "name it by `--plugin FILE`"],
    );
    desk.remove("list-answers.page2.json");
    check(&desk, &["--plugin", "balanced"], &["review.page-missing"]);
}
