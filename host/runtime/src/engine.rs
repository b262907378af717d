//! How is the WebAssembly engine set up? Every option that matters is set here, on purpose, and nowhere else.

use std::num::NonZeroUsize;

use wasmparser::WasmFeatures;
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, RegallocAlgorithm, Strategy,
};

use crate::limits::Limits;

/// Instances that a pooled engine holds at a time. Each memory of each instance reserves 4 GiB of address space (and
/// none of it is memory before it is touched).
pub(crate) const POOL_INSTANCES: u32 = 64;

/// Bytes of a pooled memory that are cleared by hand between two instances rather than given back to the operating
/// system, which costs a page fault per page and makes threads wait for each other. More than a compiled plugin uses
/// (two or three pages of 64 KiB), and small enough that a full pool holds no more than 64 MiB.
const KEEP_RESIDENT_BYTES: usize = 1 << 20;

/// The same for a pooled table.
const TABLE_KEEP_RESIDENT_BYTES: usize = 4 << 10;

/// Innermost functions of a call that are told where an engine traces.
const STACK_FRAMES_MAX: Option<NonZeroUsize> = NonZeroUsize::new(1_000);

/// An engine whose instances live in reserved slots.
///
/// # Errors
///
/// Where the process may not reserve that much address space.
pub(crate) fn pooled(limits: &Limits) -> wasmtime::Result<Engine> {
    let mut config = config(limits);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
    Engine::new(&config)
}

/// An engine whose instances are mapped one by one.
///
/// # Errors
///
/// When the machine cannot run compiled code at all.
pub(crate) fn on_demand(limits: &Limits) -> wasmtime::Result<Engine> {
    let mut config = config(limits);
    config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
    Engine::new(&config)
}

/// The same, and it says where a call was that did not come to its end. Its code is that of the others.
///
/// # Errors
///
/// When the machine cannot run compiled code at all.
pub(crate) fn tracing(limits: &Limits) -> wasmtime::Result<Engine> {
    let mut config = config(limits);
    config.allocation_strategy(InstanceAllocationStrategy::OnDemand).wasm_backtrace_max_frames(STACK_FRAMES_MAX);
    Engine::new(&config)
}

/// An engine that only compiles, for one that runs with a stack of so many bytes. Nothing is reserved, and the machine is
/// not asked to run anything.
///
/// # Errors
///
/// When there is no compiler for this machine.
pub(crate) fn compiling(stack_bytes: u64, parallel: bool) -> wasmtime::Result<Engine> {
    let mut config = config(&Limits { stack_bytes, ..Limits::native() });
    config.allocation_strategy(InstanceAllocationStrategy::OnDemand).parallel_compilation(parallel);
    Engine::new(&config)
}

/// What all engines share. Nothing in here may differ between classes but the stack, which compiled code does not
/// depend on: so each engine loads what another compiled.
fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    // One compiler, the one with the most eyes on it.
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        .cranelift_regalloc_algorithm(RegallocAlgorithm::Backtracking)
        .parallel_compilation(true);
    // What plugins need is components over plain modules; each proposal beyond is more to get wrong. Defaults change
    // between versions, so all are turned off and the few that are needed are turned on.
    config
        .wasm_features(WasmFeatures::all(), false)
        .wasm_features(proposals(), true)
        .gc_support(false)
        .shared_memory(false)
        .concurrency_support(false);
    // The same bytes on every machine.
    config.cranelift_nan_canonicalization(true);
    // Fuel is the budget and deterministic; the epoch is the wall clock behind it. Both cost no more than one.
    config.consume_fuel(true).epoch_interruption(true);
    config.max_wasm_stack(usize::try_from(limits.stack_bytes).unwrap_or(usize::MAX));
    // A trap is reported by its kind; frames would be paid for and never read.
    config.wasm_backtrace_max_frames(None).generate_address_map(false).native_unwind_info(false).debug_info(false);
    // 4 GiB per memory let the compiler leave bounds checks to the page tables; an image is mapped and not copied.
    config
        .memory_reservation(4 << 30)
        .memory_guard_size(32 << 20)
        .guard_before_linear_memory(true)
        .memory_may_move(false)
        .memory_init_cow(true)
        .table_lazy_init(true)
        .signals_based_traps(true);
    config
}

/// WebAssembly 2.0 without references to host objects, constant expressions with arithmetic, and components.
fn proposals() -> WasmFeatures {
    WasmFeatures::WASM2.difference(WasmFeatures::GC_TYPES)
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::COMPONENT_MODEL
}

/// Host memory for the bookkeeping of one instance: more than anything needs that the limits let in, since an engine
/// without a pool would take what a pool refused.
fn instance_bytes(limits: &Limits) -> usize {
    const FIXED_BYTES: u64 = 1 << 20;
    const ENTRY_BYTES: u64 = 64;
    let entries = limits.functions.saturating_add(limits.imports_and_globals);
    usize::try_from(entries.saturating_mul(ENTRY_BYTES).saturating_add(FIXED_BYTES)).unwrap_or(usize::MAX)
}

fn pool(limits: &Limits) -> PoolingAllocationConfig {
    let per_instance = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let total = |count: u64| per_instance(count).saturating_mul(POOL_INSTANCES);
    let bytes = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(POOL_INSTANCES)
        .total_core_instances(total(limits.core_instances))
        .total_memories(total(limits.memories))
        .total_tables(total(limits.tables))
        .max_core_instances_per_component(per_instance(limits.core_instances))
        .max_memories_per_component(per_instance(limits.memories))
        .max_tables_per_component(per_instance(limits.tables))
        .max_memories_per_module(per_instance(limits.memories))
        .max_tables_per_module(per_instance(limits.tables))
        .max_component_instance_size(instance_bytes(limits))
        .max_core_instance_size(instance_bytes(limits))
        // The limiter of the store counts all memories together and says so with a fault of its own; the pool must not
        // be the first to refuse.
        .max_memory_size(bytes(limits.memory_bytes))
        .table_elements(bytes(limits.table_elements))
        .linear_memory_keep_resident(KEEP_RESIDENT_BYTES.min(bytes(limits.memory_bytes)))
        .table_keep_resident(TABLE_KEEP_RESIDENT_BYTES)
        .max_unused_warm_slots(POOL_INSTANCES);
    pool
}
