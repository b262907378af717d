//! Is what was locked and signed loaded, and nothing else?

use std::collections::BTreeMap;

use super::*;
use crate::{
    keys::{Algorithm, SecretKey},
    signature::Payload,
};

const FORM: Form = Form::Plugin { component_bytes_max: 1 << 20 };

const REFERENCE: &str = "oci://registry.example/team/house-rules:1.2.0";

/// A component that is nothing but a manifest.
fn component(version: &str) -> Vec<u8> {
    let manifest = format!(
        r#"{{"id":"house-rules","version":"{version}","description":"Rules of the house","roles":["scoring"],"license":"MIT"}}"#
    );
    let name = architrave_core::manifest::SECTION;
    let content_bytes = 1 + name.len() + manifest.len();
    let mut bytes = b"\0asm\x0d\0\x01\0\0".to_vec();
    // LEB128, in two bytes.
    bytes.extend([
        u8::try_from(content_bytes % 128).expect("7 bits") | 0x80,
        u8::try_from(content_bytes / 128).expect("7 bits"),
    ]);
    bytes.push(u8::try_from(name.len()).expect("short"));
    bytes.extend(name.as_bytes());
    bytes.extend(manifest.as_bytes());
    bytes
}

/// A store with a signed plugin, a lock and a trust that let it in, without a network.
struct Scene {
    folder: tempfile::TempDir,
    artifact: Artifact,
    key: SecretKey,
    supply: Supply,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let artifact = Artifact::plugin(component("1.2.0")).expect("a plugin");
        let key = SecretKey::generate(Algorithm::Ed25519).expect("a key");
        let trust = Trust::all_of(BTreeMap::from([("alice".to_owned(), key.public().clone())]));
        let mut locked = Locked::of(artifact.component(), Some(artifact.digest())).expect("a plugin");
        locked.signers.insert(key.public().id());
        let lock = Lock { path: None, plugins: BTreeMap::from([(REFERENCE.to_owned(), locked)]) };
        let supply =
            Supply { lock: Some(lock), trust: Some(trust), store: Some(folder.path().join("oci")), client: None };
        let scene = Self { folder, artifact, key, supply };
        let reference = reference();
        scene.supply.keep(&scene.artifact, reference.tagged_name().as_deref()).expect("kept");
        scene.keep_signature(&scene.sign("registry.example/team/house-rules"));
        scene
    }

    fn sign(&self, name: &str) -> Signature {
        let payload = Payload { name: name.to_owned(), manifest: self.artifact.digest() };
        Signature::make(&payload, &self.key).expect("a signature")
    }

    fn keep_signature(&self, signature: &Signature) {
        let name = format!("registry.example/team/house-rules:{}", signature::tag(self.artifact.digest()));
        self.supply.keep(&signature::append(None, signature).expect("an artifact"), Some(&name)).expect("kept");
    }

    fn load(&self) -> Result<Digest, String> {
        let loaded = self.supply.load(&reference(), FORM).map(|artifact| artifact.digest());
        loaded.map_err(|problem| problem.code().to_owned())
    }
}

fn reference() -> Reference {
    REFERENCE.parse().expect("a reference")
}

#[test]
fn what_was_locked_and_signed_is_loaded() {
    let scene = Scene::new();
    assert_eq!(scene.load(), Ok(scene.artifact.digest()));
    let (found, decision) = scene.supply.find(&reference(), FORM).expect("it is in the store");
    assert_eq!(Ok(&found), scene.supply.locked(REFERENCE));
    assert_eq!(decision.verdict, Ok(()));
}

/// What is changed, the code of the refusal, and the change.
type Row = (&'static str, &'static str, Box<dyn Fn(&mut Scene)>);

#[test]
fn whatever_does_not_hold_keeps_it_out() {
    let change = |change: fn(&mut Locked)| {
        move |scene: &mut Scene| {
            let lock = scene.supply.lock.as_mut().expect("a lock");
            change(lock.plugins.get_mut(REFERENCE).expect("an entry"));
        }
    };
    let rows: Vec<Row> = vec![
        ("no lock", "lock.missing", Box::new(|scene| scene.supply.lock = None)),
        ("not in the lock", "lock.missing", Box::new(|scene| scene.supply.lock = Some(Lock::default()))),
        ("another manifest", "store.missing", Box::new(change(|locked| locked.manifest = Some(Digest::of(b"other"))))),
        ("another component", "lock.digest", Box::new(change(|locked| locked.component = Digest::of(b"other")))),
        ("another size", "lock.differs", Box::new(change(|locked| locked.size_bytes += 1))),
        ("another version", "lock.differs", Box::new(change(|locked| locked.identity.version = "1.2.1".to_owned()))),
        ("another contract", "lock.differs", Box::new(change(|locked| locked.identity.contract.push('x')))),
        ("a signer more", "lock.signer", Box::new(change(|locked| locked.signers.extend([Digest::of(b"key")])))),
        ("no trust", "trust.no-policy", Box::new(|scene| scene.supply.trust = None)),
        ("trust without rules", "trust.no-rule", Box::new(|scene| scene.supply.trust = Some(Trust::default()))),
        (
            "its key is trusted no more",
            "trust.wrong-signature",
            Box::new(|scene| {
                let other = SecretKey::generate(Algorithm::EcdsaP256).expect("a key");
                let keys = BTreeMap::from([("alice".to_owned(), other.public().clone())]);
                scene.supply.trust = Some(Trust::all_of(keys));
            }),
        ),
        (
            "a signer is gone, and none is asked for",
            "lock.signer",
            Box::new(|scene| scene.supply.trust = Some(Trust { unsigned: true, ..Trust::default() })),
        ),
        (
            "signed as something else",
            "trust.other-identity",
            Box::new(|scene| scene.keep_signature(&scene.sign("registry.example/team-evil/house-rules"))),
        ),
        (
            "revoked",
            "trust.revoked",
            Box::new(|scene| {
                let digest = scene.artifact.component_digest();
                scene.supply.trust.as_mut().expect("trust").revoked.insert(digest);
            }),
        ),
        (
            "its blob was changed",
            "artifact.digest",
            Box::new(|scene| {
                let blob = scene.folder.path().join("oci/blobs/sha256").join(scene.artifact.component_digest().hex());
                std::fs::write(blob, component("1.2.1")).expect("written");
            }),
        ),
    ];
    for (what, code, change) in rows {
        let mut scene = Scene::new();
        change(&mut scene);
        assert_eq!(scene.load().err().as_deref(), Some(code), "{what}");
    }
}

#[test]
fn a_bit_turned_in_the_lock_or_the_store_keeps_it_out() {
    let mut scene = Scene::new();
    let good = scene.supply.lock.clone().expect("a lock");
    let text = good.to_toml().into_bytes();
    for bit in 0..text.len() * 8 {
        let mut turned = text.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        let Ok(turned) = String::from_utf8(turned) else { continue };
        let Ok(lock) = Lock::parse(&turned, "architrave.lock") else { continue };
        scene.supply.lock = Some(lock);
        assert!(scene.load().is_err(), "bit {bit} of the lock: {turned}");
    }
    scene.supply.lock = Some(good);
    let blobs = scene.folder.path().join("oci/blobs/sha256");
    let files: Vec<_> =
        std::fs::read_dir(&blobs).expect("blobs").map(|entry| entry.expect("an entry").path()).collect();
    assert_eq!(files.len(), 6, "manifest, config and layer of plugin and signatures");
    for file in files {
        let bytes = std::fs::read(&file).expect("a blob");
        for byte in (0..bytes.len()).step_by(3) {
            let mut turned = bytes.clone();
            turned[byte] ^= 1 << (byte % 8);
            std::fs::write(&file, &turned).expect("written");
            assert_eq!(scene.load().err().as_deref(), Some("artifact.digest"), "byte {byte} of {}", file.display());
        }
        std::fs::write(&file, &bytes).expect("written");
    }
    assert_eq!(scene.load(), Ok(scene.artifact.digest()));
}

#[test]
fn what_is_in_no_registry_is_held_to_the_lock_too() {
    let mut scene = Scene::new();
    let (good, other) = (component("1.2.0"), component("1.2.1"));
    let locked = Locked::of(&good, None).expect("a plugin");
    scene.supply.lock = Some(Lock { path: None, plugins: BTreeMap::from([("house.wasm".to_owned(), locked)]) });
    let check = |scene: &Scene, source: &str, bytes: &[u8]| {
        scene.supply.check(source, bytes).map_err(|problem| problem.code().to_owned())
    };
    assert_eq!(check(&scene, "house.wasm", &good), Ok(()));
    assert_eq!(check(&scene, "house.wasm", &other), Err("lock.digest".to_owned()));
    assert_eq!(check(&scene, "other.wasm", &other), Ok(()));
    scene.supply.trust.as_mut().expect("trust").revoked.insert(Digest::of(&other));
    assert_eq!(check(&scene, "other.wasm", &other), Err("trust.revoked".to_owned()));
}
