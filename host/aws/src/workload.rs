//! Workloads that are planned before they are created.
//!
//! A description in TOML ([`Given`]) and an industry template ([`Template`]) give a [`Plan`]: every field with its origin,
//! what the API can't accept as written, and a correction where there is one. Only [`apply`] writes.

pub mod apply;
pub mod ask;
mod corrected;
mod existing;
mod facts;
mod given;
mod judge;
mod lenses;
mod plan;
mod rules;
mod template;
#[cfg(test)]
mod tests;
mod text;

pub use existing::{Difference, Existing};
pub use facts::same_name;
pub use given::Given;
pub use judge::{Field, Finding, Origin, Weight};
pub use lenses::{LensState, Offered, PlannedLens};
pub use plan::{Plan, SCHEMA};
pub use template::Template;
