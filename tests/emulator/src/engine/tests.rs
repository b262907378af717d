//! Whatever is asked, is there an answer?

use proptest::prelude::*;
use serde_json::{Map, json};

use super::*;
use crate::{
    model::{Kind, model},
    request::{Caller, Parts},
    route::route,
};

fn caller() -> Caller {
    Caller { account: "111122223333".to_owned(), region: "us-east-1".to_owned() }
}

fn request(name: &str, parameters: &Value) -> Request {
    let operation = model().operations.iter().find(|operation| operation.name == name).unwrap();
    let Caller { account, region } = caller();
    let parameters = parameters.as_object().unwrap().clone();
    Request { operation: operation.name, input: operation.input, account, region, parameters }
}

fn workload(name: &str, token: &str) -> Value {
    json!({
        "WorkloadName": name, "Description": "for a test", "Environment": "PRODUCTION", "AwsRegions": ["us-east-1"],
        "ReviewOwner": "somebody", "Lenses": ["wellarchitected"], "ClientRequestToken": token,
    })
}

#[test]
fn a_client_token_is_good_for_one_request() {
    let mut engine = Engine::default();
    let mut create = |name: &str, token: &str| engine.respond(&request("CreateWorkload", &workload(name, token)));
    let first = create("Shop", "one");
    assert_eq!(first.status, 200);
    assert_eq!(create("Shop", "one"), first);
    assert_eq!(create("Shop", "two").status, 409);
    assert_eq!(create("Store", "one").status, 409);
    assert_eq!(engine.state.writes, 1);
}

#[test]
fn a_refused_write_changes_nothing() {
    let mut engine = Engine::default();
    engine.respond(&request("CreateWorkload", &workload("Shop", "one")));
    let id = engine.state.regions["111122223333/us-east-1"].workloads[0].id.clone();
    let before = engine.state.clone();
    let mut check = |name: &str, parameters: Value| {
        assert_ne!(engine.respond(&request(name, &parameters)).status, 200, "{name} {parameters}");
        assert_eq!(engine.state, before, "{name} {parameters}");
    };
    check("CreateWorkload", json!({"WorkloadName": "Shop 2", "ClientRequestToken": "two"}));
    check("UpdateWorkload", json!({"WorkloadId": id, "AwsRegions": []}));
    check("UpdateWorkload", json!({"WorkloadId": id, "PillarPriorities": ["performanceEfficiency"]}));
    check("AssociateLenses", json!({"WorkloadId": id, "LensAliases": ["serverless", "sap"]}));
    check("DisassociateLenses", json!({"WorkloadId": id, "LensAliases": ["wellarchitected"]}));
    check("UpgradeLensReview", json!({"WorkloadId": id, "LensAlias": "wellarchitected", "MilestoneName": "before"}));
    let answer = json!({
        "WorkloadId": id, "LensAlias": "wellarchitected", "QuestionId": "identities", "Notes": "new",
        "SelectedChoices": ["sec_identities_unique"], "ChoiceUpdates": {"nope": {"Status": "SELECTED"}},
    });
    check("UpdateAnswer", answer);
}

#[test]
fn the_state_file_brings_everything_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let mut engine = Engine::new(&[], Some(&file), Clock::Logical).unwrap();
    crate::sample::make(&mut engine, &caller()).unwrap();
    let again = Engine::new(&[], Some(&file), Clock::Logical).unwrap();
    assert_eq!(again.state, engine.state);
    let mut again = again;
    crate::sample::make(&mut again, &caller()).unwrap();
    assert_eq!(again.state, engine.state, "the sample is made once");
}

/// A value for a shape: mostly one that fits, sometimes anything.
fn value(shape: &str, id: &str, depth: u8) -> BoxedStrategy<Value> {
    let anything = prop_oneof![
        Just(json!(null)),
        Just(json!(-1)),
        Just(json!("")),
        Just(json!([[]])),
        Just(json!({"a": {}})),
        ".{0,40}".prop_map(Value::from),
    ];
    let known = [
        id,
        "wellarchitected",
        "serverless",
        "security",
        "identities",
        "sec_identities_unique",
        "sec_identities_no",
        "Shop",
        "00000001ffffffffffffffffffffffffffffffffffffffff",
        "{\"pillars\": [{\"id\": \"p_1\", \"questions\": [{\"id\": \"q_1\"}]}]}",
    ];
    let known: Vec<Value> = known.iter().map(|text| json!(text)).collect();
    let Some(of) = model().shape(shape).filter(|_| depth > 0) else { return anything.boxed() };
    let first = of.of.first().copied().unwrap_or_default();
    let last = of.of.last().copied().unwrap_or_default();
    let fitting = match of.kind {
        Kind::Enum => prop::sample::select(of.of.clone()).prop_map(Value::from).boxed(),
        Kind::Integer => (0..120_u64).prop_map(Value::from).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Kind::List => prop::collection::vec(value(first, id, depth - 1), 0..4).prop_map(Value::from).boxed(),
        Kind::Map => prop::collection::vec((prop::sample::select(known), value(last, id, depth - 1)), 0..3)
            .prop_map(|pairs| {
                let pairs = pairs.into_iter().map(|(key, value)| (key.as_str().unwrap_or_default().to_owned(), value));
                Value::Object(pairs.collect())
            })
            .boxed(),
        Kind::Structure => members(shape, id, depth - 1).prop_map(Value::Object).boxed(),
        Kind::Text => prop::sample::select(known).boxed(),
    };
    prop_oneof![6 => fitting, 1 => anything].boxed()
}

fn members(structure: &str, id: &str, depth: u8) -> BoxedStrategy<Map<String, Value>> {
    let members: Vec<_> = model()
        .members(structure)
        .iter()
        .map(|member| (Just(member.name.to_owned()), prop::option::weighted(0.9, value(member.shape, id, depth))))
        .collect();
    members.prop_map(|pairs| pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()).boxed()
}

/// A workload in an engine, and its id.
fn furnished() -> (Engine, String) {
    let mut engine = Engine::default();
    engine.respond(&request("CreateWorkload", &workload("Shop", "one")));
    let id = engine.state.regions["111122223333/us-east-1"].workloads[0].id.clone();
    (engine, id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_parameters_get_an_answer(
        calls in prop::collection::vec(prop::sample::select(crate::operations()), 1..6).prop_flat_map(|names| {
            let (_, id) = furnished();
            let call = |name: &'static str| {
                let operation = model().operations.iter().find(|operation| operation.name == name).unwrap();
                members(operation.input, &id, 4).prop_map(move |parameters| (name, Value::Object(parameters)))
            };
            names.into_iter().map(call).collect::<Vec<_>>()
        })
    ) {
        let (mut engine, _) = furnished();
        for (name, parameters) in calls {
            let response = engine.respond(&request(name, &parameters));
            prop_assert!(response.status < 500, "{name} {parameters}: {}", response.body);
            prop_assert_eq!(response.status == 200, response.headers.is_empty());
        }
    }

    #[test]
    fn any_bytes_get_an_answer(
        method in prop::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"]),
        path in prop::collection::vec(
            prop::sample::select(vec!["workloads", "lenses", "tags", "%2F", "%", "%ff", "é", "", "x", "profiles", "shares"]),
            0..6,
        ),
        query in ".{0,30}",
        authorization in prop::option::of(".{0,60}"),
        body in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let path = format!("/{}", path.join("/"));
        let parts = Parts { method: method.to_owned(), path, query, authorization, body };
        if let Some((operation, _)) = route(&parts.method, &parts.path) {
            let caller = caller().of(parts.authorization.as_deref());
            if let Ok(request) = Request::read(&parts, operation, caller) {
                prop_assert!(Engine::default().respond(&request).status < 500);
            }
        }
    }
}
