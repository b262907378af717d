//! Which operations are emulated, and what does each do?

mod answers;
mod improvements;
mod lenses;
mod milestones;
mod names;
mod priorities;
mod reviews;
mod workload_json;
mod workloads;

use serde_json::Value;

use crate::{context::Context, refusal::Refusal};

/// What does an operation: changes the state only when nothing can fail any more.
pub(crate) type Handler = fn(&mut Context<'_>) -> Result<Value, Refusal>;

/// The operations that are emulated, by name.
pub(crate) const HANDLERS: &[(&str, Handler)] = &[
    ("AssociateLenses", workloads::associate_lenses),
    ("CreateLensVersion", lenses::create_lens_version),
    ("CreateMilestone", milestones::create_milestone),
    ("CreateWorkload", workloads::create_workload),
    ("DeleteWorkload", workloads::delete_workload),
    ("DisassociateLenses", workloads::disassociate_lenses),
    ("ExportLens", lenses::export_lens),
    ("GetAnswer", answers::get_answer),
    ("GetLens", lenses::get_lens),
    ("GetLensReview", reviews::get_lens_review),
    ("GetMilestone", milestones::get_milestone),
    ("GetWorkload", workloads::get_workload),
    ("ImportLens", lenses::import_lens),
    ("ListAnswers", answers::list_answers),
    ("ListLensReviewImprovements", improvements::list_lens_review_improvements),
    ("ListLensReviews", reviews::list_lens_reviews),
    ("ListLenses", lenses::list_lenses),
    ("ListMilestones", milestones::list_milestones),
    ("ListWorkloads", workloads::list_workloads),
    ("UpdateAnswer", answers::update_answer),
    ("UpdateLensReview", reviews::update_lens_review),
    ("UpdateWorkload", workloads::update_workload),
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
