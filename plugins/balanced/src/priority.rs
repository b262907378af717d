//! What comes first: high risks take 1 to 4, medium risks 5 to 8, by level and by what the profile prioritizes.

use architrave_guest::{Gap, Legend, Level, ReasonCode, Risk, Urgency};

/// Kinds of rows: the question's own, or a practice of some level, and how many places later each comes.
const ROWS: [(Option<Level>, &str, &str, u8); 5] = [
    (None, "question", "the question as a whole", 0),
    (Some(Level::High), "level-high", "a practice of level high", 0),
    (Some(Level::Medium), "level-medium", "a practice of level medium", 1),
    (Some(Level::Unknown), "level-unknown", "a practice of unknown level, which counts as medium", 1),
    (Some(Level::Low), "level-low", "a practice of level low", 2),
];

/// One reason per priority that there is: risk, row, prioritized, and the priority itself.
#[derive(Debug)]
pub(crate) struct Reasons {
    rows: Vec<(Key, Urgency)>,
}

type Key = (Risk, Option<Level>, bool);

impl Reasons {
    pub(crate) fn new(legend: &mut Legend) -> Self {
        let mut rows = Vec::new();
        for (risk, first, risk_id, risk_text) in
            [(Risk::High, 2, "high", "high risk"), (Risk::Medium, 6, "medium", "medium risk")]
        {
            for (level, row_id, row_text, later) in ROWS {
                let plain = reason(legend, &[risk_id, row_id], &[risk_text, row_text]);
                rows.push(((risk, level, false), Urgency::new(first + later, plain)));
                let sooner = reason(
                    legend,
                    &[risk_id, row_id, "prioritized"],
                    &[risk_text, row_text, "prioritized by the profile"],
                );
                rows.push(((risk, level, true), Urgency::new(first + later - 1, sooner)));
            }
        }
        Self { rows }
    }

    pub(crate) fn of(&self, gap: Gap<'_>) -> Urgency {
        let level = gap.practice().map(|_| gap.level());
        let key = (gap.risk(), level, gap.answer().scope().is_prioritized());
        let found = self.rows.iter().find(|(row, _)| *row == key).map(|(_, urgency)| *urgency);
        found.unwrap_or(Urgency { priority: 10, effort: None, reason: None })
    }
}

fn reason(legend: &mut Legend, ids: &[&str], texts: &[&str]) -> ReasonCode {
    legend.reason(&format!("priority.{}", ids.join(".")), &texts.join(", "))
}
