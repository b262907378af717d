//! Who else could judge a review? Peers of the plugin `classic`: each computes the same outcome of the same three roles
//! from the same rows, and can be timed.
//!
//! All are spared what is not judging: they get the review in the form they read fastest, with missing practices already
//! counted, and need not turn their answer into anything of ours. The exception is the plugin that takes and returns JSON
//! bytes, since making and reading those bytes is what such a plugin costs.

mod cel;
pub mod codes;
mod json_bytes;
mod native;
mod python;
mod rego;

use std::time::Duration;

use architrave_peer_json::{Outcome, Review};

use self::{
    cel::Cel,
    json_bytes::JsonBytes,
    native::Native,
    python::Python,
    rego::{Rego, RegoMachine},
};

/// The numbers and codes of the rules, for peers that are not compiled.
const TABLES: &str = include_str!("peers/tables.json");

/// What a peer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain Rust.
    Native,
    /// WebAssembly, with JSON bytes at the border.
    JsonBytes,
    /// Rego on `regorus`, in either way that it has.
    Rego,
    /// CEL.
    Cel,
    /// Python.
    Python,
}

/// Something that judges as `classic` does.
pub trait Peer {
    /// What it is.
    fn kind(&self) -> Kind;

    /// As tables name it.
    fn name(&self) -> &'static str;

    /// Gives it the review that all later calls are about.
    fn give(&mut self, review: &Review);

    /// Judges it once, and tells what it said.
    fn judge(&mut self) -> Outcome;

    /// Judges it so many times, and tells how long that took.
    fn time(&mut self, times: u64) -> Duration;
}

/// All peers that this machine can run; Python only where `python3` is found.
#[must_use]
pub fn all() -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = vec![
        Box::new(Native::default()),
        Box::new(JsonBytes::new()),
        Box::new(RegoMachine::new()),
        Box::new(Rego::new()),
        Box::new(Cel::new()),
    ];
    if let Some(python) = Python::start() {
        peers.push(Box::new(python));
    }
    peers
}
