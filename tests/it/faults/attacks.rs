//! What can a plugin do wrong while it runs? One row per attack: where, what, and the fault of each role.

/// What a role came to.
pub(super) const HEARD: &str = "heard";

/// One attack.
pub(super) struct Attack {
    pub(super) name: &'static str,
    /// Place in `whole.wat`, and what stands there instead.
    pub(super) places: &'static [(&'static str, &'static str)],
    /// Of scoring, priority, impact and guidance: [`HEARD`], or the text of the fault.
    pub(super) expected: [&'static str; 4],
}

const fn all(name: &'static str, places: &'static [(&'static str, &'static str)], fault: &'static str) -> Attack {
    Attack { name, places, expected: [fault; 4] }
}

const fn scoring(name: &'static str, places: &'static [(&'static str, &'static str)], fault: &'static str) -> Attack {
    Attack { name, places, expected: [fault, HEARD, HEARD, HEARD] }
}

const fn priority(name: &'static str, places: &'static [(&'static str, &'static str)], fault: &'static str) -> Attack {
    Attack { name, places, expected: [HEARD, fault, HEARD, HEARD] }
}

const fn impact(name: &'static str, places: &'static [(&'static str, &'static str)], fault: &'static str) -> Attack {
    Attack { name, places, expected: [HEARD, HEARD, fault, HEARD] }
}

const fn guidance(name: &'static str, places: &'static [(&'static str, &'static str)], fault: &'static str) -> Attack {
    Attack { name, places, expected: [HEARD, HEARD, HEARD, fault] }
}

const FOREVER: &str = "(loop $forever (br $forever))";
const FUEL: &str = "used up its 1000000 units of fuel";
const UNREACHABLE: &str = "trapped: wasm `unreachable` instruction executed";

/// With the limits of `faults::limits`.
pub(super) const ATTACKS: &[Attack] = &[
    // Time.
    scoring("loops in score", &[("score", FOREVER)], FUEL),
    scoring("loops in weigh", &[("weigh", FOREVER)], FUEL),
    guidance("loops in advise", &[("advise", FOREVER)], FUEL),
    all("loops in begin", &[("begin", FOREVER)], FUEL),
    all("loops in reveal", &[("reveal", FOREVER)], FUEL),
    all("loops in prepare", &[("prepare", FOREVER)], FUEL),
    all("loops in realloc", &[("realloc", FOREVER)], FUEL),
    all("loops in its start function", &[("items", "(func $start (loop $l (br $l))) (start $start)")], FUEL),
    scoring(
        "fills memory for ever",
        &[("score", "(loop $l (memory.fill (i32.const 65536) (i32.const 0) (i32.const 131072)) (br $l))")],
        FUEL,
    ),
    // Space.
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
        "recurses without end",
        &[
            ("items", "(func $deep (result i32) (i32.add (call $deep) (i32.const 1)))"),
            ("assess", "(drop (call $deep))"),
        ],
        "used up its stack of 262144 bytes",
    ),
    scoring(
        "returns a list larger than the host takes",
        &[("score", "(i32.store (i32.const 2052) (i32.const 0)) (i32.store (i32.const 2056) (i32.const 30000))")],
        "passed more than 65536 bytes to the host in one call",
    ),
    guidance(
        "logs a line larger than the host takes",
        &[("advise", "(call $log (i32.const 1) (i32.const 32768) (i32.const 100000))")],
        "passed more than 65536 bytes to the host in one call",
    ),
    // Traps.
    scoring("traps in score", &[("score", "unreachable")], UNREACHABLE),
    all("traps in begin", &[("begin", "unreachable")], UNREACHABLE),
    all("traps in reveal", &[("reveal", "unreachable")], UNREACHABLE),
    priority(
        "divides by zero",
        &[("prioritize", "(drop (i32.div_u (i32.const 1) (i32.const 0)))")],
        "trapped: integer divide by zero",
    ),
    priority(
        "reads beyond its memory",
        &[("prioritize", "(drop (i32.load (i32.const -4)))")],
        "trapped: out of bounds memory access",
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
    all(
        "panics in prepare",
        &[("prepare", "(call $log (i32.const 2) (i32.const 24576) (i32.const 37)) unreachable")],
        "panicked: the roof is off at roof.rs:7:3",
    ),
    Attack {
        name: "traps, and its next role finds a clean instance",
        places: &[
            ("items", "(global $dirty (mut i32) (i32.const 0))"),
            ("score", "(global.set $dirty (i32.const 1)) (i32.store (i32.const 60000) (i32.const 1)) unreachable"),
            ("prioritize", "(if (i32.or (global.get $dirty) (i32.load (i32.const 60000))) (then (unreachable)))"),
            ("assess", "unreachable"),
        ],
        expected: [UNREACHABLE, HEARD, UNREACHABLE, HEARD],
    },
    // Refusals leave the instance as it was.
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
    // Bytes that are not of the type.
    all(
        "returns a result that is neither",
        &[("begin", "(i32.store8 (i32.const 1024) (i32.const 7))")],
        "returned what the contract does not allow: malformed: invalid expected discriminant",
    ),
    scoring(
        "returns a list beyond its memory",
        &[("score", "(i32.store (i32.const 2056) (i32.const 50000000))")],
        "returned what the contract does not allow: malformed: list pointer/length out of bounds of memory",
    ),
    scoring(
        "returns a list that is not aligned",
        &[("score", "(i32.store (i32.const 2052) (i32.const 8193))")],
        "returned what the contract does not allow: malformed: list pointer is not aligned",
    ),
    scoring(
        "returns a pointer beyond its memory",
        &[("score", "(return (i32.const -16))")],
        "returned what the contract does not allow: malformed: pointer out of bounds of memory",
    ),
    scoring(
        "returns a pointer that is not aligned",
        &[("score", "(return (i32.const 2049))")],
        "returned what the contract does not allow: malformed: return pointer not aligned",
    ),
    all(
        "allocates beyond its memory",
        &[("realloc", "(return (i32.const -16))")],
        "returned what the contract does not allow: malformed: realloc return: beyond end of memory",
    ),
    guidance(
        "logs what is not UTF-8",
        &[("advise", "(call $log (i32.const 1) (i32.const 12288) (i32.const 4))")],
        "returned what the contract does not allow: malformed: invalid utf-8 sequence of 1 bytes from index 0",
    ),
    // Values that break the contract or a law.
    scoring(
        "gives more points than weight",
        &[("score", "(i32.store (i32.const 8192) (i32.const 9))")],
        "returned what the contract does not allow: question 0 has 9 points of 4",
    ),
    scoring(
        "gives points for an unanswered question",
        &[("score", "(i32.store (i32.const 8204) (i32.const 1))")],
        "returned what the contract does not allow: question 3 has 1 points and is not answered",
    ),
    scoring(
        "gives points for a question of unknown risk",
        &[("score", "(i32.store (i32.const 8212) (i32.const 1))")],
        "returned what the contract does not allow: question 5 has 1 points and is not answered",
    ),
    scoring(
        "weighs a question that is not applicable",
        &[("weigh", "(i32.store (i32.const 4112) (i32.const 1))")],
        "returned what the contract does not allow: question 4 weighs 1 and is not applicable",
    ),
    scoring(
        "scores a question too many",
        &[("score", "(i32.store (i32.const 2056) (i32.const 7))")],
        "returned what the contract does not allow: `points` has 7 rows, 6 are expected",
    ),
    scoring(
        "weighs a question too few",
        &[(
            "weigh",
            "(i32.store (i32.const 2052) (i32.const 4096)) (i32.store (i32.const 2056) (i32.const 5)) \
           (return (i32.const 2048))",
        )],
        "returned what the contract does not allow: `weights` has 5 rows, 6 are expected",
    ),
    scoring(
        "gives a reason that the legend does not have",
        &[("score", "(i32.store (i32.const 2060) (i32.const 30000))")],
        "returned what the contract does not allow: `reasons` row 0 has code 0, the legend has 0 entries",
    ),
    priority(
        "puts a gap before the first place",
        &[("prioritize", "(i32.store8 (i32.const 16385) (i32.const 0))")],
        "returned what the contract does not allow: `priorities` row 1 is 0, allowed is 1 to 10",
    ),
    priority(
        "forgets a gap",
        &[("prioritize", "(i32.store (i32.const 2080) (i32.const 3))")],
        "returned what the contract does not allow: `reasons` has 3 rows, 4 are expected",
    ),
    impact(
        "knows a fifth severity",
        &[("assess", "(i32.store8 (i32.const 20480) (i32.const 4))")],
        "returned what the contract does not allow: `severities` row 0 is 4, allowed is 0 to 3",
    ),
    guidance(
        "advises on a gap that is not there",
        &[(
            "advise",
            "(i32.store16 (i32.const 30000) (i32.const 4)) (i32.store (i32.const 2052) (i32.const 30000)) (i32.store \
             (i32.const 2056) (i32.const 1)) (i32.store (i32.const 2060) (i32.const 30000)) (i32.store (i32.const \
             2064) (i32.const 1))",
        )],
        "returned what the contract does not allow: `gaps` names gap 4, the review has 4",
    ),
    all(
        "gives a legend without ids",
        &[("prepare", "(i32.store (i32.const 1028) (i32.const 40000)) (i32.store (i32.const 1032) (i32.const 1))")],
        "returned what the contract does not allow: the legend's reasons are not allowed: id `` is not made of 1 to 128 \
         lower-case letters, digits, dots, hyphens and underscores",
    ),
];
