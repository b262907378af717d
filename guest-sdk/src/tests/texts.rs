//! Legends and settings.

use crate::{Better, Legend, NO_CODE, Refusal, Settings};

#[test]
fn the_same_id_gives_the_same_code() {
    let mut legend = Legend::new();
    let ids = ["m", "b", "z", "a", "b", "m", "q", "z"];
    let codes: Vec<u16> = ids.iter().map(|id| legend.reason(id, "text").position()).collect();
    assert_eq!(codes, [0, 1, 2, 3, 1, 0, 4, 2]);
    // Lists do not share codes or ids.
    assert_eq!(legend.consequence("b", "text").position(), 0);
    assert_eq!(legend.measure("b", "text", "", Better::Lower).position(), 0);
    let controls = [("F", "1"), ("F", "2"), ("E", "1"), ("F", "1")];
    let codes: Vec<u16> = controls.iter().map(|(name, id)| legend.control(name, id).position()).collect();
    assert_eq!(codes, [0, 1, 2, 0]);
    let raw = legend.into_raw();
    let ids: Vec<&str> = raw.reasons.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["m", "b", "z", "a", "q"]);
}

#[test]
fn a_full_list_gives_no_code() {
    let mut legend = Legend::new();
    for number in 0..u32::from(NO_CODE) {
        assert_eq!(u32::from(legend.advice(&number.to_string(), "").position()), number);
    }
    assert_eq!(legend.advice("one more", "").position(), NO_CODE);
    assert_eq!(legend.advice("7", "").position(), 7);
    assert_eq!(legend.into_raw().advice.len(), usize::from(NO_CODE));
}

#[test]
fn settings_are_typed() {
    let settings = Settings::new(r#"{"yes":true,"count":-3,"name":"x","list":["a","b"],"map":{"HIGH":40}}"#.to_owned());
    assert_eq!(settings.boolean("yes"), Ok(true));
    assert_eq!(settings.integer("count"), Ok(-3));
    assert_eq!(settings.text("name"), Ok("x"));
    assert_eq!(settings.texts("list"), Ok(vec!["a", "b"]));
    assert_eq!(settings.integers("map").map(|map| map.get("HIGH").copied()), Ok(Some(40)));
    assert_eq!(settings.get("absent"), Ok(None));
    let invalid = |message: &str| Refusal::InvalidSettings(message.to_owned());
    assert_eq!(settings.integer("absent"), Err(invalid("setting `absent` is missing: an integer is expected")));
    assert_eq!(settings.boolean("name"), Err(invalid("setting `name` is something else: true or false is expected")));
    let whole = settings.deserialize::<std::collections::BTreeMap<String, serde_json::Value>>();
    assert_eq!(whole.map(|map| map.len()), Ok(5));
    let broken = Settings::new("[]".to_owned());
    assert_eq!(broken.boolean("yes"), Err(invalid("the settings are not a JSON object")));
}
