//! Folders, environments, and what goes into a component; the whole way is seen by every build of the host.

use std::{fs, path::Path};

use architrave_core::manifest::{Manifest, SECTION};
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve};

use crate::{Code, Source, build::is_of_another_build, component, embed, manifest, target_dir};

const MANIFEST: &str = r#"
id = "dummy"
version = "1.2.3"
description = "Does nothing"
roles = ["scoring"]
license = "Apache-2.0"
source = "https://example.invalid/dummy"
authors = ["A", "B"]
"#;

/// A core module that exports the contract's lifecycle and some roles, and traps in each.
fn module(worlds: &[&str]) -> Vec<u8> {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/plugin.wit");
    let mut resolve = Resolve::default();
    let package = resolve.push_file(contract).unwrap();
    let into = resolve.select_world(&[package], Some("base")).unwrap();
    for name in worlds {
        let world = resolve.select_world(&[package], Some(name)).unwrap();
        resolve.merge_worlds(world, into, &mut wit_parser::CloneMaps::default()).unwrap();
    }
    let mut module = dummy_module(&resolve, into, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, &resolve, into, StringEncoding::UTF8).unwrap();
    module
}

fn read(text: &str) -> Manifest {
    let value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    Manifest::from_value(&value).unwrap()
}

#[test]
fn a_component_says_what_it_is() {
    let manifest = read(MANIFEST);
    let bytes = component(&module(&["scoring-role"]), &manifest).unwrap();
    assert_eq!(bytes, component(&module(&["scoring-role"]), &manifest).unwrap(), "the same twice");
    // A custom section is its name, its length before it, and then its content.
    let holds = |name: &str, content: &str| {
        let name_bytes = u8::try_from(name.len()).unwrap();
        let section = [&[name_bytes], name.as_bytes(), content.as_bytes()].concat();
        bytes.windows(section.len()).filter(|window| *window == section.as_slice()).count()
    };
    // The name section holds subsection 0 of six bytes: the name and its length.
    assert_eq!(holds("component-name", "\0\u{6}\u{5}dummy"), 1);
    assert_eq!(holds("description", "Does nothing"), 1);
    assert_eq!(holds("authors", "A, B"), 1);
    assert_eq!(holds("licenses", "Apache-2.0"), 1);
    assert_eq!(holds("source", "https://example.invalid/dummy"), 1);
    assert_eq!(holds("version", "1.2.3"), 1);
    assert_eq!(holds(SECTION, &manifest.to_json()), 1);
}

#[test]
fn roles_are_those_of_the_manifest() {
    let check = |worlds: &[&str], expected: &str| {
        let error = component(&module(worlds), &read(MANIFEST)).unwrap_err();
        assert_eq!(error.code(), Code::Component);
        assert_eq!(error.to_string(), format!("cannot make a component of plugin `dummy`: {expected}"));
    };
    check(&[], "the manifest lists role `scoring`, the code does not export it");
    check(&["impact-role"], "the manifest lists role `scoring`, the code does not export it");
    check(&["scoring-role", "guidance-role"], "the code exports role `guidance`, the manifest does not list it");
    let empty = ComponentEncoder::default().module(b"\0asm\x01\0\0\0").unwrap().encode().unwrap();
    let error = embed(&empty, &read(MANIFEST)).unwrap_err().to_string();
    assert!(error.contains("does not export `lifecycle`"), "{error}");
    for bytes in [b"\0asm\x01\0\0\0".as_slice(), b"", b"nothing"] {
        assert_eq!(embed(bytes, &read(MANIFEST)).unwrap_err().code(), Code::Component, "{bytes:?}");
    }
}

#[test]
fn folders() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    assert_eq!(Source::read(&folder.path().join("absent")).unwrap_err().code(), Code::File);
    assert_eq!(Source::read(folder.path()).unwrap_err().code(), Code::File);
    write("plugin.toml", MANIFEST);
    assert_eq!(Source::read(folder.path()).unwrap_err().code(), Code::File);
    write("Cargo.toml", "[workspace]\n");
    assert_eq!(Source::read(folder.path()).unwrap_err().code(), Code::Package);
    write("Cargo.toml", "[package]\nname = \"a-plugin\"\n");
    let source = Source::read(folder.path()).unwrap();
    assert_eq!((source.package.as_str(), source.artifact.as_str()), ("a-plugin", "a_plugin"));
    write("Cargo.toml", "[package]\nname = \"a-plugin\"\n[lib]\nname = \"other\"\n");
    assert_eq!(Source::read(folder.path()).unwrap().artifact, "other");
}

#[test]
fn every_problem_of_a_manifest_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.toml");
    fs::write(&path, "id = 'Bad Id'\nversion = '1'\ndescription = 'd'\nroles = []\nlicense = 'x'\n").unwrap();
    let error = manifest(&path).unwrap_err();
    assert_eq!(error.code(), Code::Manifest);
    let codes: Vec<&str> = error.details().iter().map(|detail| detail.code).collect();
    assert_eq!(codes, ["manifest.id", "manifest.version", "manifest.roles"]);
    let text = error.to_string();
    assert!(text.contains("manifest.version: version `1` is not a semantic version (at `/version`)"), "{text}");
    fs::write(&path, "id = \n").unwrap();
    let error = manifest(&path).unwrap_err();
    assert_eq!(error.details().first().map(|detail| detail.code), Some("manifest.syntax"));
}

#[test]
fn variables_of_another_build_are_left_out() {
    let kept = ["PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_NET_OFFLINE", "TARGETS"];
    let left_out = [
        "CARGO",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_MAKEFLAGS",
        "CARGO_TARGET_DIR",
        "CARGO_BUILD_TARGET",
        "CARGO_PROFILE_RELEASE_LTO",
        "RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "OUT_DIR",
    ];
    for (name, expected) in kept.map(|name| (name, false)).into_iter().chain(left_out.map(|name| (name, true))) {
        assert_eq!(is_of_another_build(name), expected, "{name}");
    }
}

#[test]
fn plugins_have_a_target_folder_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("target/debug/build/x-1/out");
    fs::create_dir_all(&out).unwrap();
    assert_eq!(target_dir(&out), out.join("wasm"));
    fs::write(folder.path().join("target/CACHEDIR.TAG"), "").unwrap();
    assert_eq!(target_dir(&out), folder.path().join("target/wasm"));
}
