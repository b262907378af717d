//! How many instances may live at a time? As many as the pool has slots; whoever comes later waits.
//!
//! A pool that is full refuses an instance, which would make a result depend on what else runs.

use std::sync::{Condvar, Mutex, PoisonError};

/// Counts free slots.
#[derive(Debug)]
pub(crate) struct Gate {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A slot; free again when dropped.
#[derive(Debug)]
pub(crate) struct Slot<'a>(&'a Gate);

impl Gate {
    pub(crate) const fn new(slots: usize) -> Self {
        Self { free: Mutex::new(slots), freed: Condvar::new() }
    }

    /// Takes a slot, waiting for one if need be.
    pub(crate) fn enter(&self) -> Slot<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free = free.saturating_sub(1);
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner);
        *free = free.saturating_add(1);
        drop(free);
        self.0.freed.notify_one();
    }
}
