//! The plugin host of Architrave: takes components in, prepares them for a lens, and asks them about reviews, under
//! limits.
//!
//! A plugin is a WebAssembly component that keeps the contract in `wit/plugin.wit`. It sees its arguments, may call
//! `log`, and nothing else. [`Runtime::load`] checks a component before any of it is compiled or run;
//! [`Plugin::prepare`] gives it a lens and its settings; [`Prepared::run`] gives it one review, in a fresh instance, and
//! holds what it returns to the laws of [`architrave_core::laws`]. Whatever a plugin does wrong is a
//! [`Fault`](architrave_core::outcome::Fault) in the outcome, never an error of the host.
//!
//! This crate is the only user of wasmtime, and no type of wasmtime is in its interface.

mod bindings;
mod building;
pub mod cache;
mod clock;
pub mod compile;
mod contract;
mod crossing;
mod echo;
mod engine;
mod error;
mod fault;
mod functions;
mod gate;
mod image;
mod inspect;
mod limits;
mod log;
mod measure;
mod options;
mod plugin;
mod prepared;
mod quiet;
mod run;
mod runtime;
mod scan;
mod session;
mod steps;
mod store;
mod stored;
mod trusted;
mod version;

pub use error::{Error, LoadError};
pub use inspect::{Contents, Item, inspect};
pub use limits::Limits;
pub use options::{Allocation, Images, Options};
pub use plugin::Plugin;
pub use prepared::{How, Prepared};
pub use runtime::{Runtime, read_manifest};
pub use steps::{Call, StackFrame, Step, Stopped};
pub use version::{contract, engine};
