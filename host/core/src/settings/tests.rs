//! Settings: checked, completed, canonical.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::resolve;
use crate::manifest::Setting;

fn declared() -> BTreeMap<String, Setting> {
    serde_json::from_value(json!({
        "strict": { "description": "Whether", "type": "boolean", "default": false },
        "count": { "description": "How many", "type": "integer", "minimum": 1, "maximum": 9, "default": 3 },
        "mode": { "description": "Which", "type": "text", "one_of": ["a", "b"], "default": "a" },
        "names": {
            "description": "Whom", "type": "list", "items": { "description": "a name", "type": "text" }, "default": ["x"],
        },
        "hours": {
            "description": "Hours", "type": "map", "keys": ["HIGH", "MEDIUM"],
            "items": { "description": "hours", "type": "integer", "minimum": 0 }, "default": {},
        },
        "needed": { "description": "No default", "type": "text" },
    }))
    .unwrap()
}

#[test]
fn defaults_are_filled_in_and_members_sorted() {
    let rows = [
        (json!({ "needed": "n" }), r#"{"count":3,"hours":{},"mode":"a","names":["x"],"needed":"n","strict":false}"#),
        (
            json!({ "strict": true, "needed": "\"\u{e9}", "hours": { "MEDIUM": 16, "HIGH": 40 }, "count": 9 }),
            r#"{"count":9,"hours":{"HIGH":40,"MEDIUM":16},"mode":"a","names":["x"],"needed":"\"é","strict":true}"#,
        ),
    ];
    for (given, expected) in rows {
        assert_eq!(resolve(&given, &declared()).as_deref(), Ok(expected));
    }
    assert_eq!(resolve(&Value::Null, &BTreeMap::new()).as_deref(), Ok("{}"));
}

#[test]
fn every_problem_is_found_at_once() {
    let check = |given: Value, expected: &[(&str, &str, &str)]| {
        let problems = resolve(&given, &declared()).unwrap_err();
        let found: Vec<_> = problems
            .iter()
            .map(|problem| {
                let pointer = problem.location.as_ref().and_then(|place| place.pointer.as_deref());
                (problem.code, pointer.unwrap_or_default(), problem.message.as_str())
            })
            .collect();
        assert_eq!(found, expected, "{given}");
    };
    check(json!([]), &[("settings.type", "", "the settings are not a table")]);
    check(Value::Null, &[("settings.missing", "", "setting `needed` is missing and has no default")]);
    check(
        json!({ "needed": 1, "colour": "red", "count": 10, "mode": "c", "strict": "yes" }),
        &[
            ("settings.unknown", "/colour", "the plugin has no setting `colour`"),
            ("settings.range", "/count", "setting `count` is 10, most is 9"),
            ("settings.range", "/mode", "setting `mode` is `c`, allowed are `a`, `b`"),
            ("settings.type", "/needed", "setting `needed` is a number, text is expected"),
            ("settings.type", "/strict", "setting `strict` is text, true or false is expected"),
        ],
    );
    check(
        json!({ "needed": "n", "count": 0, "hours": { "HIGH": -1, "LOW": 5, "MEDIUM": 1.5 }, "names": ["a", 2] }),
        &[
            ("settings.range", "/count", "setting `count` is 0, least is 1"),
            ("settings.unknown", "/hours/LOW", "setting `hours` has key `LOW`, allowed are `HIGH`, `MEDIUM`"),
            ("settings.range", "/hours/HIGH", "setting `hours` is -1, least is 0"),
            ("settings.type", "/hours/MEDIUM", "setting `hours` is a number with a fraction, an integer is expected"),
            ("settings.type", "/names/1", "setting `names` is a number, text is expected"),
        ],
    );
}
