//! What does the table come to, worked out by hand?

use architrave_guest::{Environment, Risk};
use architrave_plugin_industry::checks::{Example, Outcome, table_problems};

use super::{FinancialServices, INDUSTRY};

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
        let found = example.run::<FinancialServices>(CATALOGUE, r#"{"effort_hours": {"HIGH": 40}}"#);
        assert_eq!(found, Ok(Outcome { of, points, gaps: gaps.to_vec() }), "{example:?}");
    };
    // Security is the first of six pillars: 6 · 10 000. Its practices weigh 5 · 3 + 2 = 17; two of level high are 6:
    // 60 000 · 4 000 · 6 / 17 / 10 000 = 8 470.6. PCI DSS and GDPR: 3 + 0 for secrets, 0, 10 + 2 for audit, 14 + 0.
    check(
        Example::new("identities", Risk::High, &["sec_identities_enforce_mechanisms", "sec_identities_unique"]),
        60_000,
        8_470,
        &[(1, 40, 3, 0, 1), (1, 0, 3, 3, 0), (1, 0, 3, 0, 0), (1, 0, 3, 12, 1), (3, 0, 3, 14, 0)],
    );
    // Practices met weigh 6 of 7: 60 000 · 4 000 · 6 / 7 / 10 000 = 20 571.4. Before production high, not critical.
    check(
        Example {
            environment: Environment::Preproduction,
            ..Example::new(
                "protect-data-transit",
                Risk::High,
                &["sec_protect_data_transit_key_cert_mgmt", "sec_protect_data_transit_encrypt"],
            )
        },
        60_000,
        20_571,
        &[(1, 40, 2, 0, 1), (4, 0, 2, 15, 0)],
    );
    // Sustainability is the last: 10 000, twice for the profile. Nothing met: half. No hours are set for medium risk.
    check(
        Example { prioritized: true, ..Example::new("sus_region", Risk::Medium, &[]) },
        20_000,
        10_000,
        &[(7, 0, 0, 0, 1), (9, 0, 0, 0, 0)],
    );
    // Cost is the fourth: 30 000, and its only practice is of level low.
    check(
        Example::new("evaluate-cost-effort", Risk::NoRisk, &["cost_evaluate_cost_effort_automations_operations"]),
        30_000,
        30_000,
        &[],
    );
    check(
        Example::new("evaluate-cost-effort", Risk::Medium, &[]),
        30_000,
        15_000,
        &[(7, 0, 0, 0, 1), (10, 0, 0, 0, 0)],
    );
}
