//! How many instances may live at a time? As many as the pool has slots; whoever comes later waits.
//!
//! A pool that is full refuses an instance, which would make a result depend on what else runs.

use std::sync::{Condvar, Mutex, PoisonError};

/// Counts free slots.
#[derive(Debug)]
pub(crate) struct Gate {
    state: Mutex<State>,
    freed: Condvar,
}

/// Whoever leaves asks the operating system to wake somebody only if there is somebody: that costs more than the rest.
#[derive(Debug)]
struct State {
    free: usize,
    waiting: usize,
}

/// A slot; free again when dropped.
#[derive(Debug)]
pub(crate) struct Slot<'a>(&'a Gate);

impl Gate {
    pub(crate) const fn new(slots: usize) -> Self {
        Self { state: Mutex::new(State { free: slots, waiting: 0 }), freed: Condvar::new() }
    }

    /// Takes a slot, waiting for one if need be.
    pub(crate) fn enter(&self) -> Slot<'_> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.free == 0 {
            state.waiting = state.waiting.saturating_add(1);
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting = state.waiting.saturating_sub(1);
        }
        state.free = state.free.saturating_sub(1);
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.free = state.free.saturating_add(1);
        let somebody_waits = state.waiting > 0;
        drop(state);
        if somebody_waits {
            self.0.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use super::Gate;

    #[test]
    fn no_more_than_the_slots_are_inside_and_all_get_in() {
        const SLOTS: usize = 3;
        const THREADS: usize = 8;
        const ROUNDS: usize = 200;
        let gate = Gate::new(SLOTS);
        let (inside, most, entered) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    for _ in 0..ROUNDS {
                        let _slot = gate.enter();
                        most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
                        entered.fetch_add(1, SeqCst);
                        std::thread::yield_now();
                        inside.fetch_sub(1, SeqCst);
                    }
                });
            }
        });
        assert_eq!(entered.into_inner(), THREADS * ROUNDS);
        assert!(most.into_inner() <= SLOTS);
    }
}
