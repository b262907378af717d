//! Does the contract keep its word? Against its frozen copies, and in every shipped plugin.

use std::{fs, path::PathBuf};

use architrave::builtin;
use wit_component::{DecodedWasm, semver_check};
use wit_parser::{Resolve, WorldItem};

const WORLDS: [&str; 5] = ["base", "scoring-role", "priority-role", "impact-role", "guidance-role"];

fn wit(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../wit").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

/// Released versions: the name of each file in `wit/frozen`.
fn frozen() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../wit/frozen");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("wit/frozen is there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Whether a plugin built for `world` of `old` is one for `new`: `new` may import more and export less, nothing else.
fn compatible(old: &str, new: &str, world: &str) -> Result<(), String> {
    let mut resolve = Resolve::default();
    // Two packages of one version can't stand in one `Resolve`; versions do not count in the comparison.
    let new = new.replacen("package architrave:plugin@0.1.0;", "package architrave:plugin@0.1.999;", 1);
    let old = resolve.push_str("old.wit", old).expect("the frozen text parses");
    let new = resolve.push_str("new.wit", &new).expect("the working text parses");
    let select = |package| resolve.select_world(&[package], Some(world)).expect("the world is there");
    let (old, new) = (select(old), select(new));
    semver_check(resolve, old, new).map_err(|error| format!("{error:#}"))
}

#[test]
fn the_working_text_is_compatible_with_every_released_one() {
    let working = wit("plugin.wit");
    assert_eq!(frozen(), ["0.1.0.wit"], "one file per released version");
    for name in frozen() {
        for world in WORLDS {
            compatible(&wit(&format!("frozen/{name}")), &working, world)
                .unwrap_or_else(|error| panic!("world `{world}` of {name} is broken: {error}"));
        }
    }
}

#[test]
fn the_check_sees_a_breaking_change() {
    let working = wit("plugin.wit");
    for (world, from, to) in [
        ("base", "has-profile: bool,", "has-profile: bool, extra: u8,"),
        ("base", "other(string),", "other(string), more(string),"),
        (
            "scoring-role",
            "weigh: func() -> result<list<u32>, refusal>;",
            "weigh: func() -> result<list<u64>, refusal>;",
        ),
        ("priority-role", "effort-bases: list<u8>,", ""),
        ("impact-role", "severities: list<u8>,", "severities: list<u16>,"),
        ("guidance-role", "advise: func()", "advise-me: func()"),
    ] {
        assert!(working.contains(from), "{from}");
        let changed = working.replacen(from, to, 1);
        assert!(compatible(&working, &changed, world).is_err(), "{world}: {from} -> {to}");
    }
}

#[test]
fn every_item_says_since_when() {
    let text = wit("plugin.wit");
    let mut gated = false;
    for line in text.lines().map(str::trim) {
        let declares =
            ["interface ", "world ", "record ", "variant ", "type "].iter().any(|word| line.starts_with(word))
                || line.contains(": func(");
        if declares {
            assert!(gated, "no `@since` before `{line}`");
        }
        gated = line.starts_with("@since(");
    }
}

#[test]
fn every_field_is_documented() {
    // Where a name alone says it, the record's own text does; these are the ones with a unit, a range or codes.
    let text = wit("plugin.wit");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (position, line) in lines.iter().enumerate() {
        let codes = line.ends_with("u8,") || line.ends_with("list<u8>,") || line.ends_with("list<u32>,");
        if codes {
            assert!(lines[position - 1].starts_with("///"), "`{line}` has no documentation");
        }
    }
}

#[test]
fn shipped_plugins_import_types_and_log_only() {
    assert_eq!(builtin::ids().count(), 7);
    for id in builtin::ids() {
        let component = builtin::component(id).expect("listed plugins are there");
        let DecodedWasm::Component(resolve, world) = wit_component::decode(component).expect("a component") else {
            panic!("`{id}` is a WIT package, not a component");
        };
        for (key, item) in &resolve.worlds[world].imports {
            let name = resolve.name_world_key(key);
            let WorldItem::Interface { id: interface, .. } = item else { panic!("`{id}` imports `{name}`") };
            let functions: Vec<&String> = resolve.interfaces[*interface].functions.keys().collect();
            let allowed = name == "architrave:plugin/log@0.1.0"
                || (name.starts_with("architrave:plugin/") && functions.is_empty());
            assert!(allowed, "`{id}` imports `{name}` with {functions:?}");
        }
    }
}
