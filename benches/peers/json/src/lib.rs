//! What does the same judgement cost in other shapes? The rules of the plugin `classic` in plain Rust, over types that
//! `serde_json` reads and writes.
//!
//! Natively [`judge`] is the floor of all judging. Compiled to WebAssembly it is a plugin as hosts of the kind of Extism
//! and waPC take it: a core module that gets a review as JSON bytes in its memory and answers with JSON bytes.

#[cfg(target_arch = "wasm32")]
mod guest;
mod rules;

use serde::{Deserialize, Serialize};

pub use rules::judge;

/// A review, as every peer gets it: one row per question and one per gap, nothing left to look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// In lens order.
    pub questions: Vec<Question>,
    /// In the host's order.
    pub gaps: Vec<Gap>,
}

/// A question with its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Where it belongs.
    pub pillar: Pillar,
    /// The risk that stands.
    pub risk: Risk,
    /// How many practices are neither selected nor not applicable.
    pub missing: u32,
}

/// Pillars that the tables list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the API's own names")]
pub enum Pillar {
    Security,
    Reliability,
    OperationalExcellence,
    Performance,
    CostOptimization,
    Sustainability,
    #[serde(other)]
    Other,
}

impl Pillar {
    /// All that the tables list, in their order.
    pub const LISTED: [(&'static str, Self); 6] = [
        ("security", Self::Security),
        ("reliability", Self::Reliability),
        ("operationalExcellence", Self::OperationalExcellence),
        ("performance", Self::Performance),
        ("costOptimization", Self::CostOptimization),
        ("sustainability", Self::Sustainability),
    ];
}

/// Risks, as the API writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the API's own names")]
pub enum Risk {
    High,
    Medium,
    None,
    NotApplicable,
    #[serde(other)]
    Unanswered,
}

/// Something that could be improved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Position of its question.
    pub question: usize,
    /// Whether it is a missing practice, and not the question's own row.
    pub practice: bool,
}

/// What three roles say about a review. Texts are codes, see `peers::codes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// One per question; `None` where it is not applicable.
    pub points: Vec<Option<Points>>,
    /// 10 for each question at high risk, 5 at medium, 1 at none.
    pub risk_score: i64,
    /// One per gap.
    pub gaps: Vec<Row>,
}

/// What one question adds to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// 0 to `of`.
    pub points: u32,
    /// 9.
    pub of: u32,
    /// Code of the reason.
    pub reason: u8,
}

/// What is said about one gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// 1 (first) to 10.
    pub priority: u32,
    /// In person-hours; 0 in the row of a practice.
    pub effort_hours: u32,
    /// Code of the reason for the priority.
    pub reason: u8,
    /// 0 low to 3 critical.
    pub severity: u8,
    /// Code of the consequence.
    pub consequence: u8,
}
