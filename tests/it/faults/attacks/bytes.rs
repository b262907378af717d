//! Which answers are not what they say they are? Bytes that are not of the contract's types.

use super::{Attack, all, guidance, scoring};

pub(super) const ATTACKS: &[Attack] = &[
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
    all(
        "allocates where nothing is aligned",
        &[("realloc", "(return (i32.const 65537))")],
        "returned what the contract does not allow: malformed: realloc return: result not aligned",
    ),
    // Its own texts overwrite each other, and nobody else's.
    all("allocates the same place again and again", &[("realloc", "(return (i32.const 65536))")], super::HEARD),
    all(
        "allocates on top of its own answers",
        &[
            ("realloc", "(return (i32.const 1024))"),
            ("prepare", "(memory.fill (i32.const 1024) (i32.const 0) (i32.const 64))"),
        ],
        super::HEARD,
    ),
    all(
        "refuses with a text of 2 GiB",
        &[(
            "prepare",
            "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store (i32.const 1036) (i32.const 0x7fffffff))",
        )],
        "returned what the contract does not allow: malformed: string pointer/length out of bounds of memory",
    ),
    all(
        "refuses for a reason that there is not",
        &[("begin", "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1028) (i32.const 4))")],
        "returned what the contract does not allow: malformed: …",
    ),
    all(
        "refuses with a text that is not UTF-8",
        &[(
            "begin",
            "(i32.store8 (i32.const 1024) (i32.const 1)) (i32.store8 (i32.const 1028) (i32.const 3))
             (i32.store (i32.const 1032) (i32.const 12288)) (i32.store (i32.const 1036) (i32.const 4))",
        )],
        "returned what the contract does not allow: malformed: invalid utf-8 sequence of 1 bytes from index 0",
    ),
    scoring(
        "returns more rows than addresses",
        &[("score", "(i32.store (i32.const 2056) (i32.const -1))")],
        "returned what the contract does not allow: malformed: list pointer/length out of bounds of memory",
    ),
    scoring(
        "returns the last bytes of its memory as a list",
        &[("score", "(i32.store (i32.const 2052) (i32.const 262140))")],
        "returned what the contract does not allow: malformed: list pointer/length out of bounds of memory",
    ),
    guidance(
        "logs 2 GiB",
        &[("advise", "(call $log (i32.const 1) (i32.const 0) (i32.const 0x7fffffff))")],
        "returned what the contract does not allow: malformed: …",
    ),
];
