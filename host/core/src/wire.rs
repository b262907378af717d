//! The shapes of the API, as written: every member optional, unknown members ignored, text borrowed where JSON allows.
//!
//! Names and members follow the service model `wellarchitected` 2020-03-31; only what we use is here. Responses, exports
//! of several tools, and our own files share these shapes.

mod choices;
mod list;
mod text;
mod time;

use std::collections::BTreeMap;

use serde::Deserialize;

use list::list;

pub use choices::Choices;
pub use text::Text;
pub use time::Timestamp;

/// `AnswerSummary` of `ListAnswers`, and `Answer` of `GetAnswer`, which has more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Answer<'a> {
    /// Unique within the lens.
    #[serde(borrow)]
    pub question_id: Option<Text<'a>>,
    /// The question's pillar.
    #[serde(borrow)]
    pub pillar_id: Option<Text<'a>>,
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub question_title: Option<Text<'a>>,
    /// All choices of the question, in lens order.
    #[serde(borrow)]
    pub choices: Choices<'a>,
    /// Ids of selected choices.
    #[serde(borrow, deserialize_with = "list")]
    pub selected_choices: Vec<Text<'a>>,
    /// Status per choice (`ListAnswers`).
    #[serde(borrow, deserialize_with = "list")]
    pub choice_answer_summaries: Vec<ChoiceAnswer<'a>>,
    /// Status per choice, with notes (`GetAnswer`).
    #[serde(borrow, deserialize_with = "list")]
    pub choice_answers: Vec<ChoiceAnswer<'a>>,
    /// Absent means applicable.
    pub is_applicable: Option<bool>,
    /// `UNANSWERED`, `HIGH`, `MEDIUM`, `NONE`, `NOT_APPLICABLE`, or a later word.
    #[serde(borrow)]
    pub risk: Option<Text<'a>>,
    /// Why it is not applicable.
    #[serde(borrow)]
    pub reason: Option<Text<'a>>,
    /// `PRIORITIZED` or `NON_PRIORITIZED`.
    #[serde(borrow)]
    pub question_type: Option<Text<'a>>,
    /// Set when the question is synchronised with an issue.
    #[serde(borrow)]
    pub jira_configuration: Option<Box<JiraConfiguration<'a>>>,
    /// Official lens, answered questions only (`GetAnswer`).
    #[serde(borrow)]
    pub improvement_plan_url: Option<Box<Text<'a>>>,
    /// `GetAnswer` only.
    #[serde(borrow)]
    pub helpful_resource_url: Option<Box<Text<'a>>>,
    /// `GetAnswer` only; at most 2084 characters.
    #[serde(borrow)]
    pub notes: Option<Box<Text<'a>>>,
    /// The lens, in exports that hold the answers of several (the `QuickSight` dialect).
    #[serde(borrow)]
    pub lens_alias: Option<Box<Text<'a>>>,
}

/// `Choice`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Choice<'a> {
    /// Unique within its question.
    #[serde(borrow)]
    pub choice_id: Option<Text<'a>>,
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub title: Option<Text<'a>>,
    /// Custom lens only.
    #[serde(borrow)]
    pub helpful_resource: Option<Box<Link<'a>>>,
    /// Custom lens only.
    #[serde(borrow)]
    pub improvement_plan: Option<Box<Link<'a>>>,
}

/// `ChoiceContent`: a text and where more is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Link<'a> {
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub display_text: Option<Text<'a>>,
    /// Where more is said.
    #[serde(borrow)]
    pub url: Option<Text<'a>>,
}

/// `ChoiceAnswerSummary` and `ChoiceAnswer`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ChoiceAnswer<'a> {
    /// Which choice.
    #[serde(borrow)]
    pub choice_id: Option<Text<'a>>,
    /// `SELECTED`, `NOT_APPLICABLE`, `UNSELECTED`, or a later word.
    #[serde(borrow)]
    pub status: Option<Text<'a>>,
    /// Why it is not applicable.
    #[serde(borrow)]
    pub reason: Option<Text<'a>>,
    /// At most 250 characters.
    #[serde(borrow)]
    pub notes: Option<Text<'a>>,
}

/// `JiraConfiguration`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct JiraConfiguration<'a> {
    /// Where the issue is.
    #[serde(borrow)]
    pub jira_issue_url: Option<Text<'a>>,
}

/// `LensReview`, and `LensReviewSummary`, which has less.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LensReview<'a> {
    /// Such as `wellarchitected`.
    #[serde(borrow)]
    pub lens_alias: Option<Text<'a>>,
    /// Of the lens.
    #[serde(borrow)]
    pub lens_arn: Option<Text<'a>>,
    /// The reviewed version.
    #[serde(borrow)]
    pub lens_version: Option<Text<'a>>,
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub lens_name: Option<Text<'a>>,
    /// `CURRENT`, `NOT_CURRENT`, `DEPRECATED`, `DELETED`, `UNSHARED`, or a later word.
    #[serde(borrow)]
    pub lens_status: Option<Text<'a>>,
    /// Counts and names per pillar.
    #[serde(borrow, deserialize_with = "list")]
    pub pillar_review_summaries: Vec<PillarReview<'a>>,
    /// When the review was last changed.
    pub updated_at: Option<Timestamp>,
    /// Of the review.
    #[serde(borrow)]
    pub notes: Option<Text<'a>>,
    /// Zero entries are left out on the wire.
    #[serde(borrow)]
    pub risk_counts: Option<BTreeMap<Text<'a>, u32>>,
    /// The same over prioritized questions.
    #[serde(borrow)]
    pub prioritized_risk_counts: Option<BTreeMap<Text<'a>, u32>>,
    /// At most one.
    #[serde(borrow, deserialize_with = "list")]
    pub profiles: Vec<Profile<'a>>,
    /// Set when more follows.
    #[serde(borrow)]
    pub next_token: Option<Text<'a>>,
}

/// `PillarReviewSummary`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PillarReview<'a> {
    /// Unique within the lens.
    #[serde(borrow)]
    pub pillar_id: Option<Text<'a>>,
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub pillar_name: Option<Text<'a>>,
    /// Zero entries are left out on the wire.
    #[serde(borrow)]
    pub risk_counts: Option<BTreeMap<Text<'a>, u32>>,
    /// The same over prioritized questions.
    #[serde(borrow)]
    pub prioritized_risk_counts: Option<BTreeMap<Text<'a>, u32>>,
}

/// `WorkloadProfile`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Profile<'a> {
    /// Of the profile.
    #[serde(borrow)]
    pub profile_arn: Option<Text<'a>>,
    /// As AWS writes it, such as `1.0.0`.
    #[serde(borrow)]
    pub profile_version: Option<Text<'a>>,
}

/// `Workload`, and `WorkloadSummary`, which has less.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Workload<'a> {
    /// Unique within account and Region.
    #[serde(borrow)]
    pub workload_id: Option<Text<'a>>,
    /// Holds Region and account.
    #[serde(borrow)]
    pub workload_arn: Option<Text<'a>>,
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub workload_name: Option<Text<'a>>,
    /// `PRODUCTION`, `PREPRODUCTION`, or a later word.
    #[serde(borrow)]
    pub environment: Option<Text<'a>>,
    /// When the workload was last changed.
    pub updated_at: Option<Timestamp>,
    /// Regions the workload runs in.
    #[serde(borrow, deserialize_with = "list")]
    pub aws_regions: Vec<Text<'a>>,
    /// Who reviews it.
    #[serde(borrow)]
    pub review_owner: Option<Text<'a>>,
    /// From AWS's list.
    #[serde(borrow)]
    pub industry_type: Option<Text<'a>>,
    /// Free text.
    #[serde(borrow)]
    pub industry: Option<Text<'a>>,
    /// `NOT_APPLICABLE`, `NOT_STARTED`, `IN_PROGRESS`, `COMPLETE`, `RISK_ACKNOWLEDGED`, or a later word.
    #[serde(borrow)]
    pub improvement_status: Option<Text<'a>>,
    /// Pillar ids, most important first.
    #[serde(borrow, deserialize_with = "list")]
    pub pillar_priorities: Vec<Text<'a>>,
    /// Aliases of its lenses.
    #[serde(borrow, deserialize_with = "list")]
    pub lenses: Vec<Text<'a>>,
    /// Account that owns it.
    #[serde(borrow)]
    pub owner: Option<Text<'a>>,
    /// At most 50.
    #[serde(borrow)]
    pub tags: Option<BTreeMap<Text<'a>, Text<'a>>>,
    /// At most one.
    #[serde(borrow, deserialize_with = "list")]
    pub profiles: Vec<Profile<'a>>,
}

/// `ImprovementSummary` of `ListLensReviewImprovements`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Improvement<'a> {
    /// Unique within the lens.
    #[serde(borrow)]
    pub question_id: Option<Text<'a>>,
    /// The question's pillar.
    #[serde(borrow)]
    pub pillar_id: Option<Text<'a>>,
    /// As shown to the reviewer.
    #[serde(borrow)]
    pub question_title: Option<Text<'a>>,
    /// `HIGH` or `MEDIUM`.
    #[serde(borrow)]
    pub risk: Option<Text<'a>>,
    /// Official lens.
    #[serde(borrow)]
    pub improvement_plan_url: Option<Text<'a>>,
    /// Custom lenses only.
    #[serde(borrow, deserialize_with = "list")]
    pub improvement_plans: Vec<ChoicePlan<'a>>,
}

/// `ChoiceImprovementPlan`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ChoicePlan<'a> {
    /// Which choice.
    #[serde(borrow)]
    pub choice_id: Option<Text<'a>>,
    /// What to do.
    #[serde(borrow)]
    pub display_text: Option<Text<'a>>,
    /// Where more is said.
    #[serde(borrow)]
    pub improvement_plan_url: Option<Text<'a>>,
}

/// `MilestoneSummary`, and `Milestone`, which has more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Milestone<'a> {
    /// 1 to 100; 0 or absent means the current state.
    pub milestone_number: Option<u32>,
    /// Unique within its workload.
    #[serde(borrow)]
    pub milestone_name: Option<Text<'a>>,
    /// When it was saved.
    pub recorded_at: Option<Timestamp>,
    /// The workload as it was then (`GetMilestone`).
    #[serde(borrow)]
    pub workload: Option<Workload<'a>>,
}
