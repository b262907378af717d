//! Which answers break the contract or a law? Values of the right type that may not be said.

use super::{Attack, HEARD, all, guidance, impact, priority, ran, scoring};

pub(super) const ATTACKS: &[Attack] = &[
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
    scoring(
        "weighs all that 32 bits hold, six times",
        &[("weigh", "(memory.fill (i32.const 4096) (i32.const 255) (i32.const 16))")],
        HEARD,
    ),
    scoring(
        "gives more than 32 bits hold together",
        &[
            ("weigh", "(memory.fill (i32.const 4096) (i32.const 255) (i32.const 12))"),
            ("score", "(memory.fill (i32.const 8192) (i32.const 255) (i32.const 12))"),
        ],
        HEARD,
    ),
    scoring(
        "gives a measure that nobody named",
        &[("score", "(i32.store (i32.const 2068) (i32.const 8)) (i32.store (i32.const 2072) (i32.const 1))")],
        "returned what the contract does not allow: `measures` has 1 rows, 0 are expected",
    ),
    scoring(
        "scores no question at all",
        &[("score", "(i32.store (i32.const 2056) (i32.const 0))")],
        "returned what the contract does not allow: `points` has 0 rows, 6 are expected",
    ),
    priority(
        "puts a gap behind the last place",
        &[("prioritize", "(i32.store8 (i32.const 16387) (i32.const 11))")],
        "returned what the contract does not allow: `priorities` row 3 is 11, allowed is 1 to 10",
    ),
    priority(
        "estimates without a basis",
        &[("prioritize", "(i32.store (i32.const 2060) (i32.const 16384))")],
        "returned what the contract does not allow: `effort-bases` row 0 is 0, allowed is 1 to 3 where `effort-hours` is \
         not 0",
    ),
    priority(
        "has a basis and no estimate",
        &[("prioritize", "(i32.store (i32.const 2068) (i32.const 16384))")],
        "returned what the contract does not allow: `effort-bases` row 0 is 5, allowed is 0 to 3",
    ),
    impact(
        "states a consequence that the legend does not have",
        &[("assess", "(i32.store (i32.const 2060) (i32.const 20480))")],
        "returned what the contract does not allow: `consequences` row 0 has code 0, the legend has 0 entries",
    ),
    impact(
        "names a requirement that the legend does not have",
        &[(
            "assess",
            "(i32.store (i32.const 2068) (i32.const 20480)) (i32.store (i32.const 2072) (i32.const 1))
             (i32.store (i32.const 2076) (i32.const 20480)) (i32.store (i32.const 2080) (i32.const 1))",
        )],
        "returned what the contract does not allow: `controls` row 0 has code 0, the legend has 0 entries",
    ),
    impact(
        "names requirements of no gap",
        &[("assess", "(i32.store (i32.const 2076) (i32.const 20480)) (i32.store (i32.const 2080) (i32.const 1))")],
        "returned what the contract does not allow: `controls` has 1 rows, 0 are expected",
    ),
    guidance(
        "advises on gaps out of order",
        &[
            ("prepare", ONE_LINE),
            (
                "advise",
                "(i32.store16 (i32.const 30000) (i32.const 3)) (i32.store16 (i32.const 30002) (i32.const 2))
                 (i32.store (i32.const 2052) (i32.const 30000)) (i32.store (i32.const 2056) (i32.const 2))
                 (i32.store (i32.const 2060) (i32.const 30004)) (i32.store (i32.const 2064) (i32.const 2))",
            ),
        ],
        "returned what the contract does not allow: `gaps` does not ascend at row 1",
    ),
    all(
        "gives a legend that says one thing twice",
        &[(
            "prepare",
            "(memory.fill (i32.const 40000) (i32.const 97) (i32.const 8)) (i32.store (i32.const 39000) (i32.const 40000)) (i32.store (i32.const 39004) (i32.const 1)) (i32.store (i32.const 39008) (i32.const 40000)) (i32.store (i32.const 39012) (i32.const 1)) (i32.store (i32.const 39016) (i32.const 40000)) (i32.store (i32.const 39020) (i32.const 1)) (i32.store (i32.const 39024) (i32.const 40000)) (i32.store (i32.const 39028) (i32.const 2))
             (i32.store (i32.const 1028) (i32.const 39000)) (i32.store (i32.const 1032) (i32.const 2))",
        )],
        "returned what the contract does not allow: the legend's reasons are not allowed: …",
    ),
    all(
        "gives a legend with an id that steers terminals",
        &[(
            "prepare",
            "(i32.store (i32.const 39000) (i32.const 24640)) (i32.store (i32.const 39004) (i32.const 7)) (i32.store (i32.const 39008) (i32.const 24640)) (i32.store (i32.const 39012) (i32.const 7))
             (i32.store (i32.const 1028) (i32.const 39000)) (i32.store (i32.const 1032) (i32.const 1))",
        )],
        "returned what the contract does not allow: the legend's reasons are not allowed: id `ab` is not made of…",
    ),
    all(
        "gives a text of three kilobytes",
        &[(
            "prepare",
            "(memory.fill (i32.const 40000) (i32.const 97) (i32.const 3000)) (i32.store (i32.const 39000) (i32.const 40000)) (i32.store (i32.const 39004) (i32.const 1)) (i32.store (i32.const 39008) (i32.const 40000)) (i32.store (i32.const 39012) (i32.const 3000))
             (i32.store (i32.const 1028) (i32.const 39000)) (i32.store (i32.const 1032) (i32.const 1))",
        )],
        "returned what the contract does not allow: the legend's reasons are not allowed: …",
    ),
    all(
        "names a framework without a name",
        &[("prepare", "(i32.store (i32.const 1060) (i32.const 39000)) (i32.store (i32.const 1064) (i32.const 1))")],
        "returned what the contract does not allow: the legend's controls are not allowed: …",
    ),
    ran(
        "does everything wrong at once",
        &[
            ("weigh", "(i32.store (i32.const 4112) (i32.const 1))"),
            ("prioritize", "(i32.store8 (i32.const 16384) (i32.const 0))"),
            ("assess", "unreachable"),
            ("advise", "(return (i32.const -16))"),
        ],
        [
            "returned what the contract does not allow: question 4 weighs 1 and is not applicable",
            "returned what the contract does not allow: `priorities` row 0 is 0, allowed is 1 to 10",
            "trapped: wasm `unreachable` instruction executed",
            "returned what the contract does not allow: malformed: pointer out of bounds of memory",
        ],
    ),
];

/// A legend with one line of advice: `a`, saying `a`.
const ONE_LINE: &str = "(i32.store8 (i32.const 40000) (i32.const 97)) (i32.store (i32.const 39000) (i32.const 40000)) (i32.store (i32.const 39004) (i32.const 1)) (i32.store (i32.const 39008) (i32.const 40000)) (i32.store (i32.const 39012) (i32.const 1))
    (i32.store (i32.const 1044) (i32.const 39000)) (i32.store (i32.const 1048) (i32.const 1))";
