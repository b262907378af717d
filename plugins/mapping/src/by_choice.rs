//! What belongs to a gap, of all that belongs to the questions of a lens?

use architrave_guest::Gap;

/// Stands for the question's own row.
pub const OWN_ROW: u16 = u16::MAX;

/// Values by question and choice; those of a question's own row at [`OWN_ROW`].
///
/// Two lists of places and one of values, so that a gap's values are read off: there are many gaps in a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByChoice<T> {
    /// Where the slots of each question begin, and where those of the last one end.
    questions: Vec<usize>,
    /// Where the values of each slot begin, and where those of the last one end. The first slot of a question is that of
    /// its own row, then comes one per choice, up to the last that has values.
    slots: Vec<usize>,
    values: Vec<T>,
}

impl<T> ByChoice<T> {
    /// One list of choices and values per question, in lens order. Values of one choice keep the order in which they come.
    #[must_use]
    pub fn new(questions: impl IntoIterator<Item = Vec<(u16, T)>>) -> Self {
        let mut table = Self { questions: Vec::new(), slots: Vec::new(), values: Vec::new() };
        for mut rows in questions {
            let first = table.slots.len();
            table.questions.push(first);
            rows.sort_by_key(|(choice, _)| slot(*choice));
            for (choice, value) in rows {
                while table.slots.len() <= first + slot(choice) {
                    table.slots.push(table.values.len());
                }
                table.values.push(value);
            }
        }
        table.questions.push(table.slots.len());
        table.slots.push(table.values.len());
        table
    }

    /// The values of a gap.
    #[inline]
    #[must_use]
    pub fn of_gap(&self, gap: Gap<'_>) -> &[T] {
        self.of(gap.question().position(), gap.choice_position().unwrap_or(OWN_ROW))
    }

    /// The values at a position of a question.
    #[inline]
    fn of(&self, question: u16, choice: u16) -> &[T] {
        let found = || {
            let [first, end] = pair(&self.questions, usize::from(question))?;
            let slot = first + slot(choice);
            let [start, end] = if slot < end { pair(&self.slots, slot)? } else { return None };
            self.values.get(start..end)
        };
        found().unwrap_or_default()
    }
}

/// Slot of a choice, the question's own row before all others.
#[inline]
fn slot(choice: u16) -> usize {
    usize::from(choice.wrapping_add(1))
}

/// The place at a position, and the next one.
#[inline]
fn pair(places: &[usize], position: usize) -> Option<[usize; 2]> {
    places.get(position..)?.first_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::{ByChoice, OWN_ROW};

    #[test]
    fn a_choice_gets_its_values_in_order() {
        let first = vec![(2, 'a'), (0, 'b'), (2, 'c'), (7, 'd'), (0, 'e'), (2, 'f')];
        let table = ByChoice::new([first, Vec::new(), vec![(1, 'g'), (OWN_ROW, 'h'), (1, 'i')]]);
        let check = |question, choice, expected: &str| {
            assert_eq!(table.of(question, choice).iter().collect::<String>(), expected, "{question} {choice}");
        };
        check(0, 0, "be");
        check(0, 1, "");
        check(0, 2, "acf");
        check(0, 7, "d");
        check(0, 8, "");
        check(0, OWN_ROW, "");
        check(1, 0, "");
        check(1, OWN_ROW, "");
        check(2, OWN_ROW, "h");
        check(2, 0, "");
        check(2, 1, "gi");
        check(2, 2, "");
        check(3, 0, "");
        check(u16::MAX, OWN_ROW, "");
        assert_eq!(ByChoice::<char>::new([]).of(0, 0), &[] as &[char]);
    }
}
