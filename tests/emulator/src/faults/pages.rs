//! What goes wrong with the pages of a listing?

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Request, Response};

/// Pages that are to come once more, by the token that was given out for them.
#[derive(Debug, Default)]
pub(super) struct Pages(BTreeMap<String, (Request, Response)>);

impl Pages {
    /// Makes the next page this one again.
    pub(super) fn duplicate(&mut self, request: &Request, response: &mut Response) {
        let token = format!("again-{}", self.0.len() + 1);
        self.0.insert(token.clone(), (request.with_token(None), response.clone()));
        set_next_token(&mut response.body, Some(token));
    }

    /// The page that was promised under the request's token, to that request only.
    pub(super) fn again(&self, request: &Request) -> Option<Response> {
        let (promised, page) = self.0.get(request.token()?)?;
        (*promised == request.with_token(None)).then(|| page.clone())
    }
}

/// Leads past the next page.
pub(super) fn skip(request: &Request, response: &mut Response, handle: &mut impl FnMut(&Request) -> Response) {
    let Some(token) = next_token(&response.body).map(str::to_owned) else { return };
    let skipped = handle(&request.with_token(Some(&token)));
    set_next_token(&mut response.body, next_token(&skipped.body).map(str::to_owned));
}

/// Takes the last items away.
pub(super) fn drop_items(body: &mut Value, items: Option<usize>) {
    let lists = body.as_object_mut().into_iter().flat_map(|body| body.values_mut().filter_map(Value::as_array_mut));
    for list in lists {
        list.truncate(items.map_or(0, |items| list.len().saturating_sub(items)));
    }
}

pub(super) fn has_items(body: &Value) -> bool {
    let mut values = body.as_object().into_iter().flat_map(|body| body.values());
    values.any(|value| value.as_array().is_some_and(|list| !list.is_empty()))
}

pub(super) fn next_token(body: &Value) -> Option<&str> {
    body.get("NextToken").and_then(Value::as_str)
}

fn set_next_token(body: &mut Value, token: Option<String>) {
    if let Some(body) = body.as_object_mut() {
        match token {
            Some(token) => body.insert("NextToken".to_owned(), json!(token)),
            None => body.remove("NextToken"),
        };
    }
}
