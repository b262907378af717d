//! What does this crate take on trust? Two things, each proved right before: the only unsafe code.

#![expect(unsafe_code, reason = "both calls skip a check that was made before; see their SAFETY comments")]

use wasmtime::{
    Engine,
    component::{Component, ComponentNamedList, Func, Lift, Lower, TypedFunc},
};

use crate::{
    cache::Verified,
    functions::{Answer, Function},
};

/// Loads compiled code.
///
/// # Errors
///
/// When it was compiled by another version, or for another machine or configuration.
pub(crate) fn compiled(engine: &Engine, code: &Verified) -> wasmtime::Result<Component> {
    // SAFETY: the bytes must be what `Component::serialize` made, unaltered. A `Verified` exists only where an HMAC over
    // these very bytes in memory was right, under a key that no other user can read; and this crate seals nothing but
    // what `Component::serialize` made.
    unsafe { Component::deserialize(engine, code.bytes()) }
}

/// Gives a function the types that it was found to have.
pub(crate) fn typed<'a, F: Function>(func: Func) -> TypedFunc<F::Params<'a>, (Answer<F>,)>
where
    F::Params<'a>: ComponentNamedList + Lower,
    Answer<F>: Lift,
{
    // SAFETY: the function must have these types. `Export::find` is the only one that makes an `Export<F>`, and checks
    // the function at its index against the types of `F`; `Export::call` takes `func` from that index, which belongs to
    // one component and is not found in an instance of another.
    unsafe { TypedFunc::new_unchecked(func) }
}
