//! May the plugins of a bundle be loaded? Asked as a host will ask, before anything is kept.

use architrave_core::diagnostic::Diagnostic;

use super::Bundle;
use crate::{
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
    /// missing or not trusted. Empty when nothing would.
    ///
    /// # Errors
    ///
    /// As for [`Self::keep`]: it is unpacked into a folder of its own for that.
    pub fn check(&self, lock: &Lock, trust: Option<&Trust>, form: Form) -> Result<Vec<Diagnostic>, Error> {
        let folder = tempfile::tempdir().map_err(|cause| Error::file("made", std::env::temp_dir(), cause))?;
        let path = folder.path().join("store");
        self.keep(&Store::create(&path)?)?;
        let supply = Supply { lock: Some(lock.clone()), trust: trust.cloned(), store: Some(path), client: None };
        let mut problems = Vec::new();
        let locked = lock.plugins.keys().filter(|source| Reference::is_meant(source));
        for source in locked {
            let loaded = source.parse::<Reference>().map_err(Problem::from);
            if let Err(problem) = loaded.and_then(|reference| supply.load(&reference, form)) {
                problems.push(problem.diagnostic(&format!("cannot import `{source}`")));
            }
        }
        for (name, digest, found) in self.names() {
            let is_plugin = matches!(found, Form::Plugin { .. });
            if is_plugin && !lock.plugins.values().any(|locked| locked.manifest == Some(digest)) {
                let refusal = Refusal::NotLocked { plugin: format!("oci://{name}"), lock: lock.path.clone() };
                problems.push(refusal.diagnostic(&format!("cannot import `oci://{name}`")));
            }
        }
        Ok(problems)
    }
}
