//! What does `plugin check` find? A plugin that claims everything, and breaks the one law that its setting names.

use std::sync::atomic::{AtomicBool, Ordering};

use architrave_guest::{
    Answer, Consequence, Controls, Frame, Gap, Impact, Legend, Lens, Plugin, Points, Priority, Refusal, Review, Risk,
    Scope, Scoring, Settings, Severity, Urgency,
};

/// Whether points were asked for in this instance.
static SCORED: AtomicBool = AtomicBool::new(false);

/// The plugin.
#[derive(Debug)]
pub struct Claims {
    breaks: String,
}

impl Claims {
    fn breaks(&self, law: &str) -> bool {
        self.breaks == law
    }
}

impl Plugin for Claims {
    fn prepare(_: &Lens, settings: &Settings, _: &mut Legend) -> Result<Self, Refusal> {
        match settings.text("breaks")? {
            "refuses" => Err(Refusal::Other("it answers about nothing".to_owned())),
            breaks => Ok(Self { breaks: breaks.to_owned() }),
        }
    }
}

impl Scoring for Claims {
    fn weight(&self, _: Frame<'_>, scope: Scope<'_>) -> u32 {
        // With every question repeated, the first weighs as much once, and little the second time.
        if self.breaks("size-independent") && scope.question().position() == 0 { 100 } else { 10 }
    }

    fn points(&self, _: Review<'_>, answer: Answer<'_>, of: u32) -> Points {
        SCORED.store(true, Ordering::Relaxed);
        assert!(!self.breaks("output") || !answer.scope().is_prioritized(), "prioritized questions are not its thing");
        let points = match answer.risk() {
            Risk::NoRisk if self.breaks("monotone") => of / 4,
            Risk::NoRisk => of,
            Risk::Medium => of / 2,
            Risk::Unanswered | Risk::High | Risk::NotApplicable => 0,
        };
        Points { points, reason: None }
    }
}

impl Priority for Claims {
    fn prioritize(&self, _: Review<'_>, _: Gap<'_>) -> Urgency {
        let later = self.breaks("roles") && SCORED.load(Ordering::Relaxed);
        Urgency { priority: if later { 2 } else { 1 }, effort: None, reason: None }
    }
}

impl Impact for Claims {
    fn assess(&self, _: Review<'_>, gap: Gap<'_>, _: &mut Controls<'_>) -> Consequence {
        let severity = match gap.risk() {
            Risk::High if self.breaks("severity") => Severity::Low,
            Risk::High => Severity::High,
            Risk::Unanswered | Risk::Medium | Risk::NoRisk | Risk::NotApplicable => Severity::Medium,
        };
        Consequence { severity, text: None }
    }
}

architrave_guest::export!(Claims: scoring, priority, impact);
