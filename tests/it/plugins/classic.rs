//! `classic` through the wasm: the handbook's tables, worked out by hand from its functions.

use architrave::author::generated::{Case, Given, one_question};
use architrave_core::{
    outcome::{Outcome, Severity},
    snapshot::Snapshot,
};

use super::SHIPPED;

/// Pillar, risk, priority, severity, text.
const ROWS: [(&str, &str, u8, Severity, &str); 14] = [
    ("security", "HIGH", 1, Severity::Critical, "Critical - Security breach risk"),
    ("security", "MEDIUM", 3, Severity::High, "High - Potential compliance issues"),
    ("reliability", "HIGH", 2, Severity::Critical, "Critical - Service availability at risk"),
    ("reliability", "MEDIUM", 4, Severity::High, "High - Potential service degradation"),
    ("operationalExcellence", "HIGH", 3, Severity::High, "High - Operational efficiency impact"),
    ("operationalExcellence", "MEDIUM", 5, Severity::Medium, "Medium - Process improvement opportunity"),
    ("performance", "HIGH", 4, Severity::High, "High - User experience impact"),
    ("performance", "MEDIUM", 6, Severity::Medium, "Medium - Performance optimization opportunity"),
    ("costOptimization", "HIGH", 5, Severity::High, "High - Significant cost savings potential"),
    ("costOptimization", "MEDIUM", 7, Severity::Medium, "Medium - Cost optimization opportunity"),
    ("sustainability", "HIGH", 6, Severity::Medium, "Medium - Environmental impact improvement"),
    ("sustainability", "MEDIUM", 8, Severity::Low, "Low - Sustainability enhancement"),
    ("of-my-own", "HIGH", 3, Severity::Low, "Low - Minor improvement"),
    ("of-my-own", "MEDIUM", 5, Severity::Low, "Low - Minor improvement"),
];

/// Weeks by number of missing practices, from 0.
const WEEKS: [u32; 8] = [2, 1, 2, 4, 6, 8, 8, 8];

/// One question of that pillar, with so many practices, all missing.
fn run(pillar: &str, risk: &'static str, practices: usize) -> (Snapshot, Outcome) {
    let lens = one_question(pillar, practices);
    let given = Given {
        risk,
        selected: 0,
        not_applicable: 0,
        choice_reason: "NONE",
        is_applicable: true,
        reason: "NONE",
        prioritized: None,
    };
    let case = Case { lens, answers: vec![given], environment: Some("PRODUCTION"), pillar_priorities: Vec::new() };
    let snapshot = case.snapshot().unwrap();
    let classic = SHIPPED.iter().find(|shipped| shipped.id == "classic").unwrap();
    let outcome = classic.run(&snapshot);
    (snapshot, outcome)
}

#[test]
fn priority_impact_and_effort_are_the_handbooks() {
    let mut count = 0;
    for (pillar, risk, priority, severity, text) in ROWS {
        for (missing, weeks) in WEEKS.into_iter().enumerate() {
            let (snapshot, outcome) = run(pillar, risk, missing);
            let place = format!("{pillar} {risk} {missing} missing");
            assert_eq!(snapshot.gaps.len(), missing + 1, "{place}");
            let priorities = outcome.priority.unwrap().unwrap().rows;
            let consequences = outcome.impact.unwrap().unwrap().rows;
            for (row, (urgency, consequence)) in priorities.iter().zip(&consequences).enumerate() {
                assert_eq!(urgency.priority, priority, "{place}");
                let hours = urgency.effort.map(|effort| effort.hours);
                assert_eq!(hours, if row == 0 { Some(weeks * 5 * 8) } else { None }, "{place}");
                assert_eq!(consequence.severity, severity, "{place}");
                let code = usize::from(consequence.consequence.unwrap());
                assert_eq!(outcome.legend.consequences[code].text, text, "{place}");
            }
            count += 1;
        }
    }
    super::say("classic", "the handbook's tables", count);
}

#[test]
fn points_and_risk_score_are_the_handbooks() {
    let rows = [("HIGH", 0, 10), ("MEDIUM", 5, 5), ("NONE", 9, 1), ("UNANSWERED", 0, 0)];
    for (risk, points, risk_score) in rows {
        let (_, outcome) = run("security", risk, 2);
        let card = outcome.scoring.unwrap().unwrap();
        let row = card.contributions[0].unwrap();
        assert_eq!((row.points, row.of), (points, 9), "{risk}");
        assert_eq!(card.measures, [risk_score], "{risk}");
        assert_eq!(outcome.legend.measures[0].id, "risk_score");
    }
}
