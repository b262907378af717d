//! What does the table come to, worked out by hand?

use architrave_guest::{Environment, Risk};
use architrave_plugin_industry::checks::{Example, Outcome, table_problems};

use super::{ECommerce, INDUSTRY};

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
        let found = example.run::<ECommerce>(CATALOGUE, r#"{"effort_hours": {}}"#);
        assert_eq!(found, Ok(Outcome { of, points, gaps: gaps.to_vec() }), "{example:?}");
    };
    // Performance is the first of six pillars: 6 · 10 000. Levels high, high, medium, medium, medium weigh 12; purpose-built
    // stores are 3 of them: 60 000 · 4 000 · 3 / 12 / 10 000 = 6 000.
    check(
        Example::new("data-management", Risk::High, &["perf_data_use_purpose_built_data_store"]),
        60_000,
        6_000,
        &[(1, 0, 3, 0, 1), (1, 0, 3, 0, 0), (3, 0, 3, 0, 0), (3, 0, 3, 0, 0), (3, 0, 3, 0, 1)],
    );
    // Security is the fourth: 30 000, of the middle third. Levels high, high, low weigh 7; encryption is 3 of them:
    // Controls: 13 of PCI DSS and 1 of the GDPR, then 13 and 2.
    // 30 000 · (5 000 · 7 + 4 000 · 3) / 7 / 10 000 = 20 142.9.
    check(
        Example {
            environment: Environment::Preproduction,
            ..Example::new("protect-data-transit", Risk::Medium, &["sec_protect_data_transit_encrypt"])
        },
        30_000,
        20_142,
        &[(7, 0, 1, 0, 1), (7, 0, 1, 14, 0), (10, 0, 1, 15, 0)],
    );
}
