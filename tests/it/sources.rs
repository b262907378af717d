//! Exported reviews, in every dialect and in pieces, become drafts; and what is wrong with them is said.

use std::path::{Path, PathBuf};

use architrave::source::{self, Drafts, Input, Inputs};
use architrave_core::{diagnostic::Diagnostic, snapshot};

/// The exports of the issue, beside the repository; `None` where they are not there.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: the shared exports are not beside the repository");
    None
}

fn read(paths: &[PathBuf]) -> Inputs {
    source::read(paths, &mut std::io::empty())
}

#[test]
fn all_exports_of_one_review() {
    let Some(folder) = shared("api") else { return };
    let inputs = read(&[folder]);
    let drafts = source::parse(&inputs).unwrap();
    assert_eq!((drafts.reviews.len(), drafts.summaries.len()), (1, 0));
    let snapshot = snapshot::resolve(&drafts.reviews[0]).unwrap();
    assert_eq!(snapshot.answers.len(), 57);
    assert_eq!(snapshot.partial, []);
    assert_eq!(snapshot.workload.industry_type.as_deref(), Some("Financial Services"));
    println!("{:?} {:?}", drafts.notes, snapshot.notes_for_reader);
    println!("{:#?}", drafts.reviews[0].files);
}
