//! Reviews at the edge, in every format: nothing applicable, nothing answered, an empty pillar, one question.

use std::{fs, path::Path};

use super::command::Run;

/// Answers with these risks, in pillar `p`; a lens review that also has the pillar `empty`.
fn write(folder: &Path, risks: &[&str]) {
    let answers: Vec<serde_json::Value> = risks
        .iter()
        .enumerate()
        .map(|(position, risk)| {
            serde_json::json!({
                "QuestionId": format!("q{position}"), "PillarId": "p", "QuestionTitle": format!("Question {position}"),
                "Choices": [{"ChoiceId": "a", "Title": "A"}, {"ChoiceId": "b_no", "Title": "None of these"}],
                "SelectedChoices": if *risk == "NONE" { vec!["a"] } else { vec![] },
                "IsApplicable": *risk != "NOT_APPLICABLE", "Risk": risk,
            })
        })
        .collect();
    let answers = serde_json::json!({"WorkloadId": "w", "LensAlias": "edge", "AnswerSummaries": answers});
    let review = serde_json::json!({"WorkloadId": "w", "LensReview": {"LensAlias": "edge", "LensName": "Edge",
        "PillarReviewSummaries": [{"PillarId": "p", "PillarName": "Pillar"}, {"PillarId": "empty", "PillarName": "Empty"}]}});
    fs::write(folder.join("answers.json"), answers.to_string()).expect("the answers");
    fs::write(folder.join("review.json"), review.to_string()).expect("the lens review");
}

const FORMATS: [&[&str]; 6] = [
    &["--format", "table"],
    &["--format", "json"],
    &["--format", "html"],
    &["--format", "markdown"],
    &["--format", "csv"],
    &["--csv", "questions"],
];

#[track_caller]
fn check(risks: &[&str], score: Option<u64>, because: Option<&str>) {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), risks);
    for format in FORMATS {
        let ended = Run::new(&[&["assess", "."], format].concat()).within(folder.path()).run();
        assert_eq!(ended.code, 0, "{risks:?} {format:?}: {}", ended.stderr);
        assert!(!ended.stdout.contains("NaN") && !ended.stdout.contains("None)"), "{risks:?} {format:?}");
        assert!(ended.stdout.contains('p'), "{risks:?} {format:?} says nothing");
        if format[1] == "json" {
            let review = &ended.json()["reviews"][0];
            assert_eq!(review["score"]["basis_points"].as_u64(), score, "{risks:?}");
            assert_eq!(review["score"]["because"].as_str(), because, "{risks:?}");
            assert_eq!(review["pillars"][1]["id"], "empty");
            assert_eq!(review["pillars"][1]["score"]["because"], "no-questions");
            assert_eq!(review["questions"].as_array().map(Vec::len), Some(risks.len()));
        }
    }
}

#[test]
fn every_format_copes_with_reviews_at_the_edge() {
    check(&["NOT_APPLICABLE", "NOT_APPLICABLE"], None, Some("nothing-applicable"));
    check(&["UNANSWERED", "UNANSWERED", "UNANSWERED"], Some(0), None);
    check(&["NONE"], Some(10_000), None);
    check(&["HIGH"], Some(0), None);
    check(&["CRITICAL"], Some(0), None);
}
