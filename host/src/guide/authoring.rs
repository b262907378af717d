//! Making a plugin: what `architrave plugin new`, `build`, `inspect`, `check`, `test`, `bench` and `profile` do, as calls.
//!
//! A plugin in Rust is a crate that depends on `architrave-guest`; in C, JavaScript and Python it is a file beside the contract's
//! text. [`new::project`](crate::author::new::project) writes either, [`build`](crate::author::build()) makes a component of it, and
//! the rest takes the component's bytes.
//!
//! ```
//! use architrave::{
//!     author::{
//!         inspect::inspect,
//!         profile::{Wanted, profile},
//!     },
//!     builtin, sample, source,
//! };
//! use architrave_core::{outcome::Role, snapshot};
//! use architrave_runtime::{Options, Step};
//! use serde_json::Value;
//!
//! let component = builtin::component("classic").expect("it is built in");
//! let found = inspect(component).expect("it is a component");
//! assert_eq!(found.manifest.expect("it has one").id, "classic");
//! // A plugin can call `log`, and nothing else.
//! assert!(found.imports.iter().flat_map(|import| &import.functions).all(|function| function == "log"));
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let snapshots = vec![snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves")];
//! let wanted = Wanted { roles: vec![Role::Scoring], calls: vec![Step::Score], samples: Some(20) };
//! let profile = profile(component, &Value::Null, &Options::default(), &snapshots, &wanted).expect("it runs");
//! // All its fuel is there, whatever the number of samples.
//! assert_eq!(profile.calls(), [("score", profile.fuel())]);
//! ```
//!
//! - [`check`](crate::author::check::check) holds a plugin to the laws of the host and to what its manifest claims, on generated
//!   reviews, and shows each failure on the smallest review that has it.
//! - [`cases::test`](crate::author::cases::test) compares with what its author expects.
//! - [`bench`](crate::author::bench::bench) measures time, fuel, memory and output of each role, beside the least that a review
//!   costs and beside the limits.
//! - [`profile`](crate::author::profile::profile) tells where the fuel goes, by function.
