//! Does every limit hold? One probe per field of `Limits`: lowered to a tiny value, it is what the plugin runs into.

use std::{env, fmt::Write as _, fs, path::PathBuf};

use architrave_core::{manifest::Class, outcome::Fault};
use architrave_runtime::{Allocation, Images, Limits, Runtime};

use super::{HEARD, attacks::Expected, compile, guests, limits, load, prepare, run, words};

/// A limit that is too low, for whom, and what is said.
struct Probe {
    name: &'static str,
    lower: fn(&mut Limits),
    guest: fn() -> Vec<u8>,
    expected: Expected,
}

const fn ran(name: &'static str, lower: fn(&mut Limits), guest: fn() -> Vec<u8>, expected: [&'static str; 4]) -> Probe {
    Probe { name, lower, guest, expected: Expected::Ran(expected) }
}

const fn refused(name: &'static str, lower: fn(&mut Limits), text: &'static str) -> Probe {
    Probe { name, lower, guest: guests::well_behaved, expected: Expected::Refused("load.too-complex", text) }
}

const FOREVER: &str = "(loop $forever (br $forever))";
const TOO_MUCH: &str = "passed more than 23 bytes to the host in one call";
const LOUD: &str = "(call $log (i32.const 1) (i32.const 24583) (i32.const 15))";

fn endless() -> Vec<u8> {
    guests::attack(&[("score", FOREVER)])
}

fn endless_from_the_start() -> Vec<u8> {
    guests::attack(&[("prepare", FOREVER)])
}

fn recursive() -> Vec<u8> {
    guests::attack(&[("items", "(func $deep (call $deep) (drop (i32.const 1)))"), ("score", "(call $deep)")])
}

fn loud() -> Vec<u8> {
    guests::attack(&[("begin", LOUD)])
}

/// One per field. The pattern names every field: a new one does not compile until it has its probe, right here.
fn probes() -> Vec<Probe> {
    let Limits {
        fuel_per_call: _,
        fuel_per_row: _,
        prepare_fuel: _,
        deadline_ms: _,
        prepare_deadline_ms: _,
        memory_bytes: _,
        table_elements: _,
        output_bytes: _,
        stack_bytes: _,
        log_lines: _,
        log_bytes: _,
        component_bytes: _,
        core_modules: _,
        core_instances: _,
        memories: _,
        tables: _,
        functions: _,
        imports_and_globals: _,
        component_depth: _,
        types: _,
        type_items: _,
        nested_types: _,
        exports: _,
        definitions: _,
        custom_sections: _,
        custom_section_bytes: _,
        function_bytes: _,
        function_locals: _,
        function_blocks: _,
        block_depth: _,
        branch_targets: _,
        function_cost: _,
        compile_cost: _,
        compile_cpu_seconds: _,
        compile_deadline_ms: _,
        compile_memory_bytes: _,
    } = limits();
    let mut probes = calls();
    probes.extend(spaces());
    probes.extend(loads());
    probes.extend(declarations());
    probes.extend(functions());
    probes.extend(compilers());
    probes
}

fn calls() -> Vec<Probe> {
    vec![
        ran(
            "fuel_per_call",
            |limits| limits.fuel_per_call = 5,
            guests::well_behaved,
            ["used up its 5 units of fuel"; 4],
        ),
        ran(
            "fuel_per_row",
            |limits| (limits.fuel_per_call, limits.fuel_per_row) = (0, 7),
            endless,
            // Six questions and four gaps.
            ["used up its 70 units of fuel"; 4],
        ),
        ran("prepare_fuel", |limits| limits.prepare_fuel = 3, guests::well_behaved, ["used up its 3 units of fuel"; 4]),
        ran(
            "deadline_ms",
            |limits| (limits.fuel_per_call, limits.deadline_ms) = (1 << 60, 10),
            endless,
            ["ran longer than 10 ms", HEARD, HEARD, HEARD],
        ),
        ran(
            "prepare_deadline_ms",
            |limits| (limits.prepare_fuel, limits.prepare_deadline_ms) = (1 << 60, 10),
            endless_from_the_start,
            ["ran longer than 10 ms"; 4],
        ),
        ran("log_lines", |limits| limits.log_lines = 0, loud, [HEARD; 4]),
        ran("log_bytes", |limits| limits.log_bytes = 14, loud, [HEARD; 4]),
    ]
}

fn spaces() -> Vec<Probe> {
    vec![
        ran(
            "memory_bytes",
            |limits| limits.memory_bytes = 5 << 16,
            || guests::attack(&[("score", "(drop (memory.grow (i32.const 2)))")]),
            ["asked for 393216 bytes of memory, 327680 are granted", HEARD, HEARD, HEARD],
        ),
        ran(
            "table_elements",
            |limits| limits.table_elements = 1,
            || guests::attack(&[("items", "(table 1 funcref)")]),
            ["asked for 2 table elements, 1 are granted"; 4],
        ),
        ran(
            "output_bytes",
            |limits| limits.output_bytes = 23,
            guests::well_behaved,
            [TOO_MUCH, TOO_MUCH, TOO_MUCH, HEARD],
        ),
        ran(
            "stack_bytes",
            |limits| limits.stack_bytes = 16 << 10,
            recursive,
            ["used up its stack of 16384 bytes", HEARD, HEARD, HEARD],
        ),
    ]
}

fn loads() -> Vec<Probe> {
    vec![
        Probe {
            name: "component_bytes",
            lower: |limits| limits.component_bytes = 100,
            guest: guests::well_behaved,
            expected: Expected::Refused("load.too-large", "class `native` allows 100"),
        },
        refused("core_modules", |limits| limits.core_modules = 2, "3 core modules, its class allows 2"),
        refused("core_instances", |limits| limits.core_instances = 2, "3 core instances, its class allows 2"),
        Probe {
            name: "memories",
            lower: |limits| limits.memories = 1,
            guest: || guests::with_memories(1, 1),
            expected: Expected::Refused("load.too-complex", "2 memories, its class allows 1"),
        },
        Probe {
            name: "tables",
            lower: |limits| limits.tables = 1,
            guest: || guests::attack(&[("items", "(table 1 funcref)")]),
            expected: Expected::Refused("load.too-complex", "2 tables, its class allows 1"),
        },
        refused("functions", |limits| limits.functions = 9, "10 functions, its class allows 9"),
        refused("imports_and_globals", |limits| limits.imports_and_globals = 3, "4 imports and globals"),
    ]
}

fn declarations() -> Vec<Probe> {
    vec![
        refused("component_depth", |limits| limits.component_depth = 1, "2 levels of components within components"),
        refused("types", |limits| limits.types = 5, "types, its class allows 5"),
        refused("type_items", |limits| limits.type_items = 6, "parameters and names in its types, its class allows 6"),
        Probe {
            name: "nested_types",
            lower: |limits| limits.nested_types = 0,
            guest: || guests::with_more("(type (instance (type (instance))))"),
            expected: Expected::Refused("load.too-complex", "1 types within types, its class allows 0"),
        },
        refused("exports", |limits| limits.exports = 3, "exports, its class allows 3"),
        refused("definitions", |limits| limits.definitions = 4, "segments, aliases, adapters and instances"),
        refused("custom_sections", |limits| limits.custom_sections = 0, "custom sections, its class allows 0"),
        refused("custom_section_bytes", |limits| limits.custom_section_bytes = 9, "bytes in custom sections"),
    ]
}

/// A function with two locals, two blocks, one of them in the other, and a table of three targets and a default.
fn switch() -> Vec<u8> {
    guests::attack(&[("items", "(func (local i32 i32) (block (block (br_table 0 1 0 1 (local.get 0)))))")])
}

fn functions() -> Vec<Probe> {
    let refused =
        |name, lower, text| Probe { name, lower, guest: switch, expected: Expected::Refused("load.too-complex", text) };
    vec![
        refused("function_bytes", |limits| limits.function_bytes = 50, "bytes in one function, its class allows 50"),
        refused("function_locals", |limits| limits.function_locals = 1, "locals in one function, its class allows 1"),
        refused("function_blocks", |limits| limits.function_blocks = 1, "2 blocks and loops in one function"),
        refused("block_depth", |limits| limits.block_depth = 1, "2 levels of blocks within blocks"),
        refused("branch_targets", |limits| limits.branch_targets = 2, "3 targets in one branch table"),
        refused("function_cost", |limits| limits.function_cost = 5, "6 units of compile cost in one function"),
        refused("compile_cost", |limits| limits.compile_cost = 5, "units of compile cost, its class allows 5"),
    ]
}

/// Values of calls: seconds of compiling, and no more than the scan lets in.
fn slow_to_compile() -> Vec<u8> {
    let values = " i64".repeat(1_000);
    let calls = format!("(func {})", "(call $give) (call $take) ".repeat(96)).repeat(4);
    let give = format!("(func $give (result{values}) unreachable)");
    let take = format!("(func $take (param{values}))");
    guests::attack(&[("items", &format!("{give} {take} {calls}"))])
}

fn compilers() -> Vec<Probe> {
    vec![
        Probe {
            name: "compile_cpu_seconds",
            lower: |limits| limits.compile_cpu_seconds = 1,
            guest: slow_to_compile,
            expected: Expected::Refused("load.compile-deadline", "took more than 1 s of processor time"),
        },
        Probe {
            name: "compile_deadline_ms",
            lower: |limits| limits.compile_deadline_ms = 1,
            guest: guests::well_behaved,
            expected: Expected::Refused("load.compile-deadline", "took longer than 1 ms"),
        },
        Probe {
            name: "compile_memory_bytes",
            lower: |limits| limits.compile_memory_bytes = 1 << 20,
            guest: guests::well_behaved,
            expected: Expected::Refused("load.compile-memory", "needed more than 1048576 bytes of memory"),
        },
    ]
}

/// A runtime that compiles in a process of its own where the limit is one of that process.
fn runtime(allocation: Allocation, name: &str, limits: Limits) -> Runtime {
    if name.starts_with("compile_") {
        compile::runtime_of(allocation, limits)
    } else {
        super::runtime(allocation, limits)
    }
}

#[test]
fn every_limit_fires_when_it_is_low() {
    let probes = probes();
    let names: Vec<&str> = probes.iter().map(|probe| probe.name).collect();
    for field in fields(&limits()) {
        assert_eq!(names.iter().filter(|name| **name == field).count(), 1, "`{field}` has one probe");
    }
    for allocation in [Allocation::Pooled, Allocation::OnDemand] {
        probes.iter().for_each(|probe| check(allocation, probe));
    }
}

fn check(allocation: Allocation, probe: &Probe) {
    let name = probe.name;
    let mut low = limits();
    (probe.lower)(&mut low);
    let component = (probe.guest)();
    let runtime = runtime(allocation, name, low.clone());
    match probe.expected {
        Expected::Refused(code, text) => {
            let error = runtime.load(&component, Class::Native).expect_err(name);
            assert_eq!(error.code(), code, "{name}: {error}");
            assert!(error.to_string().contains(text), "{name}: {error}");
        }
        Expected::Ran(expected) => {
            let outcome = run(&prepare(&load(&runtime, &component), Images::Never));
            assert_eq!(words(&outcome), expected, "{name}");
            let late = matches!(outcome.scoring, Some(Err(Fault::DeadlineExceeded { .. })));
            assert_eq!(outcome.reproducible, !late, "{name}");
            let dropped = outcome.log.iter().any(|line| line.message == "1 more log lines were dropped");
            assert_eq!(dropped, name.starts_with("log_"), "{name}: {:?}", outcome.log);
        }
    }
    // With limits that are not low, none of it happens.
    let runtime = self::runtime(allocation, name, limits());
    if let Ok(plugin) = runtime.load(&component, Class::Native) {
        let said = words(&run(&prepare(&plugin, Images::Never)));
        let Expected::Ran(expected) = probe.expected else { return };
        assert!(expected == [HEARD; 4] || said.as_slice() != expected, "{name}: {said:?}");
    } else {
        panic!("{name}: refused under limits that are not low");
    }
}

/// The names of the fields, from their debug text: `Limits { one: 1, two: 2 }`.
fn fields(limits: &Limits) -> Vec<String> {
    let text = format!("{limits:?}");
    let inner = text.split_once('{').expect("fields").1.trim_end_matches('}');
    inner.split(',').filter_map(|field| Some(field.split_once(':')?.0.trim().to_owned())).collect()
}

/// Every default stands in a file of its own, so that no change of one goes unseen.
#[test]
fn limits_change_only_on_purpose() {
    let mut text =
        String::from("# Defaults of every limit. Changed by `ARCHITRAVE_BLESS=1 cargo test -p architrave-tests`.\n");
    for (class, limits) in [("native", Limits::native()), ("scripting", Limits::scripting())] {
        writeln!(text, "\n[{class}]").expect("writing to a string");
        let debug = format!("{limits:?}");
        let inner = debug.split_once('{').expect("fields").1.trim_end_matches('}');
        for field in inner.split(',') {
            writeln!(text, "{}", field.trim().replace(':', " =")).expect("writing to a string");
        }
    }
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/limits.txt"));
    if env::var_os("ARCHITRAVE_BLESS").is_some() {
        fs::write(&path, &text).expect("the golden file");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text, golden,
        "a limit changed; bless it with ARCHITRAVE_BLESS=1 if that is meant, and say so in the log"
    );
}
