//! How does the service say no?

use serde_json::{Value, json};

use crate::faults::Response;

/// An error of the service: its type, status and members beside the message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    /// Such as `ValidationException`.
    pub(crate) code: &'static str,
    /// HTTP status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: Value,
}

/// Most field problems that one answer lists.
const FIELDS_MAX: usize = 50;

impl Refusal {
    fn new(code: &'static str, status: u16, body: Value) -> Self {
        Self { code, status, body }
    }

    /// Fields that break the model, `(name, what is wrong)`; all of the request at once.
    pub(crate) fn fields(problems: &[(String, String)]) -> Self {
        let fields: Vec<Value> =
            problems.iter().take(FIELDS_MAX).map(|(name, message)| json!({"Name": name, "Message": message})).collect();
        let listed: Vec<&str> = problems.iter().take(FIELDS_MAX).map(|(_, message)| message.as_str()).collect();
        let body = json!({
            "Message": format!("[Validation] {}", listed.join("; ")),
            "Reason": "FIELD_VALIDATION_FAILED",
            "Fields": fields,
        });
        Self::new("ValidationException", 400, body)
    }

    /// One field that breaks a rule of the service.
    pub(crate) fn field(name: &str, message: impl Into<String>) -> Self {
        Self::fields(&[(name.to_owned(), message.into())])
    }

    /// A request that is well formed and still cannot be done.
    pub(crate) fn other(message: impl AsRef<str>) -> Self {
        let body = json!({"Message": format!("[Validation] {}", message.as_ref()), "Reason": "OTHER"});
        Self::new("ValidationException", 400, body)
    }

    /// A body that is not a JSON object, or larger than taken.
    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self::new("ValidationException", 400, json!({"Message": message.into(), "Reason": "CANNOT_PARSE"}))
    }

    /// An operation of the service that is not emulated.
    pub(crate) fn not_emulated(operation: &str) -> Self {
        let message = format!("`{operation}` is not emulated");
        Self::new("ValidationException", 400, json!({"Message": message, "Reason": "UNKNOWN_OPERATION"}))
    }

    /// A method and path that no operation has.
    pub(crate) fn unknown_operation(method: &str, path: &str) -> Self {
        let message = format!("no operation is `{method} {path}`");
        Self::new("ValidationException", 400, json!({"Message": message, "Reason": "UNKNOWN_OPERATION"}))
    }

    /// Nothing has this id; `kind` such as `WORKLOAD`.
    pub(crate) fn not_found(kind: &str, id: &str) -> Self {
        let body = json!({"Message": format!("no {kind} has id `{id}`"), "ResourceId": id, "ResourceType": kind});
        Self::new("ResourceNotFoundException", 404, body)
    }

    /// Something is there that forbids it.
    pub(crate) fn conflict(kind: &str, id: &str, message: impl Into<String>) -> Self {
        let body = json!({"Message": message.into(), "ResourceId": id, "ResourceType": kind});
        Self::new("ConflictException", 409, body)
    }

    /// One more than the service keeps. Quota codes are made up.
    pub(crate) fn quota(kind: &str, id: &str, code: &str, message: impl Into<String>) -> Self {
        let body = json!({
            "Message": message.into(),
            "ResourceId": id,
            "ResourceType": kind,
            "QuotaCode": code,
            "ServiceCode": "wellarchitected",
        });
        Self::new("ServiceQuotaExceededException", 402, body)
    }

    /// The emulator itself failed.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new("InternalServerException", 500, json!({"Message": message.into()}))
    }

    /// Only the owner may do this.
    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedException", 403, json!({"Message": message.into()}))
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Self {
        let headers = vec![("x-amzn-errortype".to_owned(), refusal.code.to_owned())];
        Self { status: refusal.status, headers, body: refusal.body }
    }
}
