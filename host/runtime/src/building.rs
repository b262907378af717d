//! How does a component become code? From the cache, by a compiler in a process of its own, or here.

use std::{
    collections::BTreeMap,
    fmt,
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use architrave_core::manifest::Class;
use wasmtime::{Engine, component::Component};

use crate::{
    cache::{Cache, Name},
    compile::{self, Compiler, Failure},
    error::Kind,
    gate::Gate,
    limits::Limits,
    stored::{self, Subject},
    trusted,
};

/// Failures that a process remembers; with more it forgets them all and starts anew.
const FAILURES_MAX: usize = 1_000;

/// Compiles for all engines of a runtime.
pub(crate) struct Builder {
    compiler: Option<Compiler>,
    /// As many compilers at a time as there are processors.
    gate: Gate,
    cores: usize,
    failures: Mutex<BTreeMap<Name, Failure>>,
    /// How often anything was compiled.
    built: AtomicU64,
}

/// What to compile for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) limits: &'a Limits,
    pub(crate) class: Class,
}

impl Builder {
    pub(crate) fn new(compiler: Option<Compiler>) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { compiler, gate: Gate::new(cores), cores, failures: Mutex::default(), built: AtomicU64::new(0) }
    }

    /// Compiles a component that was admitted, or takes its code from the cache.
    ///
    /// # Errors
    ///
    /// When it cannot be compiled within the limits, or could not be before.
    pub(crate) fn load(
        &self,
        target: Target<'_>,
        cache: Option<&Cache>,
        component: &[u8],
        subject: Subject<'_>,
    ) -> Result<Component, Kind> {
        let name = stored::code_name(target.engine, target.limits, subject.sha256);
        if let Some(compiled) = cache.and_then(|cache| stored::get_code(cache, name, target.engine)) {
            return Ok(compiled);
        }
        let failed = stored::failure_name(target.engine, target.limits, subject.sha256);
        if let Some(failure) = self.remembered(cache, failed) {
            return Err(Kind::NotCompiled { failure, class: target.class, remembered: true });
        }
        match self.build(target, component) {
            Ok(compiled) => {
                if let Some(cache) = cache {
                    stored::put_code(cache, name, &compiled, subject);
                }
                Ok(compiled)
            }
            Err(failure) => {
                if failure.is_lasting() {
                    self.remember(failed, &failure);
                    if let Some(cache) = cache {
                        stored::put_failure(cache, failed, &failure, target.engine, subject);
                    }
                }
                Err(Kind::NotCompiled { failure, class: target.class, remembered: false })
            }
        }
    }

    /// Compiles a component that was admitted, or made from one that was.
    ///
    /// # Errors
    ///
    /// When it cannot be compiled within the limits.
    pub(crate) fn build(&self, target: Target<'_>, component: &[u8]) -> Result<Component, Failure> {
        self.built.fetch_add(1, Ordering::Relaxed);
        let Some(compiler) = &self.compiler else {
            return Component::from_binary(target.engine, component)
                .map_err(|error| Failure::Refused { cause: format!("{error:#}") });
        };
        let threads = match target.class {
            // Plugins are compiled side by side, and each is small.
            Class::Native => 1,
            Class::Scripting => self.cores,
        };
        let code = {
            let _slot = self.gate.enter();
            compile::run(compiler, target.limits, threads, component)?
        };
        trusted::answered(target.engine, &code).map_err(|error| Failure::Unavailable {
            cause: format!("the compiler's answer is not for this engine: {error:#}"),
        })
    }

    /// How often anything was compiled, or tried to be.
    pub(crate) fn built(&self) -> u64 {
        self.built.load(Ordering::Relaxed)
    }

    fn remembered(&self, cache: Option<&Cache>, name: Name) -> Option<Failure> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.get(&name).cloned().or_else(|| stored::get_failure(cache?, name))
    }

    fn remember(&self, name: Name, failure: &Failure) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= FAILURES_MAX {
            failures.clear();
        }
        failures.insert(name, failure.clone());
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Builder").field("compiler", &self.compiler).finish_non_exhaustive()
    }
}
