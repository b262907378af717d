//! The gate, and why a question has its score.
//!
//! A verdict is a value: rules that failed, with the reason of each, or `None` where something was not decided. An explanation
//! judges nothing; it puts side by side what the report holds, with the arithmetic of the score spelled out.
//!
//! ```
//! use architrave::{explain, host::Host, host::RunOptions, sample, source};
//! use architrave_core::{
//!     assess,
//!     gate::{self, Gate, Rules},
//!     report::Allowed,
//!     snapshot,
//! };
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let snapshots = vec![snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves")];
//! let host = Host::builder().build().expect("the defaults are built in");
//! let reviews = host.assess(&snapshots, RunOptions::default(), |_, _| {});
//!
//! // No high risk at all: more than the sample can show.
//! let strict = Gate { overall: Rules { max_high: Some(0), ..Rules::default() }, ..Gate::default() };
//! let verdict = gate::judge(&strict, &reviews, &gate::Context::default());
//! assert_eq!(verdict.passes, Some(false));
//! assert!(!verdict.because.is_empty());
//!
//! let provenance = host.provenance(Allowed::default(), Some(&strict));
//! let report = assess::report(&snapshots, provenance, reviews, Some(verdict));
//! let found = explain::explain(&report, "SEC02", None).expect("the sample has it");
//! assert_eq!(found.question.id, "identities");
//! let working = found.working.expect("it is scored");
//! assert!(working.points <= working.of);
//! ```
//!
//! [`diff::compare`](crate::diff::compare) answers the same for two versions of a plugin: which scores, ranks and verdicts
//! change, in which workloads, and by which questions.
