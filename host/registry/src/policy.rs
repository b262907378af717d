//! Whom does the operator trust? By reference: which keys have to have signed, what is revoked, how old may be too old.
//!
//! What is not allowed is refused. Nothing of it comes from a plugin or a registry.

mod decide;
mod file;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use semver::Version;

use crate::{digest::Digest, keys::PublicKey, layout::files};

pub use decide::{Decision, Judged, Subject};

/// Some thousand rules.
const TRUST_BYTES_MAX: u64 = 1 << 20;

/// The operator's trust: `[trust]` of `architrave.toml`, or a file of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// By the name that rules use. No key has two names, so that no one counts twice.
    pub(crate) keys: BTreeMap<String, PublicKey>,
    /// By prefix.
    pub(crate) rules: BTreeMap<String, Rule>,
    /// Whether what no rule is for may be loaded without a signature.
    pub(crate) unsigned: bool,
    /// Manifests and components that are not loaded, whoever signed them.
    pub(crate) revoked: BTreeSet<Digest>,
    /// By registry and repository, the oldest version that is loaded.
    pub(crate) minimum_versions: BTreeMap<String, Version>,
}

/// What is asked of plugins whose name starts with a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Keys that have to have signed, every one.
    pub(crate) all_of: BTreeSet<String>,
    /// Keys of which `minimum` have to have signed.
    pub(crate) any_of: BTreeSet<String>,
    /// 0 only where `any_of` is empty.
    pub(crate) minimum: usize,
    /// What stands in signatures in place of the prefix, for mirrors.
    pub(crate) signed_as: Option<String>,
    /// Whether no signature is asked for; then there are no keys.
    pub(crate) unsigned: bool,
}

impl Trust {
    /// Reads a file of its own; paths in it are relative to its folder.
    ///
    /// # Errors
    ///
    /// `layout.file` where it cannot be read; `trust.invalid` for everything that is wrong in it, each with line and
    /// column, and with keys that cannot be read.
    pub fn read(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let name = path.display().to_string();
        let invalid = |cause: &str| {
            let message = format!("cannot use `{name}`: {cause}");
            vec![Diagnostic::error("trust.invalid", message).help(file::HELP)]
        };
        let bytes = files::read_through(path, TRUST_BYTES_MAX).map_err(|error| vec![error.diagnostic()])?;
        let bytes = bytes.ok_or_else(|| invalid("there is no such file"))?;
        let text = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8"))?;
        Self::parse(&text, &name, &folder(path))
    }

    /// Reads a text that was in the file `name`; paths in it are relative to `folder`.
    ///
    /// # Errors
    ///
    /// `trust.invalid` for everything that is wrong, each with line and column.
    pub fn parse(text: &str, name: &str, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        file::parse(text, name, folder)
    }

    /// Reads the table `[trust]` of a text that was in the file `name`, and nothing else of it; `None` where there is none.
    ///
    /// # Errors
    ///
    /// As for [`Self::parse`].
    pub fn within(text: &str, name: &str, folder: &Path) -> Result<Option<Self>, Vec<Diagnostic>> {
        file::within(text, name, folder)
    }

    /// The keys that it knows, by name.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &PublicKey)> {
        self.keys.iter().map(|(name, key)| (name.as_str(), key))
    }

    /// One rule for everything: each of these keys has to have signed.
    #[must_use]
    pub fn all_of(keys: BTreeMap<String, PublicKey>) -> Self {
        let all_of = keys.keys().cloned().collect();
        let rule = Rule { all_of, any_of: BTreeSet::new(), minimum: 0, signed_as: None, unsigned: false };
        Self { keys, rules: BTreeMap::from([(String::new(), rule)]), ..Self::default() }
    }

    /// The rule for a name, and its prefix: the one with most segments.
    pub(crate) fn rule(&self, name: &str) -> Option<(&str, &Rule)> {
        let matching = self.rules.iter().filter(|(prefix, _)| is_within(name, prefix));
        matching.max_by_key(|(prefix, _)| prefix.len()).map(|(prefix, rule)| (prefix.as_str(), rule))
    }
}

/// Whether a name starts with all segments of a prefix.
fn is_within(name: &str, prefix: &str) -> bool {
    prefix.is_empty() || name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn folder(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests;
