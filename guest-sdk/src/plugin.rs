//! What a plugin implements: one trait for all, and one per role.

use crate::{
    frame::{Frame, Scope},
    legend::{Legend, ReasonCode},
    lens::Lens,
    outputs::{Consequence, Controls, Lines, Measures, Points, Urgency},
    refusal::Refusal,
    review::{Answer, Gap, Review},
    settings::Settings,
};

/// Every plugin. The value is made once per lens and settings and holds what the plugin worked out, such as the codes of
/// its texts. Each review starts from a copy of it, so nothing leaks from one review to the next.
pub trait Plugin: Sized + 'static {
    /// Once per lens and settings. Put every text into `legend` and keep the codes.
    ///
    /// # Errors
    ///
    /// Refuse when the plugin cannot work with this lens or these settings.
    fn prepare(lens: &Lens, settings: &Settings, legend: &mut Legend) -> Result<Self, Refusal>;

    /// Once per review, before any weight is asked for: work out what all questions share, such as pillar weights.
    ///
    /// # Errors
    ///
    /// Refuse when the plugin has nothing to say about this workload.
    fn begin(&mut self, frame: Frame<'_>) -> Result<(), Refusal> {
        let _ = frame;
        Ok(())
    }

    /// Once per review, after the weights and before everything else: work out what all rows share.
    ///
    /// # Errors
    ///
    /// Refuse when the plugin has nothing to say about this review.
    fn reveal(&mut self, review: Review<'_>) -> Result<(), Refusal> {
        let _ = review;
        Ok(())
    }
}

/// How good is it? The host computes every score from weights and points.
pub trait Scoring: Plugin {
    /// The most points that a question can give, in a unit of the plugin's own; 0 means not scored.
    ///
    /// Asked for applicable questions only. It is asked before any answer is known, so it cannot depend on a risk.
    fn weight(&self, frame: Frame<'_>, scope: Scope<'_>) -> u32;

    /// The points that an answer gives; more than `of` counts as `of`.
    ///
    /// Asked for answered questions of weight `of` > 0 only. Unanswered ones get none.
    fn points(&self, review: Review<'_>, answer: Answer<'_>, of: u32) -> Points;

    /// The reason shown for questions that are not answered.
    fn unanswered(&self) -> Option<ReasonCode> {
        None
    }

    /// Figures shown beside the score; those not set are 0.
    fn measure(&self, review: Review<'_>, measures: &mut Measures) {
        let _ = (review, measures);
    }
}

/// What comes first?
pub trait Priority: Plugin {
    /// How soon a gap should be closed. Asked once per gap, in order.
    fn prioritize(&self, review: Review<'_>, gap: Gap<'_>) -> Urgency;
}

/// What happens if it is left so?
pub trait Impact: Plugin {
    /// What happens if a gap is left. Asked once per gap, in order.
    fn assess(&self, review: Review<'_>, gap: Gap<'_>, controls: &mut Controls<'_>) -> Consequence;
}

/// How is it mended?
pub trait Guidance: Plugin {
    /// What to do about a gap. Asked once per gap, in order.
    fn advise(&self, review: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>);
}
