//! How is a report written for a spreadsheet? RFC 4180: commas, CRLF, UTF-8 without a byte order mark, a header always.
//!
//! A cell that a spreadsheet would read as a formula (it starts with `=`, `+`, `-`, `@`, a tab or a line break, or with
//! the full-width form of one of these signs) gets an apostrophe in front. Control characters other than tabs and line
//! breaks become U+FFFD. Unknown is an empty cell.

use std::{collections::BTreeMap, io};

use architrave_core::report::{Choice, Improvement, Question, Report, Review};

use super::choices::{self, PracticeCounts};

/// Columns of [`super::Format::Csv`], with what they hold: one row per practice of every question, in report order. A
/// choice that says that no practice is met has no row; nor has a question without practices.
pub const PRACTICE_COLUMNS: [(&str, &str); 28] = [
    ("account", "twelve digits"),
    ("region", "of the workload record"),
    ("workload_id", "unique within account and Region"),
    ("workload_name", "as shown to the reviewer"),
    ("lens", "its alias"),
    ("lens_version", "the reviewed version"),
    ("milestone", "its number; empty for the current state"),
    ("partial", "true where the review is not whole, else false"),
    ("pillar", "its id"),
    ("question_id", "as in the lens"),
    ("question_code", "such as SEC02"),
    ("question_title", "as shown to the reviewer"),
    ("risk", "of the question: HIGH, MEDIUM, NONE, UNANSWERED, NOT_APPLICABLE or unknown"),
    ("prioritized", "true or false: whether the profile prioritizes the question"),
    ("question_reason", "why the question is not applicable"),
    ("choice_id", "as in the lens"),
    ("practice", "its code, such as SEC02-BP03"),
    ("practice_title", "as shown to the reviewer"),
    ("level", "HIGH, MEDIUM or LOW: the risk of leaving the practice out"),
    ("state", "SELECTED, UNSELECTED or NOT_APPLICABLE"),
    ("reason", "why the practice is not applicable"),
    ("url", "its page"),
    ("key", "account/region/workload/lens/question/choice, each part percent-encoded; stable over runs"),
    ("rank", "of the improvement, from 1; empty where there is nothing to improve"),
    ("priority", "1 (first) to 10"),
    ("severity", "critical, high, medium or low: the business consequence if the risk happens"),
    ("effort_days", "person-days; empty when nobody estimated it"),
    ("notes", "of the practice, where they were asked for"),
];

/// Columns of [`super::Format::CsvQuestions`], with what they hold: one row per question, in report order.
pub const QUESTION_COLUMNS: [(&str, &str); 29] = [
    ("account", "twelve digits"),
    ("region", "of the workload record"),
    ("workload_id", "unique within account and Region"),
    ("workload_name", "as shown to the reviewer"),
    ("lens", "its alias"),
    ("lens_version", "the reviewed version"),
    ("milestone", "its number; empty for the current state"),
    ("partial", "true where the review is not whole, else false"),
    ("pillar", "its id"),
    ("question_id", "as in the lens"),
    ("question_code", "such as SEC02"),
    ("question_title", "as shown to the reviewer"),
    ("risk", "HIGH, MEDIUM, NONE, UNANSWERED, NOT_APPLICABLE or unknown"),
    ("prioritized", "true or false: whether the profile prioritizes the question"),
    ("question_reason", "why the question is not applicable"),
    ("points", "what it adds to the score; empty where it is not scored"),
    ("of", "the most it could add"),
    ("contribution_reason", "why, in the plugin's words"),
    ("practices_met", "selected practices"),
    ("practices_applicable", "selected and unselected practices"),
    ("practices_not_applicable", "practices marked not applicable"),
    ("rule", "index, from 0, of the lens rule that matches"),
    ("rank", "of the question's own improvement, from 1"),
    ("priority", "1 (first) to 10"),
    ("severity", "critical, high, medium or low: the business consequence if the risk happens"),
    ("effort_days", "person-days; empty when nobody estimated it"),
    ("url", "its page"),
    ("key", "account/region/workload/lens/question/, each part percent-encoded; stable over runs"),
    ("notes", "of the question, where they were asked for"),
];

/// One row per practice.
pub(super) fn practices(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = writer(out);
    writer.write_record(PRACTICE_COLUMNS.map(|(name, _)| name))?;
    for review in &report.reviews {
        let improvements = by_place(review);
        for question in &review.questions {
            for choice in choices::practices(question) {
                let improvement = improvements.get(&(&*question.id, Some(&*choice.id))).copied();
                let cells = question_cells(review, question)
                    .into_iter()
                    .chain(choice_cells(choice))
                    .chain([key(review, &question.id, &choice.id)])
                    .chain(improvement_cells(improvement))
                    .chain([text(choice.notes.as_deref())]);
                writer.write_record(cells.map(|cell| defused(&cell)))?;
            }
        }
    }
    writer.flush()
}

/// One row per question.
pub(super) fn questions(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = writer(out);
    writer.write_record(QUESTION_COLUMNS.map(|(name, _)| name))?;
    for review in &report.reviews {
        let improvements = by_place(review);
        for question in &review.questions {
            let improvement = improvements.get(&(&*question.id, None)).copied();
            let cells = question_cells(review, question)
                .into_iter()
                .chain(contribution_cells(question))
                .chain(improvement_cells(improvement))
                .chain([text(question.url.as_deref()), key(review, &question.id, ""), text(question.notes.as_deref())]);
            writer.write_record(cells.map(|cell| defused(&cell)))?;
        }
    }
    writer.flush()
}

fn writer(out: &mut dyn io::Write) -> csv::Writer<&mut dyn io::Write> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

/// The improvements of a review by question and choice.
fn by_place(review: &Review) -> BTreeMap<(&str, Option<&str>), &Improvement> {
    review
        .improvements
        .iter()
        .chain(&review.open_practices)
        .map(|improvement| ((&*improvement.question, improvement.choice.as_deref()), improvement))
        .collect()
}

fn question_cells(review: &Review, question: &Question) -> [String; 15] {
    let workload = &review.workload;
    [
        text(workload.account.as_deref()),
        text(workload.region.as_deref()),
        text(workload.id.as_deref()),
        text(workload.name.as_deref()),
        review.lens.alias.clone(),
        text(review.lens.version.as_deref()),
        review.milestone.as_ref().map(|milestone| milestone.number.to_string()).unwrap_or_default(),
        review.partial.to_string(),
        question.pillar.to_string(),
        question.id.to_string(),
        text(question.code.as_deref()),
        question.title.clone(),
        question.risk.to_owned(),
        question.prioritized.map(|prioritized| prioritized.to_string()).unwrap_or_default(),
        text(question.reason),
    ]
}

fn choice_cells(choice: &Choice) -> [String; 7] {
    [
        choice.id.to_string(),
        text(choice.practice.as_deref()),
        choice.title.clone(),
        text(choice.level),
        choice.state.to_owned(),
        text(choice.reason),
        text(choice.url.as_deref()),
    ]
}

fn contribution_cells(question: &Question) -> [String; 7] {
    let PracticeCounts { met, applicable, not_applicable } = choices::count(choices::practices(question));
    let contribution = question.contribution.as_ref();
    [
        number(contribution.map(|contribution| contribution.points)),
        number(contribution.map(|contribution| contribution.of)),
        text(contribution.and_then(|contribution| contribution.reason.as_deref())),
        met.to_string(),
        applicable.to_string(),
        not_applicable.to_string(),
        number(question.rule.as_ref().map(|rule| rule.index)),
    ]
}

fn improvement_cells(improvement: Option<&Improvement>) -> [String; 4] {
    [
        number(improvement.and_then(|improvement| improvement.rank)),
        number(improvement.and_then(|improvement| improvement.priority).map(u32::from)),
        text(improvement.and_then(|improvement| improvement.severity).map(super::words::severity)),
        number(improvement.and_then(|improvement| improvement.effort).map(|effort| effort.days)),
    ]
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// The stable key of a practice or, with an empty choice, of a question: as `Improvement::key` in the report.
fn key(review: &Review, question: &str, choice: &str) -> String {
    let workload = &review.workload;
    [
        workload.account.as_deref().unwrap_or_default(),
        workload.region.as_deref().unwrap_or_default(),
        workload.id.as_deref().unwrap_or_default(),
        &review.lens.alias,
        question,
        choice,
    ]
    .map(percent_encoded)
    .join("/")
}

/// All but RFC 3986's unreserved characters as `%` and two upper-case hexadecimal digits per byte.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The cell, with an apostrophe in front where a spreadsheet would compute it, and without control characters that a
/// terminal would follow.
fn defused(cell: &str) -> String {
    let follows = |character: char| character.is_control() && !matches!(character, '\t' | '\r' | '\n');
    let cell = cell.replace(follows, "\u{fffd}");
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => format!("'{cell}"),
        _ => cell,
    }
}
