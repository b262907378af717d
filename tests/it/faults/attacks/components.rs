//! What can a component do that a module cannot? Other encodings, options and instances; resources; things re-exported.

use super::{Attack, HEARD, built, guests, refused};

const BEGIN: &str = "(func $begin (;2;) (type 23) (canon lift (core func $architrave:plugin/lifecycle@0.1.0#begin) \
                     (memory $memory) (realloc $realloc) string-encoding=utf8))";
const SCORE: &str = "(func $score (;5;) (type 43) (canon lift (core func $architrave:plugin/scoring@0.1.0#score) \
                     (memory $memory) string-encoding=utf8))";
/// Where the lifted functions begin: the core memory, table and functions have names.
const LIFTED: &str = "\n  (type (;20;)";

pub(super) const ATTACKS: &[Attack] = &[
    built(
        "takes its texts as UTF-16",
        || guests::retold(&[("string-encoding=utf8", "string-encoding=utf16")]),
        [HEARD; 4],
    ),
    built(
        "takes its texts as Latin-1 or UTF-16",
        || guests::retold(&[("string-encoding=utf8", "string-encoding=latin1+utf16")]),
        [HEARD; 4],
    ),
    refused(
        "takes lists without allocating",
        || guests::retold(&[(BEGIN, &BEGIN.replace("(realloc $realloc)", ""))]),
        "load.not-compiled",
        "canonical option `realloc` is required",
    ),
    refused(
        "returns lists without a memory",
        || guests::retold(&[(SCORE, &SCORE.replace("(memory $memory)", ""))]),
        "load.not-compiled",
        "canonical option `memory` is required",
    ),
    refused(
        "begins asynchronously",
        || guests::retold(&[(BEGIN, &BEGIN.replace("string-encoding=utf8", "string-encoding=utf8 async"))]),
        "load.not-compiled",
        "async",
    ),
    refused(
        "begins with a callback",
        || {
            let callback = "string-encoding=utf8 async (callback (func $architrave:plugin/lifecycle@0.1.0#prepare))";
            guests::retold(&[(BEGIN, &BEGIN.replace("string-encoding=utf8", callback))])
        },
        "load.not-compiled",
        "async",
    ),
    refused(
        "allocates in another module's memory",
        || {
            guests::retold(&[
                (
                    LIFTED,
                    &format!(
                        "\n  (core module $other (func (export \"r\") (param i32 i32 i32) (result i32) unreachable))\n  (core instance $other (instantiate $other))\n  (alias core export $other \"r\" (core func $r)){LIFTED}"
                    ),
                ),
                (BEGIN, &BEGIN.replace("$realloc", "$r")),
            ])
        },
        "load.not-compiled",
        "realloc",
    ),
    built(
        "returns what is in another module's memory",
        other_memory,
        ["returned what the contract does not allow: `points` has 0 rows, 6 are expected", HEARD, HEARD, HEARD],
    ),
    refused(
        "swaps two functions",
        || {
            let swapped = BEGIN.replace("$architrave:plugin/lifecycle@0.1.0#begin", "$swapped");
            guests::retold(&[(
                BEGIN,
                &format!(
                    "(alias core export $main \"architrave:plugin/scoring@0.1.0#weigh\" (core func $swapped))\n  {swapped}"
                ),
            )])
        },
        "load.not-compiled",
        "lowered parameter types",
    ),
    built(
        "reveals by beginning",
        || {
            guests::retold(&[(
                "(canon lift (core func $architrave:plugin/lifecycle@0.1.0#reveal)",
                "(canon lift (core func $architrave:plugin/lifecycle@0.1.0#begin)",
            )])
        },
        [HEARD; 4],
    ),
    refused(
        "has resources of its own",
        || guests::with_more("(type (resource (rep i32)))"),
        "load.resources",
        "resources",
    ),
    refused(
        "floods the host with handles",
        || {
            guests::with_more(
                "(type $r (resource (rep i32)))\n  (core func $new (canon resource.new $r))
                     (core module $flood (import \"\" \"new\" (func $new (param i32) (result i32)))
                       (func $start (loop $l (drop (call $new (i32.const 1))) (br $l))) (start $start))
                     (core instance $with (export \"new\" (func $new)))
                     (core instance (instantiate $flood (with \"\" (instance $with))))",
            )
        },
        "load.resources",
        "resources",
    ),
    refused(
        "drops a handle twice",
        || guests::with_more("(type $r (resource (rep i32)))\n  (core func (canon resource.drop $r))"),
        "load.resources",
        "resources",
    ),
    refused(
        "asks for a resource",
        || guests::with_more("(import \"handles\" (instance (export \"r\" (type (sub resource)))))"),
        "load.import-not-allowed",
        "imports `handles`",
    ),
    refused(
        "has a component that is only there to be started",
        || {
            guests::with_more(
                "(component $inner (core module $m) (core instance (instantiate $m)))\n  (instance (instantiate $inner))",
            )
        },
        "load.too-complex",
        "components that hold code",
    ),
    refused(
        "has components that start components",
        || {
            guests::with_more(
                "(component $outer (component $inner) (instance (instantiate $inner)) (instance (instantiate $inner)))\n  (instance (instantiate $outer))",
            )
        },
        "load.too-complex",
        "components that hold code",
    ),
    refused(
        "hands its code to a component within",
        || {
            guests::with_more(
                "(component $inner (import \"m\" (core module $m)) (core instance (instantiate $m)) (core instance (instantiate $m)))\n  (instance (instantiate $inner (with \"m\" (core module $main))))",
            )
        },
        "load.too-complex",
        "components that hold code",
    ),
    refused(
        "takes code from the component around",
        || {
            guests::with_more(
                "(component $inner (alias outer 1 $main (core module $m)) (core instance (instantiate $m)))\n  (instance (instantiate $inner))",
            )
        },
        "load.too-complex",
        "components that hold code",
    ),
    refused(
        "exports one name twice",
        || exported("architrave:plugin/guidance@0.1.0", "guidance"),
        "load.not-compiled",
        "conflicts with previous name",
    ),
    refused(
        "exports its log under the name of a role",
        || guests::with_more("(export \"architrave:plugin/portfolio@0.1.0\" (instance $architrave:plugin/log@0.1.0))"),
        "load.not-compiled",
        "reexport of an imported function",
    ),
    refused(
        "exports its log as the guidance",
        || {
            guests::retold(&[(
                "\"architrave:plugin/guidance@0.1.0\" (instance $architrave:plugin/guidance@0.1.0-shim-instance)",
                "\"architrave:plugin/guidance@0.1.0\" (instance $architrave:plugin/log@0.1.0)",
            )])
        },
        "load.not-compiled",
        "reexport of an imported function",
    ),
    refused(
        "returns a record whose fields changed places",
        || {
            guests::retold(&[
                (
                    "(record (field \"gaps\" 16) (field \"lines\" 18))",
                    "(record (field \"lines\" 18) (field \"gaps\" 16))",
                ),
                ("(record (field \"gaps\" 4) (field \"lines\" 6))", "(record (field \"lines\" 6) (field \"gaps\" 4))"),
                (
                    "(record (field \"gaps\" 14) (field \"lines\" 15))",
                    "(record (field \"lines\" 15) (field \"gaps\" 14))",
                ),
            ])
        },
        "load.contract-mismatch",
        "`advise`",
    ),
    built("exports what nobody asked for", || exported("wasi:cli/run@0.2.0", "guidance"), [HEARD; 4]),
    built(
        "exports its types under the contract's name",
        || exported("architrave:plugin/types@0.1.0", "guidance"),
        [HEARD; 4],
    ),
];

/// The good guest, which exports one of its roles once more.
fn exported(name: &str, role: &str) -> Vec<u8> {
    guests::with_more(&format!("(export \"{name}\" (instance $architrave:plugin/{role}@0.1.0-shim-instance))"))
}

/// `score` returns a pointer into the guest's memory, and the host is told to look into another.
fn other_memory() -> Vec<u8> {
    guests::retold(&[
        (
            LIFTED,
            &format!(
                "\n  (core module $other (memory (export \"m\") 1))\n  (core instance $other (instantiate $other))
                 (alias core export $other \"m\" (core memory $m)){LIFTED}"
            ),
        ),
        (SCORE, &SCORE.replace("$memory", "$m")),
    ])
}
