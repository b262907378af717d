//! A plugin's folder: `plugin.toml` and `Cargo.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use architrave_core::{diagnostic::Diagnostic, manifest::Manifest};

use crate::error::Error;

/// What a plugin's folder says.
#[derive(Debug, Clone)]
pub struct Source {
    /// The folder, absolute.
    pub folder: PathBuf,
    /// From `plugin.toml`.
    pub manifest: Manifest,
    /// From `Cargo.toml`.
    pub package: String,
    /// Name of the file that cargo makes, without `.wasm`.
    pub artifact: String,
}

impl Source {
    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// `build.file`, `build.manifest` with every problem of the manifest, `build.package`.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let folder = folder.canonicalize().map_err(|error| Error::file(folder, error))?;
        let manifest = manifest(&folder.join("plugin.toml"))?;
        let Package { name: package, artifact } = Package::read(&folder)?;
        Ok(Self { folder, manifest, package, artifact })
    }
}

/// What `Cargo.toml` says.
pub(crate) struct Package {
    pub(crate) name: String,
    /// Name of the file that cargo makes, without `.wasm`.
    pub(crate) artifact: String,
}

impl Package {
    /// Reads it from a crate's folder.
    ///
    /// # Errors
    ///
    /// `build.file`, `build.package`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join("Cargo.toml");
        let table = toml_table(&path).map_err(|found| match found {
            NotToml::File(error) => Error::file(&path, error),
            NotToml::Syntax(message) => Error::package(&path, &message),
        })?;
        let name = |section: &str| table.get(section)?.get("name")?.as_str().map(str::to_owned);
        let package = name("package").ok_or_else(|| Error::package(&path, "it has no `package.name`"))?;
        let artifact = name("lib").unwrap_or_else(|| package.replace('-', "_"));
        Ok(Self { name: package, artifact })
    }
}

/// Reads a `plugin.toml`.
///
/// # Errors
///
/// `build.file`, or `build.manifest` with every problem.
pub fn manifest(path: &Path) -> Result<Manifest, Error> {
    let table = toml_table(path).map_err(|found| match found {
        NotToml::File(error) => Error::file(path, error),
        NotToml::Syntax(message) => Error::manifest(path, vec![Diagnostic::error("manifest.syntax", message)]),
    })?;
    let value = serde_json::to_value(table)
        .map_err(|error| Error::manifest(path, vec![Diagnostic::error("manifest.syntax", error.to_string())]))?;
    Manifest::from_value(&value).map_err(|problems| Error::manifest(path, problems))
}

enum NotToml {
    File(std::io::Error),
    Syntax(String),
}

fn toml_table(path: &Path) -> Result<toml::Table, NotToml> {
    let text = fs::read_to_string(path).map_err(NotToml::File)?;
    text.parse::<toml::Table>().map_err(|error| NotToml::Syntax(error.message().to_owned()))
}
