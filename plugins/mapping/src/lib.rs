//! Which lines of a table belong to which gap?
//!
//! A table is a list of [`Item`]s in source: a line of text and the ids of the questions and choices it speaks of.
//! [`Lines::resolve`] looks the ids up once, in `prepare`; after that a gap's lines are read off.
//!
//! A line stands on the row of every missing practice that its item names. It stands on a question's own row when its
//! item names the question and none of the question's choices: then it speaks of the question as a whole. So nothing is
//! said twice, and a practice that is met brings no advice.

#![forbid(unsafe_code)]

mod by_choice;
#[cfg(not(target_arch = "wasm32"))]
mod framework;
mod problems;

use std::collections::BTreeMap;

use architrave_guest::{AdviceCode, Gap, Legend, Lens};
pub use by_choice::{ByChoice, OWN_ROW};
#[cfg(not(target_arch = "wasm32"))]
pub use framework::framework;
pub use problems::problems;

/// One line of a table and where it belongs. Ids are those of the AWS Well-Architected Framework lens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The line's id in the legend: lower-case words, digits, dots and hyphens.
    pub id: &'static str,
    /// One line, lower-case start, no final stop.
    pub text: &'static str,
    /// At least one question id.
    pub questions: &'static [&'static str],
    /// Choice ids of these questions; empty where the line speaks of the questions as a whole.
    pub choices: &'static [&'static str],
}

/// The lines of one lens.
#[derive(Debug)]
pub struct Lines {
    /// Those of one gap in table order.
    by_choice: ByChoice<AdviceCode>,
}

impl Lines {
    /// Looks up every item of the tables and puts the texts that are used into the legend.
    ///
    /// Only questions that the host's catalogue knows are matched, by their code: a custom lens whose author took the
    /// same id for a question of their own is left alone. The result depends on the arguments only.
    #[must_use]
    pub fn resolve(lens: &Lens, legend: &mut Legend, tables: &[&[Item]]) -> Self {
        // Keys start with their length, which is cheaper to compare than what ids begin with.
        let known: BTreeMap<(usize, &str), u16> = lens
            .questions()
            .filter(|question| !question.code().is_empty())
            .map(|question| ((question.id().len(), question.id()), question.position()))
            .collect();
        let mut rows = vec![Vec::new(); lens.question_count()];
        for item in tables.iter().copied().flatten() {
            let mut line = None;
            for position in item.questions.iter().filter_map(|id| known.get(&(id.len(), id))) {
                let question = lens.question_at(*position);
                let Some((question, rows)) = question.zip(rows.get_mut(usize::from(*position))) else { continue };
                let line = *line.get_or_insert_with(|| legend.advice(item.id, item.text));
                let before = rows.len();
                let named = question.choices().filter(|choice| item.choices.contains(&choice.id()));
                rows.extend(named.map(|choice| (choice.position(), line)));
                if rows.len() == before {
                    rows.push((OWN_ROW, line));
                }
            }
        }
        Self { by_choice: ByChoice::new(rows) }
    }

    /// The lines of a gap, in table order.
    pub fn of_gap<'a>(&'a self, gap: Gap<'_>) -> impl Iterator<Item = AdviceCode> + use<'a> {
        self.by_choice.of_gap(gap).iter().copied()
    }
}
