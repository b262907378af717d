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
    config::{AssessmentSection, Config, PluginConfig, PluginSource},
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

/// Of the configured plugins only the settings of these two count. 0 when nothing changes, 1 when something does, 2 when that cannot be said.
pub(super) fn run(args: &DiffArgs, streams: &Streams) -> u8 {
    let compared = said(streams, review::config(&args.with)).and_then(|config| {
        let runtime = said(streams, review::runtime(&args.with, &config))?;
        let snapshots = review::snapshots_of(&args.reviews, args.allow_partial, streams)?;
        let versions = said(streams, versions(args, &config))?;
        let [before, after] = versions.map(|version| said(streams, side(&version, &args.with, &runtime, &snapshots)));
        Some(diff::compare(&before?, &after?, config.gate.as_ref()))
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

/// One of the two: what it is called, and a configuration with nothing but it and the defaults.
struct Version {
    name: String,
    config: Config,
}

/// Two configurations that differ in one plugin, which stands under one name in both, so that nothing differs but what it
/// says.
fn versions(args: &DiffArgs, config: &Config) -> Result<[Version; 2], Vec<Diagnostic>> {
    let (before, source_before) = review::plugin_source(&args.before, config)?;
    let (after, source_after) = review::plugin_source(&args.after, config)?;
    let version = |name: &String, other: &String, source: PluginSource| {
        // A version in a file is called as its file is, and means the settings of the one that it stands beside.
        let is_shipped = matches!(source, PluginSource::Builtin(_));
        let beside = config.plugins.get(other).filter(|_| !is_shipped);
        let settings = config.plugins.get(name).or(beside).map(|plugin| plugin.settings.clone());
        let plain = PluginConfig::new(source);
        // Whoever asks is at the keyboard: a plugin gets the class that it asks for.
        let plugin = PluginConfig { class: Class::Scripting, settings: settings.unwrap_or(plain.settings), ..plain };
        let plugins = BTreeMap::from([(before.clone(), plugin)]);
        Version {
            name: name.clone(),
            config: Config { plugins, assessment: AssessmentSection::default(), ..config.clone() },
        }
    };
    Ok([version(&before, &after, source_before), version(&after, &before, source_after)])
}

fn side(
    version: &Version,
    with: &WithArgs,
    runtime: &Runtime,
    snapshots: &[Snapshot],
) -> Result<Side, Vec<Diagnostic>> {
    let host = Host::load(&version.config, runtime).map_err(for_trial)?;
    let reviews = host.assess(snapshots, review::run_with(with), |_, _| {});
    let mut plugins = host.plugins();
    for plugin in plugins.iter_mut().filter(|plugin| version.config.plugins.contains_key(&plugin.id)) {
        plugin.id.clone_from(&version.name);
    }
    Ok(Side { plugins, reviews })
}

/// Whoever looks at another version has not approved it yet: it is locked in a file of its own until then.
fn for_trial(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    const HELP: &str = "to look at it before you approve it, run `architrave plugin lock --lock trial.lock` with the reference \
                        behind it, then this again with `--lock trial.lock`";
    let helped = |problem: Diagnostic| match problem.code {
        "lock.missing" => problem.help(HELP),
        _ => problem,
    };
    problems.into_iter().map(helped).collect()
}
