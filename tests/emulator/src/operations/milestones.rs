//! Milestones: record, read, list.

use serde_json::{Value, json};

use super::workload_json;
use crate::{
    context::{Context, stamp},
    page,
    refusal::Refusal,
    state::{Milestone, Workload},
};

/// Most milestones of a workload.
const MILESTONES_MAX: usize = 100;

pub(super) fn create_milestone(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (request, now) = (context.request, context.now);
    let number = record(context.workload_mut()?, request.required("MilestoneName"), now)?;
    Ok(json!({"WorkloadId": request.required("WorkloadId"), "MilestoneNumber": number}))
}

/// Keeps a copy of the workload under the next number.
pub(super) fn record(workload: &mut Workload, name: &str, now: u64) -> Result<u64, Refusal> {
    if workload.milestones.iter().any(|milestone| milestone.name == name) {
        let message = format!("milestone `{name}` is there already");
        return Err(Refusal::conflict("MILESTONE", &workload.id, message));
    }
    if workload.milestones.len() >= MILESTONES_MAX {
        let message = format!("a workload has at most {MILESTONES_MAX} milestones");
        return Err(Refusal::quota("WORKLOAD", &workload.id, "L-MILESTONES", message));
    }
    let number = workload.milestones.last().map_or(1, |last| last.number.saturating_add(1));
    let milestones = std::mem::take(&mut workload.milestones);
    let copy = workload.clone();
    workload.milestones = milestones;
    workload.milestones.push(Milestone { number, name: name.to_owned(), recorded_at: now, workload: copy });
    Ok(number)
}

pub(super) fn get_milestone(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (key, workload, share) = context.workload()?;
    let number = context.request.number("MilestoneNumber").unwrap_or_default();
    let found = workload.milestones.iter().find(|milestone| milestone.number == number);
    let milestone = found.ok_or_else(|| Refusal::not_found("MILESTONE", &number.to_string()))?;
    Ok(json!({
        "WorkloadId": workload.id,
        "Milestone": {
            "MilestoneNumber": milestone.number,
            "MilestoneName": milestone.name,
            "RecordedAt": stamp(milestone.recorded_at),
            "Workload": workload_json::whole(context, &key, &milestone.workload, share)?,
        },
    }))
}

pub(super) fn list_milestones(context: &mut Context<'_>) -> Result<Value, Refusal> {
    let (key, workload, _) = context.workload()?;
    let mut entries = Vec::new();
    for milestone in &workload.milestones {
        entries.push(json!({
            "MilestoneNumber": milestone.number,
            "MilestoneName": milestone.name,
            "RecordedAt": stamp(milestone.recorded_at),
            "WorkloadSummary": workload_json::summary(context, &key, &milestone.workload)?,
        }));
    }
    let mut body = page::page(context.request, "MilestoneSummaries", entries)?;
    body.insert("WorkloadId".to_owned(), json!(workload.id));
    Ok(Value::Object(body))
}
