//! `architrave lens lint` and `architrave lens risk`

use std::path::Path;

use architrave_core::{
    lint,
    risk_command::{self, Named},
};
use serde::Serialize;

use super::{FAILS, LintArgs, PASSES, RiskArgs, TextOrJson, UNDECIDED, output::Streams};

/// 0 when nothing was found, 1 when something was, 2 when the file could not be read.
pub(super) fn lint(args: &LintArgs, streams: &Streams) -> u8 {
    let (name, text) = match read(&args.file, streams) {
        Ok(read) => read,
        Err(code) => return code,
    };
    let report = lint::lint_file(&name, &text);
    let written = match args.format {
        TextOrJson::Text => streams.data(report.to_text().as_bytes()),
        TextOrJson::Json => json(&report, streams),
    };
    if written == PASSES && !report.findings.is_empty() { FAILS } else { written }
}

/// 0 when the risks could be worked out, 2 when lens or answers could not be read.
pub(super) fn risk(args: &RiskArgs, streams: &Streams) -> u8 {
    let ((lens, lens_text), (answers, answers_text)) = match (read(&args.file, streams), read(&args.answers, streams)) {
        (Ok(lens), Ok(answers)) => (lens, answers),
        (Err(code), _) | (_, Err(code)) => return code,
    };
    let lens = Named { file: &lens, text: &lens_text };
    match risk_command::risk(lens, Named { file: &answers, text: &answers_text }) {
        Ok(report) => match args.format {
            TextOrJson::Text => streams.data(report.to_text().as_bytes()),
            TextOrJson::Json => json(&report, streams),
        },
        Err(problems) => {
            streams.diagnostics("error", &problems);
            UNDECIDED
        }
    }
}

/// A text and its name, or what kept it from being read.
pub(super) fn read(path: &Path, streams: &Streams) -> Result<(String, String), u8> {
    let name = path.display().to_string();
    let bytes = if name == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(path) };
    bytes.map(|text| (name.clone(), text)).map_err(|error| streams.problem(&format!("cannot read `{name}`"), &error))
}

/// A value as JSON on stdout.
pub(super) fn json(value: &impl Serialize, streams: &Streams) -> u8 {
    match serde_json::to_string_pretty(value) {
        Ok(text) => streams.data((text + "\n").as_bytes()),
        Err(error) => streams.problem("cannot write the result", &error),
    }
}
