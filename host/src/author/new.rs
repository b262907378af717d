//! `plugin new`: a project that builds, tests and scores at once, in any of the languages, with the same rules in each.

mod template;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use architrave_core::{diagnostic::Diagnostic, outcome::Role};

use super::Language;
use template::{Template, files};

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The plugin's id, and the name of its folder: lower-case letters, digits and hyphens, starting with a letter.
    pub name: String,
    /// What it is written in.
    pub language: Language,
    /// At least one, each once.
    pub roles: Vec<Role>,
    /// Rust: folder of the SDK; `None` for the published version.
    pub sdk: Option<PathBuf>,
}

/// Makes a project in a new folder of `parent`, and gives that folder.
///
/// # Errors
///
/// `new.name`, `new.roles`, `new.sdk`, `new.exists` where the folder is there already, `new.unwritable`.
pub fn project(parent: &Path, wanted: &Wanted) -> Result<PathBuf, Box<Diagnostic>> {
    check(wanted)?;
    let files = files(&Template::of(wanted)?);
    let folder = parent.join(&wanted.name);
    if folder.symlink_metadata().is_ok() {
        let message = format!("cannot make `{}`: it is there already", folder.display());
        let help = "choose another name, or move what is there out of the way";
        return Err(Diagnostic::error("new.exists", message).help(help).into());
    }
    let written = || -> io::Result<()> {
        // Whole or not there.
        let beside = tempfile::tempdir_in(parent)?;
        let project = beside.path().join(&wanted.name);
        for (path, text) in files {
            let path = project.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&project))?;
            fs::write(&path, text)?;
        }
        fs::rename(&project, &folder)
    };
    written().map_err(|error| {
        let message = format!("cannot make `{}`: {error}", folder.display());
        Diagnostic::error("new.unwritable", message).help("go to a folder where you may write")
    })?;
    Ok(folder)
}

fn check(wanted: &Wanted) -> Result<(), Box<Diagnostic>> {
    let name = &wanted.name;
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let starts = name.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if !starts || name.len() > 64 || !name.bytes().all(is_allowed) {
        return Err(Diagnostic::error("new.name", format!("cannot make a plugin called `{name}`"))
            .help("use lower-case letters, digits and hyphens, starting with a letter, at most 64")
            .into());
    }
    let twice = |role: &Role| wanted.roles.iter().filter(|found| *found == role).count() > 1;
    if wanted.roles.is_empty() || wanted.roles.iter().any(twice) {
        return Err(Diagnostic::error("new.roles", "a plugin has at least one role, and each once")
            .help("choose among scoring, priority, impact and guidance")
            .into());
    }
    if wanted.sdk.is_some() && wanted.language != Language::Rust {
        return Err(Diagnostic::error("new.sdk", format!("there is no SDK for {}", wanted.language))
            .help("leave `--sdk` out: the project holds the contract itself")
            .into());
    }
    Ok(())
}
