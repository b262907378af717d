//! What belongs to a gap, of all that belongs to its question?

use architrave_guest::{Choice, Gap};

/// Stands for the question's own row.
pub const OWN_ROW: u16 = u16::MAX;

/// Values of one question, by position of the choice; those of the question's own row at [`OWN_ROW`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByChoice<T> {
    /// INVARIANT: ascending by position.
    rows: Vec<(u16, T)>,
}

impl<T> ByChoice<T> {
    /// Values of one choice keep the order in which they come.
    #[must_use]
    pub fn new(mut rows: Vec<(u16, T)>) -> Self {
        rows.sort_by_key(|(choice, _)| *choice);
        Self { rows }
    }

    /// The values of a gap of this question.
    pub fn of_gap(&self, gap: Gap<'_>) -> impl Iterator<Item = &T> + use<'_, T> {
        self.of(gap.practice().map_or(OWN_ROW, Choice::position))
    }

    /// The values at a position.
    fn of(&self, choice: u16) -> impl Iterator<Item = &T> + use<'_, T> {
        let start = self.rows.partition_point(|(position, _)| *position < choice);
        let rows = self.rows.get(start..).unwrap_or_default();
        rows.iter().take_while(move |(position, _)| *position == choice).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::ByChoice;

    #[test]
    fn a_choice_gets_its_values_in_order() {
        let rows = ByChoice::new(vec![(2, 'a'), (0, 'b'), (2, 'c'), (7, 'd'), (0, 'e'), (2, 'f')]);
        let check = |choice, expected: &str| assert_eq!(rows.of(choice).collect::<String>(), expected, "{choice}");
        check(0, "be");
        check(1, "");
        check(2, "acf");
        check(7, "d");
        check(u16::MAX, "");
        assert_eq!(ByChoice::<char>::new(Vec::new()).of(0).next(), None);
    }
}
