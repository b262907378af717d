//! Where do plugins run? Engines, a clock, slots; and the door through which a component comes in.

use std::sync::Arc;

use architrave_core::{
    digest,
    manifest::{Class, Manifest},
    snapshot::Digest,
};
use wasmtime::Engine;

use crate::{
    building::{Builder, Target},
    cache::Cache,
    clock::Clock,
    contract,
    engine::{self, POOL_INSTANCES},
    error::{Error, Kind, LoadError},
    gate::Gate,
    limits::Limits,
    options::{Allocation, Options},
    plugin::{Loaded, Plugin},
    scan::{Scan, scan},
    session::Launcher,
    stored::Subject,
};

/// Runs plugins. Cheap to share: all that it holds is behind one reference.
#[derive(Debug, Clone)]
pub struct Runtime {
    house: Arc<House>,
}

/// What all plugins of a runtime share; it ends with the last of them.
pub(crate) struct House {
    pub(crate) clock: Clock,
    native: Engine,
    scripting: Engine,
    pooled: bool,
    gate: Gate,
    options: Options,
    cache: Result<Cache, String>,
    pub(crate) builder: Builder,
}

impl Runtime {
    /// Starts the engines and the clock.
    ///
    /// # Errors
    ///
    /// When the machine cannot run compiled code, gives no thread, or cannot reserve a pool that was asked for.
    pub fn new(options: Options) -> Result<Self, Error> {
        let (native, pooled) = native_engine(&options).map_err(|error| Error::engine(&error))?;
        let scripting = engine::on_demand(&options.scripting).map_err(|error| Error::engine(&error))?;
        Self::of(native, scripting, pooled, options)
    }

    /// Starts engines that tell where a call was when its fuel ended, for [`Prepared::stack_at`](crate::Prepared::stack_at).
    /// They are slower to start instances, and their results are the same.
    ///
    /// # Errors
    ///
    /// When the machine cannot run compiled code, or gives no thread.
    pub fn tracing(options: Options) -> Result<Self, Error> {
        let native = engine::tracing(&options.native).map_err(|error| Error::engine(&error))?;
        let scripting = engine::tracing(&options.scripting).map_err(|error| Error::engine(&error))?;
        Self::of(native, scripting, false, options)
    }

    fn of(native: Engine, scripting: Engine, pooled: bool, options: Options) -> Result<Self, Error> {
        let smallest_deadline_ms = [&options.native, &options.scripting]
            .into_iter()
            .flat_map(|limits| [limits.deadline_ms, limits.prepare_deadline_ms])
            .fold(u64::MAX, u64::min);
        let clock = Clock::start(vec![native.clone(), scripting.clone()], smallest_deadline_ms)
            .map_err(|error| Error::clock(&error))?;
        let cache = match &options.cache {
            Some(options) => Cache::open(options),
            None => Err("no cache was asked for".to_owned()),
        };
        let slots = usize::try_from(POOL_INSTANCES).unwrap_or(1);
        let builder = Builder::new(options.compiler.clone());
        let house = House { clock, native, scripting, pooled, gate: Gate::new(slots), options, cache, builder };
        Ok(Self { house: Arc::new(house) })
    }

    /// Takes a component in: checks it, compiles it, and looks up what it exports. Nothing of it is run.
    ///
    /// # Errors
    ///
    /// See [`LoadError::code`].
    pub fn load(&self, component: &[u8], grant: Class) -> Result<Plugin, LoadError> {
        let (manifest, class) = self.admit(component, grant)?;
        let engine = self.house.engine(class);
        let sha256 = digest::bytes(component);
        let target = self.house.target(class);
        let compiled =
            self.house.builder.load(target, self.house.cache(), component, Subject { manifest: &manifest, sha256 })?;
        contract::check_imports(&compiled, engine)?;
        let ignored_exports = contract::ignored_exports(&compiled, engine)?;
        let launcher = Launcher::new(engine, &compiled)?;
        let roles = launcher.exports.roles();
        let mut named = manifest.roles.clone();
        named.sort_unstable();
        named.dedup();
        if named != roles {
            return Err(Kind::RolesDiffer { manifest: named, exports: roles }.into());
        }
        Ok(Plugin::new(Loaded {
            house: Arc::clone(&self.house),
            bytes: Arc::from(component),
            manifest,
            sha256,
            class,
            roles,
            ignored_exports,
            launcher,
        }))
    }

    /// Digest of the limits of both classes, as a report has it.
    #[must_use]
    pub fn limits_sha256(&self) -> Digest {
        self.house.options.limits_sha256()
    }

    /// Whether instances of the class `native` live in a pool; for a person's eyes, never for a report.
    #[must_use]
    pub fn is_pooled(&self) -> bool {
        self.house.pooled
    }

    /// Why compiled code is not kept between processes; `None` where it is. For a person's eyes, never for a report.
    #[must_use]
    pub fn cache_problem(&self) -> Option<&str> {
        self.house.cache.as_ref().err().map(String::as_str)
    }

    /// How many components and images were compiled so far, for they were not in the cache; for a person's eyes, never
    /// for a report.
    #[must_use]
    pub fn compiled_count(&self) -> u64 {
        self.house.builder.built()
    }

    /// Stops the deadline clock for ever: what a test does to see that calls are then refused.
    #[doc(hidden)]
    pub fn stop_clock(&self) {
        self.house.clock.stop();
    }

    /// Whether a component of so many bytes is read at all: to be asked before a file is.
    ///
    /// # Errors
    ///
    /// `load.too-large`.
    pub fn check_size(&self, bytes: u64, class: Class) -> Result<(), LoadError> {
        self.fits(bytes, class).map_err(LoadError::from)
    }

    /// Largest component of a class, in bytes: what [`Self::check_size`] holds it to.
    #[must_use]
    pub fn component_bytes_max(&self, class: Class) -> u64 {
        self.house.limits(class).component_bytes
    }

    fn fits(&self, bytes: u64, class: Class) -> Result<(), Kind> {
        check_bytes(bytes, self.house.limits(class), class)
    }

    /// What can be known before anything is compiled: size, kind, manifest, class, and how much there is to compile.
    fn admit(&self, component: &[u8], grant: Class) -> Result<(Manifest, Class), Kind> {
        let bytes = u64::try_from(component.len()).unwrap_or(u64::MAX);
        self.fits(bytes, grant)?;
        let scan = scan(component, self.house.limits(grant), grant)?;
        let manifest = manifest(&scan)?;
        if manifest.class > grant {
            return Err(Kind::ClassNotGranted { id: manifest.id, asked: manifest.class, granted: grant });
        }
        // A plugin runs with what it asks for, also where more is granted.
        let class = manifest.class;
        self.fits(bytes, class)?;
        scan.check(self.house.limits(class), class)?;
        Ok((manifest, class))
    }
}

impl House {
    pub(crate) const fn engine(&self, class: Class) -> &Engine {
        match class {
            Class::Native => &self.native,
            Class::Scripting => &self.scripting,
        }
    }

    /// Compiles for plugins of a class, for the engine that has no pool.
    pub(crate) const fn target_on_demand(&self, class: Class) -> Target<'_> {
        Target { engine: &self.scripting, limits: self.limits(class), class }
    }

    pub(crate) const fn limits(&self, class: Class) -> &Limits {
        match class {
            Class::Native => &self.options.native,
            Class::Scripting => &self.options.scripting,
        }
    }

    pub(crate) fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref().ok()
    }

    /// Compiles for plugins of a class.
    pub(crate) const fn target(&self, class: Class) -> Target<'_> {
        Target { engine: self.engine(class), limits: self.limits(class), class }
    }

    pub(crate) const fn gate(&self) -> &Gate {
        &self.gate
    }
}

impl std::fmt::Debug for House {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("House")
            .field("pooled", &self.pooled)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Whether a component of so many bytes is read at all.
pub(crate) fn check_bytes(bytes: u64, limits: &Limits, class: Class) -> Result<(), Kind> {
    let limit = limits.component_bytes;
    if bytes > limit { Err(Kind::TooLarge { bytes, limit, class }) } else { Ok(()) }
}

fn native_engine(options: &Options) -> wasmtime::Result<(Engine, bool)> {
    match options.allocation {
        Allocation::Pooled => Ok((engine::pooled(&options.native)?, true)),
        Allocation::OnDemand => Ok((engine::on_demand(&options.native)?, false)),
        Allocation::Auto => match engine::pooled(&options.native) {
            Ok(engine) => Ok((engine, true)),
            Err(_) => Ok((engine::on_demand(&options.native)?, false)),
        },
    }
}

/// Reads the manifest of a component. Nothing of it is compiled or run; it is scanned under the limits of the class
/// `scripting`, the wider ones.
///
/// # Errors
///
/// It is no component, is larger than any may be, or has no manifest that can be used.
pub fn read_manifest(component: &[u8]) -> Result<Manifest, LoadError> {
    let (limits, class) = (Limits::scripting(), Class::Scripting);
    let (bytes, limit) = (u64::try_from(component.len()).unwrap_or(u64::MAX), limits.component_bytes);
    if bytes > limit {
        return Err(Kind::TooLarge { bytes, limit, class }.into());
    }
    Ok(manifest(&scan(component, &limits, class)?)?)
}

fn manifest(scan: &Scan<'_>) -> Result<Manifest, Kind> {
    match scan.manifests.as_slice() {
        [] => Err(Kind::ManifestMissing),
        [manifest] => Manifest::from_json(manifest).map_err(|problems| Kind::ManifestInvalid { problems }),
        manifests => Err(Kind::ManifestTwice { count: manifests.len() }),
    }
}
