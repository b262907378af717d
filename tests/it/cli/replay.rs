//! Does `replay` say equal when a report follows from its inputs, and else where the difference begins?

mod desk;
mod refused;
mod streams;

pub(crate) use desk::Desk;
use desk::MISBEHAVE;
use serde_json::Value;

/// Replays, and compares conclusion and the first differences: kind, and a part of what it is about.
#[track_caller]
fn check(desk: &Desk, args: &[&str], result: &str, first: &[(&str, &str)]) -> Value {
    let ended = desk.replay(&[&["--format", "json"], args].concat());
    let found = ended.json();
    let code = match result {
        "equal" => 0,
        "differs" => 1,
        _ => 2,
    };
    assert_eq!((found["result"].as_str(), ended.code), (Some(result), code), "{args:?}: {}", ended.stdout);
    assert_eq!(found["schema"], "architrave.replay/1");
    let differences = found["differences"].as_array().expect("a list");
    assert_eq!(differences.is_empty(), result == "equal", "{args:?}: {}", ended.stdout);
    for (position, (kind, what)) in first.iter().enumerate() {
        let difference = &differences[position];
        let of = difference["what"].as_str().expect("a text");
        assert!(difference["kind"] == *kind && of.contains(what), "{args:?}, {position}: {}", ended.stdout);
        assert_ne!(difference["report"], difference["now"], "{args:?}, {position}");
    }
    found
}

#[track_caller]
fn check_equal(desk: &Desk, args: &[&str], bytes: &str) {
    let found = check(desk, args, "equal", &[]);
    assert_eq!(found["bytes"], bytes, "{args:?}");
    assert_eq!(found["report_sha256"] == found["again_sha256"], bytes == "equal", "{args:?}");
}

#[test]
fn what_follows_from_its_inputs_is_equal() {
    let with = |toml: &str, args: &[&str]| {
        let desk = Desk::new();
        desk.config(toml);
        desk.assess(args);
        check_equal(&desk, &[], "equal");
        desk
    };
    let desk = with("", &[]);
    for args in [
        &["--images", "always"][..],
        &["--images", "never", "--no-cache"],
        &["--allocation", "on-demand"],
        &["--timings"],
    ] {
        check_equal(&desk, args, "equal");
    }
    with("", &["--notes"]);
    with("", &["--plugin", "healthcare"]);
    with("[gate]\nmax_high = 0\n", &[]);
    with("[assessment]\ncompare = [\"classic\"]\n[plugins.healthcare.settings]\neffort_hours = { HIGH = 9 }\n", &[]);
}

#[test]
fn reviews_that_are_not_whole_and_faults_are_repeated_too() {
    let partial = Desk::new();
    partial.remove("list-answers.page2.json");
    partial.assess(&["--allow-partial"]);
    check_equal(&partial, &[], "equal");

    let faults = Desk::new();
    faults.config("[limits.native]\nfuel_per_call = 1\nfuel_per_row = 1\n");
    faults.assess(&["--allow-faults"]);
    check_equal(&faults, &[], "equal");

    for attack in ["panic", "panic-after-a-flood", "allocate", "recurse"] {
        let guest = Desk::new();
        guest.plugin("misbehave", MISBEHAVE, &format!("attack = \"{attack}\""));
        guest.assess(&["--allow-faults"]);
        assert!(guest.report().contains("\"fault\": "), "{attack}");
        check_equal(&guest, &[], "equal");
    }
}

#[test]
fn where_inputs_lie_and_how_a_report_is_laid_out_does_not_matter() {
    let desk = Desk::new();
    desk.edit("list-answers.page1.json", "\"Risk\": \"HIGH\"", "\"Risk\": \"CRITICAL\"");
    desk.assess(&["--allow-partial"]);
    desk.move_inputs("elsewhere");
    assert!(desk.report().contains("inputs/list-answers.page1.json"), "a diagnostic names its file");
    check_equal(&desk, &[], "places");
    let value: Value = serde_json::from_str(&desk.report()).expect("JSON");
    let wider = desk.report().replace("\": ", "\" : ").replace('\n', "\r\n\t");
    assert_eq!(serde_json::from_str::<Value>(&wider).expect("JSON"), value);
    desk.write_report(&wider);
    check_equal(&desk, &[], "layout");
}

#[test]
fn another_answer_is_found_before_what_follows_from_it() {
    let desk = Desk::new();
    desk.assess(&[]);
    // Two risks change places, so that the counts of the lens review still fit.
    for (from, to) in [("HIGH", "later"), ("MEDIUM", "HIGH"), ("later", "MEDIUM")] {
        let risk = |risk: &str| format!("\"Risk\": \"{risk}\"");
        desk.edit("list-answers.page1.json", &risk(from), &risk(to));
    }
    let found = check(
        &desk,
        &[],
        "differs",
        &[("input", "what was answered in review `trading-platform / wellarchitected`"), ("input", "/recorded_risk")],
    );
    let kinds: Vec<&str> =
        found["differences"].as_array().expect("a list").iter().filter_map(|one| one["kind"].as_str()).collect();
    let place =
        |kind: &str| kinds.iter().position(|found| *found == kind).unwrap_or_else(|| panic!("{kind}: {kinds:?}"));
    assert!(place("input") < place("outcome") && place("outcome") < place("value"), "{kinds:?}");
    assert!(kinds.len() == 20 && found["differences_total"].as_u64() > Some(20), "bounded and counted");
    assert!(found["differences"][1]["what"].as_str().expect("a text").contains("`"), "the question is named");
}

/// A configuration, arguments, and the first differences.
type Row = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

#[test]
fn other_plugins_settings_limits_and_gates_are_told_apart() {
    let rows: &[Row] = &[
        (
            "[plugins.balanced]\nsource = \"builtin:classic\"\n",
            &[],
            &[("role", "`guidance`"), ("plugin", "`pillar-guidance`"), ("component", "component of plugin `balanced`")],
        ),
        ("", &["--plugin", "classic"], &[("role", "`scoring`"), ("role", "`priority`"), ("role", "`impact`")]),
        ("[assessment]\npriority = \"classic\"\n", &[], &[("role", "`priority`"), ("plugin", "`classic`")]),
        ("[assessment]\ncompare = [\"classic\"]\n", &[], &[("role", "comparison"), ("plugin", "`classic`")]),
        ("[limits.native]\ndeadline_ms = 1999\n", &[], &[("limits", "limits of plugins")]),
        ("[limits.scripting]\nfuel_per_row = 1\n", &[], &[("limits", "limits of plugins")]),
        ("[gate]\nmax_high = 3\n", &[], &[("gate", "rules of the gate"), ("verdict", "/verdict")]),
    ];
    let desk = Desk::new();
    desk.assess(&[]);
    for (toml, args, first) in rows {
        desk.config(toml);
        check(&desk, args, "differs", first);
    }

    desk.config("[plugins.healthcare.settings]\neffort_hours = { HIGH = 8 }\n");
    desk.assess(&[]);
    desk.config("[plugins.healthcare.settings]\neffort_hours = { HIGH = 80 }\n");
    check(&desk, &[], "differs", &[("settings", "settings of plugin `healthcare`")]);
}

/// A plugin of the same name whose bytes are others, as after an update.
#[test]
fn a_plugin_that_was_exchanged_is_named_with_both_digests() {
    let desk = Desk::new();
    desk.plugin("misbehave", MISBEHAVE, "attack = \"none\"");
    desk.assess(&[]);
    // An empty custom section more: it does the same.
    desk.plugin("misbehave", &[MISBEHAVE, &[0, 2, 1, b'x']].concat(), "attack = \"none\"");
    let found = check(&desk, &[], "differs", &[("component", "component of plugin `misbehave`")]);
    assert_eq!(found["differences_total"], 1, "nothing else differs: {found}");
    let difference = &found["differences"][0];
    for side in ["report", "now"] {
        let text = difference[side].as_str().expect("a text");
        assert!(text.starts_with("0.1.0, sha256 ") && text.len() == 78, "{text}");
    }
    assert_eq!((&difference["plugin"], &difference["review"]), (&Value::from("misbehave"), &Value::Null));
}

#[test]
fn a_review_more_or_less_is_named() {
    let desk = Desk::new();
    desk.assess(&[]);
    desk.second_workload();
    check(&desk, &[], "differs", &[("review", "review `second / wellarchitected`"), ("value", "/snapshot/sha256")]);
    desk.assess(&[]);
    check_equal(&desk, &[], "equal");
    desk.remove_second_workload();
    let found = check(&desk, &[], "differs", &[("review", "review `second / wellarchitected`")]);
    assert_eq!(found["differences"][0]["now"], Value::Null);
}

/// Nothing of a report is believed.
#[test]
fn a_report_that_was_changed_by_hand_is_found_out() {
    let desk = Desk::new();
    desk.config("[gate]\nmax_high = 3\n");
    desk.assess(&["--notes"]);
    let report = desk.report();
    let first = |member: &str| {
        let line = report.lines().find(|line| line.contains(member)).unwrap_or_else(|| panic!("{member}"));
        line.trim().trim_end_matches(',').to_owned()
    };
    let (fuel, snapshot, limits) = (first("\"fuel\": "), first("\"snapshot_sha256\": "), first("\"limits_sha256\": "));
    let zeros = format!("_sha256\": \"{}\"", "0".repeat(64));
    let rows: &[(&str, &str, &str, &str)] = &[
        ("\"basis_points\": 7007", "\"basis_points\": 9007", "score", "score of review"),
        ("\"passes\": false", "\"passes\": true", "verdict", "/verdict/passes"),
        (&fuel, "\"fuel\": 1", "fuel", "fuel of `balanced`"),
        (&snapshot, &format!("\"snapshot{zeros}"), "input", "what was answered"),
        (&limits, &format!("\"limits{zeros}"), "limits", "limits of plugins"),
        (
            "\"version\": \"0.1.0\",\n    \"runtime\"",
            "\"version\": \"0.0.9\",\n    \"runtime\"",
            "version",
            "Architrave",
        ),
        ("\"runtime\": \"wasmtime", "\"runtime\": \"wasmtime 1", "runtime", "WebAssembly runtime"),
        (
            "\"contribution\": {\n            \"points\": ",
            "\"contribution\": {\n            \"points\": 1",
            "value",
            "/points",
        ),
        ("\"partial\": false,\n      \"risk", "\"partial\": true,\n      \"risk", "value", "/partial"),
        ("\"claims\": [\n        \"monotone\"", "\"claims\": [\n        \"modest\"", "value", "/claims/0"),
        ("\"diagnostics\": [", "\"diagnostics\": [ null,", "value", "/diagnostics"),
        ("\"verdict\": {", "\"signed_by\": \"me\",\n  \"verdict\": {", "value", "/signed_by"),
        ("\"name\": \"trading-platform\"", "\"name\": \"another\"", "value", "/workload/name"),
        // Some readers take the first of two, some the last.
        ("\"highest\": 7540", "\"highest\": 9999,\n        \"highest\": 7540", "text", "otherwise or twice"),
        ("\"schema\": ", "\"schema\": \"other/1\",\n  \"schema\": ", "text", "at line 2"),
    ];
    for (from, to, kind, what) in rows {
        assert!(report.contains(from), "{from}");
        desk.write_report(&report.replacen(from, to, 1));
        check(&desk, &[], "differs", &[(kind, what)]);
    }
}

#[test]
fn what_a_deadline_may_have_done_is_not_decided() {
    let desk = Desk::new();
    desk.assess(&[]);
    let report = desk.report();
    let mark = |report: &str| report.replacen("\"reproducible\": true", "\"reproducible\": false", 1);
    // A mark alone is none that a deadline left.
    desk.write_report(&mark(&report));
    check(&desk, &[], "differs", &[("outcome", "what `balanced` said")]);
    // As if the deadline of the scoring plugin had fired: a mark, other words, no score.
    let words = report.find("\"fuel\": ").and_then(|start| report.get(start..)).expect("an outcome");
    let words = words.split('"').find(|text| text.len() == 64).expect("a digest");
    let marked = mark(&report).replacen(words, &"0".repeat(64), 1);
    let marked = marked.replacen("\"basis_points\": 7007", "\"basis_points\": null", 1);
    desk.write_report(&marked);
    check(&desk, &[], "undecided", &[("outcome", "what `balanced` said"), ("score", "score of review")]);
    // A cause that has nothing to do with time decides all the same.
    desk.config("[limits.native]\ndeadline_ms = 1999\n");
    check(&desk, &[], "differs", &[("limits", "limits of plugins")]);
}

/// A guest that spins into the deadline: whatever the replay finds, it is not a difference.
#[test]
fn a_plugin_that_ran_into_its_deadline_never_differs() {
    let desk = Desk::new();
    let limits = "[limits.native]\nfuel_per_call = 1000000000000\ndeadline_ms = 20\n";
    desk.plugin_with("misbehave", MISBEHAVE, "attack = \"spin\"", limits);
    desk.assess(&["--allow-faults"]);
    assert!(desk.report().contains("\"reproducible\": false"), "{}", desk.report());
    let ended = desk.replay(&[]);
    assert!(ended.code != 1, "{}", ended.stdout);
    assert!(ended.stdout.starts_with("equal:") || ended.stdout.starts_with("undecided:"), "{}", ended.stdout);
}

#[test]
fn people_are_told_in_words_that_no_report_can_bend() {
    let desk = Desk::new();
    desk.assess(&[]);
    assert_eq!(
        desk.replay(&[]).stdout,
        "equal: 1 review, 2 plugins and 2 outcomes made again; the report is the same to the byte\n"
    );
    let report = desk.report();
    desk.write_report(&report.replacen("\"owner\": \"", "\"owner\": \"\\u001b[2J\\u202e\\n", 1));
    let ended = desk.replay(&[]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.starts_with("differs: 1 review, 2 plugins and 2 outcomes made again; 1 difference"));
    assert!(ended.stdout.contains("`/workload/owner` of review `trading-platform / wellarchitected`\n  report  [2J"));
    assert!(!ended.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", ended.stdout);
}
