//! Does every dialect give reviews whose facts add up, whatever the order of files?

use architrave::{
    sink::{self, Format, Style},
    source::{self, Drafts, Inputs},
};
use architrave_core::{
    diagnostic::Diagnostic,
    snapshot::{self, Snapshot},
};

use crate::{Door, facts, lens, places};

/// Exported files of any dialect, with the separator between them: from bytes to a report in every format.
///
/// Reading the files in another order gives the same; so does resolving twice; the facts of every review add up, and
/// agree with a naive second computation; every format can be written, and none holds what a terminal acts upon.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn dialects(bytes: &[u8]) -> Door {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (position, file) in crate::files(bytes).into_iter().enumerate() {
        files.push((format!("{position}.json"), file.to_vec()));
    }
    let forwards = inputs(files.iter().cloned());
    let backwards = inputs(files.iter().rev().cloned());
    let drafts = match (source::parse(&forwards), source::parse(&backwards)) {
        (Ok(drafts), Ok(again)) => {
            // Files are known by their names, so that positions may differ and nothing else.
            assert_eq!(resolved(&again), resolved(&drafts), "the order of files matters");
            drafts
        }
        (Err(problems), again) => {
            assert_eq!(again.err().as_ref(), Some(&problems), "the order of files matters");
            assert!(places::has_error(&problems), "refused without an error");
            check_places(&problems, &files);
            return Door::Refused;
        }
        (Ok(_), Err(problems)) => return refused_backwards(&problems),
    };
    check_places(&drafts.notes, &files);
    check_summaries(&drafts);
    let mut snapshots: Vec<Snapshot> = Vec::new();
    for draft in &drafts.reviews {
        match snapshot::resolve(draft) {
            Ok(found) => {
                check_places(&found.partial, &files);
                check_places(&found.notes_for_reader, &files);
                snapshots.push(found);
            }
            Err(problems) => {
                assert!(places::has_error(&problems), "not resolved, without an error");
                check_places(&problems, &files);
            }
        }
    }
    snapshot::link_previous(&mut snapshots);
    for snapshot in &snapshots {
        lens::check_lens(&snapshot.lens);
        facts::check_snapshot(snapshot);
    }
    write(&snapshots);
    if snapshots.is_empty() { Door::Refused } else { Door::Accepted }
}

/// What the drafts come to: the digest of each review, or what is wrong with it.
type Resolved = Vec<Result<snapshot::Digest, Vec<Diagnostic>>>;

fn resolved(drafts: &Drafts<'_>) -> (Resolved, usize, Vec<Diagnostic>) {
    let reviews = drafts.reviews.iter().map(|draft| snapshot::resolve(draft).map(|snapshot| snapshot.sha256));
    (reviews.collect(), drafts.summaries.len(), drafts.notes.clone())
}

fn refused_backwards(problems: &[Diagnostic]) -> Door {
    assert!(problems.is_empty(), "refused only in the other order: {problems:?}");
    Door::Refused
}

fn inputs(files: impl Iterator<Item = (String, Vec<u8>)>) -> Inputs {
    let mut inputs = Inputs::default();
    for (name, bytes) in files {
        inputs.push(Some(name), bytes);
    }
    inputs
}

fn check_places(diagnostics: &[Diagnostic], files: &[(String, Vec<u8>)]) {
    for diagnostic in diagnostics {
        let name = diagnostic.location.as_ref().and_then(|location| location.file.as_deref());
        let Some((name, bytes)) = files.iter().find(|(known, _)| Some(known.as_str()) == name) else {
            assert_eq!(name, None, "{diagnostic:?} speaks of a file that was not given");
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        places::check(std::slice::from_ref(diagnostic), name, &text, None);
    }
}

/// Counts of a summary are the input's own, or those of the questions that it lists.
fn check_summaries(drafts: &Drafts<'_>) {
    for summary in &drafts.summaries {
        let counts = summary.risk_counts();
        assert!(counts.values().all(|count| *count > 0), "{counts:?} has zeros");
        if summary.review.risk_counts.is_none() {
            let with_risk = summary.open_questions.iter().filter(|question| question.risk.is_some()).count();
            let sum: u64 = counts.values().map(|count| u64::from(*count)).sum();
            assert_eq!(u64::try_from(with_risk), Ok(sum));
        }
    }
}

/// Every format of the report over all reviews.
fn write(snapshots: &[Snapshot]) {
    let report = facts::report(snapshots);
    for format in Format::ALL {
        let text = crate::must(sink::render(&report, format, &Style::default()), "memory takes a report");
        let again = crate::must(sink::render(&report, format, &Style::default()), "memory takes a report");
        assert_eq!(text, again, "writing again gives other bytes");
        match format {
            Format::Table => places::terminal(&text),
            Format::Json => {
                let value: serde_json::Value = crate::must(serde_json::from_str(&text), "the report is JSON");
                assert!(value.is_object());
            }
            Format::Html => assert!(!text.contains("<script>alert"), "markup of the input came through"),
            Format::Markdown | Format::Csv | Format::CsvQuestions => {
                let bad = text.chars().find(|character| *character == '\u{1b}' || *character == '\0');
                assert_eq!(bad, None, "a terminal would act upon it");
            }
        }
    }
}
