//! `assess --watch`: assesses, and again whenever reviews or plugins change; a plugin takes over when the reviews allow it.

use std::path::{Path, PathBuf};

use architrave_core::{diagnostic::Diagnostic, snapshot::Snapshot};
use architrave_runtime::Runtime;

use super::{
    AssessArgs, PASSES, UNDECIDED, assess,
    output::Streams,
    review::{self, Assessed, said},
};
use crate::{
    author::watch::Watch,
    config::{Config, FILE_NAME, PluginSource},
    host::Host,
    reload::{Bound, Reloading},
};

/// What works now.
struct Desk {
    config: Config,
    runtime: Runtime,
    reviews: Vec<Snapshot>,
    live: Reloading,
}

/// Ends when the first assessment cannot be made, when a report cannot be written, or when nothing can be watched.
pub(super) fn run(args: &AssessArgs, streams: &Streams) -> u8 {
    let unfit = unfit(args).map(|(code, what)| {
        Diagnostic::error(code, format!("cannot watch {what}"))
            .help("watch files and folders, with the report elsewhere")
    });
    match unfit.map_or_else(|| watch(args, streams), |problem| Err(Box::new(problem))) {
        Ok(status) => status,
        Err(problem) => streams.failed(&problem),
    }
}

/// What cannot be watched.
fn unfit(args: &AssessArgs) -> Option<(&'static str, String)> {
    #[cfg(feature = "aws")]
    if args.aws.aws || args.aws.store.reads() || args.aws.store.writes() {
        return Some(("watch.aws", "what is in AWS".to_owned()));
    }
    if args.review.paths.iter().any(|path| path.as_os_str() == "-") {
        return Some(("watch.stdin", "stdin".to_owned()));
    }
    // Each report would be a change of the reviews.
    let folder = args.output.as_deref()?.parent()?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().ok()?;
    let is_within = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| folder.starts_with(path));
    let around = args.review.paths.iter().find(is_within)?;
    Some(("watch.output", format!("`{}`: the report would be written into it", around.display())))
}

fn watch(args: &AssessArgs, streams: &Streams) -> Result<u8, Box<Diagnostic>> {
    let Some(config) = said(streams, review::config(&args.review.with)) else { return Ok(UNDECIDED) };
    // Watched first, then read: what changes meanwhile is seen.
    let mut watch = Watch::new(roots(args, &config))?;
    let Some(mut desk) = desk(args, config, streams) else { return Ok(UNDECIDED) };
    loop {
        let written = assess::write(args, &desk.assess(args), streams);
        if written != PASSES {
            return Ok(written);
        }
        loop {
            streams.say("waiting for a change; Ctrl-C ends");
            let changed = watch.wait()?;
            if desk.take(&changed, args, &mut watch, streams)? {
                break;
            }
        }
    }
}

fn desk(args: &AssessArgs, config: Config, streams: &Streams) -> Option<Desk> {
    let reviews = review::snapshots_of(&args.review.paths, args.review.allow_partial, streams)?;
    let runtime = said(streams, review::runtime(&args.review.with, &config))?;
    let host = said(streams, Host::load(&config, &runtime))?;
    let bound = Bound { score_change: args.watch_bound, verdict_flips: 0 };
    let live = Reloading::new(host, reviews.clone(), config.gate.clone(), bound);
    Some(Desk { config, runtime, reviews, live })
}

/// Reviews, the configuration with what stands beside it, and the files of plugins.
fn roots(args: &AssessArgs, config: &Config) -> Vec<PathBuf> {
    let mut roots = args.review.paths.clone();
    let with = &args.review.with;
    let file = with.config.clone().or_else(|| config.path.clone()).unwrap_or_else(|| PathBuf::from(FILE_NAME));
    for name in [FILE_NAME, "architrave.lock", "trust.toml"] {
        roots.push(file.with_file_name(name));
    }
    roots.push(file);
    for plugin in config.plugins.values() {
        if let PluginSource::Path(path) = &plugin.source {
            roots.push(path.clone());
        }
    }
    roots
}

impl Desk {
    fn assess(&self, args: &AssessArgs) -> Assessed {
        let host = self.live.current();
        let options = review::run_options(&args.review);
        let reviews = host.assess(&self.reviews, options, |_, _| {});
        review::assessed(&host, &self.config, &args.review, &self.reviews, reviews)
    }

    /// Takes what changed, and says what kept it from being taken; whether a new report is due.
    fn take(
        &mut self,
        changed: &[PathBuf],
        args: &AssessArgs,
        watch: &mut Watch,
        streams: &Streams,
    ) -> Result<bool, Box<Diagnostic>> {
        let is_review = |path: &PathBuf| args.review.paths.iter().any(|root| path.starts_with(root));
        let (of_reviews, others): (Vec<&PathBuf>, Vec<&PathBuf>) = changed.iter().partition(|path| is_review(path));
        let mut is_due = false;
        if !of_reviews.is_empty()
            && let Some(reviews) = review::snapshots_of(&args.review.paths, args.review.allow_partial, streams)
        {
            streams.say("reviews changed");
            self.live = self.live.renewed(reviews.clone(), self.config.gate.clone());
            self.reviews = reviews;
            is_due = true;
        }
        if !others.is_empty()
            && let Some(config) = said(streams, review::config(&args.review.with))
        {
            watch.add(roots(args, &config))?;
            is_due |= self.offer(config, args, streams).unwrap_or_default();
        }
        Ok(is_due)
    }

    /// Offers the plugins as they are configured now; whether anything is other than before. `None` where the old ones stay.
    fn offer(&mut self, config: Config, args: &AssessArgs, streams: &Streams) -> Option<bool> {
        let runtime = match config.limits == self.config.limits {
            true => self.runtime.clone(),
            false => said(streams, review::runtime(&args.review.with, &config))?,
        };
        let is_other_gate = config.gate != self.config.gate;
        let judged = is_other_gate.then(|| self.live.renewed(self.reviews.clone(), config.gate.clone()));
        let old = self.live.current();
        let live = judged.as_ref().unwrap_or(&self.live);
        let swapped = live.offer(&config, &runtime).map_err(|kept| streams.say(&kept.to_string())).ok()?;
        let new = live.current();
        if let Some(judged) = judged {
            self.live = judged;
        }
        (self.config, self.runtime) = (config, runtime);
        let is_other_plugin = old.plugins() != new.plugins() || old.selection() != new.selection();
        if is_other_plugin {
            streams.say(&format!("the new plugins took over: {}", swapped.diff.answer()));
        }
        Some(is_other_plugin || is_other_gate)
    }
}
