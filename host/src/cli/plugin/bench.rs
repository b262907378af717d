//! `plugin bench`: what does a review cost with this plugin?

use std::path::PathBuf;

use architrave_core::diagnostic::Diagnostic;
use architrave_runtime::{Images, Options};
use clap::Args;
use serde_json::Value;

use super::subject;
use crate::{
    author::bench,
    cli::{FAILS, ImagesArg, PASSES, TextOrJson, UNDECIDED, compile, output::Streams, review},
};

/// Reviews that are measured; with more the answer would be long in coming.
const REVIEWS_MAX: usize = 5;

#[derive(Debug, Args)]
pub(in crate::cli) struct BenchArgs {
    /// A `.wasm` file, or the folder of a plugin that was built
    #[arg(value_name = "FILE|FOLDER", default_value = ".")]
    plugin: PathBuf,
    /// Files or folders of the answers to measure with, the first five reviews; none for the built-in sample review
    #[arg(long, value_name = "PATH", num_args = 1..)]
    reviews: Vec<PathBuf>,
    /// Settings to measure it with, as a TOML file; else its defaults
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Whether reviews start from an image of the prepared plugin; `auto` makes one for plugins of the class `native`
    #[arg(long, value_enum, default_value_t = ImagesArg::Auto, value_name = "WHEN")]
    images: ImagesArg,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when everything was measured, 1 when the plugin faulted or refused a review, 2 when it could not be loaded.
pub(super) fn run(args: &BenchArgs, streams: &Streams) -> u8 {
    let Some(mut snapshots) = review::snapshots_of(&args.reviews, false, streams) else { return UNDECIDED };
    if snapshots.len() > REVIEWS_MAX {
        streams.say(&format!("measured are the first {REVIEWS_MAX} of {} reviews", snapshots.len()));
        snapshots.truncate(REVIEWS_MAX);
    }
    let Some(report) = review::said(streams, measured(args, &snapshots, streams)) else { return UNDECIDED };
    if report.is_debug_build {
        let message = "this is a debug build of the host: times mean little";
        streams.diagnostics("warning", &[Diagnostic::note("bench.debug-build", message)]);
    }
    let shown = subject::show(&report, &report.to_text(), args.format, streams);
    if shown == PASSES && !report.is_sound() { FAILS } else { shown }
}

fn measured(
    args: &BenchArgs,
    snapshots: &[architrave_core::snapshot::Snapshot],
    streams: &Streams,
) -> Result<bench::Report, Vec<Diagnostic>> {
    let settings = args.settings.as_deref().map_or(Ok(Value::Null), subject::settings).map_err(|one| vec![*one])?;
    let component = subject::component(&args.plugin, streams)?;
    let options = Options { compiler: compile::compiler(), ..Options::default() };
    let images = match args.images {
        ImagesArg::Auto => None,
        ImagesArg::Always => Some(Images::Always),
        ImagesArg::Never => Some(Images::Never),
    };
    bench::bench(&component, &settings, &options, images, snapshots)
}
