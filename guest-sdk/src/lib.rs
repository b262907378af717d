//! Write Architrave plugins in Rust.

pub mod codes;
#[doc(hidden)]
pub mod component;
mod export;
mod frame;
mod legend;
mod lens;
pub mod log;
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
#[doc(hidden)]
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
