//! Who is trusted where a bundle is imported? Whom the operator there says, never the bundle by itself. By the command.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use architrave_registry::{
    Algorithm, Lock, Locked, SecretKey, Store,
    signature::{self, Payload, Signature},
};

use super::plugin;
use crate::cli::{Run, command::Ended};

const NAME: &str = "registry.example/team/moved";

/// Where a bundle was made: a signed and locked plugin, and a trust with its key.
struct Office {
    folder: tempfile::TempDir,
    key: SecretKey,
}

impl Office {
    fn new() -> Self {
        let office = Self {
            folder: tempfile::tempdir().expect("a folder"),
            key: SecretKey::generate(Algorithm::Ed25519).expect("a key"),
        };
        let artifact = plugin(b"carried");
        let store = Store::create(&office.at("store")).expect("a layout");
        store.put(&artifact, Some(&format!("{NAME}:1"))).expect("it is kept");
        let payload = Payload { name: NAME.to_owned(), manifest: artifact.digest() };
        let signature = Signature::make(&payload, &office.key).expect("a signature");
        let signatures = signature::append(None, &signature).expect("an artifact");
        store.put(&signatures, Some(&format!("{NAME}:{}", signature::tag(artifact.digest())))).expect("they are kept");
        let mut locked = Locked::of(artifact.component(), Some(artifact.digest())).expect("a plugin");
        locked.signers.insert(office.key.public().id());
        let lock = Lock { path: None, plugins: BTreeMap::from([(format!("oci://{NAME}:1"), locked)]) };
        lock.write(&office.at("architrave.lock")).expect("a file");
        fs::write(office.at("office.pub"), office.key.public().to_pem()).expect("a file");
        fs::write(office.at("trust.toml"), trust("keys/office.pub")).expect("a file");
        office
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that is in the lock of the folder.
    fn export(&self, more: &[&str]) -> Ended {
        let args = ["bundle", "export", "bundle.tar", "--offline"];
        run(&[&args, more].concat(), self.folder.path(), &[])
    }

    fn bundle(&self) -> PathBuf {
        let ended = self.export(&["--trust", "trust.toml", "--key", "office.pub"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        self.at("bundle.tar")
    }
}

fn trust(key: &str) -> String {
    format!("keys.office.file = \"{key}\"\n[[rules]]\nprefix = \"registry.example/team\"\nall_of = [\"office\"]\n")
}

fn run(args: &[&str], folder: &Path, environment: &[(&str, &Path)]) -> Ended {
    let own = [("ARCHITRAVE_STORE_DIR", folder.join("store")), ("HOME", folder.to_owned())];
    let own: Vec<(&str, &Path)> = own.iter().map(|(name, path)| (*name, path.as_path())).collect();
    Run::new(args).within(folder).environment(&[own.as_slice(), environment].concat()).run()
}

/// Names of everything in a folder, but for what was there before.
fn left(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names.retain(|name| name != "mine.toml" && name != "mine.pub");
    names
}

/// A trust that is here, arguments, what is said where it is refused, and what is in the folder afterwards.
struct Row {
    name: &'static str,
    /// File and text; the key of the office is in `mine.pub`.
    here: &'static [(&'static str, &'static str)],
    args: &'static [&'static str],
    environment: bool,
    refused: Option<&'static str>,
    left: &'static [&'static str],
}

const MINE: &str = "keys.office.file = \"mine.pub\"\n[[rules]]\nprefix = \"registry.example\"\nall_of = [\"office\"]\n";

const ROWS: &[Row] = &[
    Row {
        name: "nobody is trusted",
        here: &[],
        args: &[],
        environment: false,
        refused: Some(
            "nobody here has said whom to trust, and what the bundle says of that does not count by itself: key `office`: sha256:",
        ),
        left: &[],
    },
    Row {
        name: "its trust is taken over",
        here: &[],
        args: &["--accept-trust"],
        environment: false,
        refused: None,
        left: &["architrave.lock", "keys", "store", "trust.toml"],
    },
    Row {
        name: "trust by argument",
        here: &[("mine.toml", MINE)],
        args: &["--trust", "mine.toml"],
        environment: false,
        refused: None,
        left: &["architrave.lock", "store"],
    },
    Row {
        name: "trust by environment",
        here: &[("mine.toml", MINE)],
        args: &["--accept-trust"],
        environment: true,
        refused: None,
        left: &["architrave.lock", "store"],
    },
    Row {
        name: "another trust here, and the bundle's is taken over in vain",
        here: &[("trust.toml", "")],
        args: &["--accept-trust"],
        environment: false,
        refused: Some("no rule of the operator's trust is for `registry.example/team/moved` [trust.no-rule]"),
        left: &["trust.toml"],
    },
    Row {
        name: "a key of another's under the name that the trust here has",
        here: &[
            ("trust.toml", MINE),
            (
                "mine.pub",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n",
            ),
        ],
        args: &[],
        environment: false,
        refused: Some(
            "none of its 1 signatures is of a key that `registry.example` names: `office` [trust.wrong-signature]",
        ),
        left: &["trust.toml"],
    },
    Row {
        name: "the trust here names a key that only the bundle has",
        here: &[("trust.toml", "keys.office.file = \"keys/office.pub\"\n")],
        args: &["--accept-trust"],
        environment: false,
        refused: Some("cannot use the key `./keys/office.pub`: there is no such file"),
        left: &["trust.toml"],
    },
    Row {
        name: "another lock is here",
        here: &[("mine.toml", MINE), ("architrave.lock", "version = 1\n")],
        args: &["--trust", "mine.toml"],
        environment: false,
        refused: Some("it differs from the bundle's, and is not replaced"),
        left: &["architrave.lock"],
    },
];

#[test]
fn whom_to_trust_is_said_where_a_bundle_is_imported() {
    let office = Office::new();
    let bundle = office.bundle();
    let bundle = bundle.to_str().expect("UTF-8");
    for Row { name, here, args, environment, refused, left: expected } in ROWS {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine.pub"), office.key.public().to_pem()).expect("a file");
        for (file, text) in *here {
            fs::write(folder.path().join(file), text).expect("a file");
        }
        let mine = folder.path().join("mine.toml");
        let set = [("ARCHITRAVE_TRUST", mine.as_path())];
        let environment = if *environment { &set[..] } else { &[] };
        let ended = run(&[&["bundle", "import", bundle], *args].concat(), folder.path(), environment);
        match refused {
            None => assert_eq!(ended.code, 0, "{name}: {}", ended.stderr),
            Some(message) => {
                assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{name}: {}", ended.stderr);
                assert!(ended.stderr.contains(message), "{name}: {}", ended.stderr);
            }
        }
        assert_eq!(left(folder.path()), *expected, "{name}");
    }
}

#[test]
fn an_imported_plugin_is_verified_where_no_network_is() {
    let office = Office::new();
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = office.bundle();
    let imported = run(&["bundle", "import", "--accept-trust"], folder.path(), &[]);
    assert_eq!(imported.code, 2, "no file was named");
    let imported = run(&["bundle", "import", "--accept-trust", bundle.to_str().expect("UTF-8")], folder.path(), &[]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let key = format!("key `office`: {}, Ed25519", office.key.public().id());
    for line in [key.as_str(), "plugins of `registry.example/team`: signed by `office`", "all other plugins: none"] {
        assert!(imported.stderr.contains(&format!("\n  {line}\n")), "{line}: {}", imported.stderr);
    }
    let source = format!("oci://{NAME}:1");
    let config = format!("[plugins.moved]\nsource = \"{source}\"\n");
    fs::write(folder.path().join("architrave.toml"), config).expect("a file");
    let verified = run(&["plugin", "verify", &source, "--offline"], folder.path(), &[]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    assert!(verified.stdout.starts_with(&format!("verified {source}\n")), "{}", verified.stdout);
}

/// What a bundle's trust names has to be in it: whoever imports it has nothing else.
#[test]
fn a_trust_that_only_works_here_is_not_exported() {
    let office = Office::new();
    let rows: &[(&str, &[&str], &str)] = &[
        ("keys/office.pub", &[], "cannot use the key `keys/office.pub`: there is no such file"),
        ("office.pub", &["--key", "office.pub"], "cannot use the key `office.pub`: there is no such file"),
        ("/dev/null", &["--key", "office.pub"], "`/dev/null` is not a plain file"),
    ];
    for (key, more, message) in rows {
        fs::write(office.at("trust.toml"), trust(key)).expect("a file");
        let ended = office.export(&[&["--trust", "trust.toml"], *more].concat());
        assert_eq!(ended.code, 2, "{key}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{key}: {}", ended.stderr);
        assert!(ended.stderr.contains("help: give each key by `--key`"), "{key}: {}", ended.stderr);
        assert!(!office.at("bundle.tar").exists(), "{key}");
    }
    fs::write(office.at("trust.toml"), trust(&office.at("office.pub").display().to_string())).expect("a file");
    let ended = office.export(&["--trust", "trust.toml"]);
    assert!(ended.stderr.contains("the key `office` is not in the bundle"), "{}", ended.stderr);
}
