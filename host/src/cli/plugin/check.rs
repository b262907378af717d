//! `plugin check`: does a plugin keep the laws, and what it claims?

use std::path::PathBuf;

use architrave_core::{diagnostic::Diagnostic, manifest::Class};
use architrave_runtime::Options;
use clap::Args;
use serde_json::Value;

use super::subject;
use crate::{
    author::{check, inspect},
    cli::{FAILS, PASSES, TextOrJson, UNDECIDED, cache_place, compile, output::Streams},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
    /// A `.wasm` file, or the folder of a plugin that was built
    #[arg(value_name = "FILE|FOLDER", default_value = ".")]
    plugin: PathBuf,
    /// Settings to check it with, as a TOML file; else its defaults
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// How many reviews are generated for each law
    #[arg(long, value_name = "N")]
    reviews: Option<u64>,
    /// Neither read nor write the cache of compiled plugins; results are the same
    #[arg(long, hide_short_help = true)]
    no_cache: bool,
    #[command(flatten)]
    cache: cache_place::PlaceArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when it keeps every law and claim, 1 when it does not, 2 when it could not be loaded.
pub(super) fn run(args: &CheckArgs, streams: &Streams) -> u8 {
    match checked(args, streams) {
        Ok(report) => {
            let shown = subject::show(&report, &report.to_text(), args.format, streams);
            if shown == PASSES && !report.passes() { FAILS } else { shown }
        }
        Err(problems) => {
            streams.diagnostics("error", &problems);
            UNDECIDED
        }
    }
}

fn checked(args: &CheckArgs, streams: &Streams) -> Result<check::Report, Vec<Diagnostic>> {
    let settings = args.settings.as_deref().map_or(Ok(Value::Null), subject::settings).map_err(|one| vec![*one])?;
    let component = subject::component(&args.plugin, streams)?;
    // The author grants what the plugin asks for.
    let asked = inspect::inspect(&component).ok().and_then(|found| found.manifest);
    let class = asked.map_or(Class::Native, |manifest| manifest.class);
    let effort = args.reviews.map(|reviews| check::Effort { reviews, ..check::Effort::of(class) });
    // It is loaded twice, and compiled once where there is a cache.
    let cache = if args.no_cache { None } else { cache_place::options(&args.cache) };
    let options = Options { cache, compiler: compile::compiler(), ..Options::default() };
    check::check(&component, class, &settings, &options, effort)
}
