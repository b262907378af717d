//! How does a long-running host take a new version of its plugins? It is loaded, tried on canary reviews beside the old
//! one, and takes over in one step; on a fault, or a difference beyond a stated bound, the old one stays.
//!
//! ```
//! use architrave::{
//!     config::Config,
//!     host::{Host, RunOptions},
//!     reload::{Bound, Reloading},
//!     sample, source,
//! };
//! use architrave_core::snapshot;
//! use architrave_runtime::{Options, Runtime};
//!
//! let inputs = sample::inputs();
//! let drafts = source::parse(&inputs).expect("the sample is valid");
//! let canaries = vec![snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves")];
//! let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
//! let host = Host::load(&Config::default(), &runtime).expect("the defaults are built in");
//!
//! let live = Reloading::new(host, canaries, None, Bound { score_change: 50, verdict_flips: 0 });
//! let swapped = live.offer(&Config::default(), &runtime).expect("the same plugins change nothing");
//! assert!(swapped.diff.is_empty());
//! # let reviews: Vec<architrave_core::snapshot::Snapshot> = Vec::new();
//! let assessed = live.assess(&reviews, RunOptions::default());
//! assert_eq!(assessed.plugins, live.current().plugins());
//! ```

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use architrave_core::{
    diagnostic::Diagnostic,
    gate::Gate,
    report::{Plugin, Review},
    snapshot::Snapshot,
};

use crate::{
    config::Config,
    diff::{self, Diff, Side},
    host::{Host, RunOptions},
};
use architrave_runtime::Runtime;

/// A host whose plugins can be replaced while it works. May be shared between threads.
#[derive(Debug)]
pub struct Reloading {
    current: RwLock<Arc<Current>>,
    canaries: Vec<Snapshot>,
    gate: Option<Gate>,
    bound: Bound,
    /// Offers are tried one after the other, so that each is held against the one that it would replace.
    offers: Mutex<()>,
}

/// A host, and what it says of the canaries.
#[derive(Debug)]
struct Current {
    host: Arc<Host>,
    canaries: Vec<Review>,
}

/// How much the canaries may change when a new version takes over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bound {
    /// How far the score of a review may move, in basis points; a score that appears or is gone moves by 10 000.
    pub score_change: u32,
    /// How many verdicts may become others.
    pub verdict_flips: usize,
}

/// A new version took over.
#[derive(Debug)]
pub struct Swapped {
    /// What it changes in the canaries.
    pub diff: Diff,
}

/// Why the old version stayed.
#[derive(Debug)]
pub enum Kept {
    /// The new one could not be loaded.
    NotLoaded(Vec<Diagnostic>),
    /// It faulted on a canary; each fault in a line.
    Faulted(Vec<String>),
    /// It changes more than the bound allows.
    Differs {
        /// What would have changed.
        diff: Box<Diff>,
        /// What would have been allowed.
        bound: Bound,
    },
}

/// Reviews that were all assessed by the same plugins.
#[derive(Debug)]
pub struct Assessed {
    /// In the order of a report.
    pub reviews: Vec<Review>,
    /// The plugins that assessed them.
    pub plugins: Vec<Plugin>,
}

impl Reloading {
    /// Starts with `host`. With no canaries, a new version only has to load.
    #[must_use]
    pub fn new(host: Host, canaries: Vec<Snapshot>, gate: Option<Gate>, bound: Bound) -> Self {
        let current = RwLock::new(Arc::new(Current::of(host, &canaries)));
        Self { current, canaries, gate, bound, offers: Mutex::new(()) }
    }

    /// The same host with other canaries or another gate.
    #[must_use]
    pub fn renewed(&self, canaries: Vec<Snapshot>, gate: Option<Gate>) -> Self {
        let current = RwLock::new(Arc::new(Current::of_shared(self.current(), &canaries)));
        Self { current, canaries, gate, bound: self.bound, offers: Mutex::new(()) }
    }

    /// The host that works now. Whoever holds it goes on with the same plugins, whatever takes over meanwhile.
    #[must_use]
    pub fn current(&self) -> Arc<Host> {
        Arc::clone(&self.now().host)
    }

    /// Assesses reviews, all with the same plugins.
    pub fn assess(&self, snapshots: &[Snapshot], options: RunOptions) -> Assessed {
        let host = self.current();
        Assessed { reviews: host.assess(snapshots, options, |_, _| {}), plugins: host.plugins() }
    }

    /// Loads what `config` names, tries it, and lets it take over.
    ///
    /// # Errors
    ///
    /// Why the old version stayed.
    pub fn offer(&self, config: &Config, runtime: &Runtime) -> Result<Swapped, Kept> {
        self.offer_host(Host::load(config, runtime).map_err(Kept::NotLoaded)?)
    }

    /// Tries a host that is loaded already, and lets it take over.
    ///
    /// # Errors
    ///
    /// Why the old version stayed.
    pub fn offer_host(&self, host: Host) -> Result<Swapped, Kept> {
        let _one_at_a_time = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.now();
        let new = Current::of(host, &self.canaries);
        let faults: Vec<String> = new.canaries.iter().flat_map(faults).collect();
        if !faults.is_empty() {
            return Err(Kept::Faulted(faults));
        }
        let diff = diff::compare(&old.side(), &new.side(), self.gate.as_ref());
        let flips = diff.verdict_flips.unwrap_or_default();
        if diff.score_change_max > self.bound.score_change || flips > self.bound.verdict_flips {
            return Err(Kept::Differs { diff: Box::new(diff), bound: self.bound });
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(Swapped { diff })
    }

    fn now(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Current {
    fn of(host: Host, canaries: &[Snapshot]) -> Self {
        Self::of_shared(Arc::new(host), canaries)
    }

    fn of_shared(host: Arc<Host>, canaries: &[Snapshot]) -> Self {
        let canaries = host.assess(canaries, RunOptions::default(), |_, _| {});
        Self { host, canaries }
    }

    fn side(&self) -> Side {
        Side { plugins: self.host.plugins(), reviews: self.canaries.clone() }
    }
}

fn faults(review: &Review) -> Vec<String> {
    let line = |fault: &architrave_core::report::Fault| {
        format!("plugin `{}`, role {}: {}: {}", fault.plugin, fault.role.as_str(), fault.fault, fault.detail)
    };
    review.faults.iter().map(line).collect()
}

impl fmt::Display for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = |all: &[String]| match all {
            [] => String::new(),
            [only] => only.clone(),
            [first, rest @ ..] => format!("{first}, and {} more", rest.len()),
        };
        match self {
            Self::NotLoaded(problems) => {
                let messages: Vec<String> = problems.iter().map(|problem| problem.message.clone()).collect();
                write!(formatter, "the old plugins stay: {}", first(&messages))
            }
            Self::Faulted(faults) => write!(formatter, "the old plugins stay: on a canary, {}", first(faults)),
            Self::Differs { diff, bound } => write!(
                formatter,
                "the old plugins stay: a score moves by {} basis points and {} verdicts flip, allowed are {} and {}",
                diff.score_change_max,
                diff.verdict_flips.unwrap_or_default(),
                bound.score_change,
                bound.verdict_flips
            ),
        }
    }
}

impl std::error::Error for Kept {}
