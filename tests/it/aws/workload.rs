//! Are workloads planned before they are created, and created once?

use std::fs;

use architrave_emulator::Options;
use serde_json::{Value, json};

use super::desk::Desk;

/// The example of the document that this project grew out of, with the spellings that it has there.
const TRADING_PLATFORM: &str = r#"
template = "financial_services"
workload_name = "trading-platform"
description = "High-frequency trading platform with real-time analytics"
environment = "production"
industry_type = "Financial Services"
industry = "Investment Management"
architectural_design = "Microservices architecture with event-driven processing"
review_owner = "architecture-team@company.com"
is_review_owner_update_acknowledged = false
pillar_priorities = ["security", "reliability", "operationalExcellence", "costOptimization", "performanceEfficiency", "sustainability"]
applications = ["trading-engine", "risk-management", "analytics-platform"]
tags = { Environment = "Production", Team = "Trading", CostCenter = "1234", Compliance = "SOX" }
[discovery_config]
TrustedAdvisorIntegrationStatus = "ENABLED"
WorkloadResourceDefinition = ["AppRegistry", "TaggedResources"]
"#;

/// The least that the service takes.
const LEAST: &str = r#"
workload_name = "Shop"
description = "Sells things"
environment = "PRODUCTION"
review_owner = "team@example.com"
aws_regions = ["us-east-1"]
"#;

fn desk() -> Desk {
    Desk::new(&Options::default())
}

fn file(desk: &Desk, name: &str, text: &str) -> String {
    let path = desk.folder(name);
    fs::write(&path, text).expect("a file of the desk");
    path.to_str().expect("a plain path").to_owned()
}

fn workloads(desk: &Desk) -> Vec<Value> {
    let list = desk.ask("POST", "/workloadsSummaries", &json!({}));
    list["WorkloadSummaries"].as_array().cloned().unwrap_or_default()
}

fn workload(desk: &Desk, id: &str) -> Value {
    desk.ask("GET", &format!("/workloads/{id}"), &json!(null))["Workload"].clone()
}

/// Operations that were asked for, without those that only read.
fn writes(desk: &Desk) -> Vec<String> {
    let calls = desk.emulator.calls().into_iter().map(|call| call.operation.to_owned());
    calls.filter(|operation| !operation.starts_with("List") && !operation.starts_with("Get")).collect()
}

#[test]
fn the_trading_platform_is_corrected_and_then_created() {
    let desk = desk();
    let written = file(&desk, "trading.toml", TRADING_PLATFORM);
    let corrected = desk.folder("corrected.toml").to_str().expect("a plain path").to_owned();

    let refused = desk.run(&["workload", "apply", &written]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("must be corrected first; nothing was created"), "{}", refused.stderr);

    let plan = desk.run(&["workload", "plan", &written, "--format", "json", "--write-corrected", &corrected]);
    assert_eq!(plan.code, 1, "{}", plan.stderr);
    let plan = plan.json();
    let found = plan["findings"].as_array().expect("findings");
    let codes: Vec<&str> = found
        .iter()
        .filter(|finding| finding["weight"] == "corrected")
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    for code in [
        "workload.template",
        "workload.environment",
        "workload.region",
        "workload.pillar",
        "workload.design",
        "workload.discovery",
        "workload.application",
    ] {
        assert!(codes.contains(&code), "no `{code}` in {codes:?}");
    }
    assert!(found.iter().all(|finding| finding["weight"] != "refused"), "{found:#?}");
    let missing: Vec<&Value> =
        plan["lenses"].as_array().into_iter().flatten().filter(|lens| lens["state"] == "missing").collect();
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_eq!(missing[0]["alias"], "sap");
    assert_eq!(writes(&desk), [""; 0], "planning only reads");

    let again = desk.run(&["workload", "plan", &written, "--write-corrected", &corrected]);
    assert_eq!(again.code, 2, "a file that is there is not replaced: {}", again.stderr);

    let kept = desk.run(&["workload", "apply", &corrected]);
    assert_eq!(kept.code, 2, "{}", kept.stderr);
    assert!(kept.stderr.contains("--drop-missing-lenses"), "{}", kept.stderr);

    let applied = desk.run(&["workload", "apply", &corrected, "--drop-missing-lenses", "--format", "json"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let applied = applied.json();
    assert_eq!(applied["result"], "created");
    let made = workload(&desk, applied["id"].as_str().expect("an id"));
    assert_eq!(made["Environment"], "PRODUCTION");
    assert_eq!(made["Lenses"], json!(["wellarchitected", "serverless"]));
    assert_eq!(made["AwsRegions"], json!(["us-east-1"]));
    assert_eq!(made["PillarPriorities"][4], "performance");
    assert_eq!(made["DiscoveryConfig"]["WorkloadResourceDefinition"], json!(["APP_REGISTRY"]));
    assert_eq!(
        made["Tags"],
        json!({ "Environment": "Production", "Team": "Trading", "CostCenter": "1234", "Compliance": "SOX" })
    );
    let notes = made["Notes"].as_str().expect("notes");
    assert!(notes.contains("event-driven processing") && notes.contains("risk-management"), "{notes}");
}

#[test]
fn the_same_description_twice_is_one_workload() {
    let desk = desk();
    let path = file(&desk, "workload.toml", LEAST);
    let first = desk.run(&["workload", "apply", &path, "--template", "financial-services", "--drop-missing-lenses"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    desk.emulator.forget_calls();
    let second = desk.run(&["workload", "apply", &path, "--template", "financial-services", "--drop-missing-lenses"]);
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert!(second.stdout.starts_with("unchanged: "), "{}", second.stdout);
    assert_eq!(writes(&desk), [""; 0]);
    assert_eq!(workloads(&desk).len(), 1);
}

#[test]
fn a_workload_that_was_deleted_can_be_created_again() {
    let desk = desk();
    let path = file(&desk, "workload.toml", LEAST);
    let first = desk.run(&["workload", "apply", &path, "--format", "json"]).json();
    let id = first["id"].as_str().expect("an id").to_owned();
    desk.ask("DELETE", &format!("/workloads/{id}?ClientRequestToken=t"), &json!(null));
    let second = desk.run(&["workload", "apply", &path, "--format", "json"]);
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert_ne!(second.json()["id"], first["id"]);
    assert_eq!(workloads(&desk).len(), 1);
}

#[test]
fn one_that_exists_is_compared_and_changed_only_on_request() {
    let desk = desk();
    let first = file(&desk, "first.toml", LEAST);
    let made = desk.run(&["workload", "apply", &first, "--format", "json"]).json();
    let id = made["id"].as_str().expect("an id");
    let other = LEAST.replace("Shop", "S H O P").replace("Sells things", "Sells other things")
        + "lenses = [\"serverless\"]\nis_review_owner_update_acknowledged = true\ntags = { Team = \"Shop\" }\n";
    let other = file(&desk, "other.toml", &other);
    desk.emulator.forget_calls();

    let compared = desk.run(&["workload", "apply", &other]);
    assert_eq!(compared.code, 1, "{}", compared.stderr);
    assert!(compared.stdout.starts_with("differs: "), "{}", compared.stdout);
    assert!(
        compared.stderr.contains("description: is Sells things, planned Sells other things"),
        "{}",
        compared.stderr
    );
    assert_eq!(writes(&desk), [""; 0]);

    let updated = desk.run(&["workload", "apply", &other, "--update"]);
    assert_eq!(updated.code, 0, "{}", updated.stderr);
    assert_eq!(writes(&desk), ["UpdateWorkload", "AssociateLenses", "TagResource"]);
    let now = workload(&desk, id);
    assert_eq!(now["Description"], "Sells other things");
    assert_eq!(now["Lenses"], json!(["wellarchitected", "serverless"]), "nothing is removed");
    assert_eq!(now["IsReviewOwnerUpdateAcknowledged"], true);
    assert_eq!(desk.run(&["workload", "apply", &other]).code, 0);
}

#[test]
fn what_creation_does_not_take_comes_after_it() {
    let desk = desk();
    let text = format!("{LEAST}is_review_owner_update_acknowledged = true\n");
    let path = file(&desk, "workload.toml", &text);
    assert_eq!(desk.run(&["workload", "apply", &path]).code, 0);
    assert_eq!(writes(&desk), ["CreateWorkload", "UpdateWorkload"]);
}

#[test]
fn nothing_is_asked_offline() {
    let desk = desk();
    let path = file(&desk, "workload.toml", LEAST);
    let plan = desk.run(&["workload", "plan", &path, "--offline"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert!(plan.stdout.contains("lenses were not held against what AWS has"), "{}", plan.stdout);
    assert_eq!(desk.emulator.calls().len(), 0);
}

#[test]
fn what_is_wrong_comes_all_at_once_before_any_call() {
    let desk = desk();
    let path = file(&desk, "workload.toml", "workload_name = \"x\"\nenvironment = \"moon\"\nother = 1\n");
    let plan = desk.run(&["workload", "plan", &path, "--offline"]);
    assert_eq!(plan.code, 1, "{}", plan.stderr);
    for part in
        ["1 characters", "`moon` is no environment", "no field `other`", "`review_owner` is missing", "toml:2:15"]
    {
        assert!(plan.stdout.contains(part), "no `{part}` in\n{}", plan.stdout);
    }
    let applied = desk.run(&["workload", "apply", &path]);
    assert_eq!(applied.code, 2, "{}", applied.stderr);
    assert_eq!(writes(&desk), [""; 0]);
}

#[test]
fn an_unknown_template_is_an_error_that_lists_those_there_are() {
    let desk = desk();
    let path = file(&desk, "workload.toml", LEAST);
    let plan = desk.run(&["workload", "plan", &path, "--offline", "--template", "farming"]);
    assert_eq!(plan.code, 2);
    assert!(plan.stderr.contains("there is no template `farming`"), "{}", plan.stderr);
    assert!(plan.stderr.contains("`healthcare`"), "{}", plan.stderr);
}

#[test]
fn the_example_is_accepted() {
    let desk = desk();
    let plan = desk.run(&["workload", "plan", "examples/workload.toml", "--region", "eu-west-1"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
}
