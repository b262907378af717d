//! What stands in the row of one question? The columns of a review, turned once into one row per question.
//!
//! Roles then look at one place per question, and not into a column per figure.

use crate::{
    codes::{ChoiceSet, Reason, Risk},
    contract,
};

/// One question's figures. Those of the answer are empty until it is revealed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cells {
    not_applicable: u64,
    accepted: u64,
    selected: u64,
    marks: u8,
    reason: u8,
    risk: u8,
    origins: u8,
}

/// One row per question, of columns that all have that length.
pub(crate) fn of_scope(columns: &contract::Scope) -> Vec<Cells> {
    let marks = columns.marks.iter().zip(&columns.reasons);
    let sets = columns.not_applicable.iter().zip(&columns.accepted);
    let row = |((marks, reason), (not_applicable, accepted)): ((&u8, &u8), (&u64, &u64))| Cells {
        not_applicable: *not_applicable,
        accepted: *accepted,
        marks: *marks,
        reason: *reason,
        ..Cells::default()
    };
    marks.zip(sets).map(row).collect()
}

/// Adds the answers.
pub(crate) fn reveal(rows: &mut [Cells], columns: &contract::Answers) {
    let columns = columns.risks.iter().zip(&columns.origins).zip(&columns.selected);
    for (row, ((risk, origins), selected)) in rows.iter_mut().zip(columns) {
        row.risk = *risk;
        row.origins = *origins;
        row.selected = *selected;
    }
}

impl Cells {
    #[inline]
    pub(crate) fn is_applicable(&self) -> bool {
        self.marks & 1 != 0
    }

    #[inline]
    pub(crate) fn is_prioritized(&self) -> bool {
        self.marks & 2 != 0
    }

    #[inline]
    pub(crate) fn reason(&self) -> Reason {
        Reason::from_code(self.reason)
    }

    #[inline]
    pub(crate) fn not_applicable(&self) -> ChoiceSet {
        ChoiceSet(self.not_applicable)
    }

    #[inline]
    pub(crate) fn accepted(&self) -> ChoiceSet {
        ChoiceSet(self.accepted)
    }

    #[inline]
    pub(crate) fn risk(&self) -> Risk {
        Risk::from_code(self.risk)
    }

    #[inline]
    pub(crate) fn is_risk_recorded(&self) -> bool {
        self.origins & 1 != 0
    }

    #[inline]
    pub(crate) fn is_risk_by_rule(&self) -> bool {
        self.origins & 2 != 0
    }

    #[inline]
    pub(crate) fn selected(&self) -> ChoiceSet {
        ChoiceSet(self.selected)
    }
}
