//! Which members do the types of a JSON result have, and what do their comments say?

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
};

/// The repository's root.
pub(super) fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Everything public in some sources that may stand in JSON.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// The first source's own comment.
    intro: String,
    pub(super) objects: BTreeMap<String, Object>,
    /// Values with their comments.
    words: BTreeMap<String, Vec<(String, String)>>,
    order: Vec<String>,
    /// Objects that stand on another page, with its path.
    elsewhere: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
pub(super) struct Object {
    doc: String,
    pub(super) members: Vec<Member>,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// As in Rust.
    pub(super) of: String,
    doc: String,
    /// Whether it is left out where there is nothing to say.
    pub(super) may_be_absent: bool,
}

/// What stands before an item.
#[derive(Debug, Default)]
struct Before {
    doc: Vec<String>,
    attributes: String,
}

impl Types {
    /// Of `words` only enums are read: they replace enums of the same name.
    pub(super) fn read(sources: &[&str], words: &str) -> Self {
        let text = |source: &str| fs::read_to_string(root().join(source)).expect("a source");
        let mut types = Self::default();
        for (position, source) in sources.iter().enumerate() {
            let text = text(source);
            if position == 0 {
                let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim_start);
                let text = lines.collect::<Vec<_>>().join("\n");
                // What links to functions is for who reads the code.
                let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.contains("[`"));
                types.intro = paragraphs.collect::<Vec<_>>().join("\n\n");
                write!(types.intro, "\n\nThis page is written from the comments in `{source}`.").expect("memory");
            }
            types.add(&text);
        }
        let mut others = Self::default();
        others.add(&text(words));
        types.words.extend(others.words);
        types
    }

    /// Adds the types of another page, which are not printed on this one.
    pub(super) fn use_from(&mut self, path: &str, other: Self) {
        let file = path.rsplit('/').next().unwrap_or_default();
        for (name, object) in other.objects {
            self.elsewhere.insert(name.clone(), file.to_owned());
            assert!(self.objects.insert(name.clone(), object).is_none(), "`{name}` is of two kinds");
        }
        self.words.extend(other.words);
    }

    fn add(&mut self, text: &str) {
        let mut before = Before::default();
        // The type that is open, and whether it is an enum with which case of words.
        let mut open: Option<(String, Option<bool>)> = None;
        for line in text.lines() {
            let trimmed = line.trim();
            if let Some(doc) = trimmed.strip_prefix("///") {
                before.doc.push(doc.trim().to_owned());
                continue;
            } else if trimmed.starts_with("#[") {
                before.attributes.push_str(trimmed);
                continue;
            }
            let name = |rest: &str| rest.split([' ', '<', '(', ';']).next().unwrap_or_default().to_owned();
            if let Some(rest) = line.strip_prefix("pub struct ").filter(|_| line.ends_with('{')) {
                self.objects.insert(name(rest), Object { doc: before.doc.join(" "), members: Vec::new() });
                self.order.push(name(rest));
                open = Some((name(rest), None));
            } else if let Some(rest) = line.strip_prefix("pub enum ").filter(|_| line.ends_with('{')) {
                open = Some((name(rest), Some(before.attributes.contains("kebab-case"))));
                self.words.insert(name(rest), Vec::new());
            } else if line == "}" {
                open = None;
            } else if let Some((of, kind)) = &open {
                self.line(of, *kind, trimmed, &before);
            }
            before = Before::default();
        }
    }

    /// A member or a case of an open type.
    fn line(&mut self, of: &str, kebab: Option<bool>, line: &str, before: &Before) {
        let doc = before.doc.join(" ");
        match kebab {
            None => {
                let Some((name, kind)) = line.strip_prefix("pub ").and_then(|line| line.split_once(": ")) else {
                    return;
                };
                if ["serde(skip)", "serde(skip,"].iter().any(|skipped| before.attributes.contains(skipped)) {
                    return;
                }
                let renamed = before.attributes.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next());
                self.objects.get_mut(of).expect("it is open").members.push(Member {
                    name: renamed.unwrap_or(name).to_owned(),
                    of: kind.trim_end_matches(',').to_owned(),
                    doc,
                    may_be_absent: before.attributes.contains("skip_serializing_if"),
                });
            }
            Some(kebab) => {
                let Some(name) = line.strip_suffix(',').filter(|name| name.chars().all(char::is_alphanumeric)) else {
                    return;
                };
                let mut word = String::new();
                for character in name.chars() {
                    if kebab && character.is_uppercase() && !word.is_empty() {
                        word.push('-');
                    }
                    word.extend(character.to_lowercase());
                }
                self.words.get_mut(of).expect("it is open").push((word, doc));
            }
        }
    }

    /// The types that a type is made of, by name: those that have members of their own.
    fn within(of: &str) -> impl Iterator<Item = &str> {
        of.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|name| !name.is_empty())
    }

    /// The words that stand for the cases of an enum.
    pub(super) fn words(&self, of: &str) -> impl Iterator<Item = &str> {
        let words = self.words.get(of).unwrap_or_else(|| panic!("`{of}` is in none of the sources"));
        words.iter().map(|(word, _)| word.as_str())
    }

    /// Objects that the root reaches.
    pub(super) fn reached(&self, from: &[&str]) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<String> = from.iter().map(|name| (*name).to_owned()).collect();
        while let Some(name) = open.pop() {
            if let Some(object) = self.objects.get(&name)
                && reached.insert(name)
            {
                open.extend(object.members.iter().flat_map(|member| Self::within(&member.of)).map(str::to_owned));
            }
        }
        reached
    }

    /// A type in words.
    fn value(&self, of: &str) -> String {
        let inner = |start: &str| of.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'));
        if let Some(of) = inner("Option<") {
            return format!("{} or `null`", self.value(of));
        } else if let Some(of) = inner("Vec<") {
            return format!("list of {}", self.value(of));
        } else if let Some((_, of)) = inner("BTreeMap<").and_then(|of| of.split_once(", ")) {
            return format!("object of {} by name", self.value(of));
        }
        match of {
            "String" | "Word" | "&'static str" => "text".to_owned(),
            "bool" => "`true` or `false`".to_owned(),
            "u8" | "u32" | "u64" | "usize" => "whole number".to_owned(),
            "i64" => "whole number, may be negative".to_owned(),
            "(u32, u32)" => "list of two whole numbers".to_owned(),
            "[u64; 10]" => "list of ten whole numbers".to_owned(),
            name if self.objects.contains_key(name) => {
                let file = self.elsewhere.get(name).map(String::as_str).unwrap_or_default();
                format!("[{name}]({file}#{})", name.to_lowercase())
            }
            name => self.words(name).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        }
    }

    /// Objects that are printed on this page.
    pub(super) fn own(&self, from: &[&str]) -> impl Iterator<Item = &String> {
        let reached = self.reached(from);
        self.order.iter().filter(move |name| reached.contains(*name))
    }

    /// The page.
    pub(super) fn page(&self, title: &str, from: &[&str]) -> String {
        let mut page = format!("# {title}\n\n{}\n", self.intro);
        for name in self.own(from) {
            let object = &self.objects[name];
            write!(page, "\n## {name}\n\n{}\n\n| member | value | meaning |\n|---|---|---|\n", object.doc)
                .expect("memory");
            for member in &object.members {
                let absent = if member.may_be_absent { "; left out where there is none" } else { "" };
                let (value, doc) = (self.value(&member.of), member.doc.replace('|', "\\|"));
                writeln!(page, "| `{}` | {value}{absent} | {doc} |", member.name).expect("memory");
            }
            self.write_words(object, &mut page);
        }
        page
    }

    /// What the words of an object's members mean.
    fn write_words(&self, object: &Object, page: &mut String) {
        for member in &object.members {
            for words in Self::within(&member.of).filter_map(|name| self.words.get(name)) {
                write!(page, "\n`{}`:\n\n", member.name).expect("memory");
                for (word, doc) in words {
                    writeln!(page, "- `{word}`: {doc}").expect("memory");
                }
            }
        }
    }
}
