//! What is written of a stream of documents? One line each, `architrave.document/1`, and one at the end,
//! `architrave.stream/1`.
//!
//! Each line is one JSON object without line breaks. Documents stand in input order. A line depends on its document,
//! the plugins with their settings, and the gate; the last depends on all. Neither depends on how many threads ran, on
//! the clock or the machine. New members may be added without notice; none is removed or changes its meaning within
//! `/1`.

use serde::Serialize;

use crate::{
    assess::Provenance,
    diagnostic::Diagnostic,
    digest::Canonical,
    gate::Absent,
    report::{Because, Engine, Plugin, Review, Run, Sha256, Verdict},
    snapshot::Digest,
};

#[cfg(test)]
mod tests;

/// What `schema` says in the line of a document.
pub const DOCUMENT_SCHEMA: &str = "architrave.document/1";
/// What `schema` says in the last line.
pub const SUMMARY_SCHEMA: &str = "architrave.stream/1";

/// One document: its reviews, or what keeps it from having any.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// `architrave.document/1`.
    pub schema: &'static str,
    /// Which document.
    pub document: Place,
    /// Digest over the snapshots of its reviews, as in a report of this document alone; `null` without reviews.
    pub snapshot: Option<Sha256>,
    /// As in a report of this document alone, in the same order.
    pub reviews: Vec<Review>,
    /// Of the gate over these reviews; rules for lenses and pillars that they do not have wait for the last line.
    /// `null` without a gate or without reviews.
    pub verdict: Option<Verdict>,
    /// What of the document could not be assessed, and why. Empty when all was; without reviews, why there are none.
    pub problems: Vec<Diagnostic>,
}

/// Where a document stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// As it was named to us, or found in a folder; `-` for standard input; `null` for the built-in sample.
    pub file: Option<String>,
    /// The line that is the document, from 1; `null` where the whole file is.
    pub line: Option<u64>,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// `architrave.stream/1`.
    pub schema: &'static str,
    /// What made it.
    pub engine: Engine,
    /// What it was asked for.
    pub run: Run,
    /// Digest over the digests of all documents, in input order.
    pub snapshot: Sha256,
    /// Every plugin that was loaded, by id.
    pub plugins: Vec<Plugin>,
    /// How many documents there were.
    pub documents: Documents,
    /// How many reviews were assessed.
    pub reviews: u64,
    /// Reviews that were assessed although they are not whole.
    pub partial: u64,
    /// Roles in which a plugin faulted, over all reviews.
    pub faults: u64,
    /// How the scores of the scoring plugin lie.
    pub scores: Scores,
    /// Of the gate over all reviews; `null` where no gate is configured.
    pub gate: Option<Gate>,
}

/// Counts of documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Documents {
    /// All lines but the last.
    pub total: u64,
    /// Those with reviews.
    pub assessed: u64,
    /// Those without.
    pub refused: u64,
}

/// How scores lie, in basis points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// Reviews with a score.
    pub count: u64,
    /// Reviews without one.
    pub without: u64,
    /// The least; `null` without scores.
    pub lowest: Option<u32>,
    /// The greatest.
    pub highest: Option<u32>,
    /// `⌊Σ scores / count⌋`.
    pub mean: Option<u32>,
    /// Reviews by score: 0–999, 1 000–1 999, …, 9 000–10 000.
    pub by_thousand: [u64; 10],
}

/// Whether the gate lets the reviews pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// False when any review fails; else `null` when any rule or document is undecided; else true.
    pub passes: Option<bool>,
    /// Reviews by which no rule is failed or undecided.
    pub passed: u64,
    /// Reviews that fail a rule.
    pub failed: u64,
    /// Reviews that fail none and leave one undecided.
    pub undecided: u64,
    /// Rules for lenses and pillars that no review has. What kept a review from passing stands in its document's line.
    pub because: Vec<Because>,
}

/// What the last line has to know of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Over its snapshots; `None` for a document without reviews.
    pub snapshot: Option<Digest>,
    /// Its reviews, in order.
    pub reviews: Vec<CountedReview>,
    /// What no review of it has; `None` without a gate.
    pub absent: Option<Absent>,
}

/// What the last line has to know of one review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountedReview {
    /// In basis points.
    pub score: Option<u32>,
    /// Whether it was assessed although it is not whole.
    pub partial: bool,
    /// Roles in which a plugin faulted.
    pub faults: usize,
    /// What the gate says; `None` where it cannot tell, and without a gate.
    pub passes: Option<bool>,
}

/// Adds up documents in input order.
#[derive(Debug)]
pub struct Tally {
    digest: Canonical,
    documents: Documents,
    reviews: u64,
    partial: u64,
    faults: u64,
    scores: Scores,
    sum: u64,
    passed: u64,
    failed: u64,
    undecided: u64,
    absent: Option<Absent>,
}

impl Tally {
    /// Of no documents. `gate` is what [`Absent::new`] says of the gate; `None` without one.
    #[must_use]
    pub fn new(gate: Option<Absent>) -> Self {
        Self {
            digest: Canonical::new(SUMMARY_SCHEMA),
            documents: Documents::default(),
            reviews: 0,
            partial: 0,
            faults: 0,
            scores: Scores::default(),
            sum: 0,
            passed: 0,
            failed: 0,
            undecided: 0,
            absent: gate,
        }
    }

    /// Adds the next document.
    pub fn add(&mut self, document: &Counted) {
        let documents = &mut self.documents;
        documents.total = documents.total.saturating_add(1);
        let kind = if document.reviews.is_empty() { &mut documents.refused } else { &mut documents.assessed };
        *kind = kind.saturating_add(1);
        self.digest.option(document.snapshot, Canonical::digest);
        for review in &document.reviews {
            self.add_review(*review);
        }
        if let (Some(absent), Some(of_document)) = (&mut self.absent, &document.absent) {
            absent.and(of_document);
        }
    }

    fn add_review(&mut self, review: CountedReview) {
        self.reviews = self.reviews.saturating_add(1);
        self.partial = self.partial.saturating_add(u64::from(review.partial));
        self.faults = self.faults.saturating_add(u64::try_from(review.faults).unwrap_or(u64::MAX));
        let kind = match review.passes {
            Some(true) => &mut self.passed,
            Some(false) => &mut self.failed,
            None => &mut self.undecided,
        };
        *kind = kind.saturating_add(1);
        let scores = &mut self.scores;
        let Some(score) = review.score else {
            scores.without = scores.without.saturating_add(1);
            return;
        };
        scores.count = scores.count.saturating_add(1);
        scores.lowest = Some(scores.lowest.map_or(score, |lowest| lowest.min(score)));
        scores.highest = Some(scores.highest.map_or(score, |highest| highest.max(score)));
        self.sum = self.sum.saturating_add(u64::from(score));
        let thousand = usize::try_from(score / 1_000).unwrap_or(usize::MAX).min(9);
        if let Some(count) = scores.by_thousand.get_mut(thousand) {
            *count = count.saturating_add(1);
        }
    }

    /// How many documents were added, and how many of them have no reviews.
    #[must_use]
    pub const fn documents(&self) -> Documents {
        self.documents
    }

    /// How many reviews were added.
    #[must_use]
    pub const fn reviews(&self) -> u64 {
        self.reviews
    }

    /// The last line.
    #[must_use]
    pub fn finish(self, provenance: Provenance) -> Summary {
        let Provenance { engine, run, mut plugins } = provenance;
        plugins.sort_by(|a, b| a.id.cmp(&b.id));
        let mean = self.sum.checked_div(self.scores.count).and_then(|mean| u32::try_from(mean).ok());
        let gate = self.absent.map(|absent| {
            let because = absent.because();
            let decided = self.undecided == 0 && self.documents.refused == 0 && because.is_empty();
            let passes = if self.failed > 0 { Some(false) } else { (decided && self.reviews > 0).then_some(true) };
            Gate { passes, passed: self.passed, failed: self.failed, undecided: self.undecided, because }
        });
        Summary {
            schema: SUMMARY_SCHEMA,
            engine,
            run,
            snapshot: Sha256 { sha256: self.digest.finish().to_string() },
            plugins,
            documents: self.documents,
            reviews: self.reviews,
            partial: self.partial,
            faults: self.faults,
            scores: Scores { mean, ..self.scores },
            gate,
        }
    }
}
