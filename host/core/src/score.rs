//! From contributions to scores: the one place where a score is computed.
//!
//! `score = ⌊10 000 · Σ points / Σ of⌋`, for the lens and for each pillar, in 128 bits. There is no second figure that
//! could disagree.

use crate::{
    outcome::{Contribution, Fault, Scorecard},
    report,
    risk::Risk,
    snapshot::Snapshot,
};

/// One whole, in basis points.
pub const WHOLE: u32 = 10_000;

/// `⌊10 000 · part / whole⌋`; `None` when the whole is 0.
///
/// `part` may not exceed `whole`; if it does, the result is 10 000.
#[must_use]
pub fn basis_points(part: u64, whole: u64) -> Option<u32> {
    if whole == 0 {
        return None;
    }
    let share = u128::from(WHOLE) * u128::from(part.min(whole)) / u128::from(whole);
    u32::try_from(share).ok()
}

/// What the scoring plugin gave for a review.
#[derive(Debug, Clone, Copy)]
pub enum Scored<'a> {
    /// A scorecard that keeps the laws.
    By(&'a str, &'a Scorecard),
    /// A fault.
    Fault(&'a str),
    /// No scoring plugin is configured.
    NoPlugin,
}

impl<'a> Scored<'a> {
    /// Of a plugin that was asked to score.
    #[must_use]
    pub fn of(plugin: &'a str, result: Option<&'a Result<Scorecard, Fault>>) -> Self {
        match result {
            Some(Ok(scorecard)) => Self::By(plugin, scorecard),
            Some(Err(_)) | None => Self::Fault(plugin),
        }
    }

    const fn plugin(self) -> Option<&'a str> {
        match self {
            Self::By(plugin, _) | Self::Fault(plugin) => Some(plugin),
            Self::NoPlugin => None,
        }
    }

    /// The contribution of a question.
    #[must_use]
    pub fn contribution(self, question: usize) -> Option<Contribution> {
        match self {
            Self::By(_, scorecard) => scorecard.contributions.get(question).copied().flatten(),
            Self::Fault(_) | Self::NoPlugin => None,
        }
    }
}

/// The score over the questions at these positions: the whole lens, or one pillar.
#[must_use]
pub fn score(snapshot: &Snapshot, scored: Scored<'_>, questions: impl Iterator<Item = usize>) -> report::Score {
    let (mut points, mut of, mut open) = (0u64, 0u64, 0u64);
    let (mut all, mut applicable) = (0usize, 0usize);
    for position in questions {
        let risk = snapshot.answers.get(position).map_or(Risk::NotApplicable, |answer| answer.risk);
        all = all.saturating_add(1);
        applicable = applicable.saturating_add(usize::from(risk != Risk::NotApplicable));
        let Some(contribution) = scored.contribution(position) else { continue };
        points = points.saturating_add(u64::from(contribution.points));
        of = of.saturating_add(u64::from(contribution.of));
        if !risk.is_answered() {
            open = open.saturating_add(u64::from(contribution.of));
        }
    }
    let because = match scored {
        Scored::NoPlugin => Some("no-plugin"),
        Scored::Fault(_) => Some("fault"),
        Scored::By(..) if all == 0 => Some("no-questions"),
        Scored::By(..) if applicable == 0 => Some("nothing-applicable"),
        Scored::By(..) if of == 0 => Some("not-scored"),
        Scored::By(..) => None,
    };
    let known = because.is_none();
    report::Score {
        basis_points: basis_points(points, of).filter(|_| known),
        lowest: basis_points(points, of).filter(|_| known),
        highest: basis_points(points.saturating_add(open), of).filter(|_| known),
        because,
        points: known.then_some(points),
        of: known.then_some(of),
        plugin: scored.plugin().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_are_rounded_down_and_never_divide_by_zero() {
        for (part, whole, expected) in [
            (0, 0, None),
            (0, 1, Some(0)),
            (1, 3, Some(3_333)),
            (2, 3, Some(6_666)),
            (3, 3, Some(10_000)),
            (u64::MAX, u64::MAX, Some(10_000)),
            (u64::MAX - 1, u64::MAX, Some(9_999)),
        ] {
            assert_eq!(basis_points(part, whole), expected, "{part} of {whole}");
        }
    }

    proptest! {
        #[test]
        fn shares_grow_with_the_part(whole in 1u64.., a: u64, b: u64) {
            let (low, high) = (a.min(b) % whole, (a.min(b) % whole).max(a.max(b) % whole));
            prop_assert!(basis_points(low, whole) <= basis_points(high, whole));
            prop_assert!(basis_points(high, whole) <= Some(WHOLE));
        }
    }
}
