//! Which operation does a method and a path name?
//!
//! Paths are matched as sent, before decoding: an ARN in a path holds `%2F`, which is no separator.

use percent_encoding::percent_decode_str;

use crate::model::{Operation, model};

/// The operation, and its path parameters by wire name, decoded.
pub(crate) type Route = (&'static Operation, Vec<(&'static str, String)>);

/// The operation of a request; `None` where there is none. A fixed segment wins over a parameter.
pub(crate) fn route(method: &str, path: &str) -> Option<Route> {
    let of_method = model().operations.iter().filter(|operation| operation.method == method);
    let mut found: Vec<Route> =
        of_method.filter_map(|operation| Some((operation, parameters(operation.path, path)?))).collect();
    found.sort_by_key(|(_, parameters)| parameters.len());
    found.into_iter().next()
}

/// The parameters of a path that has the pattern's shape.
fn parameters(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let expected: Vec<&'static str> = pattern.split('/').collect();
    let segments: Vec<&str> = path.split('/').collect();
    if expected.len() != segments.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (expected, segment) in expected.into_iter().zip(segments) {
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => parameters.push((name, decode(segment)?)),
            None if expected == segment => {}
            Some(_) | None => return None,
        }
    }
    Some(parameters)
}

/// Percent-decoded text; `None` where it is not UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let check = |method: &str, path: &str, expected: Option<(&str, &[&str])>| {
            let found = route(method, path);
            let found = found
                .as_ref()
                .map(|(operation, values)| (operation.name, values.iter().map(|(_, value)| value.as_str()).collect()));
            assert_eq!(found, expected.map(|(name, values)| (name, values.to_vec())), "{method} {path}");
        };
        check("GET", "/workloads/w1", Some(("GetWorkload", &["w1"])));
        check("POST", "/workloads", Some(("CreateWorkload", &[])));
        check("POST", "/workloadsSummaries", Some(("ListWorkloads", &[])));
        check(
            "GET",
            "/workloads/w/lensReviews/arn%3Aaws%3Awellarchitected%3A%3Aaws%3Alens%2Fserverless/answers",
            Some(("ListAnswers", &["w", "arn:aws:wellarchitected::aws:lens/serverless"])),
        );
        check("GET", "/workloads/w/lensReviews/arn:aws:x::aws:lens/serverless/answers", None);
        check("GET", "/templates/shares/t", Some(("ListTemplateShares", &["t"])));
        check("DELETE", "/workloads/", None);
        check("GET", "/workloads/%ff", None);
        check("TRACE", "/workloads", None);
    }
}
