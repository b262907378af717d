//! Builds plugins into components, in Rust, C, JavaScript and Python: one self-contained `.wasm` each, with its manifest
//! inside.
//!
//! Used by build scripts for the plugins that Architrave ships, and by `architrave plugin build`. Nothing is taken from
//! the machine but the toolchain: flags, wrappers and variables of an outer build are left out, and no path ends up in
//! the bytes.

#![forbid(unsafe_code)]

mod build;
mod c;
mod constant;
mod encode;
mod error;
mod javascript;
mod language;
mod project;
mod python;
mod script;
mod source;
mod still;
mod strip;
mod stubs;
mod tool;

pub use build::{Built, Options, build, core_module};
pub use encode::{component, embed};
pub use error::{Code, Error};
pub use language::Language;
pub use project::{project, project_named};
pub use script::target_dir;
pub use source::{Source, manifest};

#[cfg(test)]
mod tests;
