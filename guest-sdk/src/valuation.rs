//! What an answer is worth: the valuation shared by the plugins that Architrave ships.
//!
//! A question at no risk is worth 10 000 of 10 000; at medium risk 5 000 + 4 000 · share; at high risk 4 000 · share.
//! `share` is the weight of practices met over the weight of practices applicable, where a practice of level high weighs
//! 3, medium 2, low 1, unknown 2; it is 0 where none applies. So a question is never worth more at a higher risk, and
//! meeting one more practice never lowers it. Source: `semantics.md` §2.

use crate::{
    codes::Risk,
    frame::{Frame, Scope},
    legend::{Legend, ReasonCode},
    lens::Lens,
    outputs::Points,
    pillar_weights::{PillarWeights, WeightSource},
    review::Answer,
};

/// What a question of weight 1 that is not prioritized can give. A whole share of points stays an integer with it.
const SCALE: u32 = 10_000;

/// Weights, points and reasons of a plugin that values answers in this way.
///
/// A question weighs its pillar's weight, twice that when the profile prioritizes it, times 10 000.
#[derive(Debug)]
pub struct Valuation {
    weights: PillarWeights,
    reasons: Reasons,
}

impl Valuation {
    /// Every pillar weighs the same, whatever the workload's priorities say: scores compare across an organisation.
    pub fn equal(legend: &mut Legend) -> Self {
        Self { weights: PillarWeights::equal(), reasons: Reasons::new(legend) }
    }

    /// Pillars weigh by the workload's own priorities or, where it has none, by `template`: pillar ids, most important
    /// first.
    pub fn by_priority(lens: &Lens, template: &[&str], legend: &mut Legend) -> Self {
        Self { weights: PillarWeights::new(lens, template), reasons: Reasons::new(legend) }
    }

    /// Once per review: settles the pillar weights and logs where they come from.
    pub fn begin(&mut self, frame: Frame<'_>) {
        self.weights.begin(frame);
    }

    /// The pillar weights.
    #[must_use]
    pub fn pillar_weights(&self) -> &PillarWeights {
        &self.weights
    }

    /// The most points that a question can give.
    #[inline]
    #[must_use]
    pub fn weight(&self, scope: Scope<'_>) -> u32 {
        let factor = if scope.is_prioritized() { 2 } else { 1 };
        // At most 65 535 pillars, so this stays below 2³¹ up to a weight of 107 374; saturating keeps the rest total.
        self.weights.of(scope.question()).saturating_mul(factor * SCALE)
    }

    /// The points that an answer gives, and why.
    #[inline]
    #[must_use]
    pub fn points(&self, answer: Answer<'_>, of: u32) -> Points {
        let (met, applicable) = share(answer);
        let points = value(answer.risk(), met, applicable, of);
        Points::new(points, self.reasons.of(answer.risk(), met > 0, self.weights.source()))
    }

    /// The reason beside a question that is not answered.
    #[must_use]
    pub fn unanswered(&self) -> ReasonCode {
        self.reasons.unanswered
    }
}

/// ⌊of · value / 10 000⌋, computed without rounding in between.
#[must_use]
pub fn points(answer: Answer<'_>, of: u32) -> u32 {
    let (met, applicable) = share(answer);
    value(answer.risk(), met, applicable, of)
}

#[inline]
fn value(risk: Risk, met: u32, applicable: u32, of: u32) -> u32 {
    // value = numerator / applicable, at most 10 000; so the product is below 2³² · 10 000 · 192. 32 bits at first: a
    // checked product of two 64-bit numbers costs WebAssembly a call.
    let applicable = applicable.max(1);
    let numerator = match risk {
        Risk::NoRisk => return of,
        Risk::Medium => 5_000 * applicable + 4_000 * met,
        Risk::High => 4_000 * met,
        Risk::Unanswered | Risk::NotApplicable => return 0,
    };
    u32::try_from(u64::from(of) * u64::from(numerator) / u64::from(10_000 * applicable)).unwrap_or(u32::MAX)
}

/// Weight of practices met, and of practices applicable: 0 ≤ met ≤ applicable ≤ 192.
#[inline]
#[must_use]
pub fn share(answer: Answer<'_>) -> (u32, u32) {
    let question = answer.question();
    (question.weight_of(answer.met()), question.weight_of(answer.scope().applicable()))
}

/// One reason per risk, with and without practices met, and per source of the pillar weights.
#[derive(Debug)]
struct Reasons {
    by_source: [BySource; 3],
    unanswered: ReasonCode,
}

/// In the order of [`VALUES`].
type BySource = [ReasonCode; 5];

impl Reasons {
    fn new(legend: &mut Legend) -> Self {
        let by_source = WeightSource::ALL.map(|source| {
            VALUES.map(|(id, text)| {
                legend.reason(&format!("{id}.{}", source.id()), &format!("{text}; {}", source.text()))
            })
        });
        let unanswered = legend.reason("value.unanswered", "not answered: no points until it is");
        Self { by_source, unanswered }
    }

    #[inline]
    fn of(&self, risk: Risk, any_met: bool, source: WeightSource) -> ReasonCode {
        let [workload, template, equal] = &self.by_source;
        let [none, medium, medium_met, high, high_met] = match source {
            WeightSource::Workload => workload,
            WeightSource::Template => template,
            WeightSource::Equal => equal,
        };
        match (risk, any_met) {
            (Risk::NoRisk, _) => *none,
            (Risk::Medium, false) => *medium,
            (Risk::Medium, true) => *medium_met,
            (Risk::High, false) => *high,
            (Risk::High, true) => *high_met,
            (Risk::Unanswered | Risk::NotApplicable, _) => self.unanswered,
        }
    }
}

const VALUES: [(&str, &str); 5] = [
    ("value.no-risk", "no risk: full value"),
    ("value.medium", "medium risk, no practice met: half value"),
    ("value.medium.practices", "medium risk: half value, and up to four tenths more for the practices met"),
    ("value.high", "high risk, no practice met: no value"),
    ("value.high.practices", "high risk: up to four tenths of the value for the practices met"),
];
