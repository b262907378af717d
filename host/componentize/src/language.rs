//! In which language is a plugin written?

use std::{fmt, path::Path, str::FromStr};

use crate::error::Error;

/// A language that plugins can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// With the SDK, by cargo.
    Rust,
    /// By zig's C compiler.
    C,
    /// With an engine inside, by `componentize-js`.
    JavaScript,
    /// With an interpreter inside, by `componentize-py`.
    Python,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rust, Self::C, Self::JavaScript, Self::Python];

    /// As the command line writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::C => "c",
            Self::JavaScript => "javascript",
            Self::Python => "python",
        }
    }

    /// The file by which a project's language is known.
    #[must_use]
    pub const fn known_by(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::C => "rules.c",
            Self::JavaScript => "rules.js",
            Self::Python => "rules.py",
        }
    }

    /// The language of a project.
    ///
    /// # Errors
    ///
    /// `build.language` when the folder has none of the files that tell, or several of them.
    pub fn of(folder: &Path) -> Result<Self, Error> {
        let found: Vec<Self> =
            Self::ALL.into_iter().filter(|language| folder.join(language.known_by()).is_file()).collect();
        match found.as_slice() {
            [language] => Ok(*language),
            found => Err(Error::language(folder, found)),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.as_str() == text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|language| language.as_str()).collect();
            format!("languages are {}", known.join(", "))
        })
    }
}
