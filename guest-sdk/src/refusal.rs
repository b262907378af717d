//! Why a plugin does not answer.

use std::fmt;

use crate::contract;

/// Why a plugin does not answer. A refusal is a fault in the report, with this text beside it; it never stops the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// This plugin has nothing to say about this workload.
    NotApplicable(String),
    /// This plugin cannot work on this lens.
    UnsupportedLens(String),
    /// The settings fit the manifest and still make no sense.
    InvalidSettings(String),
    /// Anything else.
    Other(String),
}

impl Refusal {
    /// In words.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::NotApplicable(message)
            | Self::UnsupportedLens(message)
            | Self::InvalidSettings(message)
            | Self::Other(message) => message,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message())
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for contract::Refusal {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotApplicable(message) => Self::NotApplicable(message),
            Refusal::UnsupportedLens(message) => Self::UnsupportedLens(message),
            Refusal::InvalidSettings(message) => Self::InvalidSettings(message),
            Refusal::Other(message) => Self::Other(message),
        }
    }
}
