//! What can a plugin do with the one function that it is given? Log too much, and log what steers a terminal.

use super::{Attack, HEARD, all, guidance, memory::OUTPUT, ran, scoring};

const UNREACHABLE: &str = "trapped: wasm `unreachable` instruction executed";

/// `panic: ` and what stands at 24640 in `whole.wat`: colours, a line break, an override of direction, a bell.
const PANIC_IN_COLOURS: &str = "(memory.copy (i32.const 40000) (i32.const 24576) (i32.const 7))
    (memory.copy (i32.const 40007) (i32.const 24640) (i32.const 19))
    (call $log (i32.const 2) (i32.const 40000) (i32.const 26)) unreachable";

pub(super) const ATTACKS: &[Attack] = &[
    guidance(
        "logs a line larger than the host takes",
        &[("advise", "(call $log (i32.const 1) (i32.const 32768) (i32.const 100000))")],
        OUTPUT,
    ),
    // Of 1 MiB, which is taken and dropped: the log holds 16 KiB.
    guidance(
        "logs a line of 1 MiB",
        &[("advise", "(drop (memory.grow (i32.const 20))) (call $log (i32.const 1) (i32.const 262144) (i32.const 1048576))")],
        HEARD,
    )
    .with(|limits| super::Limits { output_bytes: 8 << 20, ..limits }),
    guidance(
        "hands the host long lines for ever",
        &[("advise", "(loop $l (call $log (i32.const 1) (i32.const 196608) (i32.const 60000)) (br $l))")],
        OUTPUT,
    ),
    guidance(
        "logs ten million times",
        &[
            ("(func $advise (export \"architrave:plugin/guidance@0.1.0#advise\") (result i32)",
             "(func $advise (export \"architrave:plugin/guidance@0.1.0#advise\") (result i32) (local $n i32)"),
            (
                "advise",
                "(loop $l
                   (call $log (i32.const 1) (i32.const 24583) (i32.const 15))
                   (local.set $n (i32.add (local.get $n) (i32.const 1)))
                   (br_if $l (i32.lt_u (local.get $n) (i32.const 10000000))))",
            ),
        ],
        // It gets to a few thousand.
        OUTPUT,
    ),
    guidance(
        "logs what is not UTF-8",
        &[("advise", "(call $log (i32.const 1) (i32.const 12288) (i32.const 4))")],
        "returned what the contract does not allow: malformed: invalid utf-8 sequence of 1 bytes from index 0",
    ),
    guidance(
        "logs with a severity that does not fit its type",
        &[("advise", "(call $log (i32.const -1) (i32.const 24583) (i32.const 4))")],
        HEARD,
    ),
    scoring("panics in colours", &[("score", PANIC_IN_COLOURS)], "panicked: abc de"),
    scoring(
        "refuses in colours",
        &[(
            "score",
            "(i32.store8 (i32.const 3072) (i32.const 1)) (i32.store8 (i32.const 3076) (i32.const 3)) (i32.store \
             (i32.const 3080) (i32.const 24640)) (i32.store (i32.const 3084) (i32.const 19)) (return (i32.const 3072))",
        )],
        "refused (other): abc de",
    ),
    scoring(
        "refuses with a text of 60 KB",
        &[(
            "score",
            "(memory.fill (i32.const 65536) (i32.const 98) (i32.const 60000))
             (i32.store8 (i32.const 3072) (i32.const 1)) (i32.store8 (i32.const 3076) (i32.const 3)) (i32.store \
             (i32.const 3080) (i32.const 65536)) (i32.store (i32.const 3084) (i32.const 60000)) (return (i32.const 3072))",
        )],
        "refused (other): bbbbbbbb…",
    ),
    all(
        "refuses the lens",
        &[(
            "prepare",
            "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1028) (i32.const 1)) (i32.store \
             (i32.const 1032) (i32.const 24583)) (i32.store (i32.const 1036) (i32.const 15))",
        )],
        "refused (unsupported-lens): the roof is off",
    ),
    scoring(
        "refuses to score",
        &[(
            "score",
            "(i32.store8 (i32.const 3072) (i32.const 1)) (i32.store8 (i32.const 3076) (i32.const 3)) (i32.store \
             (i32.const 3080) (i32.const 24583)) (i32.store (i32.const 3084) (i32.const 8)) (return (i32.const 3072))",
        )],
        "refused (other): the roof",
    ),
    scoring(
        "panics",
        &[("score", "(call $log (i32.const 2) (i32.const 24576) (i32.const 37)) unreachable")],
        "panicked: the roof is off at roof.rs:7:3",
    ),
    scoring(
        "announces a panic and traps in a later call",
        &[("weigh", "(call $log (i32.const 2) (i32.const 24576) (i32.const 37))"), ("score", "unreachable")],
        UNREACHABLE,
    ),
    ran(
        "announces a panic and runs out of fuel",
        &[("score", "(call $log (i32.const 2) (i32.const 24576) (i32.const 37)) (loop $l (br $l))")],
        [super::time::FUEL, HEARD, HEARD, HEARD],
    ),
    all(
        "panics in prepare",
        &[("prepare", "(call $log (i32.const 2) (i32.const 24576) (i32.const 37)) unreachable")],
        "panicked: the roof is off at roof.rs:7:3",
    ),
];
