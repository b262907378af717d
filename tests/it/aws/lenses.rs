//! Does a custom lens come with its reviews, at the version that was reviewed?

use architrave_emulator::Options;
use serde_json::{Value, json};

use super::desk::Desk;

/// A lens of one question, which is at high risk unless `safe` is selected.
fn lens(name: &str, safe: &str) -> Value {
    let link = |id: &str| json!({"displayText": id, "url": "https://example.com/"});
    let choice = |id: &str| json!({"id": id, "title": id, "helpfulResource": link(id), "improvementPlan": link(id)});
    json!({
        "schemaVersion": "2021-11-01", "name": name, "description": "A lens of a test.",
        "pillars": [{"id": "security", "name": "Security", "questions": [{
            "id": "first_question", "title": "First?", "description": "One.",
            "choices": [choice("alpha"), choice("beta")],
            "riskRules": [{"condition": safe, "risk": "NO_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}],
        }]}],
    })
}

fn publish(desk: &Desk, arn: Option<&str>, lens: &Value, version: &str) -> String {
    let mut body = json!({"JSONString": lens.to_string(), "ClientRequestToken": version});
    if let Some(arn) = arn {
        body["LensAlias"] = json!(arn);
    }
    let imported = desk.ask("PUT", "/importLens", &body);
    let arn = imported["LensArn"].as_str().expect("an ARN").to_owned();
    let path = format!("/lenses/{}/versions", arn.replace(':', "%3A").replace('/', "%2F"));
    desk.ask("POST", &path, &json!({"LensVersion": version, "IsMajorVersion": true, "ClientRequestToken": version}));
    arn
}

#[test]
fn each_review_has_the_rules_of_its_version() {
    let desk = Desk::new(&Options::default());
    let arn = publish(&desk, None, &lens("Ours", "alpha"), "1");
    let old = desk.workload_of("Old", &[&arn]);
    publish(&desk, Some(&arn), &lens("Ours", "beta"), "2");
    let new = desk.workload_of("New", &[&arn]);
    for id in [&old, &new] {
        let lens = arn.replace(':', "%3A").replace('/', "%2F");
        let path = format!("/workloads/{id}/lensReviews/{lens}/answers/first_question");
        desk.ask("PATCH", &path, &json!({"SelectedChoices": ["alpha"]}));
    }
    let (files, ended) = desk.pulled("lenses", &[]);
    let exported: Vec<&String> = files.keys().filter(|name| name.ends_with("/export-lens.json")).collect();
    assert_eq!(exported.len(), 2, "{exported:?}: {}", ended.stderr);
    assert_eq!(desk.calls()["ExportLens"], 2);
    let folder = desk.folder("lenses");
    let assessed = desk.run(&["assess", "--no-config", "--format", "json", folder.to_str().unwrap()]);
    let report = assessed.json();
    // The rules of the wrong version would disagree with the recorded risk.
    assert!(!assessed.stdout.contains("risk.rules-disagree"), "{}", assessed.stdout);
    assert!(
        !assessed.stdout.contains("source.ambiguous-lens") && !assessed.stdout.contains("source.lens-by-questions")
    );
    assert_eq!(report["reviews"].as_array().unwrap().len(), 2, "{}", assessed.stderr);
    desk.emulator.forget_calls();
    desk.pulled("lenses", &[]);
    assert_eq!(desk.calls().get("ExportLens"), None);
}

#[test]
fn a_lens_that_cannot_be_exported_is_said() {
    let desk = Desk::with_workloads(1);
    desk.faults("[[fault]]\nkind = \"refuse\"\ncode = \"AccessDeniedException\"\noperations = [\"ExportLens\"]\n");
    let (files, ended) = desk.pulled("one", &[]);
    assert!(ended.stderr.contains("[aws.lens-not-exported]"), "{}", ended.stderr);
    assert!(!files.keys().any(|name| name.ends_with("export-lens.json")));
    assert_eq!(files.keys().filter(|name| name.ends_with("list-answers.json")).count(), 3);
}
