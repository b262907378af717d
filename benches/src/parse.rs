//! What does reading cost at least? The fields that Architrave reads, by plain derived `serde_json`, borrowing all text.
//!
//! This is the floor for "bytes to snapshot" and "bytes to report". It holds every member of the API's responses that
//! `architrave_core::wire` and the documents of `architrave::source` have, with the types that anybody would write first,
//! and does nothing with them. Like ours, it borrows text unless an escape stands in it.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;

/// Text of the input; a type of its own, since serde makes an owned copy of an `Option<Cow<str>>`.
#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// A response of the API: whatever it answers, its members are here.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Document<'a> {
    #[serde(borrow)]
    pub workload_id: Option<Text<'a>>,
    pub milestone_number: Option<u32>,
    #[serde(borrow)]
    pub lens_alias: Option<Text<'a>>,
    #[serde(borrow)]
    pub lens_arn: Option<Text<'a>>,
    #[serde(borrow)]
    pub next_token: Option<Text<'a>>,
    #[serde(borrow)]
    pub answer_summaries: Option<Vec<Answer<'a>>>,
    #[serde(borrow)]
    pub answer: Option<Answer<'a>>,
    #[serde(borrow)]
    pub lens_review: Option<LensReview<'a>>,
    #[serde(borrow)]
    pub lens_review_summaries: Option<Vec<LensReview<'a>>>,
    #[serde(borrow)]
    pub workload: Option<Workload<'a>>,
    #[serde(borrow)]
    pub workload_summaries: Option<Vec<Workload<'a>>>,
    #[serde(borrow)]
    pub milestone: Option<Milestone<'a>>,
    #[serde(borrow)]
    pub milestone_summaries: Option<Vec<Milestone<'a>>>,
    #[serde(borrow)]
    pub improvement_summaries: Option<Vec<Improvement<'a>>>,
}

/// `AnswerSummary` and `Answer`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Answer<'a> {
    #[serde(borrow)]
    pub question_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub pillar_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub question_title: Option<Text<'a>>,
    #[serde(borrow)]
    pub choices: Option<Vec<Choice<'a>>>,
    #[serde(borrow)]
    pub selected_choices: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub choice_answer_summaries: Option<Vec<ChoiceAnswer<'a>>>,
    #[serde(borrow)]
    pub choice_answers: Option<Vec<ChoiceAnswer<'a>>>,
    pub is_applicable: Option<bool>,
    #[serde(borrow)]
    pub risk: Option<Text<'a>>,
    #[serde(borrow)]
    pub reason: Option<Text<'a>>,
    #[serde(borrow)]
    pub question_type: Option<Text<'a>>,
    #[serde(borrow)]
    pub jira_configuration: Option<JiraConfiguration<'a>>,
    #[serde(borrow)]
    pub improvement_plan_url: Option<Text<'a>>,
    #[serde(borrow)]
    pub helpful_resource_url: Option<Text<'a>>,
    #[serde(borrow)]
    pub notes: Option<Text<'a>>,
    #[serde(borrow)]
    pub lens_alias: Option<Text<'a>>,
}

/// `Choice`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Choice<'a> {
    #[serde(borrow)]
    pub choice_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub title: Option<Text<'a>>,
    #[serde(borrow)]
    pub helpful_resource: Option<Link<'a>>,
    #[serde(borrow)]
    pub improvement_plan: Option<Link<'a>>,
}

/// `ChoiceContent`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Link<'a> {
    #[serde(borrow)]
    pub display_text: Option<Text<'a>>,
    #[serde(borrow)]
    pub url: Option<Text<'a>>,
}

/// `ChoiceAnswerSummary` and `ChoiceAnswer`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct ChoiceAnswer<'a> {
    #[serde(borrow)]
    pub choice_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub status: Option<Text<'a>>,
    #[serde(borrow)]
    pub reason: Option<Text<'a>>,
    #[serde(borrow)]
    pub notes: Option<Text<'a>>,
}

/// `JiraConfiguration`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct JiraConfiguration<'a> {
    #[serde(borrow)]
    pub jira_issue_url: Option<Text<'a>>,
}

/// Questions by risk.
type RiskCounts<'a> = BTreeMap<Text<'a>, u32>;

/// `LensReview` and `LensReviewSummary`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct LensReview<'a> {
    #[serde(borrow)]
    pub lens_alias: Option<Text<'a>>,
    #[serde(borrow)]
    pub lens_arn: Option<Text<'a>>,
    #[serde(borrow)]
    pub lens_version: Option<Text<'a>>,
    #[serde(borrow)]
    pub lens_name: Option<Text<'a>>,
    #[serde(borrow)]
    pub lens_status: Option<Text<'a>>,
    #[serde(borrow)]
    pub pillar_review_summaries: Option<Vec<PillarReview<'a>>>,
    pub updated_at: Option<f64>,
    #[serde(borrow)]
    pub notes: Option<Text<'a>>,
    #[serde(borrow)]
    pub risk_counts: Option<RiskCounts<'a>>,
    #[serde(borrow)]
    pub prioritized_risk_counts: Option<RiskCounts<'a>>,
    #[serde(borrow)]
    pub profiles: Option<Vec<Profile<'a>>>,
    #[serde(borrow)]
    pub next_token: Option<Text<'a>>,
}

/// `PillarReviewSummary`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct PillarReview<'a> {
    #[serde(borrow)]
    pub pillar_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub pillar_name: Option<Text<'a>>,
    #[serde(borrow)]
    pub risk_counts: Option<RiskCounts<'a>>,
    #[serde(borrow)]
    pub prioritized_risk_counts: Option<RiskCounts<'a>>,
}

/// `WorkloadProfile`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Profile<'a> {
    #[serde(borrow)]
    pub profile_arn: Option<Text<'a>>,
    #[serde(borrow)]
    pub profile_version: Option<Text<'a>>,
}

/// `Workload` and `WorkloadSummary`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Workload<'a> {
    #[serde(borrow)]
    pub workload_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub workload_arn: Option<Text<'a>>,
    #[serde(borrow)]
    pub workload_name: Option<Text<'a>>,
    #[serde(borrow)]
    pub environment: Option<Text<'a>>,
    pub updated_at: Option<f64>,
    #[serde(borrow)]
    pub aws_regions: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub review_owner: Option<Text<'a>>,
    #[serde(borrow)]
    pub industry_type: Option<Text<'a>>,
    #[serde(borrow)]
    pub industry: Option<Text<'a>>,
    #[serde(borrow)]
    pub improvement_status: Option<Text<'a>>,
    #[serde(borrow)]
    pub pillar_priorities: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub lenses: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub owner: Option<Text<'a>>,
    #[serde(borrow)]
    pub tags: Option<BTreeMap<Text<'a>, Text<'a>>>,
    #[serde(borrow)]
    pub profiles: Option<Vec<Profile<'a>>>,
}

/// `ImprovementSummary`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Improvement<'a> {
    #[serde(borrow)]
    pub question_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub pillar_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub question_title: Option<Text<'a>>,
    #[serde(borrow)]
    pub risk: Option<Text<'a>>,
    #[serde(borrow)]
    pub improvement_plan_url: Option<Text<'a>>,
    #[serde(borrow)]
    pub improvement_plans: Option<Vec<ChoicePlan<'a>>>,
}

/// `ChoiceImprovementPlan`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct ChoicePlan<'a> {
    #[serde(borrow)]
    pub choice_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub display_text: Option<Text<'a>>,
    #[serde(borrow)]
    pub improvement_plan_url: Option<Text<'a>>,
}

/// `MilestoneSummary` and `Milestone`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Milestone<'a> {
    pub milestone_number: Option<u32>,
    #[serde(borrow)]
    pub milestone_name: Option<Text<'a>>,
    pub recorded_at: Option<f64>,
    #[serde(borrow)]
    pub workload: Option<Workload<'a>>,
}

/// Reads every text as one response whose times are epoch seconds, as the sample's are.
///
/// # Errors
///
/// What `serde_json` says of the first text that is not such a response.
pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> serde_json::Result<Vec<Document<'a>>> {
    texts.into_iter().map(serde_json::from_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_read_whole_and_borrowed() {
        let inputs = architrave::sample::inputs();
        let documents = parse(inputs.texts().iter().map(|input| input.text.as_str())).unwrap();
        let answers = || documents.iter().flat_map(|document| document.answer_summaries.iter().flatten());
        assert_eq!(answers().count(), 57);
        let choices = || answers().flat_map(|answer| answer.choices.iter().flatten());
        assert!(choices().count() > 300);
        assert!(choices().all(|choice| matches!(choice.title, Some(Text(Cow::Borrowed(_))))));
        assert_eq!(documents.iter().filter(|document| document.workload.is_some()).count(), 1);
    }
}
