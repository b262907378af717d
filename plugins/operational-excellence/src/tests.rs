//! Is the whole document mapped, to ids that exist, and does each line stand where it belongs?

use architrave_guest::{Level, Risk, native::Fixture};
use architrave_plugin_mapping::{framework, problems};

use super::{OperationalExcellence, TABLES, procedures, table};

const CATALOGUE: &str = include_str!("../../../host/core/data/practices.csv");

#[test]
fn every_item_is_mapped_to_ids_that_exist() {
    assert_eq!(problems(TABLES, CATALOGUE), Vec::<String>::new());
}

/// Headings and counts as in the document.
#[test]
fn every_item_of_the_document_is_here() {
    let check = |table: &[architrave_plugin_mapping::Item], prefix: &str, expected: &[&str]| {
        let names = table.iter().filter_map(|item| item.id.strip_prefix(prefix));
        assert_eq!(names.collect::<Vec<_>>(), expected, "{prefix}");
    };
    let principles = [
        "operations-as-code",
        "small-reversible-changes",
        "refine-procedures",
        "anticipate-failure",
        "learn-from-failures",
    ];
    check(table::PRINCIPLES, "principle.", &principles);
    let preparation = [
        "infrastructure-as-code",
        "monitoring-and-alerting",
        "documented-procedures",
        "backup-and-recovery",
        "aws-config",
    ];
    check(table::PRACTICES, "practice.preparation.", &preparation);
    let operation = ["cloudformation", "change-management", "systems-manager", "logging-and-monitoring", "cloudtrail"];
    check(table::PRACTICES, "practice.operation.", &operation);
    check(table::PRACTICES, "practice.evolution.", &["ci-cd", "blue-green", "testing", "feature-flags", "rollback"]);
    let issues = ["manual-operations", "no-monitoring", "no-change-management", "no-documentation"];
    for prefix in ["issue.", "fix.", "evidence."] {
        check(table::ISSUES, prefix, &issues);
    }
    let infrastructure = ["cloudformation", "version-control", "parameterized-templates", "testing", "cdk"];
    check(procedures::PROCEDURES, "procedure.infrastructure.", &infrastructure);
    check(
        procedures::PROCEDURES,
        "procedure.change.",
        &["approval", "blue-green", "rollback", "feature-flags", "testing"],
    );
    let monitoring = ["cloudwatch", "custom-metrics", "alarms", "logging", "x-ray"];
    check(procedures::PROCEDURES, "procedure.monitoring.", &monitoring);
    let incident = ["response-procedures", "systems-manager", "escalation", "aws-support", "post-incident-review"];
    check(procedures::PROCEDURES, "procedure.incident.", &incident);
    let tools = ["cloudformation", "cdk", "systems-manager", "codepipeline", "codedeploy"];
    check(procedures::TOOLS, "tool.", &tools);
    check(procedures::REFERENCES, "reference.", &["soc-2", "iso-27001", "nist-800-53", "well-architected"]);
}

#[test]
fn issue_fix_and_evidence_stand_on_the_same_questions() {
    for rows in table::ISSUES.chunks(3) {
        let [issue, fix, evidence] = rows else { panic!("an issue has a fix and evidence: {rows:?}") };
        assert_eq!((issue.questions, issue.questions), (fix.questions, evidence.questions), "{}", issue.id);
    }
}

#[test]
fn every_line_is_said_when_everything_is_missing() {
    let mut fixture = framework(CATALOGUE);
    for question in fixture.lens.questions.clone() {
        fixture = fixture.answer(&question.id, Risk::High, &[]);
    }
    let results = fixture.run::<OperationalExcellence>().expect("it answers");
    let advice = results.advice.as_ref().expect("guidance");
    let said = |code: usize| advice.lines.iter().any(|line| usize::from(*line) == code);
    assert_eq!(results.legend.advice.len(), 61);
    assert!((0..61).all(said));
}

#[test]
fn lines_stand_where_they_belong() {
    let check = |selected: &[&str], gap: usize, expected: &[&str]| {
        let fixture = framework(CATALOGUE).answer("mit-deploy-risks", Risk::High, selected);
        let results = fixture.run::<OperationalExcellence>().expect("it answers");
        let advice = results.advice.as_ref().expect("guidance");
        let rows = advice.gaps.iter().zip(&advice.lines).filter(|(row, _)| usize::from(**row) == gap);
        let ids = rows.map(|(_, line)| results.legend.advice[usize::from(*line)].id.as_str());
        assert_eq!(ids.collect::<Vec<_>>(), expected, "gap {gap} with {selected:?}");
    };
    let own = [
        "issue.no-change-management",
        "fix.no-change-management",
        "evidence.no-change-management",
        "principle.small-reversible-changes",
        "principle.anticipate-failure",
        "reference.soc-2",
    ];
    check(&[], 0, &own);
    let plan = ["practice.operation.change-management", "practice.evolution.rollback", "procedure.change.rollback"];
    check(&[], 1, &plan);
    check(&["ops_mit_deploy_risks_plan_for_unsucessful_changes"], 0, &own);
    check(
        &["ops_mit_deploy_risks_plan_for_unsucessful_changes"],
        1,
        &["practice.evolution.testing", "procedure.change.testing"],
    );
}

#[test]
fn other_lenses_get_nothing() {
    let lens = Fixture::new().pillar("operationalExcellence").question("dev-integ", &[("a", Level::Unknown)]);
    let results = lens.answer("dev-integ", Risk::High, &[]).run::<OperationalExcellence>().expect("it answers");
    assert!(results.legend.advice.is_empty());
    assert!(results.advice.expect("guidance").lines.is_empty());
}
