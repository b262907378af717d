//! The verbs that move plugins, as people use them.

use std::{fs, path::Path};

use architrave_registry::{Artifact, Digest, Lock, Locked};

use super::{
    plugin,
    real::Registry,
    server::{Server, answer, well_behaved},
};
use crate::cli::Run;

/// A shipped plugin.
fn classic() -> &'static [u8] {
    architrave::builtin::component("classic").expect("a shipped plugin")
}

/// A command with a store, logins and a home of its own.
fn run(args: &[&str], folder: &Path) -> Run {
    Run::new(args).within(folder).environment(&[
        ("ARCHITRAVE_STORE_DIR", folder.join("store").as_path()),
        ("DOCKER_CONFIG", folder),
        ("HOME", folder),
    ])
}

#[test]
fn a_plugin_is_pushed_pulled_and_carried_to_where_no_network_is() {
    let Some(registry) = Registry::start() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("classic.wasm"), classic()).expect("a file");
    let reference = registry.reference("1.0").to_string();
    let pushed = run(&["plugin", "push", "classic.wasm", &reference, "--format", "json"], folder.path()).run();
    assert_eq!(pushed.code, 0, "{}", pushed.stderr);
    let digest = Artifact::plugin(classic().to_vec()).expect("a plugin").digest();
    assert_eq!(pushed.json()["manifest"], digest.to_string());
    assert_eq!(pushed.json()["component"], Digest::of(classic()).to_string());
    assert_eq!(pushed.json()["bytes"], classic().len());

    let pulled = run(&["plugin", "pull", &reference, "--output", "pulled.wasm"], folder.path()).run();
    assert_eq!(pulled.code, 0, "{}", pulled.stderr);
    assert!(pulled.stdout.starts_with(&format!("pulled {reference}\n  manifest   {digest}\n")), "{}", pulled.stdout);
    assert_eq!(fs::read(folder.path().join("pulled.wasm")).expect("a file"), classic());

    let mut lock = Lock::default();
    lock.plugins.insert(reference.clone(), Locked::of(classic(), Some(digest)).expect("a plugin"));
    lock.write(&folder.path().join("architrave.lock")).expect("a file");
    fs::write(folder.path().join("trust.toml"), "unsigned = \"allow\"\n").expect("a file");
    let args = ["bundle", "export", "bundle.tar", "--lock", "architrave.lock", "--trust", "trust.toml"];
    let exported = run(&args, folder.path()).run();
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    drop(registry);

    let elsewhere = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.tar");
    // Trust is the operator's to say: a bundle's own word does not let it in.
    let refused = run(&["bundle", "import"], elsewhere.path()).arg(&bundle).run();
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{}", refused.stderr);
    let said = "nobody here has said whom to trust, and what the bundle says of that does not count by itself: all other \
                plugins: without a signature [bundle.trust]";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
    assert_eq!(fs::read_dir(elsewhere.path()).expect("the folder").count(), 0, "nothing is kept");
    let import = || run(&["bundle", "import", "--accept-trust"], elsewhere.path()).arg(&bundle).run();
    let imported = import();
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert!(imported.stdout.contains(&digest.to_string()), "{}", imported.stdout);
    assert!(imported.stderr.contains("trusted from now on, as the bundle says:"), "{}", imported.stderr);
    assert_eq!(import().code, 0, "again");
    let read = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).expect("a file");
    for name in ["architrave.lock", "trust.toml"] {
        assert_eq!(read(elsewhere.path(), name), read(folder.path(), name), "{name}");
    }
    let place = format!("oci-layout:store@{digest}");
    let pulled = run(&["plugin", "pull", &place, "--output", "imported.wasm"], elsewhere.path()).run();
    assert_eq!(pulled.code, 0, "{}", pulled.stderr);
    assert_eq!(fs::read(elsewhere.path().join("imported.wasm")).expect("a file"), classic());
    let assessed = run(&["assess", "--no-config", "--plugin", "imported.wasm"], elsewhere.path()).run();
    assert_eq!(assessed.code, 0, "{}", assessed.stderr);

    // Whoever has a lock keeps it, and then nothing is kept at all.
    let third = tempfile::tempdir().expect("a folder");
    fs::write(third.path().join("architrave.lock"), "mine").expect("a file");
    let refused = run(&["bundle", "import", "--accept-trust"], third.path()).arg(&bundle).run();
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("it differs from the bundle's, and is not replaced"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(third.path().join("architrave.lock")).expect("a file"), "mine");
    assert!(!third.path().join("store").exists());

    // Whoever trusts nobody lets nobody in, whatever the bundle says of trust.
    let fourth = tempfile::tempdir().expect("a folder");
    fs::write(fourth.path().join("trust.toml"), "").expect("a file");
    let refused = run(&["bundle", "import"], fourth.path()).arg(&bundle).run();
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains(&format!("cannot import `{reference}`: ")), "{}", refused.stderr);
    assert_eq!(fs::read_dir(fourth.path()).expect("the folder").count(), 1);
}

#[test]
fn a_layout_is_pushed_to_and_pulled_from() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("classic.wasm"), classic()).expect("a file");
    let done = |args: &[&str]| {
        let ended = run(args, folder.path()).run();
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.stderr);
        ended.stdout
    };
    done(&["plugin", "push", "classic.wasm", "oci-layout:ours:1.0"]);
    done(&["plugin", "push", "oci-layout:ours:1.0", "oci-layout:theirs"]);
    done(&["plugin", "pull", "oci-layout:theirs", "--output", "again.wasm"]);
    assert_eq!(fs::read(folder.path().join("again.wasm")).expect("a file"), classic());
    done(&["plugin", "pull", "oci-layout:theirs"]);
    assert!(folder.path().join("store/index.json").exists());
}

#[test]
fn what_cannot_be_moved_ends_with_2_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("text.wasm"), "hello").expect("a file");
    let rows: &[(&[&str], &str)] = &[
        (&["plugin", "push", "absent.wasm", "oci-layout:a"], "cannot read `absent.wasm`"),
        (&["plugin", "push", "text.wasm", "oci-layout:a"], "cannot push `text.wasm`: it is not a plugin"),
        (&["plugin", "push", "text.wasm", "registry.example/a:1"], "`registry.example/a:1` is not a reference"),
        (&["plugin", "pull", "oci://registry.example/A"], "is not a reference"),
        (&["plugin", "pull", "oci://127.0.0.1:1/a"], "names neither a tag nor a digest"),
        (&["plugin", "pull", "oci-layout:absent:1"], "cannot read `oci-layout:absent:1`"),
        (&["bundle", "import", "absent.tar"], "cannot read the bundle `absent.tar`"),
        (&["bundle", "import", "text.wasm"], "it is cut off"),
        (&["bundle", "export", "a.tar"], "no plugin is named, and there is no lock here"),
        (&["bundle", "export", "a.tar", "oci://127.0.0.1:1/a:1", "--offline"], "there is no `127.0.0.1:1/a:1` in"),
    ];
    for (args, message) in rows {
        let ended = run(args, folder.path()).run();
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{args:?}: {}", ended.stderr);
    }
    assert!(!folder.path().join("a.tar").exists());
}

#[test]
fn what_a_registry_falsifies_is_written_nowhere() {
    let artifact = plugin(b"as pushed");
    let server = Server::start(move |asked| match asked.path.contains(&artifact.component_digest().to_string()) {
        true => answer("200 OK", "", &vec![0; artifact.component().len()]),
        false => well_behaved(&artifact, asked),
    });
    let reference = server.reference().to_string();
    let folder = tempfile::tempdir().expect("a folder");
    for more in [&["--output", "pulled.wasm"][..], &[]] {
        let ended = run(&[&["plugin", "pull", &reference], more].concat(), folder.path()).run();
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
        assert!(ended.stderr.contains("the blob has the digest sha256:"), "{}", ended.stderr);
        assert!(ended.stderr.contains("[artifact.digest]"), "{}", ended.stderr);
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}

/// `wkg` lists a component's interfaces as its tools decode them; so do we.
#[test]
fn a_shipped_plugin_is_described_as_others_describe_it() {
    let artifact = Artifact::plugin(classic().to_vec()).expect("a plugin");
    let config: serde_json::Value = serde_json::from_slice(artifact.config()).expect("JSON");
    let Ok(wit_component::DecodedWasm::Component(resolve, world)) = wit_component::decode(classic()) else {
        panic!("a component")
    };
    let names = |items: &mut dyn Iterator<Item = &wit_parser::WorldKey>| {
        let mut names: Vec<String> = items.map(|key| resolve.name_world_key(key)).collect();
        names.sort();
        names
    };
    let listed = |member: &str| {
        let names = config["component"][member].as_array().expect("a list").iter();
        let mut names: Vec<String> = names.map(|name| name.as_str().expect("a name").to_owned()).collect();
        names.sort();
        names
    };
    let world = &resolve.worlds[world];
    assert_eq!(listed("exports"), names(&mut world.exports.keys()));
    assert_eq!(listed("imports"), names(&mut world.imports.keys()));
}
