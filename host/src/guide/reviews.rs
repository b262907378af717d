//! From exported files to a report and a page.
//!
//! Five steps, none of which looks back: read, resolve, load plugins, assess, write.
//!
//! ```
//! use architrave::{host::Host, host::RunOptions, sample, sink, source};
//! use architrave_core::{assess, report::Allowed, snapshot};
//!
//! // 1. Texts: `source::read` takes paths, `-` among them for stdin; here, the sample that is built in.
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//!
//! // 2. Facts: every id is looked up, every risk settled. What is not whole is refused here, with what is missing.
//! let snapshots: Vec<_> =
//!     drafts.reviews.iter().map(|draft| snapshot::resolve(draft).expect("the sample resolves")).collect();
//! assert_eq!(snapshots[0].answers.len(), 57);
//!
//! // 3. Plugins: without any named, the defaults.
//! let host = Host::builder().build().expect("the defaults are built in");
//!
//! // 4. One review per snapshot, in their order, on all cores.
//! let reviews = host.assess(&snapshots, RunOptions::default(), |_done, _all| {});
//!
//! // 5. A report, as the command would write it.
//! let report = assess::report(&snapshots, host.provenance(Allowed::default(), None), reviews, None);
//! let json = sink::render(&report, sink::Format::Json, &sink::Style::default()).expect("memory takes it");
//! assert!(json.contains("\"architrave.report/1\""));
//! ```
//!
//! **Input.** [`source::parse`](crate::source::parse) takes responses of the AWS CLI, exports of two AWS labs, and custom
//! lens files with answers, in any order, and tells them apart by what they hold. [`Drafts`](crate::source::Drafts) borrow
//! from the texts; a [`Snapshot`](architrave_core::snapshot::Snapshot) owns all it needs.
//!
//! **Many reviews.** [`stream::assess`](crate::stream::assess) reads documents one by one and holds a few at a time, however
//! many pass. Within one process keep the [`Host`](crate::host::Host): loading compiles plugins, assessing does not.
//!
//! **The same bytes.** A report depends on inputs, plugins, settings and limits, not on the order of files, the number of
//! threads, or the cache. [`replay`](crate::replay) makes one again and compares.
