//! Does a stream give one line per document, the same on any number of threads, and count what it wrote?

use std::{io::Cursor, num::NonZeroUsize, sync::LazyLock};

use architrave::{
    config::Config,
    host::{Host, ImagePolicy, RunOptions},
    stream::{self, Documents, Options},
};
use architrave_core::{assess, stream::Summary};
use architrave_runtime::{Allocation, Runtime};
use serde_json::Value;

use crate::Door;

/// The shipped defaults.
static HOST: LazyLock<Host> = LazyLock::new(|| {
    let options = architrave_runtime::Options { allocation: Allocation::OnDemand, ..Default::default() };
    let runtime = crate::must(Runtime::new(options), "the runtime starts");
    crate::must(Host::load(&Config::default(), &runtime), "the shipped plugins load")
});

/// Lines of NDJSON on standard input, scored by the shipped plugins.
///
/// Every line that is not blank gives one line, and the last line counts them; one thread and three write the same; a
/// document has reviews or problems; no shipped plugin faults.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn stream(bytes: &[u8]) -> Door {
    let (summary, written) = run(bytes, 1);
    assert_eq!(run(bytes, 3), (summary.clone(), written.clone()), "threads matter");
    let documents = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    let lines: Vec<&[u8]> = written.split_inclusive(|byte| *byte == b'\n').collect();
    assert!(lines.iter().all(|line| line.ends_with(b"\n")), "a line has no end");
    assert_eq!(lines.len(), documents + 1, "one line per document, and one");
    let values: Vec<Value> =
        lines.iter().map(|line| crate::must(serde_json::from_slice(line), "a line is JSON")).collect();
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let (mut reviews, mut refused) = (0, 0);
    for value in values.iter().take(documents) {
        let of_document = list(value, "reviews");
        assert!(!of_document.is_empty() || !list(value, "problems").is_empty(), "nothing is said of {value}");
        assert!(of_document.iter().all(|review| list(review, "faults").is_empty()), "a shipped plugin faults: {value}");
        reviews += of_document.len();
        refused += usize::from(of_document.is_empty());
    }
    let counted = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    assert_eq!(counted(summary.documents.total), documents);
    assert_eq!(counted(summary.documents.refused), refused);
    assert_eq!(counted(summary.reviews), reviews);
    assert_eq!(summary.scores.count + summary.scores.without, summary.reviews);
    assert_eq!(summary.scores.by_thousand.iter().sum::<u64>(), summary.scores.count);
    if reviews > 0 { Door::Accepted } else { Door::Refused }
}

fn run(bytes: &[u8], threads: usize) -> (Summary, Vec<u8>) {
    let documents = Documents::of_paths(vec!["-".into()], Cursor::new(bytes.to_vec()));
    let run = RunOptions {
        show: assess::Options { notes: true },
        images: ImagePolicy::Never,
        threads: NonZeroUsize::new(threads),
    };
    let options = Options { run, allow_partial: true, gate: None, allow_faults: false };
    let mut out = Vec::new();
    let (summary, written) = stream::assess(&HOST, documents, &options, &mut out, |_| {});
    crate::must(written, "memory takes a stream");
    (summary, out)
}
