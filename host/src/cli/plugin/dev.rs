//! `plugin dev`: builds, tests and scores a plugin whenever one of its sources changes.

use std::{
    io::{self, IsTerminal as _},
    path::PathBuf,
};

use architrave_core::diagnostic::Diagnostic;
use architrave_runtime::Options;
use clap::Args;

use crate::{
    author::{
        build,
        dev::{Desk, State},
        watch::Watch,
    },
    cli::{FAILS, PASSES, UNDECIDED, cache_place, compile, output::Streams, review},
    sink::Style,
};

/// Empties the screen.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

#[derive(Debug, Args)]
pub(in crate::cli) struct DevArgs {
    /// Folder of the plugin
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Do all of it once: exit status 0 when every case passes, 1 when one fails, 2 when it cannot be built or run
    #[arg(long)]
    once: bool,
    /// Files or folders of exported answers to score; none for the built-in sample review
    #[arg(long = "review", value_name = "PATH", num_args = 1..)]
    reviews: Vec<PathBuf>,
    /// Neither read nor write the cache of compiled plugins; results are the same
    #[arg(long, hide_short_help = true)]
    no_cache: bool,
    #[command(flatten)]
    cache: cache_place::PlaceArgs,
}

/// Ends by itself with `--once` only, or when nothing can be watched.
pub(super) fn run(args: &DevArgs, streams: &Streams) -> u8 {
    let Some(reviews) = review::snapshots_of(&args.reviews, false, streams) else { return UNDECIDED };
    let cache = if args.no_cache { None } else { cache_place::options(&args.cache) };
    let options = Options { cache, compiler: compile::compiler(), ..Options::default() };
    let mut desk = Desk::new(args.folder.clone(), reviews, options);
    if args.once {
        return round(&mut desk, args, streams);
    }
    match rounds(&mut desk, args, streams) {
        Ok(status) => status,
        Err(problem) => streams.failed(&problem),
    }
}

fn rounds(desk: &mut Desk, args: &DevArgs, streams: &Streams) -> Result<u8, Box<Diagnostic>> {
    let mut watch = Watch::new(vec![args.folder.clone()])?;
    for number in 1_u64.. {
        let clear = if io::stdout().is_terminal() { CLEAR } else { "" };
        streams.data(format!("{clear}round {number}\n").as_bytes());
        round(desk, args, streams);
        streams.data(b"waiting for a change; Ctrl-C ends\n");
        watch.wait()?;
    }
    Ok(PASSES)
}

fn round(desk: &mut Desk, args: &DevArgs, streams: &Streams) -> u8 {
    let built = match build(&args.folder, false) {
        Ok(built) => built,
        Err(error) => {
            streams.data(b"build   failed\n");
            streams.diagnostics("error", &error.diagnostics());
            return UNDECIDED;
        }
    };
    let path = args.folder.join(format!("{}.wasm", built.manifest.id));
    let written = streams.write_to(Some(&path), |out| out.write_all(&built.component));
    if written != PASSES {
        return written;
    }
    let round = desk.round(&built, &path);
    streams.data(round.to_text(&Style { colour: streams.colour(), ..Style::default() }).as_bytes());
    streams.diagnostics("error", &round.problems());
    match round.state() {
        State::Good => PASSES,
        State::Bad => FAILS,
        State::Unknown => UNDECIDED,
    }
}
