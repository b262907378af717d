//! Rows of `semantics.md` §3: the one order of improvements, their keys and totals.

use super::*;
use crate::{
    outcome::{Effort, EffortBasis, Priority},
    snapshot::{self, AnswerDraft, ReviewDraft},
    wire,
};

/// Three questions of the framework lens, each with two of its practices missing: `identities` (SEC02, MEDIUM),
/// `priorities` (OPS01, HIGH), `sus_user` (SUS02, MEDIUM, prioritized). The workload puts sustainability first.
fn snapshot() -> Snapshot {
    let answer = |text: &'static str| AnswerDraft {
        answer: serde_json::from_str(text).expect("valid JSON"),
        ..AnswerDraft::default()
    };
    let draft = ReviewDraft {
        workload: serde_json::from_str::<wire::Workload<'_>>(
            r#"{"WorkloadId":"w 1","WorkloadArn":"arn:aws:wellarchitected:eu-west-1:123456789012:workload/w",
                "PillarPriorities":["sustainability","security"]}"#,
        )
        .expect("valid JSON"),
        review: serde_json::from_str(r#"{"LensAlias":"wellarchitected"}"#).expect("valid JSON"),
        answers: vec![
            answer(
                r#"{"QuestionId":"identities","PillarId":"security","Risk":"MEDIUM","Choices":[
                    {"ChoiceId":"sec_identities_groups_attributes"},{"ChoiceId":"sec_identities_secrets"},{"ChoiceId":"sec_identities_no"}]}"#,
            ),
            answer(
                r#"{"QuestionId":"priorities","PillarId":"operationalExcellence","Risk":"HIGH","Choices":[
                    {"ChoiceId":"ops_priorities_eval_tradeoffs"},{"ChoiceId":"ops_priorities_ext_cust_needs"}]}"#,
            ),
            answer(
                r#"{"QuestionId":"sus_user","PillarId":"sustainability","Risk":"MEDIUM","QuestionType":"PRIORITIZED",
                    "Choices":[{"ChoiceId":"sus_sus_user_a2"},{"ChoiceId":"sus_sus_user_a3"}]}"#,
            ),
        ],
        ..ReviewDraft::default()
    };
    snapshot::resolve(&draft).expect("the draft resolves")
}

fn names(improvements: &[report::Improvement]) -> Vec<&str> {
    improvements.iter().map(|entry| entry.choice.as_deref().unwrap_or(&entry.question)).collect()
}

#[test]
fn without_priorities_the_facts_give_the_order() {
    let improvements = improvements(&snapshot(), Judgement::default());
    assert_eq!(
        names(&improvements),
        [
            // HIGH before MEDIUM; the question, then its practices by level.
            "priorities",
            "ops_priorities_ext_cust_needs",
            "ops_priorities_eval_tradeoffs",
            // Prioritized before not.
            "sus_user",
            "sus_sus_user_a2",
            "sus_sus_user_a3",
            "identities",
            "sec_identities_secrets",
            "sec_identities_groups_attributes",
        ]
    );
    assert_eq!(improvements.iter().filter_map(|entry| entry.rank).collect::<Vec<_>>(), (1..=9).collect::<Vec<_>>());
    let aws: Vec<u32> = improvements.iter().map(|entry| entry.aws_order).collect();
    assert_eq!(aws, [3, 3, 3, 1, 1, 1, 2, 2, 2], "pillars by the workload's priorities, the others after them");
}

#[test]
fn priorities_come_first_and_efforts_add_up() {
    let snapshot = snapshot();
    // Lens order: priorities and its two, identities and its two, sus_user and its two.
    let priority = |(position, priority): (usize, u8)| Priority {
        priority,
        effort: (position < 2).then_some(Effort { hours: 9, basis: EffortBasis::Settings }),
        reason: None,
    };
    let rows = [5, 5, 5, 1, 2, 2, 9, 3, 3].into_iter().enumerate().map(priority).collect();
    let (priorities, legend) = (Priorities { rows }, Legend::default());
    let judgement = Judgement { priority: Some((&priorities, &legend)), ..Judgement::default() };
    let improvements = improvements(&snapshot, judgement);
    assert_eq!(names(&improvements)[..3], ["identities", "sec_identities_secrets", "sec_identities_groups_attributes"]);
    assert_eq!(names(&improvements)[8], "sus_user");
    let totals = totals(&improvements);
    assert_eq!((totals.improvements, totals.questions, totals.practices), (9, 3, 6));
    assert_eq!((totals.high_priority, totals.effort_days, totals.not_estimated), (5, 4, 7), "9 hours are 2 days");
}

#[test]
fn keys_are_stable_and_each_part_is_encoded() {
    let improvements = improvements(&snapshot(), Judgement::default());
    assert_eq!(improvements[0].key, "123456789012/eu-west-1/w%201/wellarchitected/priorities/");
    assert_eq!(
        improvements[1].key,
        "123456789012/eu-west-1/w%201/wellarchitected/priorities/ops_priorities_ext_cust_needs"
    );
}

#[test]
fn none_of_these_is_never_a_gap() {
    assert!(!names(&improvements(&snapshot(), Judgement::default())).contains(&"sec_identities_no"));
}
