//! One test binary, in reading order.

mod contract;
mod examples;
mod differential;
mod faults;
mod plugins;
mod sources;
mod cli;
mod tidy;
