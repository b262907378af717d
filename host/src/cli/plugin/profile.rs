//! `plugin profile`: where does the fuel of a plugin go?

use std::path::PathBuf;

use architrave_core::{diagnostic::Diagnostic, outcome::Role};
use architrave_runtime::{Options, Step};
use clap::Args;
use serde_json::Value;

use super::subject;
use crate::{
    author::{build_named, profile},
    cli::{PASSES, UNDECIDED, compile, output::Streams, review},
};

/// Reviews that are profiled; with more the answer would be long in coming.
const REVIEWS_MAX: usize = 10;

#[derive(Debug, Args)]
pub(in crate::cli) struct ProfileArgs {
    /// A `.wasm` file, or the folder of a plugin's project, which is then built with the names of its functions
    #[arg(value_name = "FILE|FOLDER", default_value = ".")]
    plugin: PathBuf,
    /// The flame graph; none is written without it
    #[arg(long, value_name = "FILE.svg")]
    out: Option<PathBuf>,
    /// The stacks with their fuel, for other tools: a line each
    #[arg(long, value_name = "FILE")]
    folded: Option<PathBuf>,
    /// Files or folders of the answers to profile with, the first ten reviews; none for the built-in sample review
    #[arg(long, value_name = "PATH", num_args = 1..)]
    reviews: Vec<PathBuf>,
    /// Settings to profile it with, as a TOML file; else its defaults
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Ask for this role only, once or several times; else for all that the plugin has
    #[arg(long = "role", value_name = "ROLE", value_parser = role)]
    roles: Vec<Role>,
    /// Tell this call only, once or several times, such as `score`: `prepare` often hides the rest
    #[arg(long = "call", value_name = "CALL", value_parser = call)]
    calls: Vec<Step>,
    /// How often each review is run; 1000, or 100 for JavaScript and Python
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    samples: Option<u64>,
    /// How many functions are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::ALL.map(Role::as_str);
    Role::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| format!("roles are {}", known.join(", ")))
}

fn call(text: &str) -> Result<Step, String> {
    let known = Step::ALL.map(Step::as_str);
    Step::ALL.into_iter().find(|call| call.as_str() == text).ok_or_else(|| format!("calls are {}", known.join(", ")))
}

/// 0 when there is a profile.
pub(super) fn run(args: &ProfileArgs, streams: &Streams) -> u8 {
    let Some(mut snapshots) = review::snapshots_of(&args.reviews, false, streams) else { return UNDECIDED };
    if snapshots.len() > REVIEWS_MAX {
        streams.say(&format!("profiled are the first {REVIEWS_MAX} of {} reviews", snapshots.len()));
        snapshots.truncate(REVIEWS_MAX);
    }
    let Some(profile) = review::said(streams, profiled(args, &snapshots)) else { return UNDECIDED };
    streams.diagnostics("warning", &remarks(&profile));
    let svg = args.out.as_ref().map(|path| (path, profile.to_svg()));
    let folded = args.folded.as_ref().map(|path| (path, Ok(profile.folded().into_bytes())));
    for (path, content) in svg.into_iter().chain(folded) {
        let written = match content {
            Ok(content) => streams.write_to(Some(path), |out| out.write_all(&content)),
            Err(error) => streams.problem("cannot draw the profile", &error),
        };
        if written != PASSES {
            return written;
        }
    }
    streams.data(profile.to_text(args.top).as_bytes())
}

fn profiled(
    args: &ProfileArgs,
    snapshots: &[architrave_core::snapshot::Snapshot],
) -> Result<profile::Profile, Vec<Diagnostic>> {
    let settings = args.settings.as_deref().map_or(Ok(Value::Null), subject::settings).map_err(|one| vec![*one])?;
    let component = if args.plugin.is_dir() {
        build_named(&args.plugin, false).map_err(|error| error.diagnostics())?.component
    } else {
        subject::read(&args.plugin).map_err(|one| vec![*one])?
    };
    let options = Options { compiler: compile::compiler(), ..Options::default() };
    let wanted = profile::Wanted { roles: args.roles.clone(), calls: args.calls.clone(), samples: args.samples };
    profile::profile(&component, &settings, &options, snapshots, &wanted)
}

/// What the reader of a profile should know of its names.
fn remarks(profile: &profile::Profile) -> Vec<Diagnostic> {
    if profile.is_interpreted {
        let message = "the functions are those of the interpreter, not of the script that it runs";
        return vec![Diagnostic::note("profile.interpreter", message)];
    }
    if profile.is_named {
        return Vec::new();
    }
    let message = "the component has no names of functions, which are shown by their number";
    vec![
        Diagnostic::note("profile.no-names", message)
            .help("name the folder of the plugin's project: it is built with names"),
    ]
}
