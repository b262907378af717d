//! Which WebAssembly proposals does the sandbox have? One probe for each that the parser knows: taken in or refused, on
//! purpose. An upgrade that brings a new one does not compile until somebody has decided.

use architrave_core::manifest::Class;
use architrave_runtime::{Allocation, Runtime};
use wasmparser::{Validator, WasmFeatures, WasmFeaturesInflated};

use super::{guests, limits, runtime};

/// What was decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// Plugins may use it.
    Allowed,
    /// A plugin that uses it is not taken in.
    Refused,
}

use Decision::{Allowed, Refused};

/// A flag of the parser: its name, itself, what was decided, and a component that is valid with it only.
struct Row {
    name: &'static str,
    flag: WasmFeatures,
    decision: Decision,
    /// A core module's items where it starts with `@`, else a component's.
    probe: &'static str,
}

macro_rules! proposals {
    ($($field:ident $flag:ident $decision:ident $probe:literal;)*) => {
        const ROWS: &[Row] = &[$(Row {
            name: stringify!($field),
            flag: WasmFeatures::$flag,
            decision: $decision,
            probe: $probe,
        },)*];

        /// Names every flag: one that is not in the table is a compile error here.
        #[expect(dead_code, reason = "it is there to be compiled")]
        const fn every_flag_is_in_the_table(flags: WasmFeaturesInflated) {
            let WasmFeaturesInflated { $($field: _,)* } = flags;
        }
    };
}

proposals! {
    mutable_global MUTABLE_GLOBAL Allowed "@(global (export \"g\") (mut i32) (i32.const 0))";
    saturating_float_to_int SATURATING_FLOAT_TO_INT Allowed "@(func (drop (i32.trunc_sat_f32_s (f32.const 1))))";
    sign_extension SIGN_EXTENSION Allowed "@(func (drop (i32.extend8_s (i32.const 1))))";
    reference_types REFERENCE_TYPES Allowed "@(table 1 funcref) (func (drop (table.size 0)))";
    multi_value MULTI_VALUE Allowed "@(func (result i32 i32) (i32.const 1) (i32.const 2))";
    bulk_memory BULK_MEMORY Allowed "@(memory 1) (data $d \"a\") (func (data.drop $d))";
    simd SIMD Allowed "@(func (drop (i32x4.splat (i32.const 1))))";
    relaxed_simd RELAXED_SIMD Refused "@(func (param v128) (drop (i8x16.relaxed_swizzle (local.get 0) (local.get 0))))";
    threads THREADS Refused "@(memory 1 1 shared)";
    shared_everything_threads SHARED_EVERYTHING_THREADS Refused "@(global (shared mut i32) (i32.const 0))";
    tail_call TAIL_CALL Refused "@(func $f (return_call $f))";
    floats FLOATS Allowed "@(func (drop (f64.const 1)))";
    multi_memory MULTI_MEMORY Refused "@(memory 1) (memory 1)";
    exceptions EXCEPTIONS Refused "@(tag $t) (func (throw $t))";
    memory64 MEMORY64 Refused "@(memory i64 1)";
    extended_const EXTENDED_CONST Allowed "@(global i32 (i32.add (i32.const 1) (i32.const 2)))";
    component_model COMPONENT_MODEL Allowed "(type (list u8))";
    function_references FUNCTION_REFERENCES Refused "@(type $f (func)) (func (param (ref $f)) (call_ref $f (local.get 0)))";
    memory_control MEMORY_CONTROL Refused "@(memory 1) (func (memory.discard (i32.const 0) (i32.const 0)))";
    gc GC Refused "@(type $s (struct))";
    custom_page_sizes CUSTOM_PAGE_SIZES Refused "@(memory 1 (pagesize 1))";
    legacy_exceptions LEGACY_EXCEPTIONS Refused "@(func try catch_all end)";
    gc_types GC_TYPES Refused "@(func (param externref))";
    stack_switching STACK_SWITCHING Refused "@(type $f (func)) (type $c (cont $f))";
    wide_arithmetic WIDE_ARITHMETIC Refused "@(func (i64.mul_wide_s (i64.const 1) (i64.const 1)) drop drop)";
    cm_values CM_VALUES Refused "(import \"v\" (value u32)) (export \"w\" (value 0))";
    cm_nested_names CM_NESTED_NAMES Refused "(import \"a:b:c/d\" (func))";
    cm_async CM_ASYNC Refused "(type (stream u8))";
    cm_async_stackful CM_ASYNC_STACKFUL Refused
        "(core module $m (func (export \"f\"))) (core instance $i (instantiate $m)) \
         (func async (canon lift (core func $i \"f\") async))";
    cm_more_async_builtins CM_MORE_ASYNC_BUILTINS Refused "(core func (canon subtask.cancel async))";
    cm_threading CM_THREADING Refused "(core func (canon thread.index))";
    cm_error_context CM_ERROR_CONTEXT Refused "(type error-context)";
    cm_fixed_length_lists CM_FIXED_LENGTH_LISTS Refused "(type (list u8 4))";
    cm_gc CM_GC Refused
        "(core module $m (func (export \"f\"))) (core instance $i (instantiate $m)) \
         (func (canon lift (core func $i \"f\") gc))";
    call_indirect_overlong CALL_INDIRECT_OVERLONG Allowed "overlong";
    bulk_memory_opt BULK_MEMORY_OPT Allowed "@(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 1)))";
    custom_descriptors CUSTOM_DESCRIPTORS Refused
        "@(rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct)))";
    compact_imports COMPACT_IMPORTS Refused "@(import \"m\" (item \"a\" (func)) (item \"b\" (func)))";
    cm_map CM_MAP Refused "(type (map string u32))";
    cm64 CM64 Refused
        "(core module $m (memory (export \"m\") i64 1)) (core instance $i (instantiate $m)) \
         (alias core export $i \"m\" (core memory $m)) (import \"f\" (func $f (param \"s\" string))) \
         (core func (canon lower (func $f) (memory $m)))";
    cm_implements CM_IMPLEMENTS Refused "(import \"a\" (implements \"b:c/d\") (instance))";
    cm_canon_names CM_CANON_NAMES Refused "(import \"a:b/c@1\" (versionsuffix \".2.3\") (instance))";
}

/// `call_indirect` whose table is named in two bytes where one would do.
fn overlong() -> Vec<u8> {
    const PLAIN: &[u8] = &[0x11, 0, 0];
    let mut module =
        wat::parse_str("(module (table 1 funcref) (func (call_indirect (i32.const 0))))").expect("a module");
    let at = module.windows(PLAIN.len()).position(|bytes| bytes == PLAIN).expect("the call");
    module.splice(at..at + PLAIN.len(), [0x11, 0, 0x80, 0]);
    // Section, body and module are a byte longer: their sizes stand right before, in one byte each.
    let sizes: Vec<usize> = vec![at - 3 - 1, at - 3 - 3];
    for size in sizes {
        module[size] += 1;
    }
    guests::within(1, &module)
}

fn component(row: &Row) -> Vec<u8> {
    let text = match row.probe.strip_prefix('@') {
        Some(module) => format!("(component (core module {module}))"),
        None if row.probe == "overlong" => return overlong(),
        None => format!("(component {})", row.probe),
    };
    wat::parse_str(&text).unwrap_or_else(|error| panic!("{}: {error}", row.name))
}

fn valid(component: &[u8], features: WasmFeatures) -> Result<(), String> {
    Validator::new_with_features(features).validate_all(component).map(drop).map_err(|error| error.to_string())
}

fn check(runtime: &Runtime, row: &Row) {
    let name = row.name;
    let component = component(row);
    assert_eq!(valid(&component, WasmFeatures::all()), Ok(()), "{name}: the probe is not valid at all");
    // The bits that are the flag's own: two flags hold another one each.
    let shared = WasmFeatures::CALL_INDIRECT_OVERLONG | WasmFeatures::BULK_MEMORY_OPT;
    let own = if shared.contains(row.flag) { row.flag } else { row.flag.difference(shared) };
    let without = valid(&component, WasmFeatures::all().difference(own));
    assert!(without.is_err(), "{name}: the probe is valid without it");
    let loaded = runtime.load(&guests::with_manifest(component, &guests::manifest()), Class::Native);
    let error = loaded.expect_err("no probe is a plugin");
    let by_the_sandbox = ["load.not-compiled", "load.malformed", "load.resources"].contains(&error.code());
    match row.decision {
        Refused => assert!(by_the_sandbox, "{name}: {} {error}", error.code()),
        // It is a component, and lacks what makes it a plugin.
        Allowed => assert_eq!(error.code(), "load.lifecycle-missing", "{name}: {error}"),
    }
}

#[test]
fn every_proposal_is_allowed_or_refused_on_purpose() {
    let runtime = runtime(Allocation::OnDemand, limits());
    for row in ROWS {
        check(&runtime, row);
    }
    let known = ROWS.iter().fold(WasmFeatures::empty(), |known, row| known | row.flag);
    assert_eq!(known, WasmFeatures::all());
    let allowed = ROWS.iter().filter(|row| row.decision == Allowed).count();
    let refused = ROWS.iter().filter(|row| row.decision == Refused).count();
    assert_eq!((allowed, refused), (12, 30), "of {} proposals", ROWS.len());
}
