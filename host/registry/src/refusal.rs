//! Why may a plugin not be used? One place for all messages: lock, signatures, trust.

use std::path::PathBuf;

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    laws,
};

use crate::digest::Digest;

/// A plugin is not what was locked, or nobody whom the operator trusts vouches for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// `lock.missing`
    #[error("{}", no_entry(.plugin, .lock.as_ref()))]
    NotLocked {
        /// Its source, as a lock would have it.
        plugin: String,
        /// The lock; `None` where there is none.
        lock: Option<PathBuf>,
    },
    /// `lock.moved`
    #[error("`{place}` was moved: it is {found} now, locked is {locked}")]
    Moved {
        /// The reference.
        place: String,
        /// Manifest in the lock.
        locked: Digest,
        /// Manifest that the tag stands for now.
        found: Digest,
    },
    /// `lock.digest`
    #[error("its {what} is {found}, locked is {locked}")]
    OtherBytes {
        /// `manifest` or `component`.
        what: &'static str,
        /// In the lock.
        locked: Digest,
        /// Of the bytes.
        found: Digest,
    },
    /// `lock.differs`
    #[error("its {what} is `{found}`, the lock says `{locked}`")]
    Differs {
        /// Such as `version`.
        what: &'static str,
        /// In the lock.
        locked: String,
        /// In the component.
        found: String,
    },
    /// `lock.signer`
    #[error("the lock says that the key {key} signed it, which is not so, or the key is trusted no more")]
    LostSigner {
        /// Its id.
        key: Digest,
    },
    /// `lock.downgrade`
    #[error("it would go back from version {locked} to {found}")]
    Downgrade {
        /// In the lock.
        locked: String,
        /// What the tag stands for now.
        found: String,
    },
    /// `trust.no-policy`
    #[error("the operator has not said whose plugins from registries are trusted")]
    NoPolicy,
    /// `trust.no-rule`
    #[error("no rule of the operator's trust is for `{name}`")]
    NoRule {
        /// Registry and repository.
        name: String,
    },
    /// `trust.unsigned`
    #[error("it is not signed, and `{prefix}` asks for {wanted}")]
    Unsigned {
        /// Of the rule.
        prefix: String,
        /// In words.
        wanted: String,
    },
    /// `trust.wrong-signature`
    #[error("none of its {count} signatures is of a key that `{prefix}` names: {wanted}")]
    WrongSignature {
        /// How many there are.
        count: usize,
        /// Of the rule.
        prefix: String,
        /// In words.
        wanted: String,
    },
    /// `trust.other-artifact`
    #[error("the key `{key}` signed another artifact: {signed}, this is {found}")]
    OtherArtifact {
        /// Its name.
        key: String,
        /// In the signed payload.
        signed: Digest,
        /// Of the manifest.
        found: Digest,
    },
    /// `trust.other-identity`
    #[error("the key `{key}` signed it as `{signed}`, not as `{expected}`")]
    OtherIdentity {
        /// Its name.
        key: String,
        /// In the signed payload.
        signed: String,
        /// Registry and repository.
        expected: String,
    },
    /// `trust.too-few`
    #[error("it is signed by {}, and `{prefix}` asks for {wanted}", list_names(.signers.iter().map(String::as_str)))]
    TooFew {
        /// Names of the keys that signed it.
        signers: Vec<String>,
        /// Of the rule.
        prefix: String,
        /// In words.
        wanted: String,
    },
    /// `trust.file-unsigned`
    #[error("there are no signatures in `{}`", .signatures.display())]
    FileUnsigned {
        /// Where they would be.
        signatures: PathBuf,
    },
    /// `trust.file-wrong-signature`
    #[error("its {count} signatures are not of the keys that are asked for, or of another file")]
    FileWrongSignature {
        /// How many there are.
        count: usize,
    },
    /// `reference.nameless`
    #[error("`{place}` is in a folder, which says not whose it is")]
    Nameless {
        /// The folder.
        place: String,
    },
    /// `trust.revoked`
    #[error("the operator revoked {digest}")]
    Revoked {
        /// Of the manifest or the component.
        digest: Digest,
    },
    /// `trust.downgraded`
    #[error("its version is {found}, the operator asks for {minimum} at least")]
    Downgraded {
        /// In the component.
        found: String,
        /// In the operator's trust.
        minimum: String,
    },
    /// `store.missing`
    #[error("{digest} is not in the store{}, and registries may not be asked", in_folder(.folder.as_ref()))]
    NotStored {
        /// Of the manifest.
        digest: Digest,
        /// The store's; `None` where there is none.
        folder: Option<PathBuf>,
    },
}

impl Refusal {
    /// Stable, such as `lock.moved`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotLocked { .. } => "lock.missing",
            Self::Moved { .. } => "lock.moved",
            Self::OtherBytes { .. } => "lock.digest",
            Self::Differs { .. } => "lock.differs",
            Self::LostSigner { .. } => "lock.signer",
            Self::Downgrade { .. } => "lock.downgrade",
            Self::NoPolicy => "trust.no-policy",
            Self::NoRule { .. } => "trust.no-rule",
            Self::Unsigned { .. } => "trust.unsigned",
            Self::WrongSignature { .. } => "trust.wrong-signature",
            Self::OtherArtifact { .. } => "trust.other-artifact",
            Self::OtherIdentity { .. } => "trust.other-identity",
            Self::TooFew { .. } => "trust.too-few",
            Self::FileUnsigned { .. } => "trust.file-unsigned",
            Self::FileWrongSignature { .. } => "trust.file-wrong-signature",
            Self::Nameless { .. } => "reference.nameless",
            Self::Revoked { .. } => "trust.revoked",
            Self::Downgraded { .. } => "trust.downgraded",
            Self::NotStored { .. } => "store.missing",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NotLocked { .. } => {
                "run `architrave plugin lock`, with the reference behind it where no configuration names it, and keep the lock \
                 beside the configuration"
            }
            Self::Moved { .. } => {
                "see what changed with `architrave plugin lock --upgrade`, or name the artifact by its digest"
            }
            Self::OtherBytes { .. } | Self::Differs { .. } => {
                "restore what was locked, or approve this one with `architrave plugin lock --upgrade`"
            }
            Self::LostSigner { .. } => {
                "if the key was retired on purpose, let the plugin be signed anew and run `architrave plugin lock --upgrade`"
            }
            Self::Downgrade { .. } => "if that is meant, say `--allow-downgrade`",
            Self::NoPolicy => {
                "give the `[trust]` of `architrave.toml` the keys that sign, or `unsigned = \"allow\"` if you trust the \
                 registry alone"
            }
            Self::NoRule { .. } => "add a `[[trust.rules]]` for it, or `unsigned = \"allow\"` in `[trust]`",
            Self::Unsigned { .. } => {
                "let it be signed with `architrave plugin sign` or `cosign sign --key`; signatures stand under a tag of \
                 their own, `sha256-….sig`, which a copy has to bring along"
            }
            Self::WrongSignature { .. } | Self::TooFew { .. } => {
                "let it be signed by those keys, or change the rule if others are to be trusted"
            }
            Self::OtherArtifact { .. } => "do not use it; someone put a signature beside what it is not for",
            Self::OtherIdentity { .. } => {
                "if this registry is a mirror of that one, say so with `signed_as` in the rule"
            }
            Self::FileUnsigned { .. } => {
                "sign it with `architrave plugin sign`, or name its signatures by `--signature`"
            }
            Self::FileWrongSignature { .. } => "do not use it; get file and signatures again from whoever made them",
            Self::Nameless { .. } => "say what it is a copy of: `--as registry.example/team/plugin`",
            Self::Revoked { .. } => "use another version, and move the lock with `architrave plugin lock --upgrade`",
            Self::Downgraded { .. } => "use a newer version, and move the lock with `architrave plugin lock --upgrade`",
            Self::NotStored { .. } => "get it with `architrave plugin pull`, import a bundle, or leave out `--offline`",
        }
    }

    /// As all other problems are told, after what was attempted.
    #[must_use]
    pub fn diagnostic(&self, attempt: &str) -> Diagnostic {
        Diagnostic::error(self.code(), laws::clean(&format!("{attempt}: {self}"))).help(self.help())
    }
}

fn no_entry(plugin: &str, lock: Option<&PathBuf>) -> String {
    match lock {
        Some(lock) => format!("`{}` has no `{plugin}`", lock.display()),
        None => format!("there is no lock, which `{plugin}` has to be in"),
    }
}

fn in_folder(folder: Option<&PathBuf>) -> String {
    folder.map(|folder| format!(" `{}`", folder.display())).unwrap_or_default()
}
