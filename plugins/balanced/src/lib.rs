//! Which figures does a workload get when nobody chose a plugin? Every pillar weighs the same.
//!
//! Scores compare across an organisation, because they depend on nothing but the answers. See `README.md` for the rules
//! in words.

mod impact;
mod priority;

use architrave_guest::{
    Answer, Consequence, Controls, Frame, Gap, Impact, Legend, Lens, Plugin, Points, Priority, ReasonCode, Refusal,
    Review, Scope, Scoring, Settings, Urgency, Valuation,
};

/// The plugin.
#[derive(Debug)]
pub struct Balanced {
    valuation: Valuation,
    priorities: priority::Reasons,
    consequences: impact::Consequences,
}

impl Plugin for Balanced {
    fn prepare(lens: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        Ok(Self {
            valuation: Valuation::equal(legend),
            priorities: priority::Reasons::new(legend),
            consequences: impact::Consequences::new(lens, legend),
        })
    }
}

impl Scoring for Balanced {
    fn weight(&self, _: Frame<'_>, scope: Scope<'_>) -> u32 {
        self.valuation.weight(scope)
    }

    fn points(&self, _: Review<'_>, answer: Answer<'_>, of: u32) -> Points {
        self.valuation.points(answer, of)
    }

    fn unanswered(&self) -> Option<ReasonCode> {
        Some(self.valuation.unanswered())
    }
}

impl Priority for Balanced {
    fn prioritize(&self, _: Review<'_>, gap: Gap<'_>) -> Urgency {
        self.priorities.of(gap)
    }
}

impl Impact for Balanced {
    fn assess(&self, review: Review<'_>, gap: Gap<'_>, _: &mut Controls<'_>) -> Consequence {
        self.consequences.of(review.workload().environment(), gap)
    }
}

architrave_guest::export!(Balanced: scoring, priority, impact);

#[cfg(test)]
mod tests;
