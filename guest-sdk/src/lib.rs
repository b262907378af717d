//! Write Architrave plugins in Rust: one trait per role, one macro.
//!
//! A plugin judges reviews of AWS Well-Architected workloads: how good is it ([`Scoring`]), what comes first
//! ([`Priority`]), what happens if it is left so ([`Impact`]), how is it mended ([`Guidance`]). It is compiled to a
//! WebAssembly component that sees its arguments and nothing else. The facts (risks, counts, gaps) are the host's; the
//! host also computes every score, from the weights and points that the plugin gives.
//!
//! # A complete plugin
//!
//! It weighs what the profile prioritizes twice, gives a question half its points for a medium risk, and puts high risks
//! first. Here it is run natively on a small review, as its unit tests would.
//!
//! ```
//! use architrave_guest::{
//!     Answer, Frame, Gap, Legend, Lens, Plugin, Points, Priority, ReasonCode, Refusal, Review, Risk, Scope, Scoring,
//!     Settings, Urgency,
//! };
//!
//! struct Plain {
//!     good: ReasonCode,
//!     half: ReasonCode,
//!     bad: ReasonCode,
//! }
//!
//! impl Plugin for Plain {
//!     fn prepare(_: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
//!         Ok(Self {
//!             good: legend.reason("good", "no risk: all points"),
//!             half: legend.reason("half", "medium risk: half of the points"),
//!             bad: legend.reason("bad", "high risk: no points"),
//!         })
//!     }
//! }
//!
//! impl Scoring for Plain {
//!     fn weight(&self, _: Frame<'_>, scope: Scope<'_>) -> u32 {
//!         if scope.is_prioritized() { 4 } else { 2 }
//!     }
//!
//!     fn points(&self, _: Review<'_>, answer: Answer<'_>, of: u32) -> Points {
//!         match answer.risk() {
//!             Risk::NoRisk => Points::new(of, self.good),
//!             Risk::Medium => Points::new(of / 2, self.half),
//!             _ => Points::new(0, self.bad),
//!         }
//!     }
//! }
//!
//! impl Priority for Plain {
//!     fn prioritize(&self, _: Review<'_>, gap: Gap<'_>) -> Urgency {
//!         match gap.risk() {
//!             Risk::High => Urgency::new(1, self.bad),
//!             _ => Urgency::new(5, self.half),
//!         }
//!     }
//! }
//!
//! architrave_guest::export!(Plain: scoring, priority);
//!
//! # fn main() -> Result<(), Refusal> {
//! use architrave_guest::{Level, native::Fixture};
//!
//! let results = Fixture::new()
//!     .pillar("security")
//!     .question("identities", &[("mfa", Level::High), ("sso", Level::Medium)])
//!     .question("backups", &[("daily", Level::Medium)])
//!     .prioritized("identities")
//!     .answer("identities", Risk::Medium, &["mfa"])
//!     .answer("backups", Risk::High, &["backups_no"])
//!     .run::<Plain>()?;
//!
//! assert_eq!(results.weights, Some(vec![4, 2]));
//! assert_eq!(results.score_basis_points(), Some(3333)); // 2 of 6 points
//! assert_eq!(results.reason(0), Some("medium risk: half of the points"));
//! // The gaps: identities, its missing practice sso, backups, its missing practice daily.
//! assert_eq!(results.priorities.map(|rows| rows.priorities), Some(vec![5, 5, 1, 1]));
//! # Ok(())
//! # }
//! ```
//!
//! Its `Cargo.toml` has `crate-type = ["cdylib", "rlib"]`, and a `plugin.toml` beside it names id, version, roles,
//! claims and settings; `architrave-componentize` makes a component of the two.
//!
//! # What the SDK keeps for you
//!
//! * No weight on a question that is not applicable, no points for one that is not answered, never more points than
//!   weight. Weights are asked for before any answer is known, so they cannot depend on a risk.
//! * One row per question and gap, in order; priorities within 1 to 10; codes that belong to the right list.
//! * A panic reaches the report with its message and place. A refusal ([`Refusal`]) does too, and is the better way.
//! * Each review starts from the state that [`Plugin::prepare`] left.
//!
//! What it cannot keep, and your tests should: that a review which is nowhere worse never scores lower, and that a
//! repeated question changes nothing (the claims `monotone` and `size-independent`). [`valuation`] has both.
//!
//! # Speed
//!
//! A call has a fuel budget, and a fresh instance pays for every page that it touches. What a review allocates comes from
//! one stretch of memory, front to back, and is not looked after: it ends with the instance. A component has this
//! allocator and needs no other. Work out in
//! [`Plugin::prepare`] whatever depends on the lens alone (tables by pillar or question position, codes of texts), in
//! [`Plugin::begin`] what depends on the workload; the row functions should only look up.

mod cells;
pub mod codes;
#[doc(hidden)]
pub mod component;
mod export;
mod frame;
mod legend;
mod lens;
pub mod log;
#[cfg(any(target_arch = "wasm32", test))]
mod memory;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
mod outputs;
mod pillar_weights;
mod plugin;
mod refusal;
mod review;
#[doc(hidden)]
pub mod session;
mod settings;
pub mod valuation;

#[doc(hidden)]
pub mod bindings;

/// The types of the contract, as generated: columns of integers. Plugins do not need them; tests of the border do.
pub mod contract {
    pub use crate::bindings::{
        base::architrave::plugin::types::{
            Answers, Choice, ControlEntry, Frame, Gaps, Legend, LegendEntry, Lens, MeasureEntry, Milestone, Pillar,
            Question, Refusal, Review, Scope, Workload,
        },
        guidance::exports::architrave::plugin::guidance::Advice,
        impact::exports::architrave::plugin::impact::Consequences,
        priority::exports::architrave::plugin::priority::Priorities,
        scoring::exports::architrave::plugin::scoring::Scorecard,
    };
}

pub use codes::{ChoiceSet, Environment, Level, Reason, Risk};
pub use frame::{Frame, Scope, Workload};
pub use legend::{AdviceCode, Better, ConsequenceCode, ControlCode, Legend, MeasureCode, NO_CODE, ReasonCode};
pub use lens::{Choice, Lens, Pillar, Question};
pub use outputs::{Consequence, Controls, Effort, EffortBasis, Lines, Measures, Points, Severity, Urgency};
pub use pillar_weights::{PillarWeights, WeightSource};
pub use plugin::{Guidance, Impact, Plugin, Priority, Scoring};
pub use refusal::Refusal;
pub use review::{Answer, Gap, Milestone, Review};
pub use settings::Settings;
pub use valuation::Valuation;

#[cfg(test)]
mod tests;
