//! What is the first look? One answer per account and Region with the counts of all workloads, at a few calls.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Options, counts, names, places, tree::Tree};
use crate::{calls::Calls, connect::Connection, error::Error};

/// A consolidated report of every place.
#[derive(Debug, Default)]
pub struct Consolidated {
    /// Written files, within the folder.
    pub files: Vec<String>,
    /// Workloads with their counts, by name and id.
    pub workloads: Vec<CountedWorkload>,
    /// Places that failed.
    pub errors: Vec<Error>,
}

/// A workload's counts over all its lenses.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountedWorkload {
    /// As AWS shows it; its id where it has none.
    pub name: String,
    /// Where it is, as `account/Region`.
    pub place: String,
    /// Questions at high risk.
    pub high: u64,
    /// Questions at medium risk.
    pub medium: u64,
    /// How many lenses are applied.
    pub lenses: u64,
}

/// Fetches the consolidated report of every account and Region, and writes it to the folder.
///
/// # Errors
///
/// What keeps everything from being done.
pub async fn consolidated(options: &Options, calls: &Calls) -> Result<Consolidated, Error> {
    let tree = Tree::open(&options.folder)?;
    let mut connect = options.connect.clone();
    if let (None, [first, ..]) = (&connect.region, options.regions.as_slice()) {
        connect.region = Some(first.clone());
    }
    let base = Connection::open(&connect, calls.clone()).await?;
    let (places, errors) = places::open(options, &base).await;
    let mut found = Consolidated { errors, ..Consolidated::default() };
    for place in places {
        match place.service.consolidated_report().await {
            Ok(report) => take(&tree, &place, report, &mut found)?,
            Err(error) => found.errors.push(error),
        }
    }
    found.workloads.sort();
    Ok(found)
}

fn take(
    tree: &Tree,
    place: &Arc<places::Place>,
    report: Map<String, Value>,
    found: &mut Consolidated,
) -> Result<(), Error> {
    let rows = report.get("Metrics").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // The first workload that is not shared by others would tell the account; credentials or the list tell it better.
    let account = place.account.as_deref().unwrap_or("own-account");
    let folder = format!("{}/{}", names::safe(account), names::safe(&place.region));
    for row in rows {
        let count = |risk: &str| row.get("RiskCounts").and_then(|counts| counts.get(risk)).and_then(Value::as_u64);
        let arn = counts::text(row, "WorkloadArn").and_then(names::arn_parts);
        let name = counts::text(row, "WorkloadName").or_else(|| counts::text(row, "WorkloadId"));
        found.workloads.push(CountedWorkload {
            name: name.unwrap_or("without a name").to_owned(),
            place: arn.map_or_else(|| folder.clone(), |(region, account, _)| format!("{account}/{region}")),
            high: count("HIGH").unwrap_or(0),
            medium: count("MEDIUM").unwrap_or(0),
            lenses: row.get("LensesAppliedCount").and_then(Value::as_u64).unwrap_or(0),
        });
    }
    let file = format!("{folder}/get-consolidated-report.json");
    tree.write(&file, &Value::Object(report))?;
    found.files.push(file);
    Ok(())
}
