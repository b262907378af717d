//! `plugin inspect`: what is in a file, without running it, for people who do not know WebAssembly.

use std::fs;

use architrave::builtin;
use serde_json::Value;

use crate::cli::{Run, command::Ended};

fn inspect(bytes: &[u8], args: &[&str]) -> Ended {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plugin.wasm"), bytes).expect("a file");
    Run::new(&["plugin", "inspect", "plugin.wasm"]).arg_all(args).within(folder.path()).run()
}

fn shipped(id: &str) -> &'static [u8] {
    builtin::component(id).expect("a shipped plugin")
}

#[test]
fn a_plugin_says_what_it_is() {
    let ended = inspect(shipped("financial-services"), &[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    for text in [
        "plugin      financial-services ",
        "roles       scoring, priority, impact, guidance",
        "claims      monotone, size-independent",
        "contract    architrave:plugin@0.1.0",
        "imports     architrave:plugin/log@0.1.0: log",
        "architrave:plugin/scoring@0.1.0: weigh, score",
        "settings    name",
        "effort_hours",
        "frameworks",
    ] {
        assert!(ended.stdout.contains(text), "nothing says `{text}`:\n{}", ended.stdout);
    }
    let found: Value = inspect(shipped("financial-services"), &["--format", "json"]).json();
    assert_eq!(found["schema"], "architrave.inspection/1");
    assert_eq!(found["manifest"]["id"], "financial-services");
    assert_eq!(found["problems"], Value::Array(Vec::new()));
    assert_eq!(found["bytes"], shipped("financial-services").len());
}

/// A component from its text.
fn component(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("a component")
}

/// What keeps it from being loaded is told, and what is in it is shown all the same.
#[track_caller]
fn check_told(bytes: &[u8], problems: &[(&str, &str)]) {
    let ended = inspect(bytes, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for (code, text) in problems {
        let told = ended.stderr.lines().any(|line| line.contains(&format!("[{code}]")));
        assert!(told && ended.stderr.contains(text), "nothing says `{text}` [{code}]:\n{}", ended.stderr);
    }
}

#[test]
fn a_component_of_another_world_is_told_in_plain_words() {
    let empty = [("load.manifest-missing", "0 manifests"), ("load.contract-version", "it is no Architrave plugin")];
    check_told(&component("(component)"), &empty);
    let wasi = "(component (import \"wasi:cli/environment@0.2.0\" (instance)))";
    check_told(&component(wasi), &[("load.import-not-allowed", "build it with `architrave plugin build`")]);
    let newer = "(component (instance $i) (export \"architrave:plugin/lifecycle@0.9.0\" (instance $i)))";
    check_told(&component(newer), &[("load.contract-version", "built for `architrave:plugin@0.9.0`, this host has")]);
}

/// What cannot be read ends with 2, and says what the file is.
#[track_caller]
fn check_unreadable(bytes: &[u8], code: &str) {
    let ended = inspect(bytes, &[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{ended:?}");
    assert!(ended.stderr.contains(&format!("[{code}]")) && ended.stderr.contains("help: "), "{}", ended.stderr);
}

#[test]
fn what_is_no_component_is_an_error() {
    check_unreadable(b"", "load.not-a-component");
    check_unreadable(b"<!doctype html>", "load.not-a-component");
    check_unreadable(b"\0asm\x01\0\0\0", "load.core-module");
    check_unreadable(b"\x7fELF", "load.precompiled");
    let whole = shipped("balanced");
    for cut in (8..whole.len()).step_by(997) {
        let ended = inspect(&whole[..cut], &[]);
        assert!(ended.code == 0 || ended.code == 2, "cut at {cut}: {ended:?}");
    }
    assert_eq!(Run::new(&["plugin", "inspect", "absent.wasm"]).run().code, 2);
}

/// Nothing in a component can steer a terminal.
#[test]
fn names_of_others_are_cleaned() {
    let hostile = "(component (import \"wasi:cli/x@0.2.0\" (instance)) (@custom \"description\" \"\\1b[31mred\"))";
    let ended = inspect(&component(hostile), &[]);
    assert!(!ended.stdout.contains('\u{1b}') && !ended.stderr.contains('\u{1b}'), "{ended:?}");
}
