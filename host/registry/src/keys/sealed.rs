//! What is in a secret key that cosign wrote? PKCS #8, sealed with a password: scrypt, then `XSalsa20` and Poly1305 as they
//! are put together in `secretbox`; all of it in JSON.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use poly1305::{Poly1305, universal_hash::KeyInit as _};
use salsa20::{
    XSalsa20,
    cipher::{KeyIvInit as _, StreamCipher as _},
};
use serde::Deserialize;

use super::invalid;
use crate::error::Error;

/// What stands in the PEM of such keys: now, and before cosign 2.
pub(super) const LABELS: [&str; 2] = ["ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY"];

/// How much work cosign makes of a password, now and before; as the logarithm. Whoever writes another number may want to
/// keep us busy: no other is taken, as cosign takes no other.
const WORK: [(u32, u8); 2] = [(65_536, 16), (32_768, 15)];
const BLOCK_SIZE: u32 = 8;
const PARALLEL: u32 = 1;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

#[derive(Deserialize)]
struct Sealed {
    kdf: Derivation,
    cipher: Cipher,
    ciphertext: String,
}

#[derive(Deserialize)]
struct Derivation {
    name: String,
    params: Parameters,
    salt: String,
}

#[derive(Deserialize)]
struct Parameters {
    #[serde(rename = "N")]
    work: u32,
    #[serde(rename = "r")]
    block_size: u32,
    #[serde(rename = "p")]
    parallel: u32,
}

#[derive(Deserialize)]
struct Cipher {
    name: String,
    nonce: String,
}

/// PKCS #8 of a key.
///
/// # Errors
///
/// `key.invalid` where it is of another form, or the password is not its own.
pub(super) fn open(json: &[u8], password: &[u8]) -> Result<Vec<u8>, Error> {
    let malformed = || invalid("it is encrypted, but not as cosign does it");
    let sealed: Sealed = serde_json::from_slice(json).map_err(|_| malformed())?;
    if (sealed.kdf.name.as_str(), sealed.cipher.name.as_str()) != ("scrypt", "nacl/secretbox") {
        return Err(malformed());
    }
    let [salt, nonce, text] = [&sealed.kdf.salt, &sealed.cipher.nonce, &sealed.ciphertext]
        .map(|text| STANDARD.decode(text).map_err(|_| malformed()));
    let key = derive(&sealed.kdf.params, password, &salt?)?;
    let nonce: [u8; NONCE_BYTES] = nonce?.try_into().map_err(|_| malformed())?;
    unseal(&key, &nonce, &text?).ok_or_else(|| invalid("its password is another, or it was changed"))
}

fn derive(parameters: &Parameters, password: &[u8], salt: &[u8]) -> Result<[u8; KEY_BYTES], Error> {
    let &Parameters { work, block_size, parallel } = parameters;
    let known = WORK.iter().find(|(known, _)| (*known, BLOCK_SIZE, PARALLEL) == (work, block_size, parallel));
    let unknown =
        || invalid(format!("its password is worked on as cosign does not: N {work}, r {block_size}, p {parallel}"));
    let (_, logarithm) = known.ok_or_else(unknown)?;
    let parameters = scrypt::Params::new(*logarithm, block_size, parallel).map_err(|_| unknown())?;
    let mut key = [0; KEY_BYTES];
    scrypt::scrypt(password, salt, &parameters, &mut key).map_err(|_| unknown())?;
    Ok(key)
}

/// What was sealed; `None` where key or text is another. The first bytes of the stream are the key of the tag, which stands in
/// front of the text.
fn unseal(key: &[u8; KEY_BYTES], nonce: &[u8; NONCE_BYTES], sealed: &[u8]) -> Option<Vec<u8>> {
    let (tag, text) = sealed.split_at_checked(TAG_BYTES)?;
    let mut stream = XSalsa20::new(key.into(), nonce.into());
    let mut tag_key = [0; KEY_BYTES];
    stream.try_apply_keystream(&mut tag_key).ok()?;
    let found = Poly1305::new(&tag_key.into()).compute_unpadded(text);
    verify_slices_are_equal(tag, &found).ok()?;
    let mut text = text.to_vec();
    stream.try_apply_keystream(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests;
