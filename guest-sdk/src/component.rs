//! The component's side of the contract: one session per instance, and what `export!` ties to the exports.

use std::{any::Any, cell::RefCell, marker::PhantomData};

use crate::{
    bindings::{base, guidance, impact, priority, scoring},
    contract,
    plugin::{Guidance, Impact, Plugin, Priority, Scoring},
    refusal::Refusal,
    session::{Session, not_yet},
};

/// What is exported for a plugin `P`.
#[derive(Debug)]
pub struct Component<P>(PhantomData<P>);

thread_local! {
    // An instance has one thread and one plugin; `Any` only because a static cannot be generic.
    static SESSION: RefCell<Option<Box<dyn Any>>> = const { RefCell::new(None) };
}

fn with<P: Plugin, T>(call: impl FnOnce(&mut Session<P>) -> Result<T, Refusal>) -> Result<T, contract::Refusal> {
    let answer = SESSION.with_borrow_mut(|session| {
        let session = session.as_mut().and_then(|any| any.downcast_mut::<Session<P>>());
        call(session.ok_or_else(|| not_yet("prepare"))?)
    });
    answer.map_err(Into::into)
}

impl<P: Plugin> base::exports::architrave::plugin::lifecycle::Guest for Component<P> {
    fn prepare(lens: contract::Lens, settings: String) -> Result<contract::Legend, contract::Refusal> {
        install_panic_hook();
        let headroom_bytes = headroom_bytes(&lens);
        let (session, legend) = Session::<P>::prepare(lens, settings)?;
        SESSION.set(Some(Box::new(session)));
        leave_headroom(headroom_bytes);
        Ok(legend)
    }

    fn begin(frame: contract::Frame) -> Result<(), contract::Refusal> {
        with::<P, _>(|session| session.begin(frame))
    }

    fn reveal(review: contract::Review) -> Result<(), contract::Refusal> {
        with::<P, _>(|session| session.reveal(review))
    }
}

impl<P: Scoring> scoring::exports::architrave::plugin::scoring::Guest for Component<P> {
    fn weigh() -> Result<Vec<u32>, contract::Refusal> {
        with::<P, _>(Session::weigh)
    }

    fn score() -> Result<contract::Scorecard, contract::Refusal> {
        with::<P, _>(|session| session.score())
    }
}

impl<P: Priority> priority::exports::architrave::plugin::priority::Guest for Component<P> {
    fn prioritize() -> Result<contract::Priorities, contract::Refusal> {
        with::<P, _>(|session| session.prioritize())
    }
}

impl<P: Impact> impact::exports::architrave::plugin::impact::Guest for Component<P> {
    fn assess() -> Result<contract::Consequences, contract::Refusal> {
        with::<P, _>(|session| session.assess())
    }
}

impl<P: Guidance> guidance::exports::architrave::plugin::guidance::Guest for Component<P> {
    fn advise() -> Result<contract::Advice, contract::Refusal> {
        with::<P, _>(|session| session.advise())
    }
}

/// Bytes that the columns of one review and its results can take, with room for the workload's texts and 50 tags.
fn headroom_bytes(lens: &contract::Lens) -> usize {
    let questions = lens.questions.len();
    let choices: usize = lens.questions.iter().map(|question| question.choices.len()).sum();
    // Per question: scope 18, answers 10, the same of the milestone before, weights twice 8, points and reason 6.
    // Per gap (at most one per question and choice): 5 in, 8 + 3 + a few controls and lines of 4 out. Rounded up.
    questions * 96 + (questions + choices) * 48 + (16 << 10)
}

/// Takes and gives back memory, so that no call has to ask the host to grow it: growing is what a fresh instance pays
/// for most.
fn leave_headroom(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
}

/// Says message and place of a panic before the trap: without it the host sees `unreachable` and nothing else.
fn install_panic_hook() {
    if cfg!(target_arch = "wasm32") {
        std::panic::set_hook(Box::new(|info| {
            let payload = info.payload();
            let message = payload
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no message");
            let text = match info.location() {
                Some(at) => format!("panic: {message} at {}:{}:{}", at.file(), at.line(), at.column()),
                None => format!("panic: {message}"),
            };
            crate::log::write(2, &text);
        }));
    }
}
