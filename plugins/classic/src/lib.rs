//! What did the governance handbook say? Its weights, priorities, effort, impact and guidance, figure by figure.
//!
//! Two things differ from the handbook, because it could not have worked as written: the pillar is called `performance`,
//! as in the API, and effort counts missing practices, since the API has no "pilots". See `README.md`.

mod guidance;
mod impact;
mod priority;
mod scoring;

use architrave_guest::{
    Answer, Consequence, Controls, Frame, Gap, Guidance, Impact, Legend, Lens, Lines, Measures, Plugin, Points,
    Priority, ReasonCode, Refusal, Review, Scope, Scoring, Settings, Urgency,
};

/// The plugin.
#[derive(Debug)]
pub struct Classic {
    scoring: scoring::Rules,
    priorities: priority::Table,
    consequences: impact::Matrix,
    guidance: guidance::Templates,
}

impl Plugin for Classic {
    fn prepare(lens: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        Ok(Self {
            scoring: scoring::Rules::new(legend),
            priorities: priority::Table::new(lens, legend),
            consequences: impact::Matrix::new(lens, legend),
            guidance: guidance::Templates::new(lens, legend),
        })
    }
}

impl Scoring for Classic {
    fn weight(&self, _: Frame<'_>, _: Scope<'_>) -> u32 {
        scoring::OF
    }

    fn points(&self, _: Review<'_>, answer: Answer<'_>, _: u32) -> Points {
        self.scoring.points(answer.risk())
    }

    fn unanswered(&self) -> Option<ReasonCode> {
        Some(self.scoring.unanswered)
    }

    fn measure(&self, review: Review<'_>, measures: &mut Measures) {
        measures.set(self.scoring.risk_score, scoring::risk_score(review));
    }
}

impl Priority for Classic {
    fn prioritize(&self, _: Review<'_>, gap: Gap<'_>) -> Urgency {
        self.priorities.of(gap)
    }
}

impl Impact for Classic {
    fn assess(&self, _: Review<'_>, gap: Gap<'_>, _: &mut Controls<'_>) -> Consequence {
        self.consequences.of(gap)
    }
}

impl Guidance for Classic {
    fn advise(&self, _: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>) {
        self.guidance.advise(gap, lines);
    }
}

architrave_guest::export!(Classic: scoring, priority, impact, guidance);

#[cfg(test)]
mod tests;
