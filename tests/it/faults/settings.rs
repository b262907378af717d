//! What if settings are wrong, huge or endless? They are checked before the plugin runs, and it pays for them itself.

use std::collections::BTreeMap;

use architrave_core::{
    manifest::{Setting, SettingKind},
    outcome::Role,
    settings,
};
use architrave_runtime::{Allocation, Images};
use serde_json::{Value, json};

use super::{bytes, guests, limits, load, prepare, review, run, runtime, words};

fn declared() -> BTreeMap<String, Setting> {
    let setting = |kind: SettingKind, items: Option<Setting>| Setting {
        description: "A setting".to_owned(),
        kind,
        minimum: None,
        maximum: None,
        one_of: None,
        keys: None,
        items: items.map(Box::new),
        default: None,
    };
    let list = setting(SettingKind::List, Some(setting(SettingKind::Text, None)));
    BTreeMap::from([("text".to_owned(), setting(SettingKind::Text, None)), ("list".to_owned(), list)])
}

/// Settings, and the codes of what is wrong with them.
fn rows() -> Vec<(Value, Vec<&'static str>)> {
    let deep = (0..100).fold(json!("end"), |inner, _| json!([inner]));
    vec![
        (json!({"text": "a", "list": []}), vec![]),
        (json!({"text": "a", "list": [], "more": 1}), vec!["settings.unknown"]),
        (json!({"text": "a", "list": [], "\u{1b}[31m": 1}), vec!["settings.unknown"]),
        (json!({"text": 1, "list": {}}), vec!["settings.type", "settings.type"]),
        (json!({"text": "a", "list": deep}), vec!["settings.type"]),
        (json!({"text": null, "list": [null, 1, "a"]}), vec!["settings.type"; 3]),
        (json!({"list": []}), vec!["settings.missing"]),
        (json!([]), vec!["settings.type"]),
    ]
}

#[test]
fn settings_that_do_not_fit_never_reach_a_plugin() {
    for (given, expected) in rows() {
        let problems = settings::resolve(&given, &declared()).err().unwrap_or_default();
        let mut codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        codes.sort_unstable();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(codes, expected, "{given}");
    }
}

#[test]
fn ten_megabytes_of_settings_are_the_plugins_own_memory() {
    let given = json!({"text": "a".repeat(10 << 20), "list": []});
    let text = settings::resolve(&given, &declared()).expect("they fit the schema");
    for allocation in [Allocation::Pooled, Allocation::OnDemand] {
        let runtime = runtime(allocation, limits());
        let plugin = load(&runtime, &guests::well_behaved());
        let good = prepare(&plugin, Images::Always);
        let undisturbed = bytes(&run(&good));
        let snapshot = review::snapshot();
        for images in [Images::Never, Images::Always] {
            let prepared = plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &text, images);
            let outcome = prepared.run(&snapshot, &Role::ALL);
            for said in words(&outcome) {
                assert!(
                    said.starts_with("returned what the contract does not allow: malformed: realloc return"),
                    "{said}"
                );
            }
        }
        assert_eq!(bytes(&run(&good)), undisturbed);
    }
}
