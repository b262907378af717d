//! What do the pillars' principles, tools, strategies and common pitfalls say to a gap?
//!
//! Guidance only. A question's own row carries its pillar's strategy, the fields the pillar is made of, and the pitfalls
//! that fit the question; a missing practice carries the principles and tools that speak of it. Pillars that the
//! governance document does not know get nothing, and neither do pillar lines of operational excellence, of which it only
//! knows pitfalls.

#![forbid(unsafe_code)]

mod cost;
mod performance;
mod pillars;
mod pitfalls;
mod reliability;
mod security;
mod sustainability;

use architrave_guest::{AdviceCode, Gap, Guidance, Legend, Lens, Lines, Plugin, Refusal, Review, Settings};
use architrave_plugin_mapping::{self as mapping, Item};

/// All tables that name questions, in reading order.
const TABLES: &[&[Item]] = &[
    pitfalls::OPERATIONS,
    pitfalls::SECURITY,
    pitfalls::RELIABILITY,
    pitfalls::PERFORMANCE,
    pitfalls::COST,
    pitfalls::SUSTAINABILITY,
    security::PRINCIPLES,
    security::TOOLS,
    reliability::PRINCIPLES,
    reliability::TOOLS,
    performance::PRINCIPLES,
    performance::TOOLS,
    cost::PRINCIPLES,
    cost::TOOLS,
    sustainability::PRINCIPLES,
    sustainability::TOOLS,
];

/// The plugin.
#[derive(Debug)]
pub struct PillarGuidance {
    /// By position of the pillar: what stands on the own row of each of its questions.
    pillars: Vec<Vec<AdviceCode>>,
    lines: mapping::Lines,
}

impl Plugin for PillarGuidance {
    fn prepare(lens: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        let mut by_pillar = Vec::with_capacity(lens.pillar_count());
        for pillar in lens.pillars() {
            let known = pillars::PILLARS.iter().filter(|row| row.pillar == pillar.id());
            by_pillar.push(known.flat_map(|row| row.lines).map(|(id, text)| legend.advice(id, text)).collect());
        }
        Ok(Self { pillars: by_pillar, lines: mapping::Lines::resolve(lens, legend, TABLES) })
    }
}

impl Guidance for PillarGuidance {
    fn advise(&self, _: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>) {
        if gap.is_question() {
            let of_pillar = self.pillars.get(usize::from(gap.question().pillar_position()));
            for line in of_pillar.into_iter().flatten() {
                lines.add(*line);
            }
        }
        for line in self.lines.of_gap(gap) {
            lines.add(line);
        }
    }
}

architrave_guest::export!(PillarGuidance: guidance);

#[cfg(test)]
mod tests;
