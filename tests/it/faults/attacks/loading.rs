//! Which bytes are no plugin? What is cut off, built for something else, or only there to be read for long.

use super::{Attack, HEARD, built, guests, refused};

pub(super) const ATTACKS: &[Attack] = &[
    refused("is empty", Vec::new, "load.not-a-component", "is not a WebAssembly component"),
    refused("is a core module", || wat("(module)"), "load.core-module", "is a core WebAssembly module"),
    refused(
        "is of another world",
        || {
            signed(
                "(component (core module $m (func (export \"f\"))) (core instance $c (instantiate $m)) (func (export \"run\") (canon lift (core func $c \"f\"))))",
            )
        },
        "load.lifecycle-missing",
        "does not export",
    ),
    refused(
        "asks for the time",
        || importing("wasi:clocks/monotonic-clock@0.2.0", "(export \"now\" (func (result u64)))"),
        "load.import-not-allowed",
        "imports `wasi:clocks/monotonic-clock@0.2.0`",
    ),
    refused(
        "asks for chance",
        || importing("wasi:random/random@0.2.0", "(export \"get-random-u64\" (func (result u64)))"),
        "load.import-not-allowed",
        "imports `wasi:random/random@0.2.0`",
    ),
    refused(
        "asks for the environment",
        || importing("wasi:cli/environment@0.2.0", "(export \"get-arguments\" (func (result (list string))))"),
        "load.import-not-allowed",
        "imports `wasi:cli/environment@0.2.0`",
    ),
    refused(
        "asks for an empty interface of someone else",
        || importing("acme:spy/nothing@1.0.0", ""),
        "load.import-not-allowed",
        "imports `acme:spy/nothing@1.0.0`",
    ),
    refused(
        "asks for one more function of the log",
        || {
            guests::retold(&[(
                "(export (;0;) \"log\" (func (type 0)))",
                "(export (;0;) \"log\" (func (type 0))) (export \"read\" (func (type 0)))",
            )])
        },
        "load.contract-mismatch",
        "read",
    ),
    refused(
        "asks for a function among the types",
        || importing("architrave:plugin/types@0.1.0", "(export \"now\" (func (result u64)))"),
        "load.import-not-allowed",
        "imports `architrave:plugin/types@0.1.0#now`",
    ),
    refused(
        "asks for a module",
        || guests::with_more("(import \"code\" (core module))"),
        "load.import-not-allowed",
        "imports `code`",
    ),
    refused(
        "asks for a component",
        || guests::with_more("(import \"code\" (component))"),
        "load.not-compiled",
        "root-level component imports are not supported",
    ),
    refused("was built for an older contract", || of_version("0.0.9"), "load.contract-version", "lifecycle@0.0.9`"),
    refused("was built for a newer contract", || of_version("0.2.0"), "load.contract-version", "lifecycle@0.2.0`"),
    refused(
        "is made of custom sections",
        || {
            let mut component = guests::well_behaved();
            for _ in 0..100_000 {
                component.extend_from_slice(b"\0\x05\x04name");
            }
            component
        },
        "load.too-complex",
        "custom sections, its class allows 64",
    ),
    refused(
        "has a million types",
        || signed(&format!("(component (core module {}))", "(type (func))".repeat(1_000_001))),
        "load.too-complex",
        "types, its class allows 5000",
    ),
    refused(
        "has a million types of components",
        || signed(&format!("(component {})", "(type u8)".repeat(1_000_001))),
        "load.too-complex",
        "types, its class allows 5000",
    ),
    refused("nests a type in a type, and again", deep_type, "load.not-compiled", "type nesting is too deep"),
    refused(
        "doubles a type thirty times",
        || doubled("(type $t0 (tuple u8 u8))", "(type $t{n} (tuple $t{m} $t{m}))"),
        "load.not-compiled",
        "effective type size exceeds the limit",
    ),
    refused(
        "doubles an instance thirty times",
        || {
            doubled(
                "(instance $t0)",
                "(instance $t{n} (export \"a\" (instance $t{m})) (export \"b\" (instance $t{m})))",
            )
        },
        "load.not-compiled",
        "effective type size exceeds the limit",
    ),
    refused(
        "has components in components in components",
        || {
            guests::with_manifest(
                (0..1_000).fold(wat("(component)"), |inner, _| guests::within(4, &inner)),
                &guests::manifest(),
            )
        },
        "load.too-complex",
        "levels of components within components",
    ),
    refused("starts a component a thousand times", nothing_a_thousand_times, "load.not-compiled", "instances count"),
    refused(
        "has a function of 300 KB",
        || guests::attack(&[("items", &format!("(func {})", "(drop (i32.const 1))".repeat(100_000)))]),
        "load.too-complex",
        "bytes in one function",
    ),
    refused(
        "has 50000 locals",
        || guests::attack(&[("items", &format!("(func (local {}) (loop))", "i64 ".repeat(50_001)))]),
        "load.too-complex",
        "locals in one function",
    ),
    refused(
        "has 20001 functions",
        || guests::attack(&[("items", &"(func)".repeat(20_001))]),
        "load.too-complex",
        "functions, its class allows 20000",
    ),
    refused("has loops over many locals", loops_and_locals, "load.too-complex", "units of compile cost"),
    refused(
        "starts itself twice",
        || {
            let mut module = wat("(module (func $f) (start $f))");
            // The start section once more.
            let start = module.windows(3).position(|bytes| bytes == [8, 1, 0]).expect("a start section");
            module.splice(start..start, [8, 1, 0]);
            guests::with_manifest(guests::within(1, &module), &guests::manifest())
        },
        "load.malformed",
        "section out of order",
    ),
    refused(
        "names an import in colours",
        || signed("(component (import \"\\1b]0;owned\\07\\1b[31m\\e2\\80\\aered\" (func)))"),
        "load.not-compiled",
        "red",
    ),
    refused(
        "names an export in colours",
        || {
            signed(
                "(component (type $t (func)) (import \"f\" (func $f (type $t))) (export \"a\\0ab\\1b[31m\" (func $f)))",
            )
        },
        "load.not-compiled",
        "a b",
    ),
    refused(
        "has a manifest in colours",
        || {
            guests::with_section(
                guests::component(&guests::text(&[])),
                "{\"id\":\"\\u001b[31mred\\u202e\",\"\\u001b]0;x\\u0007\":1}".as_bytes(),
            )
        },
        "load.manifest-invalid",
        "manifest",
    ),
    refused(
        "has a manifest nested a thousand times",
        || {
            guests::with_section(
                guests::component(&guests::text(&[])),
                format!("{{\"id\":{}", "[".repeat(100_000)).as_bytes(),
            )
        },
        "load.manifest-invalid",
        "recursion limit exceeded",
    ),
    refused("has a manifest with settings in settings", settings_in_settings, "load.manifest-invalid", "manifest"),
    refused(
        "has a manifest of a megabyte",
        || {
            guests::with_section(
                guests::component(&guests::text(&[])),
                format!("{{\"id\":\"{}\"}}", "a".repeat(1 << 20)).as_bytes(),
            )
        },
        "load.manifest-invalid",
        "manifest",
    ),
    built(
        "has two thousand exports",
        || guests::attack(&[("items", &numbered("(func (export \"e{n}\"))", 2_000))]),
        [HEARD; 4],
    ),
    built(
        "has nine thousand globals",
        || guests::attack(&[("items", &"(global i64 (i64.const 7))".repeat(9_000))]),
        [HEARD; 4],
    ),
    refused(
        "has a hundred thousand globals",
        || guests::attack(&[("items", &"(global i64 (i64.const 7))".repeat(100_000))]),
        "load.too-complex",
        "imports and globals",
    ),
    refused(
        "has a module that imports a hundred thousand times",
        || {
            let imports = "(import \"\" \"f\" (func))".repeat(100_000);
            guests::with_more(&format!("(core module {imports})"))
        },
        "load.too-complex",
        "imports and globals",
    ),
];

fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

fn signed(text: &str) -> Vec<u8> {
    guests::with_manifest(wat(text), &guests::manifest())
}

fn importing(name: &str, items: &str) -> Vec<u8> {
    signed(&format!("(component (import \"{name}\" (instance {items})))"))
}

fn of_version(version: &str) -> Vec<u8> {
    signed(&format!("(component (instance $i) (export \"architrave:plugin/lifecycle@{version}\" (instance $i)))"))
}

fn deep_type() -> Vec<u8> {
    let types: String = (1..2_000).map(|n| format!("(type $t{n} (list $t{}))", n - 1)).collect();
    signed(&format!("(component (type $t0 (list u8)) {types})"))
}

fn doubled(first: &str, next: &str) -> Vec<u8> {
    let rest: String =
        (1..30).map(|n: u32| next.replace("{n}", &n.to_string()).replace("{m}", &(n - 1).to_string())).collect();
    signed(&format!("(component {first} {rest})"))
}

fn numbered(item: &str, count: usize) -> String {
    (0..count).map(|n| item.replace("{n}", &n.to_string())).collect()
}

fn nothing_a_thousand_times() -> Vec<u8> {
    let instances = "(instance (instantiate $nothing))".repeat(1_001);
    guests::with_more(&format!("(component $nothing) {instances}"))
}

fn loops_and_locals() -> Vec<u8> {
    let function = format!("(func (local {}) {})", "i64 ".repeat(5_000), "(loop)".repeat(5_000));
    guests::attack(&[("items", &function)])
}

fn settings_in_settings() -> Vec<u8> {
    let open = "{\"description\":\"d\",\"type\":\"list\",\"items\":".repeat(60);
    let close = "}".repeat(60);
    let manifest = guests::manifest().to_json();
    let deep = format!("\"settings\":{{\"s\":{open}{{\"description\":\"d\",\"type\":\"colour\"}}{close}}}");
    let manifest = manifest.replace("\"settings\":{}", &deep);
    assert!(manifest.contains("colour"), "{manifest}");
    guests::with_section(guests::component(&guests::text(&[])), manifest.as_bytes())
}
