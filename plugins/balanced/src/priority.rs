//! What comes first: high risks take 1 to 4, medium risks 5 to 8, by level and by what the profile prioritizes.

use architrave_guest::{Gap, Legend, Level, ReasonCode, Risk, Urgency};

/// Kinds of rows: the question's own, or a practice of some level, and how many places later each comes.
const ROWS: [(&str, &str, u8); 5] = [
    ("question", "the question as a whole", 0),
    ("level-high", "a practice of level high", 0),
    ("level-medium", "a practice of level medium", 1),
    ("level-unknown", "a practice of unknown level, which counts as medium", 1),
    ("level-low", "a practice of level low", 2),
];

/// Rows at high risk, then at medium risk; each not prioritized, then prioritized.
#[derive(Debug)]
pub(crate) struct Reasons {
    high: [[Urgency; 2]; 5],
    medium: [[Urgency; 2]; 5],
}

impl Reasons {
    pub(crate) fn new(legend: &mut Legend) -> Self {
        Self { high: rows(legend, 2, ["high", "high risk"]), medium: rows(legend, 6, ["medium", "medium risk"]) }
    }

    pub(crate) fn of(&self, gap: Gap<'_>) -> Urgency {
        let rows = if gap.risk() == Risk::High { &self.high } else { &self.medium };
        let [question, high, medium, unknown, low] = rows;
        let [plain, sooner] = match gap.level() {
            _ if gap.is_question() => question,
            Level::High => high,
            Level::Medium => medium,
            Level::Unknown => unknown,
            Level::Low => low,
        };
        if gap.answer().scope().is_prioritized() { *sooner } else { *plain }
    }
}

/// In the order of [`ROWS`].
fn rows(legend: &mut Legend, first: u8, [risk_id, risk_text]: [&str; 2]) -> [[Urgency; 2]; 5] {
    ROWS.map(|(id, text, later)| {
        let plain = reason(legend, &[risk_id, id], &[risk_text, text]);
        let sooner = reason(legend, &[risk_id, id, "prioritized"], &[risk_text, text, "prioritized by the profile"]);
        [Urgency::new(first + later, plain), Urgency::new(first + later - 1, sooner)]
    })
}

fn reason(legend: &mut Legend, ids: &[&str], texts: &[&str]) -> ReasonCode {
    legend.reason(&format!("priority.{}", ids.join(".")), &texts.join(", "))
}
