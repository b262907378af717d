//! Manifests: every problem at once, and canonical JSON.

use serde_json::{Value, json};

use super::Manifest;

fn good() -> Value {
    json!({
        "id": "my-plugin",
        "version": "1.2.3",
        "description": "What it does",
        "roles": ["scoring", "priority"],
        "claims": ["monotone"],
        "license": "Apache-2.0",
        "authors": ["Somebody"],
        "settings": {
            "effort_hours": {
                "description": "Hours by risk",
                "type": "map",
                "keys": ["HIGH", "MEDIUM"],
                "items": { "description": "hours", "type": "integer", "minimum": 0, "maximum": 100_000 },
                "default": {},
            },
        },
    })
}

/// The manifest with some values put at some pointers; `null` removes.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut value = good();
    for (pointer, change) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        if change.is_null() {
            parent.remove(name);
        } else {
            parent.insert(name.to_owned(), change.clone());
        }
    }
    value
}

/// Code and pointer of each problem.
fn problems(value: &Value) -> Vec<(&'static str, String)> {
    match Manifest::from_json(value.to_string().as_bytes()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .into_iter()
            .map(|problem| (problem.code, problem.location.and_then(|place| place.pointer).unwrap_or_default()))
            .collect(),
    }
}

#[test]
fn a_good_manifest_is_read_and_written_the_same() {
    let manifest = Manifest::from_json(good().to_string().as_bytes()).unwrap();
    let written = manifest.to_json();
    let again = Manifest::from_json(written.as_bytes()).unwrap();
    assert_eq!(manifest, again);
    assert_eq!(written, again.to_json());
    let start = r#"{"id":"my-plugin","version":"1.2.3","description":"What it does","roles":["scoring","priority"],"#;
    assert!(written.starts_with(start), "{written}");
}

#[test]
fn every_problem_is_found_at_once() {
    let check = |changes: &[(&str, Value)], expected: &[(&str, &str)]| {
        let expected: Vec<_> = expected.iter().map(|(code, pointer)| (*code, (*pointer).to_owned())).collect();
        assert_eq!(problems(&with(changes)), expected, "{changes:?}");
    };
    check(&[], &[]);
    check(
        &[("/id", json!(null)), ("/roles", json!("scoring")), ("/colour", json!("red"))],
        &[("manifest.unknown-field", "/colour"), ("manifest.missing-field", ""), ("manifest.type", "/roles")],
    );
    check(
        &[("/settings/effort_hours/type", json!("number")), ("/settings/other", json!(1)), ("/license", json!(null))],
        &[
            ("manifest.missing-field", ""),
            ("manifest.type", "/settings/effort_hours"),
            ("manifest.type", "/settings/other"),
        ],
    );
    check(&[("/settings", json!([]))], &[("manifest.type", "/settings")]);
    check(
        &[("/id", json!("My Plugin")), ("/version", json!("1.2")), ("/description", json!("a\nb"))],
        &[("manifest.id", "/id"), ("manifest.version", "/version"), ("manifest.text", "/description")],
    );
    check(&[("/roles", json!([])), ("/claims", json!(null))], &[("manifest.roles", "/roles")]);
    check(&[("/roles", json!(["scoring", "scoring"]))], &[("manifest.roles", "/roles")]);
    check(&[("/roles", json!(["guidance"]))], &[("manifest.claims", "/claims")]);
    check(&[("/claims", json!(["monotone", "monotone"]))], &[("manifest.claims", "/claims")]);
    check(&[("/authors", json!(["", "x"]))], &[("manifest.text", "/authors")]);
}

#[test]
fn settings_must_make_sense() {
    let setting = |value: Value| {
        let found = problems(&with(&[("/settings/effort_hours", value.clone())]));
        assert!(found.iter().all(|(_, pointer)| pointer.starts_with("/settings/effort_hours")), "{value}: {found:?}");
        found.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let rows = [
        (json!({ "description": "d", "type": "integer", "default": 3 }), vec![]),
        (
            json!({ "description": "d", "type": "integer", "minimum": 4, "default": 3 }),
            vec!["manifest.setting-default"],
        ),
        (json!({ "description": "d", "type": "integer", "default": 1.5 }), vec!["manifest.setting-default"]),
        (json!({ "description": "d", "type": "integer", "minimum": 4, "maximum": 3 }), vec!["manifest.setting"]),
        (json!({ "description": "d", "type": "text", "minimum": 4 }), vec!["manifest.setting"]),
        (json!({ "description": "d", "type": "text", "one_of": [] }), vec!["manifest.setting"]),
        (json!({ "description": "d", "type": "list" }), vec!["manifest.setting"]),
        (
            json!({ "description": "d", "type": "list", "items": { "description": "i", "type": "text", "default": "x" } }),
            vec!["manifest.setting"],
        ),
        (
            json!({
                "description": "d", "type": "map", "keys": ["A"],
                "items": { "description": "i", "type": "integer", "one_of": ["x"] },
                "default": { "B": 1, "A": "x" },
            }),
            vec!["manifest.setting", "manifest.setting-default", "manifest.setting-default"],
        ),
    ];
    for (value, expected) in rows {
        assert_eq!(setting(value.clone()), expected, "{value}");
    }
    let named = with(&[("/settings/Effort-Hours", json!({ "description": "d", "type": "boolean" }))]);
    assert_eq!(problems(&named), [("manifest.setting", "/settings/Effort-Hours".to_owned())]);
}

#[test]
fn workload_templates_are_what_the_api_takes() {
    let template = |status: &str, definition: &str, lenses: Value| {
        let value = json!({
            "industry_type": "Healthcare", "industry": "Provider", "lenses": lenses, "pillar_priorities": ["security"],
            "compliance_frameworks": [], "architectural_design": "Web",
            "discovery_config": {
                "trusted_advisor_integration_status": status, "workload_resource_definition": [definition],
            },
        });
        problems(&with(&[("/workload_template", value)])).len()
    };
    assert_eq!(template("ENABLED", "APP_REGISTRY", json!(["wellarchitected"])), 0);
    assert_eq!(template("enabled", "AppRegistry", json!([])), 3);
}

#[test]
fn versions() {
    let good = ["0.0.0", "1.2.3", "1.0.0-alpha.1", "1.0.0-0a.x-y+build.007", "10.20.30+5"];
    let bad = ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "v1.2.3", "1.2.x", "1.2.3 "];
    for (version, expected) in good.iter().map(|text| (text, 0)).chain(bad.iter().map(|text| (text, 1))) {
        assert_eq!(problems(&with(&[("/version", json!(version))])).len(), expected, "`{version}`");
    }
}

#[test]
fn what_is_not_a_manifest() {
    let code = |bytes: &[u8]| Manifest::from_json(bytes).unwrap_err().first().map(|problem| problem.code);
    assert_eq!(code(b"{"), Some("manifest.syntax"));
    assert_eq!(code(b"\xff"), Some("manifest.syntax"));
    assert_eq!(code(b"[]"), Some("manifest.type"));
    assert_eq!(code(b"{}"), Some("manifest.missing-field"));
}
