//! What was met, missed or set aside in a question? Counts over its practices, and the choices that matter.

use architrave_core::report::{Choice, Question};

/// Practices of one question. A choice that says that none is met is not a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PracticeCounts {
    /// Selected.
    pub(crate) met: u32,
    /// Selected or not selected.
    pub(crate) applicable: u32,
    /// Marked not applicable.
    pub(crate) not_applicable: u32,
}

/// The choices that stand for a practice, in lens order.
pub(crate) fn practices(question: &Question) -> impl Iterator<Item = &Choice> {
    question.choices.iter().filter(|choice| !choice.none_of_these)
}

/// Counts over choices.
pub(crate) fn count<'a>(choices: impl IntoIterator<Item = &'a Choice>) -> PracticeCounts {
    let mut counts = PracticeCounts::default();
    for choice in choices {
        match choice.state {
            "SELECTED" => {
                counts.met += 1;
                counts.applicable += 1;
            }
            "NOT_APPLICABLE" => counts.not_applicable += 1,
            _ => counts.applicable += 1,
        }
    }
    counts
}

/// A choice's practice code, else its id.
pub(crate) fn name(choice: &Choice) -> &str {
    choice.practice.as_deref().unwrap_or(&choice.id)
}
