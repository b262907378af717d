//! What was found becomes what is expected, in the file as its author wrote it: comments, order and format stay.

use std::path::PathBuf;

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

use super::{
    Difference, Tested,
    expect::{self, Named, Section, Seen},
    found::found,
};

/// How many places of the order a case gets that expected nothing.
const PLACES: usize = 5;

/// A case file with other expectations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blessed {
    /// The file, as it was named.
    pub path: PathBuf,
    /// Its new text.
    pub text: String,
}

impl Tested {
    /// Takes what was found for what is expected: values that cases name stay named, and a case that names none gets the
    /// score, the pillars and the first of the order. A case with a fault that it does not name stays as it is, and fails.
    ///
    /// Gives the files that change, to be written by the caller; the report says what changed in each case.
    pub fn bless(&mut self) -> Vec<Blessed> {
        let mut blessed = Vec::new();
        for (number, (path, text)) in self.files.iter_mut().enumerate() {
            // It was read a moment ago.
            let Ok(mut document) = text.parse::<DocumentMut>() else { continue };
            let mut is_changed = false;
            for (case, ran) in self.report.cases.iter_mut().zip(&self.ran).filter(|(_, ran)| ran.file == number) {
                let is_faulty = |difference: &Difference| difference.section == Section::Fault && !difference.is_named;
                if case.differences.iter().any(is_faulty) {
                    continue;
                }
                let changes = match case.expects {
                    0 => first(ran),
                    _ => case.differences.clone(),
                };
                let Some(table) = case_table(&mut document, ran.position) else { continue };
                is_changed |= !changes.is_empty();
                if changes.iter().all(|change| write(table, change).is_some()) {
                    case.blessed = changes;
                    case.differences.clear();
                    case.passes = true;
                }
            }
            if is_changed {
                *text = as_before(&document, text);
                blessed.push(Blessed { path: path.clone(), text: text.clone() });
            }
        }
        self.report.count();
        blessed
    }
}

/// With the line ends and the byte order mark that the file had.
fn as_before(document: &DocumentMut, before: &str) -> String {
    let text = document.to_string();
    let text = if before.contains("\r\n") { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text };
    let mark = before.strip_prefix('\u{feff}').filter(|_| !text.starts_with('\u{feff}'));
    mark.map_or_else(|| text.clone(), |_| format!("\u{feff}{text}"))
}

/// What a case gets that expects nothing.
fn first(ran: &super::Ran) -> Vec<Difference> {
    let review = &ran.review;
    let mut wanted = Vec::new();
    if review.score.plugin.is_some() {
        wanted.push((Section::Score, String::new()));
        let pillars = review.pillars.iter().map(|pillar| (Section::Pillars, pillar.id.to_string()));
        wanted.extend(pillars);
    }
    if review.improvements.iter().any(|entry| entry.priority.is_some()) {
        wanted.push((Section::Order, String::new()));
    }
    let difference = |(section, name): (Section, String)| {
        let (found, because) = found(review, section, &name, PLACES);
        let key = expect::key(section, &name);
        Difference { section, name, key, expected: Seen::Nothing, found, because, is_named: false }
    };
    // An order stands before the tables of a case.
    wanted.sort_by_key(|(section, _)| *section == Section::Pillars);
    wanted.into_iter().map(difference).collect()
}

fn case_table(document: &mut DocumentMut, position: usize) -> Option<&mut dyn TableLike> {
    match document.get_mut("case")? {
        Item::ArrayOfTables(tables) => tables.get_mut(position).map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(values)) => {
            values.get_mut(position)?.as_inline_table_mut().map(|table| table as &mut dyn TableLike)
        }
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

/// `None` where the file is not as it was read.
fn write(case: &mut dyn TableLike, change: &Difference) -> Option<()> {
    let expect = within(case, "expect")?;
    let section = change.section.as_str();
    if change.section.named() == Named::Nothing {
        return set(expect, section, &change.found);
    }
    set(within(expect, section)?, &change.name, &change.found)
}

/// The table of this name, made where it is not there.
fn within<'t>(table: &'t mut dyn TableLike, name: &str) -> Option<&'t mut dyn TableLike> {
    if !table.contains_key(name) {
        table.insert(name, Item::Table(Table::new()));
    }
    table.get_mut(name)?.as_table_like_mut()
}

fn set(table: &mut dyn TableLike, name: &str, found: &Seen) -> Option<()> {
    let new = written(found);
    match table.get_mut(name) {
        None => {
            table.insert(name, value(new));
        }
        Some(item) => replace(item.as_value_mut()?, new),
    }
    Some(())
}

/// Puts another value in the place of one, with the space and comments around it.
fn replace(old: &mut Value, new: Value) {
    if let (Value::Array(values), Value::Array(others)) = (&mut *old, &new)
        && values.len() == others.len()
    {
        for (value, other) in values.iter_mut().zip(others.iter()) {
            replace(value, other.clone());
        }
        return;
    }
    let decor = old.decor().clone();
    *old = new;
    *old.decor_mut() = decor;
}

fn written(found: &Seen) -> Value {
    match found {
        Seen::Nothing => Value::from(expect::NOTHING),
        Seen::Number(number) => Value::from(*number),
        Seen::Text(text) => Value::from(text.as_str()),
        Seen::Texts(texts) => Value::Array(texts.iter().map(String::as_str).collect::<Array>()),
        Seen::Points(points, of) => Value::Array([*points, *of].into_iter().collect::<Array>()),
    }
}
