//! What does this crate take on trust? Three things, each with its reason: the only unsafe code.

#![expect(unsafe_code, reason = "each call takes something for granted; see their SAFETY comments")]

use wasmtime::{
    Engine,
    component::{Component, ComponentNamedList, Func, Lift, Lower, TypedFunc},
};

use crate::{
    cache::Verified,
    compile::Code,
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

/// Loads what a compiler answered.
///
/// # Errors
///
/// When it was compiled by another version, or for another machine or configuration.
pub(crate) fn answered(engine: &Engine, code: &Code) -> wasmtime::Result<Component> {
    // SAFETY: the bytes must be what `Engine::precompile_component` made, unaltered. A `Code` exists only where
    // `compile::run` read it whole from a pipe whose other end it gave to one process, started from the executable that
    // the owner of this runtime named as a compiler: code of ours, as much to be trusted as this process, which would
    // have run the same compiler over the same bytes itself. That it is of the same version and settings is checked
    // here by wasmtime.
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
