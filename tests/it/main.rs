//! One test binary, in reading order.

// The lints know by this that unwrapping is fine here.
#![cfg(test)]

mod contract;
mod examples;
mod differential;
mod faults;
mod plugins;
mod sources;
mod cli;
mod tidy;
