//! What happens if a risk is left: by pillar and risk, one step less severe before production.

use architrave_guest::{Consequence, Environment, Gap, Legend, Lens, Risk, Severity};

/// Pillar id, severity at high risk (one step less at medium), and what happens at high and at medium risk.
const PILLARS: [(&str, Severity, &str, &str); 6] = [
    (
        "operationalExcellence",
        Severity::High,
        "changes and incidents are handled ad hoc, so failures last longer and come back",
        "operations work, and small failures cost more time than they should",
    ),
    (
        "security",
        Severity::Critical,
        "data or access can fall into the wrong hands without being noticed",
        "a protection that others rely on is incomplete, and an audit would find it",
    ),
    (
        "reliability",
        Severity::Critical,
        "a single failure can take the workload down, and recovery is uncertain",
        "the workload survives usual failures, and degrades in unusual ones",
    ),
    (
        "performance",
        Severity::High,
        "users feel it when demand changes, and the cause is not known",
        "resources fit today's demand, and may not fit tomorrow's",
    ),
    (
        "costOptimization",
        Severity::High,
        "money is spent that nobody decided to spend or can account for",
        "some spending brings less than it could",
    ),
    (
        "sustainability",
        Severity::Medium,
        "far more energy and hardware is used than the work needs",
        "somewhat more energy and hardware is used than the work needs",
    ),
];

/// For a pillar that is not one of the framework's.
const OTHER: (Severity, &str, &str) = (
    Severity::High,
    "what this question guards against can happen, and nothing stands in its way",
    "what this question guards against is only partly prevented",
);

/// Per pillar of the lens: at high and at medium risk, each in production and before it.
#[derive(Debug)]
pub(crate) struct Consequences {
    pillars: Vec<[[Consequence; 2]; 2]>,
}

impl Consequences {
    pub(crate) fn new(lens: &Lens, legend: &mut Legend) -> Self {
        let mut row = |pillar_id: &str| {
            let known = PILLARS.iter().find(|(id, ..)| *id == pillar_id);
            let (id, (severity, high, medium)) =
                known.map_or(("other", OTHER), |(id, severity, high, medium)| (*id, (*severity, *high, *medium)));
            [cells(legend, id, "high", severity, high), cells(legend, id, "medium", severity.lower(), medium)]
        };
        Self { pillars: lens.pillars().map(|pillar| row(pillar.id())).collect() }
    }

    /// An environment that the input does not tell counts as production.
    pub(crate) fn of(&self, environment: Environment, gap: Gap<'_>) -> Consequence {
        let none = Consequence { severity: Severity::Low, text: None };
        let Some([high, medium]) = self.pillars.get(usize::from(gap.question().pillar_position())) else {
            return none;
        };
        let [production, before] = if gap.risk() == Risk::High { high } else { medium };
        match environment {
            Environment::Production | Environment::Unknown => *production,
            Environment::Preproduction => *before,
        }
    }
}

fn cells(legend: &mut Legend, pillar: &str, risk: &str, severity: Severity, text: &str) -> [Consequence; 2] {
    // Ids are lower-case words, digits, dots and hyphens; the framework's pillar ids have capitals.
    let pillar: String = pillar.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    let production = legend.consequence(&format!("{pillar}.{risk}"), text);
    let before = legend.consequence(
        &format!("{pillar}.{risk}.preproduction"),
        &format!("{text}; not in production, so one step less severe"),
    );
    [Consequence::new(severity, production), Consequence::new(severity.lower(), before)]
}
