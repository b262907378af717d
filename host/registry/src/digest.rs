//! Which bytes are meant? Digests as registries write them.

use std::{fmt, str::FromStr};

use architrave_core::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Kind};

/// What stands before the digits. Other algorithms are refused: two ways to name one artifact are one too many.
const ALGORITHM: &str = "sha256:";

const DIGITS: usize = 64;

/// The SHA-256 digest of a manifest or blob; written as `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(digest::bytes(bytes).0)
    }

    /// The 64 digits alone: the name of a file in a layout, and how a report writes the digest of a component.
    #[must_use]
    pub fn hex(self) -> String {
        architrave_core::snapshot::Digest(self.0).to_string()
    }

    /// From 64 lower-case hexadecimal digits; `None` where it is anything else.
    #[must_use]
    pub fn from_hex(digits: &str) -> Option<Self> {
        if digits.len() != DIGITS || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl FromStr for Digest {
    type Err = Error;

    /// # Errors
    ///
    /// `reference.digest`: another algorithm, another number of digits, or anything that is no digit.
    fn from_str(text: &str) -> Result<Self, Error> {
        text.strip_prefix(ALGORITHM)
            .and_then(Self::from_hex)
            .ok_or_else(|| Error::from(Kind::Digest { text: text.to_owned() }))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{ALGORITHM}{}", self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_in_one_way() {
        let empty = Digest::of(b"");
        assert_eq!(empty.to_string(), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(empty.to_string().parse::<Digest>().expect("what was printed"), empty);
        let digits = empty.hex();
        let long = format!("{digits}0");
        let upper = digits.to_uppercase();
        let dots = format!("../{}", digits.get(3..).expect("digits"));
        let refused = [
            digits.clone(),
            format!("sha512:{digits}{digits}"),
            format!("SHA256:{digits}"),
            format!("sha256:{long}"),
            format!("sha256:{upper}"),
            format!("sha256:{dots}"),
            "sha256:".to_owned(),
            format!("sha256:{}", "é".repeat(32)),
        ];
        for text in refused {
            assert_eq!(text.parse::<Digest>().expect_err(&text).code(), "reference.digest", "{text}");
        }
    }
}
