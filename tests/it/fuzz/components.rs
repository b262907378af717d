//! Which components do the fuzzers start from? Made from text here, kept as bytes among the seeds.

use std::fs;

use architrave_core::manifest::SECTION;
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

use super::folder;

const MANIFEST: &str = r#"{"id":"guest","version":"0.1.0","description":"A guest","license":"Apache-2.0",
    "roles":["scoring","priority","impact","guidance"]}"#;

/// Guests that keep the contract, with one part replaced: places of `tests/guests/whole.wat`, and what is put there.
const GUESTS: [(&str, &[(&str, &str)]); 7] = [
    ("accepted-whole", &[]),
    ("accepted-trap", &[("score", "unreachable")]),
    ("accepted-endless", &[("begin", "(loop $forever (br $forever))")]),
    ("accepted-deep", &[("reveal", "(drop (call $reveal (i32.const 0)))")]),
    ("accepted-grows", &[("prepare", "(drop (memory.grow (i32.const 1000)))")]),
    (
        "accepted-far",
        &[("advise", "(i32.store (i32.const 2052) (i32.const -8)) (i32.store (i32.const 2056) (i32.const -1))")],
    ),
    ("accepted-logs", &[("assess", "(loop $l (call $log (i32.const 9) (i32.const 24640) (i32.const 19)) (br $l))")]),
];

/// Components that do not, each with a manifest.
const OTHERS: [(&str, &str); 14] = [
    ("refused-module", "(module (func (export \"f\")))"),
    ("refused-nothing", "(component)"),
    ("refused-import", "(component (import \"wasi:cli/run@0.2.0\" (instance (export \"run\" (func)))))"),
    ("refused-version", "(component (import \"architrave:plugin/log@9.0.0\" (instance)))"),
    ("refused-nested", "(component (component (core module (func)) (core instance (instantiate 0))))"),
    ("refused-memory", "(component (core module (memory 60000)) (core instance (instantiate 0)))"),
    ("refused-table", "(component (core module (table 1000000 funcref)))"),
    (
        "refused-instances",
        "(component (core module) (core instance (instantiate 0)) (core instance (instantiate 0))
         (core instance (instantiate 0)) (core instance (instantiate 0)) (core instance (instantiate 0))
         (core instance (instantiate 0)) (core instance (instantiate 0)) (core instance (instantiate 0))
         (core instance (instantiate 0)))",
    ),
    (
        "refused-types",
        "(component (type (record (field \"a\" u32) (field \"b\" string)))
         (type (variant (case \"x\" 0) (case \"y\"))) (type (list 1)) (type (resource (rep i32)))
         (type (func (param \"p\" 2) (result (option u8)))) (type (component (export \"e\" (func)))))",
    ),
    ("refused-shared", "(component (core module (memory 1 1 shared)))"),
    ("refused-wide", "(component (core module (memory i64 1)))"),
    ("refused-vector", "(component (core module (func (result v128) (v128.const i64x2 1 2))))"),
    ("refused-start", "(component (core module (memory 1) (func $s (drop (memory.grow (i32.const 1)))) (start $s)))"),
    (
        "refused-costly",
        "(component (core module (func (local i64 i64 i64 i64) (block (loop (block (loop (if (i32.const 1)
         (then (block) (loop)))))))) (func $g (param i32) (result i32) (call $g (local.get 0)))))",
    ),
];

/// Appends a custom section with the manifest.
fn with_manifest(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut section = Vec::new();
    leb(&mut section, SECTION.len());
    section.extend_from_slice(SECTION.as_bytes());
    section.extend_from_slice(MANIFEST.as_bytes());
    bytes.push(0);
    leb(&mut bytes, section.len());
    bytes.extend(section);
    bytes
}

fn leb(bytes: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).expect("seven bits"));
}

fn guest(places: &[(&str, &str)]) -> Vec<u8> {
    const WORLD: &str = "package test:guest; world every-role {
        import architrave:plugin/log@0.1.0; export architrave:plugin/lifecycle@0.1.0;
        export architrave:plugin/scoring@0.1.0; export architrave:plugin/priority@0.1.0;
        export architrave:plugin/impact@0.1.0; export architrave:plugin/guidance@0.1.0; }";
    // Six questions, four gaps: weights, points, and no text for any of them.
    let mut text = include_str!("../../guests/whole.wat")
        .replace("{questions}", "6")
        .replace("{gaps}", "4")
        .replace("{weights}", r"\04\00\00\00\04\00\00\00\04\00\00\00\04\00\00\00\00\00\00\00\04\00\00\00")
        .replace("{points}", r"\01\00\00\00\02\00\00\00\04\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
        .replace("{codes}", &r"\ff".repeat(20));
    for (place, put) in places {
        text = text.replace(&format!(";; @{place}\n"), &format!("{put}\n"));
    }
    let mut module = wat::parse_str(text).expect("the guest's text is a module");
    let mut resolve = Resolve::default();
    resolve.push_str("plugin.wit", include_str!("../../../wit/plugin.wit")).expect("the contract parses");
    let package = resolve.push_str("guest.wit", WORLD).expect("the world parses");
    let world = resolve.select_world(&[package], Some("every-role")).expect("the world is there");
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("metadata");
    ComponentEncoder::default().module(&module).expect("a core module").encode().expect("a component")
}

/// With `ARCHITRAVE_BLESS` the seeds are written anew; `it::fuzz` then says what becomes of them.
#[test]
fn component_seeds_are_there() {
    let guests = GUESTS.iter().map(|(name, places)| (*name, guest(places)));
    let others = OTHERS.iter().map(|(name, text)| (*name, wat::parse_str(text).expect("a text of wasm")));
    for (name, bytes) in guests.chain(others) {
        let path = folder().join("seeds/component").join(format!("{name}.bin"));
        if std::env::var_os("ARCHITRAVE_BLESS").is_some() {
            fs::write(&path, with_manifest(bytes)).expect("a seed can be written");
        }
        assert!(path.is_file(), "{name} is missing: ARCHITRAVE_BLESS=1 writes it");
    }
}
