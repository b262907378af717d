//! `architrave assess`

use std::{mem, path::Path};

#[cfg(feature = "aws")]
use super::store::{self, Wanted};
use super::{
    AssessArgs, CsvRows, FAILS, FormatArg, PASSES, UNDECIDED,
    output::Streams,
    review::{self, Assessed},
};
use crate::sink::{self, Format, Style};

pub(super) fn run(args: &AssessArgs, streams: &Streams) -> u8 {
    let Some(assessed) = assessed(args, streams) else { return UNDECIDED };
    let written = write(args, &assessed, streams);
    let status = if written == PASSES { status(&assessed) } else { written };
    #[cfg(feature = "aws")]
    let status = if args.aws.store.writes() { stored(args, &assessed, status, streams) } else { status };
    // The process ends: thousands of reviews need not be given back to the allocator word by word.
    mem::forget(assessed);
    status
}

/// Writes the report where and how it was asked for.
pub(super) fn write(args: &AssessArgs, assessed: &Assessed, streams: &Streams) -> u8 {
    let style = Style { columns: columns(), colour: streams.colour() && args.output.is_none(), top: args.top };
    let format = format(args);
    streams.write_to(args.output.as_deref(), |out| sink::write(&assessed.report, format, &style, out))
}

#[cfg(feature = "aws")]
fn assessed(args: &AssessArgs, streams: &Streams) -> Option<Assessed> {
    review::said(streams, args.aws.check())?;
    if args.aws.store.reads() {
        let selection = &args.aws.selection;
        let wanted = Wanted { workloads: &selection.workloads, lenses: &selection.lenses };
        return store::read(&args.aws.store, &selection.connect, wanted, &args.review, streams);
    }
    let inputs = if args.aws.aws { Some(super::pull::inputs(&args.aws, args.review.notes, streams)?) } else { None };
    review::assess_inputs(&args.review, inputs, streams)
}

#[cfg(not(feature = "aws"))]
fn assessed(args: &AssessArgs, streams: &Streams) -> Option<Assessed> {
    review::assess(&args.review, streams)
}

/// Stores the results too; what could not be stored ends with status 2, whatever the gate says.
#[cfg(feature = "aws")]
fn stored(args: &AssessArgs, assessed: &Assessed, status: u8, streams: &Streams) -> u8 {
    let written = store::write(&args.aws.store, &args.aws.selection.connect, assessed, streams);
    if written == PASSES { status } else { written }
}

fn status(assessed: &Assessed) -> u8 {
    match &assessed.report.verdict {
        Some(verdict) => match verdict.passes {
            Some(true) => PASSES,
            Some(false) => FAILS,
            None => UNDECIDED,
        },
        None if assessed.faulted => UNDECIDED,
        None => PASSES,
    }
}

/// What was asked for, else what the ending of the output says, else the table.
fn format(args: &AssessArgs) -> Format {
    let csv = match args.csv {
        Some(CsvRows::Questions) => Format::CsvQuestions,
        Some(CsvRows::Practices) | None => Format::Csv,
    };
    match args.format {
        Some(FormatArg::Table) => Format::Table,
        Some(FormatArg::Json) => Format::Json,
        Some(FormatArg::Html) => Format::Html,
        Some(FormatArg::Markdown) => Format::Markdown,
        Some(FormatArg::Csv) => csv,
        None if args.csv.is_some() => csv,
        None => match args.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str()) {
            Some("json") => Format::Json,
            Some("html" | "htm") => Format::Html,
            Some("md") => Format::Markdown,
            Some("csv") => csv,
            Some(_) | None => Format::Table,
        },
    }
}

/// The terminal's width where stdout is one and tells; 80 otherwise.
fn columns() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| *columns >= 40)
        .unwrap_or(80)
}
