//! Is the page well-formed, self-contained, and made of nothing but our own markup?

use std::{collections::BTreeSet, fs, path::PathBuf};

use super::rendered;
use crate::sink::{Format, samples};

/// A tag of a page: its name, with `/` in front where it closes, and its attributes.
type Tag = (String, Vec<(String, String)>);

/// The tags in order. Fails on any `<` that does not start one, and on attributes without double quotes.
fn tags(html: &str) -> Vec<Tag> {
    let mut rest = html.strip_prefix("<!DOCTYPE html>\n").expect("a doctype");
    let mut tags = Vec::new();
    while let Some((_, tag)) = rest.split_once('<') {
        let (inside, after) = tag.split_once('>').expect("an end");
        let (name, mut attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(is_name(name.trim_start_matches('/').trim_end_matches('/')), "{inside:?}");
        let mut found = Vec::new();
        attributes = attributes.trim_start();
        while !attributes.is_empty() && attributes != "/" {
            let length = attributes.find([' ', '=', '/']).unwrap_or(attributes.len());
            let (key, tail) = attributes.split_at(length);
            let (value, tail) = match tail.strip_prefix("=\"") {
                Some(tail) => tail.split_once('"').expect("a closing quote"),
                None => ("", tail),
            };
            assert!(key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'), "{key:?} in {inside:?}");
            found.push((key.to_owned(), value.to_owned()));
            attributes = tail.trim_start();
        }
        tags.push((name.to_owned(), found));
        rest = after;
        if matches!(name, "script" | "style") {
            let (raw, _) = rest.split_once("</").expect("an end of raw text");
            rest = rest.strip_prefix(raw).expect("what it starts with");
        }
    }
    tags
}

#[test]
fn pages_are_well_formed() {
    const VOID: [&str; 4] = ["meta", "input", "br", "link"];
    for (name, report) in samples::all() {
        let mut open: Vec<String> = Vec::new();
        for (tag, attributes) in tags(&rendered(&report, Format::Html)) {
            let closes_itself = attributes.is_empty() && tag.ends_with('/');
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(closed), "{name}, within {open:?}");
            } else if !VOID.contains(&tag.as_str()) && !closes_itself && !is_drawn(&tag) {
                open.push(tag);
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    }
}

/// SVG's shapes close themselves.
fn is_drawn(tag: &str) -> bool {
    matches!(tag, "rect" | "circle" | "path")
}

#[test]
fn links_lead_somewhere_and_nowhere_else() {
    for (name, report) in samples::all() {
        let tags = tags(&rendered(&report, Format::Html));
        let attributes = || tags.iter().flat_map(|(_, attributes)| attributes);
        let values = |key: &'static str| attributes().filter(move |(found, _)| found == key).map(|(_, value)| value);
        let ids: Vec<&String> = values("id").collect();
        let unique: BTreeSet<&&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id twice");
        for href in values("href") {
            match href.strip_prefix('#') {
                Some(id) => assert!(ids.iter().any(|found| *found == id), "{name}: nothing at {href}"),
                None => assert!(href.starts_with("https://"), "{name}: {href}"),
            }
        }
        for (key, value) in attributes() {
            let forbidden = key.starts_with("on") || matches!(key.as_str(), "src" | "style" | "srcset" | "action");
            assert!(!forbidden, "{name}: {key}={value}");
        }
        assert!(!tags.iter().any(|(tag, _)| matches!(tag.as_str(), "link" | "img" | "iframe" | "object")), "{name}");
    }
}

#[test]
fn pages_ask_for_nothing() {
    for text in [include_str!("../html/style.css"), include_str!("../html/script.js")] {
        for word in ["url(", "@import", "@font-face", "fetch(", "XMLHttpRequest", "innerHTML", "eval(", "import("] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(!text.contains("</"), "an end tag would end it early");
    }
    let html = rendered(&samples::mixed(), Format::Html);
    assert!(html.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
}

/// The names of the tags and their classes: what is left of a page without its texts.
fn skeleton(html: &str) -> Vec<(String, Option<String>)> {
    let class = |attributes: Vec<(String, String)>| attributes.into_iter().find(|(key, _)| key == "class");
    tags(html).into_iter().map(|(tag, attributes)| (tag, class(attributes).map(|(_, value)| value))).collect()
}

#[test]
fn no_text_changes_the_markup() {
    let harmless = skeleton(&rendered(&samples::filled_with("plain text"), Format::Html));
    let pieces = [
        "<",
        ">",
        "\"",
        "'",
        "&",
        "</script>",
        "<script>",
        "<!--",
        "-->",
        "]]>",
        "${x}",
        "`",
        "\u{0}",
        "\n",
        "&lt;",
        "é",
    ];
    // Every pair of pieces, in every text of the report.
    for first in pieces {
        for second in pieces {
            let text = format!("{first}{second}onload=x {second}{first}x");
            let html = rendered(&samples::filled_with(&text), Format::Html);
            assert!(skeleton(&html) == harmless, "{text:?} changes the markup");
            assert_eq!(html.matches("<script").count(), 1, "{text:?}");
        }
    }
}

#[test]
fn previews_can_be_looked_at() {
    let Some(folder) = std::env::var_os("ARCHITRAVE_PREVIEW") else { return };
    for (name, report) in samples::all() {
        fs::write(PathBuf::from(&folder).join(format!("{name}.html")), rendered(&report, Format::Html)).unwrap();
    }
}
