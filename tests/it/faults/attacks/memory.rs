//! Which plugins take too much? Of memory, of tables, of what they hand to the host.

use super::{Attack, HEARD, Limits, all, built, guests, impact, priority, refused, scoring};

pub(super) const ATTACKS: &[Attack] = &[
    scoring(
        "grows its memory without end",
        &[("score", "(loop $l (drop (memory.grow (i32.const 16))) (br $l))")],
        "asked for 2359296 bytes of memory, 2097152 are granted",
    ),
    all(
        "grows its memory in prepare",
        &[("prepare", "(drop (memory.grow (i32.const 4096)))")],
        "asked for 268697600 bytes of memory, 2097152 are granted",
    ),
    scoring(
        "grows its memory by all that 32 bits can say",
        &[("score", "(drop (memory.grow (i32.const -1)))")],
        "asked for 281474976907264 bytes of memory, 2097152 are granted",
    ),
    scoring(
        "grows a memory that may not grow, and goes on",
        &[
            ("(memory (export \"memory\") 4)", "(memory (export \"memory\") 4 4)"),
            ("score", "(if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))"),
        ],
        HEARD,
    ),
    scoring(
        "touches all that it is granted",
        &[(
            "score",
            "(drop (memory.grow (i32.const 28))) (memory.fill (i32.const 65536) (i32.const 7) (i32.const 2031616))",
        )],
        HEARD,
    )
    .with(|limits| Limits { fuel_per_call: 5_000_000, ..limits }),
    priority(
        "grows a table without end",
        &[
            ("items", "(table $t 10 funcref)"),
            ("prioritize", "(loop $l (drop (table.grow $t (ref.null func) (i32.const 300))) (br $l))"),
        ],
        // The component has a table of its own for its imports.
        "asked for 1211 table elements, 1000 are granted",
    ),
    impact(
        "fills its table beyond its end",
        &[
            ("items", "(table $t 10 funcref)"),
            ("assess", "(table.fill $t (i32.const 5) (ref.null func) (i32.const 6))"),
        ],
        "trapped: undefined element: out of bounds table access",
    ),
    built(
        "starts three memories that are too much together",
        || guests::with_memories(15, 2),
        ["asked for 2228224 bytes of memory, 2097152 are granted"; 4],
    ),
    refused("starts 20 memories of 60 MiB", || guests::with_memories(960, 20), "load.too-complex", "core instances"),
    refused("starts four more memories", || guests::with_memories(1, 4), "load.too-complex", "5 memories"),
    refused("starts 10000 core instances", ten_thousand_instances, "load.too-complex", "10003 core instances"),
    refused(
        "starts with more memory than it may ever have",
        || guests::attack(&[("(memory (export \"memory\") 4)", "(memory (export \"memory\") 40)")]),
        "load.initial-memory",
        "a memory of 2621440 bytes",
    ),
    refused(
        "starts with 4 GiB of memory",
        || guests::attack(&[("(memory (export \"memory\") 4)", "(memory (export \"memory\") 65536)")]),
        "load.initial-memory",
        "a memory of 4294967296 bytes",
    ),
    refused(
        "starts with the largest table there is",
        || guests::attack(&[("items", "(table 0xffffffff funcref)")]),
        "load.initial-table",
        "a table of 4294967295 elements",
    ),
    refused(
        "starts with many tables",
        || guests::attack(&[("items", &"(table 1 funcref)".repeat(40))]),
        "load.too-complex",
        "tables",
    ),
    scoring(
        "returns a list larger than the host takes",
        &[("score", "(i32.store (i32.const 2052) (i32.const 0)) (i32.store (i32.const 2056) (i32.const 30000))")],
        OUTPUT,
    ),
    all("returns a legend of one text 60000 times", MANY_TEXTS, OUTPUT),
    all("returns the same long text again and again", LONG_TEXTS, OUTPUT),
    guidance_echo(),
];

/// Under the limits that are shipped.
pub(super) const OUTPUT_SHIPPED: &str = "passed more than 8388608 bytes to the host in one call";

pub(super) const OUTPUT: &str = "passed more than 65536 bytes to the host in one call";

/// 60 000 entries of the legend, at zeroed memory: each is two empty texts.
const MANY_TEXTS: &[(&str, &str)] = &[(
    "prepare",
    "(drop (memory.grow (i32.const 20)))
     (i32.store (i32.const 1028) (i32.const 400000)) (i32.store (i32.const 1032) (i32.const 60000))",
)];

/// 1 000 entries of the legend, whose texts are all the same 32 KiB.
const LONG_TEXTS: &[(&str, &str)] = &[(
    "prepare",
    "(local.set 14 (i32.const 0))
         (loop $l
           (i32.store offset=40000 (local.get 14) (i32.const 100000))
           (i32.store offset=40004 (local.get 14) (i32.const 32768))
           (i32.store offset=40008 (local.get 14) (i32.const 100000))
           (i32.store offset=40012 (local.get 14) (i32.const 32768))
           (local.set 14 (i32.add (local.get 14) (i32.const 16)))
           (br_if $l (i32.lt_u (local.get 14) (i32.const 16000))))
         (i32.store (i32.const 1028) (i32.const 40000)) (i32.store (i32.const 1032) (i32.const 1000))",
)];

/// 8 000 times the same advice, of 1 000 bytes: 32 KB for the host, 8 MB for the reader.
const fn guidance_echo() -> Attack {
    super::guidance(
        "advises the same a thousand times",
        &[
            (
                "prepare",
                "(memory.fill (i32.const 40000) (i32.const 97) (i32.const 1000))
                 (i32.store (i32.const 39000) (i32.const 40000)) (i32.store (i32.const 39004) (i32.const 1))
                 (i32.store (i32.const 39008) (i32.const 40000)) (i32.store (i32.const 39012) (i32.const 1000))
                 (i32.store (i32.const 1044) (i32.const 39000)) (i32.store (i32.const 1048) (i32.const 1))",
            ),
            (
                "advise",
                "(i32.store (i32.const 2052) (i32.const 42000)) (i32.store (i32.const 2056) (i32.const 8000))
                 (i32.store (i32.const 2060) (i32.const 42000)) (i32.store (i32.const 2064) (i32.const 8000))",
            ),
        ],
        OUTPUT,
    )
}

fn ten_thousand_instances() -> Vec<u8> {
    let instances = "(core instance (instantiate $many))".repeat(10_000);
    guests::with_more(&format!("(core module $many) {instances}"))
}
