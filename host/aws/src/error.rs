//! What went wrong with AWS, on which thing, and what is to be done?

use std::error::Error as StdError;

use architrave_core::diagnostic::Diagnostic;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// What was attempted, on which thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// As IAM names it, such as `wellarchitected:ListAnswers`.
    pub action: &'static str,
    /// In words, such as ``lens `serverless` of workload `0123…` in eu-west-1``.
    pub on: String,
}

impl Call {
    /// An action on a thing.
    #[must_use]
    pub fn new(action: &'static str, on: impl Into<String>) -> Self {
        Self { action, on: on.into() }
    }
}

/// What kind of failure it is; tells what can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The chain of credentials has none.
    NoCredentials,
    /// There are credentials, and they are no longer valid.
    Expired,
    /// Neither an option nor the chain names a Region.
    NoRegion,
    /// The credentials do not allow the action.
    AccessDenied,
    /// The thing is not there.
    NotFound,
    /// It exists already, or is being changed.
    Conflict,
    /// AWS does not accept the request as it is.
    Invalid,
    /// A quota of the account is used up.
    Quota,
    /// Too many requests, after all repetitions.
    Throttled,
    /// The service or the way to it failed, after all repetitions.
    Unavailable,
    /// A deadline passed.
    TimedOut,
    /// AWS answered something that cannot be used, or that contradicts itself.
    Unusable,
    /// Files on this machine.
    Files,
    /// What was asked for is not there or does not fit together.
    Request,
    /// It was told to stop.
    Stopped,
    /// Anything else.
    Other,
}

/// One failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.line())]
pub struct Error {
    kind: Kind,
    call: Call,
    /// AWS's own code, such as `AccessDeniedException`.
    code: Option<String>,
    message: String,
    request_id: Option<String>,
}

impl Error {
    /// A failure that no response tells.
    #[must_use]
    pub fn new(kind: Kind, call: Call, message: impl Into<String>) -> Self {
        Self { kind, call, code: None, message: message.into(), request_id: None }
    }

    /// What the SDK says, sorted.
    #[must_use]
    pub fn sdk<E>(call: Call, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        if let SdkError::ServiceError(context) = error {
            let meta = context.err().meta();
            let status = context.raw().status().as_u16();
            return Self {
                kind: kind_of(meta.code(), status),
                call,
                code: Some(meta.code().map_or_else(|| format!("status {status}"), str::to_owned)),
                message: one_line(meta.message().unwrap_or("AWS gives no reason")),
                request_id: meta.extra("aws_request_id").map(one_line),
            };
        }
        let chain = chain(error);
        let lower = chain.to_lowercase();
        let kind = if lower.contains("expired") {
            Kind::Expired
        } else if has_no_credentials(error) {
            Kind::NoCredentials
        } else if matches!(error, SdkError::TimeoutError(_)) {
            Kind::TimedOut
        } else if !matches!(error, SdkError::ConstructionFailure(_)) {
            Kind::Unavailable
        } else if lower.contains("region") {
            Kind::NoRegion
        } else {
            Kind::Invalid
        };
        Self::new(kind, call, one_line(&chain))
    }

    /// What the chain of credentials says.
    #[must_use]
    pub fn credentials(call: Call, error: &CredentialsError) -> Self {
        let chain = chain(error);
        let lower = chain.to_lowercase();
        let denied = lower.contains("accessdenied") || lower.contains("not authorized");
        let kind = if lower.contains("expired") {
            Kind::Expired
        } else if matches!(error, CredentialsError::ProviderTimedOut(_)) {
            Kind::TimedOut
        } else if denied {
            Kind::AccessDenied
        } else {
            Kind::NoCredentials
        };
        Self::new(kind, call, one_line(&chain))
    }

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What was attempted.
    #[must_use]
    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// AWS's own code, where it answered.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// AWS's own words, or ours.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What support at AWS asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let text = match self.kind {
            Kind::NoCredentials => {
                "set AWS_PROFILE or `--profile`, or give credentials by environment, role or `aws sso login`; `aws sts \
                 get-caller-identity` tells what is found"
            }
            Kind::Expired => "log in again: `aws sso login`, or fetch new credentials",
            Kind::NoRegion => "add `--region`, or set AWS_REGION or `region` of the profile",
            Kind::AccessDenied => {
                let action = self.call.action;
                let reads = ["Get", "List", "Export"].iter().any(|verb| action.contains(&format!(":{verb}")));
                let all = if reads { "; `architrave pull --iam-policy` prints all that reading needs" } else { "" };
                return Some(format!("allow `{action}`{all}"));
            }
            Kind::Throttled => "ask for less at a time with `--concurrency`, or later",
            Kind::TimedOut | Kind::Unavailable => "try again; what was complete is kept",
            Kind::Quota => "delete what is no longer used, or ask AWS for a higher quota",
            Kind::NotFound | Kind::Conflict | Kind::Invalid | Kind::Unusable | Kind::Files => return None,
            Kind::Request | Kind::Stopped | Kind::Other => return None,
        };
        Some(text.to_owned())
    }

    /// As it is shown and listed.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let code = match self.kind {
            Kind::NoCredentials => "aws.no-credentials",
            Kind::Expired => "aws.expired-credentials",
            Kind::NoRegion => "aws.no-region",
            Kind::AccessDenied => "aws.access-denied",
            Kind::NotFound => "aws.not-found",
            Kind::Conflict => "aws.conflict",
            Kind::Invalid => "aws.invalid",
            Kind::Quota => "aws.quota",
            Kind::Throttled => "aws.throttled",
            Kind::Unavailable => "aws.unavailable",
            Kind::TimedOut => "aws.timed-out",
            Kind::Unusable => "aws.unusable",
            Kind::Files => "aws.files",
            Kind::Request => "aws.request",
            Kind::Stopped => "aws.stopped",
            Kind::Other => "aws.failed",
        };
        let diagnostic = Diagnostic::error(code, self.line());
        match self.help() {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    fn line(&self) -> String {
        let Call { action, on } = &self.call;
        let mut line = match (action.is_empty(), on.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("{on}: "),
            (false, true) => format!("`{action}` failed: "),
            (false, false) => format!("`{action}` failed for {on}: "),
        };
        if let Some(code) = &self.code {
            line.push_str(&format!("{code}: "));
        }
        line.push_str(self.message.trim_end_matches('.'));
        if let Some(id) = &self.request_id {
            line.push_str(&format!(" (request {id})"));
        }
        line
    }
}

fn kind_of(code: Option<&str>, status: u16) -> Kind {
    let code = code.unwrap_or_default();
    if code.contains("Expired") {
        return Kind::Expired;
    }
    if code.contains("Throttl") || code == "TooManyRequestsException" {
        return Kind::Throttled;
    }
    match code {
        "AccessDeniedException"
        | "AccessDenied"
        | "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException" => Kind::AccessDenied,
        "ResourceNotFoundException" | "ParameterNotFound" | "NoSuchKey" | "NoSuchBucket" => Kind::NotFound,
        "ConflictException" => Kind::Conflict,
        "ValidationException" => Kind::Invalid,
        "ServiceQuotaExceededException" => Kind::Quota,
        _ => match status {
            401 | 403 => Kind::AccessDenied,
            404 => Kind::NotFound,
            409 => Kind::Conflict,
            402 => Kind::Quota,
            429 => Kind::Throttled,
            400..=499 => Kind::Invalid,
            500.. => Kind::Unavailable,
            _ => Kind::Other,
        },
    }
}

fn has_no_credentials(error: &(dyn StdError + 'static)) -> bool {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<CredentialsError>().is_some() {
            return true;
        }
        next = error.source();
    }
    false
}

/// An error and what caused it, each said once.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !text.is_empty() && !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
        next = error.source();
    }
    parts.join(": ")
}

/// Texts of a server stay on one line and end somewhere.
fn one_line(text: &str) -> String {
    const CHARACTERS_MAX: usize = 1000;
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    plain.take(CHARACTERS_MAX).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_aws_tell_the_kind() {
        let rows = [
            (Some("AccessDeniedException"), 403, Kind::AccessDenied),
            (Some("ExpiredTokenException"), 403, Kind::Expired),
            (Some("UnrecognizedClientException"), 403, Kind::AccessDenied),
            (Some("ValidationException"), 400, Kind::Invalid),
            (Some("ResourceNotFoundException"), 404, Kind::NotFound),
            (Some("ServiceQuotaExceededException"), 402, Kind::Quota),
            (Some("ThrottlingException"), 429, Kind::Throttled),
            (Some("InternalServerException"), 500, Kind::Unavailable),
            (Some("SomethingNew"), 503, Kind::Unavailable),
            (None, 429, Kind::Throttled),
            (None, 403, Kind::AccessDenied),
            (None, 301, Kind::Other),
        ];
        for (code, status, expected) in rows {
            assert_eq!(kind_of(code, status), expected, "{code:?} {status}");
        }
    }

    #[test]
    fn a_line_names_what_was_attempted_and_help_the_action() {
        let error = Error {
            kind: Kind::AccessDenied,
            call: Call::new("wellarchitected:GetAnswer", "workload `w`"),
            code: Some("AccessDeniedException".to_owned()),
            message: one_line("User x is not\nauthorized."),
            request_id: Some("r1".to_owned()),
        };
        let line = "`wellarchitected:GetAnswer` failed for workload `w`: AccessDeniedException: User x is not authorized \
                    (request r1)";
        assert_eq!(error.to_string(), line);
        assert!(error.help().is_some_and(|help| help.contains("`wellarchitected:GetAnswer`")));
        assert_eq!(error.diagnostic().code, "aws.access-denied");
    }
}
