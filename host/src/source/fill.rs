//! How are two descriptions of one thing put together? What one leaves out is taken from the other.

use std::{cmp::Reverse, collections::BTreeMap};

use architrave_core::wire::{Answer, LensReview, Milestone, Workload};

/// Takes what is missing in the first from the second.
macro_rules! fill {
    ($into:expr, $from:expr; some: $($some:ident)*; list: $($list:ident)*) => {
        $( if $into.$some.is_none() { $into.$some = $from.$some; } )*
        $( if $into.$list.is_empty() { $into.$list = $from.$list; } )*
    };
}

pub(super) fn workload<'a>(into: &mut Workload<'a>, from: Workload<'a>) {
    fill!(into, from;
        some: workload_id workload_arn workload_name environment updated_at review_owner industry_type industry
            improvement_status owner tags;
        list: aws_regions pillar_priorities lenses profiles);
}

pub(super) fn review<'a>(into: &mut LensReview<'a>, from: LensReview<'a>) {
    let known = into.pillar_review_summaries.iter().enumerate();
    let mut places: BTreeMap<_, usize> = known.map(|(place, pillar)| (pillar.pillar_id.clone(), place)).collect();
    for pillar in from.pillar_review_summaries {
        let place = *places.entry(pillar.pillar_id.clone()).or_insert(into.pillar_review_summaries.len());
        match into.pillar_review_summaries.get_mut(place) {
            Some(known) => {
                fill!(known, pillar; some: pillar_name risk_counts prioritized_risk_counts; list:);
            }
            None => into.pillar_review_summaries.push(pillar),
        }
    }
    fill!(into, from;
        some: lens_alias lens_arn lens_version lens_name lens_status updated_at notes risk_counts
            prioritized_risk_counts;
        list: profiles);
}

pub(super) fn milestone<'a>(into: &mut Milestone<'a>, from: Milestone<'a>) {
    fill!(into, from; some: milestone_number milestone_name recorded_at; list:);
}

pub(super) fn answer<'a>(into: &mut Answer<'a>, from: Answer<'a>) {
    fill!(into, from;
        some: question_id pillar_id question_title is_applicable risk reason question_type jira_configuration
            improvement_plan_url helpful_resource_url notes lens_alias;
        list: choices selected_choices choice_answer_summaries choice_answers);
}

/// Puts descriptions of one workload in the order in which they are believed: the newest first, then the fullest.
pub(super) fn sort_workloads(workloads: &mut [Workload<'_>]) {
    workloads.sort_by_cached_key(|workload| {
        let fullness = usize::from(workload.environment.is_some()) + workload.pillar_priorities.len();
        (Reverse(workload.updated_at), Reverse(fullness), format!("{workload:?}"))
    });
}

/// Puts descriptions of one lens review in the order in which they are believed: the newest first, then the fullest.
pub(super) fn sort_reviews(reviews: &mut [LensReview<'_>]) {
    reviews.sort_by_cached_key(|review| {
        (Reverse(review.updated_at), Reverse(review.pillar_review_summaries.len()), format!("{review:?}"))
    });
}
