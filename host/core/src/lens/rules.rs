//! Which risk does a question have when no risk was recorded?

use crate::{
    condition,
    lens::{ChoiceSet, Question},
    risk::Risk,
};

/// The risk of a question from what was selected, and the position of the rule that set it.
///
/// Not applicable when the question is not; unanswered when nothing is selected, also when every practice is marked not
/// applicable; else what the first true rule sets; [`Risk::Unknown`] when none is true or the question has no rules.
/// Choices that are not applicable need no mention: they are not in `selected`, hence false in every rule, and one that
/// is both counts as selected. Source: semantics §1, facts 2 to 4.
#[must_use]
pub fn judge(question: &Question, selected: ChoiceSet, applicable: bool) -> (Risk, Option<usize>) {
    if !applicable {
        return (Risk::NotApplicable, None);
    }
    if selected.is_empty() {
        return (Risk::Unanswered, None);
    }
    match condition::evaluate(question, selected) {
        Some((position, risk)) => (risk.risk(), Some(position)),
        None => (Risk::Unknown, None),
    }
}
