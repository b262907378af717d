//! Can a component keep the compiler busy, make it crash, or fill the memory? And what if the compiler itself is odd?

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use architrave_core::manifest::Class;
use architrave_runtime::{Allocation, How, Images, Limits, Options, Runtime, cache, compile::Compiler};
use tempfile::TempDir;

use super::{bytes, guests, limits, load, prepare, run};

const BINARY: &str = env!("CARGO_BIN_EXE_architrave-under-test");

/// Wide, so that what is tested is the compiler and not the scan.
fn wide() -> Limits {
    Limits { function_cost: u64::MAX, compile_cost: u64::MAX, ..limits() }
}

fn own() -> Compiler {
    Compiler { program: BINARY.into(), arguments: vec!["__compile".into()] }
}

/// A runtime that compiles as the command does.
pub(super) fn runtime_of(allocation: Allocation, native: Limits) -> Runtime {
    Runtime::new(Options { native, allocation, compiler: Some(own()), ..Options::default() })
        .expect("the runtime starts")
}

fn shell(script: &str) -> Compiler {
    Compiler { program: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()] }
}

fn runtime(compiler: Compiler, native: Limits, home: Option<&Path>) -> Runtime {
    let cache = home.map(|home| cache::Options {
        folder: home.join("cache"),
        key_file: home.join("keys/key"),
        size_bytes: 64 << 20,
    });
    let allocation = Allocation::OnDemand;
    Runtime::new(Options { native, allocation, cache, compiler: Some(compiler), ..Options::default() })
        .expect("the runtime starts")
}

/// Loops over locals: 95 KB of this take half a minute and half a gigabyte.
fn loops(loops: usize, locals: usize) -> Vec<u8> {
    let one = |number: usize| format!("(loop (br_if 0 (local.get {})))", number % locals);
    let body: String = (0..loops).map(one).collect();
    guests::attack(&[("items", &format!("(func (local{}) {body})", " i32".repeat(locals)))])
}

/// Blocks of a thousand parameters, each named by two bytes: 10 KB of this take gigabytes.
fn signatures(blocks: usize) -> Vec<u8> {
    let types = " i64".repeat(1000);
    let signature = format!("(type $wide (func (param{types}) (result{types})))");
    let body = format!(
        "{} {} {}",
        "(i64.const 0)".repeat(1000),
        "loop (type $wide) end ".repeat(blocks),
        "drop ".repeat(1000)
    );
    guests::attack(&[("items", &format!("{signature} (func {body})"))])
}

/// The code and text of the error that a component is refused with.
fn refusal(runtime: &Runtime, component: &[u8]) -> (&'static str, String) {
    let error = runtime.load(component, Class::Native).expect_err("it is refused");
    assert!(!error.help().is_empty());
    (error.code(), error.to_string())
}

#[test]
fn a_compiler_of_its_own_gives_the_same_bytes() {
    let here = super::runtime(Allocation::OnDemand, limits());
    let expected = bytes(&run(&prepare(&load(&here, &guests::well_behaved()), Images::Never)));
    for allocation in [Allocation::Pooled, Allocation::OnDemand] {
        let runtime = runtime_of(allocation, wide());
        let plugin = load(&runtime, &guests::well_behaved());
        for (images, how) in [(Images::Never, How::Plain), (Images::Always, How::Image)] {
            let prepared = prepare(&plugin, images);
            assert_eq!(prepared.how(), &how, "{allocation:?}");
            assert_eq!(bytes(&run(&prepared)), expected, "{allocation:?} {images:?}");
        }
    }
}

#[test]
fn bombs_are_refused_before_they_are_compiled() {
    let runtime = runtime(shell("exit 1"), limits(), None);
    let far_too_slow = "units of compile cost in one function, its class allows 200000";
    for (name, bomb) in [("loops", loops(2_000, 200)), ("signatures", signatures(500))] {
        let (code, text) = refusal(&runtime, &bomb);
        assert_eq!(code, "load.too-complex", "{name}: {text}");
        assert!(text.contains(far_too_slow), "{name}: {text}");
    }
}

#[test]
fn a_bomb_that_the_scan_lets_through_is_ended_and_remembered() {
    let (slow, large) = (loops(13_000, 200), signatures(1_000));
    let second = Limits { compile_cpu_seconds: 1, ..wide() };
    let small = Limits { compile_memory_bytes: 256 << 20, ..wide() };
    for (limits, bomb, code, text) in [
        (second, slow, "load.compile-deadline", "took more than 1 s of processor time"),
        (small, large, "load.compile-memory", "needed more than 268435456 bytes of memory"),
    ] {
        let home = TempDir::new().expect("a folder");
        let first = runtime(own(), limits.clone(), Some(home.path()));
        let expected = format!("compiling the plugin {text}");
        assert_eq!(refusal(&first, &bomb), (code, expected.clone()));
        let again = (code, format!("{expected}, as remembered from an earlier attempt"));
        assert_eq!(refusal(&first, &bomb), again, "in the same process");
        // One that would answer something else, to see that it is not asked.
        let later = runtime(shell("exit 1"), limits.clone(), Some(home.path()));
        assert_eq!(refusal(&later, &bomb), again, "in another process");
        let elsewhere = runtime(shell("exit 1"), limits.clone(), None);
        assert_ne!(refusal(&elsewhere, &bomb), again, "without the cache");
        let wider = Limits { compile_cpu_seconds: 61, ..limits };
        let wider = runtime(shell("exit 1"), wider, Some(home.path()));
        assert_ne!(refusal(&wider, &bomb), again, "with other limits");
        load(&first, &guests::well_behaved());
    }
}

/// How a compiler misbehaves, and what is said of it.
const ODD: &[(&str, &str, &str, &str)] = &[
    ("says nothing", "exit 0", "load.compile-failed", "could not be done: the compiler gave no answer"),
    ("fails", "exit 2", "load.compile-failed", "could not be done: the compiler gave no answer"),
    ("echoes", "exec cat", "load.compile-failed", "its answer is not that of a compiler of this version"),
    ("floods", "exec cat /dev/zero", "load.compile-failed", "its answer is not that of a compiler of this version"),
    ("does not end", "exec sleep 1000", "load.compile-deadline", "took longer than 300 ms"),
    ("leaves a child", "sleep 3 & exec sleep 1000", "load.compile-deadline", "took longer than 300 ms"),
    ("stops in its answer", "printf archans1; exec sleep 1000", "load.compile-deadline", "took longer than 300 ms"),
    ("ends in its answer", "printf 'archans1\\000\\004'", "load.compile-failed", "the compiler gave no answer"),
    (
        "answers too much",
        "printf 'archans1\\000\\377\\377\\377\\377\\377\\377\\377\\377'",
        "load.compile-failed",
        "its answer is too long",
    ),
    ("answers oddly", "printf 'archans1\\011\\000'", "load.compile-failed", "its answer has an unknown status"),
    (
        "answers with other code",
        "printf 'archans1\\000\\004\\000\\000\\000\\000\\000\\000\\000code'",
        "load.compile-failed",
        "the compiler's answer is not for this engine",
    ),
    ("is killed", "kill -9 $$", "load.compile-failed", "the compiler was ended by signal 9"),
    ("complains at length", "exec 3>&1; exec yes >&2", "load.compile-deadline", "took longer than 300 ms"),
];

#[test]
fn a_compiler_that_misbehaves_is_ended_and_said_so_and_not_held_against_the_component() {
    // More than a pipe holds.
    let component = guests::with_custom(guests::well_behaved(), "padding", &[7; 200 << 10]);
    let limits = Limits { compile_deadline_ms: 300, ..wide() };
    for (name, script, code, text) in ODD {
        let home = TempDir::new().expect("a folder");
        let odd = runtime(shell(script), limits.clone(), Some(home.path()));
        for _ in 0..2 {
            let (found, words) = refusal(&odd, &component);
            assert_eq!(found, *code, "{name}: {words}");
            assert!(words.contains(text) && !words.contains("remembered"), "{name}: {words}");
        }
    }
    let missing = Compiler { program: "/no/such/compiler".into(), arguments: vec![] };
    let (code, text) = refusal(&runtime(missing, limits, None), &component);
    assert_eq!(code, "load.compile-failed");
    assert!(text.contains("`/no/such/compiler` cannot be started"), "{text}");
}

#[test]
fn a_component_that_crashes_the_compiler_is_remembered() {
    let home = TempDir::new().expect("a folder");
    let crashing = runtime(shell("kill -11 $$"), wide(), Some(home.path()));
    let crash = "compiling the plugin crashed the compiler: it was ended by signal 11";
    assert_eq!(refusal(&crashing, &guests::well_behaved()), ("load.compile-failed", crash.to_owned()));
    let later = runtime(own(), wide(), Some(home.path()));
    let again = format!("{crash}, as remembered from an earlier attempt");
    assert_eq!(refusal(&later, &guests::well_behaved()), ("load.compile-failed", again));
}

#[test]
fn a_compiler_ends_when_its_parent_is_gone() {
    let bomb = loops(13_000, 200);
    let mut child = Command::new(BINARY)
        .arg("__compile")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the compiler starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"archreq1").expect("it reads");
    for number in [4 << 30, 60, 512 << 10, 1, u64::try_from(bomb.len()).expect("a length")] {
        input.write_all(&number.to_le_bytes()).expect("it reads");
    }
    input.write_all(&bomb).expect("it reads");
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(2), "neither an answer nor a signal");
}

#[test]
fn what_is_not_a_request_is_not_answered() {
    for request in [&b""[..], b"archreq1", b"compile this"] {
        let mut child = Command::new(BINARY)
            .arg("__compile")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the compiler starts");
        child.stdin.take().expect("a pipe").write_all(request).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
}
