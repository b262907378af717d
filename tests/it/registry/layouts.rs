//! Is a folder of artifacts read with the same suspicion as a registry?

use std::{fs, path::Path};

use architrave_registry::{Artifact, Client, Place, Store};

use super::{PLUGIN, plugin};

fn store(folder: &Path, artifact: &Artifact, name: &str) -> Store {
    let store = Store::create(folder).expect("a layout");
    store.put(artifact, Some(name)).expect("it is kept");
    store
}

fn blob(folder: &Path, digest: architrave_registry::Digest) -> std::path::PathBuf {
    folder.join("blobs/sha256").join(digest.hex())
}

#[test]
fn what_is_put_is_found_by_name_and_by_digest() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (plugin(b"one"), plugin(b"other"));
    let store = store(folder.path(), &one, "registry.example/team/moved:1");
    store.put(&other, Some("registry.example/team/moved:2")).expect("it is kept");
    store.put(&other, None).expect("it is there already");
    let names: Vec<_> = store.names().expect("names").into_iter().collect();
    let expected = [("registry.example/team/moved:1", one.digest()), ("registry.example/team/moved:2", other.digest())];
    assert_eq!(names, expected.map(|(name, digest)| (name.to_owned(), digest)));
    assert_eq!(store.find("registry.example/team/moved:1", PLUGIN).expect("readable").as_ref(), Some(&one));
    assert_eq!(store.get(other.digest(), PLUGIN).expect("readable").as_ref(), Some(&other));
    assert_eq!(store.find("registry.example/team/moved:3", PLUGIN).expect("readable"), None);
    // A name moves; what it stood for stays.
    store.put(&other, Some("registry.example/team/moved:1")).expect("it is kept");
    assert_eq!(store.find("registry.example/team/moved:1", PLUGIN).expect("readable"), Some(other));
    assert_eq!(store.get(one.digest(), PLUGIN).expect("readable"), Some(one));
    let left: Vec<_> = fs::read_dir(folder.path().join("blobs/sha256")).expect("blobs").collect();
    assert_eq!(left.len(), 6, "two of three blobs each, and nothing unfinished: {left:?}");
}

#[test]
fn many_writers_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path()).expect("a layout");
    let artifacts: Vec<_> = (0_u8..8).map(|number| plugin(&[number])).collect();
    std::thread::scope(|scope| {
        for (number, artifact) in artifacts.iter().enumerate() {
            let store = &store;
            scope.spawn(move || store.put(artifact, Some(&format!("moved:{number}"))).expect("it is kept"));
        }
    });
    assert_eq!(store.names().expect("names").len(), artifacts.len());
}

/// A row: what is done to the layout, and the code that reading it gives.
type Row = (&'static str, fn(&Path, &Artifact), &'static str);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of rows")]
fn a_layout_that_was_tampered_with_is_refused() {
    let rows: &[Row] = &[
        ("nothing", |_, _| {}, ""),
        ("component", |folder, artifact| damage(&blob(folder, artifact.component_digest())), "artifact.digest"),
        (
            "component, longer",
            |folder, artifact| lengthen(&blob(folder, artifact.component_digest())),
            "artifact.too-large",
        ),
        ("component, shorter", |folder, artifact| shorten(&blob(folder, artifact.component_digest())), "artifact.size"),
        ("manifest", |folder, artifact| damage(&blob(folder, artifact.digest())), "artifact.digest"),
        (
            "manifest, endless",
            |folder, artifact| {
                fs::File::create(blob(folder, artifact.digest()))
                    .and_then(|file| file.set_len(1 << 40))
                    .expect("a file");
            },
            "artifact.too-large",
        ),
        ("no component", |folder, artifact| remove(&blob(folder, artifact.component_digest())), "layout.blob-missing"),
        ("no manifest", |folder, artifact| remove(&blob(folder, artifact.digest())), "layout.invalid"),
        ("no index", |folder, _| remove(&folder.join("index.json")), "layout.invalid"),
        ("no marker", |folder, _| remove(&folder.join("oci-layout")), "layout.invalid"),
        (
            "another version",
            |folder, _| write(&folder.join("oci-layout"), r#"{"imageLayoutVersion":"2.0.0"}"#),
            "layout.invalid",
        ),
        ("index is no JSON", |folder, _| write(&folder.join("index.json"), "{"), "layout.invalid"),
        ("index names a path", |folder, _| index(folder, "sha256:../../../oci-layout"), "reference.digest"),
        (
            "index names a list",
            |folder, artifact| {
                let text = fs::read_to_string(folder.join("index.json")).expect("an index");
                let _ = artifact;
                write(&folder.join("index.json"), &text.replace("image.manifest.v1", "image.index.v1"));
            },
            "artifact.index",
        ),
        (
            "index names itself",
            |folder, _| {
                // As well as it can: its own bytes are not what it names.
                let text = fs::read(folder.join("index.json")).expect("an index");
                let digest = architrave_registry::Digest::of(&text);
                fs::write(blob(folder, digest), &text).expect("a blob");
                index(folder, &digest.to_string());
            },
            "artifact.index",
        ),
        (
            "index names its config",
            |folder, artifact| {
                index(folder, &artifact.manifest().config.digest.to_string());
            },
            "artifact.manifest",
        ),
        (
            "index names its component",
            |folder, artifact| {
                index(folder, &artifact.component_digest().to_string());
            },
            "artifact.manifest",
        ),
        (
            "index names another",
            |folder, _| {
                index(folder, &architrave_registry::Digest::of(b"").to_string());
            },
            "layout.invalid",
        ),
        (
            "index is endless",
            |folder, _| {
                let grow = |file: fs::File| file.set_len(1 << 40);
                fs::File::create(folder.join("index.json")).and_then(grow).expect("a file");
            },
            "artifact.too-large",
        ),
        ("index is deep", |folder, _| write(&folder.join("index.json"), &"[".repeat(1 << 20)), "layout.invalid"),
        ("marker is deep", |folder, _| write(&folder.join("oci-layout"), &"[".repeat(4000)), "layout.invalid"),
        (
            "marker is endless",
            |folder, _| {
                let grow = |file: fs::File| file.set_len(1 << 40);
                fs::File::create(folder.join("oci-layout")).and_then(grow).expect("a file");
            },
            "artifact.too-large",
        ),
        (
            "component is a folder",
            |folder, artifact| {
                let path = blob(folder, artifact.component_digest());
                remove(&path);
                fs::create_dir(path).expect("a folder");
            },
            "layout.not-plain",
        ),
        ("index names sha512", |folder, _| index(folder, "sha512:00"), "reference.digest"),
        (
            "named twice",
            |folder, artifact| {
                let text = fs::read_to_string(folder.join("index.json")).expect("an index");
                let entry = text.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).expect("a list").0;
                write(&folder.join("index.json"), &text.replace(entry, &format!("{entry},{entry}")));
                let _ = artifact;
            },
            "layout.named-twice",
        ),
    ];
    for (name, tamper, code) in rows {
        check(name, *tamper, code);
    }
}

#[cfg(unix)]
#[test]
#[expect(clippy::too_many_lines, reason = "a table of rows")]
fn links_and_pipes_of_a_layout_are_refused() {
    use std::os::unix::fs::symlink;
    let rows: &[Row] = &[
        (
            "component is a link",
            |folder, artifact| {
                let path = blob(folder, artifact.component_digest());
                let moved = folder.join("moved");
                fs::rename(&path, &moved).and_then(|()| symlink(moved, path)).expect("a link");
            },
            "layout.not-plain",
        ),
        (
            "index is a link",
            |folder, _| {
                let moved = folder.join("moved");
                fs::rename(folder.join("index.json"), &moved)
                    .and_then(|()| symlink(moved, folder.join("index.json")))
                    .expect("a link");
            },
            "layout.not-plain",
        ),
        (
            "blobs are elsewhere",
            |folder, _| {
                let moved = folder.join("moved");
                let blobs = folder.join("blobs/sha256");
                fs::rename(&blobs, &moved).and_then(|()| symlink(moved, blobs)).expect("a link");
            },
            "layout.not-plain",
        ),
        (
            "component is a device",
            |folder, artifact| {
                let path = blob(folder, artifact.component_digest());
                remove(&path);
                symlink("/dev/zero", path).expect("a link");
            },
            "layout.not-plain",
        ),
        (
            "index is a pipe",
            |folder, _| {
                remove(&folder.join("index.json"));
                let path = folder.join("index.json");
                assert!(std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
            },
            "layout.not-plain",
        ),
        (
            "marker is a device",
            |folder, _| {
                remove(&folder.join("oci-layout"));
                symlink("/dev/zero", folder.join("oci-layout")).expect("a link");
            },
            "layout.not-plain",
        ),
        (
            "component is a link to itself",
            |folder, artifact| {
                let path = blob(folder, artifact.component_digest());
                remove(&path);
                symlink(&path, &path).expect("a link");
            },
            "layout.not-plain",
        ),
        (
            "component is a pipe",
            |folder, artifact| {
                let path = blob(folder, artifact.component_digest());
                remove(&path);
                assert!(std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
            },
            "layout.not-plain",
        ),
    ];
    for (name, tamper, code) in rows {
        check(name, *tamper, code);
    }
}

#[track_caller]
fn check(name: &str, tamper: fn(&Path, &Artifact), code: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let artifact = plugin(b"kept");
    store(folder.path(), &artifact, "1.2.3");
    tamper(folder.path(), &artifact);
    let place: Place = format!("oci-layout:{}:1.2.3", folder.path().display()).parse().expect("a place");
    match place.load(&Client::default(), PLUGIN) {
        Ok(found) => assert_eq!((found, code), (artifact, ""), "{name}"),
        Err(error) => {
            assert_eq!(error.code(), code, "{name}: {error}");
            assert!(error.to_string().starts_with("cannot read `oci-layout:"), "{name}: {error}");
        }
    }
}

#[test]
fn what_is_damaged_is_made_good_and_what_is_not_a_layout_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let artifact = plugin(b"kept");
    let store = store(folder.path(), &artifact, "1");
    damage(&blob(folder.path(), artifact.component_digest()));
    store.put(&artifact, Some("1")).expect("it is kept");
    assert_eq!(store.find("1", PLUGIN).expect("readable"), Some(artifact.clone()));

    let other = tempfile::tempdir().expect("a folder");
    fs::write(other.path().join("precious.txt"), "mine").expect("a file");
    let place: Place = format!("oci-layout:{}", other.path().display()).parse().expect("a place");
    let error = place.save(&Client::default(), &artifact).expect_err("not a layout");
    assert_eq!(error.code(), "layout.invalid", "{error}");
    assert_eq!(fs::read_dir(other.path()).expect("the folder").count(), 1);
}

fn damage(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    let last = bytes.last_mut().expect("bytes");
    *last ^= 1;
    fs::write(path, bytes).expect("a file");
}

fn lengthen(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    bytes.push(0);
    fs::write(path, bytes).expect("a file");
}

fn shorten(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    bytes.pop();
    fs::write(path, bytes).expect("a file");
}

fn remove(path: &Path) {
    fs::remove_file(path).expect("a file");
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

fn index(folder: &Path, digest: &str) {
    let text = format!(
        r#"{{"schemaVersion":2,"manifests":[{{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{digest}",
        "size":1,"annotations":{{"org.opencontainers.image.ref.name":"1.2.3"}}}}]}}"#
    );
    write(&folder.join("index.json"), &text);
}
