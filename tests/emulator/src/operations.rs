//! Which operations are emulated, and what does each do?

mod answers;
mod improvements;
mod lenses;
mod milestones;
mod names;
mod priorities;
mod profiles;
mod reports;
mod reviews;
mod settings;
mod shares;
mod tags;
mod templates;
mod upgrades;
mod workload_json;
mod workloads;

use serde_json::Value;

use crate::{context::Context, refusal::Refusal};

/// What does an operation: changes the state only when nothing can fail any more.
pub(crate) type Handler = fn(&mut Context<'_>) -> Result<Value, Refusal>;

/// The operations that are emulated, by name.
pub(crate) const HANDLERS: &[(&str, Handler)] = &[
    ("AssociateLenses", workloads::associate_lenses),
    ("AssociateProfiles", profiles::associate_profiles),
    ("CreateLensShare", shares::create_lens_share),
    ("CreateLensVersion", lenses::create_lens_version),
    ("CreateMilestone", milestones::create_milestone),
    ("CreateProfile", profiles::create_profile),
    ("CreateProfileShare", shares::create_profile_share),
    ("CreateReviewTemplate", templates::create_review_template),
    ("CreateTemplateShare", shares::create_template_share),
    ("CreateWorkload", workloads::create_workload),
    ("CreateWorkloadShare", shares::create_workload_share),
    ("DeleteLens", upgrades::delete_lens),
    ("DeleteLensShare", shares::delete_lens_share),
    ("DeleteProfile", profiles::delete_profile),
    ("DeleteProfileShare", shares::delete_profile_share),
    ("DeleteReviewTemplate", templates::delete_review_template),
    ("DeleteTemplateShare", shares::delete_template_share),
    ("DeleteWorkload", workloads::delete_workload),
    ("DeleteWorkloadShare", shares::delete_workload_share),
    ("DisassociateLenses", workloads::disassociate_lenses),
    ("DisassociateProfiles", profiles::disassociate_profiles),
    ("ExportLens", lenses::export_lens),
    ("GetAnswer", answers::get_answer),
    ("GetConsolidatedReport", reports::get_consolidated_report),
    ("GetGlobalSettings", settings::get_global_settings),
    ("GetLens", lenses::get_lens),
    ("GetLensReview", reviews::get_lens_review),
    ("GetLensReviewReport", reports::get_lens_review_report),
    ("GetLensVersionDifference", upgrades::get_lens_version_difference),
    ("GetMilestone", milestones::get_milestone),
    ("GetProfile", profiles::get_profile),
    ("GetProfileTemplate", profiles::get_profile_template),
    ("GetReviewTemplate", templates::get_review_template),
    ("GetReviewTemplateAnswer", templates::get_review_template_answer),
    ("GetReviewTemplateLensReview", templates::get_review_template_lens_review),
    ("GetWorkload", workloads::get_workload),
    ("ImportLens", lenses::import_lens),
    ("ListAnswers", answers::list_answers),
    ("ListCheckDetails", settings::list_check_details),
    ("ListCheckSummaries", settings::list_check_summaries),
    ("ListLensReviewImprovements", improvements::list_lens_review_improvements),
    ("ListLensReviews", reviews::list_lens_reviews),
    ("ListLensShares", shares::list_lens_shares),
    ("ListLenses", lenses::list_lenses),
    ("ListMilestones", milestones::list_milestones),
    ("ListNotifications", upgrades::list_notifications),
    ("ListProfileNotifications", profiles::list_profile_notifications),
    ("ListProfileShares", shares::list_profile_shares),
    ("ListProfiles", profiles::list_profiles),
    ("ListReviewTemplateAnswers", templates::list_review_template_answers),
    ("ListReviewTemplates", templates::list_review_templates),
    ("ListShareInvitations", shares::list_share_invitations),
    ("ListTagsForResource", tags::list_tags_for_resource),
    ("ListTemplateShares", shares::list_template_shares),
    ("ListWorkloadShares", shares::list_workload_shares),
    ("ListWorkloads", workloads::list_workloads),
    ("TagResource", tags::tag_resource),
    ("UntagResource", tags::untag_resource),
    ("UpdateAnswer", answers::update_answer),
    ("UpdateGlobalSettings", settings::update_global_settings),
    ("UpdateIntegration", settings::update_integration),
    ("UpdateLensReview", reviews::update_lens_review),
    ("UpdateProfile", profiles::update_profile),
    ("UpdateReviewTemplate", templates::update_review_template),
    ("UpdateReviewTemplateAnswer", templates::update_review_template_answer),
    ("UpdateReviewTemplateLensReview", templates::update_review_template_lens_review),
    ("UpdateShareInvitation", shares::update_share_invitation),
    ("UpdateWorkload", workloads::update_workload),
    ("UpdateWorkloadShare", shares::update_workload_share),
    ("UpgradeLensReview", upgrades::upgrade_lens_review),
    ("UpgradeProfileVersion", profiles::upgrade_profile_version),
    ("UpgradeReviewTemplateLensReview", templates::upgrade_review_template_lens_review),
];

/// What does the operation with this name.
pub(crate) fn handler(operation: &str) -> Option<Handler> {
    HANDLERS.iter().find(|(name, _)| *name == operation).map(|(_, handler)| *handler)
}

/// Whether an operation changes nothing.
pub(crate) fn is_read(operation: &str) -> bool {
    ["Get", "List", "Export"].iter().any(|start| operation.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::model;

    #[test]
    fn every_handler_is_an_operation_of_the_model() {
        for (name, _) in HANDLERS {
            assert!(model().operations.iter().any(|operation| operation.name == *name), "{name}");
        }
        assert!(HANDLERS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
