//! One case file: from text to cases, or everything that is wrong with it.

use std::ops::Range;

use serde_json::Value;
use toml::{Spanned, de::DeValue};

use super::{
    expect::{self, Expectation},
    fields::{Fields, Reader, integer},
    inline::{self, Inline},
};

/// What `review` says for the review that is built in.
const SAMPLE: &str = "sample";

const KEYS: [&str; 7] = ["name", "review", "workload", "lens", "milestone", "settings", "expect"];

/// A case as written.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) name: &'a str,
    pub(super) review: Wanted<'a>,
    /// Of `review`.
    pub(super) review_span: Range<usize>,
    /// `Null` where none are given.
    pub(super) settings: Value,
    /// The table of settings, for places.
    pub(super) settings_fields: Option<Fields<'a>>,
    pub(super) expect: Vec<Expectation>,
    /// Of the case.
    pub(super) span: Range<usize>,
}

/// Which review a case is about.
#[derive(Debug)]
pub(super) enum Wanted<'a> {
    /// The one that is built in.
    Sample,
    /// In a file or folder, relative to the case file.
    Path(&'a str, Pick<'a>),
    /// Written down in the case.
    Inline(Box<Inline>),
}

/// Which of several reviews.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pick<'a> {
    /// Its name or id.
    pub(super) workload: Option<&'a str>,
    /// Its alias.
    pub(super) lens: Option<&'a str>,
    /// `None` for the current state.
    pub(super) milestone: Option<i64>,
}

/// The cases of a file; what is wrong with others is noted.
pub(super) fn cases<'a>(reader: &mut Reader<'_>, file: &Fields<'a>) -> Vec<Case<'a>> {
    reader.refuse_unknown(file, &["case"]);
    let tables = reader.tables(file, "case");
    let mut names: Vec<&str> = Vec::new();
    let mut cases = Vec::new();
    for fields in tables {
        let Some(case) = case(reader, &fields) else { continue };
        if names.contains(&case.name) {
            reader.problem(&case.span, format!("two cases are called `{}`", case.name));
        }
        names.push(case.name);
        cases.push(case);
    }
    cases
}

fn case<'a>(reader: &mut Reader<'_>, fields: &Fields<'a>) -> Option<Case<'a>> {
    reader.refuse_unknown(fields, &KEYS);
    let name = reader.text(fields, "name");
    if fields.get("name").is_none() {
        reader.problem(fields.span(), format!("{} has no `name`", fields.what()));
    }
    let pick = pick(reader, fields);
    let review = match fields.get("review") {
        None => {
            let help = "write `review = \"sample\"`, the path of a review, or a table `[case.review]`";
            reader.problem_with(fields.span(), format!("{} has no `review`", fields.what()), help);
            None
        }
        Some(found) => wanted(reader, fields, found, pick).map(|review| (review, found.span())),
    };
    let settings_fields = reader.table(fields, "settings");
    let settings = settings_fields.as_ref().map_or(Value::Null, |settings| reader.json(settings));
    let expect = reader.table(fields, "expect").map(|expect| expect::read(reader, &expect)).unwrap_or_default();
    let (review, review_span) = review?;
    let name = name?;
    Some(Case { name: name.value, review, review_span, settings, settings_fields, expect, span: name.span })
}

fn pick<'a>(reader: &mut Reader<'_>, fields: &Fields<'a>) -> Pick<'a> {
    let milestone = fields.get("milestone").and_then(|found| {
        let number = integer(found.get_ref()).filter(|number| *number > 0);
        if number.is_none() {
            reader.problem(&found.span(), "`milestone` is not a number from 1");
        }
        number
    });
    let mut text = |key| reader.text(fields, key).map(|found| found.value);
    Pick { workload: text("workload"), lens: text("lens"), milestone }
}

fn wanted<'a>(
    reader: &mut Reader<'_>,
    fields: &Fields<'a>,
    found: &'a Spanned<DeValue<'a>>,
    pick: Pick<'a>,
) -> Option<Wanted<'a>> {
    let is_path = !matches!(found.get_ref(), DeValue::Table(_) | DeValue::String(_))
        || found.get_ref().as_str().is_some_and(|text| text != SAMPLE);
    for key in ["workload", "lens", "milestone"].into_iter().filter(|_| !is_path) {
        if let Some(useless) = fields.get(key) {
            let message = format!("{} has `{key}`, and its review is the only one there", fields.what());
            reader.problem_with(&useless.span(), message, format!("leave `{key}` out; it picks a review of a path"));
        }
    }
    match found.get_ref() {
        DeValue::String(text) if text == SAMPLE => Some(Wanted::Sample),
        DeValue::String(text) => Some(Wanted::Path(text, pick)),
        DeValue::Table(_) => {
            let review = reader.table_of(found, format!("the review of {}", fields.what()))?;
            inline::read(reader, &review).map(|review| Wanted::Inline(Box::new(review)))
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) => {
            let help = "write `\"sample\"`, the path of a review, or a table";
            reader.problem_with(&found.span(), format!("`review` of {} is no review", fields.what()), help);
            None
        }
    }
}
