//! Which keys sign plugins, and how? ECDSA on P-256 with SHA-256, as cosign does by default, and Ed25519; in PEM.

mod sealed;

use std::{fmt, path::Path};

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        ParsedPublicKey,
    },
};
use pem_rfc7468::LineEnding;

use crate::{
    digest::Digest,
    error::{Error, Kind},
    layout::files,
};

const KEY_BYTES_MAX: u64 = 64 << 10;

const PUBLIC_LABEL: &str = "PUBLIC KEY";

const SECRET_LABEL: &str = "PRIVATE KEY";

/// As `openssl ecparam -genkey` writes keys.
const EC_SECRET_LABEL: &str = "EC PRIVATE KEY";

/// How signatures are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256, with SHA-256 of what is signed.
    EcdsaP256,
    /// Ed25519, of what is signed itself.
    Ed25519,
}

impl Algorithm {
    /// In a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EcdsaP256 => "ECDSA P-256",
            Self::Ed25519 => "Ed25519",
        }
    }
}

/// A key that signatures are checked with.
#[derive(Clone)]
pub struct PublicKey {
    algorithm: Algorithm,
    parsed: ParsedPublicKey,
    der: Vec<u8>,
}

impl PublicKey {
    /// Reads a file of the form that [`Self::from_pem`] takes.
    ///
    /// # Errors
    ///
    /// `key.invalid`; `layout.file` where the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        read(path, Self::from_pem)
    }

    /// Reads PEM of a public key (`SubjectPublicKeyInfo`), as OpenSSL and cosign write it.
    ///
    /// # Errors
    ///
    /// `key.invalid` where it is anything else, or a key for something else.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        let (label, der) = decode(pem)?;
        if label != PUBLIC_LABEL {
            return Err(invalid(format!("it is a `{label}`, not a `{PUBLIC_LABEL}`")));
        }
        Self::from_der(&der)
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        let ecdsa = ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, der).map(|parsed| (Algorithm::EcdsaP256, parsed));
        let (algorithm, parsed) = ecdsa
            .or_else(|_| ParsedPublicKey::new(&ED25519, der).map(|parsed| (Algorithm::Ed25519, parsed)))
            .map_err(|_| invalid("it is neither a key on P-256 nor one for Ed25519"))?;
        // Written anew: one key has one id, however its file spells it.
        let der: PublicKeyX509Der<'_> = parsed.as_der().map_err(|_| invalid("it cannot be written as a public key"))?;
        Ok(Self { algorithm, der: der.as_ref().to_vec(), parsed })
    }

    /// As PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        // Only a label that is none could keep it from being written.
        pem_rfc7468::encode_string(PUBLIC_LABEL, LineEnding::LF, &self.der).unwrap_or_default()
    }

    /// SHA-256 of its `SubjectPublicKeyInfo`: what a lock holds.
    #[must_use]
    pub fn id(&self) -> Digest {
        Digest::of(&self.der)
    }

    /// What it is for.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether its holder made this signature over these bytes.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({}, {})", self.algorithm.name(), self.id())
    }
}

/// A key that signs.
pub struct SecretKey {
    pair: Pair,
    public: PublicKey,
}

enum Pair {
    EcdsaP256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SecretKey {
    /// A new key.
    ///
    /// # Errors
    ///
    /// `key.invalid` where the machine gives no chance.
    pub fn generate(algorithm: Algorithm) -> Result<Self, Error> {
        let no_chance = |_| invalid("none could be made: the machine gave no randomness");
        match algorithm {
            Algorithm::EcdsaP256 => {
                Self::of(Pair::EcdsaP256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).map_err(no_chance)?))
            }
            Algorithm::Ed25519 => Self::of(Pair::Ed25519(Ed25519KeyPair::generate().map_err(no_chance)?)),
        }
    }

    /// Reads a file of the form that [`Self::from_pem`] takes.
    ///
    /// # Errors
    ///
    /// `key.invalid`; `layout.file` where the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        read(path, Self::from_pem)
    }

    /// Reads a file of the form that [`Self::from_pem`] or, with a password, [`Self::from_sealed_pem`] takes. A key that is
    /// not encrypted needs no password, and passes over one that is given.
    ///
    /// # Errors
    ///
    /// As for [`Self::read`].
    pub fn read_with(path: &Path, password: Option<&[u8]>) -> Result<Self, Error> {
        read(path, |pem| match password {
            Some(password) if is_sealed(pem) => Self::from_sealed_pem(pem, password),
            _ => Self::from_pem(pem),
        })
    }

    /// Reads PEM of a secret key, not encrypted: PKCS #8, as `openssl genpkey` writes it, or the older form for keys on
    /// curves alone.
    ///
    /// # Errors
    ///
    /// `key.invalid` where it is anything else, or a key for something else.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        let (label, der) = decode(pem)?;
        match label.as_str() {
            SECRET_LABEL | EC_SECRET_LABEL => Self::from_der(&der),
            label if sealed::LABELS.contains(&label) => Err(invalid(
                "it is encrypted, and no password was given: set `COSIGN_PASSWORD`, or name a file by `--password-file`",
            )),
            label if label.starts_with("ENCRYPTED ") => {
                Err(invalid(format!("it is an `{label}`; of those that are encrypted, only cosign's can be read")))
            }
            label => Err(invalid(format!("it is a `{label}`, not a `{SECRET_LABEL}`"))),
        }
    }

    /// Reads PEM of a secret key that cosign encrypted (`cosign generate-key-pair`), with its password, which may be empty.
    /// Takes a moment, and 64 MiB of memory, as cosign means it to.
    ///
    /// # Errors
    ///
    /// `key.invalid` where it is anything else, or the password is not its own.
    pub fn from_sealed_pem(pem: &[u8], password: &[u8]) -> Result<Self, Error> {
        let (label, json) = decode(pem)?;
        if !sealed::LABELS.contains(&label.as_str()) {
            return Err(invalid(format!("it is a `{label}`, not a key that cosign encrypted")));
        }
        Self::from_der(&sealed::open(&json, password)?)
    }

    fn from_der(der: &[u8]) -> Result<Self, Error> {
        let ecdsa = EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_ASN1_SIGNING, der).map(Pair::EcdsaP256);
        let pair = ecdsa.or_else(|_| Ed25519KeyPair::from_pkcs8(der).map(Pair::Ed25519));
        Self::of(pair.map_err(|_| invalid("it is neither a key on P-256 nor one for Ed25519"))?)
    }

    fn of(pair: Pair) -> Result<Self, Error> {
        let unreadable = |_| invalid("it has no public half");
        let der: PublicKeyX509Der<'_> = match &pair {
            Pair::EcdsaP256(pair) => pair.public_key().as_der().map_err(unreadable)?,
            Pair::Ed25519(pair) => pair.public_key().as_der().map_err(unreadable)?,
        };
        Ok(Self { public: PublicKey::from_der(der.as_ref())?, pair })
    }

    /// As PEM, PKCS #8, not encrypted.
    ///
    /// # Errors
    ///
    /// `key.invalid` where it cannot be written.
    pub fn to_pem(&self) -> Result<String, Error> {
        let cannot = || invalid("it cannot be written");
        let der = match &self.pair {
            Pair::EcdsaP256(pair) => pair.to_pkcs8v1(),
            Pair::Ed25519(pair) => pair.to_pkcs8v1(),
        };
        let der = der.map_err(|_| cannot())?;
        pem_rfc7468::encode_string(SECRET_LABEL, LineEnding::LF, der.as_ref()).map_err(|_| cannot())
    }

    /// What its signatures are checked with.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs bytes: ECDSA as an ASN.1 sequence, Ed25519 as 64 bytes.
    ///
    /// # Errors
    ///
    /// `key.invalid` where it cannot.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signature = match &self.pair {
            Pair::EcdsaP256(pair) => pair.sign(&SystemRandom::new(), message),
            Pair::Ed25519(pair) => pair.try_sign(message),
        };
        Ok(signature.map_err(|_| invalid("it cannot sign"))?.as_ref().to_vec())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretKey(of {:?})", self.public)
    }
}

fn read<T>(path: &Path, parse: impl FnOnce(&[u8]) -> Result<T, Error>) -> Result<T, Error> {
    let attempt = || format!("cannot use the key `{}`", path.display());
    match files::read_through(path, KEY_BYTES_MAX)? {
        Some(bytes) => parse(&bytes).map_err(|error| error.while_trying(attempt())),
        None => Err(invalid("there is no such file").while_trying(attempt())),
    }
}

fn is_sealed(pem: &[u8]) -> bool {
    decode(pem).is_ok_and(|(label, _)| sealed::LABELS.contains(&label.as_str()))
}

fn decode(pem: &[u8]) -> Result<(String, Vec<u8>), Error> {
    let (label, der) = pem_rfc7468::decode_vec(pem).map_err(|_| invalid("it is not PEM"))?;
    Ok((label.to_owned(), der))
}

fn invalid(cause: impl Into<String>) -> Error {
    Kind::Key { cause: cause.into() }.into()
}

#[cfg(test)]
mod tests;
