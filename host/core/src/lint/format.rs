//! What does AWS's format say that a lens may not be?
//!
//! Limits are those of the lens format specification (2021-11-01). Over-long texts are findings; the rest are notes, since
//! public lenses break it and were imported all the same.

use super::{Out, Place};
use crate::{
    lens::file::{Member, wire},
    wire::Text,
};

const NAME_MAX_CHARACTERS: usize = 128;
const TEXT_MAX_CHARACTERS: usize = 2048;
const FILE_MAX_BYTES: usize = 500_000;

/// Something that has texts: what messages call it, its question and its pointer.
struct Owner<'a> {
    name: String,
    question: Option<&'a str>,
    pointer: String,
}

impl Owner<'_> {
    /// Of one of its members, written as a pointer that starts with `/`; of itself where that is empty.
    fn place(&self, member: &str) -> Place<'_> {
        Place { question: self.question, pointer: format!("{}{member}", self.pointer) }
    }
}

/// The items of a list that are what they should be, with their positions.
pub(super) fn items<T>(list: &wire::List<T>) -> impl Iterator<Item = (usize, &T)> {
    let items = list.get().into_iter().flatten().enumerate();
    items.filter_map(|(position, item)| Some((position, item.get()?)))
}

pub(super) fn check(out: &mut Out<'_>, lens: &wire::Lens<'_>, length_bytes: usize) {
    let owner = Owner { name: "the lens".to_owned(), question: None, pointer: String::new() };
    if length_bytes > FILE_MAX_BYTES {
        let message = format!("the file has {length_bytes} bytes: AWS allows {FILE_MAX_BYTES}");
        out.note(&owner.place(""), "lint.file-too-large", message, "shorten its texts");
    }
    text(out, &owner, "name", &lens.name, NAME_MAX_CHARACTERS);
    text(out, &owner, "description", &lens.description, TEXT_MAX_CHARACTERS);
    count(out, &owner, "pillars", &lens.pillars, 10);
    for (position, pillar) in items(&lens.pillars) {
        let name = format!("pillar `{}`", name_of(&pillar.id));
        let owner = Owner { name, question: None, pointer: format!("/pillars/{position}") };
        id(out, &owner, &pillar.id);
        text(out, &owner, "name", &pillar.name, NAME_MAX_CHARACTERS);
        count(out, &owner, "questions", &pillar.questions, 20);
        for (position, found) in items(&pillar.questions) {
            question(out, found, &format!("{}/questions/{position}", owner.pointer));
        }
    }
}

fn question(out: &mut Out<'_>, question: &wire::Question<'_>, pointer: &str) {
    let question_id = question.id.get().map(|id| &**id);
    let name = format!("question `{}`", name_of(&question.id));
    let owner = Owner { name, question: question_id, pointer: pointer.to_owned() };
    id(out, &owner, &question.id);
    title(out, &owner, &question.title);
    text(out, &owner, "description", &question.description, TEXT_MAX_CHARACTERS);
    link(out, &owner, "helpfulResource", &question.helpful_resource);
    count(out, &owner, "choices", &question.choices, 15);
    count(out, &owner, "riskRules", &question.rules, 3);
    for (position, choice) in items(&question.choices) {
        let name = format!("choice `{}` of {}", name_of(&choice.id), owner.name);
        let owner = Owner { name, question: question_id, pointer: format!("{pointer}/choices/{position}") };
        id(out, &owner, &choice.id);
        title(out, &owner, &choice.title);
        link(out, &owner, "helpfulResource", &choice.helpful_resource);
        link(out, &owner, "improvementPlan", &choice.plan);
        for (position, resource) in items(&choice.resources) {
            let pointer = format!("{}/additionalResources/{position}", owner.pointer);
            let owner = Owner { name: format!("an additional resource of {}", owner.name), pointer, ..owner };
            count(out, &owner, "content", &resource.content, 5);
            for (position, item) in resource.content.get().into_iter().flatten().enumerate() {
                link(out, &owner, &format!("content/{position}"), item);
            }
        }
        let needs_plan = !choice.id.get().is_some_and(|id| id.ends_with("_no"));
        if needs_plan && matches!(choice.plan, Member::Absent) && matches!(choice.resources, Member::Absent) {
            let message = format!("{} has no improvement plan", owner.name);
            let help =
                "say in `improvementPlan` what to do, or let the id end in `_no` if it means that no practice is met";
            out.note(&owner.place(""), "lint.no-improvement-plan", message, help);
        }
    }
}

fn name_of<'t>(id: &'t Member<Text<'_>>) -> &'t str {
    id.get().map_or("?", |id| id)
}

fn title(out: &mut Out<'_>, owner: &Owner<'_>, title: &Member<Text<'_>>) {
    text(out, owner, "title", title, NAME_MAX_CHARACTERS);
    if matches!(title, Member::Absent) {
        let message = format!("{} has no title", owner.name);
        out.note(&owner.place(""), "lint.no-title", message, "give it a `title`");
    }
}

fn link(out: &mut Out<'_>, owner: &Owner<'_>, member: &str, link: &Member<wire::Link<'_>>) {
    let Some(link) = link.get() else { return };
    let owner = Owner {
        name: format!("the {member} of {}", owner.name),
        question: owner.question,
        pointer: format!("{}/{member}", owner.pointer),
    };
    text(out, &owner, "displayText", &link.text, TEXT_MAX_CHARACTERS);
    let is_web = |url: &str| url.is_empty() || url.starts_with("http://") || url.starts_with("https://");
    if let Some(url) = link.url.get().filter(|url| !is_web(url)) {
        let message = format!("the address of {} is no web address: `{}`", owner.name, &**url);
        let help = "begin it with `https://`, or leave `url` out";
        out.note(&owner.place("/url"), "lint.not-a-web-address", message, help);
    }
}

fn text(out: &mut Out<'_>, owner: &Owner<'_>, member: &str, text: &Member<Text<'_>>, characters_max: usize) {
    let Some(text) = text.get() else { return };
    // A text has at most as many characters as bytes, so most need no counting.
    if text.len() <= characters_max {
        return;
    }
    let characters = text.chars().count();
    if characters > characters_max {
        let message =
            format!("the {member} of {} has {characters} characters: AWS allows {characters_max}", owner.name);
        let help = format!("shorten it by {}", characters - characters_max);
        out.finding(&owner.place(&format!("/{member}")), "lint.text-too-long", message, &help);
    }
}

fn id(out: &mut Out<'_>, owner: &Owner<'_>, id: &Member<Text<'_>>) {
    let Some(id) = id.get() else { return };
    let is_good = (3..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_good {
        let message = format!("the id of {} is not as AWS wants it", owner.name);
        let help = "write 3 to 128 letters, digits and underscores";
        out.note(&owner.place("/id"), "lint.id-malformed", message, help);
    }
}

fn count<T>(out: &mut Out<'_>, owner: &Owner<'_>, member: &str, list: &wire::List<T>, items_max: usize) {
    let count = list.get().map_or(0, Vec::len);
    if count > items_max {
        let message = format!("{} has {count} {member}: AWS allows {items_max}", owner.name);
        let help = format!("leave {} out, or split it", count - items_max);
        out.note(&owner.place(&format!("/{member}")), "lint.too-many", message, &help);
    }
}
