//! `architrave pull`, and the pull of `architrave assess --aws`

use std::{
    fmt::Write as _,
    num::{NonZeroU64, NonZeroUsize},
    path::{Path, PathBuf},
    time::Duration,
};

use architrave_aws::{
    Calls, policy,
    pull::{self, Consolidated, Milestones, Options, Outcome, Selection, Stopped},
};
use architrave_core::diagnostic::Diagnostic;
use clap::Args;

use super::{
    PASSES, UNDECIDED,
    aws::{self, ConnectArgs},
    output::Streams,
    progress::Progress,
    review::said,
    store::StoreArgs,
};
use crate::source::Inputs;

/// Seconds for everything together, unless told.
const DEADLINE_SECONDS: u64 = 3600;

/// What is wanted, and from where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(super) struct SelectionArgs {
    /// Only this workload, by id or name; may be given several times
    #[arg(long = "workload", value_name = "ID|NAME", help_heading = "AWS")]
    pub(super) workloads: Vec<String>,
    /// Only this lens, by alias or ARN; may be given several times
    #[arg(long = "lens", value_name = "ALIAS", help_heading = "AWS")]
    pub(super) lenses: Vec<String>,
    /// The state of this milestone, not the current one
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..), help_heading = "AWS")]
    milestone: Option<i32>,
    /// The current state and those of all milestones
    #[arg(long, conflicts_with = "milestone", help_heading = "AWS")]
    all_milestones: bool,
    #[command(flatten)]
    pub(super) connect: ConnectArgs,
    #[command(flatten)]
    accounts: aws::AccountArgs,
    /// How many lens reviews are fetched at a time
    #[arg(long, value_name = "N", help_heading = "AWS")]
    concurrency: Option<NonZeroUsize>,
    /// Stop after this many seconds; one hour by default
    #[arg(long, value_name = "SECONDS", help_heading = "AWS")]
    deadline: Option<NonZeroU64>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct PullArgs {
    #[command(flatten)]
    selection: SelectionArgs,
    /// Fetch every answer with its notes, which may hold secrets: one call for each question
    #[arg(long)]
    notes: bool,
    /// Fetch what has not changed too
    #[arg(long)]
    full: bool,
    /// Remove from the folder what AWS no longer has
    #[arg(long)]
    prune: bool,
    /// Fetch the consolidated report instead: counts of all workloads in a few calls
    #[arg(long, conflicts_with_all = ["workloads", "lenses", "milestone", "all_milestones", "notes", "full", "prune"])]
    consolidated: bool,
    /// Print the IAM policy that a pull with these options needs, and do nothing else
    #[arg(long)]
    iam_policy: bool,
    /// Folder to write to
    #[arg(long, short, value_name = "DIR", required_unless_present = "iam_policy")]
    output: Option<PathBuf>,
}

/// What `assess` needs to assess what is in AWS.
#[derive(Debug, Args)]
pub(super) struct AssessAwsArgs {
    /// Assess what is in AWS, in place of files
    #[arg(long, conflicts_with_all = ["paths", "stream"], help_heading = "AWS")]
    pub(super) aws: bool,
    #[command(flatten)]
    pub(super) selection: SelectionArgs,
    #[command(flatten)]
    pub(super) store: StoreArgs,
    /// Keep what was fetched in this folder, and fetch only what changed; with `--aws`
    #[arg(long, value_name = "DIR", requires = "aws", help_heading = "AWS")]
    keep: Option<PathBuf>,
}

impl SelectionArgs {
    fn options(&self, folder: PathBuf) -> Result<Options, Vec<Diagnostic>> {
        let (connect, accounts) = (self.connect.options(), self.accounts.accounts());
        let (connect, accounts) = match (connect, accounts) {
            (Ok(connect), Ok(accounts)) => (connect, accounts),
            (connect, accounts) => {
                let problems = connect.err().into_iter().chain(accounts.err());
                return Err(problems.flatten().collect());
            }
        };
        let milestones = match self.milestone {
            Some(number) => Milestones::One(number),
            None if self.all_milestones => Milestones::All,
            None => Milestones::Current,
        };
        Ok(Options {
            connect,
            accounts,
            regions: self.connect.regions.clone(),
            selection: Selection { workloads: self.workloads.clone(), lenses: self.lenses.clone(), milestones },
            notes: false,
            full: false,
            prune: false,
            concurrency: self.concurrency.or(NonZeroUsize::new(8)).unwrap_or(NonZeroUsize::MIN),
            deadline: Duration::from_secs(self.deadline.map_or(DEADLINE_SECONDS, NonZeroU64::get)),
            folder,
        })
    }
}

pub(super) fn run(args: &PullArgs, streams: &Streams) -> u8 {
    let folder = args.output.clone().unwrap_or_default();
    let Some(options) = said(streams, args.selection.options(folder)) else { return UNDECIDED };
    let options = Options { notes: args.notes, full: args.full, prune: args.prune, ..options };
    if args.iam_policy {
        let policy = policy::policy(&options, args.consolidated);
        return streams.data(format!("{policy:#}\n").as_bytes());
    }
    if args.consolidated {
        return consolidated(&options, streams);
    }
    match fetch(&options, streams) {
        Some(outcome) if outcome.is_complete() => PASSES,
        Some(_) | None => UNDECIDED,
    }
}

/// Pulls, and says what came of it.
fn fetch(options: &Options, streams: &Streams) -> Option<Outcome> {
    let calls = Calls::default();
    let mut progress = Progress::new();
    let outcome = aws::block_on(async |stop| {
        pull::pull(options, &calls, stop, |now| progress.at_thing("fetched", now.done, now.all, now.what)).await
    });
    progress.finish();
    let outcome = said(streams, outcome);
    if let Some(outcome) = &outcome {
        say(outcome, streams);
    }
    aws::say_calls(&calls, streams);
    outcome
}

fn say(outcome: &Outcome, streams: &Streams) {
    streams.diagnostics("note", &outcome.notes);
    let errors: Vec<Diagnostic> = outcome.errors.iter().map(architrave_aws::Error::diagnostic).collect();
    streams.diagnostics("error", &errors);
    let Outcome { workloads, fetched, unchanged, left, .. } = outcome;
    let (workloads, fetched) = (counted(*workloads, "workload"), counted(*fetched, "lens review"));
    let mut line = format!("{workloads}: {fetched} fetched, {unchanged} had not changed");
    if !errors.is_empty() {
        let _ = write!(line, "; {} failed", counted(errors.len(), "thing"));
    }
    match outcome.stopped {
        Some(Stopped::Interrupted) => line.push_str("; it was interrupted"),
        Some(Stopped::Deadline) => line.push_str("; the deadline passed"),
        None => {}
    }
    if outcome.stopped.is_some() {
        let _ = write!(line, " with {} left of those listed; what is complete is kept", counted(*left, "lens review"));
    }
    streams.say(&line);
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn consolidated(options: &Options, streams: &Streams) -> u8 {
    let calls = Calls::default();
    let found = said(streams, aws::block_on(async |_| pull::consolidated(options, &calls).await));
    let Some(Consolidated { workloads, errors, files }) = found else { return UNDECIDED };
    let mut text = String::new();
    for row in &workloads {
        let _ = writeln!(
            text,
            "{:>4} high {:>4} medium {:>3} lenses  {}  {}",
            row.high, row.medium, row.lenses, row.place, row.name
        );
    }
    let written = streams.data(text.as_bytes());
    let errors: Vec<Diagnostic> = errors.iter().map(architrave_aws::Error::diagnostic).collect();
    streams.diagnostics("error", &errors);
    for file in files {
        streams.say(&format!("written: {}", options.folder.join(file).display()));
    }
    aws::say_calls(&calls, streams);
    if errors.is_empty() { written } else { UNDECIDED }
}

impl AssessAwsArgs {
    /// What is wrong with options that choose something in AWS where nothing of AWS is assessed.
    pub(super) fn check(&self) -> Result<(), Vec<Diagnostic>> {
        let Self { selection, store, .. } = self;
        // Results are stored and read with the same credentials, and read by workload and lens.
        let connect = if store.reads() || store.writes() { selection.connect.clone() } else { ConnectArgs::default() };
        let (workloads, lenses) =
            if store.reads() { (selection.workloads.clone(), selection.lenses.clone()) } else { Default::default() };
        if self.aws || *selection == (SelectionArgs { workloads, lenses, connect, ..SelectionArgs::default() }) {
            return Ok(());
        }
        let message = "options that choose something in AWS stand without `--aws`";
        Err(vec![Diagnostic::error("aws.options", message).help("add `--aws`, or leave them out")])
    }
}

/// Pulls what `assess --aws` asks for and reads it. What went wrong has been said when this returns `None`.
pub(super) fn inputs(args: &AssessAwsArgs, with_notes: bool, streams: &Streams) -> Option<Inputs> {
    let temporary;
    let folder = match &args.keep {
        Some(folder) => folder.as_path(),
        None => {
            temporary =
                tempfile::tempdir().map_err(|error| streams.problem("cannot make a temporary folder", &error)).ok()?;
            temporary.path()
        }
    };
    let options = said(streams, args.selection.options(folder.to_owned()))?;
    let outcome = fetch(&Options { notes: with_notes, ..options }, streams)?;
    if !outcome.is_complete() {
        streams.say("nothing was assessed: not everything that was asked for is there");
        return None;
    }
    // Names in a report must not tell a temporary folder.
    let shown = args.keep.as_deref().unwrap_or(Path::new(""));
    let mut inputs = Inputs::default();
    for file in &outcome.files {
        match std::fs::read(folder.join(file)) {
            Ok(bytes) => inputs.push(Some(shown.join(file).display().to_string()), bytes),
            Err(error) => {
                streams.problem(&format!("cannot read `{file}`"), &error);
                return None;
            }
        }
    }
    Some(inputs)
}
