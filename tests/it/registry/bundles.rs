//! Does a bundle carry plugins whole, and nothing else?

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use architrave_registry::{
    Algorithm, Artifact, Bundle, Digest, Error, Form, Lock, Locked, SecretKey, Store, Trust,
    signature::{self, Payload, Signature},
};

use super::{COMPONENT_BYTES_MAX, PLUGIN, plugin};

/// A store with two plugins, and a bundle of them.
struct Packed {
    folder: tempfile::TempDir,
    path: PathBuf,
}

const ONE: &str = "registry.example/team/moved:1";
const OTHER: &str = "registry.example/team/moved:2";

fn packed() -> Packed {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(&folder.path().join("store")).expect("a layout");
    store.put(&plugin(b"one"), Some(ONE)).expect("it is kept");
    store.put(&plugin(b"other"), Some(OTHER)).expect("it is kept");
    let path = folder.path().join("bundle.tar");
    let names = BTreeMap::from([(ONE.to_owned(), PLUGIN), (OTHER.to_owned(), PLUGIN)]);
    let files = BTreeMap::from([
        ("architrave.lock".to_owned(), b"locked".to_vec()),
        ("keys/office.pem".to_owned(), b"a key".to_vec()),
    ]);
    Bundle::write(&path, &store, &names, &files).expect("a bundle");
    Packed { folder, path }
}

fn open(path: &Path) -> Result<Bundle, Error> {
    Bundle::open(path, COMPONENT_BYTES_MAX)
}

#[test]
fn what_is_packed_is_unpacked() {
    let (packed, again) = (packed(), packed());
    assert_eq!(fs::read(&packed.path).expect("a file"), fs::read(&again.path).expect("a file"), "to the byte");
    let bundle = open(&packed.path).expect("a bundle");
    let names: Vec<_> = bundle.names().map(|(name, digest, form)| (name.to_owned(), digest, form)).collect();
    let digests = [plugin(b"one").digest(), plugin(b"other").digest()];
    assert_eq!(names, [(ONE.to_owned(), digests[0], PLUGIN), (OTHER.to_owned(), digests[1], PLUGIN)]);
    assert_eq!(bundle.files()["architrave.lock"], b"locked");
    assert_eq!(bundle.files()["keys/office.pem"], b"a key");
    let store = Store::create(&packed.folder.path().join("other")).expect("a layout");
    bundle.keep(&store).expect("it is kept");
    assert_eq!(store.find(ONE, PLUGIN).expect("readable"), Some(plugin(b"one")));
    assert_eq!(store.find(OTHER, PLUGIN).expect("readable"), Some(plugin(b"other")));
    assert_eq!(
        open(&packed.path).expect("a bundle").artifact("other").expect_err("no such name").code(),
        "layout.not-found"
    );
}

#[test]
fn others_read_it_as_an_archive() {
    let packed = packed();
    let listed = Command::new("tar").arg("tf").arg(&packed.path).output().expect("tar starts");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).expect("UTF-8");
    let first: Vec<&str> = names.lines().take(4).collect();
    assert_eq!(first, ["oci-layout", "index.json", "architrave.lock", "keys/office.pem"]);
    assert_eq!(names.lines().filter(|name| name.starts_with("blobs/sha256/")).count(), 6);
}

#[test]
fn any_bit_that_is_turned_is_found_out() {
    let packed = packed();
    let bytes = fs::read(&packed.path).expect("a file");
    let files = ["architrave.lock", "keys/office.pem"].map(|name| position(&bytes, name.as_bytes()));
    for offset in (0..bytes.len()).step_by(7) {
        // Lock and keys are the operator's: whether they are right is another's question.
        let of_file = files.iter().any(|start| (start + 512..start + 1024).contains(&offset));
        let mut turned = bytes.clone();
        turned[offset] ^= 1 << (offset % 8);
        fs::write(&packed.path, &turned).expect("a file");
        let Ok(bundle) = open(&packed.path) else { continue };
        // A name may have become another one: then there is nothing by the name that is asked for.
        for (name, expected) in [(ONE, plugin(b"one")), (OTHER, plugin(b"other"))] {
            let found = bundle.artifact(name);
            let renamed = found.as_ref().is_err_and(|error| error.code() == "layout.not-found");
            assert!(renamed || found.is_ok_and(|found| found == expected), "byte {offset} was turned unnoticed");
        }
        let names: Vec<&str> = bundle.names().map(|(name, ..)| name).collect();
        assert!(of_file || names != [ONE, OTHER], "byte {offset} was turned unnoticed");
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).position(|window| window == wanted).expect("it is there")
}

#[test]
fn a_bundle_that_is_cut_off_anywhere_is_refused() {
    let packed = packed();
    let bytes = fs::read(&packed.path).expect("a file");
    for length in (0..bytes.len()).step_by(101) {
        fs::write(&packed.path, &bytes[..length]).expect("a file");
        assert!(open(&packed.path).is_err(), "{length} of {} bytes", bytes.len());
    }
    fs::write(&packed.path, [bytes.as_slice(), b"x"].concat()).expect("a file");
    assert!(open(&packed.path).expect_err("too long").to_string().contains("it does not end where it should"));
}

/// A file that an archive has: name, kind, link, bytes.
type File<'a> = (&'a str, u8, &'a str, &'a [u8]);

/// An archive with a header and a sum that are right.
fn archive(files: &[File<'_>]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, kind, link, bytes) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..108].copy_from_slice(b"0000644\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        header[156] = *kind;
        header[157..157 + link.len()].copy_from_slice(link.as_bytes());
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].copy_from_slice(b"        ");
        let sum: u64 = header.iter().map(|byte| u64::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        archive.extend_from_slice(&header);
        archive.extend_from_slice(bytes);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

const EMPTY_INDEX: &[u8] =
    br#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;

const MARKER: File<'_> = ("oci-layout", b'0', "", br#"{"imageLayoutVersion":"1.0.0"}"#);
const EMPTY: File<'_> = ("index.json", b'0', "", EMPTY_INDEX);

#[test]
fn an_archive_that_is_no_bundle_is_refused() {
    let stray = format!("blobs/sha256/{}", Digest::of(b"stray").hex());
    let index = format!(
        r#"{{"schemaVersion":2,"manifests":[{{"mediaType":"a","digest":"{}","size":5,"annotations":{{"org.opencontainers.image.ref.name":"a/b:1"}}}}]}}"#,
        Digest::of(b"stray")
    );
    let index: File<'_> = ("index.json", b'0', "", index.as_bytes());
    let rows: &[(&str, &[File<'_>], &str)] = &[
        ("nothing", &[], "its `oci-layout` is not one"),
        ("no index", &[MARKER], "it has no `index.json`"),
        ("empty", &[MARKER, EMPTY], ""),
        ("a path upwards", &[MARKER, EMPTY, ("../architrave.lock", b'0', "", b"")], "it has a `../architrave.lock`"),
        ("an absolute path", &[MARKER, EMPTY, ("/etc/passwd", b'0', "", b"")], "it has a `/etc/passwd`"),
        ("a path upwards among keys", &[MARKER, EMPTY, ("keys/../../a", b'0', "", b"")], "it has a `keys/../../a`"),
        ("a hidden key", &[MARKER, EMPTY, ("keys/.a", b'0', "", b"")], "it has a `keys/.a`"),
        (
            "a link",
            &[MARKER, EMPTY, ("architrave.lock", b'2', "/etc/passwd", b"")],
            "`architrave.lock` is not a plain file",
        ),
        ("a hard link", &[MARKER, EMPTY, ("architrave.lock", b'1', "index.json", b"")], "is not a plain file"),
        ("a link that says it is a file", &[MARKER, EMPTY, ("trust.toml", b'0', "x", b"")], "is not a plain file"),
        ("a folder", &[MARKER, EMPTY, ("keys/", b'5', "", b"")], "`keys/` is not a plain file"),
        ("a device", &[MARKER, EMPTY, ("trust.toml", b'3', "", b"")], "is not a plain file"),
        ("a long name", &[MARKER, EMPTY, ("name", b'L', "", b"x")], "is not a plain file"),
        ("another file", &[MARKER, EMPTY, ("run.sh", b'0', "", b"")], "it has a `run.sh`"),
        ("a file twice", &[MARKER, EMPTY, EMPTY], "it has `index.json` twice"),
        (
            "two keys in other letters",
            &[MARKER, EMPTY, ("keys/a.pub", b'0', "", b"x"), ("keys/A.pub", b'0', "", b"y")],
            "it has `keys/A.pub` twice",
        ),
        ("a lock in other letters", &[MARKER, EMPTY, ("Architrave.lock", b'0', "", b"")], "it has a `Architrave.lock`"),
        ("a path with backslashes", &[MARKER, EMPTY, ("keys\\..\\a", b'0', "", b"")], "it has a `keys\\..\\a`"),
        ("a stream of another file", &[MARKER, EMPTY, ("keys/a:b", b'0', "", b"")], "it has a `keys/a:b`"),
        ("a name of control characters", &[MARKER, EMPTY, ("keys/\u{1b}[2J", b'0', "", b"")], "it has a `keys/"),
        ("a name that says nothing", &[MARKER, EMPTY, ("", b'0', "", b"")], "it has a ``"),
        ("this folder", &[MARKER, EMPTY, ("./trust.toml", b'0', "", b"")], "it has a `./trust.toml`"),
        ("headers of POSIX", &[MARKER, EMPTY, ("x", b'x', "", b"20 path=../trust.toml\n")], "is not a plain file"),
        ("headers for all", &[("x", b'g', "", b"20 path=../trust.toml\n"), MARKER, EMPTY], "is not a plain file"),
        ("a long link of GNU", &[MARKER, EMPTY, ("x", b'K', "", b"/etc/passwd")], "is not a plain file"),
        ("a sparse file of GNU", &[MARKER, EMPTY, ("trust.toml", b'S', "", b"")], "is not a plain file"),
        ("a pipe", &[MARKER, EMPTY, ("trust.toml", b'6', "", b"")], "is not a plain file"),
        ("a file of old", &[MARKER, EMPTY, ("trust.toml", b'\0', "", b"")], "is not a plain file"),
        ("a blob in capitals", &[MARKER, EMPTY, (&stray.to_uppercase(), b'0', "", b"stray")], "it has a `BLOBS/"),
        ("a blob of another algorithm", &[MARKER, EMPTY, ("blobs/sha512/00", b'0', "", b"")], "it has a `blobs/sha512"),
        ("a stray blob", &[MARKER, EMPTY, (&stray, b'0', "", b"stray")], "belongs to nothing"),
        ("a name without blob", &[MARKER, index], "is missing"),
        ("a blob that is no manifest", &[MARKER, index, (&stray, b'0', "", b"stray")], "the manifest cannot be read"),
    ];
    for (name, files, message) in rows {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bundle.tar");
        fs::write(&path, archive(files)).expect("a file");
        match open(&path) {
            Ok(_) => assert_eq!(*message, "", "{name}"),
            Err(error) => {
                let text = error.to_string();
                assert!(!message.is_empty() && text.contains(message), "{name}: {text}");
                assert!(text.starts_with("cannot read the bundle `"), "{name}: {text}");
            }
        }
    }
}

/// A field of the first header, what is written into it, and what is said. The sum is right each time.
#[test]
fn a_header_that_lies_is_refused() {
    let mut base_256 = vec![0x80];
    base_256.extend([0xff; 11]);
    let rows: &[(&str, usize, &[u8], &str)] = &[
        ("a size in another form", 124, &base_256, "the size of `oci-layout` cannot be read"),
        ("a size below zero", 124, b"-0000000001\0", "the size of `oci-layout` cannot be read"),
        ("a size of no digits", 124, b"            ", "the size of `oci-layout` cannot be read"),
        ("a size beyond the end", 124, b"77777777777\0", "`oci-layout` is cut off"),
        ("a size that is short", 124, b"00000000001\0", "there is something behind `oci-layout`"),
        ("a name that is longer", 99, b"x", "`oci-layout` is not a plain file"),
        ("a name in front", 345, b"../..", "`oci-layout` is not a plain file"),
        ("another form", 257, b"ustar  \0", "`oci-layout` is not a plain file"),
    ];
    for (name, at, field, message) in rows {
        let mut bytes = archive(&[MARKER, EMPTY]);
        bytes[*at..at + field.len()].copy_from_slice(field);
        bytes[148..156].copy_from_slice(b"        ");
        let sum: u64 = bytes[..512].iter().map(|byte| u64::from(*byte)).sum();
        bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bundle.tar");
        fs::write(&path, bytes).expect("a file");
        let text = open(&path).map(|_| ()).expect_err(name).to_string();
        assert!(text.contains(message), "{name}: {text}");
    }
}

#[test]
fn signatures_travel_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path()).expect("a layout");
    let signature = BTreeMap::from([("dev.cosignproject.cosign/signature".to_owned(), "abc=".to_owned())]);
    let layers = vec![(b"{}".to_vec(), signature)];
    let signatures = Artifact::build(Form::Signatures, b"{}".to_vec(), layers, BTreeMap::new());
    let signatures = signatures.expect("signatures");
    let artifact = plugin(b"signed");
    let name = |repository: &str| format!("{repository}:{}", signature::tag(artifact.digest()));
    store.put(&artifact, Some(ONE)).expect("it is kept");
    let path = folder.path().join("bundle.tar");
    let bundle = |named: &str| {
        store.put(&signatures, Some(named)).expect("they are kept");
        let names = BTreeMap::from([(ONE.to_owned(), PLUGIN), (named.to_owned(), Form::Signatures)]);
        Bundle::write(&path, &store, &names, &BTreeMap::new()).expect("a bundle");
        open(&path)
    };
    let beside = name("registry.example/team/moved");
    let found = bundle(&beside).and_then(|bundle| bundle.artifact(&beside)).expect("signatures");
    assert_eq!(found, signatures);
    // What is signed elsewhere keeps its signatures, whatever a bundle brings.
    let others = [
        name("registry.example/team/others"),
        format!("registry.example/team/moved:{}", signature::tag(Digest::of(b"x"))),
    ];
    for other in others {
        let error = bundle(&other).expect_err(&other);
        assert!(error.to_string().ends_with(&format!("`{other}` signs no plugin that is in it")), "{error}");
    }
}

/// Names and shared blobs of a bundle, and what is said of it.
#[test]
fn names_in_a_bundle_are_those_of_registries_and_it_is_read_in_bounded_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, path) =
        (Store::create(&folder.path().join("store")).expect("a layout"), folder.path().join("bundle.tar"));
    let write = |names: &[String]| {
        for name in names {
            store.put(&plugin(&[1; 64 << 10]), Some(name)).expect("it is kept");
        }
        let names = names.iter().map(|name| (name.clone(), PLUGIN)).collect();
        Bundle::write(&path, &store, &names, &BTreeMap::new()).expect("a bundle");
        open(&path).map(|bundle| bundle.names().count()).map_err(|error| error.to_string())
    };
    let odd = [
        "moved",
        "../../etc/passwd",
        "registry.example/team/moved:1\u{1b}[2J",
        "registry.example/team/\u{202e}devom:1",
        "REGISTRY.example/team/moved:1",
        "oci://registry.example/team/moved:1",
        "registry.example/team/moved:1 ",
        "",
    ];
    for name in odd {
        let message = write(&[name.to_owned()]).expect_err(name);
        assert!(message.ends_with("is no name of a registry's artifact"), "{name:?}: {message}");
        assert!(!message.contains(char::is_control), "{name:?}: {message}");
    }
    let tags = |count: usize| (0..count).map(|tag| format!("registry.example/team/moved:{tag}")).collect::<Vec<_>>();
    assert_eq!(write(&tags(3)), Ok(3), "an artifact may have several names");
    let message = write(&tags(40)).expect_err("the same again and again");
    assert!(message.ends_with("its artifacts have 16 times its bytes"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_bundle_is_a_plain_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    for path in [pipe.as_path(), Path::new("/dev/zero"), folder.path()] {
        let error = open(path).expect_err("no file");
        assert_eq!(error.code(), "layout.not-plain", "{error}");
    }
}

/// A plugin in a registry, locked and signed; changed by a row before it is packed.
struct Scene {
    lock: Option<Lock>,
    trust: Option<Trust>,
    artifacts: BTreeMap<String, Artifact>,
    key: SecretKey,
}

impl Scene {
    fn new() -> Self {
        let (artifact, key) = (plugin(b"signed"), SecretKey::generate(Algorithm::EcdsaP256).expect("a key"));
        let mut locked = Locked::of(artifact.component(), Some(artifact.digest())).expect("a plugin");
        locked.signers.insert(key.public().id());
        let lock = Some(Lock { path: None, plugins: BTreeMap::from([(format!("oci://{ONE}"), locked)]) });
        let trust = Some(Trust::all_of(BTreeMap::from([("office".to_owned(), key.public().clone())])));
        let mut scene = Self { lock, trust, artifacts: BTreeMap::from([(ONE.to_owned(), artifact.clone())]), key };
        scene.sign(&artifact, artifact.digest());
        scene
    }

    /// Puts a signature over a manifest where one over the artifact is looked for.
    fn sign(&mut self, artifact: &Artifact, manifest: Digest) {
        let payload = Payload { name: "registry.example/team/moved".to_owned(), manifest };
        let signature = Signature::make(&payload, &self.key).expect("a signature");
        let signatures = signature::append(None, &signature).expect("an artifact");
        let name = format!("registry.example/team/moved:{}", signature::tag(artifact.digest()));
        self.artifacts.insert(name, signatures);
    }

    fn locked(&mut self) -> &mut BTreeMap<String, Locked> {
        &mut self.lock.as_mut().expect("a lock").plugins
    }

    fn unsign(&mut self) {
        self.artifacts.retain(|name, _| name == ONE);
    }

    /// Codes of what keeps it from being imported.
    fn problems(&self) -> Vec<&'static str> {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(&folder.path().join("store")).expect("a layout");
        let mut names = BTreeMap::new();
        for (name, artifact) in &self.artifacts {
            store.put(artifact, Some(name)).expect("it is kept");
            names.insert(name.clone(), if name.ends_with(".sig") { Form::Signatures } else { PLUGIN });
        }
        let path = folder.path().join("bundle.tar");
        Bundle::write(&path, &store, &names, &BTreeMap::new()).expect("a bundle");
        let problems =
            open(&path).expect("a bundle").check(self.lock.as_ref(), self.trust.as_ref(), PLUGIN).expect("an answer");
        problems.iter().map(|problem| problem.code).collect()
    }
}

/// What is changed, the change, and the codes of what is said.
type Row = (&'static str, fn(&mut Scene), &'static [&'static str]);

#[test]
fn what_could_not_be_loaded_is_not_imported() {
    let rows: &[Row] = &[
        ("nothing", |_| {}, &[]),
        ("no signature", Scene::unsign, &["trust.unsigned"]),
        (
            "a signature over another",
            |scene| {
                let artifact = plugin(b"signed");
                scene.sign(&artifact, Digest::of(b"another"));
            },
            &["trust.other-artifact"],
        ),
        ("nobody is trusted", |scene| scene.trust = None, &["trust.no-policy"]),
        ("no plugin", |scene| scene.artifacts.clear(), &["store.missing"]),
        ("no lock", |scene| scene.lock = None, &[]),
        (
            "no lock and no signature",
            |scene| {
                scene.lock = None;
                scene.unsign();
            },
            &["trust.unsigned"],
        ),
        (
            "neither lock nor trust",
            |scene| {
                scene.lock = None;
                scene.trust = None;
            },
            &["trust.no-policy"],
        ),
        (
            "a lock that gives it another name",
            |scene| {
                let locked = scene.locked().remove(&format!("oci://{ONE}")).expect("an entry");
                scene.locked().insert(format!("oci://{OTHER}"), locked);
            },
            &["store.missing"],
        ),
        (
            "a plugin that is not locked",
            |scene| drop(scene.artifacts.insert(OTHER.to_owned(), plugin(b"stowaway"))),
            &["lock.missing"],
        ),
        (
            "a lock for another manifest",
            |scene| {
                let locked = Locked::of(plugin(b"other").component(), Some(plugin(b"other").digest()));
                scene.locked().insert(format!("oci://{ONE}"), locked.expect("a plugin"));
            },
            &["store.missing", "lock.missing"],
        ),
        (
            "a lock for another component",
            |scene| {
                let digest = plugin(b"signed").digest();
                let locked = Locked::of(plugin(b"other").component(), Some(digest)).expect("a plugin");
                scene.locked().insert(format!("oci://{ONE}"), locked);
            },
            &["lock.digest"],
        ),
    ];
    for (name, change, codes) in rows {
        let mut scene = Scene::new();
        change(&mut scene);
        assert_eq!(scene.problems(), *codes, "{name}");
    }
}
