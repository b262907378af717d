//! What does a call leave behind? Nothing, where it trapped; and nothing that differs from run to run.

use super::{Attack, Expected, HEARD, PEAK_MIB, all, priority, same, scoring};

const UNREACHABLE: &str = "trapped: wasm `unreachable` instruction executed";

pub(super) const ATTACKS: &[Attack] = &[
    scoring("traps in score", &[("score", "unreachable")], UNREACHABLE),
    all("traps in begin", &[("begin", "unreachable")], UNREACHABLE),
    all("traps in reveal", &[("reveal", "unreachable")], UNREACHABLE),
    all("traps in prepare", &[("prepare", "unreachable")], UNREACHABLE),
    priority(
        "divides by zero",
        &[("prioritize", "(drop (i32.div_u (i32.const 1) (i32.const 0)))")],
        "trapped: integer divide by zero",
    ),
    priority(
        "divides the smallest number by minus one",
        &[("prioritize", "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))")],
        "trapped: integer overflow",
    ),
    priority(
        "makes an integer of a number that is none",
        &[("prioritize", "(drop (i32.trunc_f64_s (f64.const nan)))")],
        "trapped: invalid conversion to integer",
    ),
    priority(
        "reads beyond its memory",
        &[("prioritize", "(drop (i32.load (i32.const -4)))")],
        "trapped: out of bounds memory access",
    ),
    priority(
        "writes as far beyond its memory as it can say",
        &[("prioritize", "(i64.store offset=0xffffffff (i32.const -1) (i64.const -1))")],
        "trapped: out of bounds memory access",
    ),
    priority(
        "calls a function of another type through a table",
        &[
            ("items", "(table $t 2 funcref) (elem (table $t) (i32.const 0) func $idle) (func $idle)"),
            ("prioritize", "(drop (call_indirect $t (result i32) (i32.const 0)))"),
        ],
        "trapped: indirect call type mismatch",
    ),
    priority(
        "calls an empty place of a table",
        &[("items", "(table $t 2 funcref)"), ("prioritize", "(call_indirect $t (i32.const 1))")],
        "trapped: uninitialized element",
    ),
    priority(
        "calls beyond a table",
        &[("items", "(table $t 2 funcref)"), ("prioritize", "(call_indirect $t (i32.const -1))")],
        "trapped: undefined element: out of bounds table access",
    ),
    Attack {
        name: "traps, and its next role finds a clean instance",
        guest: super::Guest::Places(&[
            ("items", "(global $dirty (mut i32) (i32.const 0))"),
            ("score", "(global.set $dirty (i32.const 1)) (i32.store (i32.const 60000) (i32.const 1)) unreachable"),
            ("prioritize", "(if (i32.or (global.get $dirty) (i32.load (i32.const 60000))) (then (unreachable)))"),
            ("assess", "unreachable"),
        ]),
        limits: same,
        expected: Expected::Ran([UNREACHABLE, HEARD, UNREACHABLE, HEARD]),
        peak_mib: PEAK_MIB,
    },
    // Anything else would make the fuel, and so the outcome, depend on the processor.
    scoring(
        "burns fuel by the bits of a number that is none",
        &[(
            "score",
            "(i64.store (i32.const 40000) (i64.reinterpret_f64 (f64.div (f64.const -0) (f64.const 0))))
             (i32.store (i32.const 40008) (i32.reinterpret_f32 (f32.sqrt (f32.const -1))))
             (if (i64.ne (i64.load (i32.const 40000)) (i64.const 0x7ff8000000000000)) (then unreachable))
             (if (i32.ne (i32.load (i32.const 40008)) (i32.const 0x7fc00000)) (then unreachable))",
        )],
        HEARD,
    ),
    scoring(
        "asks a vector for the bits of a number that is none",
        &[(
            "score",
            "(if (i32.ne (i32x4.extract_lane 2 (f32x4.div (v128.const i32x4 0 0 0 0) (v128.const i32x4 0 0 0 0)))
                (i32.const 0x7fc00000)) (then unreachable))",
        )],
        HEARD,
    ),
];
