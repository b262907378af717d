//! Which plugin is meant by a verb of authors: a file, or a project that was built?

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use architrave_componentize::manifest;
use architrave_core::diagnostic::Diagnostic;
use architrave_runtime::Limits;
use serde::Serialize;
use serde_json::Value;

use crate::cli::{TextOrJson, output::Streams};

/// Folders of a project that hold what tools make of its sources.
const MADE: [&str; 3] = ["target", "node_modules", "__pycache__"];
/// Files that a component is made of, by their ends and by their names.
const ENDINGS: [&str; 6] = ["rs", "c", "h", "js", "py", "wit"];
const SOURCES: [&str; 3] = ["plugin.toml", "Cargo.toml", "package.json"];

/// A component, or that of a project that was built; where a source is newer than that, it is said.
pub(super) fn component(path: &Path, streams: &Streams) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let alone = |problem: Box<Diagnostic>| vec![*problem];
    if !path.is_dir() {
        return read(path).map_err(alone);
    }
    let manifest = manifest(&path.join("plugin.toml")).map_err(|error| error.diagnostics())?;
    let built = path.join(format!("{}.wasm", manifest.id));
    if built.is_file() {
        if let Some(source) = newer_source(path, &built) {
            let message = format!("`{}` is older than `{}`", built.display(), source.display());
            let help = "run `architrave plugin build` to try what the source says now";
            streams.diagnostics("warning", &[Diagnostic::note("plugin.stale", message).help(help)]);
        }
        return read(&built).map_err(alone);
    }
    let message = format!("cannot use plugin `{}`: it was not built", path.display());
    Err(vec![Diagnostic::error("plugin.not-built", message).help("run `architrave plugin build`")])
}

/// A source of a project that was changed after the component was made.
fn newer_source(folder: &Path, built: &Path) -> Option<PathBuf> {
    let made = modified(built)?;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).ok()?.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() && !name.starts_with('.') && !MADE.contains(&&*name) {
                open.push(path);
            } else if kind.is_file() && is_source(&name) && modified(&path).is_some_and(|changed| changed > made) {
                return Some(path);
            }
        }
    }
    None
}

fn is_source(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    SOURCES.contains(&name) || ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// Settings as an operator writes them, from a file of TOML.
pub(super) fn settings(path: &Path) -> Result<Value, Box<Diagnostic>> {
    let unreadable = |error: &dyn std::fmt::Display| {
        let message = format!("cannot read settings `{}`: {error}", path.display());
        Box::new(Diagnostic::error("plugin.settings", message).help("give a TOML file of settings"))
    };
    let text = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| unreadable(&error.message()))?;
    serde_json::to_value(table).map_err(|error| unreadable(&error))
}

/// A file that is larger than a component may be is not read to its end.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let limit = Limits::scripting().component_bytes;
    let bytes = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    bytes().map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        Box::new(Diagnostic::error("load.unreadable", message).help("name a `.wasm` component"))
    })
}

/// An answer in the form that was asked for.
pub(super) fn show(value: &impl Serialize, text: &str, format: TextOrJson, streams: &Streams) -> u8 {
    match format {
        TextOrJson::Text => streams.data(text.as_bytes()),
        TextOrJson::Json => match serde_json::to_string_pretty(value) {
            Ok(text) => streams.data(format!("{text}\n").as_bytes()),
            Err(error) => streams.problem("cannot print the answer", &error),
        },
    }
}
