//! How does the API show a workload?

use serde_json::{Map, Value, json};

use crate::{
    context::{Context, account_of, stamp},
    refusal::Refusal,
    risk::{self, Counts},
    state::{Share, Workload},
};

/// `Workload`.
pub(crate) fn whole(
    context: &Context<'_>,
    key: &str,
    workload: &Workload,
    share: Option<&Share>,
) -> Result<Value, Refusal> {
    let mut members = workload.attributes.clone();
    members.insert("Tags".to_owned(), json!(workload.tags));
    if let Some(share) = share {
        members.insert("ShareInvitationId".to_owned(), json!(share.id));
    }
    common(context, key, workload, &mut members)?;
    Ok(Value::Object(members))
}

/// `WorkloadSummary`.
pub(crate) fn summary(context: &Context<'_>, key: &str, workload: &Workload) -> Result<Value, Refusal> {
    let mut members = Map::new();
    if let Some(status) = workload.attributes.get("ImprovementStatus") {
        members.insert("ImprovementStatus".to_owned(), status.clone());
    }
    common(context, key, workload, &mut members)?;
    Ok(Value::Object(members))
}

fn common(
    context: &Context<'_>,
    key: &str,
    workload: &Workload,
    members: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let (all, prioritized) = counts(context, workload)?;
    let lenses: Vec<&str> = workload.reviews.iter().map(|review| review.alias.as_str()).collect();
    let more = json!({
        "WorkloadId": workload.id,
        "WorkloadArn": workload.arn,
        "WorkloadName": workload.name,
        "Owner": account_of(key),
        "UpdatedAt": stamp(workload.updated_at),
        "Lenses": lenses,
        "RiskCounts": risk::to_json(&all),
        "PrioritizedRiskCounts": risk::to_json(&prioritized),
        "Profiles": profiles(workload),
    });
    members.extend(more.as_object().cloned().unwrap_or_default());
    Ok(())
}

/// `Profiles` of a workload and its reviews.
pub(crate) fn profiles(workload: &Workload) -> Value {
    workload.profiles.iter().map(|one| json!({"ProfileArn": one.arn, "ProfileVersion": one.version})).collect()
}

/// Risks of all reviews of a workload: all questions, and the prioritized ones.
pub(crate) fn counts(context: &Context<'_>, workload: &Workload) -> Result<(Counts, Counts), Refusal> {
    let (mut all, mut prioritized) = (Counts::new(), Counts::new());
    for review in &workload.reviews {
        let lens = context.lens(&review.alias, Some(&review.version))?;
        let priorities = super::priorities::of(context, workload);
        risk::add(&mut all, &risk::counts(&lens, review, |_, _| true));
        risk::add(&mut prioritized, &risk::counts(&lens, review, |pillar, _| priorities.contains(&pillar.id)));
    }
    Ok((all, prioritized))
}
