//! Rows: what stands in the file, and what the plan makes of it.

use architrave_core::manifest::{DiscoveryConfig, WorkloadTemplate};
use serde_json::{Value, json};

use super::{Given, LensState, Offered, Origin, Plan, Template, Weight, existing, same_name};

/// The least that the service takes.
const LEAST: [(&str, &str); 5] = [
    ("workload_name", r#""shop""#),
    ("description", r#""Sells things""#),
    ("environment", r#""PRODUCTION""#),
    ("review_owner", r#""team@example.com""#),
    ("aws_regions", r#"["eu-west-1"]"#),
];

fn text(changes: &[(&str, &str)]) -> String {
    let kept = LEAST.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    let all = kept.chain(changes).filter(|(_, value)| !value.is_empty());
    all.map(|(name, value)| format!("{name} = {value}\n")).collect()
}

fn plan(text: &str) -> Plan {
    let given = Given::parse(text, "workload.toml").expect("the row is TOML");
    Plan::new(&given, None, None)
}

fn template() -> Template {
    let content = WorkloadTemplate {
        industry_type: "Financial Services".to_owned(),
        industry: "Investment Management".to_owned(),
        lenses: ["wellarchitected", "serverless", "sap"].map(str::to_owned).to_vec(),
        pillar_priorities: ["security", "performance"].map(str::to_owned).to_vec(),
        compliance_frameworks: Vec::new(),
        architectural_design: "Several tiers".to_owned(),
        discovery_config: DiscoveryConfig {
            trusted_advisor_integration_status: "ENABLED".to_owned(),
            workload_resource_definition: vec!["APP_REGISTRY".to_owned()],
        },
    };
    Template { id: "financial-services".to_owned(), content }
}

/// What is accepted as it is.
#[test]
fn accepted() {
    let check = |changes: &[(&str, &str)]| {
        let plan = plan(&text(changes));
        assert!(plan.is_acceptable(), "{changes:?}: {:#?}", plan.findings);
    };
    check(&[]);
    check(&[("aws_regions", ""), ("non_aws_regions", r#"["a basement"]"#)]);
    check(&[("architectural_design", r#""https://example.com/design""#)]);
    check(&[("architectural_design", r#""""#), ("tags", "{}"), ("lenses", "[]"), ("applications", "[]")]);
    check(&[("applications", r#"["arn:aws:servicecatalog:eu-west-1:123456789012:/applications/0a1b"]"#)]);
    check(&[("account_ids", r#"["012345678901"]"#), ("industry_type", r#""Media & Entertainment""#)]);
    check(&[("discovery_config", r#"{ TrustedAdvisorIntegrationStatus = "ENABLED" }"#)]);
    check(&[("is_review_owner_update_acknowledged", "true"), ("notes", r#""first\nsecond""#)]);
    check(&[("pillar_priorities", r#"["security", "own-pillar"]"#), ("aws_regions", r#"["eu-south-9"]"#)]);
}

/// What is corrected: field, as written, as planned.
#[test]
fn corrected() {
    let check = |field: &str, written: &str, planned: Option<Value>| {
        let plan = plan(&text(&[(field, written)]));
        let case = format!("{field} = {written}: {:#?}", plan.findings);
        assert_eq!(plan.count(Weight::Refused), 0, "{case}");
        assert!(plan.count(Weight::Corrected) > 0, "{case}");
        assert_eq!(plan.value(field), planned.as_ref(), "{case}");
        let found = plan.findings.iter().find(|finding| finding.weight == Weight::Corrected).expect("counted above");
        let location = found.diagnostic.location.as_ref().expect("every finding has a place");
        assert!(location.line.is_some() && location.column.is_some(), "{case}");
        assert!(found.diagnostic.help.is_some(), "{case}");

        let again = self::plan(&plan.to_corrected());
        assert!(again.is_acceptable(), "{}\n{:#?}", plan.to_corrected(), again.findings);
        let values = |plan: &Plan| -> Vec<(&'static str, Value)> {
            plan.fields.iter().map(|field| (field.name, field.value.clone())).collect()
        };
        assert_eq!(values(&again), values(&plan), "{}", plan.to_corrected());
    };
    check("environment", r#""production""#, Some(json!("PRODUCTION")));
    check("environment", r#""Pre-Production""#, Some(json!("PREPRODUCTION")));
    check("environment", r#""staging""#, Some(json!("PREPRODUCTION")));
    check("pillar_priorities", r#"["performanceEfficiency"]"#, Some(json!(["performance"])));
    check("pillar_priorities", r#"["cost-optimization", "security"]"#, Some(json!(["costOptimization", "security"])));
    check("pillar_priorities", r#"["security", "security"]"#, Some(json!(["security"])));
    check("architectural_design", r#""Tiers, \"quoted\" \u007f and [more]""#, None);
    check("applications", r#"["trading-engine", "risk"]"#, None);
    check("tags", "{ CostCenter = 1234 }", Some(json!({ "CostCenter": "1234" })));
    check("tags", r#"{ "aws:team" = "x", "a b" = "y" }"#, Some(json!({ "a b": "y" })));
    check("account_ids", "[123456789012]", Some(json!(["123456789012"])));
    check("account_ids", r#"["1234-5678-9012"]"#, Some(json!(["123456789012"])));
    check("account_ids", "[12345678901]", Some(json!(["012345678901"])));
    check("aws_regions", r#""eu-west-1""#, Some(json!(["eu-west-1"])));
    check("aws_regions", r#"["EU_WEST_1"]"#, Some(json!(["eu-west-1"])));
    check("industry_type", r#""retail and wholesale""#, Some(json!("Retail & Wholesale")));
    check("workload_name", r#"" shop ""#, Some(json!("shop")));
    let both =
        json!({ "trusted_advisor_integration_status": "ENABLED", "workload_resource_definition": ["APP_REGISTRY"] });
    let written = r#"{ TrustedAdvisorIntegrationStatus = "ENABLED", WorkloadResourceDefinition = ["AppRegistry", "TaggedResources"] }"#;
    check("discovery_config", written, Some(both));
}

/// What is refused: field, as written, a part of the message.
#[test]
fn refused() {
    let check = |field: &str, written: &str, part: &str| {
        let plan = plan(&text(&[(field, written)]));
        let found = plan.findings.iter().filter(|finding| finding.weight == Weight::Refused);
        let messages: Vec<&str> = found.map(|finding| finding.diagnostic.message.as_str()).collect();
        assert!(messages.iter().any(|message| message.contains(part)), "{field} = {written}: {messages:?}");
    };
    check("workload_name", "", "missing");
    check("workload_name", r#""ab""#, "2 characters");
    check("workload_name", "7", "is a number");
    check("description", &format!("\"{}\"", "x".repeat(251)), "251 characters");
    check("environment", "", "missing");
    check("environment", r#""moon""#, "no environment");
    check("review_owner", "", "missing");
    check("review_owner", r#""""#, "0 characters");
    check("aws_regions", "", "the service demands one");
    check("aws_regions", "[]", "the service demands one");
    check("aws_regions", r#"["Ireland"]"#, "no Region");
    check("non_aws_regions", r#"["ab"]"#, "2 characters");
    check("account_ids", r#"["12345"]"#, "no account id");
    check("account_ids", r#"["12345678901x"]"#, "no account id");
    check("industry_type", r#""Piracy""#, "no industry type");
    check("lenses", &format!("{:?}", (0..21).map(|n| format!("lens{n}")).collect::<Vec<_>>()), "21 entries");
    check("tags", r#"{ "a!" = "x" }"#, "character");
    check("tags", &format!("{{ a = \"{}\" }}", "x".repeat(257)), "257 characters");
    check("discovery_config", r#"{ trusted_advisor_integration_status = "MAYBE" }"#, "not allowed");
    check("discovery_config", r#"{ other = "x" }"#, "no member");
    check("notes", &format!("\"{}\"", "x".repeat(2085)), "2085 characters");
    check("improvement_status", r#""NOT_STARTED""#, "no field");
    let two = r#"["arn:aws:servicecatalog:eu-west-1:123456789012:/applications/a", "arn:aws:servicecatalog:eu-west-1:123456789012:/applications/b"]"#;
    check("applications", two, "2 ARNs");
}

#[test]
fn syntax_errors_come_all_at_once_with_their_places() {
    let problems = Given::parse("a = \nb = 1\nc = [", "workload.toml").expect_err("two values are missing");
    assert!(problems.len() >= 2, "{problems:#?}");
    let lines: Vec<_> = problems.iter().map(|problem| problem.location.as_ref().and_then(|place| place.line)).collect();
    assert_eq!(lines.first(), Some(&Some(1)), "{problems:#?}");
}

#[test]
fn a_place_is_that_of_the_value() {
    let plan = plan(&text(&[("pillar_priorities", "[\"security\",\n  \"performanceEfficiency\"]")]));
    let found = &plan.findings[0].diagnostic;
    let place = found.location.as_ref().expect("a finding in the file has a place");
    assert_eq!((place.line, place.column), (Some(7), Some(3)), "{found:#?}");
}

#[test]
fn the_file_beats_the_template() {
    let check = |changes: &[(&str, &str)], field: &str, planned: Value, from: Origin| {
        let given = Given::parse(&text(changes), "workload.toml").expect("the row is TOML");
        let plan = Plan::new(&given, Some(&template()), None);
        let found = plan.fields.iter().find(|found| found.name == field).expect("the field is planned");
        assert_eq!((&found.value, found.from), (&planned, from), "{changes:?}");
    };
    let from_template = json!(["wellarchitected", "serverless", "sap"]);
    check(&[], "lenses", from_template, Origin::Template);
    check(&[("lenses", r#"["serverless"]"#)], "lenses", json!(["serverless"]), Origin::File);
    check(&[], "industry", json!("Investment Management"), Origin::Template);
    check(&[("industry", r#""Trading""#)], "industry", json!("Trading"), Origin::File);
    check(&[], "notes", json!("Several tiers"), Origin::Template);
    check(&[("notes", r#""Own words""#)], "notes", json!("Own words"), Origin::File);
    let moved = json!("Architectural design: events");
    check(&[("architectural_design", r#""events""#)], "notes", moved, Origin::Corrected);
}

#[test]
fn a_template_may_be_spelt_with_underscores() {
    let given = Given::parse(&text(&[("template", r#""financial_services""#)]), "w.toml").expect("the row is TOML");
    let plan = Plan::new(&given, Some(&template()), None);
    assert_eq!(plan.count(Weight::Corrected), 1, "{:#?}", plan.findings);
    assert!(plan.to_corrected().contains("template = \"financial-services\""));
}

#[test]
fn the_region_of_the_command_is_proposed() {
    let given = Given::parse(&text(&[("aws_regions", "")]), "w.toml").expect("the row is TOML");
    let plan = Plan::new(&given, None, Some("eu-north-1"));
    assert_eq!(plan.value("aws_regions"), Some(&json!(["eu-north-1"])));
    assert_eq!(plan.count(Weight::Corrected), 1);
}

#[test]
fn lenses_are_held_against_what_the_region_has() {
    let text_of = |text: &str| Some(text.to_owned());
    let offered = [
        Offered { alias: text_of("wellarchitected"), arn: text_of("arn:wa"), name: text_of("Framework"), draft: false },
        Offered {
            alias: text_of("serverless"),
            arn: text_of("arn:sl"),
            name: text_of("Serverless Lens"),
            draft: false,
        },
        Offered { arn: text_of("arn:draft"), name: text_of("Ours"), draft: true, ..Offered::default() },
    ];
    let mut plan = plan(&text(&[("lenses", r#"["arn:wa", "Serverless lens", "sap", "arn:draft"]"#)]));
    plan.compare_lenses(&offered);
    let states: Vec<LensState> = plan.lenses.iter().map(|lens| lens.state).collect();
    assert_eq!(states, [LensState::Available, LensState::Available, LensState::Missing, LensState::Draft]);
    assert_eq!(plan.list("lenses"), ["arn:wa", "serverless", "sap", "arn:draft"]);
    assert!(plan.missing_lenses().all(|lens| lens.proposal.is_some()));
    plan.drop_missing_lenses();
    assert_eq!(plan.list("lenses"), ["arn:wa", "serverless"]);
    assert_eq!(plan.missing_lenses().count(), 0);
}

#[test]
fn names_are_compared_without_spaces_and_capitals() {
    let check = |left: &str, right: &str, same: bool| assert_eq!(same_name(left, right), same, "{left} and {right}");
    check("Trading Platform", "tradingplatform", true);
    check("trading-platform", "tradingplatform", false);
    check("a", "b", false);
}

#[test]
fn what_differs_from_an_existing_workload() {
    let plan = plan(&text(&[("tags", r#"{ a = "1" }"#), ("lenses", r#"["wellarchitected"]"#)]));
    let mut present: std::collections::BTreeMap<&'static str, Value> =
        plan.fields.iter().map(|field| (field.name, field.value.clone())).collect();
    assert_eq!(existing::differences(&plan, &present), []);
    present.insert("tags", json!({ "a": "1", "more": "2" }));
    present.insert("lenses", json!(["serverless", "wellarchitected"]));
    assert_eq!(existing::differences(&plan, &present), []);
    present.insert("description", json!("Sold things"));
    present.remove("tags");
    let fields: Vec<&str> = existing::differences(&plan, &present).iter().map(|found| found.field).collect();
    assert_eq!(fields, ["description", "tags"]);
}

#[test]
fn more_than_ten_lenses_go_in_pieces() {
    let lenses = format!("{:?}", (0..20).map(|n| format!("lens{n}")).collect::<Vec<_>>());
    let plan = plan(&text(&[("lenses", &lenses), ("is_review_owner_update_acknowledged", "true")]));
    let calls: Vec<String> = plan.steps().iter().filter_map(|step| step.split(' ').next()).map(str::to_owned).collect();
    assert_eq!(calls, ["CreateWorkload", "AssociateLenses", "UpdateWorkload:"]);
}
