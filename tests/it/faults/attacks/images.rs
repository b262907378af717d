//! Which plugins must not be started from an image, or break the tool that makes one? Whatever it is, a run from what
//! was made of it equals a plain one, which is what every row of the suite checks; here are those that are made for it.

use super::{Attack, HEARD, Limits, all, built, guests, scoring};

pub(super) const ATTACKS: &[Attack] = &[
    built(
        "has a module with a memory and no exports",
        || appended("(memory 1) (data (i32.const 0) \"a\")"),
        [HEARD; 4],
    ),
    built("has a module with a global and no exports", || appended("(global (mut i32) (i32.const 7))"), [HEARD; 4]),
    built("has a module without anything", || appended(""), [HEARD; 4]),
    built("starts a module twice", || guests::with_memories(1, 2), [HEARD; 4]),
    all("sets a table", TABLE_SET, HEARD),
    all(
        "grows a table",
        &[("items", TABLE), ("prepare", "(drop (table.grow $t (ref.null func) (i32.const 1)))")],
        HEARD,
    ),
    all(
        "copies a table",
        &[("items", TABLE), ("prepare", "(table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 1))")],
        HEARD,
    ),
    all(
        "fills a table",
        &[("items", TABLE), ("prepare", "(table.fill $t (i32.const 0) (ref.func $idle) (i32.const 2))")],
        HEARD,
    ),
    all(
        "starts a table from a segment",
        &[("items", TABLE), ("prepare", "(table.init $t $e (i32.const 1) (i32.const 0) (i32.const 1))")],
        HEARD,
    ),
    all("drops a table's segment", &[("items", TABLE), ("prepare", "(elem.drop $e)")], HEARD),
    all(
        "drops a segment of memory, and takes what is gone",
        &[
            ("items", "(data $d \"0123456789\")"),
            ("prepare", "(data.drop $d)"),
            ("begin", "(memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))"),
        ],
        "trapped: out of bounds memory access",
    ),
    scoring(
        "takes a segment of memory that was there from the start",
        &[
            ("items", "(data $d \"0123456789\")"),
            (
                "score",
                "(memory.init $d (i32.const 40000) (i32.const 0) (i32.const 10))
                 (if (i32.ne (i32.load8_u (i32.const 40007)) (i32.const 55)) (then unreachable))",
            ),
        ],
        HEARD,
    ),
    scoring(
        "keeps a function in a global",
        &[
            ("items", "(global $f (mut funcref) (ref.null func)) (func $idle) (elem declare func $idle)"),
            ("prepare", "(global.set $f (ref.func $idle))"),
            ("score", "(if (ref.is_null (global.get $f)) (then unreachable))"),
        ],
        HEARD,
    ),
    scoring(
        "keeps a vector in a global",
        &[
            ("items", "(global $v (mut v128) (v128.const i32x4 0 0 0 0))"),
            ("prepare", "(global.set $v (v128.const i32x4 1 2 3 4))"),
            ("score", "(if (i32.ne (i32x4.extract_lane 3 (global.get $v)) (i32.const 4)) (then unreachable))"),
        ],
        HEARD,
    ),
    scoring(
        "keeps numbers in globals",
        &[
            (
                "items",
                "(global $a (mut i64) (i64.const 1)) (global $b (mut f32) (f32.const 2)) (global $c (mut f64) (f64.const 3))",
            ),
            (
                "prepare",
                "(global.set $a (i64.const -9)) (global.set $b (f32.const -0)) (global.set $c (f64.const inf))",
            ),
            (
                "score",
                "(if (i64.ne (global.get $a) (i64.const -9)) (then unreachable))
                 (if (i32.ne (i32.reinterpret_f32 (global.get $b)) (i32.const 0x80000000)) (then unreachable))
                 (if (f64.ne (global.get $c) (f64.const inf)) (then unreachable))",
            ),
        ],
        HEARD,
    ),
    // No number crosses the border of a component with these bits.
    scoring(
        "hides bits in a global that holds no number",
        &[
            ("items", "(global $g (mut f64) (f64.const 0)) (global $h (mut f32) (f32.const 0))"),
            (
                "prepare",
                "(global.set $g (f64.reinterpret_i64 (i64.const 0x7ff8000000c0ffee)))
                 (global.set $h (f32.reinterpret_i32 (i32.const 0x7fc0ffee)))",
            ),
            (
                "score",
                "(if (i64.ne (i64.reinterpret_f64 (global.get $g)) (i64.const 0x7ff8000000c0ffee)) (then unreachable))
                 (if (i32.ne (i32.reinterpret_f32 (global.get $h)) (i32.const 0x7fc0ffee)) (then unreachable))",
            ),
        ],
        HEARD,
    ),
    scoring(
        "fills its last page while it prepares",
        &[
            (
                "prepare",
                "(drop (memory.grow (i32.const 28))) (memory.fill (i32.const 65536) (i32.const 9) (i32.const 2031616))",
            ),
            ("score", "(if (i32.ne (i32.load8_u (i32.const 2097151)) (i32.const 9)) (then unreachable))"),
        ],
        HEARD,
    )
    .with(|limits| Limits { prepare_fuel: 5_000_000, ..limits }),
    scoring(
        "writes every second byte while it prepares",
        &[(
            "prepare",
            "(local.set 14 (i32.const 65536))
             (loop $l (i32.store16 (local.get 14) (i32.const 1))
               (local.set 14 (i32.add (local.get 14) (i32.const 8)))
               (br_if $l (i32.lt_u (local.get 14) (i32.const 262144))))",
        )],
        HEARD,
    ),
    scoring(
        "grows its memory to the largest that it names",
        &[
            ("(memory (export \"memory\") 4)", "(memory (export \"memory\") 4 6)"),
            ("prepare", "(drop (memory.grow (i32.const 2)))"),
            ("score", "(if (i32.ne (memory.size) (i32.const 6)) (then unreachable))"),
        ],
        HEARD,
    ),
    scoring(
        "counts its starts",
        &[
            (
                "items",
                "(global $n (mut i32) (i32.const 0))
                 (func $start (global.set $n (i32.add (global.get $n) (i32.const 1)))) (start $start)",
            ),
            ("score", "(if (i32.ne (global.get $n) (i32.const 1)) (then unreachable))"),
        ],
        HEARD,
    ),
    built("calls itself as the tool calls its copy", named_like_the_copy, [HEARD; 4]),
    built("exports what the tool exports", || exported_as("wasmtime:wizer/access"), [HEARD; 4]),
];

const TABLE: &str = "(table $t 2 funcref) (func $idle) (elem $e func $idle)";

const TABLE_SET: &[(&str, &str)] = &[
    ("items", TABLE),
    ("prepare", "(table.set $t (i32.const 1) (ref.func $idle))"),
    ("score", "(call_indirect $t (i32.const 1))"),
];

/// The good guest, and one more module that is instantiated.
fn appended(module: &str) -> Vec<u8> {
    guests::with_more(&format!("(core module $more {module}) (core instance (instantiate $more))"))
}

fn named_like_the_copy() -> Vec<u8> {
    guests::attack(&[(
        "items",
        "(global (export \"__wizer_global_0\") (mut i32) (i32.const 7)) (func (export \"__wizer_memory_0\"))",
    )])
}

/// The good guest, which exports its guidance a second time.
fn exported_as(name: &str) -> Vec<u8> {
    guests::with_more(&format!("(export \"{name}\" (instance $architrave:plugin/guidance@0.1.0-shim-instance))"))
}
