//! How does a plan become a workload? The one place that creates and changes workloads.

use std::collections::HashMap;

use aws_sdk_wellarchitected::{
    Client,
    types::{DefinitionType, TrustedAdvisorIntegrationStatus, WorkloadDiscoveryConfig, WorkloadEnvironment},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Existing, Plan, Weight, ask, facts};
use crate::{
    Connection,
    error::{Call, Error, Kind},
};

/// A token that created a workload which was deleted since answers for that one; so many further ones are tried.
const TOKENS_MAX: u32 = 16;

/// What came of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// `architrave.workload-apply/1`.
    pub schema: &'static str,
    /// What was done.
    pub result: Done,
    /// Of the workload.
    pub id: String,
    /// As AWS writes it.
    pub arn: String,
    /// Where it is registered.
    pub region: String,
    /// The lenses of the plan.
    pub lenses: Vec<String>,
    /// How an existing workload differed from the plan before.
    pub differences: Vec<super::Difference>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    /// It was created.
    Created,
    /// It was there, as planned; nothing was changed.
    Unchanged,
    /// It was there, not as planned; nothing was changed.
    Differs,
    /// It was there, and is now as planned.
    Updated,
}

impl Done {
    /// One word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Unchanged => "unchanged",
            Self::Differs => "differs",
            Self::Updated => "updated",
        }
    }
}

/// Creates the workload of a plan that [`ask::complete`] has held against the Region. Where there is one of that name, it
/// is changed only with `update`.
///
/// # Errors
///
/// The plan has something that can't be accepted, or a lens that the Region does not have; what AWS says.
pub async fn apply(plan: &Plan, connection: &Connection, update: bool) -> Result<Applied, Error> {
    let call = || Call::new("", format!("cannot apply `{}`", plan.file));
    if plan.count(Weight::Refused) > 0 || plan.missing_lenses().next().is_some() {
        return Err(Error::new(Kind::Request, call(), "the plan has something that AWS would not accept"));
    }
    let client = connection.wellarchitected();
    let region = connection.region();
    let (done, id, arn, differences) = match &plan.existing {
        None => {
            let (id, arn) = create(plan, &client, region).await?;
            complete(plan, &client, &id).await?;
            (Done::Created, id, arn, Vec::new())
        }
        Some(existing) => {
            let done = match (existing.differences.is_empty(), update) {
                (true, _) => Done::Unchanged,
                (false, false) => Done::Differs,
                (false, true) => {
                    change(plan, &client, existing).await?;
                    Done::Updated
                }
            };
            (done, existing.id.clone(), existing.arn.clone(), existing.differences.clone())
        }
    };
    let lenses = plan.list("lenses").into_iter().map(str::to_owned).collect();
    let schema = "architrave.workload-apply/1";
    Ok(Applied { schema, result: done, id, arn, region: region.to_owned(), lenses, differences })
}

/// The workload with the first lenses, as many as one call takes. The token comes from the content, so that the same plan
/// twice is one workload.
async fn create(plan: &Plan, client: &Client, region: &str) -> Result<(String, String), Error> {
    let name = plan.text("workload_name").unwrap_or_default();
    let on = || Call::new("wellarchitected:CreateWorkload", format!("workload `{name}` in {region}"));
    let list = |name: &str| Some(owned(&plan.list(name))).filter(|list| !list.is_empty());
    let text = |name: &str| plan.text(name).map(str::to_owned);
    let lenses = plan.list("lenses").into_iter().take(facts::LENSES_PER_CALL).map(str::to_owned).collect();
    for attempt in 0..TOKENS_MAX {
        let request = client
            .create_workload()
            .client_request_token(token(plan, region, attempt))
            .workload_name(name)
            .set_description(text("description"))
            .set_environment(plan.text("environment").map(WorkloadEnvironment::from))
            .set_review_owner(text("review_owner"))
            .set_account_ids(list("account_ids"))
            .set_aws_regions(list("aws_regions"))
            .set_non_aws_regions(list("non_aws_regions"))
            .set_industry_type(text("industry_type"))
            .set_industry(text("industry"))
            .set_lenses(Some(Vec::clone(&lenses)))
            .set_pillar_priorities(list("pillar_priorities"))
            .set_architectural_design(text("architectural_design"))
            .set_discovery_config(discovery(plan))
            .set_applications(list("applications"))
            .set_tags(Some(tags(plan)).filter(|tags| !tags.is_empty()))
            .set_notes(text("notes"));
        let answer = request.send().await.map_err(|error| Error::sdk(on(), &error))?;
        let (Some(id), Some(arn)) = (answer.workload_id, answer.workload_arn) else {
            return Err(Error::new(Kind::Unusable, on(), "the answer has no id"));
        };
        match ask::get(client, &id, region).await {
            Ok(_) => return Ok((id, arn)),
            // The answer to an earlier request with this token; its workload was deleted since.
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::new(Kind::Unusable, on(), "AWS answers with workloads that are not there"))
}

/// What `CreateWorkload` does not take: further lenses, and the acknowledgement.
async fn complete(plan: &Plan, client: &Client, id: &str) -> Result<(), Error> {
    let more: Vec<&str> = plan.list("lenses").into_iter().skip(facts::LENSES_PER_CALL).collect();
    associate(client, id, &more).await?;
    if plan.acknowledges() {
        let on = || Call::new("wellarchitected:UpdateWorkload", format!("workload `{id}`"));
        let request = client.update_workload().workload_id(id).is_review_owner_update_acknowledged(true);
        request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    }
    Ok(())
}

async fn associate(client: &Client, id: &str, lenses: &[&str]) -> Result<(), Error> {
    for piece in lenses.chunks(facts::LENSES_PER_CALL) {
        let on =
            || Call::new("wellarchitected:AssociateLenses", format!("lenses {} of workload `{id}`", piece.join(", ")));
        let request = client.associate_lenses().workload_id(id).set_lens_aliases(Some(owned(piece)));
        request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    }
    Ok(())
}

/// Sends what differs, and nothing else.
async fn change(plan: &Plan, client: &Client, existing: &Existing) -> Result<(), Error> {
    let differs = |name: &str| existing.differences.iter().any(|difference| difference.field == name);
    let text = |name: &str| plan.text(name).filter(|_| differs(name)).map(str::to_owned);
    let list = |name: &str| Some(owned(&plan.list(name))).filter(|_| differs(name));
    if existing.differences.iter().any(|difference| !matches!(difference.field, "lenses" | "tags")) {
        let on = || Call::new("wellarchitected:UpdateWorkload", format!("workload `{}`", existing.id));
        let request = client
            .update_workload()
            .workload_id(&existing.id)
            .set_description(text("description"))
            .set_environment(text("environment").as_deref().map(WorkloadEnvironment::from))
            .set_review_owner(text("review_owner"))
            .set_account_ids(list("account_ids"))
            .set_aws_regions(list("aws_regions"))
            .set_non_aws_regions(list("non_aws_regions"))
            .set_industry_type(text("industry_type"))
            .set_industry(text("industry"))
            .set_pillar_priorities(list("pillar_priorities"))
            .set_architectural_design(text("architectural_design"))
            .set_discovery_config(discovery(plan).filter(|_| differs("discovery_config")))
            .set_applications(list("applications"))
            .set_notes(text("notes"))
            .set_is_review_owner_update_acknowledged(
                Some(true).filter(|_| differs("is_review_owner_update_acknowledged")),
            );
        request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    }
    if let Some(lenses) = existing.differences.iter().find(|difference| difference.field == "lenses") {
        let present: Vec<&str> = lenses.is.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let more: Vec<&str> = plan.list("lenses").into_iter().filter(|lens| !present.contains(lens)).collect();
        associate(client, &existing.id, &more).await?;
    }
    if differs("tags") {
        let on = || Call::new("wellarchitected:TagResource", format!("workload `{}`", existing.id));
        let request = client.tag_resource().workload_arn(&existing.arn).set_tags(Some(tags(plan)));
        request.send().await.map_err(|error| Error::sdk(on(), &error))?;
    }
    Ok(())
}

/// From what is sent, and where: 64 hexadecimal digits.
fn token(plan: &Plan, region: &str, attempt: u32) -> String {
    let fields: Vec<(&str, &Value)> = plan.fields.iter().map(|field| (field.name, &field.value)).collect();
    let content = json!({ "schema": plan.schema, "region": region, "attempt": attempt, "fields": fields });
    architrave_core::digest::bytes(content.to_string().as_bytes()).to_string()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn tags(plan: &Plan) -> HashMap<String, String> {
    plan.tags().into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn discovery(plan: &Plan) -> Option<WorkloadDiscoveryConfig> {
    let config = plan.value("discovery_config")?;
    let status = config.get("trusted_advisor_integration_status").and_then(Value::as_str);
    let definitions = config.get("workload_resource_definition").and_then(Value::as_array);
    let definitions = definitions.map(|list| list.iter().filter_map(Value::as_str).map(DefinitionType::from).collect());
    let status = status.map(TrustedAdvisorIntegrationStatus::from);
    let config = WorkloadDiscoveryConfig::builder().set_trusted_advisor_integration_status(status);
    Some(config.set_workload_resource_definition(definitions).build())
}
