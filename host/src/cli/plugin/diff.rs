//! `diff`: what would another version of a plugin change?

use std::{collections::BTreeMap, path::PathBuf};

use architrave_core::{diagnostic::Diagnostic, manifest::Class, snapshot::Snapshot};
use architrave_runtime::Runtime;
use clap::Args;

use super::super::{
    FAILS, PASSES, TextOrJson, UNDECIDED, WithArgs,
    output::Streams,
    review::{self, said},
};
use crate::{
    config::{AssessmentSection, Config, PluginConfig},
    diff::{self, Side},
    host::Host,
    sink::Style,
};

#[derive(Debug, Args)]
pub(in crate::cli) struct DiffArgs {
    /// The plugin as it is: the id of a built-in one, or a `.wasm` file
    #[arg(value_name = "BEFORE")]
    before: PathBuf,
    /// The plugin as it would be
    #[arg(value_name = "AFTER")]
    after: PathBuf,
    /// Files or folders of the answers to compare with; none for the built-in sample review
    #[arg(long, value_name = "PATH", num_args = 1..)]
    reviews: Vec<PathBuf>,
    /// Go on with reviews that are not whole
    #[arg(long)]
    allow_partial: bool,
    /// How many questions and improvements of each review are listed
    #[arg(long, default_value_t = 5, value_name = "N")]
    top: usize,
    #[command(flatten)]
    with: WithArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when nothing changes, 1 when something does, 2 when that cannot be said.
pub(super) fn run(args: &DiffArgs, streams: &Streams) -> u8 {
    let compared = said(streams, review::config(&args.with)).and_then(|config| {
        let runtime = said(streams, review::runtime(&args.with, &config))?;
        let snapshots = review::snapshots_of(&args.reviews, args.allow_partial, streams)?;
        let configs = said(streams, sides(args, &config))?;
        let [before, after] = configs.map(|config| said(streams, side(args, &config, &runtime, &snapshots)));
        Some(diff::compare(before?, after?, config.gate.as_ref()))
    });
    let Some(found) = compared else { return UNDECIDED };
    let text = match args.format {
        TextOrJson::Text => found.to_text(&Style { colour: streams.colour(), top: args.top, ..Style::default() }),
        TextOrJson::Json => match serde_json::to_string_pretty(&found) {
            Ok(text) => text + "\n",
            Err(error) => return streams.problem("cannot write the difference", &error),
        },
    };
    match streams.data(text.as_bytes()) {
        PASSES if !found.is_empty() => FAILS,
        written => written,
    }
}

/// Two configurations that differ in one plugin, which has one name in both. Of the configured plugins only the settings
/// of that one count.
fn sides(args: &DiffArgs, config: &Config) -> Result<[Config; 2], Vec<Diagnostic>> {
    let (before, after) = (review::plugin_source(&args.before, config)?, review::plugin_source(&args.after, config)?);
    let side = |source| {
        let configured = config.plugins.get(&before.0).or_else(|| config.plugins.get(&after.0));
        let settings = configured.map(|plugin| plugin.settings.clone());
        let plain = PluginConfig::new(source);
        // Whoever asks is at the keyboard: a plugin gets the class that it asks for.
        let plugin = PluginConfig { class: Class::Scripting, settings: settings.unwrap_or(plain.settings.clone()), ..plain };
        let plugins = BTreeMap::from([(before.0.clone(), plugin)]);
        Config { plugins, assessment: AssessmentSection::default(), ..config.clone() }
    };
    Ok([side(before.1.clone()), side(after.1.clone())])
}

fn side(
    args: &DiffArgs,
    config: &Config,
    runtime: &Runtime,
    snapshots: &[Snapshot],
) -> Result<Side, Vec<Diagnostic>> {
    let host = Host::load(config, runtime)?;
    let reviews = host.assess(snapshots, review::run_with(&args.with), |_, _| {});
    Ok(Side { plugins: host.plugins(), reviews })
}
