//! The words of the contract that cross as integers: risk, level, reason, environment and so on.

use std::ops::{BitAnd, BitOr, Not};

/// The risk of a question, decided by the host; the same for every plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Risk {
    /// Nothing is selected; or the risk is one that this contract does not know, which counts the same.
    Unanswered,
    /// `HIGH`.
    High,
    /// `MEDIUM`.
    Medium,
    /// `NONE`.
    NoRisk,
    /// The question is out of the review.
    NotApplicable,
}

impl Risk {
    /// Reads the contract's code; a code that it does not list counts as unanswered.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::High,
            2 => Self::Medium,
            3 => Self::NoRisk,
            4 => Self::NotApplicable,
            _ => Self::Unanswered,
        }
    }

    /// The contract's code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Unanswered => 0,
            Self::High => 1,
            Self::Medium => 2,
            Self::NoRisk => 3,
            Self::NotApplicable => 4,
        }
    }

    /// Whether the question was answered: high, medium or none.
    #[must_use]
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::High | Self::Medium | Self::NoRisk)
    }

    /// Whether there is something to improve: high or medium. Only such questions have gaps.
    #[must_use]
    pub const fn is_at_risk(self) -> bool {
        matches!(self, Self::High | Self::Medium)
    }
}

/// The risk of leaving a best practice out, from the host's catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The catalogue does not know the practice, as in every custom lens.
    Unknown,
    /// `LOW`.
    Low,
    /// `MEDIUM`.
    Medium,
    /// `HIGH`.
    High,
}

impl Level {
    /// Reads the contract's code; a code that it does not list counts as unknown.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::Low,
            2 => Self::Medium,
            3 => Self::High,
            _ => Self::Unknown,
        }
    }

    /// The contract's code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Low => 1,
            Self::Medium => 2,
            Self::High => 3,
        }
    }
}

/// Why a question was marked not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No reason, or one that this contract does not list.
    NoneGiven,
    /// `OUT_OF_SCOPE`.
    OutOfScope,
    /// `BUSINESS_PRIORITIES`: an accepted risk.
    BusinessPriorities,
    /// `ARCHITECTURE_CONSTRAINTS`: an accepted risk.
    ArchitectureConstraints,
    /// `OTHER`.
    Other,
}

impl Reason {
    /// Reads the contract's code; a code that it does not list counts as none given.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::OutOfScope,
            2 => Self::BusinessPriorities,
            3 => Self::ArchitectureConstraints,
            4 => Self::Other,
            _ => Self::NoneGiven,
        }
    }

    /// The contract's code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::NoneGiven => 0,
            Self::OutOfScope => 1,
            Self::BusinessPriorities => 2,
            Self::ArchitectureConstraints => 3,
            Self::Other => 4,
        }
    }

    /// Whether this is an accepted risk rather than something out of scope.
    #[must_use]
    pub const fn is_accepted_risk(self) -> bool {
        matches!(self, Self::BusinessPriorities | Self::ArchitectureConstraints)
    }
}

/// What a workload is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// The input does not tell, or tells something that this contract does not list.
    Unknown,
    /// `PRODUCTION`.
    Production,
    /// `PREPRODUCTION`.
    Preproduction,
}

impl Environment {
    /// Reads the contract's code; a code that it does not list counts as unknown.
    #[must_use]
    pub const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::Production,
            2 => Self::Preproduction,
            _ => Self::Unknown,
        }
    }

    /// The contract's code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Production => 1,
            Self::Preproduction => 2,
        }
    }
}

/// A set of choices of one question, by position: at most 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ChoiceSet(pub u64);

impl ChoiceSet {
    /// Whether the choice at `position` is in it.
    #[must_use]
    pub const fn contains(self, position: u16) -> bool {
        position < 64 && self.0 >> position & 1 == 1
    }

    /// Adds the choice at `position`; one beyond the 64th is ignored.
    pub const fn insert(&mut self, position: u16) {
        if position < 64 {
            self.0 |= 1 << position;
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }
}

impl BitAnd for ChoiceSet {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for ChoiceSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Not for ChoiceSet {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0)
    }
}
