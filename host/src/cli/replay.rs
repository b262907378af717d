//! `architrave replay`

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use super::{FAILS, PASSES, ReplayArgs, ReviewArgs, TextOrJson, UNDECIDED, WithArgs, output::Streams, review};
use crate::{
    builtin,
    config::AssessmentSection,
    replay::{self, Conclusion, REPORT_BYTES_MAX, Recorded},
    sink::Style,
};

/// 0 when the report follows from its inputs, 1 when it does not, 2 when that cannot be said.
pub(super) fn run(args: &ReplayArgs, streams: &Streams) -> u8 {
    let name = args.report.display().to_string();
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    if is_stdin(&args.report) && args.inputs.iter().any(|path| is_stdin(path)) {
        return streams.problem("cannot replay standard input", &"report and inputs cannot both come from it");
    }
    let bytes = match read(&args.report) {
        Ok(bytes) => bytes,
        Err(error) => return streams.problem(&format!("cannot read `{name}`"), &error),
    };
    let recorded = match Recorded::read(bytes, &name) {
        Ok(recorded) => recorded,
        Err(problems) => {
            streams.diagnostics("error", &problems);
            return UNDECIDED;
        }
    };
    let Some(assessed) = review::assess(&as_recorded(args, &recorded), streams) else {
        say_plugins(args, &recorded, streams);
        return UNDECIDED;
    };
    let found = match replay::compare(&recorded, assessed.report) {
        Ok(found) => found,
        Err(error) => return streams.problem("cannot write the report that was made again", &error),
    };
    let text = match args.format {
        TextOrJson::Text => found.to_text(&Style { colour: streams.colour(), ..Style::default() }),
        TextOrJson::Json => match serde_json::to_string_pretty(&found) {
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
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(REPORT_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What `assess` is asked for to make the report again.
fn as_recorded(args: &ReplayArgs, recorded: &Recorded) -> ReviewArgs {
    let run = recorded.run();
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
fn say_plugins(args: &ReplayArgs, recorded: &Recorded, streams: &Streams) {
    if args.with.plugins.is_empty() {
        for (id, version, sha256) in recorded.plugins().filter(|(id, ..)| builtin::component(id).is_none()) {
            let id = crate::sink::width::clean(id);
            let version = crate::sink::width::clean(version);
            streams
                .say(&format!("  help: the report has `{id}` {version}, sha256 {sha256}; name it by `--plugin FILE`"));
        }
    }
}
