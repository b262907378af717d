//! Errors, diagnostics and faults, and who can do something about each.
//!
//! | what is wrong | how it comes | who acts |
//! |---|---|---|
//! | an input, a configuration, a reference | `Vec<`[`Diagnostic`](architrave_core::diagnostic::Diagnostic)`>`: all problems at once, each with a code that stays, one line, what to do, and where | whoever wrote it |
//! | a plugin cannot be used | [`LoadError`](architrave_runtime::LoadError) with code and help; [`Host::load`](crate::host::Host::load) makes diagnostics of it | its author, or the operator |
//! | a plugin misbehaves on a review | [`Fault`](architrave_core::outcome::Fault), a value in the report; other roles, plugins and reviews are as without it | its author |
//! | a review scores badly | [`Verdict`](architrave_core::report::Verdict), a value | the workload's owner |
//! | something to know | diagnostics in the report, of the severity `note` | nobody need |
//! | a bug of ours | a panic; one within a run of a plugin is caught and is a fault | us |
//!
//! Codes are what programs branch on; lines are for people, and may change.
//!
//! ```
//! use architrave::{
//!     config::Config,
//!     source::{self, Inputs},
//! };
//!
//! let mut inputs = Inputs::new(Vec::new());
//! inputs.push(Some("answers.json".to_owned()), b"{ \"LensReview\": ".to_vec());
//! let problems = source::parse(&inputs).expect_err("it is cut off");
//! assert!(problems.iter().all(|problem| !problem.message.is_empty()));
//! assert_eq!(problems[0].location.as_ref().and_then(|place| place.file.as_deref()), Some("answers.json"));
//!
//! let problems = Config::parse("[gate]\nmax_hihg = 1\n", "architrave.toml", ".".as_ref()).expect_err("a typing error");
//! assert!(problems[0].message.contains("max_hihg"));
//! ```
