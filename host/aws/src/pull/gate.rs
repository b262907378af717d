//! How many calls may be under way at a time? Half as many once AWS throttles, one more after a run of answers.
//!
//! Failures of the server are no sign of too many calls and change nothing.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef},
        },
        orchestrator::HttpResponse,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The gate of one account and Region, which is what AWS throttles. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    room: Arc<Semaphore>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    /// Calls that may be under way.
    width: usize,
    /// The width never passes this.
    width_max: usize,
    /// Calls that are to leave without letting another one in.
    narrowed_by: usize,
    /// Answers since the width changed.
    answers: usize,
    /// How often it was halved. Answers to what was sent before the last time are old news.
    halvings: Sent,
}

/// After how many halvings a request was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sent(u64);

impl Storable for Sent {
    type Storer = StoreReplace<Self>;
}

/// What an answer says about how much AWS takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Throttled,
    Answered,
    /// Nothing was answered, or the server failed.
    None,
}

/// A call that is under way, with its repetitions and the pauses between them.
#[derive(Debug)]
pub(super) struct Inside {
    gate: Gate,
    permit: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(super) fn new(width_max: NonZeroUsize) -> Self {
        let width = width_max.get();
        let state = State { width, width_max: width, narrowed_by: 0, answers: 0, halvings: Sent::default() };
        Self { room: Arc::new(Semaphore::new(width)), state: Arc::new(Mutex::new(state)) }
    }

    /// Waits until there is room.
    pub(super) async fn enter(&self) -> Inside {
        // The semaphore is never closed.
        Inside { permit: self.room.clone().acquire_owned().await.ok(), gate: self.clone() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, sent: Sent, news: News) {
        let mut state = self.state();
        if sent != state.halvings {
            return;
        }
        match news {
            News::Throttled => {
                state.halvings = Sent(state.halvings.0.saturating_add(1));
                state.answers = 0;
                let width = state.width.div_ceil(2);
                let fewer = state.width.saturating_sub(width);
                let taken = self.room.forget_permits(fewer);
                state.narrowed_by = state.narrowed_by.saturating_add(fewer.saturating_sub(taken));
                state.width = width;
            }
            News::Answered if state.width < state.width_max => {
                state.answers = state.answers.saturating_add(1);
                if state.answers >= state.width {
                    state.answers = 0;
                    state.width = state.width.saturating_add(1);
                    match state.narrowed_by.checked_sub(1) {
                        Some(left) => state.narrowed_by = left,
                        None => self.room.add_permits(1),
                    }
                }
            }
            News::Answered | News::None => {}
        }
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        if let (Some(left), true) = (state.narrowed_by.checked_sub(1), self.permit.is_some()) {
            state.narrowed_by = left;
            self.permit.take().into_iter().for_each(OwnedSemaphorePermit::forget);
        }
    }
}

fn news(response: Option<&HttpResponse>) -> News {
    let Some(response) = response else { return News::None };
    let error = response.headers().get("x-amzn-errortype").unwrap_or_default();
    match response.status().as_u16() {
        429 => News::Throttled,
        _ if error.contains("Throttl") => News::Throttled,
        500.. => News::None,
        _ => News::Answered,
    }
}

impl Intercept for Gate {
    fn name(&self) -> &'static str {
        "Gate"
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let sent = self.state().halvings;
        config.interceptor_state().store_put(sent);
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(sent) = config.load::<Sent>() {
            self.hear(*sent, news(context.response()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(width_max: usize) -> Gate {
        Gate::new(NonZeroUsize::new(width_max).unwrap())
    }

    /// Tells it what a request says that was sent just now, so many times.
    fn tell(gate: &Gate, times: usize, news: News) {
        for _ in 0..times {
            let sent = gate.state().halvings;
            gate.hear(sent, news);
        }
    }

    #[test]
    fn it_halves_when_throttled_and_grows_by_one_after_a_run() {
        let rows: [(&[(usize, News)], usize); 9] = [
            (&[], 8),
            (&[(1, News::Throttled)], 4),
            (&[(3, News::Throttled)], 1),
            (&[(99, News::Throttled)], 1),
            (&[(99, News::None)], 8),
            (&[(99, News::Answered)], 8),
            (&[(1, News::Throttled), (3, News::Answered)], 4),
            (&[(1, News::Throttled), (4, News::Answered)], 5),
            (&[(5, News::Throttled), (99, News::None), (99, News::Answered)], 8),
        ];
        for (told, expected) in rows {
            let gate = gate(8);
            for (times, news) in told {
                tell(&gate, *times, *news);
            }
            assert_eq!(gate.state().width, expected, "{told:?}");
            assert_eq!(gate.room.available_permits(), expected, "{told:?}");
        }
    }

    #[test]
    fn calls_that_were_throttled_together_halve_it_once() {
        let gate = gate(8);
        let sent = gate.state().halvings;
        for _ in 0..8 {
            gate.hear(sent, News::Throttled);
        }
        assert_eq!(gate.state().width, 4);
        gate.hear(sent, News::Answered);
        assert_eq!(gate.state().answers, 0, "it was sent before");
    }

    #[tokio::test]
    async fn whoever_is_inside_leaves_as_many_as_it_has_become_narrower() {
        let gate = gate(4);
        let mut inside = Vec::new();
        for _ in 0..4 {
            inside.push(gate.enter().await);
        }
        tell(&gate, 2, News::Throttled);
        for expected in [0, 0, 0, 1] {
            inside.pop();
            assert_eq!(gate.room.available_permits(), expected);
        }
        tell(&gate, 1, News::Answered);
        assert_eq!(gate.room.available_permits(), 2);
    }

    #[tokio::test]
    async fn growing_pays_back_first_what_was_narrowed() {
        let gate = gate(4);
        let inside = [gate.enter().await, gate.enter().await, gate.enter().await, gate.enter().await];
        tell(&gate, 1, News::Throttled);
        tell(&gate, 2 + 3, News::Answered);
        let State { width, narrowed_by, .. } = *gate.state();
        assert_eq!((width, narrowed_by), (4, 0));
        drop(inside);
        assert_eq!(gate.room.available_permits(), 4);
    }
}
