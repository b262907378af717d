//! What cannot be used, and how that is said: the file, the place, the cause, what to do.

use architrave::source;

use super::{codes, inputs, own};

/// Text, code, line and column, and a part of the message.
type Row<'a> = (&'a str, &'static str, Option<(u32, u32)>, &'static str);

/// Each text has this one problem.
fn check(rows: &[Row<'_>]) {
    let mut found = Vec::new();
    for (text, _, _, part) in rows {
        let problems = source::parse(&inputs(&[("a.json", text)])).unwrap_err();
        let problem = &problems[0];
        let (line, column) = problem.location.as_ref().map_or((None, None), |at| (at.line, at.column));
        let message = &problem.message;
        assert!(!message.contains('\n') && message.starts_with(|start: char| !start.is_uppercase()), "{message}");
        let part = if message.contains(part) { part } else { message.as_str() };
        let code = if problems.len() == 1 { problem.code } else { "several" };
        found.push((*text, code, line.zip(column), part.to_owned()));
    }
    let expected: Vec<_> = rows.iter().map(|row| (row.0, row.1, row.2, row.3.to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn not_json() {
    let code = "source.not-json";
    check(&[
        ("ANSWERSUMMARIES\tTrue\n", code, Some((1, 1)), "`a.json` is not JSON: expected value"),
        ("{\"Answer\": {}", code, Some((1, 13)), "EOF while parsing"),
        ("{\n \"Answer\": {},\n}", code, Some((3, 1)), "trailing comma"),
        ("{\"x\": NaN}", code, Some((1, 7)), "expected value"),
        ("{\"Answer\": {}} x", code, Some((1, 16)), "expected value"),
        ("{\"WorkloadId\": \"äöü\", x}", code, Some((1, 23)), "key must be a string"),
    ]);
}

/// Nesting costs no stack: what is not looked at is skipped without recursion, and what is has a fixed depth.
#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("{\"x\":", "}")] {
        let text = format!("{{\"x\": {}1{}}}", open.repeat(100_000), close.repeat(100_000));
        let problems = source::parse(&inputs(&[("a.json", &text)])).unwrap_err();
        assert_eq!(codes(&problems), ["source.unrecognised"]);
        let text = format!("{{\"Answer\": {}", open.repeat(100_000));
        let problems = source::parse(&inputs(&[("a.json", &text)])).unwrap_err();
        assert_eq!(problems.len(), 1);
    }
}

#[test]
fn wrong_types() {
    let code = "source.wrong-type";
    check(&[
        ("{\"AnswerSummaries\": {}}", code, Some((1, 20)), "invalid type: map, expected a sequence"),
        ("{\n\"WorkloadId\": 5}", code, Some((2, 15)), "invalid type: integer `5`, expected a string"),
        ("{\"MilestoneNumber\": \"1\"}", code, Some((1, 23)), "expected a number from 0 to 4294967295"),
        ("{\"MilestoneNumber\": -1}", code, Some((1, 22)), "expected a number from 0 to 4294967295"),
        ("{\"Workload\": {\"UpdatedAt\": \"yesterday\"}}", code, Some((1, 38)), "expected a time"),
        (
            "{\"LensReview\": {\"RiskCounts\": {\"HIGH\": \"3\"}}}",
            code,
            Some((1, 42)),
            "expected a number from 0 to 4294967295",
        ),
        ("{\"Answer\": {}, \"Answer\": {}}", code, Some((1, 23)), "duplicate field `Answer`"),
        ("{\"Answer\": 5}", code, Some((1, 12)), "invalid type: integer `5`, expected an object"),
        ("42", code, Some((1, 2)), "expected an object, or a list of objects"),
        ("[[\"w\"]]", code, Some((1, 1)), "invalid type: sequence, expected an object"),
    ]);
}

#[test]
fn not_a_review() {
    let (empty, unrecognised) = ("source.empty", "source.unrecognised");
    check(&[
        ("", empty, None, "`a.json` holds no JSON document"),
        (" \n\t", empty, None, "`a.json` holds no JSON document"),
        ("[]", empty, None, "`a.json` holds no JSON document"),
        ("{\"name\": \"x\", \"version\": 1}", unrecognised, None, "it has the members `name`, `version`"),
        ("{}", unrecognised, None, "it has no members"),
        ("{\"WorkloadId\": \"w\", \"NextToken\": \"t\"}", unrecognised, None, "`WorkloadId`, `NextToken`"),
        ("[{\"QuestionId\": \"q\"}]", unrecognised, None, "`QuestionId`"),
    ]);
    let bare = source::parse(&inputs(&[("a.json", "[{\"QuestionId\": \"q\"}]")])).unwrap_err();
    assert_eq!(bare[0].help.as_deref(), Some("give whole responses: export without `--query`"));
}

#[test]
fn lenses_and_answers_without_each_other() {
    let lens = std::fs::read_to_string(own("lens.json")).unwrap();
    let answers = std::fs::read_to_string(own("responses/answers.json")).unwrap();
    check(&[
        (&lens, "source.lens-without-answers", None, "lens `Field kitchen` comes without answers"),
        (&answers, "source.answers-without-lens", None, "was not given"),
        (&format!("[{lens}, {answers}]"), "source.lens-in-list", None, "a lens stands in a list"),
    ]);
    let other = answers.replace("lock_doors", "open_doors");
    let second = lens.replace("Field kitchen", "Canteen");
    let problems = source::parse(&inputs(&[("1.json", &lens), ("2.json", &second), ("3.json", &other)])).unwrap_err();
    assert_eq!(codes(&problems), ["source.answers-without-lens"]);
    assert!(problems[0].message.starts_with("none of the lenses has all answered questions"));
}

#[test]
fn answers_that_belong_nowhere() {
    let page = |workload: &str| {
        format!(r#"{{"WorkloadId": {workload}, "LensAlias": "l", "AnswerSummaries": [{{"QuestionId": "q"}}]}}"#)
    };
    let texts = [page("null"), page("\"w1\""), page("\"w2\"")];
    let problems = source::parse(&inputs(&[("1", &texts[0]), ("2", &texts[1]), ("3", &texts[2])])).unwrap_err();
    assert_eq!(codes(&problems), ["source.unattached"]);
    assert_eq!(problems[0].location.as_ref().unwrap().file.as_deref(), Some("1"));
}

/// A file that was cut anywhere is refused, and with a place.
#[test]
fn every_beginning_of_a_file() {
    let text = std::fs::read_to_string(own("api/list-answers.1.json")).unwrap();
    let text = text.trim_end();
    for (end, _) in text.char_indices() {
        let beginning = text.get(..end).unwrap();
        let problems = source::parse(&inputs(&[("a.json", beginning)])).unwrap_err();
        let expected = if end == 0 { "source.empty" } else { "source.not-json" };
        assert_eq!(codes(&problems), [expected], "{end}");
    }
}

/// Answers to a lens file have no ids by nature: beside reviews of several workloads, they are a review of their own.
#[test]
fn answers_to_a_lens_file_beside_several_workloads() {
    let lens = std::fs::read_to_string(own("lens.json")).unwrap();
    let answers = std::fs::read_to_string(own("responses/answers.json")).unwrap();
    let page = |workload: &str| {
        format!(r#"{{"WorkloadId": "{workload}", "LensAlias": "l", "AnswerSummaries": [{{"QuestionId": "q"}}]}}"#)
    };
    let inputs = inputs(&[("1", &lens), ("2", &answers), ("3", &page("w1")), ("4", &page("w2"))]);
    assert_eq!(source::parse(&inputs).unwrap().reviews.len(), 3);
}

/// A lens that Python accepts and JSON does not: said by the parser of lenses, with its place.
#[test]
fn a_lens_that_is_not_json() {
    let lens = std::fs::read_to_string(own("lens.json")).unwrap();
    let lens = lens.replacen("\"How do you know that an oven has failed?\"", "NaN", 1);
    let problems = source::parse(&inputs(&[("lens.json", &lens)])).unwrap_err();
    assert!(problems[0].code.starts_with("lens."), "{problems:#?}");
    assert!(problems[0].location.as_ref().unwrap().line.is_some(), "{problems:#?}");
}

#[test]
fn all_problems_at_once() {
    let problems = source::parse(&inputs(&[("2.json", "{"), ("1.json", "{}"), ("3.json", "[1]")])).unwrap_err();
    assert_eq!(codes(&problems), ["source.unrecognised", "source.not-json", "source.wrong-type"]);
}

#[test]
fn no_file_at_all() {
    let problems = source::parse(&inputs(&[])).unwrap_err();
    assert_eq!((codes(&problems), problems[0].message.as_str()), (vec!["source.no-answers"], "no file was given"));
}
