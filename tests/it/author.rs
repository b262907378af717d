//! What authors and operators do with a plugin before it judges: make, build, look into, check, test, measure, compare
//! versions, reload.

mod bench;
mod build;
mod cases;
mod check;
mod dev;
mod diff;
mod inspect;
mod profile;
mod reload;
mod tools;
#[cfg(unix)]
mod walkthrough;

/// The next version of `financial-services`, with reliability before security.
const NEXT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/financial-services.wasm"));
