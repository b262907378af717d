//! Does what no lock names go from the store, and everything else stay?

use std::{collections::BTreeMap, fs, path::Path};

use architrave_registry::{
    Algorithm, Artifact, Form, Lock, Locked, SecretKey, Store,
    signature::{self, Payload, Signature},
};

use super::{PLUGIN, plugin};
use crate::cli::{Run, command::Ended};

const NAME: &str = "registry.example/team/moved";

/// Three plugins, each with a signature; the tag of the first moved on to the second.
fn fill(store: &Store) -> [Artifact; 3] {
    let key = SecretKey::generate(Algorithm::Ed25519).expect("a key");
    let artifacts = [b"one", b"two", b"six"].map(|filling| plugin(filling));
    for (artifact, tag) in artifacts.iter().zip(["1", "1", "3"]) {
        let payload = Payload { name: NAME.to_owned(), manifest: artifact.digest() };
        let signed = Signature::make(&payload, &key).and_then(|signature| signature::append(None, &signature));
        store.put(artifact, Some(&format!("{NAME}:{tag}"))).expect("it is kept");
        let name = format!("{NAME}:{}", signature::tag(artifact.digest()));
        store.put(&signed.expect("signatures"), Some(&name)).expect("they are kept");
    }
    artifacts
}

fn lock(path: &Path, artifact: &Artifact) {
    let locked = Locked::of(artifact.component(), Some(artifact.digest())).expect("a plugin");
    let plugins = BTreeMap::from([(format!("oci://{NAME}:1"), locked)]);
    Lock { path: None, plugins }.write(path).expect("a file");
}

fn prune(folder: &Path, more: &[&str]) -> Ended {
    let args = [&["plugin", "prune", "--store", "store"], more].concat();
    Run::new(&args).within(folder).environment(&[("HOME", folder)]).run()
}

fn blobs(folder: &Path) -> usize {
    fs::read_dir(folder.join("store/blobs/sha256")).expect("blobs").count()
}

#[test]
fn what_no_lock_names_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let store = Store::create(&path.join("store")).expect("a layout");
    let [one, two, six] = fill(&store);
    lock(&path.join("architrave.lock"), &one);
    fs::write(path.join("store/blobs/sha256/.new-left-by-someone"), "half").expect("a file");
    assert_eq!(blobs(path), 19);

    let told = prune(path, &["architrave.lock", "--dry-run"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains(&format!("would remove {NAME}:3\n")), "{}", told.stdout);
    assert_eq!(blobs(path), 19, "nothing went");
    let done = prune(path, &["architrave.lock"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(done.stdout, told.stdout.replace("would remove", "removed"), "what was told is done");
    assert_eq!(done.stderr, format!("kept: `oci://{NAME}:1`\n"));

    assert_eq!(blobs(path), 6, "manifest, config and layer of the plugin and its signatures");
    assert_eq!(store.get(one.digest(), PLUGIN).expect("readable").as_ref(), Some(&one));
    let signatures = format!("{NAME}:{}", signature::tag(one.digest()));
    assert!(store.find(&signatures, Form::Signatures).expect("readable").is_some());
    for gone in [&two, &six] {
        assert_eq!(store.get(gone.digest(), PLUGIN).expect("readable"), None);
    }
    assert_eq!(store.names().expect("names").into_keys().collect::<Vec<_>>(), [signatures]);
    assert!(prune(path, &["architrave.lock"]).stdout.starts_with("removed 0 blobs of 0 bytes from "), "again");
    // All that use a store say what stays.
    store.put(&two, Some(&format!("{NAME}:2"))).expect("it is kept");
    lock(&path.join("other.lock"), &two);
    assert_eq!(prune(path, &["architrave.lock", "other.lock"]).code, 0);
    assert_eq!(blobs(path), 9);
}

#[test]
fn nothing_goes_where_it_is_not_clear_what_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let store = Store::create(&path.join("store")).expect("a layout");
    let [one, ..] = fill(&store);
    for (args, message) in [
        (&[][..], "cannot use the lock `architrave.lock`: there is no such file [lock.missing]"),
        (&["absent.lock"], "cannot use the lock `absent.lock`: there is no such file [lock.missing]"),
    ] {
        let refused = prune(path, args);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{args:?}: {}", refused.stderr);
        assert!(refused.stderr.contains(message), "{args:?}: {}", refused.stderr);
    }
    lock(&path.join("architrave.lock"), &one);
    fs::write(path.join("store/blobs/sha256").join(one.digest().hex()), "{").expect("a file");
    let refused = prune(path, &["architrave.lock"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("[artifact.manifest]"), "{}", refused.stderr);
    assert_eq!(blobs(path), 18);
}
