//! Do a real registry and another's tool understand us? Debian's `docker-registry` and `skopeo`, on loopback.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    net::{TcpListener, UdpSocket},
    path::Path,
    process::{Child, Command, Stdio},
};

use architrave_registry::{Artifact, Client, Credentials, Options, Place, Reference};

use super::{PLUGIN, plugin};
use crate::cli::Run;

/// A registry in a folder of its own; ends when it is dropped.
pub(crate) struct Registry {
    child: Child,
    /// Host and port.
    pub(crate) address: String,
    folder: tempfile::TempDir,
}

impl Registry {
    /// `None` where a user lacks it.
    pub(crate) fn start() -> Option<Self> {
        Self::start_at("127.0.0.1", |_| String::new())
    }

    /// At an address of this machine; with lines more in its configuration, for which there is a folder.
    #[expect(clippy::print_stdout, reason = "a skipped test says why")]
    fn start_at(host: &str, more: impl Fn(&Path) -> String) -> Option<Self> {
        for tool in ["docker-registry", "skopeo"] {
            if Command::new(tool).arg("--version").output().is_err() {
                assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have {tool}");
                println!("skipped: no {tool} here");
                return None;
            }
        }
        // Somebody may take the port between the question and its use: then another is tried.
        (0..5).find_map(|_| Self::try_start(host, &more)).or_else(|| panic!("no registry could be started"))
    }

    fn try_start(host: &str, more: &impl Fn(&Path) -> String) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let address =
            TcpListener::bind((host, 0)).and_then(|listener| listener.local_addr()).expect("a port").to_string();
        let config = folder.path().join("config.yml");
        let text = format!(
            "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: {}\n{}http:\n  addr: {address}\n",
            folder.path().join("data").display(),
            more(folder.path())
        );
        // What is said of HTTP belongs under it.
        let text = match text.split_once("http-tls:\n") {
            Some((before, rest)) => {
                let (tls, http) = rest.split_once("http:\n").expect("an address");
                format!("{before}http:\n{http}{tls}")
            }
            None => text,
        };
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
                return Some(Self { child, address, folder });
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

#[test]
fn a_login_is_shown_to_a_registry_that_asks() {
    // For `who` and `tiger`, made by libxcrypt with the least effort.
    let entry = "who:$2b$04$NwATXakRZ2fmRJ9FNxv9z.UUVJCn4/n6uuwgd2Un7f3FPgffxctFK\n";
    let with_password = |folder: &Path| {
        let path = folder.join("htpasswd");
        fs::write(&path, entry).expect("a file");
        format!("auth:\n  htpasswd:\n    realm: test\n    path: {}\n", path.display())
    };
    let Some(registry) = Registry::start_at("127.0.0.1", with_password) else { return };
    let (reference, artifact) = (registry.reference("1.0"), plugin(b"behind a password"));
    let client_with = |auth: &str| {
        let path = registry.folder.path().join("config.json");
        fs::write(&path, format!(r#"{{"auths":{{"{}":{{"auth":"{auth}"}}}}}}"#, registry.address)).expect("a file");
        Client::new(Options { credentials: Credentials::in_files(vec![path]), ..Options::default() })
    };
    let error = Client::default().push(&reference, &artifact).expect_err("nobody logged in");
    assert_eq!(error.code(), "registry.denied", "{error}");
    assert_eq!(error.help(), Some("log in first, as with `docker login` or `skopeo login`"));
    // who:lion
    let error = client_with("d2hvOmxpb24=").push(&reference, &artifact).expect_err("another password");
    assert_eq!(error.help(), Some("see that these credentials may do this"), "{error}");
    // who:tiger
    let client = client_with("d2hvOnRpZ2Vy");
    client.push(&reference, &artifact).expect("it is pushed");
    assert_eq!(client.pull(&reference, PLUGIN).expect("it is pulled"), artifact);
}

/// An address of this machine other than loopback, which is never spoken to by TLS. Nothing is sent to find it.
fn own_address() -> Option<String> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then(|| address.to_string())
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
fn a_certificate_is_checked() {
    let Some(host) = own_address() else {
        println!("skipped: this machine has no address but loopback");
        return;
    };
    let with_certificate = |folder: &Path| {
        fs::write(folder.join("host"), format!("subjectAltName=IP:{host}\n")).expect("a file");
        let steps = [
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=office -keyout office.key -out office.pem",
            "req -newkey rsa:2048 -nodes -subj /CN=registry -keyout key.pem -out request.pem",
            "x509 -req -in request.pem -CA office.pem -CAkey office.key -CAcreateserial -days 2 -extfile host -out certificate.pem",
        ];
        for step in steps {
            let made =
                Command::new("openssl").args(step.split(' ')).current_dir(folder).output().expect("openssl starts");
            assert!(made.status.success(), "{step}: {}", String::from_utf8_lossy(&made.stderr));
        }
        let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
        format!("http-tls:\n  tls:\n    certificate: {}\n    key: {}\n", certificate.display(), key.display())
    };
    let Some(registry) = Registry::start_at(&host, with_certificate) else { return };
    let reference = registry.reference("1.0");
    let error =
        Client::default().push(&reference, &plugin(b"by TLS")).expect_err("a certificate that nobody vouches for");
    assert_eq!(error.code(), "registry.connection", "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    let plain = Client::new(Options { plain_http: true, ..Options::default() });
    assert!(plain.push(&reference, &plugin(b"plainly")).is_err(), "it speaks TLS only");

    // The variable is read by the command, in a process of its own.
    let folder = registry.folder.path();
    fs::write(folder.join("moved.wasm"), super::component(b"by TLS")).expect("a file");
    let office = folder.join("office.pem");
    let pushed = Run::new(&["plugin", "push", "moved.wasm", &reference.to_string()])
        .within(folder)
        .environment(&[("SSL_CERT_FILE", &office), ("DOCKER_CONFIG", folder)])
        .run();
    assert_eq!(pushed.code, 0, "{}", pushed.stderr);
}
