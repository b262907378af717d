//! Does a pull bring what AWS has, whole, whatever goes wrong on the way?

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use serde_json::Value;

use super::desk::{ACCOUNT, Desk, Files, files};

/// Faults that go away when one asks again.
const WEATHER: &str = r#"
[[fault]]
kind = "throttle"
when = { every = 7 }

[[fault]]
kind = "internal-error"
when = { every = 11 }

[[fault]]
kind = "cut"
when = { every = 13 }

[[fault]]
kind = "slow"
pieces = 3
pause_ms = 1
when = { every = 17 }
"#;

/// The parts of files that differ, for messages.
fn differences(a: &Files, b: &Files) -> Vec<String> {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

fn same(a: &Files, b: &Files) {
    assert_eq!(differences(a, b), Vec::<String>::new());
}

#[test]
fn forty_workloads_come_out_equal_under_faults() {
    let desk = Desk::with_workloads(40);
    let (calm, _) = desk.pulled("calm", &[]);
    let reviews = calm.keys().filter(|name| name.ends_with("/list-answers.json")).count();
    assert_eq!(reviews, 120);
    desk.faults(WEATHER);
    let folder = desk.folder("stormy");
    // With the pauses that everybody has.
    let ended = desk.run(&["pull", "--output", folder.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    same(&calm, &files(&folder));
    assert!(ended.stderr.contains(" of them repeated"), "{}", ended.stderr);
}

#[test]
fn a_review_of_57_questions_takes_five_calls() {
    let desk = Desk::with_workloads(1);
    let (files, ended) = desk.pulled("one", &["--lens", "wellarchitected"]);
    let calls = desk.calls();
    let of = |name: &str| calls.get(name).copied().unwrap_or(0);
    let review = of("GetLensReview") + of("ListAnswers") + of("ListLensReviewImprovements") + of("GetWorkload");
    assert_eq!((review, of("ListAnswers"), of("GetAnswer")), (5, 2, 0), "{calls:?}");
    let name = files.keys().find(|name| name.ends_with("wellarchitected/list-answers.json")).unwrap();
    let answers: Value = serde_json::from_slice(&files[name]).unwrap();
    assert_eq!(answers["AnswerSummaries"].as_array().unwrap().len(), 57);
    assert!(answers.get("NextToken").is_none());
    assert!(name.starts_with(&format!("{ACCOUNT}/us-east-1/")), "{name}");
    assert!(ended.stderr.contains("calls to AWS: "), "{}", ended.stderr);
}

#[test]
fn what_was_pulled_is_assessed_as_it_is() {
    let desk = Desk::with_workloads(2);
    desk.pulled("two", &[]);
    let folder = desk.folder("two");
    let of_files = desk.run(&["assess", "--no-config", "--format", "json", folder.to_str().unwrap()]);
    assert_eq!(of_files.code, 0, "{}", of_files.stderr);
    assert!(!of_files.stderr.contains("index.json"), "{}", of_files.stderr);
    let report = of_files.json();
    assert_eq!(report["reviews"].as_array().unwrap().len(), 6);
    let at_once = desk.assess(&[], &[]);
    assert_eq!(at_once.code, 0, "{}", at_once.stderr);
    assert!(at_once.stderr.contains("calls to AWS: "), "{}", at_once.stderr);
    let scores = |report: &Value| -> Vec<Value> {
        report["reviews"].as_array().unwrap().iter().map(|review| review["score"].clone()).collect()
    };
    assert_eq!(scores(&report), scores(&at_once.json()));
    let kept = desk.folder("two");
    let again = desk.assess(&["--lens", "serverless"], &["--keep", kept.to_str().unwrap()]);
    assert_eq!(again.json()["reviews"].as_array().unwrap().len(), 2, "{}", again.stderr);
}

#[test]
fn a_hole_is_seen_every_time() {
    let rows = [
        ("drop-items", "items = 1", "when = \"always\""),
        ("drop-items", "", "when = { every = 1 }"),
        ("counts-disagree", "risk = \"HIGH\"\nby = 1", "operations = [\"GetLensReview\"]"),
        ("leave-out", "member = \"QuestionId\"\nplaces = 1", "operations = [\"ListAnswers\"]"),
        ("unknown-value", "member = \"Risk\"\nvalue = \"CRITICAL\"\nplaces = 1", "operations = [\"ListAnswers\"]"),
    ];
    let desk = Desk::with_workloads(1);
    for (kind, how, when) in rows {
        let operations = if when.contains("operations") { "" } else { "operations = [\"ListAnswers\"]" };
        let when = if when.contains("always") { "" } else { when };
        desk.faults(&format!("[[fault]]\nkind = \"{kind}\"\n{how}\n{operations}\n{when}\n"));
        let ended = desk.pull(&format!("{kind}-{}", how.len()), &["--lens", "wellarchitected"]);
        assert_eq!(ended.code, 2, "{kind} {how}: {}", ended.stderr);
        assert!(ended.stderr.contains("lens `wellarchitected` of workload"), "{kind}: {}", ended.stderr);
    }
}

#[test]
fn a_hole_that_goes_away_is_filled() {
    let rows = [
        "kind = \"drop-items\"\nitems = 3\noperations = [\"ListAnswers\"]\nwhen = { first = 1 }",
        "kind = \"skip-page\"\noperations = [\"ListAnswers\"]",
        "kind = \"duplicate-page\"\noperations = [\"ListAnswers\"]\nwhen = { first = 1 }",
        "kind = \"expire-token\"\noperations = [\"ListAnswers\"]\nwhen = { first = 1 }",
        "kind = \"counts-disagree\"\nrisk = \"HIGH\"\nby = 1\noperations = [\"GetLensReview\"]\nwhen = { first = 1 }",
        "kind = \"drop-items\"\nitems = 3\noperations = [\"ListLensReviewImprovements\"]\nwhen = { first = 1 }",
    ];
    let desk = Desk::with_workloads(1);
    let lens = ["--lens", "wellarchitected"];
    let (calm, _) = desk.pulled("calm", &lens);
    for (row, fault) in rows.into_iter().enumerate() {
        desk.faults(&format!("[[fault]]\n{fault}\n"));
        let (filled, ended) = desk.pulled(&format!("row-{row}"), &lens);
        assert_eq!(differences(&calm, &filled), Vec::<String>::new(), "{fault}: {}", ended.stderr);
    }
}

#[test]
fn only_what_changed_is_fetched_again() {
    let desk = Desk::with_workloads(3);
    let (before, _) = desk.pulled("some", &[]);
    desk.emulator.forget_calls();
    let (unchanged, ended) = desk.pulled("some", &[]);
    same(&before, &unchanged);
    assert!(ended.stderr.contains("0 lens reviews fetched, 9 had not changed"), "{}", ended.stderr);
    let asked: BTreeSet<String> = desk.calls().into_keys().collect();
    assert_eq!(asked, ["ListLensReviews", "ListMilestones", "ListWorkloads"].map(str::to_owned).into());

    let workloads = desk.ask("POST", "/workloadsSummaries", &serde_json::json!({}));
    let id = workloads["WorkloadSummaries"][0]["WorkloadId"].as_str().unwrap();
    desk.answer(id, "permissions", 7);
    desk.emulator.forget_calls();
    let (after, ended) = desk.pulled("some", &[]);
    assert!(ended.stderr.contains("1 lens review fetched, 8 had not changed"), "{}", ended.stderr);
    let changed = differences(&before, &after);
    assert!(changed.iter().all(|name| name == "index.json" || name.contains(id)), "{changed:?}");
    let (anew, _) = desk.pulled("anew", &[]);
    same(&after, &anew);

    desk.emulator.forget_calls();
    let (full, _) = desk.pulled("some", &["--full"]);
    same(&anew, &full);
    assert_eq!(desk.calls()["GetLensReview"], 9);
}

#[test]
fn files_that_were_touched_are_fetched_again() {
    let desk = Desk::with_workloads(1);
    let (before, _) = desk.pulled("one", &[]);
    for name in before.keys().filter(|name| *name != "index.json") {
        std::fs::write(desk.folder("one").join(name), "{").unwrap();
        let (after, _) = desk.pulled("one", &[]);
        same(&before, &after);
    }
    std::fs::write(desk.folder("one").join("index.json"), "{").unwrap();
    let (after, ended) = desk.pulled("one", &[]);
    same(&before, &after);
    assert!(ended.stderr.contains("[aws.index]"), "{}", ended.stderr);
}

#[test]
fn killed_at_any_moment_and_pulled_again_it_is_the_same() {
    let desk = Desk::with_workloads(6);
    let (whole, _) = desk.pulled("whole", &[]);
    for calls in [1, 5, 12, 20, 33, 47, 60] {
        let name = format!("killed-{calls}");
        desk.emulator.forget_calls();
        let folder = desk.folder(&name);
        let mut child = desk
            .command(&["pull", "--concurrency", "2", "--output", folder.to_str().unwrap()])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while desk.emulator.calls().len() < calls && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let (after, _) = desk.pulled(&name, &[]);
        same(&whole, &after);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_pull_says_so_and_keeps_what_is_complete() {
    let desk = Desk::with_workloads(4);
    let (whole, _) = desk.pulled("whole", &[]);
    desk.faults("[[fault]]\nkind = \"slow\"\npieces = 2\npause_ms = 60000\noperations = [\"ListAnswers\"]\nwhen = { from = 8 }\n");
    desk.emulator.forget_calls();
    let folder = desk.folder("interrupted");
    let mut child = desk
        .command(&["pull", "--concurrency", "2", "--output", folder.to_str().unwrap()])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while desk.calls().get("ListAnswers").copied().unwrap_or(0) < 9 {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok).collect::<Vec<_>>();
    assert_eq!(child.wait().unwrap().code(), Some(2), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("it was interrupted")), "{lines:?}");
    desk.faults("");
    let (after, ended) = desk.pulled("interrupted", &[]);
    same(&whole, &after);
    assert!(!ended.stderr.contains(" 0 had not changed"), "{}", ended.stderr);
}

#[test]
fn a_pull_ends_at_its_deadline_and_keeps_what_is_complete() {
    let desk = Desk::with_workloads(4);
    let (whole, _) = desk.pulled("whole", &[]);
    // From the eighth on, an answer takes a minute.
    desk.faults("[[fault]]\nkind = \"slow\"\npieces = 2\npause_ms = 60000\noperations = [\"ListAnswers\"]\nwhen = { from = 8 }\n");
    let begun = std::time::Instant::now();
    let ended = desk.pull("late", &["--concurrency", "2", "--deadline", "2"]);
    let took = begun.elapsed();
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
    assert!(ended.stderr.contains("; the deadline passed with "), "{}", ended.stderr);
    assert!(ended.stderr.contains("what is complete is kept"), "{}", ended.stderr);
    assert!(took < std::time::Duration::from_secs(30), "{took:?}");
    for options in [&["--deadline", "0"], &["--deadline", "-1"], &["--deadline", "soon"]] {
        assert_eq!(desk.pull("late", options).code, 2, "{options:?}");
    }
    desk.faults("");
    let (after, ended) = desk.pulled("late", &["--deadline", "600"]);
    same(&whole, &after);
    assert!(!ended.stderr.contains(" 0 had not changed"), "{}", ended.stderr);
}

#[test]
fn the_policy_allows_what_is_called_and_nothing_else() {
    let rows: [&[&str]; 4] = [&[], &["--notes"], &["--all-milestones"], &["--consolidated"]];
    for options in rows {
        let desk = Desk::with_workloads(1);
        let workloads = desk.ask("POST", "/workloadsSummaries", &serde_json::json!({}));
        let id = workloads["WorkloadSummaries"][0]["WorkloadId"].as_str().unwrap();
        let milestone = serde_json::json!({"MilestoneName": "first", "ClientRequestToken": "t"});
        desk.ask("POST", &format!("/workloads/{id}/milestones"), &milestone);
        desk.emulator.forget_calls();
        let allowed = desk.allowed(options);
        assert!(desk.emulator.calls().is_empty());
        desk.pulled("all", options);
        let called: BTreeSet<String> = desk.emulator.calls().iter().map(architrave_emulator::Call::action).collect();
        assert_eq!(allowed, called, "{options:?}");
        assert!(allowed.iter().all(|action| {
            let verb = action.split(':').next_back().unwrap_or_default();
            ["Get", "List", "Export"].iter().any(|start| verb.starts_with(start))
        }));
    }
}

#[test]
fn what_is_gone_is_said_and_removed_only_when_asked() {
    let desk = Desk::with_workloads(2);
    let (before, _) = desk.pulled("two", &[]);
    let workloads = desk.ask("POST", "/workloadsSummaries", &serde_json::json!({}));
    let id = workloads["WorkloadSummaries"][0]["WorkloadId"].as_str().unwrap();
    desk.ask("DELETE", &format!("/workloads/{id}?ClientRequestToken=t"), &Value::Null);
    let (kept, ended) = desk.pulled("two", &[]);
    same(&before, &kept);
    assert!(
        ended.stderr.contains("is no longer in AWS; its files were kept") && ended.stderr.contains(id),
        "{}",
        ended.stderr
    );
    let (pruned, ended) = desk.pulled("two", &["--prune"]);
    assert!(ended.stderr.contains("its files were removed"), "{}", ended.stderr);
    let (anew, _) = desk.pulled("anew", &[]);
    same(&anew, &pruned);
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do() {
    let desk = Desk::with_workloads(1);
    let refuse =
        |code: &str| format!("[[fault]]\nkind = \"refuse\"\ncode = \"{code}\"\noperations = [\"GetLensReview\"]\n");
    let denied = refuse("AccessDeniedException");
    let throttled = refuse("ThrottlingException");
    let rows: [(&str, &[&str], &[&str]); 6] = [
        (&denied, &[], &["AccessDeniedException", "help: allow `wellarchitected:GetLensReview`"]),
        (&throttled, &["--lens", "serverless"], &["ThrottlingException", "--concurrency"]),
        ("", &["--workload", "nobody"], &["no workload has the id or name `nobody`"]),
        ("", &["--lens", "nothing"], &["no selected workload has the lens `nothing`"]),
        ("", &["--milestone", "3"], &["no selected workload has milestone 3"]),
        ("", &["--region", "Frankfurt"], &["`Frankfurt` is not a Region"]),
    ];
    for (row, (faults, args, said)) in rows.into_iter().enumerate() {
        desk.faults(faults);
        let ended = desk.pull(&format!("row-{row}"), args);
        assert_eq!(ended.code, 2, "{args:?}: {}", ended.stderr);
        for said in said {
            assert!(ended.stderr.contains(said), "{args:?}, {said}: {}", ended.stderr);
        }
    }
}

#[test]
fn no_credentials_and_no_region_each_have_their_help() {
    let desk = Desk::with_workloads(0);
    let rows =
        [("AWS_ACCESS_KEY_ID", "[aws.no-credentials]", "aws sso login"), ("AWS_REGION", "[aws.no-region]", "--region")];
    for (variable, code, help) in rows {
        let folder = desk.folder("none");
        let mut command = desk.command(&["pull", "--output", folder.to_str().unwrap()]);
        command.env_remove(variable);
        let ended = super::desk::end(command);
        assert_eq!(ended.code, 2, "{}", ended.stderr);
        assert!(ended.stderr.contains(code) && ended.stderr.contains(help), "{}", ended.stderr);
    }
}
