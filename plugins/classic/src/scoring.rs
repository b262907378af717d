//! What a risk counts: points 0, 5, 9 of 9, and the handbook's own risk score of 10, 5, 1.

use architrave_guest::{Better, Legend, MeasureCode, Points, ReasonCode, Review, Risk};

/// Most points of a question: the handbook's 10 for the worst risk less its 1 for none.
pub(crate) const OF: u32 = 9;

/// Codes of the texts.
#[derive(Debug)]
pub(crate) struct Rules {
    high: ReasonCode,
    medium: ReasonCode,
    no_risk: ReasonCode,
    pub(crate) unanswered: ReasonCode,
    pub(crate) risk_score: MeasureCode,
}

impl Rules {
    pub(crate) fn new(legend: &mut Legend) -> Self {
        Self {
            high: legend.reason("points.high", "high risk: 0 of 9"),
            medium: legend.reason("points.medium", "medium risk: 5 of 9"),
            no_risk: legend.reason("points.no-risk", "no risk: 9 of 9"),
            unanswered: legend.reason("points.unanswered", "not answered: 0 of 9 until it is"),
            risk_score: legend.measure(
                "risk_score",
                "10 for each question at high risk, 5 at medium, 1 at none; an unanswered question adds nothing",
                "points",
                Better::Lower,
            ),
        }
    }

    pub(crate) fn points(&self, risk: Risk) -> Points {
        match risk {
            Risk::NoRisk => Points::new(9, self.no_risk),
            Risk::Medium => Points::new(5, self.medium),
            Risk::High => Points::new(0, self.high),
            Risk::Unanswered | Risk::NotApplicable => Points::new(0, self.unanswered),
        }
    }
}

/// Lower is better. An empty review has the lowest of all, which is why this is a measure and not the score.
pub(crate) fn risk_score(review: Review<'_>) -> i64 {
    let value = |risk| match risk {
        Risk::High => 10,
        Risk::Medium => 5,
        Risk::NoRisk => 1,
        Risk::Unanswered | Risk::NotApplicable => 0,
    };
    review.answers().map(|answer| value(answer.risk())).sum()
}
