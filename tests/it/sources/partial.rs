//! What keeps a review from being whole, as far as its documents tell.

use super::{codes, inputs, only, own, parse, read};

/// Codes of `partial` and of the notes of the only review.
fn check(name: &str, texts: &[&str], partial: &[&str], notes: &[&str]) {
    let names: Vec<String> = (0..texts.len()).map(|position| format!("{position}.json")).collect();
    let texts: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().copied()).collect();
    let inputs = inputs(&texts);
    let drafts = parse(&inputs);
    assert_eq!(drafts.reviews.len(), 1, "{name}");
    assert_eq!(codes(&drafts.reviews[0].partial), partial, "{name}: {:#?}", drafts.reviews[0].partial);
    assert_eq!(codes(&drafts.reviews[0].notes), notes, "{name}: {:#?}", drafts.reviews[0].notes);
}

const FIRST: &str = r#"{"WorkloadId": "w", "LensAlias": "l", "AnswerSummaries": [
    {"QuestionId": "q1", "PillarId": "p1", "QuestionType": "PRIORITIZED"}], "NextToken": "t"}"#;
const SECOND: &str = r#"{"WorkloadId": "w", "LensAlias": "l", "AnswerSummaries": [
    {"QuestionId": "q2", "PillarId": "p2", "QuestionType": "NON_PRIORITIZED"}]}"#;
const EMPTY: &str = r#"{"WorkloadId": "w", "LensAlias": "l", "AnswerSummaries": []}"#;
const SINGLE: &str = r#"{"WorkloadId": "w", "LensAlias": "l", "Answer": {"QuestionId": "q1", "PillarId": "p1"}}"#;
const PRIORITIZED: &str = r#"{"WorkloadId": "w", "LensAlias": "l", "AnswerSummaries": [
    {"QuestionId": "q1", "PillarId": "p1", "QuestionType": "PRIORITIZED"}]}"#;

fn review(counts: &str, pillar: &str) -> String {
    format!(
        r#"{{"WorkloadId": "w", "LensReview": {{"LensAlias": "l", "RiskCounts": {counts}, "PillarReviewSummaries": [
            {{"PillarId": "p1", "RiskCounts": {{"UNANSWERED": 1}}}}, {{"PillarId": "p2", "RiskCounts": {pillar}}}]}}}}"#
    )
}

#[test]
fn rows() {
    let two = review(r#"{"UNANSWERED": 2}"#, r#"{"UNANSWERED": 1}"#);
    let one = review(r#"{"UNANSWERED": 1}"#, "{}");
    check("both pages", &[FIRST, SECOND], &[], &[]);
    check("an empty last page", &[FIRST, SECOND, EMPTY], &[], &[]);
    check("the first page", &[FIRST], &["review.page-missing"], &["review.prioritized-only"]);
    check(
        "the first page, twice",
        &[FIRST, FIRST],
        &["review.page-missing"],
        &["source.repeated-answers", "review.prioritized-only"],
    );
    check(
        "the first page and an answer of it",
        &[FIRST, SINGLE],
        &["review.page-missing"],
        &["review.prioritized-only"],
    );
    check("the second page alone tells nothing", &[SECOND], &[], &[]);
    check("the second page, and counts", &[SECOND, &two], &["review.pillar-missing"], &[]);
    check("single answers only", &[SINGLE], &[], &[]);
    check("a pillar is missing", &[SINGLE, &two], &["review.pillar-missing"], &[]);
    check("a pillar has no questions", &[SINGLE, &one], &[], &[]);
    check("prioritized only, it seems", &[PRIORITIZED], &[], &["review.prioritized-only"]);
    check(
        "prioritized only, by the counts",
        &[PRIORITIZED, &two],
        &["review.pillar-missing", "review.prioritized-only"],
        &[],
    );
    check("all are prioritized", &[PRIORITIZED, &one], &[], &[]);
}

#[test]
fn a_missing_page_says_how_to_get_it() {
    let page = r#"{"WorkloadId": "w", "LensAlias": "l", "MilestoneNumber": 4, "NextToken": "t",
        "AnswerSummaries": [{"QuestionId": "q1", "PillarId": "p1"}]}"#;
    let inputs = inputs(&[("a.json", page)]);
    let partial = &parse(&inputs).reviews[0].partial[0];
    assert_eq!(
        partial.message,
        "the answers of workload `w` to lens `l` stop after 1 question: `NextToken` says that another page follows, and \
         it was not given"
    );
    let help = partial.help.as_deref().unwrap();
    assert!(help.ends_with(
        "`aws wellarchitected list-answers --workload-id w --lens-alias l --milestone-number 4 --next-token …`"
    ));
}

/// The labs' script knows five pillars; what it drops shows in the counts of the lens review.
#[test]
fn labs_export_without_a_pillar() {
    let export = std::fs::read_to_string(own("labs/export.json")).unwrap();
    let mut export: serde_json::Value = serde_json::from_str(&export).unwrap();
    let by_lens = export["lenses"][0].as_object_mut().unwrap();
    for answers in by_lens.values_mut() {
        answers.as_array_mut().unwrap().retain(|answer| answer["PillarId"] != "security");
    }
    let export = export.to_string();
    let snapshot = only(&inputs(&[("export.json", &export)]));
    assert_eq!(codes(&snapshot.partial)[0], "review.pillar-missing");
    assert!(snapshot.partial[0].message.ends_with("`security`"));
    assert!(codes(&snapshot.partial).contains(&"review.counts-disagree"));
}

#[test]
fn our_own_exports_are_whole() {
    for dialect in ["api", "labs", "report"] {
        assert_eq!(only(&read(&[own(dialect)])).partial, [], "{dialect}");
    }
    let first = only(&read(&[own("api/list-answers.1.json")]));
    assert_eq!(codes(&first.partial), ["review.page-missing"]);
    let with_lens = only(&read(&[own("api/list-answers.2.json"), own("lens.json")]));
    assert_eq!(codes(&with_lens.partial), ["review.questions-missing"]);
}
