//! Which of the calls is it?

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Request;

/// Which of the counted calls; the first one is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Each.
    Always,
    /// The nth, the 2nth and so on; 1 or more.
    Every(u64),
    /// The first n.
    First(u64),
    /// From one to another, both included.
    Between {
        /// 1 or more.
        from: u64,
        /// Not before `from`; for ever if absent.
        to: Option<u64>,
    },
}

impl When {
    /// Whether it is the call of this number.
    #[must_use]
    pub fn holds(self, number: u64) -> bool {
        match self {
            Self::Always => true,
            Self::Every(n) => n > 0 && number.is_multiple_of(n),
            Self::First(n) => number <= n,
            Self::Between { from, to } => from <= number && to.is_none_or(|to| number <= to),
        }
    }
}

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// All calls of the rule's operations.
    Together,
    /// The calls of each operation by themselves.
    PerOperation,
    /// Equal requests: whatever else is going on at the same time, the nth try of one has the same number.
    PerRequest,
}

/// How many calls there were.
#[derive(Debug, Default)]
pub(super) struct Counter(BTreeMap<Vec<u8>, u64>);

impl Counter {
    /// Counts this call; its number, from 1.
    pub(super) fn count(&mut self, counted: Counted, request: &Request) -> u64 {
        let key = match counted {
            Counted::Together => Vec::new(),
            Counted::PerOperation => request.operation.as_bytes().to_vec(),
            Counted::PerRequest => {
                let Request { operation, caller, parameters } = request;
                Sha256::digest(format!("{operation} {caller} {}", Value::from(parameters.clone()))).to_vec()
            }
        };
        let number = self.0.entry(key).or_insert(0);
        *number = number.saturating_add(1);
        *number
    }
}
