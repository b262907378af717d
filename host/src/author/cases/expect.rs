//! What may a case expect? The keys of `expect`, and what was written for them.

use std::{fmt, ops::Range};

use architrave_core::{outcome::Role, score::WHOLE};
use serde::Serialize;
use toml::{Spanned, de::DeValue};

use super::fields::{At, Fields, Reader, integer, nearest};

/// What stands for a value that is not there.
pub(super) const NOTHING: &str = "none";

const SEVERITIES: [&str; 5] = ["critical", "high", "medium", "low", NOTHING];

/// The names of faults, and of there being none.
pub(super) const FAULTS: [&str; 13] = [
    "refused",
    "panicked",
    "trapped",
    "fuel-exhausted",
    "deadline-exceeded",
    "memory-exceeded",
    "table-exceeded",
    "stack-exhausted",
    "output-too-large",
    "invalid-output",
    "not-started",
    "clock-stalled",
    NOTHING,
];

/// One thing that a case names and a plugin answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Score,
    Lowest,
    Highest,
    Pillars,
    Measures,
    Points,
    Order,
    Ranks,
    Priorities,
    EffortHours,
    Severity,
    Consequence,
    Controls,
    Guidance,
    Fault,
}

/// What the keys of a section name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// It has no keys: its value stands by itself.
    Nothing,
    Pillar,
    Measure,
    Question,
    /// A question, or `question/choice`.
    Gap,
    Role,
}

/// What is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Number { least: i64, most: i64 },
    Text,
    Word(&'static [&'static str]),
    Texts,
    Points,
}

/// A value that a case expects, or that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Seen {
    /// There is none; in a case file `"none"`.
    Nothing,
    /// A number, in the unit of its key.
    Number(i64),
    /// A text, such as a severity.
    Text(String),
    /// Texts, such as ids of guidance.
    Texts(Vec<String>),
    /// Points, and out of how many.
    Points(i64, i64),
}

/// One key of a case's `expect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expectation {
    pub(super) section: Section,
    /// Of a pillar, measure, question, gap or role; empty for a section that names nothing.
    pub(super) name: String,
    pub(super) value: Seen,
    /// Of the key.
    pub(super) span: Range<usize>,
}

impl Section {
    pub(super) const ALL: [Self; 15] = [
        Self::Score,
        Self::Lowest,
        Self::Highest,
        Self::Pillars,
        Self::Measures,
        Self::Points,
        Self::Order,
        Self::Ranks,
        Self::Priorities,
        Self::EffortHours,
        Self::Severity,
        Self::Consequence,
        Self::Controls,
        Self::Guidance,
        Self::Fault,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Lowest => "lowest",
            Self::Highest => "highest",
            Self::Pillars => "pillars",
            Self::Measures => "measures",
            Self::Points => "points",
            Self::Order => "order",
            Self::Ranks => "ranks",
            Self::Priorities => "priorities",
            Self::EffortHours => "effort_hours",
            Self::Severity => "severity",
            Self::Consequence => "consequence",
            Self::Controls => "controls",
            Self::Guidance => "guidance",
            Self::Fault => "fault",
        }
    }

    /// Who answers it; `None` where the key says.
    pub(super) const fn role(self) -> Option<Role> {
        Some(match self {
            Self::Score | Self::Lowest | Self::Highest | Self::Pillars | Self::Measures | Self::Points => Role::Scoring,
            Self::Order | Self::Ranks | Self::Priorities | Self::EffortHours => Role::Priority,
            Self::Severity | Self::Consequence | Self::Controls => Role::Impact,
            Self::Guidance => Role::Guidance,
            Self::Fault => return None,
        })
    }

    pub(super) const fn named(self) -> Named {
        match self {
            Self::Score | Self::Lowest | Self::Highest | Self::Order => Named::Nothing,
            Self::Pillars => Named::Pillar,
            Self::Measures => Named::Measure,
            Self::Points => Named::Question,
            Self::Ranks
            | Self::Priorities
            | Self::EffortHours
            | Self::Severity
            | Self::Consequence
            | Self::Controls
            | Self::Guidance => Named::Gap,
            Self::Fault => Named::Role,
        }
    }

    fn form(self) -> Form {
        match self {
            Self::Score | Self::Lowest | Self::Highest | Self::Pillars => {
                Form::Number { least: 0, most: i64::from(WHOLE) }
            }
            Self::Measures => Form::Number { least: i64::MIN, most: i64::MAX },
            Self::Points => Form::Points,
            Self::Ranks => Form::Number { least: 1, most: i64::from(u32::MAX) },
            Self::Priorities => Form::Number { least: 1, most: 10 },
            Self::EffortHours => Form::Number { least: 0, most: i64::from(u32::MAX) },
            Self::Severity => Form::Word(&SEVERITIES),
            Self::Fault => Form::Word(&FAULTS),
            Self::Consequence => Form::Text,
            Self::Order | Self::Controls | Self::Guidance => Form::Texts,
        }
    }
}

impl Form {
    /// What is expected there, for a message.
    fn words(self) -> String {
        match self {
            Self::Number { least: i64::MIN, .. } => "a whole number, or \"none\"".to_owned(),
            Self::Number { least, most } => format!("a whole number from {least} to {most}, or \"none\""),
            Self::Text => "a text; \"none\" where nothing is said".to_owned(),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::Texts => "a list of texts".to_owned(),
            Self::Points => "`[points, of]`, or \"none\"".to_owned(),
        }
    }

    fn read(self, value: &DeValue<'_>) -> Option<Seen> {
        let number = |value: &Spanned<DeValue<'_>>| integer(value.get_ref()).filter(|number| *number >= 0);
        let texts = |values: &[Spanned<DeValue<'_>>]| {
            values.iter().map(|value| value.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        };
        match (self, value) {
            (Self::Word(words), DeValue::String(text)) if !words.contains(&text.as_ref()) => None,
            (Self::Number { .. } | Self::Points | Self::Text | Self::Word(_), DeValue::String(text))
                if text == NOTHING =>
            {
                Some(Seen::Nothing)
            }
            (Self::Text | Self::Word(_), DeValue::String(text)) => Some(Seen::Text(text.to_string())),
            (Self::Number { least, most }, DeValue::Integer(_)) => {
                integer(value).filter(|number| (least..=most).contains(number)).map(Seen::Number)
            }
            (Self::Texts, DeValue::Array(values)) => texts(values).map(Seen::Texts),
            (Self::Points, DeValue::Array(values)) => match values.get(..) {
                Some([points, of]) => Some(Seen::Points(number(points)?, number(of)?)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Reads the table `expect`; unknown names are found later, where the review is known.
pub(super) fn read(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Expectation> {
    let known: Vec<&str> = Section::ALL.into_iter().map(Section::as_str).collect();
    reader.refuse_unknown(fields, &known);
    let mut found = Vec::new();
    for (key, value) in fields.members() {
        let Some(section) = Section::ALL.into_iter().find(|section| section.as_str() == key.value) else { continue };
        if section.named() == Named::Nothing {
            found.extend(expectation(reader, section, "", key.span, value));
            continue;
        }
        let what = format!("`{}` of {}", key.value, fields.what());
        let Some(named) = reader.table_of(value, what) else { continue };
        for (name, value) in named.members() {
            found.extend(expectation(reader, section, name.value, name.span, value));
        }
    }
    found
}

fn expectation(
    reader: &mut Reader<'_>,
    section: Section,
    name: &str,
    span: Range<usize>,
    value: &Spanned<DeValue<'_>>,
) -> Option<Expectation> {
    let form = section.form();
    let role = At { value: name, span: span.clone() };
    if section.named() == Named::Role && !Role::ALL.into_iter().any(|role| role.as_str() == name) {
        let message = format!("there is no role `{}`", role.value);
        reader.problem_with(&role.span, message, nearest(name, Role::ALL.into_iter().map(Role::as_str)));
        return None;
    }
    let Some(value) = form.read(value.get_ref()) else {
        let message = format!("`{}` is not what can be expected there", key(section, name));
        reader.problem_with(&value.span(), message, format!("write {}", form.words()));
        return None;
    };
    Some(Expectation { section, name: name.to_owned(), value: sorted(section, value), span })
}

/// Controls and guidance are compared as sets.
fn sorted(section: Section, value: Seen) -> Seen {
    let mut value = value;
    if let Seen::Texts(texts) = &mut value
        && section != Section::Order
    {
        texts.sort_unstable();
    }
    value
}

/// As it is written in a case file: `score`, `pillars.security`, `ranks."identities/sso"`.
pub(super) fn key(section: Section, name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    match name {
        "" => section.as_str().to_owned(),
        name if name.bytes().all(is_bare) => format!("{}.{name}", section.as_str()),
        name => format!("{}.\"{name}\"", section.as_str()),
    }
}

/// As it is written in a case file.
impl fmt::Display for Seen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str(NOTHING),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Text(text) => formatter.write_str(text),
            Self::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
                write!(formatter, "[{}]", texts.join(", "))
            }
            Self::Points(points, of) => write!(formatter, "[{points}, {of}]"),
        }
    }
}
