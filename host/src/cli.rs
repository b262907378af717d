//! The command line: its words, and nothing that computes.
//!
//! stdout is data, stderr is talk. Exit status: 0 did it and it passes, 1 did it and it does not pass, 2 could not do it
//! or could not decide.

mod assess;
#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "oci")]
mod bundle;
mod cache;
mod cache_place;
mod compile;
mod explain;
mod lens;
#[cfg(feature = "aws")]
mod lens_aws;
#[cfg(feature = "aws")]
mod milestone;
mod output;
mod plugin;
mod progress;
#[cfg(feature = "aws")]
mod pull;
mod replay;
mod review;
#[cfg(feature = "aws")]
mod store;
mod stream;
#[cfg(feature = "oci")]
mod supply;
mod watch;
#[cfg(feature = "aws")]
mod workload;

use std::{num::NonZeroUsize, path::PathBuf, process::ExitCode, sync::LazyLock};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::AssessmentSection;

/// Did it and it passes.
const PASSES: u8 = 0;
/// Did it and it does not pass.
const FAILS: u8 = 1;
/// Could not do it, or could not decide.
const UNDECIDED: u8 = 2;

/// Scores AWS Well-Architected reviews with plugins compiled to WebAssembly.
#[derive(Debug, Parser)]
#[command(name = "architrave", version, long_version = long_version(), max_term_width = 100)]
struct Cli {
    /// When to use colour on stdout and stderr; colour never carries meaning alone
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true, value_name = "WHEN")]
    color: Colour,
    #[command(subcommand)]
    verb: Verb,
}

fn long_version() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let (engine, contract) = (architrave_runtime::engine(), architrave_runtime::contract());
        format!("{}\n{engine}, contract {contract}", env!("CARGO_PKG_VERSION"))
    });
    &TEXT
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Assess exported reviews and print a report
    Assess(Box<AssessArgs>),
    /// Say why a question has its score, priority and consequence
    Explain(ExplainArgs),
    /// Make a report again from its inputs and compare: exit status 0 when they are equal, 1 when they differ
    ///
    /// It is asked for what it was asked for then: notes, reviews that are not whole, faults, and, where neither
    /// configuration nor `--plugin` names a plugin, the same plugins. Settings, limits and the gate come from the
    /// configuration; where they are others now, that is a difference.
    Replay(ReplayArgs),
    /// Fetch reviews from AWS into a folder that `assess` reads; only what changed, when it is there already
    ///
    /// Reads and nothing else: `--iam-policy` prints what it must be allowed. Exit status 0 when everything is there, 2 when
    /// something failed or was stopped; what is complete stays, and the next pull goes on from there.
    #[cfg(feature = "aws")]
    Pull(pull::PullArgs),
    /// Plan a workload from a description and an industry template, and create it in AWS
    #[cfg(feature = "aws")]
    #[command(subcommand)]
    Workload(workload::WorkloadVerb),
    /// Record milestones in AWS
    #[cfg(feature = "aws")]
    #[command(subcommand)]
    Milestone(milestone::MilestoneVerb),
    /// Look at a custom lens, and bring it to AWS
    #[command(subcommand)]
    Lens(LensVerb),
    /// Write plugins, hold them to their promises, and bring them to whoever runs them
    #[command(subcommand)]
    Plugin(plugin::PluginVerb),
    /// Carry plugins to places without a network
    #[cfg(feature = "oci")]
    #[command(subcommand)]
    Bundle(bundle::BundleVerb),
    /// Look after the compiled plugins that are kept between two runs
    #[command(subcommand)]
    Cache(cache::CacheVerb),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Subcommand)]
enum LensVerb {
    /// Find mistakes in a lens by trying every selection; exit status 1 when there are any
    Lint(LintArgs),
    /// Work out the risk of each question for given answers
    Risk(RiskArgs),
    /// Import a lens into AWS as a draft, if it has no findings; exit status 1 when it has
    #[cfg(feature = "aws")]
    Import(lens_aws::ImportArgs),
    /// Make the draft of a lens a version, which can be applied to workloads
    #[cfg(feature = "aws")]
    Publish(lens_aws::PublishArgs),
}

/// What is reviewed, and how; shared by the verbs that assess.
#[derive(Debug, Args)]
struct ReviewArgs {
    /// Files or folders of exported answers, `-` for stdin; none for the built-in sample review
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    with: WithArgs,
    /// Go on with reviews that are not whole
    #[arg(long)]
    allow_partial: bool,
    /// Do not let a fault of a plugin that no gate rule reads decide the exit status
    #[arg(long)]
    allow_faults: bool,
    /// Show notes, which may hold secrets
    #[arg(long)]
    notes: bool,
}

/// With which plugins reviews are assessed, and how they are run.
#[derive(Debug, Clone, Args)]
struct WithArgs {
    /// Configuration; else the nearest `architrave.toml` from the working folder upwards
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use the defaults, whatever `architrave.toml` says
    #[arg(long)]
    no_config: bool,
    /// A plugin to use: the id of a built-in one, a `.wasm` file, or `oci://…`; answers the roles that it has
    #[arg(long = "plugin", value_name = "ID|FILE|REFERENCE")]
    plugins: Vec<PathBuf>,
    /// Print how long each step took, to stderr
    #[arg(long)]
    timings: bool,
    /// When to prepare an image of a plugin that has read the lens; results are the same
    #[arg(long, value_enum, default_value_t = ImagesArg::Auto, value_name = "WHEN", hide_short_help = true)]
    images: ImagesArg,
    /// How many reviews are assessed at a time; as many as there are cores by default; results are the same
    #[arg(long, value_name = "N", hide_short_help = true)]
    threads: Option<NonZeroUsize>,
    /// How instances get their memory; results are the same
    #[arg(long, value_enum, default_value_t = AllocationArg::Auto, value_name = "HOW", hide_short_help = true)]
    allocation: AllocationArg,
    /// Neither read nor write the cache of compiled plugins; results are the same
    #[arg(long, hide_short_help = true)]
    no_cache: bool,
    #[command(flatten)]
    cache: cache_place::PlaceArgs,
    #[cfg(feature = "oci")]
    #[command(flatten)]
    supply: supply::SupplyArgs,
    /// Who answers each role where neither configuration nor `--plugin` names a plugin
    #[arg(skip)]
    assessment: Option<AssessmentSection>,
}

#[derive(Debug, Args)]
struct AssessArgs {
    #[command(flatten)]
    review: ReviewArgs,
    #[cfg(feature = "aws")]
    #[command(flatten)]
    aws: pull::AssessAwsArgs,
    /// Take each file, and each line of `.ndjson`, `.jsonl` and stdin, as a document of its own, and write one line of
    /// JSON for each as it is done, and one at the end: any number of reviews, in the memory of a few
    #[arg(long, conflicts_with_all = ["format", "csv", "top"])]
    stream: bool,
    /// Go on: write a new report whenever reviews change, and when the configuration or a plugin's file does and the new
    /// plugins change the reviews no further than `--watch-bound`; else the old plugins stay, and why is said
    #[arg(long, conflicts_with = "stream")]
    watch: bool,
    /// How far a new plugin may move a score when it takes over, in basis points; verdicts may not become others
    #[arg(long, default_value_t = 0, value_name = "BASIS_POINTS", requires = "watch")]
    watch_bound: u32,
    /// Form of the report; else by the ending of `--output`, else `table`
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FormatArg>,
    /// What a row of `--format csv` stands for
    #[arg(long, value_enum, value_name = "ROWS")]
    csv: Option<CsvRows>,
    /// Write the report to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many improvements the table and the Markdown list
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: usize,
}

#[derive(Debug, Args)]
struct ExplainArgs {
    /// A question (`identities`, `SEC02`) or a practice (`SEC02-BP03`, or the choice's id)
    question: String,
    #[command(flatten)]
    input: ReviewArgs,
    /// Which review, where there are several: a part of the workload's name or id, or of the lens
    #[arg(long, value_name = "NAME")]
    review: Option<String>,
    /// Form of the explanation
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
struct ReplayArgs {
    /// What `assess --format json` wrote, `-` for stdin; or what `assess --stream` wrote, as a file
    report: PathBuf,
    /// Files or folders of the answers that it was made from; none for the built-in sample review
    #[arg(long, value_name = "PATH", num_args = 1..)]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    with: WithArgs,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
struct LintArgs {
    /// Lens JSON, `-` for stdin
    file: PathBuf,
    /// Form of the findings
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
struct RiskArgs {
    /// Lens JSON, `-` for stdin
    file: PathBuf,
    /// Which choices are selected, as JSON
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Table,
    Json,
    Html,
    Markdown,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CsvRows {
    Practices,
    Questions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TextOrJson {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImagesArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AllocationArg {
    Auto,
    Pooled,
    OnDemand,
}

/// Runs the command line of this process and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(code) = compile::serve_if_asked() {
        return code;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are data and succeed; everything else is a command that could not be understood.
            let code = if error.use_stderr() { UNDECIDED } else { PASSES };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let streams = output::Streams::new(cli.color);
    let code = match cli.verb {
        Verb::Assess(args) if args.stream => stream::run(&args, &streams),
        Verb::Assess(args) if args.watch => watch::run(&args, &streams),
        Verb::Assess(args) => assess::run(&args, &streams),
        Verb::Explain(args) => explain::run(&args, &streams),
        Verb::Replay(args) => replay::run(&args, &streams),
        #[cfg(feature = "aws")]
        Verb::Pull(args) => pull::run(&args, &streams),
        #[cfg(feature = "aws")]
        Verb::Workload(verb) => workload::run(&verb, &streams),
        #[cfg(feature = "aws")]
        Verb::Milestone(verb) => milestone::run(&verb, &streams),
        #[cfg(feature = "aws")]
        Verb::Lens(LensVerb::Import(args)) => lens_aws::import(&args, &streams),
        #[cfg(feature = "aws")]
        Verb::Lens(LensVerb::Publish(args)) => lens_aws::publish(&args, &streams),
        Verb::Lens(LensVerb::Lint(args)) => lens::lint(&args, &streams),
        Verb::Lens(LensVerb::Risk(args)) => lens::risk(&args, &streams),
        Verb::Plugin(verb) => plugin::run(&verb, &streams),
        #[cfg(feature = "oci")]
        Verb::Bundle(verb) => bundle::run(&verb, &streams),
        Verb::Cache(verb) => cache::run(&verb, &streams),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "architrave", &mut script);
            streams.data(&script)
        }
        Verb::Man => {
            let mut page = Vec::new();
            match man(&mut page) {
                Ok(()) => streams.data(&page),
                Err(error) => streams.problem("cannot print the manual page", &error),
            }
        }
    };
    ExitCode::from(code)
}

/// One page: the command, then every verb.
fn man(page: &mut Vec<u8>) -> std::io::Result<()> {
    let command = Cli::command();
    clap_mangen::Man::new(command.clone()).render(page)?;
    let mut parents = vec![(String::from("architrave"), command)];
    while let Some((name, command)) = parents.pop() {
        for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
            let name = format!("{name}-{}", verb.get_name());
            let verb = verb.clone().display_name(name.clone()).disable_help_subcommand(true);
            clap_mangen::Man::new(verb.clone()).render(page)?;
            parents.push((name, verb));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_hold_together() {
        Cli::command().debug_assert();
    }
}
