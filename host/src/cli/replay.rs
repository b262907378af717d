//! `architrave replay`

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use architrave_core::report::Run;

use super::{
    FAILS, PASSES, ReplayArgs, ReviewArgs, TextOrJson, UNDECIDED, WithArgs,
    output::Streams,
    progress::Progress,
    review::{self, said},
};
use crate::{
    builtin,
    config::AssessmentSection,
    host::Host,
    replay::{self, Conclusion, Opened, REPORT_BYTES_MAX, Recorded, RecordedStream, Replay},
    sample,
    sink::{Style, width::clean},
    stream::{self, Documents, Options},
};

/// 0 when the report follows from its inputs, 1 when it does not, 2 when that cannot be said.
pub(super) fn run(args: &ReplayArgs, streams: &Streams) -> u8 {
    let name = args.report.display().to_string();
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    if is_stdin(&args.report) {
        if args.inputs.iter().any(|path| is_stdin(path)) {
            return streams.problem("cannot replay standard input", &"report and inputs cannot both come from it");
        }
        return whole(args, &mut io::stdin(), streams);
    }
    let file = match File::open(&args.report) {
        Ok(file) => file,
        Err(error) => return streams.problem(&format!("cannot read `{name}`"), &error),
    };
    // A pipe is read once, and holds a report.
    if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return whole(args, &mut { file }, streams);
    }
    match said(streams, RecordedStream::open(file, &name)) {
        None => UNDECIDED,
        Some(Opened::Stream(recorded)) => stream(args, *recorded, streams),
        Some(Opened::Other(mut file)) => whole(args, &mut file, streams),
    }
}

/// Replays a report of one document.
fn whole(args: &ReplayArgs, file: &mut dyn Read, streams: &Streams) -> u8 {
    let name = args.report.display().to_string();
    let bytes = match read(file) {
        Ok(bytes) => bytes,
        Err(error) => return streams.problem(&format!("cannot read `{name}`"), &error),
    };
    let Some(recorded) = said(streams, Recorded::read(bytes, &name)) else { return UNDECIDED };
    let Some(assessed) = review::assess(&as_recorded(args, recorded.run()), streams) else {
        say_plugins(args, recorded.plugins(), streams);
        return UNDECIDED;
    };
    match replay::compare(&recorded, assessed.report) {
        Ok(found) => write(args, &found, streams),
        Err(error) => streams.problem("cannot write the report that was made again", &error),
    }
}

/// Replays a stream, in the memory of a few documents.
fn stream(args: &ReplayArgs, recorded: RecordedStream<File>, streams: &Streams) -> u8 {
    let assess = as_recorded(args, recorded.run());
    let host = said(streams, review::config(&assess.with)).and_then(|config| {
        let runtime = said(streams, review::runtime(&assess.with, &config))?;
        Some((said(streams, Host::load(&config, &runtime))?, config))
    });
    let Some((host, config)) = host else {
        say_plugins(args, recorded.plugins(), streams);
        return UNDECIDED;
    };
    let options = Options {
        run: review::run_options(&assess),
        allow_partial: assess.allow_partial,
        gate: config.gate.as_ref(),
        allow_faults: assess.allow_faults,
    };
    let documents = if args.inputs.is_empty() {
        Documents::of_inputs(sample::inputs())
    } else {
        Documents::of_paths(args.inputs.clone(), io::stdin())
    };
    let mut progress = Progress::new();
    let mut remaking = recorded.remake();
    let (summary, written) = stream::assess(&host, documents, &options, &mut remaking, |document| {
        progress.count("reviews assessed again", document.reviews);
    });
    progress.finish();
    match written.and_then(|()| remaking.finish(&summary)) {
        Ok(found) => write(args, &found, streams),
        Err(error) => streams.problem(&format!("cannot read `{}`", args.report.display()), &error),
    }
}

fn write(args: &ReplayArgs, found: &Replay, streams: &Streams) -> u8 {
    let text = match args.format {
        TextOrJson::Text => found.to_text(&Style { colour: streams.colour(), ..Style::default() }),
        TextOrJson::Json => match serde_json::to_string_pretty(found) {
            Ok(text) => text + "\n",
            Err(error) => return streams.problem("cannot write the result", &error),
        },
    };
    let written = streams.data(text.as_bytes());
    match (written, found.result) {
        (PASSES, Conclusion::Differs) => FAILS,
        (PASSES, Conclusion::Undecided) => UNDECIDED,
        (written, _) => written,
    }
}

/// One byte more than a report may have, so that too long is seen without reading all of it.
fn read(file: &mut dyn Read) -> io::Result<Vec<u8>> {
    let most = u64::try_from(REPORT_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What `assess` is asked for to make the report again.
fn as_recorded(args: &ReplayArgs, run: &Run) -> ReviewArgs {
    let roles = run.roles.clone();
    let assessment = AssessmentSection {
        scoring: roles.scoring,
        priority: roles.priority,
        impact: roles.impact,
        guidance: Some(roles.guidance),
        compare: roles.compare,
    };
    ReviewArgs {
        paths: args.inputs.clone(),
        with: WithArgs { assessment: Some(assessment), ..args.with.clone() },
        allow_partial: run.allowed.partial,
        allow_faults: run.allowed.faults,
        notes: run.allowed.notes,
    }
}

/// The plugins of the report that this program does not bring along, for whoever has to look for them.
fn say_plugins<'a>(args: &ReplayArgs, plugins: impl Iterator<Item = (&'a str, &'a str, &'a str)>, streams: &Streams) {
    if args.with.plugins.is_empty() {
        for (id, version, sha256) in plugins.filter(|(id, ..)| builtin::component(id).is_none()) {
            let (id, version) = (clean(id), clean(version));
            streams
                .say(&format!("  help: the report has `{id}` {version}, sha256 {sha256}; name it by `--plugin FILE`"));
        }
    }
}
