//! Are keys that were sealed elsewhere opened, and by their own password only?

use super::super::{PublicKey, SecretKey};

/// A key that was sealed by another implementation: `hashlib.scrypt` of Python 3.11 and `nacl.secret.SecretBox` of `PyNaCl`
/// 1.6.2, over PKCS #8 of `cryptography` 48; for tests only.
struct Sealed {
    pem: &'static str,
    password: &'static str,
    public: &'static str,
}

const P256: Sealed = Sealed {
    pem: "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\neyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6\nOCwicCI6MX0sInNhbHQiOiJaekpkOWl0NFQzcG5sdzBUcGZaVmJpZ2Q5VzFoVGp5\nSFE0SElYM1JxcmVZPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94\nIiwibm9uY2UiOiJYaDBpcnpUeU5JT2hSWnFjNmtPV2ROVlBkT0taczk2ZSJ9LCJj\naXBoZXJ0ZXh0IjoiMGUrcjgxckN0em5ZblVzUWV2T2RFSVlPeFQrWDBCelZnNjFQ\nZTZZTFBvcFhva0U3N2Z0ZUFnc2VIUlRCR1lsdHFOQTBXUUJVaGY5Z2xDNTd1VWpj\nTlByWEYvMkNENFdsYkVHd0c2MEtrRXEyaVpyWHZCb1JSZ0oyNU9CcnBCQUd1SFNv\nbEJseXFjb1A4aFVUYUl1ZUFPbEpZYWh4ZEZlekhENlNEczZEQkV5ck01UDFLR29T\ndXdJaHV0REVZNkl0Wit2TVBDMGNBaGtOWXc9PSJ9\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n",
    password: "correct horse",
    public: "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDI6nzpQDzpBjDTjb1CKsfGvQoaVW\n7GP8I+rl2qqUwoYKLzY21es0It0RqIVAOjDkrrEUUa9AiNvicYryJ8wz0A==\n-----END PUBLIC KEY-----\n",
};

/// As cosign did it before its second version, and without a password.
const ED25519: Sealed = Sealed {
    pem: "-----BEGIN ENCRYPTED COSIGN PRIVATE KEY-----\neyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjozMjc2OCwiciI6\nOCwicCI6MX0sInNhbHQiOiJNVW82dW16aTM5VWtqdjQwUForbE0rdlFNbk9qcS9S\nTDk5WGkyc2hwV2hzPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94\nIiwibm9uY2UiOiJTVU92TzlpaUM3TFpWRk9UZE1qbTI5RlQzZ3JERGJSSiJ9LCJj\naXBoZXJ0ZXh0IjoiMFE3SHJLWVNvWE9rQTBmZTlRd2sxMndJZENPOWM1by9MUlRv\nK3FlN3RkM1oxR2ovU1g5SmhhY3FPd3JGVHhyS0sya1c2RXliTU13dCtWWHMrcGk1\nRkE9PSJ9\n-----END ENCRYPTED COSIGN PRIVATE KEY-----\n",
    password: "",
    public: "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA9v0KOCskei5eKxreDyl3EVFGin17M1oqVA/fArit9do=\n-----END PUBLIC KEY-----\n",
};

#[test]
fn a_sealed_key_is_opened_by_its_own_password_only() {
    for Sealed { pem, password, public } in [P256, ED25519] {
        let key = SecretKey::from_sealed_pem(pem.as_bytes(), password.as_bytes()).expect(pem);
        assert_eq!(key.public().to_pem(), public);
        let signature = key.sign(b"a message").expect("a signature");
        assert!(PublicKey::from_pem(public.as_bytes()).expect("a key").verifies(b"a message", &signature));
        for wrong in ["battery staple", "correct horse\n", "Correct horse"] {
            let error = SecretKey::from_sealed_pem(pem.as_bytes(), wrong.as_bytes()).expect_err(wrong);
            assert_eq!(error.to_string(), "its password is another, or it was changed", "{wrong}");
        }
        let error = SecretKey::from_pem(pem.as_bytes()).expect_err("no password");
        assert!(error.to_string().starts_with("it is encrypted, and no password was given"), "{error}");
    }
}

/// What is changed in the JSON of a sealed key, and what is said then.
#[test]
fn what_is_sealed_in_another_way_is_refused_before_anything_is_done() {
    let (_, json) = pem_rfc7468::decode_vec(ED25519.pem.as_bytes()).expect("PEM");
    let json = String::from_utf8(json).expect("UTF-8");
    let rows = [
        ("\"N\":32768", "\"N\":1073741824", "its password is worked on as cosign does not: N 1073741824, r 8, p 1"),
        ("\"N\":32768", "\"N\":0", "its password is worked on as cosign does not: N 0, r 8, p 1"),
        ("\"r\":8", "\"r\":4294967295", "its password is worked on as cosign does not: N 32768, r 4294967295, p 1"),
        ("\"p\":1", "\"p\":4294967295", "its password is worked on as cosign does not: N 32768, r 8, p 4294967295"),
        ("\"N\":32768", "\"N\":65536", "its password is another, or it was changed"),
        ("\"N\":32768", "\"N\":-1", "it is encrypted, but not as cosign does it"),
        ("\"scrypt\"", "\"pbkdf2\"", "it is encrypted, but not as cosign does it"),
        ("nacl/secretbox", "aes", "it is encrypted, but not as cosign does it"),
        ("\"nonce\":\"", "\"nonce\":\"AAAA", "it is encrypted, but not as cosign does it"),
        ("\"ciphertext\":\"", "\"ciphertext\":\"AAAA", "its password is another, or it was changed"),
        ("\"ciphertext\":\"", "\"ciphertext\":\"\",\"x\":\"", "its password is another, or it was changed"),
        ("{\"kdf\"", "{\"kdf\":0,\"kdf\"", "it is encrypted, but not as cosign does it"),
        ("{", "[", "it is encrypted, but not as cosign does it"),
    ];
    for (from, to, message) in rows {
        assert!(json.contains(from), "{from}: {json}");
        let error = super::open(json.replacen(from, to, 1).as_bytes(), b"").expect_err(to);
        assert_eq!(error.to_string(), message, "{to}");
    }
}
