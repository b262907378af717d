//! What do the rules cost without any border? Plain Rust over typed rows.

use std::{hint::black_box, time::Duration};

use architrave_peer_json::{Outcome, Review, judge};

use super::{Kind, Peer};
use crate::measure::clock;

/// The floor of all judging.
#[derive(Debug)]
pub(super) struct Native {
    review: Review,
}

impl Default for Native {
    fn default() -> Self {
        Self { review: Review { questions: Vec::new(), gaps: Vec::new() } }
    }
}

impl Peer for Native {
    fn kind(&self) -> Kind {
        Kind::Native
    }

    fn name(&self) -> &'static str {
        "the same rules in plain Rust"
    }

    fn give(&mut self, review: &Review) {
        self.review = review.clone();
    }

    fn judge(&mut self) -> Outcome {
        judge(&self.review)
    }

    fn time(&mut self, times: u64) -> Duration {
        clock(times, || judge(black_box(&self.review)))
    }
}
