//! The attacks that are in how an answer is given: its status, its headers, its framing, its spelling.

use architrave_registry::{Artifact, Digest};
use serde_json::json;

use super::{
    Attack,
    attacks::{MANIFEST, OK, changed, of_component, of_manifest, row, with},
};
use crate::registry::server::{Asked, Part, answer, manifest, unbounded};

/// The manifest, with a piece of its text replaced.
fn respelt(artifact: &Artifact, asked: &Asked, from: &str, to: &str) -> Option<Vec<Part>> {
    of_manifest(asked, || {
        let text = String::from_utf8_lossy(artifact.manifest_bytes()).into_owned();
        assert!(text.contains(from), "{text}");
        manifest(text.replacen(from, to, 1).as_bytes())
    })
}

/// The manifest, with another digest of its layer.
fn digest(artifact: &Artifact, asked: &Asked, digest: &str) -> Option<Vec<Part>> {
    changed(artifact, asked, |manifest| manifest["layers"][0]["digest"] = json!(digest))
}

/// The manifest, under another status or with headers more.
fn told(artifact: &Artifact, asked: &Asked, status: &str, headers: &str) -> Option<Vec<Part>> {
    of_manifest(asked, || answer(status, &format!("{MANIFEST}{headers}"), artifact.manifest_bytes()))
}

/// The component, with headers and a body as they are, and no length but what they say.
fn framed(artifact: &Artifact, asked: &Asked, headers: &str, body: &[u8]) -> Option<Vec<Part>> {
    of_component(artifact, asked, || with(unbounded(OK, headers), Part::Bytes(body.to_vec())))
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

pub(super) const ALL: &[Attack] = &[
    // Statuses.
    row("says that nothing changed", |a, asked| told(a, asked, "304 Not Modified", ""), "registry.status", "304"),
    row(
        "gives a part of a manifest",
        |a, asked| told(a, asked, "206 Partial Content", "Content-Range: bytes 0-9/10\r\n"),
        "registry.status",
        "the registry answered 206",
    ),
    row("gives a manifest of somebody else's", |a, asked| told(a, asked, "203 Odd", ""), "registry.status", "203"),
    row("gives nothing", |_, _| Some(answer("204 No Content", "", b"")), "registry.status", "answered 204"),
    row(
        "gives a part of a component",
        |artifact, asked| of_component(artifact, asked, || answer("206 Partial Content", "", artifact.component())),
        "registry.status",
        "the registry answered 206",
    ),
    row(
        "gives a choice",
        |a, asked| told(a, asked, "300 Multiple Choices", "Location: /elsewhere\r\n"),
        "registry.status",
        "the registry answered 300",
    ),
    row(
        "wants to speak otherwise",
        |_, _| Some(unbounded("101 Switching Protocols", "Upgrade: h2c\r\n")),
        "registry.status",
        "the registry answered 101",
    ),
    row(
        "wants us to come back in thirty years",
        |_, _| Some(answer("429 Too Many Requests", "Retry-After: 999999999\r\n", b"")),
        "registry.status",
        "the registry answered 429",
    ),
    row(
        "wants us to come back in another millennium",
        |_, _| Some(answer("503 Busy", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n", b"")),
        "registry.status",
        "the registry answered 503",
    ),
    row(
        "lacks the component that it names",
        |artifact, asked| of_component(artifact, asked, || answer("404 Not Found", "", b"")),
        "layout.blob-missing",
        "is missing",
    ),
    row(
        "takes no token for long",
        |_, asked| match asked.path.starts_with("/token") {
            true => Some(answer(OK, "", br#"{"token":"abc","expires_in":1e308}"#)),
            false => {
                let realm = format!("WWW-Authenticate: Bearer realm=\"http://{}/token\"\r\n", asked.address);
                Some(answer("401 Unauthorized", &realm, b""))
            }
        },
        "registry.denied",
        "the registry refused access",
    ),
    row(
        "wants a thousand things",
        |_, _| {
            let headers = "WWW-Authenticate: Basic realm=\"a\", Digest x=y, Bearer realm=\"b\"\r\n".repeat(60);
            Some(answer("401 Unauthorized", &headers, b""))
        },
        "registry.realm",
        "wants its token from `b`",
    ),
    // Headers.
    row(
        "calls a manifest a list",
        |artifact, asked| {
            let header = "Content-Type: Application/VND.OCI.image.index.v1+json\r\n";
            of_manifest(asked, || answer(OK, header, artifact.manifest_bytes()))
        },
        "artifact.media-type",
        "the manifest is of type `Application/VND.OCI.image.index.v1+json`",
    ),
    row(
        "calls a list a manifest, within",
        |artifact, asked| {
            changed(artifact, asked, |manifest| {
                manifest["mediaType"] = json!("application/vnd.oci.image.index.v1+json");
            })
        },
        "artifact.index",
        "it is a list of manifests",
    ),
    row(
        "gives a list that names itself",
        |_, asked| {
            let entry = json!({"mediaType": "application/vnd.oci.image.index.v1+json", "size": 9,
                "digest": Digest::of(b"itself").to_string(), "platform": {"os": "wasip2", "architecture": "wasm"}});
            let list = json!({"schemaVersion": 2, "manifests": [entry]}).to_string();
            of_manifest(asked, || manifest(list.as_bytes()))
        },
        "artifact.index",
        "it is a list of manifests",
    ),
    row(
        "compresses twice",
        |a, asked| told(a, asked, OK, "Content-Encoding: identity, br\r\n"),
        "registry.compressed",
        "compressed with `identity, br`",
    ),
    row(
        "says a digest in capitals",
        |artifact, asked| {
            let said = artifact.digest().to_string().to_uppercase();
            told(artifact, asked, OK, &format!("Docker-Content-Digest: {said}\r\n"))
        },
        "registry.header",
        "`Docker-Content-Digest` cannot be used: `SHA256:",
    ),
    row(
        "says a digest that is no text",
        |a, asked| told(a, asked, OK, "Docker-Content-Digest: sha256:\u{202e}\u{85}\r\n"),
        "registry.header",
        "`Docker-Content-Digest` cannot be used",
    ),
    // Framing.
    row(
        "says two lengths",
        |artifact, asked| framed(artifact, asked, "Content-Length: 1\r\nContent-Length: 2\r\n", b"ab"),
        "registry.connection",
        "the connection failed",
    ),
    row(
        "says a length below zero",
        |artifact, asked| framed(artifact, asked, "Content-Length: -1\r\n", artifact.component()),
        "registry.connection",
        "the connection failed",
    ),
    row(
        "says a length that no machine has",
        |artifact, asked| framed(artifact, asked, "Content-Length: 99999999999999999999\r\n", artifact.component()),
        "registry.connection",
        "the connection failed",
    ),
    row(
        "says a length and sends chunks of another",
        |artifact, asked| {
            let headers = "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n";
            framed(artifact, asked, headers, &[chunk(b"too little"), chunk(b"")].concat())
        },
        "artifact.size",
        "",
    ),
    row(
        "sends a chunk of nearly all there is",
        |artifact, asked| {
            let chunks = [b"fffffffffffffff0\r\n".as_slice(), artifact.component()].concat();
            framed(artifact, asked, "Transfer-Encoding: chunked\r\n", &chunks)
        },
        "registry.cut-off",
        "the layer was cut off",
    ),
    row(
        "sends a chunk that is longer than numbers are",
        |artifact, asked| framed(artifact, asked, "Transfer-Encoding: chunked\r\n", b"1fffffffffffffffff\r\nx"),
        "registry.cut-off",
        "the layer was cut off",
    ),
    row(
        "explains a chunk without end",
        |artifact, asked| {
            let head = unbounded(OK, "Transfer-Encoding: chunked\r\n");
            of_component(artifact, asked, || {
                with(with(head, Part::Bytes(b"1;a=".to_vec())), Part::Endless(vec![b'x'; 1 << 16]))
            })
        },
        "registry.cut-off",
        "the layer was cut off",
    ),
    row(
        "adds headers behind its chunks without end",
        |artifact, asked| {
            let body = [chunk(artifact.component()), b"0\r\n".to_vec()].concat();
            let head = with(unbounded(OK, "Transfer-Encoding: chunked\r\n"), Part::Bytes(body));
            of_component(artifact, asked, || with(head, Part::Endless(b"X-More: y\r\n".repeat(1000))))
        },
        "registry.cut-off",
        "the layer was cut off",
    ),
    row(
        "gives a reason without end",
        |_, _| Some(vec![Part::Bytes(b"HTTP/1.1 200 ".to_vec()), Part::Endless(vec![b'K'; 1 << 16])]),
        "registry.connection",
        "the connection failed",
    ),
    row(
        "speaks another HTTP",
        |_, _| Some(vec![Part::Bytes(b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0d\0\x04\0\x10\0\0".to_vec())]),
        "registry.connection",
        "the connection failed",
    ),
    // Spelling.
    row(
        "names a layer in capitals",
        |artifact, asked| digest(artifact, asked, &artifact.component_digest().to_string().to_uppercase()),
        "reference.digest",
        "is not a digest",
    ),
    row("names a layer by nothing", |a, asked| digest(a, asked, "sha256:"), "reference.digest", "is not a digest"),
    row(
        "names a layer by a number of digits that is short",
        |artifact, asked| digest(artifact, asked, "sha256:0123456789abcdef"),
        "reference.digest",
        "is not a digest",
    ),
    row(
        "names a layer by a question",
        |artifact, asked| digest(artifact, asked, &format!("{}?x=y", artifact.component_digest())),
        "reference.digest",
        "is not a digest",
    ),
    row(
        "says layers twice",
        |artifact, asked| respelt(artifact, asked, "\"layers\"", "\"layers\":[],\"layers\""),
        "artifact.manifest",
        "duplicate field `layers`",
    ),
    row(
        "says a digest twice",
        |artifact, asked| respelt(artifact, asked, "\"digest\"", "\"digest\":\"a\",\"digest\""),
        "artifact.manifest",
        "duplicate field `digest`",
    ),
    row(
        "says an annotation twice",
        |artifact, asked| {
            let key = "\"org.opencontainers.image.title\"";
            respelt(artifact, asked, key, &format!("{key}:\"other\",{key}"))
        },
        "artifact.manifest",
        "says `org.opencontainers.image.title` twice",
    ),
    row(
        "gives a size as text",
        |artifact, asked| respelt(artifact, asked, "\"size\":", "\"size\":\"1\",\"x\":"),
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "gives a size that is no whole number",
        |artifact, asked| respelt(artifact, asked, "\"size\":", "\"size\":1e3,\"x\":"),
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "gives a size beyond all numbers",
        |artifact, asked| respelt(artifact, asked, "\"size\":", "\"size\":18446744073709551616,\"x\":"),
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "annotates with numbers",
        |artifact, asked| changed(artifact, asked, |manifest| manifest["annotations"] = json!({"a": 1})),
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "puts a mark in front",
        |artifact, asked| of_manifest(asked, || manifest(&[b"\xef\xbb\xbf", artifact.manifest_bytes()].concat())),
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "writes in sixteen bits",
        |artifact, asked| {
            let wide: Vec<u8> = artifact.manifest_bytes().iter().flat_map(|byte| [*byte, 0]).collect();
            of_manifest(asked, || manifest(&wide))
        },
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "says more behind the manifest",
        |artifact, asked| of_manifest(asked, || manifest(&[artifact.manifest_bytes(), b"{}"].concat())),
        "artifact.manifest",
        "trailing characters",
    ),
    row(
        "nests a layer in a layer in a layer",
        |artifact, asked| {
            let deep = format!("\"layers\":{}{},\"x\"", "[".repeat(5000), "]".repeat(5000));
            respelt(artifact, asked, "\"layers\"", &deep)
        },
        "artifact.manifest",
        "the manifest cannot be read",
    ),
    row(
        "types a layer in colours",
        |artifact, asked| {
            let colours = "application/\u{1b}[2Jwasm\u{202e}\n";
            changed(artifact, asked, |manifest| manifest["layers"][0]["mediaType"] = json!(colours))
        },
        "artifact.media-type",
        "the layer is of type `application/",
    ),
    row(
        "gives its config as its component",
        |artifact, asked| {
            changed(artifact, asked, |manifest| {
                let (digest, size) = (manifest["config"]["digest"].clone(), manifest["config"]["size"].clone());
                manifest["layers"][0]["digest"] = digest;
                manifest["layers"][0]["size"] = size;
            })
        },
        "artifact.config",
        "it describes",
    ),
    row(
        "is of another version of the form",
        |artifact, asked| changed(artifact, asked, |manifest| manifest["schemaVersion"] = json!(1)),
        "artifact.manifest",
        "`schemaVersion` is 1, not 2",
    ),
];
