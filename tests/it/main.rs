//! One test binary, in reading order.

// The lints know by this that unwrapping is fine here.
#![cfg(test)]

mod author;
mod aws;
mod cli;
mod contract;
mod differential;
mod examples;
mod faults;
mod fuzz;
mod pages;
mod plugins;
mod registry;
mod sources;
mod tidy;
