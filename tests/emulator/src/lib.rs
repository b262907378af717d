//! A server that speaks as AWS Well-Architected does, for tests and for trying `pull` with no account.
//!
//! REST-JSON as on the wire, state in memory or in one file, equal answers to equal calls. What it emulates and what not
//! is in the crate's README; what it knows of the service is botocore's model and known behaviour.
//!
//! ```
//! let running = architrave_emulator::start(&architrave_emulator::Options { sample: true, ..Default::default() })?;
//! assert!(running.endpoint().starts_with("http://127.0.0.1:"));
//! assert!(running.calls().is_empty());
//! # Ok::<(), architrave_emulator::Error>(())
//! ```

mod calls;
mod check;
mod context;
mod engine;
mod error;
pub mod faults;
mod lens;
mod model;
mod operations;
mod options;
mod page;
mod pdf;
mod refusal;
mod request;
mod risk;
mod route;
mod sample;
mod send;
mod server;
mod state;

pub use calls::Call;
pub use engine::Clock;
pub use error::Error;
pub use faults::Faults;
pub use options::Options;
pub use server::{Running, start};

/// Names of the operations that are emulated, sorted.
#[must_use]
pub fn operations() -> Vec<&'static str> {
    operations::HANDLERS.iter().map(|(name, _)| *name).collect()
}
