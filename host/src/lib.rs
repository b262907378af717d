//! Scores AWS Well-Architected reviews with plugins compiled to WebAssembly.
//!
//! The same rooms serve the `architrave` command and Rust programs: [`source`] reads exported reviews, the core's
//! [`snapshot::resolve`](architrave_core::snapshot::resolve) settles the facts, a [`Host`](host::Host) runs plugins over
//! them, and [`sink`] writes the report.
//!
//! The [`guide`] shows how, in short chapters with examples that run; begin with [`guide::reviews`].
//!
//! ```
//! use architrave::{host::Host, host::RunOptions, sample, source};
//! use architrave_core::snapshot;
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let snapshot = snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves");
//! let host = Host::builder().build().expect("the defaults are built in");
//! let reviews = host.assess(&[snapshot], RunOptions::default(), |_done, _all| {});
//! assert!(reviews[0].score.basis_points.is_some());
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
pub mod guide;
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
