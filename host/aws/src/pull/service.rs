//! What is asked of Well-Architected? Every call that reading makes, with the largest pages that the service gives.

use std::{error::Error as StdError, future::Future, num::NonZeroUsize};

use aws_sdk_wellarchitected::{Client, types::ReportFormat};
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::{Map, Value};

use super::{gate::Gate, pages};
use crate::{
    connect::Connection,
    error::{Call, Error},
    raw::{Keep, raw},
};

/// Largest page of most lists.
const PAGE: i32 = 50;
/// Largest page of improvements.
const IMPROVEMENTS_PAGE: i32 = 100;
/// Largest page of a consolidated report.
const REPORT_PAGE: i32 = 15;

/// Well-Architected of one account and Region.
#[derive(Debug, Clone)]
pub(super) struct Service {
    client: Client,
    gate: Gate,
    /// For messages.
    place: String,
}

/// One lens review, current or of a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReviewId {
    pub(super) workload: String,
    /// Alias, or ARN of a custom lens.
    pub(super) lens: String,
    /// `None` for the current state.
    pub(super) milestone: Option<i32>,
}

impl ReviewId {
    /// For messages.
    pub(super) fn shown(&self) -> String {
        let milestone = self.milestone.map_or_else(String::new, |number| format!(", milestone {number}"));
        format!("lens `{}` of workload `{}`{milestone}", self.lens, self.workload)
    }
}

impl Service {
    /// `calls_max` are under way at a time, fewer while AWS throttles.
    pub(super) fn new(connection: &Connection, place: &str, calls_max: NonZeroUsize) -> Self {
        let gate = Gate::new(calls_max);
        let config = connection.wellarchitected().config().to_builder().interceptor(gate.clone());
        Self { client: Client::from_conf(config.build()), gate, place: place.to_owned() }
    }

    /// Sends an operation once there is room for it, and gives the JSON of its answer.
    async fn ask<T, E, F>(&self, call: Call, send: impl FnOnce(Keep) -> F) -> Result<Value, Error>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + StdError + 'static,
    {
        let _inside = self.gate.enter().await;
        raw(call, send).await
    }

    fn call(&self, action: &'static str, on: &str) -> Call {
        Call::new(action, format!("{on} in {}", self.place))
    }

    /// All workloads, owned and shared.
    pub(super) async fn workloads(&self) -> Result<Vec<Value>, Error> {
        let call = self.call("wellarchitected:ListWorkloads", "the workloads");
        let ask = |token| {
            let request = self.client.list_workloads().max_results(PAGE).set_next_token(token);
            self.ask(call.clone(), |keep| request.customize().interceptor(keep).send())
        };
        Ok(items(pages::all("WorkloadSummaries", &call, ask).await?, "WorkloadSummaries"))
    }

    pub(super) async fn workload(&self, id: &str) -> Result<Value, Error> {
        let call = self.call("wellarchitected:GetWorkload", &format!("workload `{id}`"));
        let request = self.client.get_workload().workload_id(id);
        self.ask(call, |keep| request.customize().interceptor(keep).send()).await
    }

    /// All milestones in one answer.
    pub(super) async fn milestones(&self, workload: &str) -> Result<Map<String, Value>, Error> {
        let call = self.call("wellarchitected:ListMilestones", &format!("workload `{workload}`"));
        let ask = |token| {
            let request = self.client.list_milestones().workload_id(workload).max_results(PAGE).set_next_token(token);
            self.ask(call.clone(), |keep| request.customize().interceptor(keep).send())
        };
        pages::all("MilestoneSummaries", &call, ask).await
    }

    pub(super) async fn milestone(&self, workload: &str, number: i32) -> Result<Value, Error> {
        let call = self.call("wellarchitected:GetMilestone", &format!("milestone {number} of workload `{workload}`"));
        let request = self.client.get_milestone().workload_id(workload).milestone_number(number);
        self.ask(call, |keep| request.customize().interceptor(keep).send()).await
    }

    /// Summaries of all lens reviews.
    pub(super) async fn lens_reviews(&self, workload: &str, milestone: Option<i32>) -> Result<Vec<Value>, Error> {
        let call = self.call("wellarchitected:ListLensReviews", &format!("workload `{workload}`"));
        let ask = |token| {
            let request = self.client.list_lens_reviews().workload_id(workload).set_milestone_number(milestone);
            let request = request.max_results(PAGE).set_next_token(token);
            self.ask(call.clone(), |keep| request.customize().interceptor(keep).send())
        };
        Ok(items(pages::all("LensReviewSummaries", &call, ask).await?, "LensReviewSummaries"))
    }

    pub(super) async fn lens_review(&self, id: &ReviewId) -> Result<Value, Error> {
        let call = self.call("wellarchitected:GetLensReview", &id.shown());
        let request = self.client.get_lens_review().workload_id(&id.workload).lens_alias(&id.lens);
        let request = request.set_milestone_number(id.milestone);
        self.ask(call, |keep| request.customize().interceptor(keep).send()).await
    }

    /// All answers in one, or those of one pillar.
    pub(super) async fn answers(&self, id: &ReviewId, pillar: Option<&str>) -> Result<Map<String, Value>, Error> {
        let call = self.call("wellarchitected:ListAnswers", &id.shown());
        let ask = |token| {
            let request = self.client.list_answers().workload_id(&id.workload).lens_alias(&id.lens);
            let request = request.set_milestone_number(id.milestone).set_pillar_id(pillar.map(str::to_owned));
            let request = request.max_results(PAGE).set_next_token(token);
            self.ask(call.clone(), |keep| request.customize().interceptor(keep).send())
        };
        pages::all("AnswerSummaries", &call, ask).await
    }

    /// One answer in full, with its notes.
    pub(super) async fn answer(&self, id: &ReviewId, question: &str) -> Result<Value, Error> {
        let call = self.call("wellarchitected:GetAnswer", &format!("question `{question}` of {}", id.shown()));
        let request = self.client.get_answer().workload_id(&id.workload).lens_alias(&id.lens).question_id(question);
        let request = request.set_milestone_number(id.milestone);
        self.ask(call, |keep| request.customize().interceptor(keep).send()).await
    }

    /// All improvements in one answer, or those of one pillar.
    pub(super) async fn improvements(&self, id: &ReviewId, pillar: Option<&str>) -> Result<Map<String, Value>, Error> {
        let call = self.call("wellarchitected:ListLensReviewImprovements", &id.shown());
        let ask = |token| {
            let request = self.client.list_lens_review_improvements().workload_id(&id.workload).lens_alias(&id.lens);
            let request = request.set_milestone_number(id.milestone).set_pillar_id(pillar.map(str::to_owned));
            let request = request.max_results(IMPROVEMENTS_PAGE).set_next_token(token);
            self.ask(call.clone(), |keep| request.customize().interceptor(keep).send())
        };
        pages::all("ImprovementSummaries", &call, ask).await
    }

    /// The JSON of an own lens, as a string within the answer.
    pub(super) async fn export_lens(&self, lens_arn: &str, version: Option<&str>) -> Result<Value, Error> {
        let shown = version.map_or_else(String::new, |version| format!(", version {version},"));
        let call = self.call("wellarchitected:ExportLens", &format!("lens `{lens_arn}`{shown}"));
        let request = self.client.export_lens().lens_alias(lens_arn).set_lens_version(version.map(str::to_owned));
        self.ask(call, |keep| request.customize().interceptor(keep).send()).await
    }

    /// Counts and open questions of all workloads, in one answer.
    pub(super) async fn consolidated_report(&self) -> Result<Map<String, Value>, Error> {
        let call = self.call("wellarchitected:GetConsolidatedReport", "all workloads");
        let ask = |token| {
            let request = self.client.get_consolidated_report().format(ReportFormat::Json);
            let request = request.include_shared_resources(true).max_results(REPORT_PAGE).set_next_token(token);
            self.ask(call.clone(), |keep| request.customize().interceptor(keep).send())
        };
        pages::all("Metrics", &call, ask).await
    }
}

fn items(mut answer: Map<String, Value>, list: &str) -> Vec<Value> {
    match answer.remove(list) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}
