//! Which review came before? The milestone with the next lower number, in the rows of this review's lens.

use std::{collections::BTreeMap, sync::Arc};

use super::{Answer, Snapshot, settle};
use crate::{
    digest,
    lens::{ChoiceSet, Lens, Question},
};

/// Gives each review the milestone before it: the one of the same workload and lens with the greatest lower number; the
/// current state comes after every milestone. Questions and choices are matched by id, since lens versions differ.
pub fn link_previous(snapshots: &mut [Snapshot]) {
    let key = |snapshot: &Snapshot| {
        let workload = &snapshot.workload;
        (workload.account.clone(), workload.region.clone(), workload.id.clone(), snapshot.lens.alias.clone())
    };
    let number = |position: usize| {
        let milestone = snapshots.get(position).and_then(|snapshot| snapshot.milestone.as_ref());
        milestone.map_or(u32::MAX, |milestone| milestone.number)
    };
    let mut histories: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (position, snapshot) in snapshots.iter().enumerate() {
        histories.entry(key(snapshot)).or_default().push(position);
    }
    let mut found: Vec<(usize, Arc<Vec<Answer>>)> = Vec::new();
    for mut history in histories.into_values().filter(|history| history.len() > 1) {
        // Of equal numbers, the last one given counts as the one before; the sort keeps their order.
        history.sort_by_key(|position| number(*position));
        for position in &history {
            let earlier = history.partition_point(|other| number(*other) < number(*position));
            let before = earlier.checked_sub(1).and_then(|last| snapshots.get(*history.get(last)?));
            if let (Some(snapshot), Some(before)) = (snapshots.get(*position), before) {
                found.push((*position, Arc::new(rows_of(before, &snapshot.lens))));
            }
        }
    }
    for (position, previous) in found {
        if let Some(snapshot) = snapshots.get_mut(position) {
            snapshot.previous = Some(previous);
            snapshot.sha256 = digest::snapshot(snapshot);
        }
    }
}

/// The answers of `before` in the rows of `lens`.
fn rows_of(before: &Snapshot, lens: &Lens) -> Vec<Answer> {
    let known: BTreeMap<&str, (&Question, &Answer)> =
        before.lens.questions.iter().zip(&before.answers).map(|row| (&*row.0.id, row)).collect();
    let rows = lens.questions.iter().map(|question| {
        let Some((other, answer)) = known.get(&*question.id) else { return settle::unanswered() };
        let position = |position: usize| {
            let id = other.choices.get(position).map(|choice| &choice.id);
            question.choices.iter().position(|choice| Some(&choice.id) == id)
        };
        let set = |set: ChoiceSet| {
            let mut moved = ChoiceSet::default();
            (0..other.choices.len())
                .filter(|at| set.contains(*at))
                .filter_map(position)
                .for_each(|at| moved.insert(at));
            moved
        };
        Answer {
            selected: set(answer.selected),
            not_applicable: set(answer.not_applicable),
            accepted: set(answer.accepted),
            choice_reasons: BTreeMap::new(),
            choice_plans: BTreeMap::new(),
            choice_notes: BTreeMap::new(),
            by_rule: None,
            ..Answer::clone(answer)
        }
    });
    rows.collect()
}
