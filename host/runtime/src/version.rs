//! What is compiled in? Names and versions, for reports and for people.

use crate::contract::{PACKAGE, VERSION};

/// The WebAssembly runtime, such as `wasmtime 48.0.8`: all of its crates are released together, under one number.
#[must_use]
pub fn engine() -> String {
    format!("wasmtime {}", wasmtime_environ::VERSION)
}

/// The contract that plugins keep, such as `architrave:plugin@0.1.0`.
#[must_use]
pub fn contract() -> String {
    format!("{}@{VERSION}", PACKAGE.trim_end_matches('/'))
}
