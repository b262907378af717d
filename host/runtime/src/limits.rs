//! How much may a plugin use? One record of numbers per resource class, each with a unit and a default.

use architrave_core::manifest::Class;
use serde::Serialize;

/// What one plugin may use, in one call or one instance.
///
/// Every limit has a named outcome: the fields say which [`Fault`](architrave_core::outcome::Fault) or which code of a
/// [`LoadError`](crate::LoadError) a plugin gets that goes beyond it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Fuel of each call but `prepare`, before the share per row; about one unit per WebAssembly instruction.
    /// Beyond it: `fuel-exhausted`.
    pub fuel_per_call: u64,
    /// Fuel added to each call per question of the lens and per gap of the review.
    pub fuel_per_row: u64,
    /// Fuel of starting an instance and of `prepare` together, before the share per question.
    pub prepare_fuel: u64,
    /// Wall-clock time of each call but `prepare`, in milliseconds; a backstop behind the fuel. Beyond it:
    /// `deadline-exceeded`.
    pub deadline_ms: u64,
    /// Wall-clock time of starting an instance, and again of `prepare`, in milliseconds.
    pub prepare_deadline_ms: u64,
    /// All linear memories of an instance together, in bytes. Beyond it: `memory-exceeded`, or
    /// `load.initial-memory` where a single memory starts beyond it.
    pub memory_bytes: u64,
    /// All tables of an instance together, in elements. Beyond it: `table-exceeded`, or `load.initial-table`.
    pub table_elements: u64,
    /// What one call may return, in bytes of host memory, and again once its codes are texts of the legend; and what it
    /// may pass to `log`, in all. Beyond it: `output-too-large`.
    pub output_bytes: u64,
    /// Stack of WebAssembly code, in bytes. Beyond it: `stack-exhausted`. The thread that calls needs this and about
    /// 256 KiB more; the 2 MiB that Rust gives to a thread are enough for up to 1 MiB.
    pub stack_bytes: u64,
    /// Lines that one call may log; more are dropped and counted.
    pub log_lines: u64,
    /// Bytes of UTF-8 that one call may log; lines beyond are dropped and counted.
    pub log_bytes: u64,
    /// Size of the component, in bytes. Beyond it: `load.too-large`.
    pub component_bytes: u64,
    /// Core modules in the component. Beyond it: `load.too-complex`, as for all that follow.
    pub core_modules: u64,
    /// Core instances that starting the component makes.
    pub core_instances: u64,
    /// Linear memories of an instance.
    pub memories: u64,
    /// Tables of an instance.
    pub tables: u64,
    /// Components within components, the outermost one counted; those within may hold types only.
    pub component_depth: u64,
    /// Types of the component and of its core modules.
    pub types: u64,
    /// Fields, cases, parameters, results and declarations of all types together.
    pub type_items: u64,
    /// Instance and component types that are declared within types; 256 at most.
    pub nested_types: u64,
    /// Exports of the component and of its core modules.
    pub exports: u64,
    /// Segments of memories and tables, and what a component is put together with: imports, aliases, adapters, instances.
    pub definitions: u64,
    /// Custom sections, the manifest among them.
    pub custom_sections: u64,
    /// Content of all custom sections together, in bytes.
    pub custom_section_bytes: u64,
    /// Functions in all core modules together.
    pub functions: u64,
    /// What all core modules import, and the globals that they define: each is up to 32 bytes of host memory in each
    /// instance, beside its memories.
    pub imports_and_globals: u64,
    /// Code of the largest function, in bytes.
    pub function_bytes: u64,
    /// Parameters and locals of one function.
    pub function_locals: u64,
    /// Blocks, loops and ifs of one function.
    pub function_blocks: u64,
    /// Blocks within blocks of one function.
    pub block_depth: u64,
    /// Targets of one branch table.
    pub branch_targets: u64,
    /// Cost of one function: (blocks, loops and ifs) × (parameters and locals + 1), and the values that its blocks,
    /// branches and calls carry. What makes compiling slow beyond its size; the largest function of the plugins that are
    /// shipped has 20,000.
    pub function_cost: u64,
    /// Cost of all functions together; the largest plugin that is shipped has 95,000.
    pub compile_cost: u64,
    /// Processor time of a compiler in a process of its own, in seconds. Beyond it: `load.compile-deadline`.
    pub compile_cpu_seconds: u64,
    /// Wall-clock time of such a compiler, in milliseconds; a backstop behind its processor time. Beyond it:
    /// `load.compile-deadline`.
    pub compile_deadline_ms: u64,
    /// Address space of such a compiler, in bytes. Beyond it: `load.compile-memory`.
    pub compile_memory_bytes: u64,
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

impl Limits {
    /// Most bytes of stack for a plugin on a thread of 2 MiB: beyond it, the host's own stack could end first, and with it
    /// the process.
    pub const STACK_BYTES_MAX: u64 = MIB;

    /// For compiled languages. A plugin of 25 KB uses a few hundred units of fuel per row and three pages of memory.
    #[must_use]
    pub const fn native() -> Self {
        Self {
            fuel_per_call: 2_000_000,
            fuel_per_row: 50_000,
            prepare_fuel: 100_000_000,
            deadline_ms: 2_000,
            prepare_deadline_ms: 5_000,
            memory_bytes: 16 * MIB,
            table_elements: 20_000,
            output_bytes: 8 * MIB,
            stack_bytes: 512 * KIB,
            log_lines: 64,
            log_bytes: 16 * KIB,
            component_bytes: 8 * MIB,
            core_modules: 8,
            core_instances: 8,
            memories: 4,
            tables: 8,
            component_depth: 8,
            types: 5_000,
            type_items: 20_000,
            nested_types: 64,
            exports: 5_000,
            definitions: 10_000,
            custom_sections: 64,
            custom_section_bytes: 4 * MIB,
            functions: 20_000,
            imports_and_globals: 10_000,
            function_bytes: 256 * KIB,
            function_locals: 5_000,
            function_blocks: 20_000,
            block_depth: 2_000,
            branch_targets: 10_000,
            function_cost: 200_000,
            compile_cost: 2_000_000,
            compile_cpu_seconds: 1,
            compile_deadline_ms: 30_000,
            compile_memory_bytes: 256 * MIB,
        }
    }

    /// For JavaScript and Python, whose interpreters need more of everything.
    #[must_use]
    pub const fn scripting() -> Self {
        Self {
            fuel_per_call: 500_000_000,
            fuel_per_row: 10_000_000,
            prepare_fuel: 20_000_000_000,
            deadline_ms: 20_000,
            prepare_deadline_ms: 60_000,
            memory_bytes: 256 * MIB,
            table_elements: 200_000,
            output_bytes: 8 * MIB,
            stack_bytes: MIB,
            log_lines: 64,
            log_bytes: 16 * KIB,
            component_bytes: 64 * MIB,
            core_modules: 128,
            core_instances: 256,
            memories: 4,
            tables: 64,
            component_depth: 8,
            types: 50_000,
            type_items: 200_000,
            nested_types: 256,
            exports: 100_000,
            definitions: 200_000,
            custom_sections: 1_000,
            custom_section_bytes: 32 * MIB,
            functions: 200_000,
            imports_and_globals: 100_000,
            function_bytes: 4 * MIB,
            function_locals: 50_000,
            function_blocks: 200_000,
            block_depth: 10_000,
            branch_targets: 65_520,
            function_cost: 5_000_000,
            compile_cost: 100_000_000,
            compile_cpu_seconds: 60,
            compile_deadline_ms: 120_000,
            compile_memory_bytes: 2_048 * MIB,
        }
    }

    /// The defaults of a class.
    #[must_use]
    pub const fn of(class: Class) -> Self {
        match class {
            Class::Native => Self::native(),
            Class::Scripting => Self::scripting(),
        }
    }

    /// Fuel of one call over so many rows: questions, or questions and gaps.
    #[must_use]
    pub(crate) fn call_fuel(&self, rows: usize) -> u64 {
        share(self.fuel_per_call, self.fuel_per_row, rows)
    }

    /// Fuel of starting an instance and preparing it for so many questions.
    #[must_use]
    pub(crate) fn start_fuel(&self, questions: usize) -> u64 {
        share(self.prepare_fuel, self.fuel_per_row, questions)
    }
}

fn share(fixed: u64, per_row: u64, rows: usize) -> u64 {
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    fixed.saturating_add(per_row.saturating_mul(rows))
}
