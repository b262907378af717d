//! What the benches measure against.

pub mod parse;
