//! What does the operator want? `architrave.toml`: which plugin answers each role, its settings, limits, and the gate.

mod file;
mod gate;
#[cfg(feature = "oci")]
mod supply;
#[cfg(not(feature = "oci"))]
#[path = "config/no_supply.rs"]
mod supply;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    gate::Gate,
    manifest::Class,
};
#[cfg(feature = "oci")]
use architrave_registry::{Reference, Supply};
pub use file::{AssessmentSection, LimitsSection};
#[cfg(all(feature = "cli", feature = "oci"))]
pub(crate) use supply::LOCK;

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
    /// What may be loaded, and where plugins of registries come from: lock and trust beside the configuration; store and
    /// registries as whoever runs it says.
    #[cfg(feature = "oci")]
    pub supply: Supply,
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
    /// In a registry; loaded as it was locked.
    #[cfg(feature = "oci")]
    Registry(Reference),
}

impl PluginConfig {
    /// A plugin without settings, granted the `native` class.
    #[must_use]
    pub fn new(source: PluginSource) -> Self {
        Self { source, sha256: None, class: Class::Native, settings: serde_json::Value::Object(serde_json::Map::new()) }
    }
}

impl PluginSource {
    /// Reads `builtin:ID`, `oci://registry/repository:tag` where registries are built in, or a path relative to `folder`.
    ///
    /// # Errors
    ///
    /// A scheme that is not known, or a reference that is none; the message says what would be.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        if let Some(id) = text.strip_prefix("builtin:") {
            return Ok(Self::Builtin(id.to_owned()));
        }
        #[cfg(feature = "oci")]
        if Reference::is_meant(text) {
            return text.parse().map(Self::Registry).map_err(|error: architrave_registry::Error| error.to_string());
        }
        match text.split_once("://") {
            Some((scheme, _)) => {
                let known = if cfg!(feature = "oci") { "`builtin:ID`, `oci://…`" } else { "`builtin:ID`" };
                Err(format!("sources of kind `{scheme}://` are not known, {known} and paths of `.wasm` files are"))
            }
            None => Ok(Self::Path(folder.join(text))),
        }
    }
}

impl Config {
    /// Reads the file at `path`, with the lock and the trust beside it.
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
        supply::beside(folder, &mut config)?;
        Ok(config)
    }

    /// The nearest [`FILE_NAME`] in `folder` or above it, read; the defaults when there is none, with the lock and the
    /// trust in `folder`.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn discover(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let found = folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file());
        match found {
            Some(path) => Self::read(&path),
            None => {
                let mut config = Self::default();
                supply::beside(folder, &mut config)?;
                Ok(config)
            }
        }
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
        let mut config = Self { assessment: file.assessment, plugins, limits: file.limits, gate, ..Self::default() };
        if file.trust.is_some()
            && let Err(found) = supply::within(text, name, folder, &mut config)
        {
            problems.extend(found);
        }
        if problems.is_empty() { Ok(config) } else { Err(problems) }
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
