//! What is a plugin, once it is in? Its manifest, its roles, and what starting it needs.

use std::{fmt, sync::Arc};

use architrave_core::{
    lens::Lens,
    manifest::{Class, Manifest},
    outcome::Role,
    snapshot::Digest,
};

use crate::{
    options::Images,
    prepared::Prepared,
    runtime::House,
    session::{Frame, Launcher},
};

/// A component that was taken in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Plugin {
    pub(crate) loaded: Arc<Loaded>,
}

/// See [`Plugin`].
pub(crate) struct Loaded {
    pub(crate) house: Arc<House>,
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) manifest: Manifest,
    pub(crate) sha256: Digest,
    pub(crate) class: Class,
    pub(crate) roles: Vec<Role>,
    pub(crate) ignored_exports: Vec<String>,
    pub(crate) launcher: Launcher,
}

impl Plugin {
    pub(crate) fn new(loaded: Loaded) -> Self {
        Self { loaded: Arc::new(loaded) }
    }

    /// What the plugin says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.loaded.manifest
    }

    /// Of the component's bytes.
    #[must_use]
    pub fn sha256(&self) -> Digest {
        self.loaded.sha256
    }

    /// The roles that it exports, in the order in which they are called; the manifest names the same.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.loaded.roles
    }

    /// Exports that are not of the contract; they are never called.
    #[must_use]
    pub fn ignored_exports(&self) -> &[String] {
        &self.loaded.ignored_exports
    }

    /// Prepares the plugin for reviews of one lens.
    ///
    /// `settings_json` is a JSON object with sorted keys and defaults filled in. Total: when the plugin refuses or
    /// faults, that is kept and becomes the fault of every role.
    #[must_use]
    pub fn prepare(&self, lens: &Arc<Lens>, lens_sha256: Digest, settings_json: &str, images: Images) -> Prepared {
        Prepared::new(self, lens, lens_sha256, settings_json, images)
    }
}

impl Loaded {
    pub(crate) fn frame(&self) -> Frame<'_> {
        Frame { limits: self.house.limits(self.class), clock: &self.house.clock }
    }
}

impl fmt::Debug for Loaded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Loaded")
            .field("id", &self.manifest.id)
            .field("sha256", &self.sha256)
            .field("class", &self.class)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}
