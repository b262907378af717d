//! Keeping results in AWS, and reading them back: `assess --store-ssm`, `--store-s3`, `--from-ssm`, `--from-s3`

use std::collections::BTreeSet;

use architrave_aws::{
    Calls, Connection, Error,
    store::{self, Bucket, Place, Stored, Tier, s3, ssm},
};
use architrave_core::{diagnostic::Diagnostic, digest, gate};
use clap::{Args, ValueEnum};

use super::{
    PASSES, ReviewArgs, UNDECIDED,
    aws::{self, ConnectArgs},
    output::Streams,
    review::{self, Assessed, said},
};
use crate::stored;

#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Results in AWS")]
pub(super) struct StoreArgs {
    /// Store each review's result in the Parameter Store, under `/well-architected/assessments/WORKLOAD/LENS/latest`
    #[arg(long, conflicts_with = "stream")]
    store_ssm: bool,
    /// How large parameters are: `standard` 4 KB, `advanced` 8 KB at a charge
    #[arg(long, value_enum, value_name = "TIER", requires = "store_ssm")]
    ssm_tier: Option<TierArg>,
    /// Store each review's result in S3, as `PREFIX/WORKLOAD/LENS/latest.json`
    #[arg(long, value_name = "s3://BUCKET/PREFIX", value_parser = Bucket::parse, conflicts_with = "stream")]
    store_s3: Option<Bucket>,
    /// Show what was stored in the Parameter Store, and judge it by the present gate, in place of assessing
    #[arg(long, conflicts_with_all = ["paths", "stream", "from_s3", "store_ssm", "store_s3"])]
    from_ssm: bool,
    /// Show what was stored in S3, and judge it by the present gate, in place of assessing
    #[arg(long, value_name = "s3://BUCKET/PREFIX", value_parser = Bucket::parse,
          conflicts_with_all = ["paths", "stream", "store_ssm", "store_s3"])]
    from_s3: Option<Bucket>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TierArg {
    Standard,
    Advanced,
}

/// Which of the stored results are wanted; none named means all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) workloads: &'a [String],
    pub(super) lenses: &'a [String],
}

impl StoreArgs {
    /// Whether results are read, in place of assessing.
    pub(super) const fn reads(&self) -> bool {
        self.from_ssm || self.from_s3.is_some()
    }

    /// Whether results are stored.
    pub(super) const fn writes(&self) -> bool {
        self.store_ssm || self.store_s3.is_some()
    }
}

/// Stores every review of a report.
pub(super) fn write(args: &StoreArgs, connect: &ConnectArgs, assessed: &Assessed, streams: &Streams) -> u8 {
    if said(streams, aws::check_one_region(connect)).is_none() {
        return UNDECIDED;
    }
    let documents = match stored::split(&assessed.report) {
        Ok(documents) => documents,
        Err(problem) => {
            streams.diagnostics("error", &[*problem]);
            return UNDECIDED;
        }
    };
    let stored: Vec<Stored> = documents
        .into_iter()
        .map(|document| Stored {
            place: Place::new(&document.workload, &document.lens, document.milestone),
            document: document.json,
        })
        .collect();
    let places: BTreeSet<&Place> = stored.iter().map(|stored| &stored.place).collect();
    if places.len() < stored.len() {
        let message = "two reviews have the same workload, lens and milestone; nothing was stored";
        let help = "store reviews of different accounts and Regions each in its own account or prefix";
        streams.diagnostics("error", &[Diagnostic::error("stored.twice", message).help(help)]);
        return UNDECIDED;
    }
    let calls = Calls::default();
    let lines = aws::block_on(async |_| put_all(args, &aws::connect(connect, &calls).await?, &stored).await);
    aws::say_calls(&calls, streams);
    let Some(lines) = said(streams, lines) else { return UNDECIDED };
    for line in lines {
        streams.say(&line);
    }
    PASSES
}

async fn put_all(args: &StoreArgs, connection: &Connection, all: &[Stored]) -> Result<Vec<String>, Error> {
    let tier = match args.ssm_tier {
        Some(TierArg::Advanced) => Tier::Advanced,
        Some(TierArg::Standard) | None => Tier::Standard,
    };
    let mut lines = Vec::new();
    for stored in all {
        if args.store_ssm {
            let pieces = ssm::put(connection, stored, tier).await?;
            let bytes = stored.document.len();
            lines.push(format!("stored: {}/{}, {bytes} bytes in {pieces} parameters", ssm::ROOT, stored.place));
        }
        if let Some(bucket) = &args.store_s3 {
            s3::put(connection, bucket, stored).await?;
            lines.push(format!("stored: {}", bucket.address(&stored.place)));
        }
    }
    Ok(lines)
}

/// The report over what was stored. What went wrong has been said when this returns `None`.
pub(super) fn read(
    args: &StoreArgs,
    connect: &ConnectArgs,
    wanted: Wanted<'_>,
    review: &ReviewArgs,
    streams: &Streams,
) -> Option<Assessed> {
    said(streams, aws::check_one_region(connect))?;
    let config = said(streams, review::config(&review.with))?;
    let calls = Calls::default();
    let found = aws::block_on(async |_| get_all(args, &aws::connect(connect, &calls).await?, wanted).await);
    aws::say_calls(&calls, streams);
    let documents = said(streams, found)?;
    let named = documents.into_iter().map(|stored| (stored.place.to_string(), stored.document)).collect();
    let mut report = said(streams, stored::join(named))?;
    if report.run.allowed.notes && !review.notes {
        let problem = Diagnostic::error("stored.notes", "the stored results hold notes, which may hold secrets");
        streams.diagnostics("error", &[problem.help("add `--notes` to show them")]);
        return None;
    }
    report.run.allowed.faults = review.allow_faults;
    if let Some(rules) = &config.gate {
        let partial = report.reviews.iter().enumerate().filter(|(_, review)| review.partial);
        let context = gate::Context {
            partial: partial.map(|(position, _)| position).collect(),
            allow_faults: review.allow_faults,
        };
        report.run.gate_sha256 = Some(digest::gate(rules).to_string());
        report.verdict = Some(gate::judge(rules, &report.reviews, &context));
    }
    let faulted = !review.allow_faults && report.reviews.iter().any(|review| !review.faults.is_empty());
    Some(Assessed { report, faulted })
}

async fn get_all(args: &StoreArgs, connection: &Connection, wanted: Wanted<'_>) -> Result<Vec<Stored>, Error> {
    let places = match &args.from_s3 {
        Some(bucket) => s3::list(connection, bucket).await?,
        None => ssm::list(connection).await?,
    };
    let is_wanted = |place: &&Place| {
        (wanted.workloads.is_empty() || wanted.workloads.iter().any(|workload| place.is_of(workload)))
            && (wanted.lenses.is_empty() || wanted.lenses.iter().any(|lens| place.is_with(lens)))
    };
    let chosen: Vec<&Place> = places.iter().filter(is_wanted).collect();
    if chosen.is_empty() {
        return Err(store::nothing(&places));
    }
    let mut documents = Vec::with_capacity(chosen.len());
    for place in chosen {
        let stored = match &args.from_s3 {
            Some(bucket) => s3::get(connection, bucket, place).await?,
            None => ssm::get(connection, place).await?,
        };
        documents.extend(stored);
    }
    Ok(documents)
}
