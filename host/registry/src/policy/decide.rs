//! May this plugin be loaded, as far as trust goes? Every signature judged, then the rule, then what is forbidden anyhow.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::diagnostic::list_names;
use semver::Version;

use super::{Rule, Trust};
use crate::{
    digest::Digest,
    error::Error,
    keys::Algorithm,
    lock::Locked,
    refusal::Refusal,
    signature::{Payload, Signature},
};

/// A plugin about which is decided.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Registry and repository.
    pub name: &'a str,
    /// Digest of its manifest.
    pub manifest: Digest,
    /// Digest of its component.
    pub component: Digest,
    /// As the component says.
    pub version: &'a str,
}

/// What was decided, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Prefix of the rule; `None` where none is for this plugin.
    pub prefix: Option<String>,
    /// One entry per signature, in their order.
    pub signatures: Vec<Judged>,
    /// Names and ids of the keys that vouch for exactly this plugin, of those that count here.
    pub signers: BTreeMap<String, Digest>,
    /// Whether it may be loaded.
    pub verdict: Result<(), Refusal>,
}

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// A key that the operator knows signed exactly this.
    Holds {
        /// Name of the key.
        key: String,
        /// Its id.
        id: Digest,
        /// How it signs.
        algorithm: Algorithm,
    },
    /// It is of no key that the operator knows, or turned on its way.
    Unknown,
    /// A known key signed another manifest.
    OtherArtifact {
        /// Name of the key.
        key: String,
        /// What it signed.
        signed: Digest,
    },
    /// A known key signed this manifest as that of another repository.
    OtherIdentity {
        /// Name of the key.
        key: String,
        /// As what it signed it.
        signed: String,
    },
    /// It cannot be read.
    Malformed {
        /// Why.
        cause: String,
    },
}

impl Decision {
    /// Whether each key that had signed a plugin when it was locked does so still.
    ///
    /// # Errors
    ///
    /// `lock.signer`.
    pub fn check_signers(&self, locked: &Locked) -> Result<(), Refusal> {
        match locked.signers.iter().find(|key| !self.signers.values().any(|found| found == *key)) {
            Some(key) => Err(Refusal::LostSigner { key: *key }),
            None => Ok(()),
        }
    }
}

impl Trust {
    /// Decides whether a plugin with these signatures may be loaded.
    #[must_use]
    pub fn decide(&self, subject: Subject<'_>, signatures: &[Result<Signature, Error>]) -> Decision {
        let rule = self.rule(subject.name);
        let expected = self.identity(subject.name);
        let judged: Vec<Judged> = signatures
            .iter()
            .map(|signature| match signature {
                Ok(signature) => self.judge(subject.manifest, &expected, signature),
                Err(error) => Judged::Malformed { cause: error.to_string() },
            })
            .collect();
        let counts = |key: &str| rule.is_none_or(|(_, rule)| rule.unsigned || rule.names(key));
        let signers = judged.iter().filter_map(|judged| match judged {
            Judged::Holds { key, id, .. } => counts(key).then(|| (key.clone(), *id)),
            Judged::Unknown
            | Judged::OtherArtifact { .. }
            | Judged::OtherIdentity { .. }
            | Judged::Malformed { .. } => None,
        });
        let signers: BTreeMap<String, Digest> = signers.collect();
        let verdict = self.forbidden(subject).and_then(|()| match rule {
            None if self.unsigned => Ok(()),
            None => Err(Refusal::NoRule { name: subject.name.to_owned() }),
            Some((prefix, rule)) => rule.verdict(prefix, &judged, &signers, (subject.manifest, &expected)),
        });
        Decision { prefix: rule.map(|(prefix, _)| prefix.to_owned()), signatures: judged, signers, verdict }
    }

    /// What no signature makes good: revoked digests, versions that are too old, of this repository and of the one that
    /// signatures name in its place.
    ///
    /// # Errors
    ///
    /// `trust.revoked`, `trust.downgraded`.
    pub fn forbidden(&self, subject: Subject<'_>) -> Result<(), Refusal> {
        for digest in [subject.manifest, subject.component] {
            self.check_revoked(digest)?;
        }
        let signed_as = self.identity(subject.name);
        let minimum = [subject.name, &signed_as].into_iter().filter_map(|name| self.minimum_versions.get(name)).max();
        let Some(minimum) = minimum else { return Ok(()) };
        if Version::parse(subject.version).is_ok_and(|version| version >= *minimum) {
            return Ok(());
        }
        Err(Refusal::Downgraded { found: subject.version.to_owned(), minimum: minimum.to_string() })
    }

    /// As what signatures name the plugin of a registry and repository.
    fn identity(&self, name: &str) -> String {
        self.rule(name).map_or_else(|| name.to_owned(), |(prefix, rule)| rule.identity(prefix, name))
    }

    /// Whether a manifest or component may still be loaded.
    ///
    /// # Errors
    ///
    /// `trust.revoked`.
    pub fn check_revoked(&self, digest: Digest) -> Result<(), Refusal> {
        if self.revoked.contains(&digest) { Err(Refusal::Revoked { digest }) } else { Ok(()) }
    }

    fn judge(&self, manifest: Digest, expected: &str, signature: &Signature) -> Judged {
        let Some((name, key)) = self.keys.iter().find(|(_, key)| signature.is_by(key)) else {
            return Judged::Unknown;
        };
        let payload = match Payload::read(signature.payload()) {
            Ok(payload) => payload,
            Err(error) => return Judged::Malformed { cause: error.to_string() },
        };
        let key_name = name.clone();
        if payload.manifest != manifest {
            return Judged::OtherArtifact { key: key_name, signed: payload.manifest };
        }
        if payload.name != expected {
            return Judged::OtherIdentity { key: key_name, signed: payload.name };
        }
        Judged::Holds { key: key_name, id: key.id(), algorithm: key.algorithm() }
    }
}

impl Rule {
    fn names(&self, key: &str) -> bool {
        self.all_of.contains(key) || self.any_of.contains(key)
    }

    /// As what signers know a plugin of this name.
    fn identity(&self, prefix: &str, name: &str) -> String {
        match (&self.signed_as, name.strip_prefix(prefix)) {
            (Some(signed_as), Some(rest)) => format!("{signed_as}{rest}"),
            _ => name.to_owned(),
        }
    }

    fn verdict(
        &self,
        prefix: &str,
        judged: &[Judged],
        signers: &BTreeMap<String, Digest>,
        (found, expected): (Digest, &str),
    ) -> Result<(), Refusal> {
        let signed_by: BTreeSet<&String> = signers.keys().collect();
        let all = self.all_of.iter().all(|key| signed_by.contains(key));
        let any = self.any_of.iter().filter(|key| signed_by.contains(key)).count() >= self.minimum;
        if self.unsigned || (all && any) {
            return Ok(());
        }
        // Without a prefix, whoever asks named the keys.
        let prefix = if prefix.is_empty() { "--key" } else { prefix }.to_owned();
        let wanted = self.wanted();
        if !signers.is_empty() {
            return Err(Refusal::TooFew { signers: signers.keys().cloned().collect(), prefix, wanted });
        }
        if judged.is_empty() {
            return Err(Refusal::Unsigned { prefix, wanted });
        }
        // What a trusted key signed by mistake, or what someone put in its place, says more than an unknown key.
        let telling = judged.iter().find_map(|judged| match judged {
            Judged::OtherArtifact { key, signed } => {
                self.names(key).then(|| Refusal::OtherArtifact { key: key.clone(), signed: *signed, found })
            }
            Judged::OtherIdentity { key, signed } => self.names(key).then(|| Refusal::OtherIdentity {
                key: key.clone(),
                signed: signed.clone(),
                expected: expected.to_owned(),
            }),
            Judged::Holds { .. } | Judged::Unknown | Judged::Malformed { .. } => None,
        });
        Err(telling.unwrap_or(Refusal::WrongSignature { count: judged.len(), prefix, wanted }))
    }

    /// In words: `` `a`, and 2 of `b`, `c`, `d` ``.
    pub(super) fn wanted(&self) -> String {
        let all = list_names(self.all_of.iter().map(String::as_str));
        let any = list_names(self.any_of.iter().map(String::as_str));
        match (self.all_of.is_empty(), self.any_of.is_empty()) {
            (_, true) => all,
            (true, false) => format!("{} of {any}", self.minimum),
            (false, false) => format!("{all}, and {} of {any}", self.minimum),
        }
    }
}
