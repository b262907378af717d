//! Which bundles are the seeds of the fuzzer? Made here, and changed in one thing each.

use std::{collections::BTreeMap, fs};

use architrave_registry::{
    Algorithm, Artifact, Bundle, Form, SecretKey, Store,
    signature::{self, Payload, Signature},
};

use super::folder;

/// A plugin of few bytes.
const COMPONENT: &[u8] = include_bytes!("../../fuzz/seeds/component/accepted-whole.bin");

const NAME: &str = "registry.example/guest:0.1.0";

/// Bytes of a header of an archive.
const BLOCK: usize = 512;

/// A bundle with a plugin, with files, and with a signature where a key is given.
fn bundle(files: &[(&str, &str)], key: Option<&SecretKey>) -> Vec<u8> {
    let desk = tempfile::tempdir().expect("a folder");
    let store = Store::create(&desk.path().join("store")).expect("a store");
    let plugin = Artifact::plugin(COMPONENT.to_vec()).expect("a plugin");
    store.put(&plugin, Some(NAME)).expect("it is kept");
    let mut names = BTreeMap::from([(NAME.to_owned(), Form::Plugin { component_bytes_max: 1 << 20 })]);
    if let Some(key) = key {
        let (repository, _) = NAME.split_once(':').expect("a tag");
        let payload = Payload { name: repository.to_owned(), manifest: plugin.digest() };
        let signature = Signature::make(&payload, key).expect("a signature");
        let artifact = signature::append(None, &signature).expect("an artifact");
        let name = format!("{repository}:{}", signature::tag(plugin.digest()));
        store.put(&artifact, Some(&name)).expect("it is kept");
        names.insert(name, Form::Signatures);
    }
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let path = desk.path().join("bundle");
    Bundle::write(&path, &store, &names, &files).expect("a bundle");
    fs::read(path).expect("a bundle")
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let whole = bundle(&[], None);
    let key = SecretKey::generate(Algorithm::Ed25519).expect("a key");
    let files = [("architrave.lock", "version = 1\n"), ("trust.toml", "unsigned = \"allow\"\n")];
    let cut = whole.get(..whole.len() - 2 * BLOCK).expect("an end").to_vec();
    let more = [whole.as_slice(), &[0; BLOCK]].concat();
    let sum: Vec<u8> = whole.iter().enumerate().map(|(at, byte)| if at == 100 { b'7' } else { *byte }).collect();
    let middle = whole.len() / 2;
    let content: Vec<u8> =
        whole.iter().enumerate().map(|(at, byte)| if at == middle { byte ^ 1 } else { *byte }).collect();
    vec![
        ("accepted-plugin.bin", whole.clone()),
        ("accepted-signed.bin", bundle(&files, Some(&key))),
        ("refused-content.bin", content),
        ("refused-cut-off.bin", cut),
        ("refused-goes-on.bin", more),
        ("refused-sum.bin", sum),
        ("refused-nothing.bin", vec![0; 2 * BLOCK]),
        ("refused-twice.bin", [whole.get(..whole.len() - 2 * BLOCK).expect("an end"), &whole].concat()),
    ]
}

/// With `ARCHITRAVE_BLESS` the seeds are written anew; `it::fuzz` then says what becomes of them.
#[test]
fn bundle_seeds_are_there() {
    for (name, bytes) in seeds() {
        let path = folder().join("seeds/bundle").join(name);
        if std::env::var_os("ARCHITRAVE_BLESS").is_some() {
            fs::write(&path, bytes).expect("a seed can be written");
        }
        assert!(path.is_file(), "{name} is missing: ARCHITRAVE_BLESS=1 writes it");
    }
}
