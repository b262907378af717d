//! Is every member of every JSON result on its page? Pages are written from the types and their comments, and compared
//! with what the command prints.
//!
//! `ARCHITRAVE_BLESS=1` writes the pages anew.

mod printed;
mod types;

use std::fs;

use types::{Types, root};

/// A page.
struct Page {
    path: &'static str,
    title: &'static str,
    /// The first one's own comment stands at the top of the page.
    sources: &'static [&'static str],
    /// Where enums are that the sources use.
    words: &'static str,
    /// What a document or a line of it is.
    roots: &'static [&'static str],
    /// Where its types stand that are not in the sources.
    other: Option<&'static Self>,
}

const REPORT: Page = Page {
    path: "docs/report.md",
    title: "The report",
    sources: &["host/core/src/report.rs", "host/core/src/diagnostic.rs"],
    words: "host/core/src/outcome.rs",
    roots: &["Report"],
    other: None,
};

const REPLAY: Page = Page {
    path: "docs/replay.md",
    title: "The result of a replay",
    sources: &["host/src/replay.rs", "host/src/replay/differences.rs"],
    words: "host/src/replay/same.rs",
    roots: &["Replay"],
    other: None,
};

const STREAM: Page = Page {
    path: "docs/stream.md",
    title: "The lines of a stream",
    sources: &["host/core/src/stream.rs"],
    words: "host/core/src/outcome.rs",
    roots: &["Document", "Summary"],
    other: Some(&REPORT),
};

const CHECK: Page = Page {
    path: "docs/check.md",
    title: "The result of a check",
    sources: &["host/src/author/check.rs"],
    words: "host/core/src/outcome.rs",
    roots: &["Report"],
    other: None,
};

const BENCH: Page = Page {
    path: "docs/bench.md",
    title: "What a plugin costs",
    sources: &["host/src/author/bench.rs"],
    words: "host/core/src/manifest.rs",
    roots: &["Report"],
    other: None,
};

impl Page {
    fn types(&self) -> Types {
        let mut types = Types::read(self.sources, self.words);
        if let Some(other) = self.other {
            types.use_from(other.path, other.types());
        }
        types
    }

    fn check(&self) {
        let expected = self.types().page(self.title, self.roots);
        let path = root().join(self.path);
        if std::env::var_os("ARCHITRAVE_BLESS").is_some() {
            fs::write(&path, &expected).expect("the page");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
            assert_eq!(found, expected, "{} line {}: ARCHITRAVE_BLESS=1 writes it anew", self.path, number + 1);
        }
        assert_eq!(found.len(), expected.len(), "{}: ARCHITRAVE_BLESS=1 writes it anew", self.path);
    }
}

#[test]
fn pages_say_what_the_types_say() {
    REPORT.check();
    REPLAY.check();
    STREAM.check();
    CHECK.check();
    BENCH.check();
}
