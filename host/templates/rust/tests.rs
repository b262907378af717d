//! The rules of `README.md`, natively.

use architrave_guest::{Level, Risk, native::Fixture};

use crate::Rules;

/// One question with one practice, answered so.
fn fixture(risk: Risk) -> Fixture {
    let settings = r#"{"prioritized_weight":2}"#;
    Fixture::new()
        .settings(settings)
        .pillar("security")
        .question("q", &[("practice", Level::Medium)])
        .answer("q", risk, &[])
}

#[test]
fn a_review_is_judged() {
    assert!(fixture(Risk::High).run::<Rules>().is_ok());
}
// @if scoring

#[test]
fn points() {
    for (risk, points) in [
        (Risk::NoRisk, 100),
        (Risk::Medium, 50),
        (Risk::High, 0),
        (Risk::Unanswered, 0),
    ] {
        let results = fixture(risk).run::<Rules>().unwrap();
        assert_eq!(results.scorecard.unwrap().points, [points], "{risk:?}");
    }
    let prioritized = fixture(Risk::High).prioritized("q");
    assert_eq!(prioritized.run::<Rules>().unwrap().weights, Some(vec![200]));
}
// @end
// @if priority

#[test]
fn priorities() {
    for (risk, priorities) in [(Risk::High, [2, 3]), (Risk::Medium, [6, 7])] {
        let found = fixture(risk).run::<Rules>().unwrap().priorities.unwrap();
        assert_eq!(found.priorities, priorities, "{risk:?}");
    }
}
// @end
// @if impact

#[test]
fn severities() {
    for (risk, severities) in [(Risk::High, [2, 2]), (Risk::Medium, [1, 1])] {
        let found = fixture(risk).run::<Rules>().unwrap().consequences.unwrap();
        assert_eq!(found.severities, severities, "{risk:?}");
    }
}
// @end
