//! What does an attack cost under the limits that are shipped? As much as they allow, and the deadline never comes first.

use super::{Attack, HEARD, Limits, guidance, memory::OUTPUT_SHIPPED as OUTPUT, scoring};

const fn shipped(attack: Attack, peak_mib: u64) -> Attack {
    let attack = attack.with(|_| Limits { deadline_ms: 60_000, prepare_deadline_ms: 60_000, ..Limits::native() });
    Attack { peak_mib, ..attack }
}

pub(super) const ATTACKS: &[Attack] = &[
    shipped(
        scoring(
            "takes all memory, as shipped",
            &[("score", "(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))")],
            "asked for 16842752 bytes of memory, 16777216 are granted",
        ),
        64,
    ),
    shipped(scoring("spins, as shipped", &[("score", "(loop $l (br $l))")], "used up its 2500000 units of fuel"), 64),
    shipped(guidance("calls the host, as shipped", LOGS, "used up its 2500000 units of fuel"), 64),
    shipped(guidance("hands the host long lines, as shipped", LONG_LINES, OUTPUT), 64),
    shipped(super::all("gives a legend of empty texts, as shipped", LEGEND, OUTPUT), 64),
    shipped(guidance("advises a million times, as shipped", ADVICE, OUTPUT), 64),
    shipped(scoring("fills an image, as shipped", IMAGE, HEARD), 256),
];

const LOGS: &[(&str, &str)] =
    &[("advise", "(loop $l (call $log (i32.const 1) (i32.const 24583) (i32.const 0)) (br $l))")];

const LONG_LINES: &[(&str, &str)] = &[(
    "advise",
    "(drop (memory.grow (i32.const 200)))
     (loop $l (call $log (i32.const 1) (i32.const 262144) (i32.const 8000000)) (br $l))",
)];

/// Five lists over the same zeroed memory, of as many entries as fit into it.
const LEGEND: &[(&str, &str)] = &[(
    "prepare",
    "(drop (memory.grow (i32.const 240)))
     (local.set 14 (i32.const 1028))
     (loop $l
       (i32.store (local.get 14) (i32.const 262144)) (i32.store offset=4 (local.get 14) (i32.const 65535))
       (local.set 14 (i32.add (local.get 14) (i32.const 8)))
       (br_if $l (i32.lt_u (local.get 14) (i32.const 1068))))",
)];

/// A line of two bytes, a million times: two bytes each for the host.
const ADVICE: &[(&str, &str)] = &[
    (
        "prepare",
        "(i32.store8 (i32.const 40000) (i32.const 97))
         (i32.store (i32.const 39000) (i32.const 40000)) (i32.store (i32.const 39004) (i32.const 1))
         (i32.store (i32.const 39008) (i32.const 40000)) (i32.store (i32.const 39012) (i32.const 1))
         (i32.store (i32.const 1044) (i32.const 39000)) (i32.store (i32.const 1048) (i32.const 1))",
    ),
    (
        "advise",
        "(drop (memory.grow (i32.const 200)))
         (i32.store (i32.const 2052) (i32.const 262144)) (i32.store (i32.const 2056) (i32.const 1000000))
         (i32.store (i32.const 2060) (i32.const 262144)) (i32.store (i32.const 2064) (i32.const 1000000))",
    ),
];

/// Every byte of 15 MiB differs from its neighbour, so that nothing can be left out of the image.
const IMAGE: &[(&str, &str)] = &[(
    "prepare",
    "(drop (memory.grow (i32.const 240)))
     (local.set 14 (i32.const 262144))
     (loop $l
       (i64.store (local.get 14) (i64.const 0x0102030405060708))
       (local.set 14 (i32.add (local.get 14) (i32.const 16)))
       (br_if $l (i32.lt_u (local.get 14) (i32.const 15990784))))",
)];
