//! The attacks that need nobody but the registry.

use architrave_registry::{Artifact, Digest};
use serde_json::{Value, json};

use super::Attack;
use crate::registry::server::{Asked, Part, answer, manifest, unbounded};

pub(super) const OK: &str = "200 OK";

pub(super) const MANIFEST: &str = "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n";

/// Answers manifests.
pub(super) fn of_manifest(asked: &Asked, parts: impl FnOnce() -> Vec<Part>) -> Option<Vec<Part>> {
    asked.path.contains("/manifests/").then(parts)
}

/// Answers the component.
pub(super) fn of_component(artifact: &Artifact, asked: &Asked, parts: impl FnOnce() -> Vec<Part>) -> Option<Vec<Part>> {
    asked.path.ends_with(&format!("/blobs/{}", artifact.component_digest())).then(parts)
}

/// The manifest, changed.
pub(super) fn changed(artifact: &Artifact, asked: &Asked, change: impl FnOnce(&mut Value)) -> Option<Vec<Part>> {
    of_manifest(asked, || {
        let mut value: Value = serde_json::from_slice(artifact.manifest_bytes()).expect("JSON");
        change(&mut value);
        manifest(&serde_json::to_vec(&value).expect("JSON"))
    })
}

pub(super) fn with(mut parts: Vec<Part>, part: Part) -> Vec<Part> {
    parts.push(part);
    parts
}

fn other_bytes(artifact: &Artifact) -> Vec<u8> {
    let mut bytes = artifact.component().to_vec();
    bytes.reverse();
    bytes
}

pub(super) const fn row(
    name: &'static str,
    answers: fn(&Artifact, &Asked) -> Option<Vec<Part>>,
    code: &'static str,
    message: &'static str,
) -> Attack {
    Attack { name, answers, code, message }
}

pub(super) const ALL: &[Attack] = &[
    row("none", |_, _| None, "", ""),
    // Digests.
    row(
        "gives another component of the same size",
        |artifact, asked| of_component(artifact, asked, || answer(OK, "", &other_bytes(artifact))),
        "artifact.digest",
        "the blob has the digest sha256:",
    ),
    row(
        "gives another config",
        |artifact, asked| {
            let size = artifact.config().len();
            asked.path.contains("/blobs/").then(|| answer(OK, "", &vec![b' '; size]))
        },
        "artifact.digest",
        "the blob has the digest sha256:",
    ),
    row(
        "says another digest than the manifest has",
        |artifact, asked| {
            let header = format!("{MANIFEST}Docker-Content-Digest: {}\r\n", Digest::of(b"other"));
            of_manifest(asked, || answer(OK, &header, artifact.manifest_bytes()))
        },
        "artifact.digest",
        "the manifest has the digest sha256:",
    ),
    row(
        "says a digest of another algorithm",
        |artifact, asked| {
            let header = format!("{MANIFEST}Docker-Content-Digest: sha512:{}\r\n", "0".repeat(128));
            of_manifest(asked, || answer(OK, &header, artifact.manifest_bytes()))
        },
        "registry.header",
        "`Docker-Content-Digest` cannot be used: `sha512:",
    ),
    row(
        "names a blob by another algorithm",
        |artifact, asked| {
            changed(artifact, asked, |manifest| {
                manifest["layers"][0]["digest"] = json!(format!("sha512:{}", "0".repeat(128)));
            })
        },
        "reference.digest",
        "is not a digest",
    ),
    row(
        "names a blob by a path",
        |artifact, asked| {
            changed(artifact, asked, |manifest| {
                manifest["layers"][0]["digest"] = json!("sha256:../../../../etc/passwd");
            })
        },
        "reference.digest",
        "`sha256:../../../../etc/passwd` is not a digest",
    ),
    row(
        "describes another component",
        |artifact, asked| {
            let config = br#"{"created":"1970-01-01T00:00:00Z","architecture":"wasm","os":"wasip2","layerDigests":
                ["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],"component":null}"#;
            let digest = Digest::of(config).to_string();
            if asked.path.ends_with(&digest) {
                return Some(answer(OK, "", config));
            }
            changed(artifact, asked, |manifest| {
                manifest["config"]["digest"] = json!(digest);
                manifest["config"]["size"] = json!(config.len());
            })
        },
        "artifact.config",
        "it describes sha256:e3b0c442",
    ),
    // Lengths.
    row(
        "says fewer bytes than it sends",
        |artifact, asked| {
            of_component(artifact, asked, || {
                let head = unbounded(OK, "Content-Length: 10\r\n");
                with(head, Part::Bytes(artifact.component().to_vec()))
            })
        },
        "artifact.size",
        "the answer for the layer says 10 bytes",
    ),
    row(
        "says more bytes than the manifest",
        |artifact, asked| {
            of_component(artifact, asked, || {
                let head = unbounded(OK, "Content-Length: 4000000000\r\n");
                with(head, Part::Endless(vec![0; 1 << 16]))
            })
        },
        "artifact.size",
        "the answer for the layer says 4000000000 bytes",
    ),
    row(
        "stops before the end that it said",
        |artifact, asked| {
            of_component(artifact, asked, || {
                let head = unbounded(OK, &format!("Content-Length: {}\r\n", artifact.component().len()));
                with(head, Part::Bytes(artifact.component()[..20].to_vec()))
            })
        },
        "registry.cut-off",
        "the layer was cut off",
    ),
    row(
        "says no length and sends too little",
        |artifact, asked| {
            let few = artifact.component().get(..20).unwrap_or_default().to_vec();
            of_component(artifact, asked, || with(unbounded(OK, ""), Part::Bytes(few)))
        },
        "artifact.size",
        "has 20 bytes, the manifest says",
    ),
    row(
        "sends a component without end",
        |artifact, asked| of_component(artifact, asked, || with(unbounded(OK, ""), Part::Endless(vec![0; 1 << 16]))),
        "artifact.size",
        "the layer goes on after the",
    ),
    row(
        "sends chunks without end",
        |artifact, asked| {
            let head = unbounded(OK, "Transfer-Encoding: chunked\r\n");
            of_component(artifact, asked, || with(head, Part::Endless(b"1\r\nx\r\n".repeat(1000))))
        },
        "artifact.size",
        "the layer goes on after the",
    ),
    row(
        "sends a manifest without end",
        |_, asked| of_manifest(asked, || with(unbounded(OK, MANIFEST), Part::Endless(vec![b' '; 1 << 16]))),
        "artifact.too-large",
        "the manifest is too large, at most 1048576 are read",
    ),
    row(
        "says a manifest of four gigabytes",
        |_, asked| {
            let head = unbounded(OK, &format!("{MANIFEST}Content-Length: 4000000000\r\n"));
            of_manifest(asked, || with(head, Part::Endless(vec![b' '; 1 << 16])))
        },
        "artifact.too-large",
        "the manifest has 4000000000 bytes",
    ),
    row(
        "sends an error without end",
        |_, _| Some(with(unbounded("500 Oops", ""), Part::Endless(vec![b' '; 1 << 16]))),
        "registry.status",
        "the registry answered 500",
    ),
    row(
        "sends headers without end",
        |_, _| Some(vec![Part::Bytes(b"HTTP/1.1 200 OK\r\n".to_vec()), Part::Endless(b"X-A: b\r\n".repeat(1000))]),
        "registry.connection",
        "the connection failed",
    ),
    row(
        "sends one header without end",
        |_, _| Some(vec![Part::Bytes(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec()), Part::Endless(vec![b'b'; 1 << 16])]),
        "registry.connection",
        "the connection failed",
    ),
    row(
        "names a component of four gigabytes",
        |artifact, asked| {
            assert!(!asked.path.contains("/blobs/"), "no blob is asked for");
            changed(artifact, asked, |manifest| manifest["layers"][0]["size"] = json!(4_000_000_000_u64))
        },
        "artifact.too-large",
        "the layer has 4000000000 bytes, at most 8388608 are read",
    ),
    row(
        "names a config of four gigabytes",
        |artifact, asked| changed(artifact, asked, |manifest| manifest["config"]["size"] = json!(4_000_000_000_u64)),
        "artifact.too-large",
        "the config has 4000000000 bytes",
    ),
    row(
        "names a size that is none",
        |artifact, asked| changed(artifact, asked, |manifest| manifest["layers"][0]["size"] = json!(-1)),
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    // Time.
    row("does not answer", |_, _| Some(vec![Part::Silence]), "registry.idle", "nothing came for 400ms"),
    row(
        "stops in the middle of a component and stays",
        |artifact, asked| {
            of_component(artifact, asked, || {
                let head = unbounded(OK, &format!("Content-Length: {}\r\n", artifact.component().len()));
                with(with(head, Part::Bytes(artifact.component()[..20].to_vec())), Part::Silence)
            })
        },
        "registry.idle",
        "nothing came for 400ms",
    ),
    row(
        "says `Continue` a hundred thousand times",
        |_, _| Some(vec![Part::Bytes(b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000)), Part::Silence]),
        "registry.idle",
        "nothing came for 400ms",
    ),
    // Forms.
    row(
        "gives a list of manifests",
        |_, asked| {
            let header = "Content-Type: application/vnd.oci.image.index.v1+json\r\n";
            of_manifest(asked, || answer(OK, header, br#"{"schemaVersion":2,"manifests":[]}"#))
        },
        "artifact.index",
        "it is a list of manifests for several platforms",
    ),
    row(
        "gives a list and calls it a manifest",
        |_, asked| of_manifest(asked, || manifest(br#"{"schemaVersion":2,"manifests":[]}"#)),
        "artifact.index",
        "it is a list of manifests for several platforms",
    ),
    row(
        "gives a page",
        |_, asked| of_manifest(asked, || answer(OK, "Content-Type: text/html\r\n", b"<!doctype html>")),
        "artifact.media-type",
        "the manifest is of type `text/html`",
    ),
    row(
        "gives a manifest of Docker's form",
        |artifact, asked| {
            let docker = "application/vnd.docker.distribution.manifest.v2+json";
            changed(artifact, asked, |manifest| manifest["mediaType"] = json!(docker))
        },
        "artifact.media-type",
        "the manifest is of type `application/vnd.docker.distribution.manifest.v2+json`",
    ),
    row(
        "gives a compressed layer",
        |artifact, asked| {
            let gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
            changed(artifact, asked, |manifest| manifest["layers"][0]["mediaType"] = json!(gzip))
        },
        "artifact.media-type",
        "the layer is of type `application/vnd.oci.image.layer.v1.tar+gzip`, not `application/wasm`",
    ),
    row(
        "compresses what it sends",
        |artifact, asked| {
            of_component(artifact, asked, || answer(OK, "Content-Encoding: gzip\r\n", artifact.component()))
        },
        "registry.compressed",
        "compressed with `gzip`",
    ),
    row(
        "compresses the manifest",
        |artifact, asked| {
            of_manifest(asked, || {
                answer(OK, &format!("{MANIFEST}Content-Encoding: zstd\r\n"), artifact.manifest_bytes())
            })
        },
        "registry.compressed",
        "compressed with `zstd`",
    ),
    row(
        "gives a config of an image",
        |artifact, asked| {
            let image = "application/vnd.oci.image.config.v1+json";
            changed(artifact, asked, |manifest| manifest["config"]["mediaType"] = json!(image))
        },
        "artifact.media-type",
        "the config is of type",
    ),
    row(
        "has two layers",
        |artifact, asked| {
            changed(artifact, asked, |manifest| {
                let layer = manifest["layers"][0].clone();
                manifest["layers"].as_array_mut().expect("a list").push(layer);
            })
        },
        "artifact.layers",
        "it has 2 layers, a plugin has 1",
    ),
    row(
        "has no layer",
        |artifact, asked| changed(artifact, asked, |manifest| manifest["layers"] = json!([])),
        "artifact.layers",
        "it has 0 layers",
    ),
    row(
        "has a hundred thousand layers",
        |artifact, asked| {
            changed(artifact, asked, |manifest| {
                let layer = json!({"mediaType": "a", "digest": Digest::of(b"").to_string(), "size": 0});
                manifest["layers"] = json!(vec![layer; 5000]);
            })
        },
        "artifact.layers",
        "it has 5000 layers",
    ),
    row(
        "sends us elsewhere for a layer",
        |artifact, asked| {
            changed(artifact, asked, |manifest| manifest["layers"][0]["urls"] = json!(["https://elsewhere.example/x"]))
        },
        "artifact.foreign",
        "`https://elsewhere.example/x`",
    ),
    row(
        "titles a layer with a path",
        |artifact, asked| {
            let title = json!({"org.opencontainers.image.title": "../../.ssh/authorized_keys"});
            changed(artifact, asked, |manifest| manifest["layers"][0]["annotations"] = title)
        },
        "artifact.title",
        "its title `../../.ssh/authorized_keys` is not a plain file name",
    ),
    row(
        "titles itself with a path",
        |artifact, asked| {
            let title = json!({"org.opencontainers.image.title": "/etc/passwd"});
            changed(artifact, asked, |manifest| manifest["annotations"] = title)
        },
        "artifact.title",
        "its title `/etc/passwd` is not a plain file name",
    ),
    row(
        "titles itself with colours",
        |artifact, asked| {
            let title = json!({"org.opencontainers.image.title": "\u{1b}[31mred\u{1b}[0m"});
            changed(artifact, asked, |manifest| manifest["annotations"] = title)
        },
        "artifact.title",
        "its title `red` is not",
    ),
    row(
        "has an annotation of half a megabyte",
        |artifact, asked| {
            let long = json!({"a": "x".repeat(500_000)});
            changed(artifact, asked, |manifest| manifest["annotations"] = long)
        },
        "artifact.annotations",
        "one of 500000 bytes",
    ),
    row(
        "has ten thousand annotations",
        |artifact, asked| {
            let many: serde_json::Map<String, Value> =
                (0..10_000).map(|number| (number.to_string(), json!(""))).collect();
            changed(artifact, asked, |manifest| manifest["annotations"] = Value::Object(many))
        },
        "artifact.annotations",
        "10000 of them",
    ),
    row(
        "nests a hundred thousand lists",
        |_, asked| {
            of_manifest(asked, || manifest(format!(r#"{{"schemaVersion":2,"x":{}"#, "[".repeat(100_000)).as_bytes()))
        },
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "says everything twice",
        |artifact, asked| {
            of_manifest(asked, || {
                let text = String::from_utf8_lossy(artifact.manifest_bytes()).replacen(
                    '{',
                    r#"{"config":{"mediaType":"a","digest":"b","size":0},"#,
                    1,
                );
                manifest(text.as_bytes())
            })
        },
        "artifact.manifest",
        "duplicate field `config`",
    ),
    row("gives an empty manifest", |_, asked| of_manifest(asked, || manifest(b"")), "artifact.manifest", "EOF"),
    // Words.
    row(
        "speaks no HTTP",
        |_, _| Some(vec![Part::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())]),
        "registry.connection",
        "failed",
    ),
    row("hangs up", |_, _| Some(vec![]), "registry.connection", "failed"),
    row(
        "has no such tag",
        |_, _| Some(answer("404 Not Found", "", br#"{"errors":[{"code":"MANIFEST_UNKNOWN","message":"no"}]}"#)),
        "registry.not-found",
        "the registry has no such artifact",
    ),
    row(
        "says its errors in colours",
        |_, _| Some(answer("500 Oops", "", b"{\"errors\":[{\"code\":\"A\",\"message\":\"\\u001b[31mred\\u202e\"}]}")),
        "registry.status",
        "the registry answered 500: A, red",
    ),
    row(
        "wants a password that we do not have",
        |_, _| Some(answer("401 Unauthorized", "WWW-Authenticate: Basic realm=\"a\"\r\n", b"")),
        "registry.denied",
        "the registry refused access",
    ),
    row(
        "wants what nobody knows",
        |_, _| Some(answer("401 Unauthorized", "WWW-Authenticate: Negotiate\r\n", b"")),
        "registry.denied",
        "the registry refused access",
    ),
    row(
        "says nothing of what it wants",
        |_, _| Some(answer("401 Unauthorized", "", b"")),
        "registry.denied",
        "refused access",
    ),
];
