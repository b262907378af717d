//! Why a plugin could not be built.

use std::{fmt, path::Path};

use architrave_core::diagnostic::Diagnostic;

use crate::language::Language;

/// Why a plugin could not be built: a stable code, one line, what to do, and what the tools said.
#[derive(Debug)]
pub struct Error {
    code: Code,
    message: String,
    help: Option<String>,
    details: Vec<Diagnostic>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong, to branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// The target `wasm32-unknown-unknown` is not installed.
    TargetMissing,
    /// A file could not be read or written.
    File,
    /// `plugin.toml` is not as it should be; see [`Error::details`].
    Manifest,
    /// `Cargo.toml` of the plugin cannot be used.
    Package,
    /// Cargo could not be run, or did not succeed.
    Cargo,
    /// What was built is not a plugin.
    Component,
    /// The folder is not a project in one of the languages.
    Language,
    /// A compiler that the language needs is not installed.
    ToolMissing,
    /// Such a compiler is of another version than the one that is known.
    ToolVersion,
    /// Such a compiler did not succeed.
    Tool,
}

impl Code {
    /// Such as `build.target-missing`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TargetMissing => "build.target-missing",
            Self::File => "build.file",
            Self::Manifest => "build.manifest",
            Self::Package => "build.package",
            Self::Cargo => "build.cargo",
            Self::Component => "build.component",
            Self::Language => "build.language",
            Self::ToolMissing => "build.tool-missing",
            Self::ToolVersion => "build.tool-version",
            Self::Tool => "build.tool",
        }
    }
}

impl Error {
    /// What went wrong, to branch on.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Every problem of the manifest, where that is the cause.
    #[must_use]
    pub fn details(&self) -> &[Diagnostic] {
        &self.details
    }

    /// The failure, and every problem of the manifest behind it.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut failure = Diagnostic::error(self.code.as_str(), &self.message);
        failure.help.clone_from(&self.help);
        [failure].into_iter().chain(self.details.iter().cloned()).collect()
    }

    fn new(code: Code, message: String) -> Self {
        Self { code, message, help: None, details: Vec::new(), source: None }
    }

    fn help_with(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    pub(crate) fn target_missing() -> Self {
        let message = "cannot build plugins: the target `wasm32-unknown-unknown` is not installed".to_owned();
        Self::new(Code::TargetMissing, message).help_with("run `rustup target add wasm32-unknown-unknown`")
    }

    pub(crate) fn file(path: &Path, source: std::io::Error) -> Self {
        let mut error = Self::new(Code::File, format!("cannot use file `{}`: {source}", path.display()));
        error.source = Some(Box::new(source));
        error
    }

    pub(crate) fn manifest(path: &Path, details: Vec<Diagnostic>) -> Self {
        let count = details.len();
        let message = format!("cannot use manifest `{}`: {count} problems", path.display());
        Self { details, ..Self::new(Code::Manifest, message) }
    }

    pub(crate) fn package(path: &Path, found: &str) -> Self {
        Self::new(Code::Package, format!("cannot use package `{}`: {found}", path.display()))
    }

    pub(crate) fn cargo(attempt: &str, found: &str) -> Self {
        Self::new(Code::Cargo, format!("cannot {attempt}: {found}"))
    }

    /// A tool of Rust could not even be started.
    pub(crate) fn no_rust(attempt: &str, found: &std::io::Error) -> Self {
        Self::cargo(attempt, &found.to_string())
            .help_with("install Rust as https://rustup.rs says, and see that `cargo` is on the path")
    }

    pub(crate) fn language(folder: &Path, found: &[Language]) -> Self {
        let names =
            |of: &[Language]| of.iter().map(|one| format!("`{}`", one.known_by())).collect::<Vec<_>>().join(", ");
        let what = if found.is_empty() {
            format!("it has none of {}", names(&Language::ALL))
        } else {
            format!("it has {}, which are of several languages", names(found))
        };
        Self::new(Code::Language, format!("cannot tell the language of `{}`: {what}", folder.display()))
            .help_with("make a project with `architrave plugin new`, or move what is of another language into a folder")
    }

    pub(crate) fn tool_missing(name: &str, install: &str) -> Self {
        Self::new(Code::ToolMissing, format!("cannot build: `{name}` is not installed"))
            .help_with(&format!("run `{install}`"))
    }

    pub(crate) fn tool_version(name: &str, found: &str, known: &str, install: &str) -> Self {
        let message =
            format!("cannot build: what is installed of `{name}` is `{found}`, what builds the same bytes is {known}");
        Self::new(Code::ToolVersion, message).help_with(&format!("run `{install}`"))
    }

    pub(crate) fn tool(name: &str, id: &str, said: &str) -> Self {
        Self::new(Code::Tool, format!("cannot compile plugin `{id}`: {name} did not succeed: {said}"))
    }

    pub(crate) fn import(id: &str, import: &str) -> Self {
        let error = Self::component(id, &format!("it imports `{import}`, which no host gives to a plugin"));
        error.help_with("use no files, clocks, randomness, environment or network in a plugin; it may call `log`")
    }

    pub(crate) fn component(id: &str, found: &str) -> Self {
        Self::new(Code::Component, format!("cannot make a component of plugin `{id}`: {found}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        for detail in &self.details {
            write!(formatter, "\n  {}: {}", detail.code, detail.message)?;
            if let Some(pointer) = detail.location.as_ref().and_then(|location| location.pointer.as_deref()) {
                write!(formatter, " (at `{pointer}`)")?;
            }
            if let Some(help) = &detail.help {
                write!(formatter, "; {help}")?;
            }
        }
        if let Some(help) = &self.help {
            write!(formatter, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
