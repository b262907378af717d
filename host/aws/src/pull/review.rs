//! What is one lens review? Its counts, all answers, all improvements; whole and without contradiction, or an error.

use std::collections::BTreeMap;

use architrave_core::diagnostic::Diagnostic;
use serde_json::{Map, Value};

use super::{
    counts::{self, Unique},
    service::{ReviewId, Service},
};
use crate::error::{Call, Error, Kind};

/// The files of one lens review.
pub(super) const REVIEW: &str = "get-lens-review.json";
pub(super) const ANSWERS: &str = "list-answers.json";
pub(super) const IMPROVEMENTS: &str = "list-lens-review-improvements.json";
pub(super) const NOTES: &str = "get-answer.json";

/// A whole lens review, by file.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) files: BTreeMap<&'static str, Value>,
    pub(super) notes: Vec<Diagnostic>,
}

/// One reading of a lens review, which may yet prove to have holes.
#[derive(Debug)]
struct Reading {
    review: Value,
    answers: Map<String, Value>,
    unique: Unique,
}

/// Fetches a lens review: three calls and one for each further page, where everything fits.
pub(super) async fn fetch(service: &Service, id: &ReviewId, with_notes: bool) -> Result<Fetched, Error> {
    let mut fetched = Fetched::default();
    let reading = whole(service, id, &mut fetched.notes).await?;
    let improvements = improvements(service, id, &reading, &mut fetched.notes).await?;
    if with_notes {
        let mut answers = Vec::new();
        for question in counts::questions(&reading.unique.items) {
            answers.push(service.answer(id, question).await?);
        }
        fetched.files.insert(NOTES, Value::Array(answers));
    }
    let Reading { review, mut answers, unique } = reading;
    answers.insert("AnswerSummaries".to_owned(), Value::Array(unique.items));
    fetched.files.insert(REVIEW, review);
    fetched.files.insert(ANSWERS, Value::Object(answers));
    fetched.files.insert(IMPROVEMENTS, Value::Object(improvements));
    Ok(fetched)
}

/// Counts and answers that agree: in one list, else pillar by pillar.
async fn whole(service: &Service, id: &ReviewId, notes: &mut Vec<Diagnostic>) -> Result<Reading, Error> {
    let review = service.lens_review(id).await?;
    let reading = reading(review, service.answers(id, None).await?);
    let Some(first) = disagreement(&reading) else { return Ok(noted(reading, id, notes)) };
    // The list may have had a hole, or somebody answered a question meanwhile.
    let review = service.lens_review(id).await?;
    let pillars = counts::pillars(inner(&review), &reading.unique.items);
    let mut answers = reading.answers.clone();
    let mut items = Vec::new();
    for pillar in &pillars {
        items.extend(list(service.answers(id, Some(pillar)).await?, "AnswerSummaries"));
    }
    answers.insert("AnswerSummaries".to_owned(), Value::Array(items));
    let by_pillar = self::reading(review, answers);
    let has_counts = counts::told(inner(&by_pillar.review)).is_some();
    let same = counts::questions(&by_pillar.unique.items) == counts::questions(&reading.unique.items);
    match disagreement(&by_pillar) {
        None => {
            let message = format!("{}: {first}; asked pillar by pillar, all agrees", id.shown());
            notes.push(Diagnostic::note("aws.asked-again", message));
            Ok(by_pillar)
        }
        Some(_) if !has_counts && same && by_pillar.unique.unclear == 0 => {
            let message = format!("{}: AWS gives no counts; the answers are the same pillar by pillar", id.shown());
            notes.push(Diagnostic::note("aws.no-counts", message));
            Ok(by_pillar)
        }
        Some(second) => {
            let message = format!("{first}; asked pillar by pillar: {second}; nothing of it was written");
            Err(Error::new(Kind::Unusable, Call::new("", id.shown()), message))
        }
    }
}

fn reading(mut review: Value, mut answers: Map<String, Value>) -> Reading {
    if let Some(review) = review.get_mut("LensReview").and_then(Value::as_object_mut) {
        // A token of nothing that can be asked for.
        review.remove("NextToken");
    }
    let items = match answers.remove("AnswerSummaries") {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    Reading { review, answers, unique: counts::unique(items) }
}

/// In what counts and answers differ.
fn disagreement(reading: &Reading) -> Option<String> {
    let found = counts::of_answers(&reading.unique.items);
    if reading.unique.unclear > 0 {
        return Some(format!("{} answers name no question, or stand twice and differ", reading.unique.unclear));
    }
    let Some(told) = counts::told(inner(&reading.review)) else {
        return Some("the lens review has no `RiskCounts`".to_owned());
    };
    let message = || format!("`RiskCounts` has {} and the answers {}", counts::shown(&told), counts::shown(&found));
    (told != found).then(message)
}

fn noted(reading: Reading, id: &ReviewId, notes: &mut Vec<Diagnostic>) -> Reading {
    if reading.unique.repeated > 0 {
        let message = format!("{}: {} answers came twice and were taken once", id.shown(), reading.unique.repeated);
        notes.push(Diagnostic::note("aws.repeated", message));
    }
    reading
}

/// The improvements of the questions at risk; asked for pillar by pillar where some are missing.
async fn improvements(
    service: &Service,
    id: &ReviewId,
    reading: &Reading,
    notes: &mut Vec<Diagnostic>,
) -> Result<Map<String, Value>, Error> {
    let mut answer = service.improvements(id, None).await?;
    let mut found = counts::unique(list(answer.clone(), "ImprovementSummaries"));
    let expected = counts::at_risk(&reading.unique.items);
    let lacks = |found: &Unique| expected.difference(&counts::questions(&found.items)).count();
    if lacks(&found) > 0 || found.unclear > 0 {
        let mut items = Vec::new();
        for pillar in counts::pillars(inner(&reading.review), &reading.unique.items) {
            items.extend(list(service.improvements(id, Some(&pillar)).await?, "ImprovementSummaries"));
        }
        let by_pillar = counts::unique(items);
        if lacks(&by_pillar) <= lacks(&found) {
            found = by_pillar;
        }
        let message = match lacks(&found) {
            0 => format!("{}: some improvements came only pillar by pillar", id.shown()),
            lacking => format!(
                "{}: AWS lists no improvement for {lacking} of {} questions at risk",
                id.shown(),
                expected.len()
            ),
        };
        notes.push(Diagnostic::note("aws.improvements", message));
    }
    answer.insert("ImprovementSummaries".to_owned(), Value::Array(found.items));
    Ok(answer)
}

/// The lens review within the answer.
pub(super) fn inner(review: &Value) -> &Value {
    review.get("LensReview").unwrap_or(&Value::Null)
}

fn list(mut answer: Map<String, Value>, member: &str) -> Vec<Value> {
    match answer.remove(member) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}
