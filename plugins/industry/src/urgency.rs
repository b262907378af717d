//! How soon should a gap be closed, and how much work is it?
//!
//! Priority is counted, 1 first: a high risk starts at 1, a medium one at 6; a pillar of the middle third adds 1, one of
//! the last third 2; a missing practice of level medium or unknown adds 2, of level low 3; a question that the profile
//! prioritizes takes 1 off; and it stays within 1 to 10. So a high risk takes 1 to 6 and a medium one 5 to 10. Where all
//! pillars weigh the same, all are of the middle third.
//!
//! Hours come from the setting `effort_hours` only, by the question's risk, and stand on the question's own row: nobody
//! else knows them, and so no hour is counted twice.

use architrave_guest::{
    Effort, EffortBasis, Gap, Legend, Lens, Level, PillarWeights, ReasonCode, Refusal, Risk, Settings, Urgency,
};

/// The setting's name.
const EFFORT_HOURS: &str = "effort_hours";
/// Most hours that the setting may give.
const HOURS_MAX: u32 = 100_000;

/// Where a high risk starts, and a medium one.
const STARTS: [(&str, &str, u8); 2] = [("high", "high risk", 1), ("medium", "medium risk", 6)];
/// What the third of the pillars adds.
const THIRDS: [(&str, &str, u8); 3] =
    [("first", "first pillars", 0), ("middle", "middle pillars", 1), ("last", "last pillars", 2)];
/// What the row adds.
const ROWS: [(&str, &str, u8); 4] = [
    ("question", "the question itself", 0),
    ("high", "practice of level high", 0),
    ("medium", "practice of level medium or unknown", 2),
    ("low", "practice of level low", 3),
];
/// What the profile takes off.
const PROFILES: [(&str, &str, u8); 2] = [("", "", 0), (".prioritized", ", prioritized by the profile", 1)];

/// Rows of one third of the pillars, at one risk.
const PER_THIRD: usize = ROWS.len() * PROFILES.len();

/// Priorities with their reasons, and the hours of the settings.
#[derive(Debug)]
pub struct UrgencyRule {
    /// In the order of the four tables, the last turning fastest.
    rows: Vec<(u8, ReasonCode)>,
    /// At high risk, at medium risk.
    hours: [Option<Effort>; 2],
    /// By position of the pillar: whether it has questions.
    in_use: Vec<bool>,
    /// By position of the pillar, in one review: where the rows of its third begin among those of one risk.
    pillars: Vec<usize>,
}

impl UrgencyRule {
    /// Reads the setting, and puts the reasons into the legend.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidSettings`] where `effort_hours` is not a table of 0 to 100 000 hours for `HIGH` and `MEDIUM`.
    pub fn prepare(lens: &Lens, settings: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        let mut rows = Vec::with_capacity(STARTS.len() * THIRDS.len() * ROWS.len() * PROFILES.len());
        for (risk_id, risk, start) in STARTS {
            for (third_id, third, later) in THIRDS {
                for (row_id, row, less) in ROWS {
                    for (profile_id, profile, sooner) in PROFILES {
                        let id = format!("priority.{risk_id}.{third_id}.{row_id}{profile_id}");
                        let text = format!("{risk}, {third}, {row}{profile}");
                        let priority = (start + later + less).saturating_sub(sooner).clamp(1, 10);
                        rows.push((priority, legend.reason(&id, &text)));
                    }
                }
            }
        }
        let mut in_use = vec![false; lens.pillar_count()];
        for question in lens.questions() {
            if let Some(pillar) = in_use.get_mut(usize::from(question.pillar_position())) {
                *pillar = true;
            }
        }
        let hours = hours(settings)?.map(|hours| Effort::new(hours, EffortBasis::Settings));
        Ok(Self { rows, hours, pillars: vec![0; in_use.len()], in_use })
    }

    /// Looks which pillar of those that have questions weighs most in this review, and where the others stand.
    pub fn begin(&mut self, weights: &PillarWeights) {
        let in_use = self.in_use.iter().zip(0u16..).filter(|(in_use, _)| **in_use);
        let heaviest = in_use.map(|(_, pillar)| weights.of_pillar(pillar)).max().unwrap_or(1);
        for (slot, pillar) in self.pillars.iter_mut().zip(0u16..) {
            *slot = third(weights.of_pillar(pillar), heaviest) * PER_THIRD;
        }
    }

    /// Of a gap.
    #[inline(always)]
    #[must_use]
    pub fn of_gap(&self, gap: Gap<'_>) -> Urgency {
        let risk = usize::from(gap.risk() != Risk::High);
        let row = match (gap.is_question(), gap.level()) {
            (true, _) => 0,
            (false, Level::High) => 1,
            (false, Level::Medium | Level::Unknown) => 2,
            (false, Level::Low) => 3,
        };
        let profile = usize::from(gap.answer().scope().is_prioritized());
        let pillar = usize::from(gap.question().pillar_position());
        let of_pillar = self.pillars.get(pillar).copied().unwrap_or_default();
        let index = of_pillar + risk * (THIRDS.len() * PER_THIRD) + row * PROFILES.len() + profile;
        let Some((priority, reason)) = self.rows.get(index).copied() else {
            return Urgency { priority: 10, effort: None, reason: None };
        };
        if row > 0 {
            return Urgency::new(priority, reason);
        }
        let [high, medium] = self.hours;
        Urgency::new(priority, reason).with_effort(if risk == 0 { high } else { medium })
    }
}

/// 0 first, 1 middle, 2 last. Of weights 6 to 1: 6 and 5 first, 4 and 3 middle, 2 and 1 last.
fn third(weight: u32, heaviest: u32) -> usize {
    if heaviest <= 1 {
        return 1;
    }
    match heaviest.saturating_sub(weight).saturating_mul(3) / heaviest {
        0 => 0,
        1 => 1,
        _ => 2,
    }
}

fn hours(settings: &Settings) -> Result<[u32; 2], Refusal> {
    let mut hours = [0; 2];
    if settings.get(EFFORT_HOURS)?.is_none() {
        return Ok(hours);
    }
    let [high, medium] = &mut hours;
    for (key, value) in settings.integers(EFFORT_HOURS)? {
        let slot = match key {
            "HIGH" => &mut *high,
            "MEDIUM" => &mut *medium,
            _ => return Err(refuse(&format!("has the unknown key `{key}`: `HIGH` and `MEDIUM` are known"))),
        };
        *slot = u32::try_from(value)
            .ok()
            .filter(|hours| *hours <= HOURS_MAX)
            .ok_or_else(|| refuse(&format!("gives `{value}` hours for `{key}`: 0 to {HOURS_MAX} are allowed")))?;
    }
    Ok(hours)
}

fn refuse(found: &str) -> Refusal {
    Refusal::InvalidSettings(format!("setting `{EFFORT_HOURS}` {found}"))
}

#[cfg(test)]
mod tests {
    use super::third;

    #[test]
    fn pillars_fall_into_thirds() {
        let check =
            |weight, heaviest, expected| assert_eq!(third(weight, heaviest), expected, "{weight} of {heaviest}");
        for (weight, expected) in [(6, 0), (5, 0), (4, 1), (3, 1), (2, 2), (1, 2)] {
            check(weight, 6, expected);
        }
        check(3, 3, 0);
        check(2, 3, 1);
        check(1, 3, 2);
        check(2, 2, 0);
        check(1, 2, 1);
        check(1, 1, 1);
    }
}
