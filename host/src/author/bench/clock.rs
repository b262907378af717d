//! How long does something take? The median of batches, all candidates in turn, so that what slows the machine slows all.

use std::time::{Duration, Instant};

/// How long a batch takes, about: longer than the clock and the scheduler blur.
const BATCH: Duration = Duration::from_millis(1);

const PER_BATCH_MAX: u128 = 1_000;
const ROUNDS_MIN: usize = 5;
const ROUNDS_MAX: usize = 101;

/// What is measured beside each other.
#[derive(Default)]
pub(super) struct Runs<'a> {
    candidates: Vec<Candidate<'a>>,
}

struct Candidate<'a> {
    /// Does it so many times; whether it worked is of no interest any more, only that it is not optimised away.
    run: Box<dyn FnMut(usize) -> bool + 'a>,
    per_batch: usize,
    /// Of one time each, in nanoseconds.
    batches: Vec<u64>,
}

impl<'a> Runs<'a> {
    /// Adds something that is done once per call.
    pub(super) fn add(&mut self, mut run: impl FnMut() -> bool + 'a) {
        self.add_many(move |times| (0..times).all(|_| run()));
    }

    /// Adds something that can be done many times per call.
    pub(super) fn add_many(&mut self, run: impl FnMut(usize) -> bool + 'a) {
        self.candidates.push(Candidate { run: Box::new(run), per_batch: 1, batches: Vec::new() });
    }

    /// Measures for about so long; one median per candidate, in nanoseconds, in the order in which they were added.
    pub(super) fn medians(mut self, time: Duration) -> Vec<u64> {
        let start = Instant::now();
        for candidate in &mut self.candidates {
            candidate.warm_up();
        }
        let mut rounds = 0;
        while rounds < ROUNDS_MIN || (rounds < ROUNDS_MAX && start.elapsed() < time) {
            self.candidates.iter_mut().for_each(Candidate::batch);
            rounds = rounds.saturating_add(1);
        }
        self.candidates.into_iter().map(Candidate::median).collect()
    }
}

impl Candidate<'_> {
    /// The first time pays for what later ones find, and says how many make a batch.
    fn warm_up(&mut self) {
        (self.run)(1);
        let start = Instant::now();
        (self.run)(1);
        let once = start.elapsed().as_nanos().max(1);
        let fitting = BATCH.as_nanos().checked_div(once).unwrap_or_default().clamp(1, PER_BATCH_MAX);
        self.per_batch = usize::try_from(fitting).unwrap_or(1);
    }

    fn batch(&mut self) {
        let start = Instant::now();
        std::hint::black_box((self.run)(self.per_batch));
        let times = u64::try_from(self.per_batch).unwrap_or(u64::MAX);
        self.batches.push(ns(start.elapsed()).checked_div(times).unwrap_or_default());
    }

    fn median(mut self) -> u64 {
        self.batches.sort_unstable();
        self.batches.get(self.batches.len() / 2).copied().unwrap_or_default()
    }
}

/// In nanoseconds.
pub(super) fn ns(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_told_apart() {
        let work = |turns: u64| (0..turns).fold(1, |sum: u64, turn| std::hint::black_box(sum.wrapping_mul(turn | 1)));
        let mut runs = Runs::default();
        runs.add(|| work(1_000) > 0);
        runs.add(|| work(100_000) > 0);
        runs.add_many(|times| (0..times).all(|_| work(1_000) > 0));
        let medians = runs.medians(Duration::from_millis(20));
        let [short, long, many] = medians.as_slice() else { panic!("{medians:?}") };
        assert!(*long > short * 10 && *long > many * 10, "{medians:?}");
    }
}
