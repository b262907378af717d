//! Is a review whole, as far as its documents tell? Pages that are missing, pillars and questions that were filtered out.

use std::collections::BTreeSet;

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    snapshot::ReviewDraft,
};

use super::found::Page;

/// Whether the last page of a list is missing: every page says that another follows. Tokens tell no more than that; a
/// page missing in between shows in the counts and in the catalogue.
pub(super) fn ends_early(pages: &[Page<'_>]) -> bool {
    let mut lists = pages.iter().filter(|page| page.is_list).peekable();
    lists.peek().is_some() && lists.all(|page| page.next_token)
}

/// Says what keeps a review from being whole.
pub(super) fn examine(review: &mut ReviewDraft<'_>, ends_early: bool) {
    if ends_early {
        let missing = page_missing(review);
        review.partial.push(missing);
    }
    if let Some(missing) = pillars_missing(review) {
        review.partial.push(missing);
    }
    prioritized_only(review);
}

fn page_missing(review: &ReviewDraft<'_>) -> Diagnostic {
    let lens = review.review.lens_alias.as_deref().or(review.review.lens_arn.as_deref()).unwrap_or("…");
    let workload = review.workload.workload_id.as_deref().unwrap_or("…");
    let milestone = review.milestone.as_ref().and_then(|milestone| milestone.milestone_number);
    let milestone = milestone.map_or_else(String::new, |number| format!(" --milestone-number {number}"));
    let answers = review.answers.len();
    let noun = if answers == 1 { "question" } else { "questions" };
    let message = format!(
        "the answers of workload `{workload}` to lens `{lens}` stop after {answers} {noun}: `NextToken` says that another \
         page follows, and it was not given"
    );
    let help = format!(
        "export the next page and give it too: `aws wellarchitected list-answers --workload-id {workload} --lens-alias \
         {lens}{milestone} --next-token …`"
    );
    Diagnostic::error("review.page-missing", message).help(help)
}

/// Pillars that have questions according to the lens review, and none among the answers.
fn pillars_missing(review: &ReviewDraft<'_>) -> Option<Diagnostic> {
    let answered: BTreeSet<&str> =
        review.answers.iter().filter_map(|draft| draft.answer.pillar_id.as_deref()).collect();
    if answered.is_empty() {
        return None;
    }
    let missing = review.review.pillar_review_summaries.iter().filter_map(|pillar| {
        let questions = pillar.risk_counts.as_ref()?.values().fold(0_u32, |sum, count| sum.saturating_add(*count));
        let id = pillar.pillar_id.as_deref()?;
        (questions > 0 && !answered.contains(id)).then_some(id)
    });
    let missing: Vec<&str> = missing.collect();
    if missing.is_empty() {
        return None;
    }
    let message = format!("the answers leave out whole pillars: {}", list_names(missing));
    Some(
        Diagnostic::error("review.pillar-missing", message)
            .help("export without `--pillar-id`; the labs' export script knows five pillars and drops all others"),
    )
}

/// An export of prioritized questions only shows by having no others, and by being shorter than the lens.
fn prioritized_only(review: &mut ReviewDraft<'_>) {
    let is_prioritized = |word: Option<&str>| word == Some("PRIORITIZED");
    let all = review.answers.iter().all(|draft| is_prioritized(draft.answer.question_type.as_deref()));
    if review.answers.is_empty() || !all {
        return;
    }
    let counts = review.review.risk_counts.as_ref().map(|counts| counts.values().map(|count| u64::from(*count)).sum());
    let lens = review.lens.as_ref().and_then(|lens| u64::try_from(lens.questions.len()).ok());
    let answers = u64::try_from(review.answers.len()).unwrap_or(u64::MAX);
    let message = "every answer is to a prioritized question";
    let help = "export without `--question-priority`, unless the profile prioritizes all questions";
    match counts.or(lens) {
        Some(questions) if questions > answers => {
            let message = format!("{message}, and the lens has {questions} questions");
            review.partial.push(Diagnostic::error("review.prioritized-only", message).help(help));
        }
        Some(_) => {}
        None => review.notes.push(Diagnostic::note("review.prioritized-only", message).help(help)),
    }
}
