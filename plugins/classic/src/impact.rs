//! What happens if it is left so: the handbook's matrix of pillar and risk, in its words.

use architrave_guest::{Consequence, Gap, Legend, Lens, Risk, Severity};

/// Severity and text; the first word of the text is the severity.
type Cell = (Severity, &'static str);

/// Pillar, then its cell at high and at medium risk.
const MATRIX: [(&str, Cell, Cell); 6] = [
    (
        "security",
        (Severity::Critical, "Critical - Security breach risk"),
        (Severity::High, "High - Potential compliance issues"),
    ),
    (
        "reliability",
        (Severity::Critical, "Critical - Service availability at risk"),
        (Severity::High, "High - Potential service degradation"),
    ),
    (
        "operationalExcellence",
        (Severity::High, "High - Operational efficiency impact"),
        (Severity::Medium, "Medium - Process improvement opportunity"),
    ),
    (
        "performance",
        (Severity::High, "High - User experience impact"),
        (Severity::Medium, "Medium - Performance optimization opportunity"),
    ),
    (
        "costOptimization",
        (Severity::High, "High - Significant cost savings potential"),
        (Severity::Medium, "Medium - Cost optimization opportunity"),
    ),
    (
        "sustainability",
        (Severity::Medium, "Medium - Environmental impact improvement"),
        (Severity::Low, "Low - Sustainability enhancement"),
    ),
];

/// For any other pillar or risk.
const OTHERWISE: Cell = (Severity::Low, "Low - Minor improvement");

/// Per pillar of the lens: at high and at medium risk.
#[derive(Debug)]
pub(crate) struct Matrix {
    pillars: Vec<[Consequence; 2]>,
    otherwise: Consequence,
}

impl Matrix {
    pub(crate) fn new(lens: &Lens, legend: &mut Legend) -> Self {
        let otherwise = Consequence::new(OTHERWISE.0, legend.consequence("otherwise", OTHERWISE.1));
        let mut row = |pillar_id: &str| {
            let Some((id, high, medium)) = MATRIX.iter().find(|(id, ..)| *id == pillar_id) else {
                return [otherwise; 2];
            };
            let mut cell = |risk: &str, (severity, text): Cell| {
                let id = format!("{}.{risk}", id.to_ascii_lowercase());
                Consequence::new(severity, legend.consequence(&id, text))
            };
            [cell("high", *high), cell("medium", *medium)]
        };
        Self { pillars: lens.pillars().map(|pillar| row(pillar.id())).collect(), otherwise }
    }

    pub(crate) fn of(&self, gap: Gap<'_>) -> Consequence {
        match (self.pillars.get(usize::from(gap.question().pillar_position())), gap.risk()) {
            (Some([high, _]), Risk::High) => *high,
            (Some([_, medium]), Risk::Medium) => *medium,
            (None, _) | (_, Risk::NoRisk | Risk::Unanswered | Risk::NotApplicable) => self.otherwise,
        }
    }
}
