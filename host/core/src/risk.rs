//! The three vocabularies of risk, each a type of its own.
//!
//! The API records [`Risk`], the rules of a custom lens speak of [`RuleRisk`], and a best practice has a [`Level`].

use std::fmt;

/// The risk of a question, as the API has it (`Risk` in the service model), with one more case for values that this
/// version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Risk {
    /// Nothing selected and applicable. Not known, and never good.
    Unanswered,
    /// `HIGH`.
    High,
    /// `MEDIUM`.
    Medium,
    /// `NONE`; not called `None`, which beside `Option::None` misleads.
    NoRisk,
    /// The question is out of the review.
    NotApplicable,
    /// Recorded with a value that we do not know, or set by no rule. Treated as unanswered in every count and score.
    Unknown,
}

impl Risk {
    /// All cases, in the order of the report's counts.
    pub const ALL: [Self; 6] =
        [Self::High, Self::Medium, Self::NoRisk, Self::Unanswered, Self::NotApplicable, Self::Unknown];

    /// As the report writes it: the API's words, and `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unanswered => "UNANSWERED",
            Self::High => "HIGH",
            Self::Medium => "MEDIUM",
            Self::NoRisk => "NONE",
            Self::NotApplicable => "NOT_APPLICABLE",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the API's word; a word that we do not know gives [`Risk::Unknown`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "UNANSWERED" => Self::Unanswered,
            "HIGH" => Self::High,
            "MEDIUM" => Self::Medium,
            "NONE" => Self::NoRisk,
            "NOT_APPLICABLE" => Self::NotApplicable,
            _ => Self::Unknown,
        }
    }

    /// The contract's code (`risk` in `plugin.wit`).
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Unanswered => 0,
            Self::High => 1,
            Self::Medium => 2,
            Self::NoRisk => 3,
            Self::NotApplicable => 4,
            Self::Unknown => 255,
        }
    }

    /// Whether the question counts as answered: high, medium or none.
    #[must_use]
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::High | Self::Medium | Self::NoRisk)
    }

    /// Whether there is something to improve: high or medium.
    #[must_use]
    pub const fn is_at_risk(self) -> bool {
        matches!(self, Self::High | Self::Medium)
    }
}

impl fmt::Display for Risk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// What a rule of a custom lens sets (`riskRules[].risk` in lens JSON).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleRisk {
    /// `HIGH_RISK`.
    High,
    /// `MEDIUM_RISK`.
    Medium,
    /// `NO_RISK`.
    NoRisk,
}

impl RuleRisk {
    /// As lens JSON writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "HIGH_RISK",
            Self::Medium => "MEDIUM_RISK",
            Self::NoRisk => "NO_RISK",
        }
    }

    /// Reads lens JSON's word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "HIGH_RISK" => Some(Self::High),
            "MEDIUM_RISK" => Some(Self::Medium),
            "NO_RISK" => Some(Self::NoRisk),
            _ => None,
        }
    }

    /// The risk that a question gets when a rule sets this.
    #[must_use]
    pub const fn risk(self) -> Risk {
        match self {
            Self::High => Risk::High,
            Self::Medium => Risk::Medium,
            Self::NoRisk => Risk::NoRisk,
        }
    }
}

/// The risk of leaving a best practice out, as the framework's pages state it; the API does not carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Not in the catalogue.
    Unknown,
    /// `LOW`.
    Low,
    /// `MEDIUM`.
    Medium,
    /// `HIGH`.
    High,
}

impl Level {
    /// As the report writes it; `None` where unknown.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::Low => Some("LOW"),
            Self::Medium => Some("MEDIUM"),
            Self::High => Some("HIGH"),
        }
    }

    /// Reads the catalogue's word.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "HIGH" => Self::High,
            "MEDIUM" => Self::Medium,
            "LOW" => Self::Low,
            _ => Self::Unknown,
        }
    }

    /// The contract's code (`level` in `plugin.wit`).
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

/// Why a question or choice was marked not applicable (`AnswerReason` and `ChoiceReason` in the service model).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// `NONE`, absent, or a value that we do not know.
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
    /// All cases.
    pub const ALL: [Self; 5] =
        [Self::OutOfScope, Self::BusinessPriorities, Self::ArchitectureConstraints, Self::Other, Self::NoneGiven];

    /// As the API writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoneGiven => "NONE",
            Self::OutOfScope => "OUT_OF_SCOPE",
            Self::BusinessPriorities => "BUSINESS_PRIORITIES",
            Self::ArchitectureConstraints => "ARCHITECTURE_CONSTRAINTS",
            Self::Other => "OTHER",
        }
    }

    /// Reads the API's word.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "OUT_OF_SCOPE" => Self::OutOfScope,
            "BUSINESS_PRIORITIES" => Self::BusinessPriorities,
            "ARCHITECTURE_CONSTRAINTS" => Self::ArchitectureConstraints,
            "OTHER" => Self::Other,
            _ => Self::NoneGiven,
        }
    }

    /// The contract's code (`reason` in `plugin.wit`).
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
