//! Which plugins go too deep? WebAssembly code has a stack of its own, and the host is not called back from itself.

use super::{Attack, all, built, guests, impact, scoring};

const STACK: &str = "used up its stack of 262144 bytes";
const LEAVE: &str = "trapped: cannot leave component instance";

pub(super) const ATTACKS: &[Attack] = &[
    impact(
        "recurses without end",
        &[
            ("items", "(func $deep (result i32) (i32.add (call $deep) (i32.const 1)))"),
            ("assess", "(drop (call $deep))"),
        ],
        STACK,
    ),
    impact(
        "recurses through a table",
        &[
            (
                "items",
                "(table $t 1 funcref) (elem (table $t) (i32.const 0) func $deep)
                 (func $deep (result i32) (i32.add (call_indirect $t (result i32) (i32.const 0)) (i32.const 1)))",
            ),
            ("assess", "(drop (call $deep))"),
        ],
        STACK,
    ),
    all(
        "recurses while the host allocates",
        &[
            ("items", "(func $deep (result i32) (i32.add (call $deep) (i32.const 1)))"),
            ("realloc", "(drop (call $deep))"),
        ],
        STACK,
    ),
    built("recurses with huge frames", huge_frames, [super::HEARD, super::HEARD, STACK, super::HEARD]),
    // The host calls `realloc`, which would call the host.
    all(
        "calls the host while the host allocates",
        &[("realloc", "(call $log (i32.const 1) (i32.const 24583) (i32.const 15))")],
        LEAVE,
    ),
    scoring(
        "calls the host after its answer was taken",
        &[(
            "items",
            "(func (export \"cabi_post_architrave:plugin/scoring@0.1.0#score\") (param i32)
               (call $log (i32.const 1) (i32.const 24583) (i32.const 15)))",
        )],
        LEAVE,
    ),
    // Its imports are tied to it after it was started.
    all(
        "calls the host before it was started",
        &[("items", "(func $start (call $log (i32.const 1) (i32.const 24583) (i32.const 15))) (start $start)")],
        "trapped: uninitialized element",
    ),
];

/// A function of 1 000 values that all live across a call to itself: 8 KB of stack for each.
fn huge_frames() -> Vec<u8> {
    const VALUES: usize = 1_000;
    let load: String = (1..=VALUES).map(|at| format!("(local.set {at} (i64.load (i32.const {})))", at * 8)).collect();
    let sum: String = (1..=VALUES).map(|at| format!("(local.get {at}) i64.add ")).collect();
    let function = format!(
        "(func $huge (param i32) (result i64) (local {}) {load}
           (if (i32.eqz (local.get 0)) (then (return (i64.const 0))))
           (call $huge (i32.sub (local.get 0) (i32.const 1))) {sum})",
        "i64 ".repeat(VALUES)
    );
    guests::attack(&[("items", &function), ("assess", "(drop (call $huge (i32.const 100)))")])
}
