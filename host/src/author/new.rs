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
pub fn project(parent: &Path, wanted: &Wanted) -> Result<PathBuf, Diagnostic> {
    check(wanted)?;
    let folder = parent.join(&wanted.name);
    fs::create_dir(&folder).map_err(|error| not_made(&folder, &error))?;
    let unwritable = |path: &Path, error: &io::Error| {
        Diagnostic::error("new.unwritable", format!("cannot write `{}`: {error}", path.display()))
            .help("give a place where you may write")
    };
    for (path, text) in files(&Template::of(wanted)?) {
        let path = folder.join(path);
        let inside = path.parent().unwrap_or(&folder);
        fs::create_dir_all(inside).map_err(|error| unwritable(inside, &error))?;
        fs::write(&path, text).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(folder)
}

fn check(wanted: &Wanted) -> Result<(), Diagnostic> {
    let name = &wanted.name;
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let starts = name.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if !starts || name.len() > 64 || !name.bytes().all(is_allowed) {
        return Err(Diagnostic::error("new.name", format!("cannot make a plugin called `{name}`"))
            .help("use lower-case letters, digits and hyphens, starting with a letter, at most 64"));
    }
    let twice = |role: &Role| wanted.roles.iter().filter(|found| *found == role).count() > 1;
    if wanted.roles.is_empty() || wanted.roles.iter().any(twice) {
        return Err(Diagnostic::error("new.roles", "a plugin has at least one role, and each once")
            .help("choose among scoring, priority, impact and guidance"));
    }
    if wanted.sdk.is_some() && wanted.language != Language::Rust {
        return Err(Diagnostic::error("new.sdk", format!("there is no SDK for {}", wanted.language))
            .help("leave `--sdk` out: the project holds the contract itself"));
    }
    Ok(())
}

fn not_made(folder: &Path, error: &io::Error) -> Diagnostic {
    let shown = folder.display();
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Diagnostic::error("new.exists", format!("cannot make `{shown}`: it is there already"))
            .help("choose another name, or move what is there out of the way");
    }
    Diagnostic::error("new.unwritable", format!("cannot make `{shown}`: {error}"))
        .help("give a place where you may write")
}
