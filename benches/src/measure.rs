//! How much longer does one thing take than another? Both are timed in turns, in one run, so that whatever else happens on
//! the machine hits both.

#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times are measured, not scored")]

use std::{
    fmt,
    hint::black_box,
    time::{Duration, Instant},
};

/// Something that can be timed.
pub struct Subject<'a> {
    time: Box<dyn FnMut(u64) -> Duration + 'a>,
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subject")
    }
}

impl<'a> Subject<'a> {
    /// One that does a thing so many times, and tells how long that took.
    pub fn new(time: impl FnMut(u64) -> Duration + 'a) -> Self {
        Self { time: Box::new(time) }
    }

    /// One that is called.
    pub fn call<T>(mut call: impl FnMut() -> T + 'a) -> Self {
        Self::new(move |times| clock(times, &mut call))
    }
}

/// How long so many calls take.
pub fn clock<T>(times: u64, mut call: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        black_box(call());
    }
    start.elapsed()
}

/// How long to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// How often each subject has its turn.
    pub turns: usize,
    /// How long a turn lasts, about; at least one call.
    pub turn: Duration,
}

impl Effort {
    /// For things that take less than a millisecond.
    #[must_use]
    pub const fn short(quick: bool) -> Self {
        if quick { Self::of(21, 4) } else { Self::of(101, 10) }
    }

    /// For things that take tens of milliseconds.
    #[must_use]
    pub const fn long(quick: bool) -> Self {
        if quick { Self::of(9, 40) } else { Self::of(31, 100) }
    }

    /// For things that take a second; long enough for what the other leaves to clean up not to count.
    #[must_use]
    pub const fn few(quick: bool) -> Self {
        if quick { Self::of(3, 400) } else { Self::of(9, 800) }
    }

    /// So many turns of so many milliseconds.
    #[must_use]
    pub const fn of(turns: usize, turn_ms: u64) -> Self {
        Self { turns, turn: Duration::from_millis(turn_ms) }
    }
}

/// What was measured of each of `N` subjects: nanoseconds per call, turn by turn.
#[derive(Debug, Clone)]
pub struct Figures<const N: usize> {
    turns: Vec<[f64; N]>,
}

/// Measures subjects in turns: first, second, …, first, second, …
#[must_use]
pub fn side_by_side<const N: usize>(effort: Effort, mut subjects: [Subject<'_>; N]) -> Figures<N> {
    let times = subjects.each_mut().map(|subject| calibrate(subject, effort.turn));
    let mut turn = || {
        let mut position = 0;
        subjects.each_mut().map(|subject| {
            let times = times[position];
            position += 1;
            (subject.time)(times).as_nanos() as f64 / times as f64
        })
    };
    Figures { turns: (0..effort.turns).map(|_| turn()).collect() }
}

/// How often it can be called in such a time, at least once. Warms it up as well.
fn calibrate(subject: &mut Subject<'_>, turn: Duration) -> u64 {
    let mut times = 1;
    loop {
        let took = (subject.time)(times);
        if took >= turn {
            return times;
        }
        if took * 4 >= turn {
            let share = turn.as_nanos() as f64 / took.as_nanos().max(1) as f64;
            return u64_of(times as f64 * share);
        }
        times *= 2;
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
const fn u64_of(value: f64) -> u64 {
    value.round().max(1.0) as u64
}

impl<const N: usize> Figures<N> {
    /// Nanoseconds per call of one subject: the median of its turns.
    #[must_use]
    pub fn nanoseconds(&self, subject: usize) -> f64 {
        median(self.turns.iter().map(|turn| turn[subject]))
    }

    /// The median of something that is computed from each turn, such as how much longer one takes than another.
    pub fn of_turns(&self, compute: impl Fn(&[f64; N]) -> f64) -> f64 {
        median(self.turns.iter().map(compute))
    }

    /// How many times as long as another one takes: the median over turns.
    #[must_use]
    pub fn ratio(&self, subject: usize, other: usize) -> f64 {
        self.of_turns(|turn| turn[subject] / turn[other])
    }
}

/// The middle of a list; of an even number, the upper of the two.
///
/// # Panics
///
/// When there is nothing.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_twice_as_long_is_told_apart() {
        // A clock of our own: a call of the second takes twice as long as one of the first, and the machine is busy in
        // some turns.
        let mut busy = 0;
        let mut slow = move || {
            busy += 1;
            if busy % 7 == 0 { 9 } else { 1 }
        };
        let first = Subject::new(|times| Duration::from_micros(10 * times));
        let second = Subject::new(move |times| Duration::from_micros(20 * times * slow()));
        let figures = side_by_side(Effort::of(21, 1), [first, second]);
        assert_eq!(figures.nanoseconds(0), 10_000.0);
        assert_eq!(figures.nanoseconds(1), 20_000.0);
        assert_eq!(figures.ratio(1, 0), 2.0);
    }

    #[test]
    fn calls_are_as_many_as_fit_and_at_least_one() {
        for (call_us, turn_ms, expected) in [(10, 1, 100), (10, 4, 400), (1_500, 1, 1), (300, 1, 3)] {
            let mut subject = Subject::new(|times| Duration::from_micros(call_us * times));
            let times = calibrate(&mut subject, Duration::from_millis(turn_ms));
            assert!(times.abs_diff(expected) <= expected / 2, "{call_us} µs in {turn_ms} ms: {times}");
        }
    }
}
