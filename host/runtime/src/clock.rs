//! How late is it? A thread that ticks, so that deadlines fire, and that is watched itself.
//!
//! A deadline is a number of ticks from now. If the thread dies or hangs, no deadline would ever fire; so every call
//! first asks whether the clock still runs, and is refused when it does not.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use wasmtime::Engine;

/// Longest time between two ticks, in milliseconds.
const TICK_MS_MAX: u64 = 5;

/// How late a tick may be before a call waits for it, in milliseconds: a thread that does not get to run for half a
/// second, on a machine where others spin, is slow and not dead.
const LATE_MS: u64 = 500;

/// How long a call then waits before the clock counts as stopped.
const PATIENCE: Duration = Duration::from_secs(5);

/// A clock thread; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Clock {
    shared: Arc<Shared>,
    tick_ms: u64,
}

#[derive(Debug)]
struct Shared {
    /// When the clock was started; beats are counted from here.
    start: Instant,
    /// The last beat, in milliseconds from `start`.
    beat_ms: AtomicU64,
    /// Set by the thread when it ends, for whatever reason.
    ended: AtomicBool,
    /// Set to make the thread end.
    stop: Mutex<bool>,
    wake: Condvar,
}

impl Clock {
    /// Starts the thread, with a tick of at most a tenth of the smallest deadline.
    ///
    /// # Errors
    ///
    /// When the operating system gives no thread.
    pub(crate) fn start(engines: Vec<Engine>, smallest_deadline_ms: u64) -> std::io::Result<Self> {
        let tick_ms = (smallest_deadline_ms / 10).clamp(1, TICK_MS_MAX);
        let shared = Arc::new(Shared {
            start: Instant::now(),
            beat_ms: AtomicU64::new(0),
            ended: AtomicBool::new(false),
            stop: Mutex::new(false),
            wake: Condvar::new(),
        });
        let thread_shared = Arc::clone(&shared);
        thread::Builder::new().name("architrave-clock".to_owned()).spawn(move || {
            let _ended = Ended(&thread_shared);
            thread_shared.tick(&engines, Duration::from_millis(tick_ms));
        })?;
        Ok(Self { shared, tick_ms })
    }

    /// How many ticks from now a deadline is; at least one more than fits, so that it never fires early.
    pub(crate) fn ticks(&self, deadline_ms: u64) -> u64 {
        deadline_ms.div_ceil(self.tick_ms).saturating_add(1)
    }

    /// Whether deadlines can be kept.
    ///
    /// A process that was suspended, or is starved by threads that spin, has a late clock for a moment. Whoever finds it
    /// late sleeps, which leaves the processor to it, until it has caught up or has ended.
    pub(crate) fn runs(&self) -> bool {
        let ended = || self.shared.ended.load(Ordering::Acquire);
        let late = || self.late_ms() > LATE_MS;
        if late() {
            let asked = Instant::now();
            while late() && !ended() && asked.elapsed() < PATIENCE {
                thread::park_timeout(Duration::from_millis(self.tick_ms));
            }
        }
        !ended() && !late()
    }

    /// Makes the thread end and waits until it has: what a test does to see calls refused.
    pub(crate) fn stop(&self) {
        self.ask_to_stop();
        while !self.shared.ended.load(Ordering::Acquire) {
            thread::yield_now();
        }
    }

    fn ask_to_stop(&self) {
        *self.shared.stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.wake.notify_all();
    }

    fn late_ms(&self) -> u64 {
        self.shared.now_ms().saturating_sub(self.shared.beat_ms.load(Ordering::Acquire))
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.ask_to_stop();
    }
}

impl Shared {
    fn tick(&self, engines: &[Engine], tick: Duration) {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        while !*stop {
            stop = self.wake.wait_timeout(stop, tick).unwrap_or_else(PoisonError::into_inner).0;
            for engine in engines {
                engine.increment_epoch();
            }
            self.beat_ms.store(self.now_ms(), Ordering::Release);
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Says that the thread has ended, also when it panics.
struct Ended<'a>(&'a Shared);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Release);
    }
}
