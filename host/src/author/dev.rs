//! `plugin dev`: how good is the plugin after the last change? Its cases, its score, and what the change did to that.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use architrave_core::{diagnostic::Diagnostic, report::Review, snapshot::Snapshot};
use architrave_runtime::{Options, Runtime};

use super::{
    Built,
    cases::{self, Tested},
    load::unavailable,
};
use crate::{
    config::{Config, FILE_NAME, PluginConfig, PluginSource},
    diff::{self, Diff, Side},
    host::{Host, RunOptions},
    sink::{Style, words},
};

/// Most lines that a round says about what changed.
const LINES_MAX: usize = 24;

/// A project between two changes.
#[derive(Debug)]
pub struct Desk {
    folder: PathBuf,
    reviews: Vec<Snapshot>,
    options: Options,
    before: Option<Side>,
}

/// What is said of a plugin that was built.
#[derive(Debug)]
pub struct Round {
    size_bytes: usize,
    cases: Result<Tested, Vec<Diagnostic>>,
    reviews: Result<Vec<Review>, Vec<Diagnostic>>,
    change: Option<Diff>,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Every case passes, and no role faults.
    Good,
    /// A case fails, or a role faults.
    Bad,
    /// Cases or reviews could not be run.
    Unknown,
}

impl Desk {
    /// A project in `folder`, and the reviews to score in each round.
    #[must_use]
    pub const fn new(folder: PathBuf, reviews: Vec<Snapshot>, options: Options) -> Self {
        Self { folder, reviews, options, before: None }
    }

    /// Tries a plugin that was built and lies as `component` in the folder.
    ///
    /// The plugin gets the class that it asks for, and the settings that `architrave.toml` in the folder has for it.
    pub fn round(&mut self, built: &Built, component: &Path) -> Round {
        let class = built.manifest.class;
        let cases = cases::test(&built.component, class, &self.options, &self.folder.join("cases"));
        let side = self.side(
            &built.manifest.id,
            PluginConfig { class, ..PluginConfig::new(PluginSource::Path(component.to_owned())) },
        );
        let change = match (&self.before, &side) {
            (Some(before), Ok(after)) => Some(diff::compare(before, after, None)),
            (None, _) | (_, Err(_)) => None,
        };
        let reviews = side.as_ref().map(|side| side.reviews.clone()).map_err(Clone::clone);
        if let Ok(side) = side {
            self.before = Some(side);
        }
        Round { size_bytes: built.component.len(), cases, reviews, change }
    }

    /// Lock and trust are for what comes from others, and other plugins have no part.
    fn side(&self, id: &str, plugin: PluginConfig) -> Result<Side, Vec<Diagnostic>> {
        let path = self.folder.join(FILE_NAME);
        let mut beside = if path.is_file() { Config::read(&path)? } else { Config::default() };
        let settings = beside.plugins.remove(id).map(|configured| configured.settings);
        let plugin = PluginConfig { settings: settings.unwrap_or_else(|| plugin.settings.clone()), ..plugin };
        let config =
            Config { plugins: BTreeMap::from([(id.to_owned(), plugin)]), limits: beside.limits, ..Config::default() };
        let mut options = self.options.clone();
        config.limits.apply(&mut options);
        let runtime = Runtime::new(options).map_err(|error| unavailable(&error))?;
        let host = Host::load(&config, &runtime)?;
        let reviews = host.assess(&self.reviews, RunOptions::default(), |_, _| {});
        Ok(Side { plugins: host.plugins(), reviews })
    }
}

impl Round {
    /// How it stands. Without any cases, what counts is whether a role faults.
    #[must_use]
    pub fn state(&self) -> State {
        let cases = match &self.cases {
            Ok(tested) if tested.report.passes() => State::Good,
            Ok(_) => State::Bad,
            Err(problems) if is_none(problems) => State::Good,
            Err(_) => State::Unknown,
        };
        let reviews = match &self.reviews {
            Ok(reviews) if reviews.iter().all(|review| review.faults.is_empty()) => State::Good,
            Ok(_) => State::Bad,
            Err(_) => State::Unknown,
        };
        cases.max(reviews)
    }

    /// What kept cases or reviews from being run.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        let cases = self.cases.as_ref().err().filter(|problems| !is_none(problems));
        let mut problems: Vec<Diagnostic> =
            cases.into_iter().chain(self.reviews.as_ref().err()).flatten().cloned().collect();
        problems.dedup();
        problems
    }

    /// For people, about a screen: build, cases and the first that fails, scores, and what changed since the round before.
    #[must_use]
    pub fn to_text(&self, style: &Style) -> String {
        let mut text = format!("build   ok, {} bytes\n", self.size_bytes);
        match &self.cases {
            Ok(tested) => {
                text.push_str(&format!("cases   {}\n", tested.report.answer()));
                text.push_str(&tested.report.first_failure().unwrap_or_default());
            }
            Err(problems) if is_none(problems) => text.push_str("cases   there are none\n"),
            Err(_) => text.push_str("cases   could not be run\n"),
        }
        match &self.reviews {
            Ok(reviews) => reviews.iter().for_each(|review| tell(review, &mut text)),
            Err(_) => text.push_str("score   could not be had\n"),
        }
        if let Some(change) = &self.change {
            let told = change.to_text(&Style { top: 3, ..*style });
            let mut lines = told.lines();
            text.push_str(&format!("change  {}\n", lines.next().unwrap_or_default()));
            let rest: Vec<&str> = if change.is_empty() { Vec::new() } else { lines.collect() };
            for line in rest.iter().take(LINES_MAX) {
                text.push_str(&format!("{line}\n"));
            }
            if let more @ 1.. = rest.len().saturating_sub(LINES_MAX) {
                text.push_str(&format!("  … and {more} more lines\n"));
            }
        }
        text
    }
}

fn tell(review: &Review, text: &mut String) {
    let (score, workload) = (words::score(&review.score), words::workload(review));
    text.push_str(&format!("score   {score}  {workload}, lens {}\n", words::lens(review)));
    for fault in &review.faults {
        text.push_str(&format!("fault   {}: {}: {}\n", fault.role.as_str(), fault.fault, fault.detail));
    }
}

/// Whether all that is wrong with the cases is that there are none.
fn is_none(problems: &[Diagnostic]) -> bool {
    problems.iter().all(|problem| problem.code == "cases.none")
}
