//! What can a registry do with signatures? Bring none, too many, or others: never more than keep a plugin out.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use architrave_registry::{
    Algorithm, Artifact, Client, Digest, Form, Lock, Locked, Reference, SecretKey, Store, Supply, Trust,
    signature::{self, Payload, Signature},
};
use serde_json::json;

use super::{LATE, SENT_MAX, options_for};
use crate::registry::{
    PLUGIN, plugin,
    server::{Asked, Part, Server, answer, manifest, well_behaved},
};

/// A plugin, a key, and what the key says of it.
struct Scene {
    artifact: Artifact,
    key: SecretKey,
}

impl Scene {
    fn new() -> Self {
        let key = SecretKey::generate(Algorithm::EcdsaP256).expect("a key");
        Self { artifact: plugin(b"signed"), key }
    }

    fn signed(&self, name: &str, manifest: Digest) -> Artifact {
        let payload = Payload { name: name.to_owned(), manifest };
        let signature = Signature::make(&payload, &self.key).expect("a signature");
        signature::append(None, &signature).expect("an artifact")
    }

    fn good(&self, asked: &Asked) -> Artifact {
        self.signed(&format!("{}/team/moved", asked.address), self.artifact.digest())
    }
}

/// What a registry answers for signatures, the code that loading the plugin ends with, and a part of the message.
type Row = (&'static str, fn(&Scene, &Asked) -> Vec<Part>, &'static str, &'static str);

/// A list of signatures whose manifest has this many layers, all of them one.
fn many(scene: &Scene, asked: &Asked, count: usize) -> Vec<Part> {
    let good = scene.good(asked);
    let mut value: serde_json::Value = serde_json::from_slice(good.manifest_bytes()).expect("JSON");
    let layer = json!({"mediaType": value["layers"][0]["mediaType"], "digest": value["layers"][0]["digest"],
        "size": value["layers"][0]["size"]});
    if asked.path.contains("/manifests/") {
        value["layers"] = json!(vec![layer; count]);
        return manifest(&serde_json::to_vec(&value).expect("JSON"));
    }
    well_behaved(&good, asked)
}

const ROWS: &[Row] = &[
    ("a good one", |scene, asked| well_behaved(&scene.good(asked), asked), "", ""),
    ("none", |_, _| answer("404 Not Found", "", b""), "trust.unsigned", "it is not signed"),
    (
        "over another manifest",
        |scene, asked| {
            let name = format!("{}/team/moved", asked.address);
            well_behaved(&scene.signed(&name, Digest::of(b"another")), asked)
        },
        "trust.other-artifact",
        "signed another artifact",
    ),
    (
        "as another plugin",
        |scene, asked| well_behaved(&scene.signed("registry.example/team/moved", scene.artifact.digest()), asked),
        "trust.other-identity",
        "signed it as `registry.example/team/moved`",
    ),
    ("five thousand", |scene, asked| many(scene, asked, 5000), "artifact.layers", "it has 5000 layers"),
    ("sixty-four that say nothing", |scene, asked| many(scene, asked, 64), "trust.wrong-signature", "none of its 64"),
    (
        "the plugin itself in their place",
        |scene, asked| well_behaved(&scene.artifact, asked),
        "artifact.media-type",
        "the config is of type",
    ),
    (
        "a list in their place",
        |_, asked| {
            let list = br#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;
            assert!(asked.path.contains("/manifests/"), "nothing of it is followed: {}", asked.path);
            answer("200 OK", "Content-Type: application/vnd.oci.image.index.v1+json\r\n", list)
        },
        "artifact.index",
        "it is a list of manifests",
    ),
    (
        "a list that lacks what it names",
        |scene, asked| match asked.path.contains("/manifests/") {
            true => well_behaved(&scene.good(asked), asked),
            false => answer("404 Not Found", "", b""),
        },
        "layout.blob-missing",
        "is missing",
    ),
    ("an error", |_, _| answer("500 Oops", "", b""), "registry.status", "the registry answered 500"),
    ("silence", |_, _| vec![Part::Silence], "registry.idle", "nothing came"),
];

/// A server that has the plugin, and answers for signatures as a row says.
fn start(answers: fn(&Scene, &Asked) -> Vec<Part>) -> (Arc<Scene>, Server) {
    let scene = Arc::new(Scene::new());
    let server = {
        let scene = Arc::clone(&scene);
        Server::start(move |asked| {
            let blobs = scene.artifact.blobs().map(|(descriptor, _)| descriptor.digest.to_string());
            let is_plugins = asked.path.ends_with("/manifests/1.2.3")
                || asked.path.ends_with(&scene.artifact.digest().to_string())
                || blobs.into_iter().any(|digest| asked.path.ends_with(&digest));
            if is_plugins { well_behaved(&scene.artifact, asked) } else { answers(&scene, asked) }
        })
    };
    (scene, server)
}

/// What loads the plugin, from a registry whose answers end with this code.
fn supply(scene: &Scene, reference: &Reference, folder: &std::path::Path, code: &str) -> Supply {
    let locked = Locked::of(scene.artifact.component(), Some(scene.artifact.digest())).expect("a plugin");
    Supply {
        lock: Some(Lock { path: None, plugins: BTreeMap::from([(reference.to_string(), locked)]) }),
        trust: Some(Trust::all_of(BTreeMap::from([("office".to_owned(), scene.key.public().clone())]))),
        store: Some(folder.to_owned()),
        client: Some(Client::new(options_for(code))),
    }
}

#[test]
fn signatures_of_a_hostile_registry_let_nothing_in() {
    for (name, answers, code, message) in ROWS {
        let (scene, server) = start(*answers);
        let (folder, reference) = (tempfile::tempdir().expect("a folder"), server.reference());
        let begun = Instant::now();
        let loaded = supply(&scene, &reference, folder.path(), code).load(&reference, PLUGIN);
        assert!(begun.elapsed() < LATE, "{name}: took {:?}", begun.elapsed());
        assert!(server.sent() < SENT_MAX, "{name}: {} bytes were taken", server.sent());
        assert!(server.asked().iter().all(|asked| !asked.path.contains("/referrers/")), "{name}");
        match loaded {
            Ok(found) => assert_eq!((&found, *code), (&scene.artifact, ""), "{name}"),
            Err(problem) => {
                assert_eq!(problem.code(), *code, "{name}: {problem}");
                assert!(problem.to_string().contains(message), "{name}: {problem}");
            }
        }
    }
}

/// What was verified once is loaded again, whatever the registry says later.
#[test]
fn a_registry_that_turns_hostile_takes_no_signature_away() {
    for (name, answers, code, _) in ROWS {
        let (scene, server) = start(*answers);
        let (folder, reference) = (tempfile::tempdir().expect("a folder"), server.reference());
        let store = Store::create(&folder.path().join("store")).expect("a layout");
        let good = scene.signed(&reference.name(), scene.artifact.digest());
        let tag = signature::tag(scene.artifact.digest());
        let beside = reference.with_tag(&tag).expect("a tag").tagged_name().expect("a name");
        store.put(&good, Some(&beside)).expect("it is kept");
        let supply = supply(&scene, &reference, store.folder(), code);
        let found = supply.load(&reference, PLUGIN).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(found, scene.artifact, "{name}");
        // Locking asks for the signatures of now, and may fail by them; what is kept stays, or is made good.
        let found = supply.find(&reference, PLUGIN);
        let kept = store.find(&beside, Form::Signatures).expect("readable");
        assert!(*name == "a good one" || kept == Some(good), "{name}");
        assert!(found.is_err() || found.is_ok_and(|(_, decision)| decision.verdict.is_ok()), "{name}");
        assert!(supply.load(&reference, PLUGIN).is_ok(), "{name}");
    }
}
