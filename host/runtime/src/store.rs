//! What does the host keep for one instance? Its share of memory, its log, and nothing of the review.

use std::fmt;

use wasmtime::ResourceLimiter;

use crate::{bindings::architrave::plugin::log, limits::Limits, log::Log};

/// The data of a store.
#[derive(Debug)]
pub(crate) struct Guest {
    /// What it logged.
    pub(crate) log: Log,
    memory: Share,
    tables: Share,
    memories_max: usize,
    tables_max: usize,
    instances_max: usize,
    output_max: u64,
}

/// How much of something all memories, or all tables, of a store have together.
#[derive(Debug)]
struct Share {
    used: u64,
    limit: u64,
    /// The last growth that was allowed, to be taken back if it fails.
    growth: u64,
}

/// A plugin asked for more than its share: the error that the runtime hands back to us.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Exceeded {
    /// In bytes.
    Memory { asked: u64, limit: u64 },
    /// In elements.
    Table { asked: u64, limit: u64 },
    /// In bytes.
    Output { limit: u64 },
}

impl fmt::Display for Exceeded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory { asked, limit } => write!(formatter, "asked for {asked} bytes of memory of {limit}"),
            Self::Output { limit } => write!(formatter, "passed more than {limit} bytes"),
            Self::Table { asked, limit } => write!(formatter, "asked for {asked} table elements of {limit}"),
        }
    }
}

impl std::error::Error for Exceeded {}

impl Guest {
    pub(crate) fn new(limits: &Limits) -> Self {
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Self {
            log: Log::new(limits.log_lines, limits.log_bytes),
            memory: Share::new(limits.memory_bytes),
            tables: Share::new(limits.table_elements),
            memories_max: count(limits.memories),
            tables_max: count(limits.tables),
            instances_max: count(limits.core_instances),
            output_max: limits.output_bytes,
        }
    }

    /// What all its memories have together, in bytes; they never shrink.
    pub(crate) const fn memory_bytes(&self) -> u64 {
        self.memory.used
    }
}

impl Share {
    const fn new(limit: u64) -> Self {
        Self { used: 0, limit, growth: 0 }
    }

    /// Counts a growth; `Err` holds what all would have together.
    fn grow(&mut self, current: usize, desired: usize) -> Result<(), u64> {
        let growth = u64::try_from(desired.saturating_sub(current)).unwrap_or(u64::MAX);
        let asked = self.used.saturating_add(growth);
        if asked > self.limit {
            return Err(asked);
        }
        self.used = asked;
        self.growth = growth;
        Ok(())
    }

    fn take_back(&mut self) {
        self.used = self.used.saturating_sub(self.growth);
        self.growth = 0;
    }
}

// A refusal is an error and not `false`: the plugin would see `false` as an allocation that failed, and what it does
// then hides the cause.
impl ResourceLimiter for Guest {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let limit = self.memory.limit;
        self.memory.grow(current, desired).map_err(|asked| Exceeded::Memory { asked, limit })?;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.memory.take_back();
        Ok(())
    }

    fn table_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let limit = self.tables.limit;
        self.tables.grow(current, desired).map_err(|asked| Exceeded::Table { asked, limit })?;
        Ok(true)
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.tables.take_back();
        Ok(())
    }

    fn instances(&self) -> usize {
        self.instances_max
    }

    fn tables(&self) -> usize {
        self.tables_max
    }

    fn memories(&self) -> usize {
        self.memories_max
    }
}

impl log::Host for Guest {
    /// Copying and cleaning a message costs the host what no fuel pays for, so that all messages of a call have a bound.
    fn log(&mut self, severity: u8, message: String) -> wasmtime::Result<()> {
        self.log.write(severity, message);
        if self.log.passed_bytes() > self.output_max {
            return Err(Exceeded::Output { limit: self.output_max }.into());
        }
        Ok(())
    }
}

impl crate::bindings::architrave::plugin::types::Host for Guest {}
