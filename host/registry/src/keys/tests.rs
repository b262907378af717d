//! Do keys survive being written, and is everything else refused?

use super::*;

/// Made by `openssl genpkey -algorithm ED25519`, for tests only.
const ED25519_SECRET: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIB3aOmil9eLLoskF8+OBHMEX2P5ZpqLkkbAefci0pDRp
-----END PRIVATE KEY-----
";

#[test]
fn keys_are_written_and_read_again() {
    for algorithm in [Algorithm::EcdsaP256, Algorithm::Ed25519] {
        let secret = SecretKey::generate(algorithm).expect("a key");
        let again = SecretKey::from_pem(secret.to_pem().expect("PEM").as_bytes()).expect("what was written");
        let public = PublicKey::from_pem(secret.public().to_pem().as_bytes()).expect("what was written");
        assert_eq!((&public, public.algorithm()), (again.public(), algorithm));
        let signature = again.sign(b"a message").expect("a signature");
        assert!(public.verifies(b"a message", &signature));
        assert!(!public.verifies(b"a massage", &signature));
        for bit in 0..signature.len() * 8 {
            let mut turned = signature.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            assert!(!public.verifies(b"a message", &turned), "bit {bit}");
        }
        let other = SecretKey::generate(algorithm).expect("a key");
        assert!(!other.public().verifies(b"a message", &signature));
        assert_ne!(other.public().id(), public.id());
        assert!(!format!("{again:?}").contains("PRIVATE"));
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let secret = SecretKey::from_pem(ED25519_SECRET.as_bytes()).expect("a key of OpenSSL");
    let public = secret.public().to_pem();
    let rsa = "-----BEGIN PUBLIC KEY-----\nMDwwDQYJKoZIhvcNAQEBBQADKwAwKAIhAL3F0bX1uFsHqRM5YY+IP8YgNNjqyeXs\nwLzFnsGZJdZ1AgMBAAE=\n-----END PUBLIC KEY-----\n";
    let rows = [
        ("", "it is not PEM"),
        ("ssh-ed25519 AAAA", "it is not PEM"),
        (ED25519_SECRET, "it is a `PRIVATE KEY`, not a `PUBLIC KEY`"),
        (rsa, "it is neither a key on P-256 nor one for Ed25519"),
    ];
    for (pem, message) in rows {
        let error = PublicKey::from_pem(pem.as_bytes()).expect_err(pem);
        assert_eq!((error.code(), error.to_string()), ("key.invalid", message.to_owned()), "{pem}");
    }
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let rows = [
        (public.as_str(), "it is a `PUBLIC KEY`, not a `PRIVATE KEY`"),
        (encrypted, "it is encrypted, and only keys that are not can be read"),
    ];
    for (pem, message) in rows {
        let error = SecretKey::from_pem(pem.as_bytes()).expect_err(pem);
        assert_eq!((error.code(), error.to_string()), ("key.invalid", message.to_owned()), "{pem}");
    }
}
