//! The component's side of the contract: one session per instance, and what `export!` ties to the exports.

use std::{cell::RefCell, marker::PhantomData, thread::LocalKey};

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

/// The session of an instance; none before `prepare`.
pub type Slot<P> = RefCell<Option<Session<P>>>;

/// The plugin of a component; made by [`export!`](crate::export).
pub trait Installed: Plugin {
    /// Where its session is kept. An instance has one thread and one plugin.
    const SLOT: &'static LocalKey<Slot<Self>>;
}

fn with<P: Installed, T>(call: impl FnOnce(&mut Session<P>) -> Result<T, Refusal>) -> Result<T, contract::Refusal> {
    let answer = P::SLOT.with_borrow_mut(|session| call(session.as_mut().ok_or_else(|| not_yet("prepare"))?));
    answer.map_err(Into::into)
}

impl<P: Installed> base::exports::architrave::plugin::lifecycle::Guest for Component<P> {
    fn prepare(lens: contract::Lens, settings: String) -> Result<contract::Legend, contract::Refusal> {
        install_panic_hook();
        #[cfg(target_arch = "wasm32")]
        let review_bytes = crate::memory::review_bytes(&lens);
        let (session, legend) = Session::<P>::prepare(lens, settings)?;
        P::SLOT.set(Some(session));
        #[cfg(target_arch = "wasm32")]
        crate::memory::make_ready(review_bytes);
        Ok(legend)
    }

    fn begin(frame: contract::Frame) -> Result<(), contract::Refusal> {
        with::<P, _>(|session| session.begin(frame))
    }

    fn reveal(review: contract::Review) -> Result<(), contract::Refusal> {
        with::<P, _>(|session| session.reveal(review))
    }
}

impl<P: Installed + Scoring> scoring::exports::architrave::plugin::scoring::Guest for Component<P> {
    fn weigh() -> Result<Vec<u32>, contract::Refusal> {
        with::<P, _>(Session::weigh)
    }

    fn score() -> Result<contract::Scorecard, contract::Refusal> {
        with::<P, _>(|session| session.score())
    }
}

impl<P: Installed + Priority> priority::exports::architrave::plugin::priority::Guest for Component<P> {
    fn prioritize() -> Result<contract::Priorities, contract::Refusal> {
        with::<P, _>(|session| session.prioritize())
    }
}

impl<P: Installed + Impact> impact::exports::architrave::plugin::impact::Guest for Component<P> {
    fn assess() -> Result<contract::Consequences, contract::Refusal> {
        with::<P, _>(|session| session.assess())
    }
}

impl<P: Installed + Guidance> guidance::exports::architrave::plugin::guidance::Guest for Component<P> {
    fn advise() -> Result<contract::Advice, contract::Refusal> {
        with::<P, _>(|session| session.advise())
    }
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
