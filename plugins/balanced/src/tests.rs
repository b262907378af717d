//! The rules of `README.md`, row by row.

use architrave_guest::{Environment, Level, Reason, Risk, native::Fixture};

use crate::Balanced;

const PRACTICES: [(&str, Level); 4] =
    [("high", Level::High), ("medium", Level::Medium), ("low", Level::Low), ("unknown", Level::Unknown)];

fn fixture(pillar: &str, risk: Risk, selected: &[&str]) -> Fixture {
    Fixture::new().pillar(pillar).question("q", &PRACTICES).answer("q", risk, selected)
}

#[test]
fn points() {
    // Practices weigh 3 + 2 + 1 + 2 = 8. Risk, selected, points of 10 000.
    let rows: [(Risk, &[&str], u32); 9] = [
        (Risk::NoRisk, &[], 10_000),
        (Risk::NoRisk, &["high", "medium", "low", "unknown"], 10_000),
        (Risk::Medium, &[], 5_000),
        (Risk::Medium, &["high"], 6_500),
        (Risk::Medium, &["high", "medium", "low", "unknown"], 9_000),
        (Risk::High, &["q_no"], 0),
        (Risk::High, &["low"], 500),
        (Risk::High, &["high", "medium", "low", "unknown"], 4_000),
        (Risk::Unanswered, &["high"], 0),
    ];
    for (risk, selected, points) in rows {
        let results = fixture("security", risk, selected).run::<Balanced>().unwrap();
        assert_eq!(results.weights, Some(vec![10_000]), "{risk:?} {selected:?}");
        assert_eq!(results.scorecard.unwrap().points, [points], "{risk:?} {selected:?}");
    }
}

#[test]
fn practices_that_do_not_apply_are_left_out_of_the_share() {
    let base = fixture("security", Risk::Medium, &["high"]);
    // Marked not applicable, points: 3 of 8, 3 of 6, 3 of 3.
    let rows: [(&[&str], u32); 3] = [(&[], 6_500), (&["medium"], 7_000), (&["medium", "low", "unknown"], 9_000)];
    for (marked, points) in rows {
        let fixture = base.clone().not_applicable_practices("q", marked, Reason::OutOfScope);
        let results = fixture.run::<Balanced>().unwrap();
        assert_eq!(results.scorecard.unwrap().points, [points], "{marked:?}");
    }
    let nothing_applies = fixture("security", Risk::High, &[]).not_applicable_practices(
        "q",
        &["high", "medium", "low", "unknown"],
        Reason::OutOfScope,
    );
    assert_eq!(nothing_applies.run::<Balanced>().unwrap().scorecard.unwrap().points, [0]);
}

#[test]
fn weights_do_not_depend_on_the_pillar() {
    let results = Fixture::new()
        .pillar("sustainability")
        .question("a", &PRACTICES)
        .pillar("security")
        .question("b", &PRACTICES)
        .question("c", &PRACTICES)
        .question("d", &PRACTICES)
        .pillar_priorities(&["security", "sustainability"])
        .prioritized("c")
        .not_applicable("d", Reason::BusinessPriorities)
        .run::<Balanced>()
        .unwrap();
    assert_eq!(results.weights, Some(vec![10_000, 10_000, 20_000, 0]));
    assert!(results.log.is_empty());
}

#[test]
fn priorities() {
    // Risk, prioritized, then the question's row and its practices of level high, medium, low, unknown.
    let rows = [
        (Risk::High, false, [2, 2, 3, 4, 3]),
        (Risk::High, true, [1, 1, 2, 3, 2]),
        (Risk::Medium, false, [6, 6, 7, 8, 7]),
        (Risk::Medium, true, [5, 5, 6, 7, 6]),
    ];
    for (risk, prioritized, priorities) in rows {
        let mut fixture = fixture("security", risk, &[]);
        if prioritized {
            fixture = fixture.prioritized("q");
        }
        let rows = fixture.run::<Balanced>().unwrap().priorities.unwrap();
        assert_eq!(rows.priorities, priorities, "{risk:?} {prioritized}");
        assert_eq!(rows.effort_hours, [0; 5], "{risk:?} {prioritized}");
    }
}

#[test]
fn severities() {
    // Pillar, severity at high and medium risk in production, and before it.
    let rows = [
        ("security", [3, 2], [2, 1]),
        ("reliability", [3, 2], [2, 1]),
        ("operationalExcellence", [2, 1], [1, 0]),
        ("performance", [2, 1], [1, 0]),
        ("costOptimization", [2, 1], [1, 0]),
        ("sustainability", [1, 0], [0, 0]),
        ("of-my-own", [2, 1], [1, 0]),
    ];
    for (pillar, production, before) in rows {
        for (position, risk) in [Risk::High, Risk::Medium].into_iter().enumerate() {
            let environments = [
                (Environment::Production, production[position]),
                (Environment::Unknown, production[position]),
                (Environment::Preproduction, before[position]),
            ];
            for (environment, severity) in environments {
                let fixture = fixture(pillar, risk, &["high", "low", "unknown"]).environment(environment);
                let results = fixture.run::<Balanced>().unwrap();
                let place = format!("{pillar} {risk:?} {environment:?}");
                assert_eq!(results.consequences.as_ref().unwrap().severities, [severity; 2], "{place}");
                let text = results.consequence(0).unwrap_or_default();
                let is_before = environment == Environment::Preproduction;
                assert_eq!(text.ends_with("so one step less severe"), is_before, "{place}: {text}");
            }
        }
    }
}
