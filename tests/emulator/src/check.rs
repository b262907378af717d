//! Does a request keep to the model: required members, types, ranges, patterns, values of enums?

use serde_json::{Map, Value};

use crate::{
    model::{Kind, Shape, model},
    refusal::Refusal,
    request::Request,
};

/// Shapes whose pattern real values break, so it is not checked: versions such as `1.0.0` are in use.
const PATTERN_UNRELIABLE: [&str; 1] = ["ProfileVersion"];

/// Deepest nesting that is looked at; the model's inputs nest four deep.
const DEPTH_MAX: u8 = 8;

/// Checks every parameter.
///
/// # Errors
/// `ValidationException` with every field that breaks the model.
pub(crate) fn check(request: &Request) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    structure(request.input, &request.parameters, "", DEPTH_MAX, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(Refusal::fields(&problems)) }
}

type Problems = Vec<(String, String)>;

fn structure(name: &str, members: &Map<String, Value>, prefix: &str, depth: u8, problems: &mut Problems) {
    for member in model().members(name) {
        let path = format!("{prefix}{}", member.name);
        match members.get(member.name).filter(|value| !value.is_null()) {
            Some(value) => one(member.shape, value, &path, depth, problems),
            None if member.is_required => problems.push((path.clone(), format!("`{path}` is required"))),
            None => {}
        }
    }
}

fn one(name: &str, value: &Value, path: &str, depth: u8, problems: &mut Problems) {
    let (Some(shape), Some(deeper)) = (model().shape(name), depth.checked_sub(1)) else { return };
    match (shape.kind, value) {
        (Kind::Text, Value::String(text)) => {
            range(shape, count(text.chars()), "characters", path, problems);
            let is_checked = !PATTERN_UNRELIABLE.contains(&name);
            if let Some(pattern) = shape.pattern.as_ref().filter(|pattern| is_checked && !pattern.is_match(text)) {
                let pattern = pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
                problems.push((path.to_owned(), format!("`{path}` does not match `{pattern}`")));
            }
        }
        (Kind::Enum, Value::String(text)) => {
            if !shape.of.contains(&text.as_str()) {
                problems.push((path.to_owned(), format!("`{path}` must be one of {}", shape.of.join(", "))));
            }
        }
        (Kind::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => match number.as_u64() {
            Some(number) => range(shape, number, "", path, problems),
            None => problems.push((path.to_owned(), format!("`{path}` is negative"))),
        },
        (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::List, Value::Array(entries)) => {
            range(shape, count(entries.iter()), "entries", path, problems);
            for (position, entry) in entries.iter().enumerate() {
                let of = shape.of.first().copied().unwrap_or_default();
                one(of, entry, &format!("{path}[{position}]"), deeper, problems);
            }
        }
        (Kind::Map, Value::Object(entries)) => {
            range(shape, count(entries.iter()), "entries", path, problems);
            let (keys, values) =
                (shape.of.first().copied().unwrap_or_default(), shape.of.last().copied().unwrap_or_default());
            for (key, value) in entries {
                one(keys, &Value::from(key.as_str()), &format!("{path} key"), deeper, problems);
                one(values, value, &format!("{path}.{key}"), deeper, problems);
            }
        }
        (Kind::Structure, Value::Object(members)) => {
            structure(name, members, &format!("{path}."), deeper, problems);
        }
        _ => problems.push((path.to_owned(), format!("`{path}` is of another type than the model has"))),
    }
}

fn count(items: impl Iterator) -> u64 {
    u64::try_from(items.count()).unwrap_or(u64::MAX)
}

fn range(shape: &Shape, number: u64, unit: &str, path: &str, problems: &mut Problems) {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    if let Some(min) = shape.min.filter(|min| number < *min) {
        problems.push((path.to_owned(), format!("`{path}` has less than {min}{unit}")));
    }
    if let Some(max) = shape.max.filter(|max| number > *max) {
        problems.push((path.to_owned(), format!("`{path}` has more than {max}{unit}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parameters_are_held_to_the_model() {
        let check = |input: &'static str, parameters: Value, fields: &[&str]| {
            let Value::Object(parameters) = parameters else { panic!("an object") };
            let (account, region) = (String::new(), String::new());
            let request = Request { operation: "", input, account, region, parameters };
            let found = match check(&request) {
                Ok(()) => Vec::new(),
                Err(refusal) => refusal.body["Fields"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|field| field["Name"].as_str().unwrap().to_owned())
                    .collect(),
            };
            assert_eq!(found, fields, "{:?}", request.parameters);
        };
        let id = "0".repeat(32);
        check("GetWorkloadInput", json!({"WorkloadId": id}), &[]);
        check("GetWorkloadInput", json!({}), &["WorkloadId"]);
        check("GetWorkloadInput", json!({"WorkloadId": "0"}), &["WorkloadId", "WorkloadId"]);
        check("ListWorkloadsInput", json!({"MaxResults": 0}), &["MaxResults"]);
        check("ListWorkloadsInput", json!({"MaxResults": 51}), &["MaxResults"]);
        check("ListWorkloadsInput", json!({"MaxResults": -1}), &["MaxResults"]);
        check("ListWorkloadsInput", json!({"MaxResults": "50"}), &["MaxResults"]);
        check("ListWorkloadsInput", json!({"MaxResults": 1.5}), &["MaxResults"]);
        check("TagResourceInput", json!({"WorkloadArn": "a", "Tags": {}}), &["Tags"]);
        check("TagResourceInput", json!({"WorkloadArn": "a", "Tags": {"a<b": "c"}}), &["Tags key"]);
        check("TagResourceInput", json!({"WorkloadArn": "a", "Tags": {"größe 1": "c"}}), &[]);
        let update = json!({
            "WorkloadId": id, "LensAlias": "a", "QuestionId": "q",
            "ChoiceUpdates": {"x": {"Status": "MAYBE"}, "y": {"Notes": "n"}},
        });
        check("UpdateAnswerInput", update, &["ChoiceUpdates.x.Status", "ChoiceUpdates.y.Status"]);
    }
}
