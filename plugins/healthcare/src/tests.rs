//! What does the table come to, worked out by hand?

use architrave_guest::{Environment, Risk};
use architrave_plugin_industry::checks::{Example, Outcome, table_problems};

use super::{Healthcare, INDUSTRY};

const CATALOGUE: &str = include_str!("../../../host/core/data/practices.csv");

#[test]
fn the_table_is_sound() {
    let found = table_problems(&INDUSTRY, CATALOGUE, include_str!("../plugin.toml"), include_str!("../README.md"));
    assert_eq!(found, Vec::<String>::new());
}

/// Gaps are: priority, person-hours, severity (3 critical, 0 low), number of controls, number of lines of advice.
#[test]
fn answers_come_to_what_the_tables_say() {
    let check = |example: Example, of, points, gaps: &[_]| {
        let found = example.run::<Healthcare>(CATALOGUE, r#"{"effort_hours": {"HIGH": 40, "MEDIUM": 16}}"#);
        assert_eq!(found, Ok(Outcome { of, points, gaps: gaps.to_vec() }), "{example:?}");
    };
    // Security is the first of six pillars: 6 · 10 000. Levels high, high, medium, high weigh 11; keys are 3 of them:
    // 60 000 · (5 000 · 11 + 4 000 · 3) / 11 / 10 000 = 36 545.5. HIPAA and GDPR: 7 + 3, 6 + 1, 11 + 1.
    check(
        Example::new("protect-data-rest", Risk::Medium, &["sec_protect_data_rest_key_mgmt"]),
        60_000,
        36_545,
        &[(6, 16, 2, 0, 1), (6, 0, 2, 10, 1), (8, 0, 2, 7, 0), (6, 0, 2, 12, 0)],
    );
    // Reliability is the second: 5 · 10 000. Levels high, high, medium weigh 8, nothing is met. HIPAA 5 + GDPR 0.
    check(
        Example {
            environment: Environment::Preproduction,
            prioritized: true,
            ..Example::new("fault-isolation", Risk::High, &[])
        },
        100_000,
        0,
        &[(1, 40, 1, 0, 1), (1, 0, 1, 5, 0), (1, 0, 1, 0, 0), (2, 0, 1, 0, 0)],
    );
    // Performance stands before cost, unlike in financial services: 30 000 and 20 000.
    check(
        Example::new("evaluate-cost-effort", Risk::NoRisk, &["cost_evaluate_cost_effort_automations_operations"]),
        20_000,
        20_000,
        &[],
    );
}
