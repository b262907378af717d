//! How bad is it if a gap is left, and what happens?
//!
//! Severity is read off a table by pillar, risk of the question, and environment. A missing practice is as severe as its
//! question: leaving it out is how that risk comes about, and its level already moves its priority. So nothing at high
//! risk is milder than something at medium risk of the same pillar.

use architrave_guest::{Consequence, ConsequenceCode, Environment, Frame, Gap, Legend, Lens, Risk, Severity};

use crate::{Industry, slug};

/// Of pillars that a table does not know, in production: at high risk, at medium risk.
const OTHER_PRODUCTION: [Severity; 2] = [Severity::High, Severity::Medium];
/// The same before production.
const OTHER_PREPRODUCTION: [Severity; 2] = [Severity::Medium, Severity::Low];

/// Severities and texts of one lens, and the environment of one review.
#[derive(Debug)]
pub struct Consequences {
    /// By position of the pillar.
    pillars: Vec<Row>,
    is_preproduction: bool,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    production: [Severity; 2],
    preproduction: [Severity; 2],
    texts: [ConsequenceCode; 2],
}

impl Consequences {
    /// Puts the texts of the lens's pillars into the legend.
    #[must_use]
    pub fn prepare(industry: &Industry, lens: &Lens, legend: &mut Legend) -> Self {
        let mut pillars = Vec::with_capacity(lens.pillar_count());
        for pillar in lens.pillars() {
            let known = industry.pillars.iter().find(|row| row.pillar == pillar.id());
            let name = known.map_or_else(|| "other".to_owned(), |row| slug(row.pillar));
            let [high, medium] = known.map_or(industry.other, |row| [row.high, row.medium]);
            pillars.push(Row {
                production: known.map_or(OTHER_PRODUCTION, |row| row.production),
                preproduction: known.map_or(OTHER_PREPRODUCTION, |row| row.preproduction),
                texts: [
                    legend.consequence(&format!("{name}.high"), high),
                    legend.consequence(&format!("{name}.medium"), medium),
                ],
            });
        }
        Self { pillars, is_preproduction: false }
    }

    /// Takes the environment. One that is not known counts as production.
    pub fn begin(&mut self, frame: Frame<'_>) {
        self.is_preproduction = frame.workload().environment() == Environment::Preproduction;
    }

    /// Of a gap.
    #[inline(always)]
    #[must_use]
    pub fn of_gap(&self, gap: Gap<'_>) -> Consequence {
        let Some(row) = self.pillars.get(usize::from(gap.question().pillar_position())) else {
            return Consequence { severity: Severity::Low, text: None };
        };
        let severities = if self.is_preproduction { row.preproduction } else { row.production };
        let ([high, medium], [text_high, text_medium]) = (severities, row.texts);
        if gap.risk() == Risk::High { Consequence::new(high, text_high) } else { Consequence::new(medium, text_medium) }
    }
}
