//! Is the document covered, with ids that exist, and does each line stand where it belongs?

use architrave_guest::{Level, Risk, native::Fixture};
use architrave_plugin_mapping::{Item, framework, problems};

use super::{PillarGuidance, TABLES, cost, performance, pillars, pitfalls, reliability, security, sustainability};

const CATALOGUE: &str = include_str!("../../../host/core/data/practices.csv");

#[test]
fn every_item_is_mapped_to_ids_that_exist() {
    assert_eq!(problems(TABLES, CATALOGUE), Vec::<String>::new());
}

/// Counts as in the document's chapters.
#[test]
fn principles_and_tools_are_all_here() {
    let check = |chapter: &str, principles: (&[Item], usize), tools: (&[Item], usize)| {
        assert_eq!(principles.0.len(), principles.1, "principles of {chapter}");
        assert_eq!(tools.0.len(), tools.1, "tools of {chapter}");
    };
    check("security", (security::PRINCIPLES, 7), (security::TOOLS, 7));
    check("reliability", (reliability::PRINCIPLES, 7), (reliability::TOOLS, 7));
    check("performance", (performance::PRINCIPLES, 6), (performance::TOOLS, 8));
    check("cost", (cost::PRINCIPLES, 6), (cost::TOOLS, 7));
    check("sustainability", (sustainability::PRINCIPLES, 5), (sustainability::TOOLS, 4));
}

#[test]
fn eighteen_pitfalls_have_resolutions_on_the_same_questions_of_their_pillar() {
    let mut count = 0;
    let mut check = |table: &[Item], pillar: &str| {
        for rows in table.chunks(2) {
            let [pitfall, resolution] = rows else { panic!("a pitfall has a resolution: {rows:?}") };
            assert_eq!(
                pitfall.id.strip_prefix("pitfall."),
                resolution.id.strip_prefix("resolution."),
                "pitfall and resolution stand together"
            );
            assert_eq!(pitfall.questions, resolution.questions, "{}", pitfall.id);
            for question in pitfall.questions {
                let row = format!(",{question},");
                let line = CATALOGUE.lines().find(|line| line.contains(&row)).expect("a known question");
                assert!(line.starts_with(pillar), "{} names {line}", pitfall.id);
            }
            count += 1;
        }
    };
    check(pitfalls::OPERATIONS, "operationalExcellence,");
    check(pitfalls::SECURITY, "security,");
    check(pitfalls::RELIABILITY, "reliability,");
    check(pitfalls::PERFORMANCE, "performance,");
    check(pitfalls::COST, "costOptimization,");
    check(pitfalls::SUSTAINABILITY, "sustainability,");
    assert_eq!(count, 18);
}

#[test]
fn every_line_is_said_when_everything_is_missing() {
    let mut fixture = framework(CATALOGUE);
    for question in fixture.lens.questions.clone() {
        fixture = fixture.answer(&question.id, Risk::High, &[]);
    }
    let results = fixture.run::<PillarGuidance>().expect("it answers");
    let advice = results.advice.as_ref().expect("guidance");
    let lines: usize = TABLES.iter().map(|table| table.len()).sum::<usize>() + 2 * pillars::PILLARS.len();
    assert_eq!((lines, results.legend.advice.len()), (110, 110));
    assert!((0..lines).all(|code| advice.lines.iter().any(|line| usize::from(*line) == code)));
}

#[test]
fn lines_stand_where_they_belong() {
    let check = |question: &str, gap: usize, expected: &[&str]| {
        let results =
            framework(CATALOGUE).answer(question, Risk::Medium, &[]).run::<PillarGuidance>().expect("it answers");
        let advice = results.advice.as_ref().expect("guidance");
        let rows = advice.gaps.iter().zip(&advice.lines).filter(|(row, _)| usize::from(**row) == gap);
        let ids = rows.map(|(_, line)| results.legend.advice[usize::from(*line)].id.as_str());
        assert_eq!(ids.collect::<Vec<_>>(), expected, "gap {gap} of {question}");
    };
    let own = ["strategy.performance", "fields.performance"];
    check(
        "data-management",
        0,
        &[own[0], own[1], "pitfall.performance.cache-complexity", "resolution.performance.cache-complexity"],
    );
    let caching = ["principle.performance.caching", "tool.performance.application-cache"];
    check("data-management", 5, &caching);
    check("networking", 0, &own);
    // The document has no chapter on operational excellence, only its pitfalls.
    check("ops-model", 0, &["pitfall.operations.knowledge-silos", "resolution.operations.knowledge-silos"]);
    check("priorities", 0, &[]);
}

#[test]
fn other_lenses_get_the_lines_of_pillars_they_share() {
    let check = |pillar: &str, expected: usize| {
        let fixture = Fixture::new().pillar(pillar).question("identities", &[("a", Level::Unknown)]);
        let results = fixture.answer("identities", Risk::High, &[]).run::<PillarGuidance>().expect("it answers");
        assert_eq!(results.advice.expect("guidance").lines.len(), expected, "{pillar}");
    };
    check("security", 2);
    check("operationalExcellence", 0);
    check("governance", 0);
}
