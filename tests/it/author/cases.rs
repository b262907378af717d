//! `plugin test`: do cases pass, fail and get blessed as they say, and is everything said that is wrong with them?

use std::{fs, path::Path};

use architrave::builtin;

use crate::cli::Run;

const MISBEHAVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misbehave.wasm"));

/// A folder with both plugins and one case file.
fn desk(cases: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let classic = builtin::component("classic").expect("it is built in");
    fs::write(folder.path().join("classic.wasm"), classic).expect("a plugin");
    fs::write(folder.path().join("misbehave.wasm"), MISBEHAVE).expect("a plugin");
    fs::create_dir(folder.path().join("cases")).expect("a folder");
    fs::write(folder.path().join("cases/rules.toml"), cases).expect("a case file");
    folder
}

fn test(folder: &Path, args: &[&str]) -> crate::cli::command::Ended {
    Run::new(&["plugin", "test"]).within(folder).arg_all(args).run()
}

#[track_caller]
fn check(plugin: &str, cases: &str, code: i32, told: &[&str]) {
    let desk = desk(cases);
    let ended = test(desk.path(), &[plugin]);
    assert_eq!(ended.code, code, "{cases}\n{ended:?}");
    let said = if code == 2 { &ended.stderr } else { &ended.stdout };
    for text in told {
        assert!(said.contains(text), "{cases}\nnothing says `{text}`:\n{said}");
    }
}

/// A question of each risk, and one in each state.
const REVIEW: &str = r#"
[[case]]
name = "mine"
[case.review]
environment = "PRODUCTION"
[case.review.questions]
q = { pillar = "security", risk = "HIGH", choices = { one = "HIGH", two = "LOW", q_no = "UNKNOWN" }, selected = ["one"] }
m = { pillar = "security", risk = "MEDIUM", choices = ["a", "b"], not_applicable = { a = "OUT_OF_SCOPE" } }
g = { pillar = "reliability", risk = "NONE" }
u = { pillar = "reliability", risk = "UNANSWERED" }
n = { pillar = "reliability", risk = "NOT_APPLICABLE", reason = "OTHER" }
"#;

#[test]
fn what_a_case_names_is_compared_and_nothing_else() {
    let expect = |expect: &str| format!("{REVIEW}[case.expect]\n{expect}\n");
    for (key, right, wrong, found) in [
        ("score", "3888", "3889", "3888"),
        ("lowest", "3888", "\"none\"", "3888"),
        ("highest", "6388", "0", "6388"),
        ("pillars.security", "2777", "1", "2777"),
        ("points.m", "[5, 9]", "[4, 9]", "[5, 9]"),
        ("points.n", "\"none\"", "[0, 9]", "none"),
        ("measures.risk_score", "16", "-16", "16"),
        ("measures.unheard_of", "\"none\"", "1", "none"),
        ("ranks.q", "1", "2", "1"),
        ("severity.q", "\"critical\"", "\"low\"", "critical"),
        ("severity.\"q/one\"", "\"none\"", "\"low\"", "there is nothing to improve"),
        ("fault.scoring", "\"none\"", "\"refused\"", "none"),
        ("guidance.\"q/one\"", "[]", "[\"issue.unheard-of\"]", "issue.unheard-of"),
    ] {
        check("classic.wasm", &expect(&format!("{key} = {right}")), 0, &["ok ", "1 case, 0 failed"]);
        check("classic.wasm", &expect(&format!("{key} = {wrong}")), 1, &["FAILED", key, found, "1 case, 1 failed"]);
    }
    check("classic.wasm", &expect("order = [\"q\", \"q/two\"]"), 0, &["1 case, 0 failed"]);
    check("classic.wasm", &expect("order = [\"q/two\", \"q\"]"), 1, &["order 1", "order 2"]);
    check("classic.wasm", REVIEW, 0, &["ok ", "expects nothing but no fault"]);
}

#[test]
fn reviews_are_the_sample_a_path_or_written_down() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/trading-platform");
    let sample = sample.canonicalize().expect("the sample").display().to_string();
    for review in [
        "review = \"sample\"".to_owned(),
        format!("review = '{sample}'"),
        format!("review = '{sample}'\nlens = \"wellarchitected\""),
    ] {
        let case = format!("[[case]]\nname = \"a\"\n{review}\nexpect.points.identities = [9, 9]\n");
        check("classic.wasm", &case, 0, &["1 case, 0 failed"]);
    }
    // A question of the framework lens has its pillar and practices by itself.
    let known = "[[case]]\nname = \"a\"\nreview.questions.identities.risk = \"MEDIUM\"\n\
                 expect.pillars.security = 5555\nexpect.ranks.\"identities/sec_identities_audit\" = 6\n";
    check("classic.wasm", known, 0, &["1 case, 0 failed"]);
    check("classic.wasm", &known.replace("audit\" = 6", "unique\" = 4"), 1, &["4         3      3 for medium risk"]);
}

#[test]
fn a_fault_fails_a_case_that_does_not_name_it() {
    let case = |attack: &str, expect: &str| {
        format!("[[case]]\nname = \"a\"\nreview = \"sample\"\nsettings.attack = \"{attack}\"\n{expect}\n")
    };
    check("misbehave.wasm", &case("none", ""), 0, &["1 case, 0 failed"]);
    check("misbehave.wasm", &case("panic", ""), 1, &["fault.scoring", "none", "panicked", "1 case, 1 failed"]);
    check("misbehave.wasm", &case("spin", "expect.fault.scoring = \"panicked\""), 1, &["fuel-exhausted"]);
    let named = "expect = { fault.scoring = \"panicked\", score = \"none\" }";
    check("misbehave.wasm", &case("panic", named), 0, &["1 case, 0 failed"]);
}

#[test]
fn everything_that_is_wrong_is_said_with_its_place() {
    let rows = [
        ("[[case]\n", "rules.toml:1:8", "it cannot be read"),
        ("[[cases]]\n", "rules.toml:1:3", "is `case` meant?"),
        ("case = 1\n", "rules.toml:1:8", "`case` is not a list of tables"),
        ("[[case]]\nreview = \"sample\"\n", "rules.toml:1:1", "case 1 has no `name`"),
        ("[[case]]\nname = \"a\"\n", "rules.toml:1:1", "case 1 has no `review`"),
        ("[[case]]\nname = \"a\"\nreview = \"not-there\"\n", "rules.toml:3:10", "not-there` does not exist"),
        ("[[case]]\nname = \"a\"\nreview = 3\n", "rules.toml:3:10", "is no review"),
        ("[[case]]\nname = \"a\"\nreview = \"sample\"\nlens = \"b\"\n", "rules.toml:4:8", "leave `lens` out"),
        ("[[case]]\nname = \"a\"\nreview = {}\n", "rules.toml:3:10", "has no questions"),
        ("[[case]]\nname = \"a\"\nreview.questions.q.risk = \"HIHG\"\n", "rules.toml:3:27", "is `HIGH` meant?"),
        ("[[case]]\nname = \"a\"\nreview.questions.q.risk = \"HIGH\"\n", "rules.toml:3:18", "has no `pillar`"),
        ("[[case]]\nname = \"a\"\nreview = \"sample\"\nexpct = 3\n", "rules.toml:4:1", "is `expect` meant?"),
        ("[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.scroe = 3\n", "rules.toml:4:8", "is `score` meant?"),
        ("[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.score = 10001\n", "rules.toml:4:16", "from 0 to 10000"),
        (
            "[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.points.identities = 3\n",
            "rules.toml:4:28",
            "[points, of]",
        ),
        ("[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.severity.q = \"dire\"\n", "rules.toml:4:21", "critical"),
        (
            "[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.ranks.identites = 3\n",
            "rules.toml:4:14",
            "is `identities` meant?",
        ),
        (
            "[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.pillars.securty = 3\n",
            "rules.toml:4:16",
            "is `security` meant?",
        ),
        (
            "[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.order = [\"identities/x\"]\n",
            "rules.toml:4:8",
            "has no choice `x`",
        ),
        (
            "[[case]]\nname = \"a\"\nreview = \"sample\"\nexpect.fault.score = \"none\"\n",
            "rules.toml:4:14",
            "there is no role `score`",
        ),
        (
            "[[case]]\nname = \"a\"\nreview = \"sample\"\nsettings = { effort = 1 }\n",
            "rules.toml:4:23",
            "no setting `effort`",
        ),
    ];
    for (cases, place, message) in rows {
        check("classic.wasm", cases, 2, &[place, message]);
    }
    let two = "[[case]]\nname = \"a\"\nreview = \"sample\"\n";
    check("classic.wasm", &format!("{two}{two}"), 2, &["rules.toml:5:8", "two cases are called `a`"]);
    let no_role = "[[case]]\nname = \"a\"\nreview = \"sample\"\nsettings.attack = \"none\"\nexpect.severity.identities = \"low\"\n";
    check("misbehave.wasm", no_role, 2, &["rules.toml:5:17", "the plugin has scoring, priority"]);
    check("misbehave.wasm", two, 2, &["rules.toml:2:8", "setting `attack` is missing"]);
    // All of all files at once.
    let desk = desk(rows[0].0);
    fs::write(desk.path().join("cases/second.toml"), rows[3].0).expect("a case file");
    let ended = test(desk.path(), &["classic.wasm"]);
    assert!(ended.stderr.contains("rules.toml:1:8") && ended.stderr.contains("second.toml:1:1"), "{ended:?}");
}

#[test]
fn no_cases_and_no_plugin_are_told_apart() {
    let desk = desk("");
    for (args, message) in [
        (["not-there.wasm", "--cases", "cases"], "cannot read `not-there.wasm`"),
        (["classic.wasm", "--cases", "cases"], "there are no cases in `cases`"),
        (["classic.wasm", "--cases", "not-there"], "there are no cases in `not-there`"),
        (["cases/rules.toml", "--cases", "cases"], "cannot load the plugin"),
    ] {
        let ended = test(desk.path(), &args);
        assert!(ended.code == 2 && ended.stderr.contains(message), "{args:?}: {ended:?}");
    }
}

const BEFORE: &str = r##"# What must hold.
[[case]]
name = "filled"   # by the first blessing
review = "sample"

[[case]]
name = "wrong"
review.questions.identities = { risk = "MEDIUM" }
# Why it is so.
[case.expect]
severity.identities = "low"# no space
score = 1   # half
order = [
    "identities/sec_identities_audit", # last
    "identities",
]
points = { identities = [1, 2] }

[[case]]
name = "right"
review = { questions.identities.risk = "NONE" }
expect = { score = 10_000 }
"##;

const AFTER: &str = r##"# What must hold.
[[case]]
name = "filled"   # by the first blessing
review = "sample"

[case.expect]
score = @score@
order = @order@

[case.expect.pillars]
@pillars@

[[case]]
name = "wrong"
review.questions.identities = { risk = "MEDIUM" }
# Why it is so.
[case.expect]
severity.identities = "@severity@"# no space
score = 5555   # half
order = [
    "identities", # last
    "@second@",
]
points = { identities = [5, 9] }

[[case]]
name = "right"
review = { questions.identities.risk = "NONE" }
expect = { score = 10_000 }
"##;

/// What `assess` says of the sample.
fn sample(folder: &Path) -> [(&'static str, String); 3] {
    let args = ["assess", "--no-config", "--plugin", "classic.wasm", "--format", "json"];
    let report = Run::new(&args).within(folder).run().json();
    let review = &report["reviews"][0];
    let score = review["score"]["basis_points"].to_string();
    let entries = review["improvements"].as_array().expect("improvements").iter().take(5);
    let names = entries.map(|entry| match entry["choice"].as_str() {
        Some(choice) => format!("\"{}/{choice}\"", entry["question"].as_str().expect("an id")),
        None => entry["question"].to_string(),
    });
    let pillars = review["pillars"].as_array().expect("pillars").iter();
    let pillars = pillars
        .map(|pillar| format!("{} = {}", pillar["id"].as_str().expect("an id"), pillar["score"]["basis_points"]));
    [
        ("@score@", score),
        ("@order@", format!("[{}]", names.collect::<Vec<_>>().join(", "))),
        ("@pillars@", pillars.collect::<Vec<_>>().join("\n")),
    ]
}

#[test]
fn blessing_changes_values_and_nothing_else() {
    let desk = desk(BEFORE);
    let path = desk.path().join("cases/rules.toml");
    let ended = test(desk.path(), &["classic.wasm", "--bless"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for text in ["blessed filled", "blessed wrong", "ok      right", "is now", "3 cases, 0 failed"] {
        assert!(ended.stdout.contains(text), "nothing says `{text}`: {ended:?}");
    }
    let found = fs::read_to_string(&path).expect("the file");
    let said = |start: &str| {
        let rest = found.split(start).nth(1).expect(start);
        rest.split('"').next().expect("a text").to_owned()
    };
    let mut expected = AFTER.replace("@severity@", &said("severity.identities = \""));
    expected = expected.replace("@second@", &said("\"identities\", # last\n    \""));
    for (name, value) in sample(desk.path()) {
        expected = expected.replace(name, &value);
    }
    assert_eq!(found, expected);
    assert_eq!(test(desk.path(), &["classic.wasm"]).code, 0);
    let again = test(desk.path(), &["classic.wasm", "--bless"]);
    assert!(again.code == 0 && !again.stderr.contains("wrote"), "{again:?}");
    assert_eq!(fs::read_to_string(&path).expect("the file"), expected);
}

/// An editor of Windows may have written the file.
#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let text = "\u{feff}# top\r\n[[case]]\r\nname = \"a\"\r\nreview.questions.identities.risk = \"NONE\"\r\nexpect.score = 1 # x\r\n";
    let desk = desk(text);
    assert_eq!(test(desk.path(), &["classic.wasm", "--bless"]).code, 0);
    let found = fs::read_to_string(desk.path().join("cases/rules.toml")).expect("the file");
    assert_eq!(found, text.replace("score = 1 ", "score = 10000 "));
}

/// Of several reviews of a path one is picked, of several states the current one.
#[test]
fn one_of_several_reviews_is_picked() {
    let answers = |workload: &str, risk: &str, milestone: u32| {
        let number = if milestone == 0 { String::new() } else { format!("\"MilestoneNumber\": {milestone}, ") };
        format!(
            "{{ \"WorkloadId\": \"{workload}\", {number}\"LensAlias\": \"mine\", \"AnswerSummaries\": [{{ \"QuestionId\": \"q\", \
             \"PillarId\": \"security\", \"Risk\": \"{risk}\", \"Choices\": [], \"SelectedChoices\": [] }}] }}"
        )
    };
    let case = |pick: &str, score: u32| {
        format!("[[case]]\nname = \"a\"\nreview = \"../reviews\"\n{pick}\nexpect.score = {score}\n")
    };
    let (one, other) = ("1".repeat(32), "2".repeat(32));
    let rows = [
        (case(&format!("workload = \"{one}\""), 0), 0, "1 case, 0 failed".to_owned()),
        (case(&format!("workload = \"{other}\""), 10_000), 0, "1 case, 0 failed".to_owned()),
        (case(&format!("workload = \"{other}\"\nmilestone = 1"), 5_555), 0, "1 case, 0 failed".to_owned()),
        (case("", 0), 2, format!("holds 2 reviews\n{one}/mine\n{other}/mine")),
        (case("workload = \"3\"", 0), 2, "holds no review that is meant".to_owned()),
        (case("lens = \"serverless\"", 0), 2, "there are".to_owned()),
        (case("milestone = 0", 0), 2, "`milestone` is not a number from 1".to_owned()),
    ];
    for (cases, code, told) in rows {
        let desk = desk(&cases);
        let reviews = desk.path().join("reviews");
        fs::create_dir(&reviews).expect("a folder");
        for (name, text) in [
            ("one.json", answers(&one, "HIGH", 0)),
            ("other.json", answers(&other, "NONE", 0)),
            ("before.json", answers(&other, "MEDIUM", 1)),
        ] {
            fs::write(reviews.join(name), text).expect("a review");
        }
        let ended = test(desk.path(), &["classic.wasm"]);
        assert_eq!(ended.code, code, "{cases}\n{ended:?}");
        let said = if code == 2 { ended.stderr } else { ended.stdout };
        assert!(told.lines().all(|text| said.contains(text)), "{cases}\nnothing says `{told}`:\n{said}");
    }
}

#[test]
fn blessing_makes_no_fault_pass_that_is_not_named() {
    let case = |name: &str, expect: &str| {
        format!(
            "[[case]]\nname = \"{name}\"\nreview = \"sample\"\nsettings.attack = \"panic\"\nexpect = {{ {expect} }}\n"
        )
    };
    let text = [case("unnamed", "score = 1"), case("empty", ""), case("named", "fault.scoring = \"refused\"")].concat();
    let desk = desk(&text);
    let ended = test(desk.path(), &["misbehave.wasm", "--bless"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    for text in ["FAILED  unnamed", "FAILED  empty", "blessed named", "3 cases, 2 failed"] {
        assert!(ended.stdout.contains(text), "nothing says `{text}`: {ended:?}");
    }
    let found = fs::read_to_string(desk.path().join("cases/rules.toml")).expect("the file");
    assert_eq!(found, text.replace("refused", "panicked"));
}

#[test]
fn results_are_junit_and_json_too() {
    let text = format!("{REVIEW}[case.expect]\nscore = 1\n[[case]]\nname = \"<second> & last\"\nreview = \"sample\"\n");
    let desk = desk(&text);
    let ended = test(desk.path(), &["classic.wasm", "--junit", "results.xml", "--format", "json"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let found = ended.json();
    assert_eq!((found["schema"].as_str(), found["failed"].as_u64()), (Some("architrave.cases/1"), Some(1)));
    assert_eq!(
        found["cases"][0]["differences"][0],
        serde_json::json!({ "key": "score", "expected": 1, "found": 3888, "because": null })
    );
    let text = fs::read_to_string(desk.path().join("results.xml")).expect("the file");
    let report = quick_junit::Report::deserialize_from_str(&text).expect("it is JUnit XML");
    assert_eq!((report.tests, report.failures, report.errors), (2, 1, 0));
    let suite = report.test_suites.first().expect("a suite");
    assert_eq!(suite.name.as_str(), "cases/rules.toml");
    let names: Vec<&str> = suite.test_cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["mine", "<second> & last"]);
}

/// Without a folder, the project around is meant, and it has to be built.
#[test]
fn a_project_has_to_be_built() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Run::new(&["plugin", "new", "mine", "--language", "c"]).within(folder.path()).run();
    assert_eq!(made.code, 0, "{made:?}");
    let project = folder.path().join("mine");
    let ended = test(&project, &[]);
    assert!(ended.code == 2 && ended.stderr.contains("run `architrave plugin build`"), "{ended:?}");
    fs::write(project.join("mine.wasm"), builtin::component("classic").expect("it is built in")).expect("a plugin");
    let ended = test(&project, &[]);
    assert!(ended.code != 0 && !ended.stderr.contains("plugin build"), "classic is another plugin: {ended:?}");
}
