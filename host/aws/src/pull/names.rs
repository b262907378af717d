//! Under which name does a thing stand in a folder? One that every file system takes, and that tells the thing.

use sha2::{Digest as _, Sha256};

/// Longest part that is kept of a name.
const CHARACTERS_MAX: usize = 80;

/// Names that some systems keep for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name without separators, colons and dots at its start. What had to be changed gets a part of its digest at the end,
/// so that two things never share a name.
pub(super) fn safe(name: &str) -> String {
    let plain: String =
        name.chars().take(CHARACTERS_MAX).map(|letter| if is_plain(letter) { letter } else { '-' }).collect();
    let is_device = DEVICES.contains(&plain.as_str()) || is_numbered_device(&plain);
    if plain == name && !plain.is_empty() && !plain.starts_with('.') && !plain.ends_with('.') && !is_device {
        return plain;
    }
    let digest = sha256(name.as_bytes());
    let start = plain.trim_matches(['.', '-']);
    let gap = if start.is_empty() { "" } else { "-" };
    format!("{start}{gap}{}", digest.get(..8).unwrap_or_default())
}

/// Upper case is no plain letter: some file systems hold it for the lower one.
const fn is_plain(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_' | '.')
}

fn is_numbered_device(name: &str) -> bool {
    let number = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    number.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// SHA-256 as 64 hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The Region, the account and the last part of an ARN; those that it has.
pub(super) fn arn_parts(arn: &str) -> Option<(&str, &str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let (prefix, _, _) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let id = resource.rsplit_once('/').map_or(resource, |(_, id)| id);
    (prefix == "arn" && !id.is_empty()).then_some((region, account, id))
}

/// Whether a text is an account's id.
#[must_use]
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_every_file_system_and_stay_apart() {
        let same = ["wellarchitected", "0123456789abcdef0123456789abcdef", "eu-west-1", "111122223333", "my_lens.v2"];
        for name in same {
            assert_eq!(safe(name), name);
        }
        let changed = ["", ".", "..", ".hidden", "a/b", "a\\b", "a:b", "A", "con", "lpt1", "ü", "a\0b", "end.", "a b"];
        let long = "x".repeat(500);
        let mut seen = std::collections::BTreeSet::new();
        for name in changed.into_iter().chain([long.as_str()]) {
            let safe = safe(name);
            assert!(safe.len() <= 100 && !safe.is_empty() && !safe.starts_with('.'), "{name:?} {safe:?}");
            assert!(safe.chars().all(is_plain) && safe != name, "{name:?} {safe:?}");
            assert!(seen.insert(safe), "{name:?}");
        }
        let arn = "arn:aws:wellarchitected:eu-west-1:111122223333:lens/0123";
        assert!(safe(arn).starts_with("arn-aws-wellarchitected-eu-west-1-111122223333-lens-0123-"));
    }

    #[test]
    fn an_arn_has_parts() {
        let rows = [
            ("arn:aws:wellarchitected:eu-west-1:111122223333:workload/w", Some(("eu-west-1", "111122223333", "w"))),
            ("arn:aws:wellarchitected::aws:lens/wellarchitected", Some(("", "aws", "wellarchitected"))),
            ("wellarchitected", None),
            ("arn:aws:wellarchitected:eu-west-1:111122223333:workload/", None),
        ];
        for (arn, expected) in rows {
            assert_eq!(arn_parts(arn), expected, "{arn}");
        }
    }
}
