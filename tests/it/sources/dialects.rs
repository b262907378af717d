//! One review, written in every dialect, gives the same questions.

use super::{inputs, only, own, parse, questions, read};

const EXPECTED: [&str; 5] = [
    r#"operations watch_ovens "How do you know that an oven has failed?" HIGH selected ["watch_ovens_no"] not applicable [] accepted [] prioritized Some(false) NoneGiven"#,
    r#"operations train_staff "How do you train new staff?" NOT_APPLICABLE selected [] not applicable [] accepted [] prioritized Some(false) OutOfScope"#,
    r#"operations plan_recipes "How do you change a recipe?" UNANSWERED selected [] not applicable [] accepted [] prioritized Some(false) NoneGiven"#,
    r#"security lock_doors "How do you lock the doors?" NONE selected ["lock_doors_shift", "lock_doors_alarm"] not applicable [] accepted [] prioritized Some(true) NoneGiven"#,
    r#"security know_keys "How do you know who holds keys?" MEDIUM selected ["know_keys_list"] not applicable ["know_keys_code"] accepted [] prioritized Some(false) NoneGiven"#,
];

fn check(paths: &[&str]) {
    let paths: Vec<_> = paths.iter().map(|path| own(path)).collect();
    let snapshot = only(&read(&paths));
    assert_eq!(questions(&snapshot), EXPECTED, "{paths:?}");
    assert_eq!(snapshot.partial, [], "{paths:?}");
}

#[test]
fn api() {
    check(&["api"]);
}

#[test]
fn api_with_lens() {
    check(&["api", "lens.json"]);
}

#[test]
fn labs() {
    check(&["labs"]);
}

#[test]
fn labs_with_lens() {
    check(&["labs", "lens.json"]);
}

#[test]
fn report() {
    check(&["report"]);
}

#[test]
fn report_with_lens() {
    check(&["report", "lens.json"]);
}

#[test]
fn responses_with_lens() {
    check(&["responses/answers.json", "lens.json"]);
}

#[test]
fn all_dialects_of_one_review_at_once() {
    check(&[""]);
}

#[test]
fn what_else_a_dialect_tells() {
    let api = only(&read(&[own("api")]));
    assert_eq!(api.workload.name.as_deref(), Some("north-bakery"));
    assert_eq!(api.workload.account.as_deref(), Some("111122223333"));
    assert_eq!(api.workload.pillar_priorities, ["security", "operations"]);
    assert_eq!(api.lens.version.as_deref(), Some("1.2"));
    assert_eq!(api.answers[4].notes.as_deref(), Some("Café keys: see the \"red\" folder\nBoth copies."));
    let labs = only(&read(&[own("labs")]));
    assert_eq!(labs.workload, api.workload);
    assert_eq!(labs.lens, api.lens);
    assert_eq!(labs.answers[4].notes, api.answers[4].notes);
    let report = only(&read(&[own("report")]));
    assert_eq!(report.workload.name, api.workload.name);
    assert_eq!(report.workload.updated_at, api.workload.updated_at);
    assert_eq!(report.reviewed_at, api.reviewed_at);
}

#[test]
fn rules_are_at_hand_where_the_lens_is() {
    let with = only(&read(&[own("api"), own("lens.json")]));
    assert_eq!(with.lens.questions.iter().filter(|question| question.rules.is_some()).count(), 5);
    let without = only(&read(&[own("api")]));
    assert!(without.lens.questions.iter().all(|question| question.rules.is_none()));
}

/// An answered question that the responses leave out is unanswered, not missing.
#[test]
fn responses_may_leave_questions_out() {
    let lens = std::fs::read_to_string(own("lens.json")).unwrap();
    let answers = r#"{"questionResponses": [{"questionId": "lock_doors", "choices": ["lock_doors_no"]}]}"#;
    let snapshot = only(&inputs(&[("answers.json", answers), ("lens.json", &lens)]));
    let risks: Vec<&str> = snapshot.answers.iter().map(|answer| answer.risk.as_str()).collect();
    assert_eq!(risks, ["UNANSWERED", "UNANSWERED", "UNANSWERED", "HIGH", "UNANSWERED"]);
    assert_eq!(snapshot.partial, []);
}

#[test]
fn documents_of_one_text() {
    let read = |path: &str| std::fs::read_to_string(own(path)).unwrap();
    let documents = ["api/list-answers.2.json", "api/get-lens-review.json", "api/list-answers.1.json"].map(read);
    let line = |text: &String| serde_json::from_str::<serde_json::Value>(text).unwrap().to_string();
    let lines: Vec<String> = documents.iter().map(line).collect();
    let rows = [
        ("one after the other", documents.join("")),
        ("one a line", lines.join("\n")),
        ("one a line, with the ends of Windows", lines.join("\r\n") + "\r\n"),
        ("an array", format!("[{}]", documents.join(","))),
        ("arrays, one after the other", format!("[{}][{},{}]", lines[0], lines[1], lines[2])),
    ];
    for (name, text) in rows {
        let inputs = inputs(&[("all.json", &text)]);
        let snapshot = only(&inputs);
        assert_eq!(questions(&snapshot), EXPECTED, "{name}");
        let drafts = parse(&inputs);
        let pointers: Vec<String> = drafts.reviews[0].answers.iter().map(|draft| draft.pointer.to_string()).collect();
        let (first, second) = ("/2/AnswerSummaries", "/0/AnswerSummaries");
        let expected = [(first, 0), (first, 1), (first, 2), (second, 0), (second, 1)];
        assert_eq!(pointers, expected.map(|(list, position)| format!("{list}/{position}")), "{name}");
    }
}

#[test]
fn an_answer_says_where_it_stands() {
    let arn = "arn:aws:wellarchitected:eu-central-1:111122223333:lens~17a6b5c4d3e2f10fedcba98765432abcd";
    let rows = [
        ("api/list-answers.2.json", "/AnswerSummaries/1".to_owned()),
        ("api/get-answer.json", "/Answer".to_owned()),
        ("labs/export.json", format!("/lenses/0/{arn}/4")),
        ("report/workload.json", "/report_answers/4".to_owned()),
        ("responses/answers.json", "/questionResponses/4".to_owned()),
    ];
    for (file, pointer) in rows {
        let inputs = read(&[own(file), own("lens.json")]);
        let drafts = parse(&inputs);
        let review = &drafts.reviews[0];
        let last = review.answers.last().unwrap();
        assert!(review.files[last.file.unwrap()].ends_with(file), "{file}: {:?}", review.files);
        assert_eq!(last.pointer.to_string(), pointer, "{file}");
        let text = inputs.texts().iter().find(|input| input.name.as_deref().unwrap().ends_with(file)).unwrap();
        let document: serde_json::Value = serde_json::from_str(&text.text).unwrap();
        let answer = document.pointer(&pointer).unwrap();
        assert_eq!(answer.get("QuestionId").or(answer.get("questionId")).unwrap(), "know_keys", "{file}");
    }
}

/// `ExportLens` gives the lens as a string within JSON.
#[test]
fn a_lens_as_exported_by_the_api() {
    let lens = std::fs::read_to_string(own("lens.json")).unwrap();
    let exported = serde_json::json!({ "LensJSON": lens }).to_string();
    let answers = std::fs::read_to_string(own("responses/answers.json")).unwrap();
    assert_eq!(questions(&only(&inputs(&[("lens.json", &exported), ("answers.json", &answers)]))), EXPECTED);
}
