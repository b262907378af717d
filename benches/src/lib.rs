//! What the benches measure, and what they measure it against.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench that cannot run should say so and stop"
)]

pub mod generate;
pub mod measure;
pub mod parse;
pub mod peers;
pub mod table;
