//! Does another implementation agree on keys and signatures? OpenSSL's command, both ways.

use std::{fs, path::Path, process::Command};

use architrave_registry::{
    Algorithm, Digest, PublicKey, SecretKey,
    signature::{Payload, Signature},
};

/// `None` where a user lacks it.
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
fn openssl(folder: &Path, args: &[&str]) -> Option<bool> {
    match Command::new("openssl").args(args).current_dir(folder).output() {
        Ok(output) => Some(output.status.success()),
        Err(error) => {
            assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have openssl");
            println!("skipped: no openssl here: {error}");
            None
        }
    }
}

/// How OpenSSL makes a key, signs and verifies, by algorithm.
struct Row {
    algorithm: Algorithm,
    generate: &'static [&'static str],
    sign: &'static [&'static str],
    verify: &'static [&'static str],
}

const ROWS: [Row; 2] = [
    Row {
        algorithm: Algorithm::EcdsaP256,
        generate: &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "theirs.key"],
        sign: &["dgst", "-sha256", "-sign", "theirs.key", "-out", "theirs.sig", "message"],
        verify: &["dgst", "-sha256", "-verify", "ours.pub", "-signature", "ours.sig", "message"],
    },
    Row {
        algorithm: Algorithm::Ed25519,
        generate: &["genpkey", "-algorithm", "ED25519", "-out", "theirs.key"],
        sign: &["pkeyutl", "-sign", "-rawin", "-inkey", "theirs.key", "-in", "message", "-out", "theirs.sig"],
        verify: &[
            "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "ours.pub", "-in", "message", "-sigfile", "ours.sig",
        ],
    },
];

#[test]
fn what_we_sign_openssl_verifies_and_what_it_signs_we_verify() {
    for Row { algorithm, generate, sign, verify } in ROWS {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let payload = Payload { name: "registry.example/team/a".to_owned(), manifest: Digest::of(b"a manifest") };
        fs::write(at("message"), payload.to_json()).expect("a file");

        let ours = SecretKey::generate(algorithm).expect("a key");
        let signature = Signature::make(&payload, &ours).expect("a signature");
        fs::write(at("ours.pub"), ours.public().to_pem()).expect("a file");
        fs::write(at("ours.sig"), signature.bytes()).expect("a file");
        let Some(verified) = openssl(folder.path(), verify) else { return };
        assert!(verified, "{algorithm:?}: what we signed");
        let mut turned = payload.to_json();
        turned[40] ^= 1;
        fs::write(at("message"), turned).expect("a file");
        assert_eq!(openssl(folder.path(), verify), Some(false), "{algorithm:?}: what was changed");

        fs::write(at("message"), payload.to_json()).expect("a file");
        assert_eq!(openssl(folder.path(), generate), Some(true));
        assert_eq!(openssl(folder.path(), &["pkey", "-in", "theirs.key", "-pubout", "-out", "theirs.pub"]), Some(true));
        assert_eq!(openssl(folder.path(), sign), Some(true));
        let theirs = PublicKey::read(&at("theirs.pub")).expect("their key");
        let made = Signature::from_parts(payload.to_json(), fs::read(at("theirs.sig")).expect("their signature"));
        assert!(made.is_by(&theirs) && !made.is_by(ours.public()), "{algorithm:?}: what they signed");
        let secret = SecretKey::read(&at("theirs.key")).expect("their secret key");
        assert_eq!(secret.public(), &theirs);
        fs::write(at("ours.key"), ours.to_pem().expect("PEM")).expect("a file");
        assert_eq!(
            openssl(folder.path(), &["pkey", "-in", "ours.key", "-check", "-noout"]),
            Some(true),
            "our secret key"
        );
        let id = ["pkey", "-in", "theirs.key", "-pubout", "-outform", "DER", "-out", "theirs.der"];
        assert_eq!(openssl(folder.path(), &id), Some(true));
        assert_eq!(Digest::of(&fs::read(at("theirs.der")).expect("a file")), theirs.id(), "a key's id is of its DER");
    }
}
