//! The rules of risk, counts and scores, written a second time and naively, to test the first against.
//!
//! This shares no code with the core, nor its ways: conditions are worked out on the text, with two stacks and no tree;
//! selections are sets of words; lenses and answers are plain JSON. What each number means is semantics §1 and §2. It is
//! slow, and says nothing useful of bad input.

#![forbid(unsafe_code)]

mod facts;
mod lint;
mod rules;

pub use facts::{Facts, facts, score};
pub use lint::lint;
pub use rules::{holds, judge};

use serde_json::Value;

/// A set of choice ids.
pub type Selection<'a> = std::collections::BTreeSet<&'a str>;

/// The items of a list, or nothing.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The text at `name`, or an empty one.
fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or("")
}

/// Every question of a lens with its pillar.
fn questions(lens: &Value) -> Vec<(&Value, &Value)> {
    let mut found = Vec::new();
    for pillar in list(lens.get("pillars").unwrap_or(&Value::Null)) {
        for question in list(pillar.get("questions").unwrap_or(&Value::Null)) {
            found.push((pillar, question));
        }
    }
    found
}

/// The ids of a question's choices.
fn choice_ids(question: &Value) -> Vec<&str> {
    list(question.get("choices").unwrap_or(&Value::Null)).iter().map(|choice| text(choice, "id")).collect()
}
