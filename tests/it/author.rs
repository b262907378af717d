//! What authors and operators do with a plugin before it judges: compare versions, reload.

mod diff;
mod reload;

/// The next version of `financial-services`, with reliability before security.
const NEXT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/financial-services.wasm"));
