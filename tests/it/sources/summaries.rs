//! Counts and lists of risks without answers: summaries, no reviews.

use architrave::source;

use super::{codes, inputs, own, parse, read};

const REPORT: &str = r#"{"Metrics": [
    {"WorkloadId": "w1", "WorkloadName": "shop", "UpdatedAt": 1600000000, "Lenses": [
        {"LensArn": "arn:aws:wellarchitected::aws:lens/serverless", "RiskCounts": {"HIGH": 1, "NONE": 2}, "Pillars": [
            {"PillarId": "p", "RiskCounts": {"HIGH": 1, "NONE": 2}, "Questions": [
                {"QuestionId": "q", "Risk": "HIGH", "BestPractices": [{"ChoiceId": "c", "ChoiceTitle": "Do it"}]}]}]}]},
    {"WorkloadArn": "arn:aws:wellarchitected:eu-west-1:111122223333:workload/w2", "Lenses": [
        {"LensArn": "arn:aws:wellarchitected::aws:lens/serverless", "RiskCounts": {"UNANSWERED": 3}}]}]}"#;

fn page(workload: &str, risk: &str) -> String {
    format!(
        r#"{{"WorkloadId": "{workload}", "LensAlias": "serverless",
            "AnswerSummaries": [{{"QuestionId": "q", "PillarId": "p", "Risk": "{risk}"}}]}}"#
    )
}

#[test]
fn a_consolidated_report_alone() {
    let inputs = inputs(&[("report.json", REPORT)]);
    let drafts = parse(&inputs);
    assert!(drafts.reviews.is_empty());
    let rows: Vec<(Option<&str>, Option<&str>, usize)> = drafts
        .summaries
        .iter()
        .map(|summary| {
            let lens = summary.review.lens_alias.as_deref();
            (summary.workload.workload_id.as_deref(), lens, summary.open_questions.len())
        })
        .collect();
    assert_eq!(rows, [(Some("w1"), Some("serverless"), 1), (Some("w2"), Some("serverless"), 0)]);
    let choice = &drafts.summaries[0].open_questions[0].choices[0];
    assert_eq!((choice.id.as_deref(), choice.text.as_deref()), (Some("c"), Some("Do it")));
    assert_eq!(drafts.summaries[0].files, ["report.json"]);
}

/// With answers, a report gives names and the counts to check them against; the rest stays a summary.
#[test]
fn a_consolidated_report_beside_answers() {
    let page = page("w1", "HIGH");
    let inputs = inputs(&[("report.json", REPORT), ("answers.json", &page)]);
    let drafts = parse(&inputs);
    assert_eq!((drafts.reviews.len(), drafts.summaries.len()), (1, 1));
    let review = &drafts.reviews[0];
    assert_eq!(review.workload.workload_name.as_deref(), Some("shop"));
    assert_eq!(review.review.risk_counts.as_ref().map(std::collections::BTreeMap::len), Some(2));
    assert_eq!(review.files, ["answers.json", "report.json"]);
    assert_eq!(drafts.summaries[0].workload.workload_id.as_deref(), Some("w2"));
}

/// A report is of the current state.
#[test]
fn a_consolidated_report_beside_a_milestone() {
    let page = page("w1", "HIGH").replacen('{', r#"{"MilestoneNumber": 1, "#, 1);
    let inputs = inputs(&[("report.json", REPORT), ("answers.json", &page)]);
    let drafts = parse(&inputs);
    assert_eq!((drafts.reviews.len(), drafts.summaries.len()), (1, 2));
    assert_eq!(drafts.reviews[0].review.risk_counts, None);
}

#[test]
fn an_improvement_list_alone() {
    let inputs = read(&[own("api/list-lens-review-improvements.json")]);
    let drafts = parse(&inputs);
    let counts = drafts.summaries[0].risk_counts();
    let counts: Vec<(&str, u32)> = counts.iter().map(|(risk, count)| (&**risk, *count)).collect();
    assert_eq!(counts, [("HIGH", 1), ("MEDIUM", 1)]);
    assert_eq!(drafts.summaries[0].open_questions[0].choices.len(), 2);
}

#[test]
fn lens_reviews_alone() {
    let text = r#"{"WorkloadId": "w", "LensReviewSummaries": [
        {"LensAlias": "serverless", "RiskCounts": {"HIGH": 2, "NONE": 0}}, {"LensAlias": "wellarchitected"}]}"#;
    let inputs = inputs(&[("a.json", text)]);
    let drafts = parse(&inputs);
    let counts: Vec<usize> = drafts.summaries.iter().map(|summary| summary.risk_counts().len()).collect();
    assert_eq!(counts, [1, 0]);
}

#[test]
fn empty_lists_of_answers() {
    let text = r#"{"WorkloadId": "w", "LensAlias": "l", "AnswerSummaries": []}"#;
    let inputs = inputs(&[("a.json", text)]);
    let drafts = parse(&inputs);
    assert_eq!((drafts.reviews.len(), drafts.summaries.len()), (0, 1));
}

#[test]
fn notes_about_what_is_left_over() {
    let page = page("w1", "HIGH");
    let list = r#"{"WorkloadSummaries": [{"WorkloadId": "w1"}, {"WorkloadId": "w2"}], "NextToken": "t"}"#;
    let both = inputs(&[("a.json", &page), ("b.json", list)]);
    let drafts = parse(&both);
    assert_eq!(codes(&drafts.notes), ["source.no-answers", "source.list-cut"]);
    assert_eq!(drafts.notes[0].message, "1 workload has no answers: `w2`");
    let alone = source::parse(&inputs(&[("b.json", list)])).unwrap_err();
    assert_eq!(codes(&alone), ["source.no-answers"]);
}
