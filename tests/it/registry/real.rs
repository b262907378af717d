//! Do a real registry and another's tool understand us? Debian's `docker-registry` and `skopeo`, on loopback.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

use architrave_registry::{Artifact, Client, Place, Reference};

use super::{PLUGIN, plugin};

/// A registry in a folder of its own; ends when it is dropped.
pub(crate) struct Registry {
    child: Child,
    /// Host and port.
    pub(crate) address: String,
    _folder: tempfile::TempDir,
}

impl Registry {
    /// `None` where a user lacks it.
    #[expect(clippy::print_stdout, reason = "a skipped test says why")]
    pub(crate) fn start() -> Option<Self> {
        for tool in ["docker-registry", "skopeo"] {
            if Command::new(tool).arg("--version").output().is_err() {
                assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have {tool}");
                println!("skipped: no {tool} here");
                return None;
            }
        }
        // Somebody may take the port between the question and its use: then another is tried.
        (0..5).find_map(|_| Self::try_start()).or_else(|| panic!("no registry could be started"))
    }

    fn try_start() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let address =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").to_string();
        let config = folder.path().join("config.yml");
        let data = folder.path().join("data");
        let text = format!(
            "version: 0.1\nlog:\n  level: info\nstorage:\n  filesystem:\n    rootdirectory: {}\nhttp:\n  addr: {address}\n",
            data.display()
        );
        fs::write(&config, text).expect("a file");
        let mut child = Command::new("docker-registry")
            .arg("serve")
            .arg(&config)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut log = BufReader::new(child.stderr.take().expect("a log"));
        let mut line = String::new();
        while log.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
            if line.contains("listening on") {
                // What it says from now on is read by nobody, and must not stop it.
                std::thread::spawn(move || {
                    let mut rest = [0; 4096];
                    while log.read(&mut rest).is_ok_and(|bytes| bytes > 0) {}
                });
                return Some(Self { child, address, _folder: folder });
            }
            line.clear();
        }
        let _ = child.wait();
        None
    }

    /// `oci://…/team/moved:TAG`.
    pub(crate) fn reference(&self, tag: &str) -> Reference {
        format!("oci://{}/team/moved:{tag}", self.address).parse().expect("a reference")
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn skopeo(args: &[&str]) -> String {
    let output = Command::new("skopeo").args(args).output().expect("skopeo starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "skopeo {args:?}: {stderr}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn load(place: &str) -> Artifact {
    place.parse::<Place>().expect("a place").load(&Client::default(), PLUGIN).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn what_is_pushed_is_pulled_again_and_read_by_others() {
    let Some(registry) = Registry::start() else { return };
    let (client, artifact) = (Client::default(), plugin(b"as built"));
    let reference = registry.reference("1.2.3");
    assert_eq!(client.find(&reference, PLUGIN).expect("an answer"), None, "nothing is there yet");
    client.push(&reference, &artifact).expect("it is pushed");
    client.push(&reference, &artifact).expect("and again");
    assert_eq!(client.pull(&reference, PLUGIN).expect("it is pulled"), artifact);
    assert_eq!(client.digest(&reference).expect("a digest"), artifact.digest());
    assert_eq!(client.pull(&reference.with_digest(artifact.digest()), PLUGIN).expect("by digest"), artifact);

    let address = format!("docker://{}/team/moved", registry.address);
    let raw = skopeo(&["inspect", "--tls-verify=false", "--raw", &format!("{address}:1.2.3")]);
    assert_eq!(raw.as_bytes(), artifact.manifest_bytes());
    let config = skopeo(&["inspect", "--tls-verify=false", "--raw", "--config", &format!("{address}:1.2.3")]);
    assert_eq!(config.as_bytes(), artifact.config());

    let folder = tempfile::tempdir().expect("a folder");
    let layout = folder.path().join("copied");
    let target = format!("oci:{}:1.2.3", layout.display());
    skopeo(&["copy", "--src-tls-verify=false", "--preserve-digests", &format!("{address}:1.2.3"), &target]);
    assert_eq!(load(&format!("oci-layout:{}:1.2.3", layout.display())), artifact, "the copy is the same, to the byte");

    let copy = format!("{address}-copy:1");
    skopeo(&[
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "--preserve-digests",
        &format!("{address}:1.2.3"),
        &copy,
    ]);
    assert_eq!(load(&format!("oci://{}/team/moved-copy:1", registry.address)), artifact);
}

#[test]
fn a_layout_of_ours_is_pushed_by_others() {
    let Some(registry) = Registry::start() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let layout = folder.path().join("ours");
    let artifact = plugin(b"in a folder");
    let place: Place = format!("oci-layout:{}:1.0", layout.display()).parse().expect("a place");
    place.save(&Client::default(), &artifact).expect("it is kept");
    check_layout(&layout);
    let target = format!("docker://{}/team/moved:1.0", registry.address);
    skopeo(&[
        "copy",
        "--dest-tls-verify=false",
        "--preserve-digests",
        &format!("oci:{}:1.0", layout.display()),
        &target,
    ]);
    assert_eq!(load(&registry.reference("1.0").to_string()), artifact);
}

fn check_layout(folder: &Path) {
    let marker = fs::read_to_string(folder.join("oci-layout")).expect("a marker");
    assert_eq!(marker, r#"{"imageLayoutVersion":"1.0.0"}"#);
}

#[test]
fn a_tag_moves_and_a_digest_does_not() {
    let Some(registry) = Registry::start() else { return };
    let (client, one, other) = (Client::default(), plugin(b"one"), plugin(b"other"));
    let reference = registry.reference("latest");
    client.push(&reference, &one).expect("it is pushed");
    client.push(&reference, &other).expect("it is pushed");
    assert_eq!(client.pull(&reference, PLUGIN).expect("the other"), other);
    let pinned = reference.with_digest(one.digest());
    assert_eq!(client.pull(&pinned, PLUGIN).expect("the one"), one);
    let error = client.push(&pinned, &other).expect_err("not what the reference names");
    assert_eq!(error.code(), "artifact.digest", "{error}");
}
