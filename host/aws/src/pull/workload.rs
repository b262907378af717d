//! What is there of one workload? Itself, its milestones, and the rows of its lens reviews.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Map, Value};

use super::{counts::text, names, places::Place, select::Milestones};
use crate::error::{Call, Error, Kind};

/// The files of a workload.
pub(super) const WORKLOAD: &str = "get-workload.json";
pub(super) const MILESTONES: &str = "list-milestones.json";

/// A workload that is wanted.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) place: Arc<Place>,
    pub(super) id: String,
    pub(super) arn: Option<String>,
    pub(super) name: Option<String>,
    /// Within the folder of the pull.
    pub(super) folder: String,
    /// Its row in `ListWorkloads`.
    pub(super) summary: Value,
}

/// What was asked about a workload.
#[derive(Debug)]
pub(super) struct Described {
    /// `None` where it had not changed.
    pub(super) workload: Option<Value>,
    pub(super) milestones: Map<String, Value>,
    pub(super) states: Vec<State>,
}

/// The lens reviews of one state.
#[derive(Debug)]
pub(super) struct State {
    /// `None` for the current one.
    pub(super) number: Option<i32>,
    /// The milestone, where it is one that the folder does not have.
    pub(super) milestone: Option<Value>,
    /// Rows of `ListLensReviews`.
    pub(super) reviews: Vec<Value>,
}

impl Target {
    /// From a row of `ListWorkloads`.
    pub(super) fn new(place: Arc<Place>, summary: Value) -> Result<Self, Error> {
        let Some(id) = text(&summary, "WorkloadId").map(str::to_owned) else {
            let call = Call::new("wellarchitected:ListWorkloads", format!("in {}", place.region));
            return Err(Error::new(Kind::Unusable, call, "a workload has no `WorkloadId`"));
        };
        let arn = text(&summary, "WorkloadArn").map(str::to_owned);
        let (region, account) = match arn.as_deref().and_then(names::arn_parts) {
            Some((region, account, _)) if !region.is_empty() && !account.is_empty() => (region, account),
            _ => (place.region.as_str(), place.account.as_deref().unwrap_or("unknown-account")),
        };
        let folder = format!("{}/{}/{}", names::safe(account), names::safe(region), names::safe(&id));
        let name = text(&summary, "WorkloadName").map(str::to_owned);
        Ok(Self { place, id, arn, name, folder, summary })
    }

    /// The account that owns it, where its ARN tells.
    pub(super) fn owner(&self) -> Option<&str> {
        names::arn_parts(self.arn.as_deref()?).map(|(_, account, _)| account)
    }

    /// For messages.
    pub(super) fn shown(&self) -> String {
        match &self.name {
            Some(name) => format!("workload `{name}` ({})", self.folder),
            None => format!("workload `{}` ({})", self.id, self.folder),
        }
    }
}

/// The folder of a milestone within that of its workload; nothing for the current state.
pub(super) fn state_folder(milestone: Option<i32>) -> String {
    milestone.map_or_else(String::new, |number| format!("milestone-{number:03}/"))
}

/// The file of a milestone within the folder of its workload.
pub(super) fn milestone_file(number: i32) -> String {
    format!("{}get-milestone.json", state_folder(Some(number)))
}

/// Asks about a workload. `known` are the milestones that the folder has.
pub(super) async fn describe(
    target: &Target,
    is_known: bool,
    wanted: Milestones,
    known: &BTreeSet<i32>,
) -> Result<Described, Error> {
    let service = &target.place.service;
    let workload = if is_known { None } else { Some(service.workload(&target.id).await?) };
    let milestones = service.milestones(&target.id).await?;
    let rows = milestones.get("MilestoneSummaries").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let numbers: BTreeSet<i32> = rows.iter().filter_map(number).collect();
    let numbers: Vec<Option<i32>> = match wanted {
        Milestones::Current => vec![None],
        Milestones::One(number) => numbers.contains(&number).then_some(Some(number)).into_iter().collect(),
        Milestones::All => [None].into_iter().chain(numbers.into_iter().map(Some)).collect(),
    };
    let mut states = Vec::new();
    for number in numbers {
        let milestone = match number {
            Some(number) if !known.contains(&number) => Some(service.milestone(&target.id, number).await?),
            Some(_) | None => None,
        };
        states.push(State { number, milestone, reviews: reviews(target, number).await? });
    }
    Ok(Described { workload, milestones, states })
}

fn number(milestone: &Value) -> Option<i32> {
    i32::try_from(milestone.get("MilestoneNumber")?.as_i64()?).ok()
}

/// The rows of the lens reviews; asked for twice where some are missing, which the workload's own row tells.
async fn reviews(target: &Target, milestone: Option<i32>) -> Result<Vec<Value>, Error> {
    let service = &target.place.service;
    let listed = distinct(service.lens_reviews(&target.id, milestone).await?);
    let named = target.summary.get("Lenses").and_then(Value::as_array).map_or(0, Vec::len);
    if milestone.is_some() || listed.len() >= named {
        return Ok(listed);
    }
    let again = distinct(service.lens_reviews(&target.id, milestone).await?);
    if again.len() >= named {
        return Ok(again);
    }
    let message = format!("{} lens reviews are listed, and the workload has {named} lenses", again.len());
    Err(Error::new(Kind::Unusable, Call::new("wellarchitected:ListLensReviews", target.shown()), message))
}

/// Each lens once.
fn distinct(mut reviews: Vec<Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    reviews.retain(|review| text(review, "LensAlias").is_none_or(|alias| seen.insert(alias.to_owned())));
    reviews
}
