//! Rows: a schedule, calls, and what came of each.

use serde_json::{Map, Value, json};

use super::{Delivery, Faults, Injector, Request, Response};

const OPERATIONS: [&str; 3] = ["ListAnswers", "GetWorkload", "ListWorkloads"];

/// A listing of seven items in pages of two, by tokens `p2`, `p3`, `p4`.
fn listing(request: &Request) -> Response {
    let page = request.token().and_then(|token| token.strip_prefix('p')).map_or(1, |page| page.parse().unwrap());
    let items: Vec<Value> =
        (page * 2 - 1..=(page * 2).min(7)).map(|item| json!({ "Id": item, "Risk": "HIGH" })).collect();
    let mut body = json!({ "Items": items, "RiskCounts": { "HIGH": 7 } });
    if page < 4 {
        body["NextToken"] = json!(format!("p{}", page + 1));
    }
    Response { status: 200, headers: Vec::new(), body }
}

fn request(operation: &'static str) -> Request {
    Request { operation, caller: "a/r".to_owned(), parameters: Map::from_iter([("MaxResults".to_owned(), json!(2))]) }
}

/// Follows tokens to the end; the ids of each page.
fn pages(schedule: &str) -> Vec<Vec<i64>> {
    let mut injector = Injector::new(Faults::read(schedule, "faults.toml", &OPERATIONS).unwrap());
    let mut request = request("ListAnswers");
    let mut pages = Vec::new();
    loop {
        let (response, _) = injector.answer(&request, listing);
        pages
            .push(response.body["Items"].as_array().unwrap().iter().map(|item| item["Id"].as_i64().unwrap()).collect());
        assert!(pages.len() < 20, "{pages:?}");
        let Some(token) = response.body["NextToken"].as_str() else { return pages };
        request = request.with_token(Some(token));
    }
}

#[test]
fn pages_go_wrong_as_told() {
    for (schedule, expected) in [
        ("", vec![vec![1, 2], vec![3, 4], vec![5, 6], vec![7]]),
        (
            "[[fault]]\nkind = 'duplicate-page'\nwhen = { first = 1 }",
            vec![vec![1, 2], vec![1, 2], vec![3, 4], vec![5, 6], vec![7]],
        ),
        ("[[fault]]\nkind = 'skip-page'\nwhen = { first = 1 }", vec![vec![1, 2], vec![5, 6], vec![7]]),
        ("[[fault]]\nkind = 'skip-page'\nwhen = { from = 3 }", vec![vec![1, 2], vec![3, 4], vec![5, 6]]),
        (
            "[[fault]]\nkind = 'drop-items'\nitems = 1\nwhen = { every = 2 }",
            vec![vec![1, 2], vec![3], vec![5, 6], vec![]],
        ),
        ("[[fault]]\nkind = 'drop-items'\nwhen = { from = 2, to = 2 }", vec![vec![1, 2], vec![], vec![5, 6], vec![7]]),
        (
            "[[fault]]\nkind = 'skip-page'\noperations = ['GetWorkload']",
            vec![vec![1, 2], vec![3, 4], vec![5, 6], vec![7]],
        ),
    ] {
        assert_eq!(pages(schedule), expected, "{schedule}");
    }
}

/// The statuses of these calls, one after the other.
fn statuses(schedule: &str, operations: &[&'static str]) -> Vec<u16> {
    let mut injector = Injector::new(Faults::read(schedule, "faults.toml", &OPERATIONS).unwrap());
    operations.iter().map(|operation| injector.answer(&request(operation), listing).0.status).collect()
}

#[test]
fn calls_are_counted_as_told() {
    let [a, g] = ["ListAnswers", "GetWorkload"];
    for (schedule, calls, expected) in [
        ("kind = 'throttle'\nwhen = { every = 3 }", [a, g, a, g, a, g], [200, 200, 429, 200, 200, 429]),
        (
            "kind = 'throttle'\nwhen = { every = 2 }\ncounted = 'per-operation'",
            [a, g, a, g, a, g],
            [200, 200, 429, 429, 200, 200],
        ),
        (
            "kind = 'internal-error'\nwhen = { first = 1 }\ncounted = 'per-request'",
            [a, g, a, g, a, g],
            [500, 500, 200, 200, 200, 200],
        ),
        (
            "kind = 'internal-error'\nwhen = { from = 2, to = 4 }\noperations = ['ListAnswers']",
            [a, g, a, a, a, a],
            [200, 200, 500, 500, 500, 200],
        ),
        ("kind = 'refuse'\ncode = 'AccessDeniedException'", [a; 6], [403; 6]),
        ("kind = 'expire-token'", [a; 6], [200; 6]),
    ] {
        assert_eq!(statuses(&format!("[[fault]]\n{schedule}"), &calls), expected, "{schedule}");
    }
}

#[test]
fn a_call_that_one_rule_refuses_is_not_counted_by_the_next() {
    let schedule =
        "[[fault]]\nkind = 'throttle'\nwhen = { every = 2 }\n[[fault]]\nkind = 'internal-error'\nwhen = { every = 2 }";
    assert_eq!(statuses(schedule, &["ListAnswers"; 6]), [200, 429, 500, 429, 200, 429]);
}

#[test]
fn documents_go_wrong_as_told() {
    let body = |schedule: &str| {
        let schedule = format!("[[fault]]\n{schedule}");
        let mut injector = Injector::new(Faults::read(&schedule, "faults.toml", &OPERATIONS).unwrap());
        injector.answer(&request("ListWorkloads"), listing).0.body
    };
    for (schedule, pointer, expected) in [
        ("kind = 'counts-disagree'", "/RiskCounts", json!({ "HIGH": 8 })),
        ("kind = 'counts-disagree'\nby = -7", "/RiskCounts", json!({})),
        ("kind = 'counts-disagree'\nrisk = 'MEDIUM'\nby = 2", "/RiskCounts", json!({ "HIGH": 7, "MEDIUM": 2 })),
        ("kind = 'unknown-value'\nmember = 'Risk'\nplaces = 1", "/Items/0/Risk", json!("UNHEARD_OF")),
        ("kind = 'unknown-value'\nmember = 'Risk'\nplaces = 1", "/Items/1/Risk", json!("HIGH")),
        ("kind = 'unknown-value'\nmember = 'Risk'\nvalue = 'CRITICAL'", "/Items/1/Risk", json!("CRITICAL")),
        ("kind = 'leave-out'\nmember = 'Risk'", "/Items", json!([{ "Id": 1 }, { "Id": 2 }])),
        (
            "kind = 'leave-out'\nmember = 'Risk'\nplaces = 1",
            "/Items",
            json!([{ "Id": 1 }, { "Id": 2, "Risk": "HIGH" }]),
        ),
    ] {
        assert_eq!(body(schedule).pointer(pointer), Some(&expected), "{schedule}");
    }
}

#[test]
fn answers_are_delivered_as_told() {
    let delivery = |schedule: &str| {
        let schedule = format!("[[fault]]\n{schedule}");
        let mut injector = Injector::new(Faults::read(&schedule, "faults.toml", &OPERATIONS).unwrap());
        injector.answer(&request("GetWorkload"), listing).1
    };
    for (schedule, expected) in [
        ("kind = 'throttle'\nwhen = { every = 2 }", Delivery::Whole),
        ("kind = 'slow'\npieces = 3\npause_ms = 7", Delivery::Slow { pieces: 3, pause_ms: 7 }),
        ("kind = 'cut'", Delivery::Cut { after_bytes: None }),
        ("kind = 'cut'\nafter_bytes = 10", Delivery::Cut { after_bytes: Some(10) }),
    ] {
        assert_eq!(delivery(schedule), expected, "{schedule}");
    }
}

#[test]
fn an_expired_token_says_so() {
    let schedule = "[[fault]]\nkind = 'expire-token'\nwhen = { first = 1 }";
    let mut injector = Injector::new(Faults::read(schedule, "faults.toml", &OPERATIONS).unwrap());
    let first = request("ListWorkloads");
    assert_eq!(injector.answer(&first, listing).0.status, 200, "no token, nothing expires");
    let second = first.with_token(Some("p2"));
    let (refused, _) = injector.answer(&second, listing);
    assert_eq!((refused.status, refused.body["Fields"][0]["Name"].as_str()), (400, Some("NextToken")));
    assert_eq!(refused.headers, [("x-amzn-errortype".to_owned(), "ValidationException".to_owned())]);
    assert_eq!(injector.answer(&second, listing).0.status, 200);
}

#[test]
fn all_problems_of_a_schedule_are_told_at_once() {
    let schedule = "
        fault_ = 1
        [[fault]]
        kind = 'explode'
        [[fault]]
        when = { every = 2 }
        [[fault]]
        kind = 'cut'
        after_bytes = -1
        member = 'Risk'
        operations = ['ListAnswer', 3]
        counted = 'never'
        when = { every = 0 }
        [[fault]]
        kind = 'refuse'
        code = 'Teapot'
        [[fault]]
        kind = 'counts-disagree'
        by = 0
        when = { from = 3, to = 2 }
        [[fault]]
        kind = 'leave-out'
    ";
    let problems = Faults::read(schedule, "faults.toml", &OPERATIONS).unwrap_err();
    let mut messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    messages.sort_unstable();
    assert_eq!(
        messages,
        [
            "`after_bytes` is `-1`",
            "`by` is `0`",
            "`counted` is `never`",
            "`operations` is not a list of names",
            "`when` is `{ every = 0 }`",
            "`when` is `{ from = 3, to = 2 }`",
            "a fault has no `kind`",
            "a fault has no `member`",
            "a schedule has no `fault_`",
            "fault `cut` has no `member`",
            "the service has no error `Teapot`",
            "there is no fault `explode`",
            "there is no operation `ListAnswer`",
        ]
    );
    let broken = Faults::read("[[fault]]\nkind = ", "faults.toml", &OPERATIONS).unwrap_err();
    assert_eq!((broken.len(), broken[0].code), (1, "faults.not-toml"));
    assert_eq!(broken[0].location.as_ref().unwrap().line, Some(2));
}

#[test]
fn the_example_shows_every_kind_and_is_read() {
    let text = include_str!("../../faults.toml");
    let faults = Faults::read(text, "faults.toml", &crate::operations()).unwrap();
    assert_eq!(faults.rules.len(), super::file::KINDS.len());
    for kind in super::file::KINDS {
        assert!(text.contains(&format!("kind = \"{kind}\"")), "{kind}");
    }
}
