//! A report with one of each.

use std::collections::BTreeMap;

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    report::{Because, Comparison, Improvement, Milestone, Question, Report, Rule, Score, Verdict},
};

use super::{PILLARS, choice, question, report, review};

/// Each risk once, an empty pillar, a rule, a comparison, a milestone, and a gate that fails.
pub(crate) fn mixed() -> Report {
    let mut review = review("payments", &PILLARS, questions());
    review.milestone = Some(Milestone {
        number: 3,
        name: Some("before launch".to_owned()),
        recorded_at: Some("2026-01-01T00:00:00Z".to_owned()),
    });
    review.comparisons = vec![comparison()];
    review.open_practices = vec![Improvement {
        rank: None,
        priority: None,
        effort: None,
        severity: None,
        ..review.improvements[1].clone()
    }];
    review.open_practices[0].question = "sec03-question".into();
    review.open_practices[0].risk = "NONE";
    review.diagnostics = vec![
        Diagnostic::note("answer.unknown-risk", "question `sec06-question` has risk `CRITICAL`")
            .help("A later version of Architrave may know it.")
            .at(Location {
                file: Some("answers.json".to_owned()),
                pointer: Some("/AnswerSummaries/5".to_owned()),
                ..Location::default()
            }),
    ];
    let mut report = report(vec![review]);
    report.verdict = Some(Verdict {
        passes: Some(false),
        because: vec![Because {
            rule: "max_high".to_owned(),
            outcome: "fails",
            review: "payments, lens".to_owned(),
            message: "1 question at HIGH and 1 unanswered, 0 allowed".to_owned(),
        }],
    });
    report
}

fn questions() -> Vec<Question> {
    let mut questions = vec![
        question(
            "security",
            "SEC01",
            "HIGH",
            20,
            vec![choice("sec01-bp01", "SELECTED"), choice("sec01-bp02", "UNSELECTED")],
        ),
        question(
            "security",
            "SEC02",
            "MEDIUM",
            60,
            vec![
                choice("sec02-bp01", "UNSELECTED"),
                choice("sec02-bp02", "NOT_APPLICABLE"),
                choice("sec02_no", "UNSELECTED"),
            ],
        ),
        question("security", "SEC03", "NONE", 100, vec![choice("sec03-bp01", "SELECTED")]),
        question("security", "SEC04", "UNANSWERED", 0, vec![choice("sec04-bp01", "UNSELECTED")]),
        question("security", "SEC05", "NOT_APPLICABLE", 0, vec![choice("sec05-bp01", "UNSELECTED")]),
        question("security", "SEC06", "unknown", 0, vec![choice("sec06-bp01", "SELECTED")]),
    ];
    questions[1].recorded_risk = None;
    questions[1].rule = Some(Rule { index: 1, condition: "sec02-bp01 && !sec02-bp02".to_owned(), risk: "MEDIUM_RISK" });
    questions[5].recorded_risk = Some("CRITICAL".into());
    questions
}

fn comparison() -> Comparison {
    Comparison {
        plugin: "classic".to_owned(),
        score: Score {
            basis_points: Some(5000),
            lowest: Some(5000),
            highest: Some(7000),
            because: None,
            points: Some(18),
            of: Some(36),
            plugin: Some("classic".to_owned()),
        },
        measures: BTreeMap::from([("risk_score".to_owned(), -16)]),
    }
}
