//! What is known of a review without its answers? Counts, and the questions at risk: no score can come of that.

use std::collections::BTreeMap;

use architrave_core::wire::{Improvement, LensReview, Milestone, PillarReview, Text, Workload};

use super::{
    Input, draft,
    identity::{LensName, ReviewKey},
    index::Index,
    shape::LensMetric,
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
    /// Questions at high or medium risk, as listed, by pillar and id: consolidated reports and improvement lists leave
    /// out all others.
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
    /// Choices that contribute to the risk. A consolidated report does not tell which of them are not applicable, so
    /// there may be more than the review has gaps.
    pub choices: Vec<OpenChoice<'a>>,
}

/// A choice that contributes to a risk.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenChoice<'a> {
    /// Unique within the question.
    pub id: Option<Text<'a>>,
    /// Its title (consolidated report), or what to do (improvement list of a custom lens).
    pub text: Option<Text<'a>>,
}

impl<'a> Summary<'a> {
    /// Questions by risk: as counted by AWS, else those at risk that are listed; zeros are left out.
    #[must_use]
    pub fn risk_counts(&self) -> BTreeMap<Text<'a>, u32> {
        if let Some(counts) = &self.review.risk_counts {
            return counts
                .iter()
                .filter(|(_, count)| **count > 0)
                .map(|(risk, count)| (risk.clone(), *count))
                .collect();
        }
        let mut counts: BTreeMap<Text<'a>, u32> = BTreeMap::new();
        for risk in self.open_questions.iter().filter_map(|question| question.risk.clone()) {
            let count = counts.entry(risk).or_insert(0);
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// What is known of a review that has no answers.
pub(super) fn summary<'a>(key: &ReviewKey<'a>, index: &mut Index<'a>, inputs: &[Input]) -> Summary<'a> {
    let belongings = index.take(key);
    let mut review = belongings.review;
    let name = LensName { alias: review.lens_alias.take().or_else(|| key.lens.clone()), arn: review.lens_arn.take() };
    let name = name.tidy();
    (review.lens_alias, review.lens_arn) = (name.alias, name.arn);
    // A consolidated report names the choices too.
    let mut open: BTreeMap<Option<Text<'a>>, OpenQuestion<'a>> = BTreeMap::new();
    let listed = belongings.improvements.iter().map(of_improvement);
    for question in belongings.open_questions.into_iter().chain(listed) {
        let known = open.entry(question.id.clone()).or_insert_with(|| question.clone());
        known.title = known.title.take().or(question.title);
    }
    let mut open_questions: Vec<OpenQuestion<'a>> = open.into_values().collect();
    open_questions.sort();
    Summary {
        files: draft::file_names(&belongings.inputs, inputs),
        workload: belongings.workload,
        review,
        milestone: belongings.milestone,
        open_questions,
    }
}

/// What a consolidated report says of a lens, as a lens review.
pub(super) fn review_of<'a>(lens: &LensMetric<'a>) -> LensReview<'a> {
    let pillars = lens.pillars.iter().flatten().map(|pillar| PillarReview {
        pillar_id: pillar.pillar_id.clone(),
        risk_counts: pillar.risk_counts.clone(),
        ..PillarReview::default()
    });
    LensReview {
        risk_counts: lens.risk_counts.clone(),
        pillar_review_summaries: pillars.collect(),
        ..LensReview::default()
    }
}

/// The questions at risk that a consolidated report lists.
pub(super) fn open_questions<'a>(lens: &LensMetric<'a>) -> Vec<OpenQuestion<'a>> {
    let pillars = lens.pillars.iter().flatten();
    let questions =
        pillars.flat_map(|pillar| pillar.questions.iter().flatten().map(move |question| (pillar, question)));
    let open = questions.map(|(pillar, question)| {
        let choices = question.best_practices.iter().flatten();
        let choice = |choice: &super::shape::BestPractice<'a>| OpenChoice {
            id: choice.choice_id.clone(),
            text: choice.choice_title.clone(),
        };
        OpenQuestion {
            pillar: pillar.pillar_id.clone(),
            id: question.question_id.clone(),
            title: None,
            risk: question.risk.clone(),
            choices: choices.map(choice).collect(),
        }
    });
    open.collect()
}

fn of_improvement<'a>(improvement: &Improvement<'a>) -> OpenQuestion<'a> {
    let choices = improvement.improvement_plans.iter();
    let choices = choices.map(|plan| OpenChoice { id: plan.choice_id.clone(), text: plan.display_text.clone() });
    OpenQuestion {
        pillar: improvement.pillar_id.clone(),
        id: improvement.question_id.clone(),
        title: improvement.question_title.clone(),
        risk: improvement.risk.clone(),
        choices: choices.collect(),
    }
}
