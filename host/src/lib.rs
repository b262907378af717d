//! Scores AWS Well-Architected reviews with plugins compiled to WebAssembly.
//!
//! The same rooms serve the `architrave` command and Rust programs: [`source`] reads exported reviews, the core's
//! [`snapshot::resolve`](architrave_core::snapshot::resolve) settles the facts, a [`Host`](host::Host) runs plugins over
//! them, and [`sink`] writes the report.
//!
//! ```
//! use architrave::{
//!     config::Config,
//!     host::{Host, RunOptions},
//!     sample, sink, source,
//! };
//! use architrave_core::{assess, report::Allowed, snapshot};
//! use architrave_runtime::{Options, Runtime};
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let snapshots: Vec<_> =
//!     drafts.reviews.iter().map(|draft| snapshot::resolve(draft).expect("the sample resolves")).collect();
//!
//! let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
//! let host = Host::load(&Config::default(), &runtime).expect("the defaults are built in");
//! let reviews = host.assess(&snapshots, RunOptions::default(), |_done, _all| {});
//!
//! let report = assess::report(&snapshots, host.provenance(Allowed::default(), None), reviews, None);
//! assert!(report.reviews[0].score.basis_points.is_some());
//! let page = sink::render(&report, sink::Format::Html, &sink::Style::default()).expect("memory takes it");
//! assert!(page.to_lowercase().starts_with("<!doctype html>"));
//! ```

#![forbid(unsafe_code)]

/// Plugins in OCI registries, layouts and bundles.
#[cfg(feature = "oci")]
pub use architrave_registry as registry;

#[cfg(feature = "author")]
pub mod author;
pub mod builtin;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diff;
pub mod explain;
pub mod host;
pub mod reload;
pub mod replay;
mod resolve;
pub mod sample;
pub mod sink;
pub mod source;
pub mod stored;
pub mod stream;
pub mod template;
