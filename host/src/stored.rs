//! What of a report is kept, and how does it become a report again?
//!
//! A stored document is a report of one review, without verdict: the gate is judged when it is read, by whoever reads it.
//! Documents of one run make up the report of that run again.

use architrave_core::{
    assess,
    diagnostic::Diagnostic,
    report::{Report, Review},
    snapshot::Digest,
};

/// The document of one review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The workload's id, else its name.
    pub workload: String,
    /// The lens's ARN for a custom lens, else its alias.
    pub lens: String,
    /// The number of the milestone; `None` for the current state.
    pub milestone: Option<u32>,
    /// A report of this review alone, as JSON on one line.
    pub json: String,
}

/// A document for each review of a report.
///
/// # Errors
///
/// `stored.write`: JSON that cannot be written, which does not happen with reports of this program.
pub fn split(report: &Report) -> Result<Vec<Document>, Box<Diagnostic>> {
    report.reviews.iter().map(|review| document(report, review)).collect()
}

fn document(report: &Report, review: &Review) -> Result<Document, Box<Diagnostic>> {
    let mut alone = Report {
        schema: report.schema,
        engine: report.engine.clone(),
        run: report.run.clone(),
        snapshot: report.snapshot.clone(),
        plugins: report.plugins.clone(),
        reviews: vec![review.clone()],
        verdict: None,
    };
    alone.run.gate_sha256 = None;
    alone.snapshot.sha256 = digest(&alone.reviews).map_or_else(String::new, |digest| digest.to_string());
    let workload = review.workload.id.as_ref().or(review.workload.name.as_ref());
    let json = serde_json::to_string(&alone).map_err(|error| {
        Box::new(Diagnostic::error("stored.write", format!("cannot write the document of a review: {error}")))
    })?;
    Ok(Document {
        workload: workload.cloned().unwrap_or_else(|| "unnamed".to_owned()),
        lens: review.lens.alias.clone(),
        milestone: review.milestone.as_ref().map(|milestone| milestone.number),
        json,
    })
}

/// The report over documents, each with the name of the place where it lay. Without verdict.
///
/// A report's words live as long as the program, and so do the texts that are given here.
///
/// # Errors
///
/// All at once: `stored.document` for what is no report of this schema, `stored.mixed` for documents that different
/// plugins, engines or options made: their scores do not compare.
pub fn join(documents: Vec<(String, String)>) -> Result<Report, Vec<Diagnostic>> {
    let mut reports: Vec<(String, Report)> = Vec::with_capacity(documents.len());
    let mut problems = Vec::new();
    for (name, json) in documents {
        match parse(json) {
            Ok(report) => reports.push((name, report)),
            Err(problem) => problems.push(
                Diagnostic::error("stored.document", format!("cannot read the report stored at `{name}`: {problem}"))
                    .help("store it again with this version"),
            ),
        }
    }
    let mut reports = reports.into_iter();
    let Some((first_name, mut report)) = reports.next() else { return Err(problems) };
    for (name, other) in reports {
        if (&other.engine, &other.run, &other.plugins) != (&report.engine, &report.run, &report.plugins) {
            let message = format!("`{name}` and `{first_name}` were made by different plugins, versions or options");
            problems.push(
                Diagnostic::error("stored.mixed", message)
                    .help("read them one at a time with `--workload` and `--lens`, or store them again together"),
            );
        }
        report.reviews.extend(other.reviews);
    }
    report.reviews.sort_by_cached_key(order);
    match digest(&report.reviews) {
        Some(digest) => report.snapshot.sha256 = digest.to_string(),
        None => problems.push(Diagnostic::error("stored.document", "a stored review has no digest of its snapshot")),
    }
    if problems.is_empty() { Ok(report) } else { Err(problems) }
}

fn parse(json: String) -> Result<Report, String> {
    // Words of a report are `'static`. What is read back is read once, and printed before the program ends.
    let json: &'static str = Box::leak(json.into_boxed_str());
    let report: Report = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if report.schema == assess::SCHEMA { Ok(report) } else { Err(format!("its schema is `{}`", report.schema)) }
}

/// As `host` sorts reviews.
fn order(review: &Review) -> (Vec<Option<String>>, String, u32, String) {
    let workload = &review.workload;
    let parts = vec![workload.account.clone(), workload.region.clone(), workload.id.clone(), workload.name.clone()];
    let number = review.milestone.as_ref().map_or(u32::MAX, |milestone| milestone.number);
    (parts, review.lens.alias.clone(), number, review.snapshot_sha256.clone())
}

fn digest(reviews: &[Review]) -> Option<Digest> {
    let digests: Option<Vec<Digest>> = reviews.iter().map(|review| Digest::parse(&review.snapshot_sha256)).collect();
    digests.map(assess::digest_over)
}
