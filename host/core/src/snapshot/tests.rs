//! Rows of `semantics.md` §1 and §5: one answer in, the facts out.

use std::sync::Arc;

use super::*;
use crate::{catalogue::Catalogue, lens, report::RiskCounts, risk::Reason};

const LENS: &str = r#"{
  "schemaVersion": "2021-11-01", "name": "Test", "description": "-",
  "pillars": [{"id": "one", "name": "One", "questions": [{
    "id": "q", "title": "Question", "description": "-",
    "choices": [
      {"id": "a", "title": "A", "improvementPlan": {"displayText": "do a"}},
      {"id": "b", "title": "B", "improvementPlan": {"displayText": "do b"}},
      {"id": "q_no", "title": "None of these"}
    ],
    "riskRules": [
      {"condition": "a && b", "risk": "NO_RISK"},
      {"condition": "a", "risk": "MEDIUM_RISK"},
      {"condition": "b || q_no", "risk": "HIGH_RISK"}
    ]
  }]}]
}"#;

fn with_lens(answer: &'static str) -> Result<Snapshot, Vec<Diagnostic>> {
    let (lens, _) = lens::parse(None, LENS).expect("the lens is valid");
    let answer: wire::Answer<'static> = serde_json::from_str(answer).expect("the answer is valid JSON");
    resolve(&ReviewDraft {
        lens: Some(Arc::new(lens)),
        answers: vec![AnswerDraft { answer, file: None, pointer: Pointer::default() }],
        ..ReviewDraft::default()
    })
}

/// risk, rule, selected, not applicable, gaps, codes of notes
type Facts = (Risk, Option<usize>, u64, u64, usize, &'static [&'static str]);

#[track_caller]
fn check(answer: &'static str, expected: Facts) {
    let snapshot = with_lens(answer).expect("the draft resolves");
    let settled = &snapshot.answers[0];
    let codes: Vec<&str> = snapshot.notes_for_reader.iter().map(|note| note.code).collect();
    let found = (settled.risk, settled.by_rule.map(|(_, rule)| rule), settled.selected.0, settled.not_applicable.0);
    assert_eq!(found, (expected.0, expected.1, expected.2, expected.3), "{answer}");
    assert_eq!(snapshot.gaps.len() + snapshot.open_practices.len(), expected.4, "{answer}");
    assert_eq!(codes, expected.5, "{answer}");
}

#[test]
fn risk_is_recorded_else_by_rule_else_unanswered() {
    check(r#"{"QuestionId":"q","SelectedChoices":["a","b"]}"#, (Risk::NoRisk, Some(0), 3, 0, 0, &[]));
    check(r#"{"QuestionId":"q","SelectedChoices":["a"]}"#, (Risk::Medium, Some(1), 1, 0, 2, &[]));
    check(r#"{"QuestionId":"q","SelectedChoices":["q_no"]}"#, (Risk::High, Some(2), 4, 0, 3, &[]));
    check(r#"{"QuestionId":"q"}"#, (Risk::Unanswered, None, 0, 0, 0, &[]));
    check(r#"{"QuestionId":"q","IsApplicable":false}"#, (Risk::NotApplicable, None, 0, 0, 0, &[]));
    check(r#"{"QuestionId":"q","Risk":"HIGH","SelectedChoices":["b"]}"#, (Risk::High, Some(2), 2, 0, 2, &[]));
}

#[test]
fn what_disagrees_is_kept_and_noted() {
    check(
        r#"{"QuestionId":"q","Risk":"HIGH","SelectedChoices":["a","b"]}"#,
        (Risk::High, Some(0), 3, 0, 1, &["risk.rules-disagree"]),
    );
    check(
        r#"{"QuestionId":"q","Risk":"CRITICAL","SelectedChoices":["a"]}"#,
        (Risk::Unknown, Some(1), 1, 0, 0, &["risk.unknown-value"]),
    );
    check(
        r#"{"QuestionId":"q","SelectedChoices":["a","q_no"]}"#,
        (Risk::Medium, Some(1), 5, 0, 2, &["answer.contradictory"]),
    );
    check(
        r#"{"QuestionId":"q","SelectedChoices":["a"],"ChoiceAnswers":[{"ChoiceId":"a","Status":"NOT_APPLICABLE"}]}"#,
        (Risk::Medium, Some(1), 1, 0, 2, &["answer.contradictory"]),
    );
    check(
        r#"{"QuestionId":"q","IsApplicable":false,"Risk":"HIGH"}"#,
        (Risk::High, None, 0, 0, 3, &["answer.contradictory"]),
    );
}

#[test]
fn not_applicable_choices_leave_gaps_and_shares() {
    check(
        r#"{"QuestionId":"q","SelectedChoices":["a"],
            "ChoiceAnswerSummaries":[{"ChoiceId":"b","Status":"NOT_APPLICABLE","Reason":"BUSINESS_PRIORITIES"}]}"#,
        (Risk::Medium, Some(1), 1, 2, 1, &[]),
    );
    check(
        r#"{"QuestionId":"q","ChoiceAnswerSummaries":[
            {"ChoiceId":"a","Status":"NOT_APPLICABLE"},{"ChoiceId":"b","Status":"NOT_APPLICABLE"}]}"#,
        (Risk::Unanswered, None, 0, 3, 0, &["answer.nothing-applicable"]),
    );
    check(
        r#"{"QuestionId":"q","Risk":"NONE","ChoiceAnswerSummaries":[
            {"ChoiceId":"a","Status":"NOT_APPLICABLE"},{"ChoiceId":"b","Status":"NOT_APPLICABLE"}]}"#,
        (Risk::NoRisk, None, 0, 3, 0, &[]),
    );
    let accepted = with_lens(
        r#"{"QuestionId":"q","ChoiceAnswers":[{"ChoiceId":"a","Status":"NOT_APPLICABLE","Reason":"ARCHITECTURE_CONSTRAINTS"},
            {"ChoiceId":"b","Status":"NOT_APPLICABLE","Reason":"OUT_OF_SCOPE"}]}"#,
    )
    .expect("the draft resolves");
    assert_eq!(accepted.answers[0].accepted.0, 1);
    assert_eq!(accepted.answers[0].choice_reasons[&1], Reason::OutOfScope);
}

#[track_caller]
fn check_problem(answer: &'static str, code: &str, message: &str) {
    let problems = with_lens(answer).expect_err("the draft does not resolve");
    let found: Vec<(&str, &str)> = problems.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    assert_eq!(found, [(code, message)]);
}

#[test]
fn names_that_the_lens_does_not_have_are_problems() {
    check_problem(
        r#"{"QuestionId":"q","SelectedChoices":["c"]}"#,
        "answer.unknown-choice",
        "question `q` has no choice `c`",
    );
    check_problem(r#"{"QuestionId":"r"}"#, "answer.unknown-question", "lens `Test` has no question `r`");
}

/// A review of the framework lens whose every question has this risk, but for those left out.
fn framework(left_out: &[&str], added: &[&str]) -> Snapshot {
    let questions = Catalogue::framework().questions().iter().map(|question| (question.pillar, question.id));
    let added = added.iter().map(|id| ("security", *id));
    let answers =
        questions.chain(added).filter(|(_, id)| !left_out.contains(id)).rev().map(|(pillar, id)| AnswerDraft {
            answer: wire::Answer {
                question_id: Some(id.into()),
                pillar_id: Some(pillar.into()),
                risk: Some("HIGH".into()),
                ..wire::Answer::default()
            },
            ..AnswerDraft::default()
        });
    let draft = ReviewDraft {
        review: wire::LensReview { lens_alias: Some("wellarchitected".into()), ..wire::LensReview::default() },
        answers: answers.collect(),
        ..ReviewDraft::default()
    };
    resolve(&draft).expect("the draft resolves")
}

#[test]
fn the_framework_lens_is_held_to_the_catalogue() {
    let whole = framework(&[], &[]);
    assert_eq!(whole.lens.questions.len(), 57);
    assert_eq!(whole.lens.questions[0].code.as_deref(), Some("OPS01"));
    assert_eq!(whole.gaps.len(), 57 + 307);
    assert!(whole.partial.is_empty());

    let part = framework(&["sus_dev", "identities"], &[]);
    let partial: Vec<&str> = part.partial.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(partial, ["2 questions of the lens are missing: `identities`, `sus_dev`"]);

    let other_version = framework(&["observability"], &["telemetry"]);
    assert!(other_version.partial.is_empty());
    assert_eq!(other_version.notes_for_reader[0].code, "catalogue.unmapped-question");
}

#[test]
fn counts_that_disagree_make_a_review_partial() {
    let review: wire::LensReview<'_> = serde_json::from_str(
        r#"{"LensAlias":"mine","RiskCounts":{"HIGH":2},"PillarReviewSummaries":[{"PillarId":"p","PillarName":"P","RiskCounts":{"HIGH":1}}]}"#,
    )
    .expect("valid JSON");
    let answer: wire::Answer<'_> =
        serde_json::from_str(r#"{"QuestionId":"q","PillarId":"p","Risk":"HIGH"}"#).expect("valid JSON");
    let draft = ReviewDraft {
        review,
        answers: vec![AnswerDraft { answer, ..AnswerDraft::default() }],
        ..ReviewDraft::default()
    };
    let snapshot = resolve(&draft).expect("the draft resolves");
    let partial: Vec<&str> = snapshot.partial.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(partial, ["the risk counts of the lens review say 2 HIGH, the answers give 1 HIGH"]);
}

#[test]
fn counts_and_completion_follow_the_rules() {
    let answers = Risk::ALL.map(|risk| Answer { risk, ..settle::unanswered() });
    let counts = crate::counts::risk_counts(answers.iter());
    assert_eq!(counts, RiskCounts { high: 1, medium: 1, none: 1, unanswered: 1, not_applicable: 1, unknown: 1 });
    let completion = crate::counts::completion(&counts);
    assert_eq!((completion.answered, completion.applicable, completion.total), (3, 5, 6));
    assert_eq!(completion.basis_points, Some(6_000));
    assert_eq!(completion.console.answered_or_not_applicable, 4);
    let nothing = crate::counts::completion(&RiskCounts { not_applicable: 4, ..RiskCounts::default() });
    assert_eq!(nothing.basis_points, None);
}

#[test]
fn the_milestone_before_is_linked_by_id() {
    let state = |number: u32, risk: &'static str| {
        let answer = wire::Answer {
            question_id: Some("q".into()),
            pillar_id: Some("p".into()),
            risk: Some(risk.into()),
            ..wire::Answer::default()
        };
        let milestone = wire::Milestone { milestone_number: Some(number), ..wire::Milestone::default() };
        let draft = ReviewDraft {
            milestone: Some(milestone),
            answers: vec![AnswerDraft { answer, ..AnswerDraft::default() }],
            ..ReviewDraft::default()
        };
        resolve(&draft).expect("the draft resolves")
    };
    let mut snapshots = [state(0, "NONE"), state(2, "MEDIUM"), state(1, "HIGH")];
    link_previous(&mut snapshots);
    let before = |position: usize| {
        let snapshot: &Snapshot = &snapshots[position];
        snapshot.previous.as_ref().map(|previous| previous[0].risk)
    };
    assert_eq!([before(0), before(1), before(2)], [Some(Risk::Medium), Some(Risk::High), None]);
}

#[test]
fn too_many_pillars_are_refused() {
    let codes = |pillars: usize| -> Vec<&'static str> {
        let texts: Vec<String> =
            (0..pillars).map(|id| format!(r#"{{"QuestionId":"q{id}","PillarId":"p{id}","Risk":"HIGH"}}"#)).collect();
        let answers = texts.iter().map(|text| AnswerDraft {
            answer: serde_json::from_str(text).expect("the answer is valid JSON"),
            file: None,
            pointer: Pointer::default(),
        });
        let draft = ReviewDraft { answers: answers.collect(), ..ReviewDraft::default() };
        resolve(&draft).err().into_iter().flatten().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(1_000), Vec::<&str>::new());
    assert_eq!(codes(1_001), ["lens.too-large"]);
}

/// Answers as the API gives them, in two pillars of a lens that no catalogue has.
fn api_answers(title: &str) -> String {
    let choices = |of: &str| {
        format!(r#"[{{"ChoiceId": "{of}1", "Title": "{title}"}}, {{"ChoiceId": "{of}_no", "Title": "None"}}]"#)
    };
    let answer = |id: &str, pillar: &str| {
        format!(
            r#"{{"QuestionId": "{id}", "PillarId": "{pillar}", "QuestionTitle": "Question {id}", "Choices": {}}}"#,
            choices(id)
        )
    };
    format!("[{}, {}, {}]", answer("b", "two"), answer("a", "one"), answer("c", "two"))
}

fn api_draft<'a>(answers: &'a str, version: &'a str) -> ReviewDraft<'a> {
    let answers: Vec<wire::Answer<'a>> = serde_json::from_str(answers).expect("the answers are valid JSON");
    ReviewDraft {
        review: wire::LensReview {
            lens_alias: Some("own".into()),
            lens_version: Some(version.into()),
            ..wire::LensReview::default()
        },
        answers: answers.into_iter().map(|answer| AnswerDraft { answer, ..AnswerDraft::default() }).collect(),
        ..ReviewDraft::default()
    }
}

#[test]
fn a_lens_that_was_seen_is_shared_and_changes_nothing() {
    let mut table = LensTable::default();
    let (first, retitled) = (api_answers("One"), api_answers("Another"));
    let check = |draft: &ReviewDraft<'_>, table: &mut LensTable| {
        let (alone, among) = (resolve(draft).unwrap(), resolve_among(draft, table).unwrap());
        assert_eq!(format!("{alone:?}"), format!("{among:?}"));
        among.lens
    };
    let lens = check(&api_draft(&first, "1"), &mut table);
    assert!(Arc::ptr_eq(&lens, &check(&api_draft(&first, "1"), &mut table)));
    assert!(!Arc::ptr_eq(&lens, &check(&api_draft(&first, "2"), &mut table)), "another version");
    assert!(!Arc::ptr_eq(&lens, &check(&api_draft(&retitled, "1"), &mut table)), "other titles");
    assert!(Arc::ptr_eq(&lens, &check(&api_draft(&first, "1"), &mut table)), "still known");
    let mut moved = api_draft(&first, "1");
    moved.answers.swap(1, 2);
    assert!(Arc::ptr_eq(&lens, &check(&moved, &mut table)), "the same lens from answers in another order");
    let choices = &mut moved.answers[2].answer.choices;
    *choices = choices[..choices.len() - 1].to_vec().into();
    assert!(!Arc::ptr_eq(&lens, &check(&moved, &mut table)), "a choice less");
}

#[test]
fn of_many_lenses_the_least_recently_used_is_forgotten() {
    let mut table = LensTable::default();
    let answers = api_answers("One");
    let mut resolved = |version: usize| {
        let version = version.to_string();
        resolve_among(&api_draft(&answers, &version), &mut table).unwrap().lens
    };
    let (first, second) = (resolved(0), resolved(1));
    for version in 2..LENSES_MAX {
        resolved(version);
    }
    assert!(Arc::ptr_eq(&first, &resolved(0)));
    resolved(LENSES_MAX);
    assert!(Arc::ptr_eq(&first, &resolved(0)));
    assert!(!Arc::ptr_eq(&second, &resolved(1)));
}
