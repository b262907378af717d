//! Which plugins do not end? They run out of fuel, wherever they are.

use super::{Attack, all, guidance, scoring};

pub(super) const FOREVER: &str = "(loop $forever (br $forever))";
pub(super) const FUEL: &str = "used up its 1000000 units of fuel";

pub(super) const ATTACKS: &[Attack] = &[
    scoring("loops in score", &[("score", FOREVER)], FUEL),
    scoring("loops in weigh", &[("weigh", FOREVER)], FUEL),
    guidance("loops in advise", &[("advise", FOREVER)], FUEL),
    all("loops in begin", &[("begin", FOREVER)], FUEL),
    all("loops in reveal", &[("reveal", FOREVER)], FUEL),
    all("loops in prepare", &[("prepare", FOREVER)], FUEL),
    all("loops in realloc", &[("realloc", FOREVER)], FUEL),
    all("loops in its start function", &[("items", "(func $start (loop $l (br $l))) (start $start)")], FUEL),
    scoring(
        "loops after its answer was taken",
        &[(
            "items",
            "(func (export \"cabi_post_architrave:plugin/scoring@0.1.0#score\") (param i32) (loop $l (br $l)))",
        )],
        FUEL,
    ),
    scoring(
        "fills memory for ever",
        &[("score", "(loop $l (memory.fill (i32.const 65536) (i32.const 0) (i32.const 131072)) (br $l))")],
        FUEL,
    ),
    scoring(
        "copies memory for ever",
        &[(
            "score",
            "(loop $l (memory.copy (i32.const 65536) (i32.const 65537) (i32.const 131072))
               (memory.copy (i32.const 65537) (i32.const 65536) (i32.const 131072)) (br $l))",
        )],
        FUEL,
    ),
    scoring(
        "copies a data segment for ever",
        &[
            ("items", "(data $d \"0123456789\")"),
            ("score", "(loop $l (memory.init $d (i32.const 65536) (i32.const 0) (i32.const 10)) (br $l))"),
        ],
        FUEL,
    ),
    scoring(
        "divides numbers that are none for ever",
        &[(
            "score",
            "(loop $l (drop (f64.sqrt (f64.div (f64.const nan:0x4) (f64.reinterpret_i64 (i64.const -1))))) (br $l))",
        )],
        FUEL,
    ),
    guidance(
        "calls the host for ever",
        &[("advise", "(loop $l (call $log (i32.const 1) (i32.const 24583) (i32.const 0)) (br $l))")],
        FUEL,
    ),
    guidance(
        "calls itself through a table for ever",
        &[
            ("items", "(table $t 1 funcref) (elem (table $t) (i32.const 0) func $idle) (func $idle)"),
            ("advise", "(loop $l (call_indirect $t (i32.const 0)) (br $l))"),
        ],
        FUEL,
    ),
];
