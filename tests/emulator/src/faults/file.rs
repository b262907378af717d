//! What does a schedule's file say, and what is wrong with it?

use std::collections::BTreeSet;

use architrave_core::diagnostic::{Diagnostic, Location};
use toml::{Table, Value};

use super::{Counted, Fault, Faults, Rule, When};

/// What a rule's `kind` can be.
pub(super) const KINDS: [&str; 12] = [
    "throttle",
    "internal-error",
    "refuse",
    "expire-token",
    "slow",
    "cut",
    "duplicate-page",
    "skip-page",
    "drop-items",
    "counts-disagree",
    "unknown-value",
    "leave-out",
];

/// The errors that the service has, with their status.
const CODES: [(&str, u16); 7] = [
    ("AccessDeniedException", 403),
    ("ConflictException", 409),
    ("InternalServerException", 500),
    ("ResourceNotFoundException", 404),
    ("ServiceQuotaExceededException", 402),
    ("ThrottlingException", 429),
    ("ValidationException", 400),
];

pub(super) fn read(text: &str, file: &str, operations: &[&str]) -> Result<Faults, Vec<Diagnostic>> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
        let location = Location {
            file: Some(file.to_owned()),
            line: line.and_then(|line| u32::try_from(line).ok()),
            ..Location::default()
        };
        let message = format!("cannot read `{file}` as TOML: {}", error.message().replace('\n', " "));
        vec![Diagnostic::error("faults.not-toml", message).at(location)]
    })?;
    let mut problems = Vec::new();
    let mut rules = Vec::new();
    for (name, value) in &table {
        let Some(entries) = value.as_array().filter(|_| name == "fault") else {
            let message = format!("a schedule has no `{name}`");
            problems.push(problem(file, &format!("/{name}"), message).help("each fault is a table `[[fault]]`"));
            continue;
        };
        for (at, entry) in entries.iter().enumerate() {
            let pointer = format!("/fault/{at}");
            match entry.as_table() {
                Some(entry) => {
                    rules.extend(Entry::new(entry, file, &pointer, &mut problems).rule(operations));
                }
                None => problems.push(problem(file, &pointer, format!("fault {} is not a table", at + 1))),
            }
        }
    }
    if problems.is_empty() { Ok(Faults { rules }) } else { Err(problems) }
}

fn problem(file: &str, pointer: &str, message: String) -> Diagnostic {
    Diagnostic::error("faults.rule", message).at(Location::pointer(Some(file), pointer))
}

/// One table, while it is read: what nobody asked for is a problem at the end.
struct Entry<'a> {
    table: &'a Table,
    file: &'a str,
    pointer: &'a str,
    problems: &'a mut Vec<Diagnostic>,
    known: BTreeSet<&'static str>,
}

impl<'a> Entry<'a> {
    fn new(table: &'a Table, file: &'a str, pointer: &'a str, problems: &'a mut Vec<Diagnostic>) -> Self {
        Self { table, file, pointer, problems, known: BTreeSet::new() }
    }

    /// The rule; a problem noted on the way keeps the whole schedule from being used.
    fn rule(mut self, operations: &[&str]) -> Option<Rule> {
        let kind = self.text("kind", true)?;
        let fault = self.fault(&kind);
        let names = self.operations(operations);
        let counted = match self.text("counted", false).as_deref() {
            None | Some("together") => Counted::Together,
            Some("per-operation") => Counted::PerOperation,
            Some("per-request") => Counted::PerRequest,
            Some(other) => {
                self.wrong(
                    "counted",
                    format!("`counted` is `{other}`"),
                    "it is together, per-operation or per-request",
                );
                Counted::Together
            }
        };
        let when = self.when();
        let table = self.table;
        for name in
            table.keys().filter(|name| fault.is_some() && !self.known.contains(name.as_str())).collect::<Vec<_>>()
        {
            self.wrong(name, format!("fault `{kind}` has no `{name}`"), "leave it out");
        }
        Some(Rule { fault: fault?, operations: names, when, counted })
    }

    fn fault(&mut self, kind: &str) -> Option<Fault> {
        Some(match kind {
            "throttle" => Fault::Refuse { code: "ThrottlingException", status: 429 },
            "internal-error" => Fault::Refuse { code: "InternalServerException", status: 500 },
            "refuse" => {
                let code = self.text("code", true)?;
                let Some((code, status)) = CODES.into_iter().find(|(known, _)| *known == code) else {
                    let codes = CODES.map(|(code, _)| code).join(", ");
                    self.wrong("code", format!("the service has no error `{code}`"), &format!("it has {codes}"));
                    return None;
                };
                Fault::Refuse { code, status }
            }
            "expire-token" => Fault::ExpireToken,
            "slow" => {
                let pieces = self.number("pieces", 1).unwrap_or(4);
                let pause_ms = self.number("pause_ms", 0).unwrap_or(50);
                Fault::Slow { pieces: u32::try_from(pieces).unwrap_or(u32::MAX), pause_ms }
            }
            "cut" => Fault::Cut { after_bytes: self.size("after_bytes", 0) },
            "duplicate-page" => Fault::DuplicatePage,
            "skip-page" => Fault::SkipPage,
            "drop-items" => Fault::DropItems { items: self.size("items", 1) },
            "counts-disagree" => {
                let risk = self.text("risk", false).unwrap_or_else(|| "HIGH".to_owned());
                Fault::CountsDisagree { risk, by: self.change("by") }
            }
            "unknown-value" => Fault::UnknownValue {
                member: self.text("member", true)?,
                value: self.text("value", false).unwrap_or_else(|| "UNHEARD_OF".to_owned()),
                places: self.size("places", 1),
            },
            "leave-out" => Fault::LeaveOut { member: self.text("member", true)?, places: self.size("places", 1) },
            other => {
                let help = format!("there are {}", KINDS.join(", "));
                self.wrong("kind", format!("there is no fault `{other}`"), &help);
                return None;
            }
        })
    }

    fn operations(&mut self, known: &[&str]) -> BTreeSet<String> {
        let Some(value) = self.take("operations") else { return BTreeSet::new() };
        let names = value.as_array().map(|names| names.iter().map(Value::as_str).collect::<Vec<_>>());
        let mut found = BTreeSet::new();
        for name in names.unwrap_or_else(|| vec![None]) {
            match name {
                Some(name) if known.contains(&name) => {
                    found.insert(name.to_owned());
                }
                Some(name) => {
                    self.wrong("operations", format!("there is no operation `{name}`"), "see `--operations`");
                }
                None => {
                    self.wrong("operations", "`operations` is not a list of names".to_owned(), "see `--operations`");
                }
            }
        }
        found
    }

    /// `{ every = N }`, `{ first = N }`, `{ from = N, to = M }`.
    fn when(&mut self) -> When {
        let Some(value) = self.take("when") else { return When::Always };
        let number =
            |name: &str| value.get(name).and_then(Value::as_integer).and_then(|number| u64::try_from(number).ok());
        let names: Vec<&str> =
            value.as_table().into_iter().flat_map(|table| table.keys()).map(String::as_str).collect();
        let numbers = (number("every"), number("first"), number("from"), number("to"));
        match (names.as_slice(), numbers) {
            (["every"], (Some(every @ 1..), _, _, _)) => When::Every(every),
            (["first"], (_, Some(first @ 1..), _, _)) => When::First(first),
            (["from"], (_, _, Some(from @ 1..), _)) => When::Between { from, to: None },
            (["from", "to"] | ["to", "from"], (_, _, Some(from @ 1..), Some(to))) if from <= to => {
                When::Between { from, to: Some(to) }
            }
            _ => {
                let help = "it is `{ every = N }`, `{ first = N }` or `{ from = N, to = M }`, with numbers from 1";
                self.wrong("when", format!("`when` is `{}`", value.to_string().replace('\n', " ")), help);
                When::Always
            }
        }
    }

    fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.insert(name);
        self.table.get(name)
    }

    fn text(&mut self, name: &'static str, required: bool) -> Option<String> {
        match self.take(name) {
            Some(Value::String(text)) if !text.is_empty() => return Some(text.clone()),
            None if !required => {}
            None => self.wrong(name, format!("a fault has no `{name}`"), "add it, as a text"),
            Some(_) => self.wrong(name, format!("`{name}` is not a text"), "write it in quotation marks"),
        }
        None
    }

    fn number(&mut self, name: &'static str, least: u64) -> Option<u64> {
        let value = self.take(name)?;
        let number = value.as_integer().and_then(|number| u64::try_from(number).ok()).filter(|number| *number >= least);
        if number.is_none() {
            self.wrong(name, format!("`{name}` is `{value}`"), &format!("it is a whole number from {least}"));
        }
        number
    }

    fn size(&mut self, name: &'static str, least: u64) -> Option<usize> {
        self.number(name, least).map(|number| usize::try_from(number).unwrap_or(usize::MAX))
    }

    /// A number to add; 1 if absent.
    fn change(&mut self, name: &'static str) -> i64 {
        match self.take(name).map(|value| (value, value.as_integer())) {
            None => 1,
            Some((_, Some(by))) if by != 0 => by,
            Some((value, _)) => {
                self.wrong(name, format!("`{name}` is `{value}`"), "it is a whole number, and not 0");
                1
            }
        }
    }

    fn wrong(&mut self, name: &str, message: String, help: &str) {
        let pointer = format!("{}/{name}", self.pointer);
        self.problems.push(problem(self.file, &pointer, message).help(help));
    }
}
