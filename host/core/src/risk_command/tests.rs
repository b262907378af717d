//! Does `lens risk` read every form of answers, and leave nothing out without saying so?

use super::*;

const LENS: &str = r#"{"schemaVersion": "2021-11-01", "name": "x", "pillars": [{"id": "p", "questions": [
  {"id": "zebra", "title": "1", "choices": [{"id": "a"}, {"id": "b"}, {"id": "z_no"}], "riskRules": [
    {"condition": "a && b", "risk": "NO_RISK"}, {"condition": "a || b", "risk": "MEDIUM_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}]},
  {"id": "apple", "title": "2", "choices": [{"id": "a"}, {"id": "b"}], "riskRules": [
    {"condition": "a", "risk": "NO_RISK"}, {"condition": "default && b && !b", "risk": "HIGH_RISK"}]}]}]}"#;

/// Expects `risk rule` of `zebra` and of `apple`, and these codes and pointers from the answers.
#[track_caller]
fn check(answers: &str, zebra: &str, apple: &str, expected: &[&str]) {
    let report = risk(Named { file: "lens.json", text: LENS }, Named { file: "answers.json", text: answers }).unwrap();
    let show = |question: &QuestionRisk| format!("{} {:?}", question.risk, question.rule).replace(" None", "");
    assert_eq!(report.questions.iter().map(|question| &*question.id).collect::<Vec<_>>(), ["zebra", "apple"]);
    assert_eq!(report.questions.iter().map(show).collect::<Vec<_>>(), [zebra, apple]);
    let (lens, answers): (Vec<_>, Vec<_>) = report
        .diagnostics
        .iter()
        .partition(|diagnostic| diagnostic.location.as_ref().unwrap().file.as_deref() == Some("lens.json"));
    assert_eq!(lens.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["lens.no-default"]);
    assert_eq!(answers.into_iter().map(place).collect::<Vec<_>>(), expected);
}

fn place(diagnostic: &Diagnostic) -> String {
    let location = diagnostic.location.as_ref().unwrap();
    assert_eq!(location.pointer.is_some(), location.line.is_some());
    format!("{} {}", diagnostic.code, location.pointer.as_deref().unwrap_or("-"))
}

const UNANSWERED: &str = "UNANSWERED";

#[test]
fn every_form_of_answers_is_read() {
    check(r#"{"zebra": ["a", "b"]}"#, "NONE Some(0)", UNANSWERED, &[]);
    check(r#"{"zebra": {"selected": ["a"]}, "apple": ["a"]}"#, "MEDIUM Some(1)", "NONE Some(0)", &[]);
    check(
        r#"{"zebra": {"selected": ["b"], "not_applicable": ["a"], "applicable": true}}"#,
        "MEDIUM Some(1)",
        UNANSWERED,
        &[],
    );
    check(r#"{"zebra": ["z_no"]}"#, "HIGH Some(2)", UNANSWERED, &[]);
    check(r#"{"zebra": []}"#, UNANSWERED, UNANSWERED, &[]);
    check(r#"{"zebra": null, "apple": {"selected": null}}"#, UNANSWERED, UNANSWERED, &[]);
    check("{}", UNANSWERED, UNANSWERED, &[]);
    check(r#"{"apple": {"applicable": false}}"#, UNANSWERED, "NOT_APPLICABLE", &[]);
    check(r#"{"questionResponses": [{"questionId": "zebra", "choices": ["a"]}]}"#, "MEDIUM Some(1)", UNANSWERED, &[]);
    check(
        r#"{"apple": ["a"], "questionResponses": [{"choices": ["a", "b"], "questionId": "zebra"}]}"#,
        "NONE Some(0)",
        "NONE Some(0)",
        &[],
    );
    check("\u{feff}[{\"questionId\": \"zebra\", \"choices\": [\"a\"]}]", "MEDIUM Some(1)", UNANSWERED, &[]);
}

#[test]
fn nothing_is_left_out_silently() {
    check(r#"{"x": ["a"]}"#, UNANSWERED, UNANSWERED, &["answer.unknown-question /x"]);
    check(r#"{"zebra": ["a", "q"]}"#, "MEDIUM Some(1)", UNANSWERED, &["answer.unknown-choice /zebra/1"]);
    check(
        r#"{"zebra": {"not_applicable": ["q"]}}"#,
        UNANSWERED,
        UNANSWERED,
        &["answer.unknown-choice /zebra/not_applicable/0"],
    );
    check(r#"{"zebra": ["a", "a"]}"#, "MEDIUM Some(1)", UNANSWERED, &["answer.duplicate-choice /zebra/1"]);
    check(r#"{"zebra": ["a"], "zebra": ["z_no"]}"#, "HIGH Some(2)", UNANSWERED, &["answer.duplicate-question /zebra"]);
    check(
        r#"{"zebra": ["a"], "questionResponses": [{"questionId": "zebra", "choices": ["a"]}]}"#,
        "MEDIUM Some(1)",
        UNANSWERED,
        &["answer.duplicate-question /questionResponses/0"],
    );
    check(
        r#"{"zebra": {"selected": ["a"], "notes": ""}}"#,
        "MEDIUM Some(1)",
        UNANSWERED,
        &["answer.unknown-member /zebra/notes"],
    );
    check(r#"{"zebra": ["a", "z_no"]}"#, "MEDIUM Some(1)", UNANSWERED, &["answer.contradictory /zebra"]);
    check(
        r#"{"zebra": {"selected": ["a", "b"], "not_applicable": ["a"]}}"#,
        "NONE Some(0)",
        UNANSWERED,
        &["answer.contradictory /zebra"],
    );
    check(
        r#"{"zebra": {"selected": ["a"], "applicable": false}}"#,
        "NOT_APPLICABLE",
        UNANSWERED,
        &["answer.contradictory /zebra"],
    );
    check(
        r#"{"zebra": {"not_applicable": ["a", "b"]}}"#,
        UNANSWERED,
        UNANSWERED,
        &["answer.nothing-applicable /zebra"],
    );
    check(r#"{"zebra": {"not_applicable": ["a"]}}"#, UNANSWERED, UNANSWERED, &[]);
    check(r#"{"apple": ["b"]}"#, UNANSWERED, "unknown", &["lens.no-rule-matches /apple"]);
}

#[track_caller]
fn check_error(answers: &str, expected: &[&str]) {
    let problems = risk(Named { file: "lens.json", text: LENS }, Named { file: "a.json", text: answers }).unwrap_err();
    assert_eq!(problems.iter().map(place).collect::<Vec<_>>(), expected);
}

#[test]
fn answers_that_cannot_be_read_are_refused_with_all_that_is_wrong() {
    check_error(
        r#"{"zebra": 5, "apple": {"selected": "a", "applicable": "no"}}"#,
        &["answer.malformed /zebra", "answer.malformed /apple/selected", "answer.malformed /apple/applicable"],
    );
    check_error(r#"{"zebra": [1]}"#, &["answer.malformed /zebra/0"]);
    check_error(
        r#"{"questionResponses": [{"choices": []}, 1, {"questionId": 1}]}"#,
        &[
            "answer.malformed /questionResponses/0",
            "answer.malformed /questionResponses/1",
            "answer.malformed /questionResponses/2/questionId",
        ],
    );
    check_error("7", &["answer.malformed "]);
    let read = |lens, answers| risk(Named { file: "l", text: lens }, Named { file: "a", text: answers }).unwrap_err();
    let problems = read("{", "{\"zebra\": NaN}");
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["lens.invalid-json", "answer.invalid-json"]);
    assert_eq!(problems[1].location.as_ref().unwrap().column, Some(11));
}

#[test]
fn the_report_is_data_in_lens_order_and_text() {
    let report = risk(Named { file: "l", text: LENS }, Named { file: "a", text: r#"{"zebra": ["a", "b"]}"# }).unwrap();
    let json = serde_json::to_string(&RiskReport { diagnostics: Vec::new(), ..report.clone() }).unwrap();
    assert_eq!(
        json,
        r#"{"questions":{"zebra":{"risk":"NONE","rule":0},"apple":{"risk":"UNANSWERED","rule":null}},"diagnostics":[]}"#
    );
    assert_eq!(
        report.to_text(),
        "zebra  NONE            rule 1\napple  UNANSWERED\n\
         note: question `apple` has no rule with the condition `default` [lens.no-default]\n"
    );
}
