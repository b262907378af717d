//! The rules of `README.md`.

@imports@

/// What is worked out once per lens: the setting, and the codes of all texts.
#[derive(Debug)]
pub struct Rules {
    // @if scoring
    prioritized_weight: u32,
    none: ReasonCode,
    medium: ReasonCode,
    high: ReasonCode,
    unanswered: ReasonCode,
    // @end
    // @if priority
    first: ReasonCode,
    later: ReasonCode,
    // @end
    // @if impact
    likely: ConsequenceCode,
    possible: ConsequenceCode,
    // @end
    // @if guidance
    whole: AdviceCode,
    practice: AdviceCode,
    // @end
}

impl Plugin for Rules {
    fn prepare(_: &Lens, settings: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        // @if not scoring
        let _ = settings;
        // @end
        Ok(Self {
            // @if scoring
            prioritized_weight: u32::try_from(settings.integer("prioritized_weight")?).unwrap_or(1),
            none: legend.reason("none", "no risk: all points"),
            medium: legend.reason("medium", "medium risk: half of the points"),
            high: legend.reason("high", "high risk: no points"),
            unanswered: legend.reason("unanswered", "not answered: no points until it is"),
            // @end
            // @if priority
            first: legend.reason("first", "high risk"),
            later: legend.reason("later", "medium risk"),
            // @end
            // @if impact
            likely: legend.consequence(
                "likely",
                "what this question guards against can happen at any time",
            ),
            possible: legend.consequence(
                "possible",
                "what this question guards against is only partly prevented",
            ),
            // @end
            // @if guidance
            whole: legend.advice(
                "whole",
                "agree who answers for this question, and when it is looked at again",
            ),
            practice: legend.advice(
                "practice",
                "put the practice on the list of the team that can follow it",
            ),
            // @end
        })
    }
}
// @if scoring

impl Scoring for Rules {
    fn weight(&self, _: Frame<'_>, scope: Scope<'_>) -> u32 {
        if scope.is_prioritized() {
            100 * self.prioritized_weight
        } else {
            100
        }
    }

    fn points(&self, _: Review<'_>, answer: Answer<'_>, of: u32) -> Points {
        match answer.risk() {
            Risk::NoRisk => Points::new(of, self.none),
            Risk::Medium => Points::new(of / 2, self.medium),
            _ => Points::new(0, self.high),
        }
    }

    fn unanswered(&self) -> Option<ReasonCode> {
        Some(self.unanswered)
    }
}
// @end
// @if priority

impl Priority for Rules {
    fn prioritize(&self, _: Review<'_>, gap: Gap<'_>) -> Urgency {
        let later = match gap.level() {
            _ if gap.is_question() => 0,
            Level::High => 0,
            Level::Medium | Level::Unknown => 1,
            Level::Low => 2,
        };
        match gap.risk() {
            Risk::High => Urgency::new(2 + later, self.first),
            _ => Urgency::new(6 + later, self.later),
        }
    }
}
// @end
// @if impact

impl Impact for Rules {
    fn assess(&self, review: Review<'_>, gap: Gap<'_>, _: &mut Controls<'_>) -> Consequence {
        let (severity, text) = match gap.risk() {
            Risk::High => (Severity::High, self.likely),
            _ => (Severity::Medium, self.possible),
        };
        match review.workload().environment() {
            Environment::Preproduction => Consequence::new(severity.lower(), text),
            Environment::Production | Environment::Unknown => Consequence::new(severity, text),
        }
    }
}
// @end
// @if guidance

impl Guidance for Rules {
    fn advise(&self, _: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>) {
        if gap.is_question() {
            lines.add(self.whole);
        } else {
            lines.add(self.practice);
        }
    }
}
// @end

architrave_guest::export!(Rules: @role_names@);

#[cfg(test)]
mod tests;
