//! Does a key that cosign encrypted sign here, with its password from where pipelines have it?

use std::{fs, path::Path};

use crate::cli::{Run, command::Ended};

/// Of the form of `cosign generate-key-pair`; made with `PyNaCl`, for tests only.
const KEY: &str = "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\neyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6\nOCwicCI6MX0sInNhbHQiOiJaekpkOWl0NFQzcG5sdzBUcGZaVmJpZ2Q5VzFoVGp5\nSFE0SElYM1JxcmVZPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94\nIiwibm9uY2UiOiJYaDBpcnpUeU5JT2hSWnFjNmtPV2ROVlBkT0taczk2ZSJ9LCJj\naXBoZXJ0ZXh0IjoiMGUrcjgxckN0em5ZblVzUWV2T2RFSVlPeFQrWDBCelZnNjFQ\nZTZZTFBvcFhva0U3N2Z0ZUFnc2VIUlRCR1lsdHFOQTBXUUJVaGY5Z2xDNTd1VWpj\nTlByWEYvMkNENFdsYkVHd0c2MEtrRXEyaVpyWHZCb1JSZ0oyNU9CcnBCQUd1SFNv\nbEJseXFjb1A4aFVUYUl1ZUFPbEpZYWh4ZEZlekhENlNEczZEQkV5ck01UDFLR29T\ndXdJaHV0REVZNkl0Wit2TVBDMGNBaGtOWXc9PSJ9\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n";

const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDI6nzpQDzpBjDTjb1CKsfGvQoaVW\n7GP8I+rl2qqUwoYKLzY21es0It0RqIVAOjDkrrEUUa9AiNvicYryJ8wz0A==\n-----END PUBLIC KEY-----\n";

const PASSWORD: &str = "correct horse";

fn sign(folder: &Path, more: &[&str], password: Option<&str>) -> Ended {
    let run = Run::new(&[&["plugin", "sign", "classic.wasm", "--key", "cosign.key"], more].concat()).within(folder);
    let set: Vec<(&str, &Path)> = password.iter().map(|password| ("COSIGN_PASSWORD", Path::new(password))).collect();
    run.environment(&set).run()
}

#[test]
fn a_key_of_cosign_signs_with_its_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).expect("a file");
    write("classic.wasm", architrave::builtin::component("classic").expect("a shipped plugin"));
    write("cosign.key", KEY.as_bytes());
    write("cosign.pub", PUBLIC.as_bytes());
    write("password", format!("{PASSWORD}\r\n").as_bytes());
    write("other", b"battery staple");
    let rows: &[(&[&str], Option<&str>, &str)] = &[
        (&[], None, "it is encrypted, and no password was given: set `COSIGN_PASSWORD`"),
        (&[], Some(""), "its password is another, or it was changed"),
        (&["--password-file", "other"], Some(PASSWORD), "its password is another, or it was changed"),
        (&["--password-file", "absent"], Some(PASSWORD), "cannot read the password `absent`"),
    ];
    for (more, password, message) in rows {
        let ended = sign(folder.path(), more, *password);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{message}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{message}: {}", ended.stderr);
        assert!(!ended.stderr.contains(PASSWORD), "{message}: {}", ended.stderr);
    }
    for (more, password) in [(&[][..], Some(PASSWORD)), (&["--password-file", "password"], None)] {
        let ended = sign(folder.path(), more, password);
        assert_eq!(ended.code, 0, "{more:?}: {}", ended.stderr);
        let verified =
            Run::new(&["plugin", "verify", "classic.wasm", "--key", "cosign.pub"]).within(folder.path()).run();
        assert_eq!(verified.code, 0, "{more:?}: {}{}", verified.stdout, verified.stderr);
        fs::remove_file(folder.path().join("classic.wasm.sig")).expect("a signature");
    }
}
