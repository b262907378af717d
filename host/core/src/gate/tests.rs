//! Rows of `semantics.md` §4: a review and a rule in, a verdict out.

use std::sync::Arc;

use super::*;
use crate::{
    assess::{self, Selection},
    outcome::{Contribution, Fault, Legend, Outcome, Scorecard},
    snapshot::{self, AnswerDraft, Digest, ReviewDraft},
    wire,
};

/// A review with one question per risk word, in pillar `security` but for the last, scored 1 of 2 for each answered one.
fn review(risks: &[&'static str], scored: Result<(), Fault>) -> Review {
    let answer = |(position, risk): (usize, &&'static str)| AnswerDraft {
        answer: wire::Answer {
            question_id: Some(format!("q{position}").into()),
            pillar_id: Some(if position + 1 == risks.len() { "other" } else { "security" }.into()),
            risk: Some((*risk).into()),
            ..wire::Answer::default()
        },
        ..AnswerDraft::default()
    };
    let draft = ReviewDraft {
        review: wire::LensReview { lens_alias: Some("mine".into()), ..wire::LensReview::default() },
        answers: risks.iter().enumerate().map(answer).collect(),
        ..ReviewDraft::default()
    };
    let snapshot = snapshot::resolve(&draft).expect("the draft resolves");
    let contribution = |answer: &snapshot::Answer| {
        let points = u32::from(answer.risk.is_answered());
        answer.is_applicable().then_some(Contribution { points, of: 2, reason: None })
    };
    let scorecard = Scorecard { contributions: snapshot.answers.iter().map(contribution).collect(), measures: vec![] };
    let outcome = Outcome {
        plugin: "scorer".to_owned(),
        legend: Arc::new(Legend::default()),
        legend_sha256: Digest([0; 32]),
        scoring: Some(scored.map(|()| scorecard)),
        priority: None,
        impact: None,
        guidance: None,
        fuel: 0,
        reproducible: true,
        log: vec![],
    };
    let selection = Selection { scoring: Some("scorer".to_owned()), ..Selection::default() };
    assess::assess(&snapshot, &[outcome], &selection, assess::Options::default())
}

fn rules(rule: &str, value: u32) -> Rules {
    let value = Some(value);
    match rule {
        "max_high" => Rules { max_high: value, ..Rules::default() },
        "max_medium" => Rules { max_medium: value, ..Rules::default() },
        "min_completion" => Rules { min_completion: value, ..Rules::default() },
        "min_score" => Rules { min_score: value, ..Rules::default() },
        other => panic!("no rule {other}"),
    }
}

#[track_caller]
fn check(risks: &[&'static str], rule: &str, value: u32, passes: Option<bool>) {
    let gate = Gate { overall: rules(rule, value), unanswered_is_high: true, ..Gate::default() };
    let verdict = judge(&gate, &[review(risks, Ok(()))], &Context::default());
    assert_eq!(verdict.passes, passes, "{risks:?} {rule} {value}: {:?}", verdict.because);
    assert_eq!(verdict.because.is_empty(), passes == Some(true));
}

#[test]
fn each_rule_passes_fails_or_is_undecided() {
    check(&["HIGH", "NONE"], "max_high", 1, Some(true));
    check(&["HIGH", "NONE"], "max_high", 0, Some(false));
    check(&["UNANSWERED", "NONE"], "max_high", 0, Some(false));
    check(&["CRITICAL", "NONE"], "max_high", 0, Some(false));
    check(&["MEDIUM", "UNANSWERED"], "max_medium", 1, Some(true));
    check(&["MEDIUM", "MEDIUM"], "max_medium", 1, Some(false));
    check(&["HIGH", "UNANSWERED"], "min_completion", 5_000, Some(true));
    check(&["HIGH", "UNANSWERED"], "min_completion", 5_001, Some(false));
    check(&["NOT_APPLICABLE"], "min_completion", 1, None);
    check(&["NOT_APPLICABLE"], "max_high", 0, Some(true));
    check(&["HIGH", "NONE"], "min_score", 5_000, Some(true));
    check(&["HIGH", "NONE"], "min_score", 5_001, Some(false));
    check(&["NOT_APPLICABLE"], "min_score", 1, None);
}

#[test]
fn unanswered_can_be_ignored() {
    let gate = Gate { overall: rules("max_high", 0), ..Gate::default() };
    let verdict = judge(&gate, &[review(&["UNANSWERED", "NONE"], Ok(()))], &Context::default());
    assert_eq!(verdict.passes, Some(true));
}

#[test]
fn pillars_and_lenses_have_rules_of_their_own() {
    let reviews = [review(&["HIGH", "HIGH", "HIGH"], Ok(()))];
    let of = |pillar: &str, lens: &str, max: u32| {
        let one = |id: &str| BTreeMap::from([(id.to_owned(), rules("max_high", max))]);
        let gate = Gate {
            pillars: if pillar.is_empty() { BTreeMap::new() } else { one(pillar) },
            lenses: if lens.is_empty() { BTreeMap::new() } else { one(lens) },
            ..Gate::default()
        };
        let verdict = judge(&gate, &reviews, &Context::default());
        (verdict.passes, verdict.because.first().map(|because| because.rule.clone()))
    };
    assert_eq!(of("security", "", 2), (Some(true), None));
    assert_eq!(of("security", "", 1), (Some(false), Some("pillars.security.max_high".to_owned())));
    assert_eq!(of("reliability", "", 1), (None, Some("pillars.reliability".to_owned())));
    assert_eq!(of("", "mine", 3), (Some(true), None));
    assert_eq!(of("", "mine", 2), (Some(false), Some("lenses.mine.max_high".to_owned())));
    assert_eq!(of("", "serverless", 2), (None, Some("lenses.serverless".to_owned())));
}

#[test]
fn a_review_that_is_not_whole_is_undecided() {
    let gate = Gate { overall: rules("max_high", 0), ..Gate::default() };
    let context = Context { partial: BTreeSet::from([0]), ..Context::default() };
    assert_eq!(judge(&gate, &[review(&["HIGH"], Ok(()))], &context).passes, None);
}

#[test]
fn a_fault_is_undecided_unless_no_rule_reads_it_and_faults_are_allowed() {
    let reviews = [review(&["NONE"], Err(Fault::ClockStalled))];
    let of = |rule: &str, allow_faults: bool| {
        let gate = Gate { overall: rules(rule, 1), ..Gate::default() };
        judge(&gate, &reviews, &Context { allow_faults, ..Context::default() }).passes
    };
    assert_eq!(of("max_high", false), None);
    assert_eq!(of("max_high", true), Some(true));
    assert_eq!(of("min_score", true), None);
}
