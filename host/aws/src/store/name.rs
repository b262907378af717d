//! What is the document of a review called?

use std::fmt;

/// Longest part that is written out; longer ones end in a digest.
const PART_BYTES_MAX: usize = 200;
/// Hexadecimal digits of that digest.
const DIGEST_DIGITS: usize = 16;

/// Which review a document is of. Parts hold letters, digits and `-._` only: any other byte is `_` and two hexadecimal
/// digits, `_` itself included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    workload: String,
    lens: String,
    state: String,
}

impl Place {
    /// Of a workload (its id, else its name), a lens (its alias or ARN), and a milestone; `None` for the current state.
    #[must_use]
    pub fn new(workload: &str, lens: &str, milestone: Option<u32>) -> Self {
        let state = milestone.map_or_else(|| "latest".to_owned(), |number| format!("milestone-{number}"));
        Self { workload: part(workload), lens: part(lens), state }
    }

    /// From `WORKLOAD/LENS/STATE`; `None` for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (workload, lens, state) = (parts.next()?, parts.next()?, parts.next()?);
        let is_state = state == "latest" || state.strip_prefix("milestone-").is_some_and(is_number);
        let whole = parts.next().is_none() && is_state && !workload.is_empty() && !lens.is_empty();
        whole.then(|| Self { workload: workload.to_owned(), lens: lens.to_owned(), state: state.to_owned() })
    }

    /// Whether it is of the current state.
    #[must_use]
    pub fn is_latest(&self) -> bool {
        self.state == "latest"
    }

    /// Whether it is of a workload that is named as in [`Place::new`].
    #[must_use]
    pub fn is_of(&self, workload: &str) -> bool {
        self.workload == part(workload)
    }

    /// Whether it is of a lens that is named as in [`Place::new`].
    #[must_use]
    pub fn is_with(&self, lens: &str) -> bool {
        self.lens == part(lens)
    }

    /// The workload, as it stands in names.
    #[must_use]
    pub fn workload(&self) -> &str {
        &self.workload
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}/{}", self.workload, self.lens, self.state)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn part(text: &str) -> String {
    let mut part = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => part.push(char::from(byte)),
            other => part.push_str(&format!("_{other:02x}")),
        }
    }
    if part.len() > PART_BYTES_MAX {
        let digest: String = super::digest(text).chars().take(DIGEST_DIGITS).collect();
        part.truncate(PART_BYTES_MAX);
        part.push_str(&format!("__{digest}"));
    }
    part
}
