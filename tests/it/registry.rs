//! Do plugins move to registries, folders and bundles and back, and does nothing else?

mod bundles;
mod carried;
mod chance;
mod command;
mod hostile;
mod layouts;
mod openssl;
mod pruned;
mod real;
mod sealed;
mod server;
mod trust;

pub(crate) use real::Registry;

use architrave_registry::{Artifact, Form};

/// What a component of these tests may have, in bytes.
const COMPONENT_BYTES_MAX: u64 = 8 << 20;

const PLUGIN: Form = Form::Plugin { component_bytes_max: COMPONENT_BYTES_MAX };

/// A component that is nothing but a manifest: enough for whoever moves it. `filling` makes it another one.
fn component(filling: &[u8]) -> Vec<u8> {
    let manifest = br#"{"id":"moved","version":"1.2.3","description":"Is moved about","roles":["scoring"],
        "license":"Apache-2.0","source":"https://example.invalid/moved","authors":["A", "B"]}"#;
    let mut bytes = b"\0asm\x0d\0\x01\0".to_vec();
    section(&mut bytes, "architrave-manifest", manifest);
    section(&mut bytes, "filling", filling);
    bytes
}

fn section(bytes: &mut Vec<u8>, name: &str, data: &[u8]) {
    let mut content = Vec::new();
    length(&mut content, name.len());
    content.extend_from_slice(name.as_bytes());
    content.extend_from_slice(data);
    bytes.push(0);
    length(bytes, content.len());
    bytes.extend_from_slice(&content);
}

/// LEB128.
fn length(bytes: &mut Vec<u8>, mut length: usize) {
    loop {
        let low = u8::try_from(length & 0x7f).expect("seven bits");
        length >>= 7;
        bytes.push(if length == 0 { low } else { low | 0x80 });
        if length == 0 {
            return;
        }
    }
}

fn plugin(filling: &[u8]) -> Artifact {
    Artifact::plugin(component(filling)).expect("a plugin")
}

#[test]
fn the_same_component_is_the_same_artifact_whenever_it_is_made() {
    let artifact = plugin(b"");
    assert_eq!(artifact, plugin(b""));
    assert_ne!(artifact.digest(), plugin(b"x").digest());
    let manifest: serde_json::Value = serde_json::from_slice(artifact.manifest_bytes()).expect("JSON");
    assert_eq!(manifest["schemaVersion"], 2);
    assert_eq!(manifest["mediaType"], "application/vnd.oci.image.manifest.v1+json");
    assert_eq!(manifest["config"]["mediaType"], "application/vnd.wasm.config.v0+json");
    assert_eq!(manifest["layers"][0]["mediaType"], "application/wasm");
    let annotation = |name: &str| manifest["annotations"][format!("org.opencontainers.image.{name}")].clone();
    let rows = [
        ("title", "moved"),
        ("version", "1.2.3"),
        ("description", "Is moved about"),
        ("licenses", "Apache-2.0"),
        ("source", "https://example.invalid/moved"),
        ("authors", "A, B"),
    ];
    for (name, value) in rows {
        assert_eq!(annotation(name), value, "{name}");
    }
    let config: serde_json::Value = serde_json::from_slice(artifact.config()).expect("JSON");
    assert_eq!(config["created"], "1970-01-01T00:00:00Z");
    assert_eq!((&config["architecture"], &config["os"]), (&"wasm".into(), &"wasip2".into()));
    assert_eq!(config["layerDigests"][0], artifact.component_digest().to_string());
}

#[test]
fn what_is_no_plugin_is_not_made_into_one() {
    let mut no_manifest = b"\0asm\x0d\0\x01\0".to_vec();
    section(&mut no_manifest, "filling", b"");
    let mut cut_off = component(b"");
    cut_off.pop();
    let rows = [
        (b"hello".to_vec(), "it is not a WebAssembly component"),
        (b"\0asm\x01\0\0\0".to_vec(), "it is not a WebAssembly component"),
        (no_manifest, "it has no manifest"),
        (cut_off, "unexpected end"),
    ];
    for (bytes, message) in rows {
        let error = Artifact::plugin(bytes).expect_err(message);
        assert_eq!(error.code(), "artifact.component");
        assert!(error.to_string().contains(message), "{error}");
    }
}
