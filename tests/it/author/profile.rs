//! `plugin profile`: does the fuel go where it says, is all of it there, and is it the same every time?

use std::fs;

use architrave::author::profile::{Profile, Wanted, profile};
use architrave_core::{manifest::Class, outcome::Role};
use architrave_runtime::{Images, Options, Runtime, Step};
use serde_json::Value;

use super::{NEXT, tools};
use crate::{
    cli::{Run, command::root},
    faults::{guests, review},
};

/// Turns of a loop, in which nearly all fuel goes.
const HOT: u64 = 9_000;
const COLD: u64 = 1_000;

/// A guest whose functions have names: `$hot` turns nine times as often as `$cold`.
fn guest() -> Vec<u8> {
    let function = |name: &str| {
        format!(
            "(func ${name} (param $turns i32)
               (loop $again
                 (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
                 (br_if $again (local.get $turns))))"
        )
    };
    let between = "(func $between (call $hot (i32.const 9000)) (call $cold (i32.const 1000)))";
    guests::attack(&[
        ("items", &format!("{}\n{}\n{between}", function("hot"), function("cold"))),
        ("score", "(call $between)"),
    ])
}

fn profiled(component: &[u8], wanted: &Wanted) -> Profile {
    profile(component, &Value::Null, &Options::default(), &[review::snapshot()], wanted).expect("a profile")
}

#[test]
fn fuel_is_counted_where_it_is_used() {
    let samples = 500;
    let found = profiled(&guest(), &Wanted { samples: Some(samples), ..Wanted::default() });
    assert!(found.is_named);
    let own = |name: &str| found.functions().iter().find(|function| function.name == name).map(|found| found.own);
    let [hot, cold] = ["hot", "cold"].map(|name| own(name).expect(name));
    // Within a slice of where the two meet.
    let slice = found.fuel() / samples + 1;
    assert!(hot.abs_diff(cold * HOT / COLD) <= slice * (HOT / COLD + 1), "{hot} {cold}: {}", found.folded());
    let stack = ["score", "architrave:plugin/scoring@0.1.0#score", "between", "hot"];
    let is_stack = |frames: &&Vec<String>| {
        frames.len() == stack.len()
            && frames.first().is_some_and(|call| call == "score")
            && frames.ends_with(&["between".to_owned(), "hot".to_owned()])
    };
    assert!(found.stacks.keys().any(|frames| is_stack(&frames)), "no {stack:?} in {}", found.folded());
}

/// What an ordinary run counts, in another instance of another engine, is what the slices add up to.
#[test]
fn the_slices_are_all_the_fuel_of_a_review() {
    let runtime = Runtime::new(Options::default()).expect("a runtime");
    let snapshot = review::snapshot();
    for (component, roles) in [(guest(), Role::ALL.to_vec()), (guest(), vec![Role::Scoring]), (NEXT.to_vec(), vec![])] {
        let plugin = runtime.load(&component, Class::Native).expect("it loads");
        let settings = architrave_core::settings::resolve(&Value::Null, &plugin.manifest().settings).expect("defaults");
        let prepared = plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &settings, Images::Never);
        let asked = if roles.is_empty() { plugin.roles() } else { &roles };
        let fuel = prepared.run(&snapshot, asked).fuel;
        for samples in [1, 30, 300] {
            let found = profiled(&component, &Wanted { roles: roles.clone(), samples: Some(samples), calls: vec![] });
            assert_eq!(found.fuel(), fuel, "{samples} {roles:?}");
            assert!(
                found.samples >= samples && found.samples <= samples + samples / 5 + 9,
                "{samples}: {}",
                found.samples
            );
        }
    }
}

#[test]
fn one_call_can_be_told_alone() {
    let whole = profiled(&guest(), &Wanted::default());
    let score = profiled(&guest(), &Wanted { calls: vec![Step::Score], ..Wanted::default() });
    let of_score = whole.calls().into_iter().find(|(call, _)| *call == "score").expect("it is made");
    assert_eq!(score.calls(), [of_score]);
}

#[test]
fn the_same_plugin_gives_the_same_bytes() {
    let desk = tempfile::tempdir().expect("a folder");
    let folder = desk.path();
    fs::write(folder.join("next.wasm"), NEXT).expect("a plugin");
    let draw = |name: &str| {
        let (svg, folded) = (format!("{name}.svg"), format!("{name}.txt"));
        let args = ["plugin", "profile", "next.wasm", "--samples", "100", "--out", &svg, "--folded", &folded];
        let ended = Run::new(&args).within(folder).run();
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(ended.stderr.contains("[profile.no-names]"), "{ended:?}");
        [svg, folded]
            .map(|name| fs::read_to_string(folder.join(name)).expect("a file"))
            .into_iter()
            .chain([ended.stdout])
            .collect::<Vec<String>>()
    };
    let [once, again] = [draw("once"), draw("again")];
    assert_eq!(once, again);
    let [svg, folded, table] = once.as_slice() else { panic!("three texts") };
    assert!(svg.starts_with("<?xml") && svg.trim_end().ends_with("</svg>") && svg.contains("prepare"), "{svg}");
    let sum: u64 =
        folded.lines().map(|line| line.rsplit(' ').next().expect("fuel").parse::<u64>().expect("fuel")).sum();
    assert!(table.contains(&format!("{sum} units of fuel for a review, in 1")), "{sum} {table}");
    assert!(table.contains("own    total  function\n") && table.contains("  function "), "{table}");
}

/// A project is built with names beside the one that is published, whose bytes stay as they are.
fn check_names(language: &str, function: &str) {
    if !tools::has(language) {
        return;
    }
    let desk = tempfile::tempdir().expect("a folder");
    let folder = desk.path();
    let sdk = root().join("guest-sdk");
    let mut new = Run::new(&["plugin", "new", "profiled", "--language", language]).within(folder);
    if language == "rust" {
        new = new.arg("--sdk").arg(sdk);
    }
    assert_eq!(new.run().code, 0);
    if language == "rust" {
        tools::share_target(&folder.join("profiled"));
    }
    let ended = Run::new(&["plugin", "profile", "profiled", "--top", "50"]).within(folder).run();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.stderr.contains("[profile.no-names]"), "{ended:?}");
    assert!(ended.stdout.contains(function), "{language}: no `{function}` in {}", ended.stdout);
    assert!(!folder.join("profiled/profiled.wasm").exists(), "{language}");
}

#[test]
fn a_project_in_rust_is_profiled_with_names() {
    check_names("rust", "  architrave:plugin/lifecycle@0.1.0#prepare\n");
}

#[test]
fn a_project_in_c_is_profiled_with_names() {
    check_names("c", "  exports_architrave_plugin_scoring_score\n");
}

#[test]
fn what_cannot_be_profiled_says_why() {
    let desk = tempfile::tempdir().expect("a folder");
    let folder = desk.path();
    let misbehave = include_bytes!(concat!(env!("OUT_DIR"), "/misbehave.wasm"));
    fs::write(folder.join("misbehave.wasm"), misbehave).expect("a plugin");
    fs::write(folder.join("none.wasm"), b"\0asm").expect("a file");
    for attack in ["panic", "spin", "recurse", "allocate", "none"] {
        fs::write(folder.join(format!("{attack}.toml")), format!("attack = \"{attack}\"\n")).expect("settings");
    }
    for (args, told) in [
        (&["misbehave.wasm", "--settings", "panic.toml"][..], "cannot profile the plugin: `score` panicked"),
        (&["misbehave.wasm", "--settings", "spin.toml"], "cannot profile the plugin: `score` used up its "),
        (&["misbehave.wasm", "--settings", "recurse.toml"], "[profile.fault]"),
        (&["misbehave.wasm", "--settings", "allocate.toml"], "[profile.fault]"),
        (
            &["misbehave.wasm", "--settings", "none.toml", "--role", "guidance"],
            "cannot profile role `guidance`: the plugin does not have it",
        ),
        (
            &["misbehave.wasm", "--settings", "none.toml", "--call", "advise"],
            "cannot profile call `advise`: its role is not asked for",
        ),
        (&["misbehave.wasm", "--call", "sing"], "calls are start, prepare"),
        (&["misbehave.wasm", "--samples", "0"], "0 is not in 1..=100000"),
        (&["none.wasm"], "[load."),
        (&["not-there.wasm"], "[load.unreadable]"),
    ] {
        let ended = Run::new(&["plugin", "profile", "--out", "p.svg"]).arg_all(args).within(folder).run();
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}: {ended:?}");
        assert!(ended.stderr.contains(told), "{args:?}: nothing says `{told}`: {}", ended.stderr);
        assert!(!folder.join("p.svg").exists(), "{args:?}");
    }
}
