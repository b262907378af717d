//! Which codes of a legend belong to which gap?

/// Codes of a legend by position of the gap, each gap's in reading order.
///
/// One list for all gaps: most gaps have few codes, and a review has many gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByGap {
    /// INVARIANT: ascending by gap.
    rows: Vec<(u16, u16)>,
}

impl ByGap {
    /// Rows of gap and code; those of one gap keep their order.
    #[must_use]
    pub fn new(mut rows: Vec<(u16, u16)>) -> Self {
        if !rows.is_sorted_by_key(|(gap, _)| *gap) {
            rows.sort_by_key(|(gap, _)| *gap);
        }
        Self { rows }
    }

    /// Codes of all gaps together.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The codes of all gaps, in their order.
    pub fn codes(&self) -> impl Iterator<Item = u16> {
        self.rows.iter().map(|(_, code)| *code)
    }

    /// Whether no gap has a code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The codes of one gap.
    pub fn of(&self, gap: usize) -> impl Iterator<Item = u16> {
        let before = |limit: usize| self.rows.partition_point(|(row, _)| usize::from(*row) < limit);
        let rows = self.rows.get(before(gap)..before(gap.saturating_add(1))).unwrap_or_default();
        rows.iter().map(|(_, code)| *code)
    }

    /// Every gap that has codes, ascending, with its codes.
    pub fn lists(&self) -> impl Iterator<Item = (usize, impl ExactSizeIterator<Item = u16>)> {
        let lists = self.rows.chunk_by(|(gap, _), (next, _)| gap == next);
        lists.map(|rows| {
            let gap = rows.first().map_or(0, |(gap, _)| usize::from(*gap));
            (gap, rows.iter().map(|(_, code)| *code))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ByGap;

    #[test]
    fn codes_stay_with_their_gap_in_order() {
        let codes = ByGap::new(vec![(4, 1), (0, 9), (4, 0), (u16::MAX, 3), (0, 9)]);
        let check = |gap: usize, expected: &[u16]| assert_eq!(codes.of(gap).collect::<Vec<_>>(), expected, "{gap}");
        check(0, &[9, 9]);
        check(1, &[]);
        check(4, &[1, 0]);
        check(65_535, &[3]);
        check(usize::MAX, &[]);
        let lists: Vec<_> = codes.lists().map(|(gap, codes)| (gap, codes.collect::<Vec<_>>())).collect();
        assert_eq!(codes.codes().collect::<Vec<_>>(), [9, 9, 1, 0, 3]);
        assert_eq!(codes.len(), 5);
        assert_eq!(lists, [(0, vec![9, 9]), (4, vec![1, 0]), (65_535, vec![3])]);
        assert!(ByGap::default().is_empty() && ByGap::default().lists().next().is_none());
    }
}
