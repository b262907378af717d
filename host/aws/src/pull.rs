//! How do reviews get from AWS into a folder? Listed, compared with what is there, fetched where it changed, checked,
//! written whole.

mod consolidated;
mod counts;
mod gate;
mod index;
mod names;
mod pages;
mod places;
mod review;
mod run;
mod select;
mod service;
mod tree;
mod workload;

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use architrave_core::diagnostic::Diagnostic;
use tokio::sync::watch;

pub use consolidated::{Consolidated, CountedWorkload, consolidated};
pub use names::is_account;
pub use places::Accounts;
pub(crate) use places::role_arn;
pub use run::pull;
pub use select::{Milestones, Selection};

use crate::{connect, error::Error};

/// What is pulled, from where, to where.
#[derive(Debug, Clone)]
pub struct Options {
    /// Credentials and deadlines of calls.
    pub connect: connect::Options,
    /// Whose workloads.
    pub accounts: Accounts,
    /// Regions; that of the chain where it is empty.
    pub regions: Vec<String>,
    /// Which workloads, lenses and milestones.
    pub selection: Selection,
    /// Whether every answer is asked for with its notes: one call for each question.
    pub notes: bool,
    /// Whether everything is fetched, changed or not.
    pub full: bool,
    /// Whether what AWS no longer has is removed from the folder.
    pub prune: bool,
    /// Most lens reviews that are fetched at a time, and most calls under way in each account and Region; fewer calls
    /// while AWS throttles.
    pub concurrency: NonZeroUsize,
    /// For everything together.
    pub deadline: Duration,
    /// Where the files go.
    pub folder: PathBuf,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What was done last.
    pub what: &'a str,
    /// Jobs that are done.
    pub done: usize,
    /// Jobs that are known so far.
    pub all: usize,
}

/// Why it ended before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Somebody said so.
    Interrupted,
    /// The overall deadline passed.
    Deadline,
}

/// Says to a running pull that it is to stop.
pub type Stop = watch::Receiver<bool>;

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Workloads that were listed and selected.
    pub workloads: usize,
    /// Lens reviews that were fetched and written.
    pub fetched: usize,
    /// Lens reviews that had not changed.
    pub unchanged: usize,
    /// Lens reviews that were listed and not reached.
    pub left: usize,
    /// What failed; everything else is complete.
    pub errors: Vec<Error>,
    /// What a reader should know.
    pub notes: Vec<Diagnostic>,
    /// Whether it ended early.
    pub stopped: Option<Stopped>,
    /// Files of everything that was selected, within the folder, sorted.
    pub files: Vec<String>,
}

impl Outcome {
    /// Whether everything that was asked for is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.errors.is_empty() && self.stopped.is_none() && self.left == 0
    }
}
