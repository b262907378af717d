//! How are many things done side by side, and handed over in order? Some threads take, one keeps, and nobody runs far
//! ahead.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// How many do it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crew {
    /// Threads that work, at least 1. With 1, all is done on the calling thread.
    pub(crate) threads: usize,
    /// At most so many things are taken and not yet kept, at least 1.
    pub(crate) ahead: usize,
}

impl Crew {
    /// As many threads as were asked for, one per core otherwise; never more than there are things.
    pub(crate) fn new(threads: Option<NonZeroUsize>, ahead: usize, things: usize) -> Self {
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { threads: threads.map_or_else(cores, NonZeroUsize::get).min(things), ahead: ahead.max(1) }
    }
}

/// Where one result goes. Work may go on after it was handed over; dropping it without a result stops everything.
#[derive(Debug)]
pub(crate) struct Handover<'a, R>(Option<To<'a, R>>);

#[derive(Debug)]
enum To<'a, R> {
    Place(&'a mut Option<R>),
    Window { window: &'a Window<R>, position: usize },
}

impl<R> Handover<'_, R> {
    /// Hands the result over.
    pub(crate) fn give(mut self, result: R) {
        match self.0.take() {
            Some(To::Place(place)) => *place = Some(result),
            Some(To::Window { window, position }) => window.put(position, result),
            None => {}
        }
    }
}

impl<R> Drop for Handover<'_, R> {
    fn drop(&mut self) {
        if let Some(To::Window { window, .. }) = self.0.take() {
            window.stop();
        }
    }
}

/// Does `work` with all that `take` gives, on the threads of `crew`, and passes the results to `keep` on the calling
/// thread, in the order in which they were taken; ends early when `keep` breaks.
///
/// No more than `crew.ahead` things are in work or wait to be kept, beside the one that is being kept.
pub(crate) fn in_order<T, R: Send>(
    crew: Crew,
    mut take: impl FnMut() -> Option<T> + Send,
    work: impl Fn(T, Handover<'_, R>) + Sync,
    mut keep: impl FnMut(R) -> ControlFlow<()>,
) {
    if crew.threads <= 1 {
        while let Some(thing) = take() {
            let mut place = None;
            work(thing, Handover(Some(To::Place(&mut place))));
            if place.is_none_or(|result| keep(result).is_break()) {
                break;
            }
        }
        return;
    }
    let window = Window::new(crew);
    let source = Mutex::new(Source { take, taken: 0 });
    thread::scope(|scope| {
        for _ in 0..crew.threads {
            scope.spawn(|| {
                let _leaving = Leaving(&window);
                while let Some((position, thing)) = source.next(&window) {
                    work(thing, Handover(Some(To::Window { window: &window, position })));
                }
            });
        }
        while let Some(result) = window.next() {
            if keep(result).is_break() {
                window.stop();
            }
        }
    });
}

/// Where things come from, one thread at a time.
struct Source<F> {
    take: F,
    taken: usize,
}

trait Next<T> {
    /// The next thing and its position; waits until it is not too far ahead.
    fn next<R>(&self, window: &Window<R>) -> Option<(usize, T)>;
}

impl<T, F: FnMut() -> Option<T>> Next<T> for Mutex<Source<F>> {
    fn next<R>(&self, window: &Window<R>) -> Option<(usize, T)> {
        let mut source = lock(self);
        let position = source.taken;
        if !window.wait_for_room(position) {
            return None;
        }
        let thing = (source.take)()?;
        source.taken = position.saturating_add(1);
        Some((position, thing))
    }
}

/// Results that wait for those before them.
#[derive(Debug)]
struct Window<R> {
    state: Mutex<State<R>>,
    /// Something was put, or a thread left.
    filled: Condvar,
    /// Something was kept, or all stops.
    emptied: Condvar,
    ahead: usize,
}

#[derive(Debug)]
struct State<R> {
    waiting: BTreeMap<usize, R>,
    kept: usize,
    at_work: usize,
    stopped: bool,
}

impl<R> Window<R> {
    fn new(crew: Crew) -> Self {
        let state = State { waiting: BTreeMap::new(), kept: 0, at_work: crew.threads, stopped: false };
        Self { state: Mutex::new(state), filled: Condvar::new(), emptied: Condvar::new(), ahead: crew.ahead }
    }

    /// Whether the thing at this position may be taken; false once all stops.
    fn wait_for_room(&self, position: usize) -> bool {
        let is_too_far = |state: &mut State<R>| !state.stopped && position.saturating_sub(state.kept) >= self.ahead;
        let state = self.emptied.wait_while(lock(&self.state), is_too_far).unwrap_or_else(PoisonError::into_inner);
        !state.stopped
    }

    fn put(&self, position: usize, result: R) {
        let mut state = lock(&self.state);
        state.waiting.insert(position, result);
        let is_next = position == state.kept;
        drop(state);
        if is_next {
            self.filled.notify_one();
        }
    }

    /// The next result in order; `None` when there will be none.
    fn next(&self) -> Option<R> {
        let is_waiting =
            |state: &mut State<R>| !state.stopped && state.at_work > 0 && !state.waiting.contains_key(&state.kept);
        let mut state = self.filled.wait_while(lock(&self.state), is_waiting).unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return None;
        }
        let kept = state.kept;
        let result = state.waiting.remove(&kept)?;
        state.kept = kept.saturating_add(1);
        drop(state);
        self.emptied.notify_one();
        Some(result)
    }

    fn stop(&self) {
        lock(&self.state).stopped = true;
        self.filled.notify_one();
        self.emptied.notify_all();
    }
}

/// Says that a thread works no more, however it ends.
struct Leaving<'a, R>(&'a Window<R>);

impl<R> Drop for Leaving<'_, R> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.at_work = state.at_work.saturating_sub(1);
        drop(state);
        self.0.filled.notify_one();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Works on `things` numbers, uneven ones slower, and checks that order and distance are kept.
    #[track_caller]
    fn check(threads: usize, ahead: usize, things: usize, keep_most: usize) {
        let (taken, kept) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut numbers = 0..things;
        let mut results = Vec::new();
        in_order(
            Crew { threads, ahead },
            || {
                let number = numbers.next()?;
                let distance = taken.fetch_add(1, Ordering::SeqCst) - kept.load(Ordering::SeqCst);
                // One more is in the hands of the keeper.
                assert!(distance <= ahead, "{distance} things are taken and not kept, of {ahead}");
                Some(number)
            },
            |number, handover| {
                let turns = if number % 2 == 0 { 0 } else { 10_000 };
                handover.give((0..turns).fold(number, |sum, turn| std::hint::black_box(sum + turn - turn)));
            },
            |number| {
                results.push(number);
                kept.fetch_add(1, Ordering::SeqCst);
                if results.len() == keep_most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(results, (0..things.min(keep_most)).collect::<Vec<_>>(), "{threads} threads, {ahead} ahead");
    }

    #[test]
    fn order_and_distance_are_kept() {
        for threads in [1, 2, 8] {
            for ahead in [1, 2, 7, 1_000] {
                check(threads, ahead, 300, usize::MAX);
                check(threads, ahead, 300, 17);
            }
            check(threads, 4, 0, usize::MAX);
            check(threads, 4, 1, usize::MAX);
        }
    }

    #[test]
    fn a_result_that_never_comes_ends_it() {
        for threads in [1, 4] {
            let mut numbers = 0..100;
            let mut results = Vec::new();
            in_order(
                Crew { threads, ahead: 3 },
                || numbers.next(),
                |number, handover| {
                    if number != 5 {
                        handover.give(number);
                    }
                },
                |number| {
                    results.push(number);
                    ControlFlow::Continue(())
                },
            );
            assert!(results.len() <= 5, "{results:?}");
        }
    }

    #[test]
    fn a_panic_at_work_ends_it_and_is_passed_on() {
        let mut numbers = 0..100;
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            in_order(
                Crew { threads: 2, ahead: 2 },
                || numbers.next(),
                |number, handover| {
                    assert!(number < 10, "ten is too many");
                    handover.give(number);
                },
                |_| ControlFlow::Continue(()),
            );
        }));
        assert!(ended.is_err());
    }
}
