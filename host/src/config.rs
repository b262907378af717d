//! What does the operator want? `architrave.toml`: which plugin answers each role, its settings, limits, and the gate.

mod file;
mod gate;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    gate::Gate,
    manifest::Class,
};
pub use file::{AssessmentSection, LimitsSection};

/// The file's name, looked for in the working folder and its parents.
pub const FILE_NAME: &str = "architrave.toml";

/// A configuration, checked as far as it can be without loading plugins.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Where it was read from; `None` for the defaults.
    pub path: Option<PathBuf>,
    /// Which plugin answers each role.
    pub assessment: AssessmentSection,
    /// Configured plugins, by the name that `assessment` uses.
    pub plugins: BTreeMap<String, PluginConfig>,
    /// What plugins may use.
    pub limits: LimitsSection,
    /// When to pass; `None` for no verdict.
    pub gate: Option<Gate>,
}

/// One configured plugin.
#[derive(Debug, Clone, PartialEq)]
pub struct PluginConfig {
    /// Where the component is.
    pub source: PluginSource,
    /// The component's digest, as 64 hexadecimal digits; checked when given.
    pub sha256: Option<String>,
    /// What is granted.
    pub class: Class,
    /// As written; checked against the schema in the plugin's manifest.
    pub settings: serde_json::Value,
}

/// Where a component is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PluginSource {
    /// Shipped with Architrave, by id.
    Builtin(String),
    /// A file.
    Path(PathBuf),
}

impl PluginConfig {
    /// A plugin without settings, granted the `native` class.
    #[must_use]
    pub fn new(source: PluginSource) -> Self {
        Self { source, sha256: None, class: Class::Native, settings: serde_json::Value::Object(serde_json::Map::new()) }
    }
}

impl PluginSource {
    /// Reads `builtin:ID`, or a path relative to `folder`.
    ///
    /// # Errors
    ///
    /// A scheme that this version does not know; the message says which are known.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        if let Some(id) = text.strip_prefix("builtin:") {
            return Ok(Self::Builtin(id.to_owned()));
        }
        match text.split_once("://") {
            Some((scheme, _)) => {
                Err(format!("sources of kind `{scheme}://` are not known, `builtin:ID` and paths of `.wasm` files are"))
            }
            None => Ok(Self::Path(folder.join(text))),
        }
    }
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// `config.unreadable` when it cannot be read; every problem in it otherwise, each with line and column.
    pub fn read(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            vec![
                Diagnostic::error("config.unreadable", format!("cannot read the configuration `{name}`: {error}"))
                    .help("name a readable file with `--config`, or leave it out for the defaults"),
            ]
        })?;
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        let mut config = Self::parse(&text, &name, folder)?;
        config.path = Some(path.to_owned());
        Ok(config)
    }

    /// The nearest [`FILE_NAME`] in `folder` or above it, read; the defaults when there is none.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn discover(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let found = folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file());
        found.map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// Reads a configuration from text; paths in it are relative to `folder`.
    ///
    /// # Errors
    ///
    /// Every problem, each with line and column.
    pub fn parse(text: &str, name: &str, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let file: file::File = toml::from_str(text).map_err(|error| vec![syntax_error(text, name, &error)])?;
        let mut problems = Vec::new();
        let mut plugins = BTreeMap::new();
        for (id, section) in file.plugins {
            match section.check(&id, folder) {
                Ok(plugin) => {
                    plugins.insert(id, plugin);
                }
                Err(message) => {
                    let pointer = Location::pointer(Some(name), format!("/plugins/{id}"));
                    problems.push(Diagnostic::error("config.plugin", message).at(pointer));
                }
            }
        }
        let gate = file.gate.map(|section| gate::check(section, name, &mut problems));
        file.limits.check(name, &mut problems);
        if problems.is_empty() {
            Ok(Self { path: None, assessment: file.assessment, plugins, limits: file.limits, gate })
        } else {
            Err(problems)
        }
    }
}

fn syntax_error(text: &str, name: &str, error: &toml::de::Error) -> Diagnostic {
    let message: Vec<&str> = error.message().lines().collect();
    let mut diagnostic =
        Diagnostic::error("config.invalid", format!("cannot use the configuration `{name}`: {}", message.join("; ")))
            .help("every key is described in `examples/architrave.toml`");
    if let Some(span) = error.span() {
        let before = text.get(..span.start).unwrap_or(text);
        // A byte order mark is in no column.
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
        diagnostic = diagnostic.at(Location {
            file: Some(name.to_owned()),
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            ..Location::default()
        });
    }
    diagnostic
}
