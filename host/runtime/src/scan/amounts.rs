//! How much of everything is there? Counts over the whole component, each against a limit of the same name.

use architrave_core::manifest::Class;

use crate::{error::Kind, limits::Limits};

/// What was counted so far. `memories`, `tables` and `core_instances` are those that instances have together.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    pub(super) component_depth: u64,
    pub(super) core_modules: u64,
    pub(super) core_instances: u64,
    pub(super) memories: u64,
    pub(super) tables: u64,
    pub(super) types: u64,
    pub(super) type_items: u64,
    pub(super) imports_and_globals: u64,
    pub(super) exports: u64,
    pub(super) definitions: u64,
    pub(super) custom_sections: u64,
    pub(super) custom_section_bytes: u64,
    pub(super) functions: u64,
    pub(super) function_bytes: u64,
    pub(super) function_locals: u64,
    pub(super) function_blocks: u64,
    pub(super) block_depth: u64,
    pub(super) branch_targets: u64,
    pub(super) function_cost: u64,
    pub(super) compile_cost: u64,
}

impl Amounts {
    /// # Errors
    ///
    /// The first limit that is passed.
    pub(super) fn check(&self, limits: &Limits, class: Class) -> Result<(), Kind> {
        let rows = [
            ("component_depth", "levels of components within components", self.component_depth, limits.component_depth),
            ("core_modules", "core modules", self.core_modules, limits.core_modules),
            ("core_instances", "core instances", self.core_instances, limits.core_instances),
            ("memories", "memories", self.memories, limits.memories),
            ("tables", "tables", self.tables, limits.tables),
            ("types", "types", self.types, limits.types),
            ("type_items", "fields, cases, parameters and names in its types", self.type_items, limits.type_items),
            ("imports_and_globals", "imports and globals", self.imports_and_globals, limits.imports_and_globals),
            ("exports", "exports", self.exports, limits.exports),
            ("definitions", "segments, aliases, adapters and instances", self.definitions, limits.definitions),
            ("custom_sections", "custom sections", self.custom_sections, limits.custom_sections),
            (
                "custom_section_bytes",
                "bytes in custom sections",
                self.custom_section_bytes,
                limits.custom_section_bytes,
            ),
            ("functions", "functions", self.functions, limits.functions),
            ("function_bytes", "bytes in one function", self.function_bytes, limits.function_bytes),
            ("function_locals", "locals in one function", self.function_locals, limits.function_locals),
            ("function_blocks", "blocks and loops in one function", self.function_blocks, limits.function_blocks),
            ("block_depth", "levels of blocks within blocks", self.block_depth, limits.block_depth),
            ("branch_targets", "targets in one branch table", self.branch_targets, limits.branch_targets),
            ("function_cost", "units of compile cost in one function", self.function_cost, limits.function_cost),
            ("compile_cost", "units of compile cost", self.compile_cost, limits.compile_cost),
        ];
        for (name, what, found, limit) in rows {
            if found > limit {
                return Err(Kind::TooComplex { name, what, found, limit, class });
            }
        }
        Ok(())
    }
}

/// Adds to a count.
pub(super) fn amount(count: &mut u64, more: u64) {
    *count = count.saturating_add(more);
}

/// A length as a count.
pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
