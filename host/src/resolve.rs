//! From drafts to snapshots: all of them, or everything that is wrong with any.

use architrave_core::{
    diagnostic::Diagnostic,
    snapshot::{self, LensTable, Snapshot},
    wire::Text,
};

use crate::source::{Drafts, Summary};

/// Resolves every draft, and links reviews with their milestones. `lenses` may have been used for other drafts before.
/// A draft is gone as soon as it is resolved: the memory of the next snapshot.
///
/// # Errors
///
/// All problems of all drafts at once; what keeps a review from being whole is one, unless that is allowed.
pub(crate) fn snapshots(
    drafts: Drafts<'_>,
    lenses: &mut LensTable,
    allow_partial: bool,
) -> Result<Vec<Snapshot>, Vec<Diagnostic>> {
    let mut snapshots = Vec::with_capacity(drafts.reviews.len());
    let mut problems = Vec::new();
    for draft in drafts.reviews {
        match snapshot::resolve_among(&draft, lenses) {
            Ok(mut snapshot) => {
                snapshot.notes_for_reader.extend(drafts.notes.iter().cloned());
                snapshots.push(snapshot);
            }
            Err(found) => problems.extend(found),
        }
    }
    if !allow_partial {
        problems.extend(snapshots.iter().flat_map(|snapshot| snapshot.partial.iter().cloned()));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    snapshot::link_previous(&mut snapshots);
    Ok(snapshots)
}

/// Workloads and lenses of which only counts or open questions were given: no score can come of that.
pub(crate) fn without_answers(drafts: &Drafts<'_>) -> Vec<Diagnostic> {
    drafts.summaries.iter().map(no_answers).collect()
}

fn no_answers(summary: &Summary<'_>) -> Diagnostic {
    let text = |text: &Option<Text<'_>>| text.as_ref().map(Text::to_owned_string);
    let workload = &summary.workload;
    let name = text(&workload.workload_name).or_else(|| text(&workload.workload_id));
    let lens = text(&summary.review.lens_alias).or_else(|| text(&summary.review.lens_arn));
    let counts: Vec<String> =
        summary.risk_counts().iter().map(|(risk, count)| format!("{count} {}", risk.to_owned_string())).collect();
    let gaps = summary.open_questions.iter().map(|question| question.choices.len()).sum::<usize>();
    Diagnostic::error(
        "review.no-answers",
        format!(
            "the review of workload `{}` with lens `{}` has no answers: {}; {} questions at risk and {gaps} practices are listed",
            name.unwrap_or_default(),
            lens.unwrap_or_default(),
            counts.join(", "),
            summary.open_questions.len(),
        ),
    )
    .help("counts and gaps give no score; add the answers of the review (`list-answers`)")
}
