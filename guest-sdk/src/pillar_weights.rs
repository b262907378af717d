//! How much a pillar weighs: by the workload's own priorities, else by a template's order, else equally.

use crate::{
    frame::Frame,
    lens::{Lens, Question},
    log,
};

/// Where pillar weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightSource {
    /// The workload's own pillar priorities.
    Workload,
    /// The plugin's order.
    Template,
    /// Neither knows a pillar of this lens, or the plugin weighs all alike.
    Equal,
}

impl WeightSource {
    /// All cases.
    pub const ALL: [Self; 3] = [Self::Workload, Self::Template, Self::Equal];

    /// For ids of reasons.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Workload => "by-workload",
            Self::Template => "by-template",
            Self::Equal => "equal",
        }
    }

    /// In words, to stand after a semicolon.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Workload => "pillars weigh by the workload's own priorities",
            Self::Template => "pillars weigh by the plugin's order",
            Self::Equal => "all pillars weigh the same",
        }
    }
}

/// Weights of the pillars of one lens, from 1 to their number.
///
/// Of n pillars in order the first weighs n, the next n − 1, the last 1; a pillar that is not in the order weighs 1, the
/// smallest. Pillars of the order that the lens does not have are left out before counting.
#[derive(Debug)]
pub struct PillarWeights {
    template: Vec<u32>,
    weights: Vec<u32>,
    source: WeightSource,
    speaks: bool,
}

impl PillarWeights {
    /// Every pillar weighs 1, always.
    #[must_use]
    pub fn equal() -> Self {
        Self { template: Vec::new(), weights: Vec::new(), source: WeightSource::Equal, speaks: false }
    }

    /// By `template`, pillar ids with the most important first, unless the workload has priorities of its own.
    #[must_use]
    pub fn new(lens: &Lens, template: &[&str]) -> Self {
        let order = template.iter().filter_map(|id| lens.pillar(id)).map(|pillar| pillar.position());
        let template = by_order(lens, order);
        let mut weights = Self { template, weights: Vec::new(), source: WeightSource::Equal, speaks: true };
        weights.fall_back();
        weights
    }

    /// Once per review: settles the weights, and logs where they come from.
    pub fn begin(&mut self, frame: Frame<'_>) {
        if !self.speaks {
            return;
        }
        let own = frame.workload().pillar_priorities().map(|pillar| pillar.position());
        let own = by_order(frame.lens(), own);
        if own.is_empty() {
            self.fall_back();
        } else {
            self.weights = own;
            self.source = WeightSource::Workload;
        }
        log::info(self.source.text());
    }

    /// Of a question's pillar; at least 1.
    #[inline]
    #[must_use]
    pub fn of(&self, question: Question<'_>) -> u32 {
        self.of_pillar(question.pillar_position())
    }

    /// Of the pillar at a position; at least 1.
    #[inline]
    #[must_use]
    pub fn of_pillar(&self, position: u16) -> u32 {
        self.weights.get(usize::from(position)).copied().unwrap_or(1)
    }

    /// Where the weights come from.
    #[must_use]
    pub fn source(&self) -> WeightSource {
        self.source
    }

    fn fall_back(&mut self) {
        self.weights.clone_from(&self.template);
        self.source = if self.template.is_empty() { WeightSource::Equal } else { WeightSource::Template };
    }
}

/// Weights by position of the pillar; empty when the order names none. A pillar named twice counts where it comes first.
fn by_order(lens: &Lens, order: impl Iterator<Item = u16>) -> Vec<u32> {
    let mut positions: Vec<u16> = Vec::new();
    for position in order {
        if !positions.contains(&position) {
            positions.push(position);
        }
    }
    if positions.is_empty() {
        return Vec::new();
    }
    let mut weights = vec![1; lens.pillar_count()];
    for (position, weight) in positions.iter().rev().zip(1u32..) {
        if let Some(slot) = weights.get_mut(usize::from(*position)) {
            *slot = weight;
        }
    }
    weights
}
