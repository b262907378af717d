//! From a project's folder, in whichever language, to a plugin.

use std::{
    fs,
    path::{Path, PathBuf},
};

use architrave_core::manifest::Manifest;

use crate::{
    build::{self, Built, Options},
    c, encode,
    error::Error,
    javascript,
    language::Language,
    python,
    source::manifest,
};

/// Name of the world that a project in C, JavaScript or Python describes in its folder `wit`.
pub(crate) const WORLD: &str = "plugin";

/// A project in a language other than Rust, and where it is built.
pub(crate) struct Project<'a> {
    /// Absolute.
    pub(crate) folder: &'a Path,
    pub(crate) manifest: &'a Manifest,
    /// For what is in between; see [`Self::make_scratch`].
    pub(crate) scratch: &'a Path,
}

impl Project<'_> {
    /// The contract, and the world of the roles that this plugin has.
    pub(crate) fn wit(&self) -> PathBuf {
        self.folder.join("wit")
    }

    /// Makes the folder for what is in between, once the tools are found.
    pub(crate) fn make_scratch(&self) -> Result<(), Error> {
        fs::create_dir_all(self.scratch).map_err(|error| Error::file(self.scratch, error))
    }

    pub(crate) fn error(&self, found: &str) -> Error {
        Error::component(&self.manifest.id, found)
    }
}

/// Builds a project into a plugin. What is in between is kept in its folder `target`.
///
/// # Errors
///
/// See [`Code`](crate::Code). What the tools say goes to stderr.
pub fn project(folder: &Path, locked: bool) -> Result<Built, Error> {
    built(folder, locked, false)
}

/// Builds a project as [`project`] does, and keeps the names of its functions, so that a profile can tell them; the bytes are
/// others. In JavaScript and Python there are no other names than always: those of the interpreter.
///
/// # Errors
///
/// As for [`project`].
pub fn project_named(folder: &Path, locked: bool) -> Result<Built, Error> {
    built(folder, locked, true)
}

fn built(folder: &Path, locked: bool, named: bool) -> Result<Built, Error> {
    let folder = folder.canonicalize().map_err(|error| Error::file(folder, error))?;
    let manifest = manifest(&folder.join("plugin.toml"))?;
    let language = Language::of(&folder)?;
    let scratch = folder.join("target");
    if language == Language::Rust {
        let built = build::build(&[folder], &Options { target_dir: scratch, locked, named })?;
        return built.into_iter().next().ok_or_else(|| Error::component(&manifest.id, "nothing was built"));
    }
    let project = Project { folder: &folder, manifest: &manifest, scratch: &scratch };
    let component = match language {
        Language::Rust | Language::C => encode::component(&c::module(&project, named)?, &manifest)?,
        Language::JavaScript => encode::embed(&javascript::component(&project)?, &manifest)?,
        Language::Python => encode::embed(&python::component(&project)?, &manifest)?,
    };
    Ok(Built { manifest, component })
}

/// Reads what a tool wrote.
pub(crate) fn written(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::file(path, error))
}
