//! Which entries of a list go into this answer, and what token asks for the next?
//!
//! A token is bound to its request: operation, account, Region and every parameter but the page's size.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{refusal::Refusal, request::Request};

/// Entries of a page where the request names no size: the service's maximum for lists.
const SIZE: u64 = 50;

/// One page of `entries` under `member`, with a `NextToken` where more follow.
///
/// # Errors
/// `ValidationException` for a token that this emulator did not give for this request.
pub(crate) fn page(request: &Request, member: &str, entries: Vec<Value>) -> Result<Map<String, Value>, Refusal> {
    page_of(request, member, entries, SIZE)
}

/// The same with another size where the request names none.
///
/// # Errors
/// As [`page`].
pub(crate) fn page_of(
    request: &Request,
    member: &str,
    entries: Vec<Value>,
    size: u64,
) -> Result<Map<String, Value>, Refusal> {
    let start = match request.text("NextToken") {
        Some(token) => position(request, token)?,
        None => 0,
    };
    let size = usize::try_from(request.number("MaxResults").unwrap_or(size)).unwrap_or(usize::MAX);
    let end = start.saturating_add(size);
    let more = end < entries.len();
    let entries: Vec<Value> = entries.into_iter().skip(start).take(size).collect();
    let mut body = Map::new();
    body.insert(member.to_owned(), Value::from(entries));
    if more {
        body.insert("NextToken".to_owned(), Value::from(token(request, end)));
    }
    Ok(body)
}

/// The token that asks `request` to go on at an entry.
pub(crate) fn token(request: &Request, position: usize) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{}\n{}\n{}\n{position}\n", request.operation, request.account, request.region));
    for (name, value) in request.parameters.iter().filter(|(name, _)| !is_of_page(name)) {
        digest.update(format!("{name}={value}\n"));
    }
    format!("{position:08x}{}", hex(&digest.finalize(), 40))
}

fn is_of_page(name: &str) -> bool {
    name == "NextToken" || name == "MaxResults"
}

fn position(request: &Request, given: &str) -> Result<usize, Refusal> {
    let start = given.get(..8).and_then(|digits| usize::from_str_radix(digits, 16).ok());
    match start {
        Some(start) if token(request, start) == given => Ok(start),
        Some(_) | None => Err(Refusal::field("NextToken", "`NextToken` is not of this request")),
    }
}

/// The first `digits` hexadecimal digits of a digest.
pub(crate) fn hex(bytes: &[u8], digits: usize) -> String {
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.chars().take(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(parameters: Value) -> Request {
        let Value::Object(parameters) = parameters else { panic!("an object") };
        let (account, region) = ("1".to_owned(), "r".to_owned());
        Request { operation: "ListWorkloads", input: "ListWorkloadsInput", account, region, parameters }
    }

    #[test]
    fn pages_follow_one_another_to_the_end() {
        let entries = || (0..7).map(Value::from).collect::<Vec<_>>();
        let first = page(&request(json!({"MaxResults": 3})), "All", entries()).unwrap();
        assert_eq!(first["All"], json!([0, 1, 2]));
        let second =
            page(&request(json!({"MaxResults": 4, "NextToken": first["NextToken"]})), "All", entries()).unwrap();
        assert_eq!((&second["All"], second.get("NextToken")), (&json!([3, 4, 5, 6]), None));
    }

    #[test]
    fn a_token_of_another_request_is_refused() {
        let given = token(&request(json!({"WorkloadNamePrefix": "a"})), 3);
        let check = |parameters: Value, is_taken: bool| {
            assert_eq!(page(&request(parameters.clone()), "All", Vec::new()).is_ok(), is_taken, "{parameters}");
        };
        check(json!({"WorkloadNamePrefix": "a", "NextToken": given}), true);
        check(json!({"WorkloadNamePrefix": "b", "NextToken": given}), false);
        check(json!({"NextToken": given}), false);
        check(json!({"WorkloadNamePrefix": "a", "NextToken": format!("00000004{}", given.get(8..).unwrap())}), false);
        check(json!({"NextToken": "é"}), false);
    }
}
