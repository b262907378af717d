//! What is known of a review without its answers? Counts, and the questions at risk: no score can come of that.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::wire::{Improvement, LensReview, Milestone, PillarReview, Text, Workload};

use super::{
    attach, draft,
    draft::Sources,
    found::Piece,
    identity::{LensName, ReviewKey},
    shape::{LensMetric, Metric},
};

/// A workload and lens of which no answers were given.
#[derive(Debug, Clone, Default)]
pub struct Summary<'a> {
    /// The files it comes from, by name.
    pub files: Vec<String>,
    /// As far as the input tells.
    pub workload: Workload<'a>,
    /// Lens, and counts where the input has them.
    pub review: LensReview<'a>,
    /// `None` for the current state.
    pub milestone: Option<Milestone<'a>>,
    /// Questions at high or medium risk, as listed: consolidated reports and improvement lists leave out all others.
    pub open_questions: Vec<OpenQuestion<'a>>,
}

/// A question at risk.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenQuestion<'a> {
    /// Such as `security`.
    pub pillar: Option<Text<'a>>,
    /// Unique within the lens.
    pub id: Option<Text<'a>>,
    /// As shown to the reviewer.
    pub title: Option<Text<'a>>,
    /// `HIGH` or `MEDIUM`.
    pub risk: Option<Text<'a>>,
    /// Choices that contribute to the risk: id and title, or what to do.
    pub choices: Vec<(Option<Text<'a>>, Option<Text<'a>>)>,
}

impl<'a> Summary<'a> {
    /// Questions by risk: as counted by AWS, else those at risk that are listed; zeros are left out.
    #[must_use]
    pub fn risk_counts(&self) -> BTreeMap<Text<'a>, u32> {
        if let Some(counts) = &self.review.risk_counts {
            return counts.clone();
        }
        let mut counts: BTreeMap<Text<'a>, u32> = BTreeMap::new();
        for risk in self.open_questions.iter().filter_map(|question| question.risk.clone()) {
            let count = counts.entry(risk).or_insert(0);
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// The lenses of consolidated reports that are of this review.
pub(super) fn lens_metrics<'f, 'a>(
    sources: &'f Sources<'_, 'a>,
    key: &'f ReviewKey<'a>,
) -> impl Iterator<Item = (&'f Piece<'a, Metric<'a>>, &'f LensMetric<'a>)> {
    let of_workload = sources.found.metrics.iter().filter(|piece| piece.of.workload == key.workload);
    of_workload.flat_map(move |piece| {
        let lenses = piece.value.lenses.iter().flatten();
        lenses.filter(move |lens| lens_of(sources, lens) == key.lens).map(move |lens| (piece, lens))
    })
}

fn lens_of<'a>(sources: &Sources<'_, 'a>, lens: &LensMetric<'a>) -> Option<Text<'a>> {
    sources.names.settle(&LensName { alias: None, arn: lens.lens_arn.clone() })
}

/// What a consolidated report says of a lens, as a lens review.
pub(super) fn review_of<'a>(lens: &LensMetric<'a>) -> LensReview<'a> {
    let pillars = lens.pillars.iter().flatten().map(|pillar| PillarReview {
        pillar_id: pillar.pillar_id.clone(),
        risk_counts: pillar.risk_counts.clone(),
        ..PillarReview::default()
    });
    LensReview {
        lens_arn: lens.lens_arn.clone(),
        risk_counts: lens.risk_counts.clone(),
        pillar_review_summaries: pillars.collect(),
        ..LensReview::default()
    }
}

/// Everything that has counts or open questions, and no answers.
pub(super) fn summaries<'a>(sources: &Sources<'_, 'a>, reviewed: &BTreeSet<ReviewKey<'a>>) -> Vec<Summary<'a>> {
    let found = sources.found;
    let mut keys: BTreeSet<ReviewKey<'a>> = BTreeSet::new();
    keys.extend(found.reviews.iter().map(|piece| attach::key(&piece.of, sources.names)));
    keys.extend(found.improvements.iter().map(|piece| attach::key(&piece.of, sources.names)));
    for piece in &found.metrics {
        let lenses = piece.value.lenses.iter().flatten();
        let key = |lens| ReviewKey { workload: piece.of.workload.clone(), lens: lens_of(sources, lens), milestone: 0 };
        keys.extend(lenses.map(key));
    }
    keys.difference(reviewed).map(|key| summary(sources, key)).collect()
}

fn summary<'a>(sources: &Sources<'_, 'a>, key: &ReviewKey<'a>) -> Summary<'a> {
    let mut used = BTreeSet::new();
    let mut review = draft::lens_review(key, sources, &mut used);
    let mut open: Vec<OpenQuestion<'a>> = Vec::new();
    let lists = sources.found.improvements.iter().filter(|piece| attach::key(&piece.of, sources.names) == *key);
    for piece in lists {
        used.insert(piece.origin.input);
        review.lens_alias = review.lens_alias.or_else(|| piece.of.lens.alias.clone());
        review.lens_arn = review.lens_arn.or_else(|| piece.of.lens.arn.clone());
        open.extend(piece.value.iter().map(of_improvement));
    }
    if open.is_empty() && key.milestone == 0 {
        for (piece, lens) in lens_metrics(sources, key) {
            used.insert(piece.origin.input);
            open.extend(of_metric(lens));
        }
    }
    open.sort();
    open.dedup();
    if review.lens_alias.is_none() && review.lens_arn.is_none() {
        review.lens_alias.clone_from(&key.lens);
    }
    let workload = draft::workload(key, sources, &mut used);
    let milestone = draft::milestone(key, sources, &mut used);
    let names = used.iter().filter_map(|input| sources.inputs.get(*input)?.name.clone());
    let files: BTreeSet<String> = names.collect();
    Summary { files: files.into_iter().collect(), workload, review, milestone, open_questions: open }
}

fn of_improvement<'a>(improvement: &Improvement<'a>) -> OpenQuestion<'a> {
    let choices = improvement.improvement_plans.iter();
    OpenQuestion {
        pillar: improvement.pillar_id.clone(),
        id: improvement.question_id.clone(),
        title: improvement.question_title.clone(),
        risk: improvement.risk.clone(),
        choices: choices.map(|plan| (plan.choice_id.clone(), plan.display_text.clone())).collect(),
    }
}

fn of_metric<'a>(lens: &LensMetric<'a>) -> Vec<OpenQuestion<'a>> {
    let pillars = lens.pillars.iter().flatten();
    let questions =
        pillars.flat_map(|pillar| pillar.questions.iter().flatten().map(move |question| (pillar, question)));
    let open = questions.map(|(pillar, question)| OpenQuestion {
        pillar: pillar.pillar_id.clone(),
        id: question.question_id.clone(),
        title: None,
        risk: question.risk.clone(),
        choices: {
            let choices = question.best_practices.iter().flatten();
            choices.map(|choice| (choice.choice_id.clone(), choice.choice_title.clone())).collect()
        },
    });
    open.collect()
}
