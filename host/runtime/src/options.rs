//! What can the owner of a runtime choose?

use architrave_core::{digest::Canonical, snapshot::Digest};

use crate::{cache, compile::Compiler, limits::Limits};

/// How a [`Runtime`](crate::Runtime) runs its plugins. No choice but the limits can change a result.
#[derive(Debug, Clone)]
pub struct Options {
    /// Limits of the class `native`.
    pub native: Limits,
    /// Limits of the class `scripting`.
    pub scripting: Limits,
    /// Where instances of the class `native` live. Those of `scripting` are always made on demand.
    pub allocation: Allocation,
    /// Where compiled code is kept between processes; `None` compiles anew in each.
    pub cache: Option<cache::Options>,
    /// Compiles in a process of its own, under [`Limits::compile_cpu_seconds`], [`Limits::compile_memory_bytes`] and
    /// [`Limits::compile_deadline_ms`]; `None` compiles in this one, where only the scan bounds it.
    pub compiler: Option<Compiler>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            native: Limits::native(),
            scripting: Limits::scripting(),
            allocation: Allocation::Auto,
            cache: None,
            compiler: None,
        }
    }
}

impl Options {
    /// Digest of the limits of both classes: of whatever here can change a result.
    #[must_use]
    pub fn limits_sha256(&self) -> Digest {
        let mut canonical = Canonical::new("architrave.limits/1");
        for limits in [&self.native, &self.scripting] {
            // Members in the order of the type, each with its name; numbers always serialize.
            canonical.text(&serde_json::to_string(limits).unwrap_or_default());
        }
        canonical.finish()
    }
}

/// Where instances live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// Pooled where the process may reserve that much address space, else on demand.
    Auto,
    /// In slots reserved in advance, about 4 GiB of address space each: a fresh instance costs microseconds.
    Pooled,
    /// In memory mapped for each instance.
    OnDemand,
}

/// Whether to make an image of a prepared instance, from which every review then starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Images {
    /// Every review calls `prepare` in its own instance.
    Never,
    /// Make one, or take it from the cache.
    Always,
    /// Take it from the cache, or make one where it pays.
    Auto {
        /// How many reviews of this lens with these settings are to come.
        reviews_expected: usize,
    },
}
