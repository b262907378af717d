//! What is in the made-up workload?

use serde_json::{Map, Value, json};

use crate::{
    engine::Engine,
    error::Error,
    faults::Response,
    lens::official,
    model::model,
    request::{Caller, Request},
};

/// What the workload is called.
const NAME: &str = "Trading platform";

/// Makes one workload with two lenses through the operations themselves: every fourth question of the framework is left
/// open, the others get some of their practices. A state that has a workload of this name keeps it.
pub(crate) fn make(engine: &mut Engine, caller: &Caller) -> Result<(), Error> {
    let mut call = |operation: &str, parameters: Value| respond(engine, caller, operation, &parameters);
    let known = call("ListWorkloads", json!({"WorkloadNamePrefix": NAME}))?;
    if known.body.get("WorkloadSummaries").and_then(Value::as_array).is_some_and(|known| !known.is_empty()) {
        return Ok(());
    }
    let created = call(
        "CreateWorkload",
        json!({
            "WorkloadName": NAME, "Description": "Takes orders and settles them.",
            "Environment": "PRODUCTION", "AwsRegions": ["us-east-1"], "ReviewOwner": "architecture@example.com",
            "IndustryType": "Financial Services", "Lenses": ["wellarchitected", "serverless"],
            "PillarPriorities": ["security", "reliability"], "ClientRequestToken": "sample",
        }),
    )?;
    let workload = created.body.get("WorkloadId").cloned().unwrap_or_default();
    let questions =
        official::lenses().iter().flat_map(|lens| lens.questions().map(move |(_, question)| (lens, question)));
    for (position, (lens, question)) in questions.enumerate() {
        let take = match position.checked_rem(4) {
            Some(0) => continue,
            Some(1) => question.choices.len(),
            _ => question.choices.len().checked_div(2).unwrap_or(0),
        };
        let practices = question.choices.iter().filter(|choice| !choice.is_none_of_these());
        let selected: Vec<&str> = practices.take(take).map(|choice| choice.id.as_str()).collect();
        call(
            "UpdateAnswer",
            json!({"WorkloadId": workload, "LensAlias": lens.alias, "QuestionId": question.id, "SelectedChoices": selected}),
        )?;
    }
    Ok(())
}

fn respond(engine: &mut Engine, caller: &Caller, name: &str, parameters: &Value) -> Result<Response, Error> {
    let failed = |message: String| Error::Sample(message);
    let operation = model().operations.iter().find(|operation| operation.name == name);
    let operation = operation.ok_or_else(|| failed(format!("no operation `{name}`")))?;
    let parameters: Map<String, Value> = parameters.as_object().cloned().unwrap_or_default();
    let request = Request {
        operation: operation.name,
        input: operation.input,
        account: caller.account.clone(),
        region: caller.region.clone(),
        parameters,
    };
    let response = engine.respond(&request);
    match response.status {
        200 => Ok(response),
        status => Err(failed(format!("`{name}` answers {status}: {}", response.body))),
    }
}
