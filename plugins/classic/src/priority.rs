//! What comes first, and what it costs: a base by risk plus an adjustment by pillar; weeks by missing practices.

use architrave_guest::{Effort, EffortBasis, Gap, Legend, Lens, Risk, Urgency};

/// What a pillar adds.
const ADJUSTMENTS: [(&str, u8); 6] = [
    ("security", 0),
    ("reliability", 1),
    ("operationalExcellence", 2),
    ("performance", 3),
    ("costOptimization", 4),
    ("sustainability", 5),
];

/// What any other pillar adds.
const ADJUSTMENT_OTHERWISE: u8 = 2;

/// Latest priority.
const LATEST: u8 = 10;

/// Weeks by number of missing practices, from 0; more count as five.
const WEEKS: [u32; 6] = [2, 1, 2, 4, 6, 8];

/// Five days of eight hours.
const HOURS_PER_WEEK: u32 = 40;

/// Per pillar of the lens: at high and at medium risk.
#[derive(Debug)]
pub(crate) struct Table {
    pillars: Vec<[Urgency; 2]>,
}

impl Table {
    pub(crate) fn new(lens: &Lens, legend: &mut Legend) -> Self {
        let mut urgency = |risk, risk_id: &str, pillar_id: &str| {
            let (listed, adjustment) = adjustment(pillar_id);
            let priority = priority(risk, pillar_id);
            let (base, pillar) = (base(risk), listed.unwrap_or("a pillar that the table does not list"));
            let text = format!("{base} for {risk_id} risk, and {adjustment} for {pillar}");
            let id = format!("priority.{risk_id}.{}", listed.unwrap_or("other").to_ascii_lowercase());
            Urgency::new(priority, legend.reason(&id, &text))
        };
        let mut row = |id: &str| [urgency(Risk::High, "high", id), urgency(Risk::Medium, "medium", id)];
        Self { pillars: lens.pillars().map(|pillar| row(pillar.id())).collect() }
    }

    /// The estimate stands in the question's own row, since it is for the whole question.
    pub(crate) fn of(&self, gap: Gap<'_>) -> Urgency {
        let pillar = usize::from(gap.question().pillar_position());
        let none = Urgency { priority: LATEST, effort: None, reason: None };
        let urgency = self.pillars.get(pillar).map_or(
            none,
            |[high, medium]| {
                if gap.risk() == Risk::High { *high } else { *medium }
            },
        );
        if !gap.is_question() {
            return urgency;
        }
        urgency.with_effort(Effort::new(weeks(gap.answer().missing().len()) * HOURS_PER_WEEK, EffortBasis::PluginRule))
    }
}

/// 1 (first) to 10.
pub(crate) fn priority(risk: Risk, pillar_id: &str) -> u8 {
    (base(risk) + adjustment(pillar_id).1).min(LATEST)
}

/// Weeks for a question with so many missing practices.
pub(crate) fn weeks(missing: u32) -> u32 {
    let [.., most] = WEEKS;
    usize::try_from(missing).ok().and_then(|missing| WEEKS.get(missing)).copied().unwrap_or(most)
}

fn base(risk: Risk) -> u8 {
    match risk {
        Risk::High => 1,
        Risk::Medium => 3,
        Risk::NoRisk | Risk::Unanswered | Risk::NotApplicable => 5,
    }
}

/// The id as listed, `None` where the table does not list it, and what it adds.
fn adjustment(pillar_id: &str) -> (Option<&'static str>, u8) {
    let found = ADJUSTMENTS.iter().find(|(id, _)| *id == pillar_id);
    found.map_or((None, ADJUSTMENT_OTHERWISE), |(id, adjustment)| (Some(*id), *adjustment))
}
