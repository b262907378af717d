//! What was asked, in order?

/// One call, as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Such as `ListAnswers`; empty where no operation has this method and path.
    pub operation: String,
    /// HTTP method.
    pub method: String,
    /// As sent, percent-encoded, with the query.
    pub path: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// The asking account.
    pub account: String,
    /// The Region asked.
    pub region: String,
}

impl Call {
    /// The IAM action that it takes, such as `wellarchitected:ListAnswers`.
    #[must_use]
    pub fn action(&self) -> String {
        format!("wellarchitected:{}", self.operation)
    }
}
