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
        (encrypted, "it is an `ENCRYPTED PRIVATE KEY`; of those that are encrypted, only cosign's can be read"),
    ];
    for (pem, message) in rows {
        let error = SecretKey::from_pem(pem.as_bytes()).expect_err(pem);
        assert_eq!((error.code(), error.to_string()), ("key.invalid", message.to_owned()), "{pem}");
    }
}

/// One key, as `openssl ec -pubout` writes it: as usual, then with `-conv_form` or `-param_enc`.
const ONE_KEY: [(&str, &str); 4] = [
    (
        "named",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5SZY2ZqikjW7+aBeIsBPj1lZXyVK\nnb7cZB2dFFEae5Z3RHGsFiHMdo3I81die6bsuTyv1M7PD6TTCNbJ0bbmlA==\n-----END PUBLIC KEY-----\n",
    ),
    (
        "compressed",
        "-----BEGIN PUBLIC KEY-----\nMDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgAC5SZY2ZqikjW7+aBeIsBPj1lZXyVK\nnb7cZB2dFFEae5Y=\n-----END PUBLIC KEY-----\n",
    ),
    (
        "hybrid",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAG5SZY2ZqikjW7+aBeIsBPj1lZXyVK\nnb7cZB2dFFEae5Z3RHGsFiHMdo3I81die6bsuTyv1M7PD6TTCNbJ0bbmlA==\n-----END PUBLIC KEY-----\n",
    ),
    (
        "explicit",
        "-----BEGIN PUBLIC KEY-----\nMIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA\nAAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////\n///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd\nNgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5\nRdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA\n//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABOUmWNmaopI1u/mgXiLAT49Z\nWV8lSp2+3GQdnRRRGnuWd0RxrBYhzHaNyPNXYnum7Lk8r9TOzw+k0wjWydG25pQ=\n-----END PUBLIC KEY-----\n",
    ),
];

/// Who holds one key has one name, however the key is written: else it could count as two.
#[test]
fn a_key_has_one_id() {
    let [first, others @ ..] = ONE_KEY.map(|(name, pem)| (name, PublicKey::from_pem(pem.as_bytes()).expect(name)));
    for (name, key) in others {
        assert_eq!((key.id(), key.to_pem()), (first.1.id(), ONE_KEY[0].1.to_owned()), "{name}");
        assert_eq!(key, first.1, "{name}");
    }
}

/// The order of the group of P-256, and that of Ed25519's, the most significant byte first.
const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const ED25519_ORDER: &str = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed";

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(hex.get(at..at + 2).expect("pairs"), 16).expect("hexadecimal"))
        .collect()
}

/// `left − right` or `left + right`, of as many bytes, the most significant first; without what goes beyond them.
fn combine(left: &[u8], right: &[u8], sign: i16) -> Vec<u8> {
    let mut carry = 0_i16;
    let mut result = vec![0; left.len()];
    for at in (0..left.len()).rev() {
        let sum = i16::from(left[at]) + sign * i16::from(right[at]) + carry;
        result[at] = u8::try_from(sum.rem_euclid(256)).expect("a byte");
        carry = sum.div_euclid(256);
    }
    result
}

/// An integer as DER has it.
fn integer(value: &[u8]) -> Vec<u8> {
    let start = value.iter().position(|byte| *byte != 0).unwrap_or(value.len() - 1);
    let mut digits = value[start..].to_vec();
    if digits[0] >= 0x80 {
        digits.insert(0, 0);
    }
    [&[2, u8::try_from(digits.len()).expect("short")], digits.as_slice()].concat()
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    let content = parts.concat();
    [&[0x30, u8::try_from(content.len()).expect("short")], content.as_slice()].concat()
}

/// The two integers of a signature, each of 32 bytes.
fn integers(signature: &[u8]) -> [Vec<u8>; 2] {
    let first = usize::from(signature[3]);
    let (r, s) = (&signature[4..4 + first], &signature[6 + first..]);
    [r, s].map(|digits| {
        let digits = &digits[usize::from(digits.len() > 32)..];
        [vec![0; 32 - digits.len()], digits.to_vec()].concat()
    })
}

/// ECDSA's signatures have a twin each, which anybody can compute; it is of the same key over the same bytes, and counts as
/// that. All other ways to write one are refused.
#[test]
fn a_signature_is_written_in_one_way() {
    let secret = SecretKey::generate(Algorithm::EcdsaP256).expect("a key");
    let signature = secret.sign(b"a message").expect("a signature");
    let [r, s] = integers(&signature);
    assert_eq!(sequence(&[integer(&r), integer(&s)]), signature, "taken apart and put together");
    let twin = sequence(&[integer(&r), integer(&combine(&bytes_of(P256_ORDER), &s, -1))]);
    assert!(secret.public().verifies(b"a message", &twin) && !secret.public().verifies(b"a massage", &twin));
    let zero = vec![0; 32];
    let padded = |digits: &[u8]| {
        let plain = integer(digits);
        [&[2, plain[1] + 1, 0], &plain[2..]].concat()
    };
    let rows = [
        ("no byte", Vec::new()),
        ("something behind it", [signature.as_slice(), &[0]].concat()),
        ("cut off", signature[..signature.len() - 1].to_vec()),
        ("zeros in front", sequence(&[padded(&r), integer(&s)])),
        ("a long length", [&[0x30, 0x81], &signature[1..]].concat()),
        ("no length", [&[0x30, 0x80], &signature[2..], &[0, 0]].concat()),
        ("without ASN.1", [r.clone(), s.clone()].concat()),
        ("three integers", sequence(&[integer(&r), integer(&s), integer(&s)])),
        ("zeros", sequence(&[integer(&zero), integer(&zero)])),
        ("r and zero", sequence(&[integer(&r), integer(&zero)])),
        ("zero and s", sequence(&[integer(&zero), integer(&s)])),
        ("the order", sequence(&[integer(&bytes_of(P256_ORDER)), integer(&s)])),
    ];
    for (name, bytes) in rows {
        assert!(!secret.public().verifies(b"a message", &bytes), "{name}");
    }
    let secret = SecretKey::generate(Algorithm::Ed25519).expect("a key");
    let signature = secret.sign(b"a message").expect("a signature");
    let mut s: Vec<u8> = signature[32..].to_vec();
    s.reverse();
    let mut larger = combine(&s, &bytes_of(ED25519_ORDER), 1);
    larger.reverse();
    let rows = [
        ("the order added", [&signature[..32], &larger].concat()),
        ("something behind it", [signature.as_slice(), &[0]].concat()),
        ("half of it", signature[..32].to_vec()),
        ("zeros", vec![0; 64]),
    ];
    for (name, bytes) in rows {
        assert!(!secret.public().verifies(b"a message", &bytes), "{name}");
    }
}
