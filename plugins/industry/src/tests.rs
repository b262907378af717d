//! Does a table come to the same under every lens, workload and setting that it may meet?

use architrave_guest::{
    Environment, Level, Reason, Refusal, Risk,
    Severity::{Critical, High, Low, Medium},
    native::{Fixture, Results},
};

use crate::{Industry, Item, PillarRow, controls::ControlTable, industry_plugin, slug};

const INDUSTRY: Industry = Industry {
    pillars: &[
        PillarRow {
            pillar: "security",
            production: [Critical, High],
            preproduction: [Medium, Low],
            high: "security at high risk",
            medium: "security at medium risk",
            advice: "advice on security",
        },
        PillarRow {
            pillar: "costOptimization",
            production: [Medium, Medium],
            preproduction: [Low, Low],
            high: "cost at high risk",
            medium: "cost at medium risk",
            advice: "advice on cost",
        },
    ],
    other: ["other at high risk", "other at medium risk"],
    advice: &[Item { id: "advice.s1", text: "advice on s1", questions: &["s1"], choices: &["a"] }],
    controls: &[
        ControlTable { framework: "F", rows: "# remark\nchoice_id,requirements\na,1;2\nz,9\n" },
        ControlTable { framework: "G", rows: "choice_id,requirements\na,1\n" },
    ],
};

industry_plugin!(
    /// A plugin with a table of two pillars.
    Sample, INDUSTRY
);

/// Pillars cost, security, custom with one question each of two practices; s1 is known to the catalogue.
fn fixture() -> Fixture {
    let practices = |first, second| [(first, Level::High), (second, Level::Low)];
    let mut fixture = Fixture::new()
        .pillar("costOptimization")
        .question("c1", &practices("c", "d"))
        .pillar("security")
        .question("s1", &practices("a", "b"))
        .pillar("custom")
        .question("x1", &[("x", Level::Unknown)]);
    for question in fixture.lens.questions.iter_mut().filter(|question| question.id == "s1") {
        "SEC01".clone_into(&mut question.code);
    }
    fixture
}

fn run(fixture: &Fixture) -> Results {
    fixture.run::<Sample>().expect("the sample answers")
}

#[test]
fn weights_follow_the_workload_then_the_table_then_nothing() {
    let check = |fixture: Fixture, weights: &[u32], log: &str| {
        let results = run(&fixture);
        assert_eq!(results.weights.as_deref(), Some(weights));
        assert!(results.log.iter().any(|(_, line)| line.contains(log)), "{:?}", results.log);
    };
    check(fixture(), &[10_000, 20_000, 10_000], "plugin's order");
    check(fixture().pillar_priorities(&["custom", "costOptimization"]), &[10_000, 10_000, 20_000], "workload's own");
    check(fixture().prioritized("c1"), &[20_000, 20_000, 10_000], "plugin's order");
    check(fixture().not_applicable("s1", Reason::OutOfScope), &[10_000, 0, 10_000], "plugin's order");
    check(Fixture::new().pillar("p").question("q", &[]), &[10_000], "all pillars weigh the same");
}

#[test]
fn consequences_follow_pillar_risk_and_environment() {
    let check = |question: &str, risk, environment, severity: u8, text: &str| {
        let results = run(&fixture().answer(question, risk, &[]).environment(environment));
        let severities = &results.consequences.as_ref().expect("impact").severities;
        assert!(severities.iter().all(|found| *found == severity), "{question}: {severities:?}");
        assert_eq!(results.consequence(0), Some(text));
    };
    check("s1", Risk::High, Environment::Production, 3, "security at high risk");
    check("s1", Risk::Medium, Environment::Production, 2, "security at medium risk");
    check("s1", Risk::High, Environment::Preproduction, 1, "security at high risk");
    check("s1", Risk::Medium, Environment::Preproduction, 0, "security at medium risk");
    check("s1", Risk::High, Environment::Unknown, 3, "security at high risk");
    check("c1", Risk::Medium, Environment::Production, 1, "cost at medium risk");
    check("x1", Risk::High, Environment::Production, 2, "other at high risk");
    check("x1", Risk::Medium, Environment::Preproduction, 0, "other at medium risk");
}

#[test]
fn controls_stand_on_the_missing_practice_only() {
    let results = run(&fixture().answer("s1", Risk::High, &[]).answer("c1", Risk::High, &[]));
    let names = |entry: &architrave_guest::contract::ControlEntry| format!("{} {}", entry.framework, entry.requirement);
    assert_eq!(results.legend.controls.iter().map(names).collect::<Vec<_>>(), ["F 1", "F 2", "G 1"]);
    let consequences = results.consequences.expect("impact");
    // Gaps: c1, c, d, s1, a, b. Only a has requirements.
    assert_eq!((consequences.control_gaps, consequences.controls), (vec![4, 4, 4], vec![0, 1, 2]));
}

#[test]
fn advice_stands_where_it_belongs() {
    let results = run(&fixture().answer("s1", Risk::High, &["b"]).answer("x1", Risk::High, &[]));
    let found: Vec<Vec<&str>> = (0..4).map(|gap| results.advice(gap)).collect();
    assert_eq!(found, [vec!["advice on security"], vec!["advice on s1"], vec![], vec![]]);
}

#[test]
fn priorities_follow_risk_pillar_level_and_profile() {
    let check = |fixture: Fixture, expected: &[u8]| {
        assert_eq!(run(&fixture).priorities.expect("priority").priorities, expected);
    };
    // Security weighs 2 and is of the first third; the others weigh 1 and are of the middle.
    check(fixture().answer("s1", Risk::High, &[]), &[1, 1, 4]);
    check(fixture().answer("s1", Risk::Medium, &[]), &[6, 6, 9]);
    check(fixture().answer("s1", Risk::High, &[]).prioritized("s1"), &[1, 1, 3]);
    check(fixture().answer("x1", Risk::Medium, &[]), &[7, 9]);
    check(fixture().answer("c1", Risk::Medium, &[]), &[7, 7, 10]);
}

#[test]
fn hours_come_from_the_settings_or_not_at_all() {
    let check = |settings: &str, expected: Result<Vec<u32>, Refusal>| {
        let fixture = fixture().answer("s1", Risk::High, &["b"]).answer("c1", Risk::Medium, &["c"]).settings(settings);
        let found = fixture.run::<Sample>().map(|results| results.priorities.expect("priority").effort_hours);
        assert_eq!(found, expected, "{settings}");
    };
    let refuse = |text: &str| Err(Refusal::InvalidSettings(text.to_owned()));
    check("{}", Ok(vec![0, 0, 0, 0]));
    check(r#"{"effort_hours": {}}"#, Ok(vec![0, 0, 0, 0]));
    check(r#"{"effort_hours": {"HIGH": 40, "MEDIUM": 16}}"#, Ok(vec![16, 0, 40, 0]));
    check(r#"{"effort_hours": {"MEDIUM": 100000}}"#, Ok(vec![100_000, 0, 0, 0]));
    check(
        r#"{"effort_hours": {"HIGH": 100001}}"#,
        refuse("setting `effort_hours` gives `100001` hours for `HIGH`: 0 to 100000 are allowed"),
    );
    check(
        r#"{"effort_hours": {"HIGH": -1}}"#,
        refuse("setting `effort_hours` gives `-1` hours for `HIGH`: 0 to 100000 are allowed"),
    );
    check(
        r#"{"effort_hours": {"LOW": 1}}"#,
        refuse("setting `effort_hours` has the unknown key `LOW`: `HIGH` and `MEDIUM` are known"),
    );
    check(
        r#"{"effort_hours": 3}"#,
        refuse("setting `effort_hours` is something else: a table of integers is expected"),
    );
}

#[test]
fn pillar_ids_become_words() {
    let check = |id, expected| assert_eq!(slug(id), expected);
    check("security", "security");
    check("costOptimization", "cost-optimization");
    check("operationalExcellence", "operational-excellence");
}
