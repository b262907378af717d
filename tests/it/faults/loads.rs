//! What can be wrong with a component before any of it runs? One row per way, and the code it is refused with.

use architrave_core::{manifest::Class, outcome::Role};
use architrave_runtime::{Allocation, Images, Limits, Runtime};

use super::{bytes, guests, limits, prepare, run, runtime};

/// Bytes, and how they are refused: code and text.
type Row = (&'static str, Vec<u8>, &'static str, &'static str);

fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

fn signed(text: &str) -> Vec<u8> {
    guests::with_manifest(wat(text), &guests::manifest())
}

fn check(runtime: &Runtime, rows: Vec<Row>) {
    for (name, bytes, code, text) in rows {
        let Err(error) = runtime.load(&bytes, Class::Native) else {
            panic!("{name}: it was taken in");
        };
        assert_eq!(error.code(), code, "{name}: {error}");
        assert!(error.to_string().contains(text), "{name}: {error}");
        assert!(!error.help().is_empty() && !error.help().ends_with('.'), "{name}: {}", error.help());
    }
}

#[test]
fn what_is_not_a_component_is_refused() {
    let good = guests::well_behaved();
    let cut: Vec<u8> = good.iter().copied().take(good.len() / 2).collect();
    let rows: Vec<Row> = vec![
        ("empty", vec![], "load.not-a-component", "is not a WebAssembly component"),
        ("text", b"(component)".to_vec(), "load.not-a-component", "is not a WebAssembly component"),
        ("garbage", vec![7; 4096], "load.not-a-component", "is not a WebAssembly component"),
        ("core module", wat("(module)"), "load.core-module", "is a core WebAssembly module"),
        ("machine code", b"\x7fELF\x02\x01\x01".to_vec(), "load.precompiled", "compiled in advance"),
        ("an unknown layer", b"\0asm\x0d\0\x02\0".to_vec(), "load.malformed", "unknown binary version"),
        ("cut off", cut, "load.malformed", "unexpected end"),
        ("cut off in its header", b"\0asm".to_vec(), "load.malformed", "unexpected end"),
    ];
    check(&runtime(Allocation::OnDemand, limits()), rows);
}

#[test]
fn a_component_cut_off_anywhere_is_refused() {
    let runtime = runtime(Allocation::OnDemand, limits());
    let good = guests::well_behaved();
    for length in (0..good.len()).step_by(7) {
        let cut = good.get(..length).expect("shorter than the whole");
        assert!(runtime.load(cut, Class::Native).is_err(), "{length} bytes of {} were taken in", good.len());
    }
}

#[test]
fn a_component_without_one_good_manifest_is_refused() {
    let bare = guests::component(&guests::text(&[]));
    let manifest = guests::manifest();
    let twice = guests::with_manifest(guests::with_manifest(bare.clone(), &manifest), &manifest);
    let mut fewer = manifest.clone();
    fewer.roles.retain(|role| *role != Role::Impact);
    let mut scripting = manifest.clone();
    scripting.class = Class::Scripting;
    let with = |data: &[u8]| guests::with_section(bare.clone(), data);
    let rows: Vec<Row> = vec![
        ("none", bare.clone(), "load.manifest-missing", "has no manifest"),
        ("two", twice, "load.manifest-twice", "has 2 manifests"),
        ("not JSON", with(b"id = 'guest'"), "load.manifest-invalid", "cannot be read as JSON"),
        ("not UTF-8", with(b"{\"id\": \"\xff\"}"), "load.manifest-invalid", "manifest"),
        ("nothing in it", with(b"{}"), "load.manifest-invalid", "manifest"),
        ("fewer roles", guests::with_manifest(bare.clone(), &fewer), "load.roles-differ", "it exports `scoring`"),
        (
            "a class that was not granted",
            guests::with_manifest(bare.clone(), &scripting),
            "load.class-not-granted",
            "asks for class `scripting`, granted is `native`",
        ),
    ];
    let runtime = runtime(Allocation::OnDemand, limits());
    check(&runtime, rows);
    let component = guests::with_manifest(bare, &scripting);
    let error = runtime.load(&component, Class::Native).expect_err("it is not granted");
    assert!(error.help().contains("`class = \"scripting\"` to `[plugins.guest]`"), "{}", error.help());
    runtime.load(&component, Class::Scripting).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_does_not_keep_the_contract_is_refused() {
    let clock = "(import \"wasi:clocks/monotonic-clock@0.2.0\" (instance (export \"now\" (func (result u64)))))";
    let lifecycle = |version: &str| {
        format!("(component (instance $i) (export \"architrave:plugin/lifecycle@{version}\" (instance $i)))")
    };
    let other_types = "(component
        (core module $m (func (export \"f\")))
        (core instance $c (instantiate $m))
        (func $f (canon lift (core func $c \"f\")))
        (instance $i (export \"prepare\" (func $f)))
        (export \"architrave:plugin/lifecycle@0.1.0\" (instance $i)))";
    let other_log = "(import \"architrave:plugin/log@0.1.0\" (instance (export \"read\" (func (result u64)))))";
    let rows: Vec<Row> = vec![
        ("a clock", signed(&format!("(component {clock})")), "load.import-not-allowed", "`wasi:clocks/monotonic-clock"),
        (
            "a function of no package",
            signed("(component (import \"now\" (func (result u64))))"),
            "load.import-not-allowed",
            "imports `now`",
        ),
        (
            "a core module",
            signed("(component (import \"code\" (core module)))"),
            "load.import-not-allowed",
            "imports `code`",
        ),
        (
            "an interface that only plugins export",
            signed("(component (import \"architrave:plugin/scoring@0.1.0\" (instance (export \"weigh\" (func)))))"),
            "load.import-not-allowed",
            "imports `architrave:plugin/scoring@0.1.0#weigh`",
        ),
        (
            "another log",
            signed("(component (import \"architrave:plugin/log@0.3.0\" (instance)))"),
            "load.contract-version",
            "was built for `architrave:plugin/log@0.3.0`, this host has version 0.1.0",
        ),
        ("nothing at all", signed("(component)"), "load.lifecycle-missing", "does not export"),
        (
            "a later version",
            signed(&lifecycle("0.2.0")),
            "load.contract-version",
            "`architrave:plugin/lifecycle@0.2.0`",
        ),
        ("a later patch", signed(&lifecycle("0.1.1")), "load.contract-version", "`architrave:plugin/lifecycle@0.1.1`"),
        ("no function", signed(&lifecycle("0.1.0")), "load.contract-mismatch", "has no function `prepare`"),
        (
            "other types",
            signed(other_types),
            "load.contract-mismatch",
            "`prepare` of `architrave:plugin/lifecycle@0.1.0`",
        ),
        (
            "a role that is not of this version",
            signed("(component (instance $i) (export \"architrave:plugin/portfolio@0.1.0\" (instance $i)))"),
            "load.contract-version",
            "`architrave:plugin/portfolio@0.1.0`",
        ),
        (
            "a log with other functions",
            signed(&format!("(component {other_log})")),
            "load.lifecycle-missing",
            "does not export",
        ),
    ];
    check(&runtime(Allocation::OnDemand, limits()), rows);
}

#[test]
fn what_is_too_much_is_refused() {
    let text = guests::text(&[]);
    let memory = text.replace("(memory (export \"memory\") 4)", "(memory (export \"memory\") 40)");
    let table = guests::text(&[("items", "(table 1500 funcref)")]);
    let loops = format!("(func (local i64 i64 i64 i64) {})", "(loop)".repeat(3000));
    let with = |text: &str| guests::with_manifest(guests::component(text), &guests::manifest());
    let instances = "(core instance (instantiate $m))".repeat(9);
    let nested = "(component (component (core module)))";
    let rows: Vec<Row> = vec![
        ("memory", with(&memory), "load.initial-memory", "a memory of 2621440 bytes, its class allows 2097152"),
        ("table", with(&table), "load.initial-table", "a table of 1500 elements, its class allows 1000"),
        (
            "compile time",
            with(&guests::text(&[("items", &loops)])),
            "load.too-complex",
            "units of compile cost, its class allows 10000",
        ),
        (
            "modules",
            signed(&format!("(component {})", "(core module)".repeat(9))),
            "load.too-complex",
            "9 core modules",
        ),
        (
            "instances",
            signed(&format!("(component (core module $m) {instances})")),
            "load.too-complex",
            "9 core instances",
        ),
        ("components in components", signed(nested), "load.too-complex", "components that hold code"),
        (
            "bytes",
            guests::with_section(guests::well_behaved(), &vec![b' '; 1 << 20]),
            "load.too-large",
            "class `native` allows 1048576",
        ),
    ];
    let limits = Limits { component_bytes: 1 << 20, compile_cost: 10_000, ..limits() };
    // In a pool as well: its own bounds must not be the first to refuse.
    check(&runtime(Allocation::Pooled, limits.clone()), rows.clone());
    check(&runtime(Allocation::OnDemand, limits), rows);
}

/// The guest with something more in its core module.
fn with_items(text: &str) -> Vec<u8> {
    guests::with_manifest(guests::component(&guests::text(&[("items", text)])), &guests::manifest())
}

#[test]
fn functions_that_would_choke_the_compiler_are_refused() {
    let function = |text: &str| with_items(&format!("(func {text})"));
    let table = format!("(block (br_table {} (i32.const 0)))", "0 ".repeat(2_000));
    let call = "(call $f) drop drop drop drop ".repeat(6_000);
    let calls = format!("(type $w (func (result i64 i64 i64 i64))) (func $f (type $w) unreachable) (func {call})");
    let branch = "(br 0 (i64.const 0) (i64.const 0))".repeat(6_000);
    let rows = [
        ("locals", function(&format!("(local{})", " i32".repeat(600))), "600 locals in one function"),
        ("blocks", function(&"(block)".repeat(1_100)), "1100 blocks and loops in one function"),
        ("nesting", function(&("block ".repeat(300) + &"end ".repeat(300))), "300 levels of blocks within blocks"),
        ("a branch table", function(&table), "targets in one branch table, its class allows 1000"),
        ("values of calls", with_items(&calls), "24000 units of compile cost in one function"),
        ("values of branches", function(&format!("(result i64 i64) {branch}")), "12000 units of compile cost"),
        ("blocks and locals", function(&format!("(local i32 i32) {}", "(loop)".repeat(900))), "2700 units"),
    ];
    let limits = Limits {
        function_locals: 500,
        function_blocks: 1_000,
        block_depth: 200,
        branch_targets: 1_000,
        function_cost: 2_500,
        ..limits()
    };
    let rows = rows.map(|(name, bytes, text)| (name, bytes, "load.too-complex", text));
    check(&runtime(Allocation::OnDemand, limits), rows.to_vec());
}

#[test]
fn more_of_anything_than_a_plugin_needs_is_refused() {
    let exports: String = (0..1_000).map(|number| format!("(export \"e{number}\" (memory 0))")).collect();
    let flags: String = (0..300).map(|number| format!("\"f{number}\" ")).collect();
    let flags = format!("(component {})", format!("(type (flags {flags}))").repeat(4));
    let padded = |count: usize, bytes: usize| {
        let padding = vec![7; bytes];
        (0..count).fold(guests::well_behaved(), |component, _| guests::with_custom(component, "padding", &padding))
    };
    let types = "(type (func (param i32 i64 f32)))".repeat(900);
    let rows = [
        ("types", with_items(&types), "types, its class allows 600"),
        ("names in types", signed(&flags), "1200 fields, cases, parameters and names in its types"),
        ("exports", with_items(&exports), "exports, its class allows 500"),
        ("segments", with_items(&"(data \"\")".repeat(600)), "segments, aliases, adapters and instances"),
        ("custom sections", padded(70, 1), "custom sections, its class allows 64"),
        ("bytes of custom sections", padded(1, 60_000), "bytes in custom sections, its class allows 50000"),
        ("components", signed(&format!("{}{}", "(component ".repeat(9), ")".repeat(9))), "9 levels of components"),
    ];
    let limits = Limits {
        types: 600,
        type_items: 1_000,
        exports: 500,
        definitions: 500,
        custom_section_bytes: 50_000,
        ..limits()
    };
    let rows = rows.map(|(name, bytes, text)| (name, bytes, "load.too-complex", text));
    check(&runtime(Allocation::OnDemand, limits), rows.to_vec());
}

#[test]
fn types_within_types_do_not_overflow_the_stack() {
    const TYPE_SECTION: u8 = 7;
    // An instance type that declares one type, which is an instance type.
    const LEVEL: [u8; 3] = [0x42, 1, 1];
    const INNERMOST: [u8; 2] = [0x42, 0];
    let nested = |levels: usize| {
        let section = [&[1][..], &LEVEL.repeat(levels), &INNERMOST].concat();
        let mut component = b"\0asm\x0d\0\x01\0".to_vec();
        component.push(TYPE_SECTION);
        guests::leb(&mut component, section.len());
        component.extend_from_slice(&section);
        guests::with_manifest(component, &guests::manifest())
    };
    // The innermost counts too, and so may bytes that look like a level.
    let rows = [(1_000_000, "1000001 types within types, its class allows 64"), (300, "types within types")];
    let rows = rows.map(|(levels, text)| ("levels of types", nested(levels), "load.too-complex", text));
    check(&runtime(Allocation::OnDemand, limits()), rows.to_vec());
    let wide = runtime(Allocation::OnDemand, Limits { nested_types: u64::MAX, ..limits() });
    let rows = [
        ("as deep as is read", nested(200), "load.lifecycle-missing", "does not export"),
        ("deeper", nested(300), "load.too-complex", "its class allows 256"),
    ];
    check(&wide, rows.to_vec());
}

#[test]
fn a_component_with_a_bit_turned_is_refused_or_contained() {
    const TRIALS: usize = 300;
    let limits = Limits { fuel_per_call: 100_000, prepare_fuel: 100_000, ..limits() };
    let runtime = runtime(Allocation::OnDemand, limits);
    let whole = guests::well_behaved();
    let good = prepare(&runtime.load(&whole, Class::Native).expect("the good plugin"), Images::Never);
    let undisturbed = bytes(&run(&good));
    // Numbers of xorshift from a fixed seed: the same bits in every run.
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut refused, mut ran) = (0, 0);
    for _ in 0..TRIALS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut turned = whole.clone();
        let at = usize::try_from(random >> 3).expect("64 bits") % turned.len();
        turned[at] ^= 1 << (random & 7);
        match runtime.load(&turned, Class::Native) {
            Err(error) => {
                assert!(!error.to_string().contains(char::is_control), "byte {at}: {error:?}");
                refused += 1;
            }
            Ok(plugin) => {
                let outcome = run(&prepare(&plugin, Images::Never));
                assert!(outcome.reproducible, "byte {at}: {outcome:?}");
                ran += 1;
            }
        }
    }
    assert!(refused > TRIALS / 4 && ran > TRIALS / 20, "{refused} refused, {ran} ran");
    assert_eq!(bytes(&run(&good)), undisturbed);
}
