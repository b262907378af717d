//! How is compiling kept within bounds? In a process of its own, which limits itself and is ended when it is late.
//!
//! A component of a few kilobytes can keep a compiler busy for minutes and take gigabytes, and a compiler may crash. The
//! scan keeps out what is known to do so; this is the bound that does not depend on knowing. The parent writes a
//! frame with limits and component to the child's standard input and reads one with code from its standard output;
//! the child has no environment, no folder, opens no file and writes none.
//!
//! A program becomes such a compiler by calling [`serve`]. A library does not know whether the program that it is part
//! of does: so it compiles in its own process, unless it is given a [`Compiler`].

mod child;
mod failure;
mod frame;
mod parent;

use std::{ffi::OsString, path::PathBuf};

pub use child::serve;
pub(crate) use failure::Failure;
pub(crate) use parent::{Code, run};

/// A program that compiles one component and ends: one that calls [`serve`] when it is started with these arguments.
///
/// What it answers is executed. It must be as much to be trusted as the program that starts it, and of the same version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiler {
    /// Its executable.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}
