//! How is a list read to its end? Page by page, into one answer that looks as if there were no pages.

use std::{collections::BTreeSet, future::Future};

use serde_json::{Map, Value};

use crate::error::{Call, Error, Kind};

/// Most pages of one list: at 50 items a page more than any account may have.
const PAGES_MAX: usize = 10_000;

/// How often a list is begun again when AWS no longer knows a token that it gave.
const BEGUN_AGAIN_MAX: usize = 2;

/// Reads all pages of a list. `ask` gets the token of the page, `None` for the first. The result is the first answer, with
/// the items of all pages in the order of the pages, and without a token.
///
/// # Errors
///
/// Those of `ask`, and pages without end.
pub(super) async fn all<F>(
    list: &'static str,
    call: &Call,
    mut ask: impl FnMut(Option<String>) -> F,
) -> Result<Map<String, Value>, Error>
where
    F: Future<Output = Result<Value, Error>>,
{
    let mut begun_again = 0_usize;
    loop {
        match once(list, call, &mut ask).await {
            Err((error, true)) if error.kind() == Kind::Invalid && begun_again < BEGUN_AGAIN_MAX => {
                begun_again = begun_again.saturating_add(1);
            }
            Err((error, _)) => return Err(error),
            Ok(merged) => return Ok(merged),
        }
    }
}

/// One pass. An error comes with whether it was answered to a token.
async fn once<F>(
    list: &'static str,
    call: &Call,
    ask: &mut impl FnMut(Option<String>) -> F,
) -> Result<Map<String, Value>, (Error, bool)>
where
    F: Future<Output = Result<Value, Error>>,
{
    let mut merged: Option<Map<String, Value>> = None;
    let mut items = Vec::new();
    let mut seen = BTreeSet::new();
    let mut token = None;
    for _ in 0..PAGES_MAX {
        let with_token = token.is_some();
        let answer = ask(token.take()).await.map_err(|error| (error, with_token))?;
        let Value::Object(mut page) = answer else {
            return Err((Error::new(Kind::Unusable, call.clone(), "the answer is not an object"), false));
        };
        match page.remove(list) {
            Some(Value::Array(more)) => items.extend(more),
            Some(Value::Null) | None => {}
            Some(_) => {
                let message = format!("`{list}` of the answer is not a list");
                return Err((Error::new(Kind::Unusable, call.clone(), message), false));
            }
        }
        let next = page.remove("NextToken").and_then(|token| token.as_str().map(str::to_owned));
        let whole = merged.get_or_insert(page);
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            whole.insert(list.to_owned(), Value::Array(items));
            return Ok(std::mem::take(whole));
        };
        if !seen.insert(next.clone()) {
            return Err((Error::new(Kind::Unusable, call.clone(), "a page names itself as the next one"), false));
        }
        token = Some(next);
    }
    Err((Error::new(Kind::Unusable, call.clone(), format!("the list has more than {PAGES_MAX} pages")), false))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use serde_json::json;

    use super::*;

    fn merged(pages: Vec<Result<Value, Kind>>) -> Result<Value, Kind> {
        let call = Call::new("wellarchitected:ListAnswers", "a lens");
        let mut pages = VecDeque::from(pages);
        let ask = |_| {
            let page = pages.pop_front().unwrap_or(Err(Kind::Other));
            std::future::ready(page.map_err(|kind| Error::new(kind, Call::new("", ""), "")))
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(all("Items", &call, ask)).map(Value::Object).map_err(|error| error.kind())
    }

    #[test]
    fn pages_become_one_answer_or_an_error() {
        let whole = json!({"WorkloadId": "w", "Items": [1, 2, 3]});
        let first = || Ok(json!({"WorkloadId": "w", "Items": [1, 2], "NextToken": "t"}));
        let last = || Ok(json!({"WorkloadId": "w", "Items": [3]}));
        let rows = [
            (vec![first(), last()], Ok(whole.clone())),
            (vec![Ok(json!({"Items": null, "NextToken": ""}))], Ok(json!({"Items": []}))),
            (vec![Ok(json!({}))], Ok(json!({"Items": []}))),
            (vec![first(), Err(Kind::Invalid), first(), last()], Ok(whole)),
            (
                vec![first(), Err(Kind::Invalid), first(), Err(Kind::Invalid), first(), Err(Kind::Invalid)],
                Err(Kind::Invalid),
            ),
            (vec![Err(Kind::Invalid), first(), last()], Err(Kind::Invalid)),
            (vec![first(), Err(Kind::Throttled)], Err(Kind::Throttled)),
            (vec![first(), first()], Err(Kind::Unusable)),
            (vec![Ok(json!([]))], Err(Kind::Unusable)),
            (vec![Ok(json!({"Items": 1}))], Err(Kind::Unusable)),
        ];
        for (pages, expected) in rows {
            assert_eq!(merged(pages.clone()), expected, "{pages:?}");
        }
    }
}
