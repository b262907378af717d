//! Does a custom lens go from a file to a draft, to a version, to a workload?

use std::{collections::BTreeSet, fs};

use architrave_aws::actions;
use architrave_emulator::Options;
use serde_json::{Value, json};

use super::desk::Desk;

const LENS: &str = "tests/data/lenses/good.json";

fn import(desk: &Desk, args: &[&str]) -> crate::cli::command::Ended {
    desk.run(&[&["lens", "import", LENS], args].concat())
}

#[test]
fn a_lens_is_imported_published_and_applied() {
    let desk = Desk::new(&Options::default());
    let imported = import(&desk, &[]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert!(imported.stderr.contains("a draft, which can't be applied"), "{}", imported.stderr);
    let arn = imported.stdout.trim();

    let text = format!(
        "workload_name = \"Shop\"\ndescription = \"Sells things\"\nenvironment = \"PRODUCTION\"\n\
         review_owner = \"team@example.com\"\naws_regions = [\"us-east-1\"]\nlenses = [\"wellarchitected\", \"{arn}\"]\n"
    );
    let path = desk.folder("workload.toml");
    fs::write(&path, text).expect("a file");
    let path = path.to_str().expect("a plain path");
    let draft = desk.run(&["workload", "plan", path, "--format", "json"]);
    assert_eq!(draft.code, 1, "{}", draft.stderr);
    assert_eq!(draft.json()["lenses"][1]["state"], "draft");

    let again = import(&desk, &[]);
    assert_eq!(again.code, 2, "a second lens of the same name: {}", again.stderr);
    assert!(again.stderr.contains(&format!("--update {arn}")), "{}", again.stderr);

    let name = lens_name();
    let published = desk.run(&["lens", "publish", &name, "--version", "1.0"]);
    assert_eq!(published.code, 0, "{}", published.stderr);
    assert_eq!(published.stdout.trim(), format!("{arn} 1.0"));
    let applied = desk.run(&["workload", "apply", path, "--format", "json"]);
    assert_eq!(applied.code, 0, "{}", applied.stderr);
    let id = applied.json()["id"].as_str().expect("an id").to_owned();
    let made = desk.ask("GET", &format!("/workloads/{id}"), &json!(null));
    assert_eq!(made["Workload"]["Lenses"], json!(["wellarchitected", arn]));

    let updated = import(&desk, &["--update", arn]);
    assert_eq!(updated.code, 0, "{}", updated.stderr);
    assert_eq!(updated.stdout.trim(), arn);
    let major = desk.run(&["lens", "publish", arn, "--version", "2.0", "--major", "--format", "json"]);
    assert_eq!(major.code, 0, "{}", major.stderr);
    assert_eq!(major.json()["major"], true);
}

fn lens_name() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(LENS);
    let lens: Value = serde_json::from_slice(&fs::read(path).expect("the lens")).expect("JSON");
    lens["name"].as_str().expect("a name").to_owned()
}

#[test]
fn a_lens_with_findings_is_not_imported() {
    let desk = Desk::new(&Options::default());
    let lens = json!({
        "schemaVersion": "2021-11-01", "name": "Wrong", "description": "No default.",
        "pillars": [{ "id": "p", "name": "P", "questions": [{
            "id": "q", "title": "Q?", "description": "d",
            "choices": [{ "id": "a", "title": "A" }, { "id": "q_no", "title": "None" }],
            "riskRules": [{ "condition": "a", "risk": "NO_RISK" }],
        }]}],
    });
    let path = desk.folder("lens.json");
    fs::write(&path, lens.to_string()).expect("a file");
    let path = path.to_str().expect("a plain path");
    let refused = desk.run(&["lens", "import", path]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("nothing was imported"), "{}", refused.stderr);
    assert_eq!(desk.emulator.calls().len(), 0);
}

#[test]
fn the_actions_of_each_verb_are_those_that_are_listed() {
    let desk = Desk::new(&Options::default());
    let path = desk.folder("workload.toml");
    let path = path.to_str().expect("a plain path");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/workload.toml");
    let example = fs::read_to_string(example).expect("the example");
    let called = |args: &[&str]| -> BTreeSet<String> {
        desk.emulator.forget_calls();
        desk.run(args);
        desk.emulator.calls().iter().map(|call| format!("wellarchitected:{}", call.operation)).collect()
    };
    let listed = |verb: &str| -> BTreeSet<String> {
        let (_, actions) = actions::WRITING.iter().find(|(found, _)| *found == verb).expect("the verb is listed");
        actions.iter().map(|action| (*action).to_owned()).collect()
    };
    // One lens less at first, so that the update has one to associate.
    fs::write(path, example.replace(", \"serverless\"]", "]")).expect("a file");
    let mut applied = called(&["workload", "apply", path]);
    fs::write(path, example.replace("Team = ", "Unit = ")).expect("a file");
    applied.extend(called(&["workload", "apply", path, "--update"]));
    assert_eq!(applied, listed("workload apply"));
    assert_eq!(called(&["workload", "plan", path]), listed("workload plan"));
    let milestone = called(&["milestone", "create", "--workload", "trading-platform", "First"]);
    assert_eq!(milestone, listed("milestone create"));
    assert_eq!(called(&["lens", "import", LENS]), listed("lens import"));
    assert_eq!(called(&["lens", "publish", &lens_name(), "--version", "1"]), listed("lens publish"));
}
