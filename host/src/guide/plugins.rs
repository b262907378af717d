//! Which plugins run, their settings and limits, what becomes of one that misbehaves, and new versions.
//!
//! A plugin answers up to four roles: scoring, priority, impact and guidance. One plugin answers each of the first three, any
//! number give guidance, and further ones can be shown [beside](crate::host::HostBuilder::compare). Roles that nobody was
//! named for are answered by the defaults.
//!
//! ```
//! use architrave::{config::PluginSource, host::Host, host::RunOptions, sample, source};
//! use architrave_core::{outcome::Role, snapshot};
//! use architrave_runtime::{Limits, Options, Runtime};
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let snapshots = vec![snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves")];
//!
//! // A runtime may be shared by hosts. This one gives each call as good as no fuel.
//! let native = Limits { fuel_per_call: 10, fuel_per_row: 0, ..Limits::native() };
//! let runtime = Runtime::new(Options { native, ..Options::default() }).expect("this machine runs plugins");
//! let host = Host::builder()
//!     .plugin("finance", PluginSource::Builtin("financial-services".to_owned()))
//!     .settings("finance", serde_json::json!({ "effort_hours": { "HIGH": 40 } }))
//!     .answers("finance", &[Role::Scoring, Role::Priority, Role::Impact])
//!     .runtime(&runtime)
//!     .build()
//!     .expect("it is built in");
//!
//! // The facts stand; the score is gone, and the review says why.
//! let reviews = host.assess(&snapshots, RunOptions::default(), |_, _| {});
//! assert!(reviews[0].score.basis_points.is_none());
//! assert!(reviews[0].faults.iter().any(|fault| fault.plugin == "finance"));
//! ```
//!
//! **Limits** ([`Limits`](architrave_runtime::Limits)) come in two classes. A plugin runs with the one that its manifest asks
//! for, if it was [granted](crate::host::HostBuilder::class): `native` for compiled languages, `scripting` for JavaScript and
//! Python. Fuel is what bounds a call, the same on every machine; time stands behind it.
//!
//! **Faults** ([`Fault`](architrave_core::outcome::Fault)) are values of the report: a plugin that panics, loops, or breaks a
//! law of the contract loses the role that it did so in, and nothing else changes.
//!
//! **Untrusted components** are best compiled in another process: give
//! [`Options::compiler`](architrave_runtime::Options::compiler) a program that calls
//! [`compile::serve`](architrave_runtime::compile::serve), as the command does with itself. Compiled code is kept between
//! processes where [`Options::cache`](architrave_runtime::Options::cache) says.
//!
//! **New versions.** [`Reloading`](crate::reload::Reloading) holds a host that others use, tries a new one on canary reviews, and
//! lets it take over in one step, or keeps the old one and says why.
