//! What is wrong with an industry's table, and what does it make of an answer? Asked by the tests of the plugins.

use std::collections::BTreeSet;

use architrave_guest::{
    Environment, Refusal, Risk,
    native::{Exported, Fixture, Results},
};
use architrave_plugin_mapping::{framework, problems};

use crate::Industry;

/// Choice ids of earlier lens versions that tables of requirements name.
const RETIRED: [&str; 6] = [
    "sec_detect_investigate_events_actionable_events",
    "sec_detect_investigate_events_analyze_all",
    "sec_detect_investigate_events_auto_response",
    "sec_protect_compute_actions_distance",
    "sec_protect_compute_reduce_surface",
    "sec_securely_operate_test_validate_pipeline",
];

/// Everything that is wrong with a table, one line each; empty when nothing is.
///
/// `catalogue` is the text of the host's catalogue, `manifest` that of the plugin's `plugin.toml`, `readme` that of its
/// page, which shows the severities.
#[must_use]
pub fn table_problems(industry: &Industry, catalogue: &str, manifest: &str, readme: &str) -> Vec<String> {
    let mut found = problems(&[industry.advice], catalogue);
    found.extend(severity_problems(industry));
    found.extend(control_problems(industry, catalogue));
    let order: Vec<String> = industry.pillars.iter().map(|row| format!("\"{}\"", row.pillar)).collect();
    if !manifest.contains(&format!("\npillar_priorities = [{}]\n", order.join(", "))) {
        found.push("the manifest orders the pillars in another way".to_owned());
    }
    for row in industry.pillars {
        let severities = row.production.into_iter().chain(row.preproduction);
        let cells: String = severities.map(|severity| format!(" {severity:?} |").to_lowercase()).collect();
        if !readme.contains(&format!("\n| `{}` |{cells}\n", row.pillar)) {
            found.push(format!("the page shows other severities of `{}`", row.pillar));
        }
    }
    for table in industry.controls {
        if !manifest.contains(&format!("\"{}\"", table.framework)) {
            found.push(format!("the manifest does not name `{}`", table.framework));
        }
    }
    found
}

fn severity_problems(industry: &Industry) -> Vec<String> {
    let mut found = Vec::new();
    let mut texts: BTreeSet<&str> = industry.other.into_iter().collect();
    for row in industry.pillars {
        let ([high, medium], [high_before, medium_before]) = (row.production, row.preproduction);
        if high < medium || high_before < medium_before {
            found.push(format!("`{}` is milder at high risk than at medium risk", row.pillar));
        }
        if high < high_before || medium < medium_before {
            found.push(format!("`{}` is more severe before production than in it", row.pillar));
        }
        for text in [row.high, row.medium, row.advice] {
            if text.is_empty() || text.contains(char::is_control) || text.ends_with('.') || !texts.insert(text) {
                found.push(format!("`{}` has a text that is no line of its own: `{text}`", row.pillar));
            }
        }
    }
    found
}

fn control_problems(industry: &Industry, catalogue: &str) -> Vec<String> {
    let known: BTreeSet<&str> = catalogue.lines().filter_map(|line| line.split(',').nth(3)).collect();
    let mut found = Vec::new();
    for table in industry.controls {
        let mut seen = BTreeSet::new();
        for (choice, requirements) in table.entries() {
            if !known.contains(choice) && !RETIRED.contains(&choice) {
                found.push(format!("`{}` names the unknown choice `{choice}`", table.framework));
            }
            for requirement in requirements {
                if requirement.is_empty() || !seen.insert((choice, requirement)) {
                    found.push(format!("`{}` says `{requirement}` of `{choice}` twice", table.framework));
                }
            }
        }
    }
    found
}

/// One answer to one question of the framework, and what it must come to. All else is unanswered.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The question's id.
    pub question: &'static str,
    /// Its risk.
    pub risk: Risk,
    /// Choices selected.
    pub selected: &'static [&'static str],
    /// Whether the profile prioritizes it.
    pub prioritized: bool,
    /// What the workload is used for.
    pub environment: Environment,
}

/// What an [`Example`] comes to, read off the contract's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The most points that the question can give.
    pub of: u32,
    /// The points that it gives.
    pub points: u32,
    /// Of each gap, in order: priority, person-hours, code of the severity, how many controls, how many lines of advice.
    pub gaps: Vec<(u8, u32, u8, usize, usize)>,
}

impl Example {
    /// An answer in production that no profile prioritizes.
    #[must_use]
    pub const fn new(question: &'static str, risk: Risk, selected: &'static [&'static str]) -> Self {
        Self { question, risk, selected, prioritized: false, environment: Environment::Production }
    }

    /// The review that it stands for.
    #[must_use]
    pub fn fixture(&self, catalogue: &str) -> Fixture {
        let fixture = framework(catalogue).answer(self.question, self.risk, self.selected);
        let fixture = fixture.environment(self.environment);
        if self.prioritized { fixture.prioritized(self.question) } else { fixture }
    }

    /// Runs a plugin on it.
    ///
    /// # Errors
    ///
    /// When the plugin refuses, or does not answer a role.
    pub fn run<P: Exported>(&self, catalogue: &str, settings: &str) -> Result<Outcome, Refusal> {
        let fixture = self.fixture(catalogue).settings(settings);
        let row = fixture.lens.questions.iter().position(|question| question.id == self.question);
        let results = fixture.run::<P>()?;
        row.and_then(|row| outcome(&results, row)).ok_or_else(|| Refusal::Other("a role is missing".to_owned()))
    }
}

fn outcome(results: &Results, row: usize) -> Option<Outcome> {
    let priorities = results.priorities.as_ref()?;
    let consequences = results.consequences.as_ref()?;
    let columns = priorities.priorities.iter().zip(&priorities.effort_hours).zip(&consequences.severities);
    let gaps = columns.enumerate().map(|(gap, ((priority, hours), severity))| {
        let controls = consequences.control_gaps.iter().filter(|found| usize::from(**found) == gap).count();
        (*priority, *hours, *severity, controls, results.advice(gap).len())
    });
    Some(Outcome {
        of: *results.weights.as_ref()?.get(row)?,
        points: *results.scorecard.as_ref()?.points.get(row)?,
        gaps: gaps.collect(),
    })
}
