//! From arguments to a report: what `assess` and `explain` share.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use architrave_core::{
    assess,
    diagnostic::Diagnostic,
    gate,
    report::{self, Report},
    snapshot::{LensTable, Snapshot},
};
use architrave_runtime::{Allocation, Options, Runtime};

use super::{
    AllocationArg, ImagesArg, ReviewArgs, WithArgs, cache_place, compile, output::Streams, progress::Progress,
};
use crate::{
    config::{AssessmentSection, Config, PluginConfig, PluginSource},
    host::{Host, ImagePolicy, RunOptions},
    resolve, sample,
    source::{self, Inputs},
};

/// A report, and what decides the exit status beside it.
#[derive(Debug)]
pub(super) struct Assessed {
    pub(super) report: Report,
    /// Whether a plugin faulted and faults count.
    pub(super) faulted: bool,
}

/// How long each step took, for `--timings`.
#[derive(Debug)]
struct Timings {
    last: Instant,
    steps: Vec<(&'static str, Duration)>,
}

impl Timings {
    fn step(&mut self, name: &'static str) {
        let now = Instant::now();
        self.steps.push((name, now.duration_since(self.last)));
        self.last = now;
    }
}

/// Runs everything up to the report. What went wrong has been said when this returns `None`.
pub(super) fn assess(args: &ReviewArgs, streams: &Streams) -> Option<Assessed> {
    assess_inputs(args, None, streams)
}

/// The same of texts that were read elsewhere, where there are some.
pub(super) fn assess_inputs(args: &ReviewArgs, inputs: Option<Inputs>, streams: &Streams) -> Option<Assessed> {
    let mut timings = Timings { last: Instant::now(), steps: Vec::new() };
    let config = said(streams, config(&args.with))?;
    let snapshots = snapshots(args, inputs, streams)?;
    timings.step("read and resolve");
    let runtime = said(streams, runtime(&args.with, &config))?;
    let host = said(streams, Host::load(&config, &runtime))?;
    timings.step("load plugins");
    let options = run_options(args);
    let mut progress = Progress::new();
    let reviews = host.assess(&snapshots, options, |done, all| progress.at("assessing review", done, all));
    progress.finish();
    timings.step("run plugins");
    let assessed = assessed(&host, &config, args, &snapshots, reviews);
    timings.step("report");
    if args.with.timings {
        streams.say(&format!("cache: {}", runtime.cache_problem().unwrap_or("in use")));
        streams.say(&format!("compiled: {}", runtime.compiled_count()));
        for (name, took) in &timings.steps {
            streams.say(&format!("{name:>16} {:>9} µs", took.as_micros()));
        }
    }
    for snapshot in &snapshots {
        streams.diagnostics("warning", &snapshot.partial);
    }
    Some(assessed)
}

/// From files to snapshots. Their texts are gone when this returns.
fn snapshots(args: &ReviewArgs, inputs: Option<Inputs>, streams: &Streams) -> Option<Vec<Snapshot>> {
    match inputs {
        Some(inputs) => resolved(&inputs, args.allow_partial, streams),
        None => snapshots_of(&args.paths, args.allow_partial, streams),
    }
}

/// The reviews in files and folders; the sample where none is named.
pub(super) fn snapshots_of(paths: &[PathBuf], allow_partial: bool, streams: &Streams) -> Option<Vec<Snapshot>> {
    let inputs = if paths.is_empty() { sample::inputs() } else { source::read(paths, &mut std::io::stdin()) };
    resolved(&inputs, allow_partial, streams)
}

fn resolved(inputs: &Inputs, allow_partial: bool, streams: &Streams) -> Option<Vec<Snapshot>> {
    let drafts = said(streams, source::parse(inputs))?;
    let unanswered: Vec<Diagnostic> = resolve::without_answers(&drafts);
    let snapshots = said(streams, resolve::snapshots(drafts, &mut LensTable::default(), allow_partial))?;
    if snapshots.is_empty() {
        streams.diagnostics("error", &unanswered);
        return None;
    }
    streams.diagnostics("warning", &unanswered);
    Some(snapshots)
}

/// The report over reviews that were run.
pub(super) fn assessed(
    host: &Host,
    config: &Config,
    args: &ReviewArgs,
    snapshots: &[Snapshot],
    reviews: Vec<report::Review>,
) -> Assessed {
    let faulted = !args.allow_faults && reviews.iter().any(|review| !review.faults.is_empty());
    let partial: BTreeSet<usize> =
        reviews.iter().enumerate().filter(|(_, review)| review.partial).map(|(position, _)| position).collect();
    let context = gate::Context { partial, allow_faults: args.allow_faults };
    let verdict = config.gate.as_ref().map(|gate| gate::judge(gate, &reviews, &context));
    let allowed = report::Allowed { notes: args.notes, partial: args.allow_partial, faults: args.allow_faults };
    let report = assess::report(snapshots, host.provenance(allowed, config.gate.as_ref()), reviews, verdict);
    Assessed { report, faulted }
}

/// Prints the problems of a step that failed.
pub(super) fn said<T>(streams: &Streams, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
    result.map_err(|problems| streams.diagnostics("error", &problems)).ok()
}

pub(super) fn config(args: &WithArgs) -> Result<Config, Vec<Diagnostic>> {
    let mut config = match &args.config {
        Some(path) => Config::read(path)?,
        None if args.no_config => Config::default(),
        None => Config::discover(&std::env::current_dir().unwrap_or_default())?,
    };
    #[cfg(feature = "oci")]
    args.supply.apply(&mut config, true)?;
    for plugin in &args.plugins {
        let (name, source) = plugin_source(plugin, &config)?;
        config.plugins.insert(name, PluginConfig::new(source));
    }
    if let Some(assessment) = args.assessment.as_ref().filter(|_| names_no_plugin(&config)) {
        config.assessment = assessment.clone();
    }
    Ok(config)
}

fn names_no_plugin(config: &Config) -> bool {
    config.plugins.is_empty() && config.assessment == AssessmentSection::default()
}

/// A name without folders and without `.wasm` is a built-in plugin; a reference is one of a registry, named by its id in
/// the lock; anything else is a file, named by its stem.
pub(super) fn plugin_source(plugin: &Path, config: &Config) -> Result<(String, PluginSource), Vec<Diagnostic>> {
    let text = plugin.to_string_lossy();
    if text.contains("://") {
        let unusable =
            |problem| vec![Diagnostic::error("config.plugin", format!("cannot use plugin `{text}`: {problem}"))];
        let source = PluginSource::parse(&text, Path::new("")).map_err(unusable)?;
        return Ok((name_of(&source, config), source));
    }
    let is_file = plugin.extension().is_some() || plugin.components().count() > 1;
    if is_file {
        let stem = plugin.file_stem().unwrap_or(plugin.as_os_str()).to_string_lossy().into_owned();
        Ok((stem, PluginSource::Path(plugin.to_owned())))
    } else {
        let id = text.strip_prefix("builtin:").unwrap_or(&text).to_owned();
        Ok((id.clone(), PluginSource::Builtin(id)))
    }
}

/// What a plugin of a registry is called: its id where it is locked, else the end of its repository.
#[cfg(feature = "oci")]
fn name_of(source: &PluginSource, config: &Config) -> String {
    let PluginSource::Registry(reference) = source else { return String::new() };
    match config.supply.locked(&reference.to_string()) {
        Ok(locked) => locked.identity.id.clone(),
        Err(_) => reference.repository.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// Registries are not known: no other address is a source.
#[cfg(not(feature = "oci"))]
const fn name_of(_source: &PluginSource, _config: &Config) -> String {
    String::new()
}

pub(super) fn runtime(args: &WithArgs, config: &Config) -> Result<Runtime, Vec<Diagnostic>> {
    let allocation = match args.allocation {
        AllocationArg::Auto => Allocation::Auto,
        AllocationArg::Pooled => Allocation::Pooled,
        AllocationArg::OnDemand => Allocation::OnDemand,
    };
    let cache = if args.no_cache { None } else { cache_place::options(&args.cache) };
    let mut options = Options { allocation, cache, compiler: compile::compiler(), ..Options::default() };
    config.limits.apply(&mut options);
    Runtime::new(options).map_err(|error| {
        vec![Diagnostic::error("runtime.unavailable", format!("cannot start the plugin runtime: {error}"))]
    })
}

/// How reviews are run, as the arguments say.
pub(super) const fn run_options(args: &ReviewArgs) -> RunOptions {
    RunOptions { show: assess::Options { notes: args.notes }, ..run_with(&args.with) }
}

/// The same without notes.
pub(super) const fn run_with(args: &WithArgs) -> RunOptions {
    RunOptions { show: assess::Options { notes: false }, images: images(args.images), threads: args.threads }
}

const fn images(images: ImagesArg) -> ImagePolicy {
    match images {
        ImagesArg::Auto => ImagePolicy::Auto,
        ImagesArg::Always => ImagePolicy::Always,
        ImagesArg::Never => ImagePolicy::Never,
    }
}
