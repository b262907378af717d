//! The review that is assessed when none is given: `examples/trading-platform`, built in.

use crate::source::{Input, Inputs};

/// The sample's files, as the AWS command line would have written them.
const FILES: &[(&str, &str)] = &[
    ("get-lens-review.json", include_str!("../../examples/trading-platform/get-lens-review.json")),
    ("get-workload.json", include_str!("../../examples/trading-platform/get-workload.json")),
    ("list-answers.page1.json", include_str!("../../examples/trading-platform/list-answers.page1.json")),
    ("list-answers.page2.json", include_str!("../../examples/trading-platform/list-answers.page2.json")),
];

/// The sample as inputs.
#[must_use]
pub fn inputs() -> Inputs {
    let input = |(name, text): &(&str, &str)| Input { name: Some((*name).to_owned()), text: (*text).to_owned() };
    Inputs::new(FILES.iter().map(input).collect())
}
