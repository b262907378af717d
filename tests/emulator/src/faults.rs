//! Which faults does the emulator show, and on which calls?
//!
//! A schedule is a list of rules. Each says what goes wrong, for which operations, and for which of the calls that it
//! could spoil: a rule about pages counts only answers that have a next page, one about tokens only calls that carry
//! one. Calls are counted and nothing else: no clock and no randomness, so that a run can be repeated.
//!
//! ```toml
//! [[fault]]
//! kind = "throttle"                # every third call of any operation
//! when = { every = 3 }
//!
//! [[fault]]
//! kind = "cut"                     # each different request of this operation fails once, and then works
//! operations = ["ListAnswers"]
//! when = { first = 1 }
//! counted = "per-request"
//! ```

mod bodies;
mod file;
mod pages;
mod schedule;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use architrave_core::diagnostic::Diagnostic;
use serde_json::{Map, Value, json};

pub use self::schedule::{Counted, When};
use self::{pages::Pages, schedule::Counter};

/// One request, as a handler sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Such as `ListAnswers`.
    pub operation: &'static str,
    /// Who asks, and in which Region.
    pub caller: String,
    /// By member name.
    pub parameters: Map<String, Value>,
}

/// One answer, before it becomes bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names and values beside those that every answer has.
    pub headers: Vec<(String, String)>,
    /// The JSON document.
    pub body: Value,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An error in place of the answer; nothing was done.
    Refuse {
        /// Such as `ThrottlingException`.
        code: &'static str,
        /// Such as 429.
        status: u16,
    },
    /// The token of a listing is refused, as one that is too old.
    ExpireToken,
    /// The body comes in pieces.
    Slow {
        /// How many; 1 or more.
        pieces: u32,
        /// Between two of them.
        pause_ms: u64,
    },
    /// The connection ends within the body; what was asked was done.
    Cut {
        /// How many bytes of the body arrive; half of it if absent.
        after_bytes: Option<usize>,
    },
    /// The same page comes twice, the second time under a token of its own.
    DuplicatePage,
    /// The token leads past the next page.
    SkipPage,
    /// The last items of a page are missing.
    DropItems {
        /// How many; all of them if absent.
        items: Option<usize>,
    },
    /// Every `RiskCounts` says one number otherwise.
    CountsDisagree {
        /// Such as `HIGH`.
        risk: String,
        /// What is added; a count never falls below 0.
        by: i64,
    },
    /// A member has a value that nobody knows.
    UnknownValue {
        /// Such as `Risk`.
        member: String,
        /// In place of the text that was there.
        value: String,
        /// How many of them from the start of the body; all if absent.
        places: Option<usize>,
    },
    /// A member is missing.
    LeaveOut {
        /// Such as `QuestionTitle`.
        member: String,
        /// How many of them from the start of the body; all if absent.
        places: Option<usize>,
    },
}

/// One entry of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What goes wrong.
    pub fault: Fault,
    /// For these; for all if empty.
    pub operations: BTreeSet<String>,
    /// Which of the calls.
    pub when: When,
    /// What is counted together.
    pub counted: Counted,
}

/// What goes wrong, and when: no rules, no faults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// In the order in which they are tried. A call that one of them refuses is not counted by those after it.
    pub rules: Vec<Rule>,
}

impl Faults {
    /// Reads a schedule. `file` names it in problems; `operations` are those that there are.
    ///
    /// # Errors
    /// All problems of the text at once, coded `faults.…`.
    pub fn read(text: &str, file: &str, operations: &[&str]) -> Result<Self, Vec<Diagnostic>> {
        file::read(text, file, operations)
    }
}

/// How an answer reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// At once.
    Whole,
    /// As [`Fault::Slow`].
    Slow {
        /// How many pieces of about equal length; 1 or more.
        pieces: u32,
        /// Between two of them.
        pause_ms: u64,
    },
    /// As [`Fault::Cut`].
    Cut {
        /// How many bytes of the body arrive; half of it if absent.
        after_bytes: Option<usize>,
    },
}

/// A schedule at work: what was counted so far.
#[derive(Debug, Default)]
pub struct Injector {
    rules: Vec<(Rule, Counter)>,
    pages: Pages,
}

impl Injector {
    /// Starts to count.
    #[must_use]
    pub fn new(faults: Faults) -> Self {
        let rules = faults.rules.into_iter().map(|rule| (rule, Counter::default())).collect();
        Self { rules, pages: Pages::default() }
    }

    /// Answers a request through its handler, with the faults that are due.
    ///
    /// The handler is called not at all (refused), once, or twice (a page is skipped; listings change nothing).
    pub fn answer(&mut self, request: &Request, mut handle: impl FnMut(&Request) -> Response) -> (Response, Delivery) {
        for (rule, counter) in &mut self.rules {
            if let Some(refused) = rule.fault.refusal(request)
                && rule.due(request, counter)
            {
                return (refused, Delivery::Whole);
            }
        }
        let mut response = match self.pages.again(request) {
            Some(page) => page,
            None => handle(request),
        };
        let mut delivery = Delivery::Whole;
        for (rule, counter) in &mut self.rules {
            if !rule.fault.spoils(&response) || !rule.due(request, counter) {
                continue;
            }
            match &rule.fault {
                Fault::Refuse { .. } | Fault::ExpireToken => {}
                Fault::Slow { pieces, pause_ms } => {
                    delivery = Delivery::Slow { pieces: *pieces, pause_ms: *pause_ms };
                }
                Fault::Cut { after_bytes } => delivery = Delivery::Cut { after_bytes: *after_bytes },
                Fault::DuplicatePage => self.pages.duplicate(request, &mut response),
                Fault::SkipPage => pages::skip(request, &mut response, &mut handle),
                Fault::DropItems { items } => pages::drop_items(&mut response.body, *items),
                Fault::CountsDisagree { risk, by } => bodies::disagree(&mut response.body, risk, *by),
                Fault::UnknownValue { member, value, places } => {
                    bodies::replace(&mut response.body, member, Some(value), *places);
                }
                Fault::LeaveOut { member, places } => bodies::replace(&mut response.body, member, None, *places),
            }
        }
        (response, delivery)
    }
}

impl Rule {
    /// Counts a call that the fault could spoil, and says whether it does.
    fn due(&self, request: &Request, counter: &mut Counter) -> bool {
        (self.operations.is_empty() || self.operations.contains(request.operation))
            && self.when.holds(counter.count(self.counted, request))
    }
}

impl Fault {
    /// The error in place of an answer, for faults that are one and a request that they could refuse.
    fn refusal(&self, request: &Request) -> Option<Response> {
        match self {
            Self::Refuse { code, status } => {
                let mut body = json!({ "Message": message(code) });
                if *code == "ThrottlingException"
                    && let Some(body) = body.as_object_mut()
                {
                    body.insert("QuotaCode".to_owned(), json!("L-00000000"));
                    body.insert("ServiceCode".to_owned(), json!("wellarchitected"));
                }
                Some(error(code, *status, body))
            }
            Self::ExpireToken => request.token().map(|_| {
                let field = json!({ "Name": "NextToken", "Message": "the token has expired" });
                let body = json!({
                    "Message": "[Validation] The NextToken has expired.",
                    "Reason": "FIELD_VALIDATION_FAILED",
                    "Fields": [field],
                });
                error("ValidationException", 400, body)
            }),
            Self::Slow { .. }
            | Self::Cut { .. }
            | Self::DuplicatePage
            | Self::SkipPage
            | Self::DropItems { .. }
            | Self::CountsDisagree { .. }
            | Self::UnknownValue { .. }
            | Self::LeaveOut { .. } => None,
        }
    }

    /// Whether an answer has what this fault spoils. Errors are only delivered badly.
    fn spoils(&self, response: &Response) -> bool {
        let fine = response.status < 300;
        match self {
            Self::Refuse { .. } | Self::ExpireToken => false,
            Self::Slow { .. } | Self::Cut { .. } => true,
            Self::DuplicatePage | Self::SkipPage => fine && pages::next_token(&response.body).is_some(),
            Self::DropItems { .. } => fine && pages::has_items(&response.body),
            Self::CountsDisagree { .. } => fine && bodies::has(&response.body, "RiskCounts"),
            Self::UnknownValue { member, .. } | Self::LeaveOut { member, .. } => {
                fine && bodies::has(&response.body, member)
            }
        }
    }
}

impl Request {
    /// The token of a listing's next page.
    fn token(&self) -> Option<&str> {
        self.parameters.get("NextToken").and_then(Value::as_str)
    }

    /// The same request for another page; for the first without a token.
    fn with_token(&self, token: Option<&str>) -> Self {
        let mut other = self.clone();
        match token {
            Some(token) => other.parameters.insert("NextToken".to_owned(), json!(token)),
            None => other.parameters.remove("NextToken"),
        };
        other
    }
}

/// An error as the service words it on the wire.
fn error(code: &str, status: u16, body: Value) -> Response {
    Response { status, headers: vec![("x-amzn-errortype".to_owned(), code.to_owned())], body }
}

fn message(code: &str) -> &'static str {
    match code {
        "ThrottlingException" => "Rate exceeded",
        "AccessDeniedException" => "User is not authorized to perform this action",
        "ResourceNotFoundException" => "The requested resource was not found",
        "ServiceQuotaExceededException" => "The quota of this resource was reached",
        "ConflictException" => "The resource was changed meanwhile",
        "ValidationException" => "The request was not valid",
        _ => "An unexpected error occurred",
    }
}
