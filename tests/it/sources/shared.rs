//! The exports that come with the issue, where they are beside the repository.

use std::path::{Path, PathBuf};

use architrave::source;
use architrave_core::{risk::Risk, snapshot};

use super::{codes, only, parse, read};

#[expect(clippy::print_stdout, reason = "a test that is skipped says why")]
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: the shared exports are not beside the repository");
    None
}

#[test]
fn all_exports_of_one_review() {
    let Some(folder) = shared("api") else { return };
    let inputs = read(&[folder]);
    let drafts = parse(&inputs);
    assert_eq!((drafts.reviews.len(), drafts.summaries.len()), (1, 0));
    assert_eq!(drafts.notes, []);
    let snapshot = only(&inputs);
    let count = |risk| snapshot.answers.iter().filter(|answer| answer.risk == risk).count();
    assert_eq!(Risk::ALL.map(count), [31, 6, 14, 3, 3, 0]);
    assert_eq!(snapshot.partial, []);
    assert_eq!(snapshot.workload.industry_type.as_deref(), Some("Financial Services"));
}

#[test]
fn one_page_alone() {
    let Some(folder) = shared("api") else { return };
    let first = only(&read(&[folder.join("list_answers.page1.json")]));
    assert_eq!(codes(&first.partial), ["review.page-missing", "review.questions-missing"]);
    let second = only(&read(&[folder.join("list_answers.page2.json")]));
    assert_eq!(codes(&second.partial), ["review.questions-missing"]);
    let both = ["list_answers.page2.json", "list_answers.page1.json"].map(|page| folder.join(page));
    assert_eq!(only(&read(&both)).partial, []);
}

#[test]
fn counts_without_answers() {
    let Some(folder) = shared("api") else { return };
    let inputs = read(&[folder.join("get_consolidated_report.json")]);
    let drafts = parse(&inputs);
    assert_eq!((drafts.reviews.len(), drafts.summaries.len()), (0, 1));
    let summary = &drafts.summaries[0];
    let counts = summary.risk_counts();
    let counts: Vec<(&str, u32)> = counts.iter().map(|(risk, count)| (&**risk, *count)).collect();
    assert_eq!(counts, [("HIGH", 31), ("MEDIUM", 6), ("NONE", 14), ("NOT_APPLICABLE", 3), ("UNANSWERED", 3)]);
    assert_eq!(summary.open_questions.len(), 37);
    assert_eq!(summary.review.lens_alias.as_deref(), Some("wellarchitected"));
    assert_eq!(summary.workload.workload_name.as_deref(), Some("trading-platform"));
}

/// The answers fit one of twenty lenses, and all lenses without answers are noted.
#[test]
fn answers_find_their_lens() {
    let Some(folder) = shared("lenses") else { return };
    let inputs = read(&[folder]);
    let drafts = match source::parse(&inputs) {
        Ok(drafts) => drafts,
        Err(problems) => panic!("{problems:#?}"),
    };
    assert_eq!(drafts.reviews.len(), 1);
    let snapshot = snapshot::resolve(&drafts.reviews[0]).unwrap();
    assert_eq!(snapshot.lens.name.as_deref(), Some("Sample Lens"));
    assert_eq!(snapshot.answers.iter().filter(|answer| answer.risk.is_answered()).count(), 6);
    let unused = drafts.notes.iter().filter(|note| note.code == "source.lens-unused").count();
    assert_eq!(unused, 19, "{:#?}", codes(&drafts.notes));
}
