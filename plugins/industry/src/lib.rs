//! What do the industry plugins have in common?
//!
//! An industry plugin is a table ([`Industry`]) and this crate: the valuation of answers comes from the SDK, with pillars
//! weighed by the workload's own priorities or else in the table's order; priority and effort are in [`urgency`],
//! severity and consequence in [`consequences`], requirements of other frameworks in [`controls`].
//! [`industry_plugin!`](crate::industry_plugin) makes the plugin.
//!
//! What judges one row is always inlined into the SDK's loop over rows: a call would hand the row over through memory, and
//! the compiler makes calls of what several crates share.

#![forbid(unsafe_code)]

#[cfg(not(target_arch = "wasm32"))]
pub mod checks;
pub mod consequences;
pub mod controls;
mod make;
pub mod urgency;

use architrave_guest::{
    AdviceCode, Answer, Consequence, Controls, Frame, Gap, Legend, Lens, Lines, Points, ReasonCode, Refusal, Review,
    Scope, Settings, Severity, Urgency, Valuation,
};
pub use architrave_plugin_mapping::Item;
use architrave_plugin_mapping::Lines as MappedLines;

use crate::{
    consequences::Consequences,
    controls::{ControlIndex, ControlTable},
    urgency::UrgencyRule,
};

/// What sets one industry apart.
#[derive(Debug, Clone, Copy)]
pub struct Industry {
    /// One row per pillar of the framework, most important first.
    pub pillars: &'static [PillarRow],
    /// Consequences in pillars that the table does not know: at high risk, at medium risk.
    pub other: [&'static str; 2],
    /// Guidance on particular questions and practices.
    pub advice: &'static [Item],
    /// Frameworks that matter, with what a missing practice leaves without evidence.
    pub controls: &'static [ControlTable],
}

/// What a risk in one pillar means.
#[derive(Debug, Clone, Copy)]
pub struct PillarRow {
    /// The pillar's id in the framework.
    pub pillar: &'static str,
    /// In production, and where the environment is not known: at high risk, at medium risk.
    pub production: [Severity; 2],
    /// Before production: at high risk, at medium risk.
    pub preproduction: [Severity; 2],
    /// What happens if a high risk is left.
    pub high: &'static str,
    /// What happens if a medium risk is left.
    pub medium: &'static str,
    /// One line of guidance for every question of the pillar.
    pub advice: &'static str,
}

/// The state of an industry plugin: what was prepared for one lens, and what one review begins with.
#[derive(Debug)]
pub struct Judge {
    valuation: Valuation,
    urgency: UrgencyRule,
    consequences: Consequences,
    controls: ControlIndex,
    /// By position of the pillar.
    pillar_advice: Vec<Option<AdviceCode>>,
    advice: MappedLines,
}

impl Judge {
    /// Prepares for one lens.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidSettings`] where `effort_hours` is not a table of 0 to 100 000 hours for `HIGH` and `MEDIUM`.
    pub fn prepare(
        industry: &Industry,
        lens: &Lens,
        settings: &Settings,
        legend: &mut Legend,
    ) -> Result<Self, Refusal> {
        let order: Vec<&str> = industry.pillars.iter().map(|row| row.pillar).collect();
        let mut pillar_advice = Vec::with_capacity(lens.pillar_count());
        for pillar in lens.pillars() {
            let row = industry.pillars.iter().find(|row| row.pillar == pillar.id());
            pillar_advice.push(row.map(|row| legend.advice(&format!("pillar.{}", slug(row.pillar)), row.advice)));
        }
        Ok(Self {
            valuation: Valuation::by_priority(lens, &order, legend),
            urgency: UrgencyRule::prepare(lens, settings, legend)?,
            consequences: Consequences::prepare(industry, lens, legend),
            controls: ControlIndex::resolve(lens, legend, industry.controls),
            pillar_advice,
            advice: MappedLines::resolve(lens, legend, &[industry.advice]),
        })
    }

    /// Settles pillar weights and environment of a review.
    pub fn begin(&mut self, frame: Frame<'_>) {
        self.valuation.begin(frame);
        self.urgency.begin(self.valuation.pillar_weights());
        self.consequences.begin(frame);
    }

    /// The most points that a question can give.
    #[inline(always)]
    #[must_use]
    pub fn weight(&self, scope: Scope<'_>) -> u32 {
        self.valuation.weight(scope)
    }

    /// The points that an answer gives.
    #[inline(always)]
    #[must_use]
    pub fn points(&self, answer: Answer<'_>, of: u32) -> Points {
        self.valuation.points(answer, of)
    }

    /// The reason beside a question that is not answered.
    #[must_use]
    pub fn unanswered(&self) -> ReasonCode {
        self.valuation.unanswered()
    }

    /// How soon a gap should be closed.
    #[inline(always)]
    #[must_use]
    pub fn prioritize(&self, gap: Gap<'_>) -> Urgency {
        self.urgency.of_gap(gap)
    }

    /// What happens if a gap is left, and which requirements lack evidence.
    #[inline(always)]
    pub fn assess(&self, gap: Gap<'_>, controls: &mut Controls<'_>) -> Consequence {
        for control in self.controls.of_gap(gap) {
            controls.add(control);
        }
        self.consequences.of_gap(gap)
    }

    /// What this industry would say to a gap: on a question's own row first its pillar's line.
    pub fn advise(&self, _: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>) {
        if gap.is_question() {
            let line = self.pillar_advice.get(usize::from(gap.question().pillar_position()));
            if let Some(line) = line.copied().flatten() {
                lines.add(line);
            }
        }
        for line in self.advice.of_gap(gap) {
            lines.add(line);
        }
    }
}

/// A pillar's id as the legend writes it: `costOptimization` becomes `cost-optimization`.
#[must_use]
pub fn slug(pillar: &str) -> String {
    let mut slug = String::with_capacity(pillar.len() + 2);
    for letter in pillar.chars() {
        if letter.is_ascii_uppercase() {
            slug.push('-');
        }
        slug.push(letter.to_ascii_lowercase());
    }
    slug
}

#[cfg(test)]
mod crosswalk_tests;
#[cfg(test)]
mod tests;
