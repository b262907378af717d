//! Is a member there, and of the right kind? Everything that is not is said at once.

use architrave_core::diagnostic::{Diagnostic, Location};
use serde_json::Value;

/// How many problems are told one by one.
const PROBLEMS_MAX: usize = 20;

/// A value of a document, or the place where it should be.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub(super) value: Option<&'a Value>,
    /// RFC 6901.
    pub(super) pointer: String,
}

impl<'a> Node<'a> {
    pub(super) const fn root(value: &'a Value) -> Self {
        Self { value: Some(value), pointer: String::new() }
    }

    /// A member, by a name that needs no escape.
    pub(super) fn member(&self, name: &str) -> Self {
        Self { value: self.value.and_then(|value| value.get(name)), pointer: format!("{}/{name}", self.pointer) }
    }
}

/// Reads members and remembers what was wrong.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    file: &'a str,
    problems: Vec<Diagnostic>,
    not_told: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(file: &'a str) -> Self {
        Self { file, problems: Vec::new(), not_told: 0 }
    }

    /// `read`, if nothing was wrong.
    pub(super) fn finish<T>(mut self, read: T) -> Result<T, Vec<Diagnostic>> {
        if self.problems.is_empty() {
            return Ok(read);
        }
        if self.not_told > 0 {
            let message = format!("{} further members of `{}` are not as in a report", self.not_told, self.file);
            self.problems.push(Diagnostic::error("replay.member", message));
        }
        Err(self.problems)
    }

    fn problem(&mut self, node: &Node<'_>, expected: &str) {
        if self.problems.len() == PROBLEMS_MAX {
            self.not_told = self.not_told.saturating_add(1);
            return;
        }
        let found = match node.value {
            None => "is missing",
            Some(Value::Null) => "is null",
            Some(Value::Bool(_)) => "is true or false",
            Some(Value::Number(_)) => "is a number",
            Some(Value::String(_)) => "is a text",
            Some(Value::Array(_)) => "is a list",
            Some(Value::Object(_)) => "is an object",
        };
        let message = format!("cannot replay `{}`: `{}` {found}, {expected} is expected", self.file, node.pointer);
        self.problems.push(
            Diagnostic::error("replay.member", message)
                .help("give what `assess --format json` wrote, whole and unchanged")
                .at(Location::pointer(Some(self.file), node.pointer.clone())),
        );
    }

    pub(super) fn text(&mut self, node: &Node<'a>) -> String {
        match node.value.and_then(Value::as_str) {
            Some(text) => text.to_owned(),
            None => {
                self.problem(node, "a text");
                String::new()
            }
        }
    }

    /// A text, or `null`.
    pub(super) fn optional_text(&mut self, node: &Node<'a>) -> Option<String> {
        match node.value {
            Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            _ => {
                self.problem(node, "a text or null");
                None
            }
        }
    }

    /// 64 hexadecimal digits.
    pub(super) fn digest(&mut self, node: &Node<'a>) -> String {
        let is_digest = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match node.value.and_then(Value::as_str).filter(is_digest) {
            Some(text) => text.to_owned(),
            None => {
                self.problem(node, "a digest of 64 hexadecimal digits");
                String::new()
            }
        }
    }

    pub(super) fn number(&mut self, node: &Node<'a>) -> u64 {
        node.value.and_then(Value::as_u64).unwrap_or_else(|| {
            self.problem(node, "a whole number");
            0
        })
    }

    pub(super) fn flag(&mut self, node: &Node<'a>) -> bool {
        node.value.and_then(Value::as_bool).unwrap_or_else(|| {
            self.problem(node, "true or false");
            false
        })
    }

    /// The entries of a list.
    pub(super) fn list(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let Some(entries) = node.value.and_then(Value::as_array) else {
            self.problem(node, "a list");
            return Vec::new();
        };
        let entry = |(position, value)| Node { value: Some(value), pointer: format!("{}/{position}", node.pointer) };
        entries.iter().enumerate().map(entry).collect()
    }
}
