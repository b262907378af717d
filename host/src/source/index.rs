//! Where is what belongs to a review? Everything but answers, by what it belongs to, so that each is found at once.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::wire::{Improvement, LensReview, Milestone, Text, Workload};

use super::{
    attach, fill,
    found::{Found, Piece},
    identity::{LensName, LensNames, ReviewKey},
    shape::LensMetric,
    summary::{OpenQuestion, open_questions, review_of},
};

/// Workload and milestone.
type StateKey<'a> = (Option<Text<'a>>, u32);

/// Everything but answers. What is asked for by a review is given away; what is left belongs to none.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    reviews: BTreeMap<ReviewKey<'a>, Vec<Piece<'a, LensReview<'a>>>>,
    improvements: BTreeMap<ReviewKey<'a>, Vec<Piece<'a, Vec<Improvement<'a>>>>>,
    metrics: BTreeMap<ReviewKey<'a>, Vec<Piece<'a, LensMetric<'a>>>>,
    workloads: BTreeMap<StateKey<'a>, Vec<Piece<'a, Workload<'a>>>>,
    milestones: BTreeMap<StateKey<'a>, Vec<Piece<'a, Milestone<'a>>>>,
}

/// What belongs to one review, besides its answers.
#[derive(Debug, Default)]
pub(super) struct Belongings<'a> {
    /// Positions of the inputs that any of it comes from.
    pub(super) inputs: BTreeSet<usize>,
    pub(super) workload: Workload<'a>,
    pub(super) review: LensReview<'a>,
    pub(super) milestone: Option<Milestone<'a>>,
    pub(super) improvements: Vec<Improvement<'a>>,
    /// What a consolidated report lists.
    pub(super) open_questions: Vec<OpenQuestion<'a>>,
}

impl<'a> Index<'a> {
    /// Takes everything but answers and lenses.
    pub(super) fn new(found: &mut Found<'a>, names: &LensNames<'a>) -> Self {
        let state = |of: &super::found::Of<'a>| (of.workload.clone(), of.milestone);
        Self {
            reviews: by(std::mem::take(&mut found.reviews), |of| attach::key(of, names)),
            improvements: by(std::mem::take(&mut found.improvements), |of| attach::key(of, names)),
            metrics: by(std::mem::take(&mut found.metrics), |of| attach::key(of, names)),
            workloads: by(std::mem::take(&mut found.workloads), state),
            milestones: by(std::mem::take(&mut found.milestones), state),
        }
    }

    /// What of lenses is left.
    pub(super) fn keys(&self) -> BTreeSet<ReviewKey<'a>> {
        self.reviews.keys().chain(self.improvements.keys()).chain(self.metrics.keys()).cloned().collect()
    }

    /// Ids of the workloads that are described.
    pub(super) fn workloads(&self) -> impl Iterator<Item = &Text<'a>> {
        self.workloads.keys().filter_map(|(workload, _)| workload.as_ref())
    }

    /// Takes what belongs to a review. Workload and milestone may belong to others too, and stay.
    pub(super) fn take(&mut self, key: &ReviewKey<'a>) -> Belongings<'a> {
        let mut belongings = Belongings::default();
        self.take_review(key, &mut belongings);
        let mut lists = values(self.improvements.remove(key), &mut belongings.inputs);
        lists.sort_by_cached_key(|list| format!("{list:?}"));
        let mut seen = BTreeSet::new();
        let improvements = lists.into_iter().flatten();
        belongings.improvements = improvements.filter(|plan| seen.insert(plan.question_id.clone())).collect();
        belongings.workload = self.workload(key, &mut belongings.inputs);
        belongings.milestone = self.milestone(key, &mut belongings.inputs);
        belongings
    }

    /// The lens review, with the counts of a consolidated report where it has none.
    fn take_review(&mut self, key: &ReviewKey<'a>, belongings: &mut Belongings<'a>) {
        let of_reviews = self.reviews.get(key).into_iter().flatten().map(|piece| &piece.of.lens);
        let of_metrics = self.metrics.get(key).into_iter().flatten().map(|piece| &piece.of.lens);
        let of_improvements = self.improvements.get(key).into_iter().flatten().map(|piece| &piece.of.lens);
        let names = of_reviews.chain(of_metrics).chain(of_improvements);
        let name = names.map(|name| name.clone().tidy()).fold(LensName::default(), LensName::or);
        let mut reviews = values(self.reviews.remove(key), &mut belongings.inputs);
        fill::sort_reviews(&mut reviews);
        for other in reviews {
            fill::review(&mut belongings.review, other);
        }
        let has_counts = belongings.review.risk_counts.is_some();
        for metric in values(self.metrics.remove(key), &mut belongings.inputs) {
            if !has_counts {
                fill::review(&mut belongings.review, review_of(&metric));
            }
            belongings.open_questions.extend(open_questions(&metric));
        }
        belongings.review.lens_alias = name.alias;
        belongings.review.lens_arn = name.arn;
    }

    /// The workload as it was: for a milestone, what the milestone recorded.
    fn workload(&self, key: &ReviewKey<'a>, inputs: &mut BTreeSet<usize>) -> Workload<'a> {
        let mut state = |milestone: u32| {
            let pieces = self.workloads.get(&(key.workload.clone(), milestone));
            let mut workloads = values(pieces.cloned(), inputs);
            fill::sort_workloads(&mut workloads);
            workloads.into_iter().reduce(|mut workload, other| {
                fill::workload(&mut workload, other);
                workload
            })
        };
        let current = state(0).unwrap_or_default();
        let then = Some(key.milestone).filter(|milestone| *milestone > 0).and_then(state);
        let mut workload = match then {
            None => current,
            Some(then) => Workload {
                workload_arn: then.workload_arn.clone().or(current.workload_arn),
                workload_name: then.workload_name.clone().or(current.workload_name),
                ..then
            },
        };
        workload.workload_id = workload.workload_id.or_else(|| key.workload.clone());
        workload
    }

    /// The milestone, by its number; `None` for the current state.
    fn milestone(&self, key: &ReviewKey<'a>, inputs: &mut BTreeSet<usize>) -> Option<Milestone<'a>> {
        if key.milestone == 0 {
            return None;
        }
        let mut milestone = Milestone { milestone_number: Some(key.milestone), ..Milestone::default() };
        let pieces = self.milestones.get(&(key.workload.clone(), key.milestone)).cloned();
        for other in values(pieces, inputs) {
            fill::milestone(&mut milestone, other);
        }
        Some(milestone)
    }
}

fn by<'a, K: Ord, T>(
    pieces: Vec<Piece<'a, T>>,
    key: impl Fn(&super::found::Of<'a>) -> K,
) -> BTreeMap<K, Vec<Piece<'a, T>>> {
    let mut map: BTreeMap<K, Vec<Piece<'a, T>>> = BTreeMap::new();
    for piece in pieces {
        map.entry(key(&piece.of)).or_default().push(piece);
    }
    map
}

/// The pieces' values, with their inputs remembered.
fn values<'a, T>(pieces: Option<Vec<Piece<'a, T>>>, inputs: &mut BTreeSet<usize>) -> Vec<T> {
    let value = |piece: Piece<'a, T>| {
        inputs.insert(piece.origin.input);
        piece.value
    };
    pieces.unwrap_or_default().into_iter().map(value).collect()
}
