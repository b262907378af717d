//! How does a plugin of a registry get here, and may it be loaded? Lock, store, registry, signatures, trust: in this order,
//! every time.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use architrave_core::diagnostic::Diagnostic;

use crate::{
    artifact::Artifact,
    client::Client,
    digest::Digest,
    error::{Error, Kind},
    form::Form,
    layout::Store,
    lock::{Lock, Locked},
    policy::{Decision, Subject, Trust},
    reference::Reference,
    refusal::Refusal,
    signature::{self, Signature},
};

/// How long a registry may take to say what a tag stands for. One that says nothing keeps no one from what was locked.
const LOOK_UP: Duration = Duration::from_secs(15);

/// Where plugins of registries come from, and what decides whether they may be loaded.
///
/// The default lets nothing in: it has no lock, no trust, no store, and asks no registry.
#[derive(Debug, Clone, Default)]
pub struct Supply {
    /// What was approved; `None` where there is no lock.
    pub lock: Option<Lock>,
    /// Whom the operator trusts; `None` where that was not said, which is nobody.
    pub trust: Option<Trust>,
    /// Folder of the local store; `None` for none.
    pub store: Option<PathBuf>,
    /// Asks registries; `None` where they are not to be asked.
    pub client: Option<Client>,
}

/// Why a plugin is not there, or may not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be had or read.
    #[error(transparent)]
    Failed(#[from] Error),
    /// It may not be loaded.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Problem {
    /// Stable, such as `lock.moved`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Failed(error) => error.code(),
            Self::Refused(refusal) => refusal.code(),
        }
    }

    /// As all other problems are told, after what was attempted.
    #[must_use]
    pub fn diagnostic(&self, attempt: &str) -> Diagnostic {
        match self {
            Self::Failed(error) => {
                let diagnostic = error.diagnostic();
                Diagnostic { message: format!("{attempt}: {}", diagnostic.message), ..diagnostic }
            }
            Self::Refused(refusal) => refusal.diagnostic(attempt),
        }
    }
}

impl Supply {
    /// The plugin that was locked for a reference, if everything about it holds: its tag was not moved, bytes and what
    /// they say are as locked, whoever signed then is trusted still, and trust lets it in.
    ///
    /// What is in the store is not fetched again, and a registry that does not answer does not keep it from being used.
    ///
    /// # Errors
    ///
    /// `lock.…`, `trust.…`, `store.missing`, and as for [`Client::pull`] and [`Store::get`].
    pub fn load(&self, reference: &Reference, form: Form) -> Result<Artifact, Problem> {
        let locked = self.locked(&reference.to_string())?;
        let manifest = self.locked_manifest(reference, locked)?;
        if let Some(trust) = &self.trust {
            trust.check_revoked(manifest)?;
        }
        self.check_not_moved(reference, manifest)?;
        let artifact = self.fetch(reference, manifest, form)?;
        let found = Locked::of(artifact.component(), Some(artifact.digest()))?;
        locked.check(&found)?;
        let decision = self.decide(reference, &found, |decision| holds(locked, decision))?;
        decision.verdict.clone()?;
        decision.check_signers(locked)?;
        Ok(artifact)
    }

    /// Whether a component that is in no registry may be loaded: not revoked, and as locked where `source` is in the lock.
    ///
    /// # Errors
    ///
    /// `trust.revoked`, `lock.digest`, `lock.differs`, `artifact.component`.
    pub fn check(&self, source: &str, component: &[u8]) -> Result<(), Problem> {
        let digest = Digest::of(component);
        if let Some(trust) = &self.trust {
            trust.check_revoked(digest)?;
        }
        if let Some(locked) = self.lock.as_ref().and_then(|lock| lock.plugins.get(source)) {
            locked.check_bytes(digest)?;
            locked.check(&Locked::of(component, None)?)?;
        }
        Ok(())
    }

    /// As [`Self::check`], for a component that was read from a file.
    ///
    /// # Errors
    ///
    /// As for [`Self::check`].
    pub fn check_file(&self, file: &Path, component: &[u8]) -> Result<(), Problem> {
        let source = self.lock.as_ref().and_then(|lock| lock.source_of(file));
        self.check(source.unwrap_or_default(), component)
    }

    /// What the lock says of a source.
    ///
    /// # Errors
    ///
    /// `lock.missing`.
    pub fn locked(&self, source: &str) -> Result<&Locked, Refusal> {
        match &self.lock {
            Some(lock) => lock.find(source),
            None => Err(Refusal::NotLocked { plugin: source.to_owned(), lock: None }),
        }
    }

    /// What a reference stands for now, whatever is locked, and what trust says of it.
    ///
    /// # Errors
    ///
    /// `trust.revoked`, `trust.downgraded`, `store.missing`, `artifact.component`, and as for [`Client::pull`] and
    /// [`Store::get`]. That nobody vouches for it is not one: the decision says so.
    pub fn find(&self, reference: &Reference, form: Form) -> Result<(Locked, Decision), Problem> {
        let manifest = self.resolve(reference)?;
        let artifact = self.fetch(reference, manifest, form)?;
        let mut found = Locked::of(artifact.component(), Some(manifest))?;
        let name = reference.name();
        if let Some(trust) = &self.trust {
            trust.forbidden(subject(&name, &found))?;
        }
        let decision = self.decide(reference, &found, |_| false)?;
        found.signers = decision.signers.values().copied().collect();
        Ok((found, decision))
    }

    /// The manifest that a reference stands for now: its digest, else what the registry says, else what the store has.
    ///
    /// # Errors
    ///
    /// As for [`Client::digest`]; `layout.not-found` where registries may not be asked and the store does not know it.
    pub fn resolve(&self, reference: &Reference) -> Result<Digest, Error> {
        if let Some(digest) = reference.digest {
            return Ok(digest);
        }
        if let Some(client) = &self.client {
            return client.digest(reference);
        }
        let name = reference.tagged_name().unwrap_or_else(|| reference.name());
        let stored = match self.open()? {
            Some(store) => store.digest(&name)?,
            None => None,
        };
        stored.ok_or_else(|| Kind::NotStored { name, path: self.store.clone().unwrap_or_default() }.into())
    }

    /// The artifact with this manifest: from the store, else from the registry and then kept.
    ///
    /// # Errors
    ///
    /// `store.missing` where registries may not be asked; as for [`Client::pull`], [`Store::get`] and [`Store::put`].
    pub fn fetch(&self, reference: &Reference, manifest: Digest, form: Form) -> Result<Artifact, Problem> {
        if let Some(store) = self.open()?
            && let Some(artifact) = store.get(manifest, form)?
        {
            return Ok(artifact);
        }
        let Some(client) = &self.client else {
            return Err(Refusal::NotStored { digest: manifest, folder: self.store.clone() }.into());
        };
        let artifact = client.pull(&reference.with_digest(manifest), form)?;
        self.keep(&artifact, reference.tagged_name().as_deref())?;
        Ok(artifact)
    }

    /// What trust says of a plugin. Signatures that the store has are enough where `suffices` says so; else the registry
    /// is asked for those that it has now.
    ///
    /// # Errors
    ///
    /// As for [`Client::find`] and [`Store::find`]. That it may not be loaded is not one: it is the decision.
    pub fn decide(
        &self,
        reference: &Reference,
        found: &Locked,
        suffices: impl Fn(&Decision) -> bool,
    ) -> Result<Decision, Problem> {
        let Some(manifest) = found.manifest else {
            return Err(Refusal::NoPolicy.into());
        };
        let name = reference.name();
        let judge = |signatures: &[Result<Signature, Error>]| {
            let subject = Subject { manifest, ..subject(&name, found) };
            match &self.trust {
                Some(trust) => trust.decide(subject, signatures),
                None => Decision { verdict: Err(Refusal::NoPolicy), ..Trust::default().decide(subject, signatures) },
            }
        };
        let reference = reference.with_tag(&signature::tag(manifest))?;
        let kept = self.stored(&reference, Form::Signatures)?;
        let decision = judge(&kept.as_ref().map(signature::read).unwrap_or_default());
        let Some(client) = self.client.as_ref().filter(|_| !suffices(&decision)) else {
            return Ok(decision);
        };
        let Some(fresh) = client.find(&reference, Form::Signatures)? else {
            return Ok(decision);
        };
        if kept.as_ref().map(Artifact::digest) == Some(fresh.digest()) {
            return Ok(decision);
        }
        let now = judge(&signature::read(&fresh));
        // A registry that shows less than it did takes nothing away: what was signed once stays so.
        if decision.verdict.is_ok() && now.verdict.is_err() {
            return Ok(decision);
        }
        if decision.signers.iter().all(|(name, _)| now.signers.contains_key(name)) {
            self.keep(&fresh, reference.tagged_name().as_deref())?;
        }
        Ok(now)
    }

    /// What the store has under the tag of a reference.
    ///
    /// # Errors
    ///
    /// As for [`Store::find`].
    pub fn stored(&self, reference: &Reference, form: Form) -> Result<Option<Artifact>, Error> {
        match (self.open()?, reference.tagged_name()) {
            (Some(store), Some(name)) => store.find(&name, form),
            _ => Ok(None),
        }
    }

    /// A tag stands for what it was locked to, as far as the registry answers.
    fn check_not_moved(&self, reference: &Reference, locked: Digest) -> Result<(), Refusal> {
        let (Some(client), None) = (&self.client, reference.digest) else { return Ok(()) };
        match client.within(LOOK_UP).digest(reference) {
            Ok(found) if found != locked => Err(Refusal::Moved { place: reference.to_string(), locked, found }),
            // Whoever keeps the registry from answering gets nothing in by that: the digest counts.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// The manifest that was locked; with one in the reference as well, both are the same.
    fn locked_manifest(&self, reference: &Reference, locked: &Locked) -> Result<Digest, Refusal> {
        let Some(manifest) = locked.manifest else {
            let lock = self.lock.as_ref().and_then(|lock| lock.path.clone());
            return Err(Refusal::NotLocked { plugin: reference.to_string(), lock });
        };
        match reference.digest {
            Some(found) if found != manifest => Err(Refusal::OtherBytes { what: "manifest", locked: manifest, found }),
            _ => Ok(manifest),
        }
    }

    fn open(&self) -> Result<Option<Store>, Error> {
        match &self.store {
            // A folder that is made but empty is as good as none: it becomes a store when there is something to keep.
            Some(folder) if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) => {
                Store::open(folder).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn keep(&self, artifact: &Artifact, name: Option<&str>) -> Result<(), Error> {
        match &self.store {
            Some(folder) => Store::create(folder)?.put(artifact, name),
            None => Ok(()),
        }
    }
}

fn holds(locked: &Locked, decision: &Decision) -> bool {
    decision.verdict.is_ok() && decision.check_signers(locked).is_ok()
}

fn subject<'a>(name: &'a str, found: &'a Locked) -> Subject<'a> {
    let version = found.identity.version.as_str();
    Subject { name, manifest: found.manifest.unwrap_or(found.component), component: found.component, version }
}

#[cfg(test)]
mod tests;
