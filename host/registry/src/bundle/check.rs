//! May the plugins of a bundle be loaded? Asked as a host will ask, before anything is kept.

use std::collections::BTreeSet;

use architrave_core::diagnostic::Diagnostic;

use super::Bundle;
use crate::{
    digest::Digest,
    error::Error,
    form::Form,
    layout::Store,
    lock::Lock,
    policy::Trust,
    reference::Reference,
    refusal::Refusal,
    supply::{Problem, Supply},
};

impl Bundle {
    /// Everything that would keep its plugins from being loaded with this lock and this trust, with nothing but what is in
    /// it: one of them that is not locked, a locked one that is missing, other bytes than were locked, signatures that are
    /// missing or not trusted. Empty when nothing would. Without a lock, signatures and trust alone decide.
    ///
    /// # Errors
    ///
    /// As for [`Self::keep`]: it is unpacked into a folder of its own for that.
    pub fn check(&self, lock: Option<&Lock>, trust: Option<&Trust>, form: Form) -> Result<Vec<Diagnostic>, Error> {
        let folder = tempfile::tempdir().map_err(|cause| Error::file("made", std::env::temp_dir(), cause))?;
        let path = folder.path().join("store");
        self.keep(&Store::create(&path)?)?;
        let supply = Supply { lock: lock.cloned(), trust: trust.cloned(), store: Some(path), client: None };
        let mut problems = Vec::new();
        if let Some(lock) = lock {
            for source in lock.plugins.keys().filter(|source| Reference::is_meant(source)) {
                if let Err(problem) = self.locked(source, lock, &supply, form) {
                    problems.push(problem.diagnostic(&format!("cannot import `{source}`")));
                }
            }
        }
        let locked: Option<BTreeSet<Digest>> =
            lock.map(|lock| lock.plugins.values().filter_map(|locked| locked.manifest).collect());
        for (name, digest, _) in self.names().filter(|(.., found)| matches!(found, Form::Plugin { .. })) {
            let plugin = format!("oci://{name}");
            let held = match &locked {
                Some(locked) if locked.contains(&digest) => Ok(()),
                Some(_) => {
                    Err(Refusal::NotLocked { plugin: plugin.clone(), lock: lock.and_then(|lock| lock.path.clone()) }
                        .into())
                }
                None => trusted(&plugin, &supply, form),
            };
            if let Err(problem) = held {
                problems.push(problem.diagnostic(&format!("cannot import `{plugin}`")));
            }
        }
        Ok(problems)
    }

    /// A plugin that is locked is here, and would be loaded.
    fn locked(&self, source: &str, lock: &Lock, supply: &Supply, form: Form) -> Result<(), Problem> {
        let reference = source.parse::<Reference>()?;
        let locked = lock.find(source)?;
        let name = reference.tagged_name().unwrap_or_else(|| reference.to_string().replace("oci://", ""));
        // By name as well: however many references a lock has for one plugin, it is read once for each of its names.
        if self.names.get(&name).map(|(digest, _)| *digest) != locked.manifest {
            let digest = locked.manifest.unwrap_or(locked.component);
            return Err(Refusal::NotStored { digest, folder: supply.store.clone() }.into());
        }
        supply.load(&reference, form).map(|_| ())
    }
}

/// Whether signatures and trust let a plugin in.
fn trusted(plugin: &str, supply: &Supply, form: Form) -> Result<(), Problem> {
    let (_, decision) = supply.find(&plugin.parse()?, form)?;
    Ok(decision.verdict?)
}
