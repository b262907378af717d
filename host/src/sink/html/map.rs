//! Where is the risk? Every question a cell, by pillar, with a sign and a pattern beside its colour.

use architrave_core::{
    report::{Question, Review},
    risk::Risk,
};

use super::{
    charts,
    markup::{Page, put},
};
use crate::sink::words;

/// One line of cells per pillar that has questions.
pub(super) fn map(page: &mut Page, number: u32, review: &Review) {
    if review.questions.is_empty() {
        return;
    }
    put!(page, "<section class=\"part\" id=\"r" (number) "-map\"><h2>Risk map</h2><div class=\"card map\">\n");
    for pillar in &review.pillars {
        let own = || (0_usize..).zip(&review.questions).filter(|(_, question)| question.pillar == pillar.id);
        if own().next().is_none() {
            continue;
        }
        put!(page, "<div class=\"line\"><h3>" (pillar.name) "</h3><ul class=\"cells\">\n");
        for (in_pillar, (position, question)) in (1_u32..).zip(own()) {
            cell(page, (number, position), in_pillar, question);
        }
        put!(page, "</ul></div>\n");
    }
    key(page, review);
    put!(page, "</div></section>\n");
}

/// A cell leads to its question, and says all about it to whoever points at it, reaches it by keyboard, or hears it.
fn cell(page: &mut Page, (number, position): (u32, usize), in_pillar: u32, question: &Question) {
    let risk = Risk::parse(question.risk);
    let name = question.code.clone().unwrap_or_else(|| in_pillar.to_string().into());
    let prioritized = if question.prioritized == Some(true) { ", prioritized" } else { "" };
    let tip = format!("{name}, {}{prioritized}: {}", words::risk_phrase(risk), question.title);
    put!(page,
        "<li><a class=\"cell " [charts::class(risk)] "\" href=\"#r" (number) "-q" (position) "\" aria-label=\"" (tip)
        "\" data-tip=\"" (tip) "\"><span class=\"code\">" (name) "</span><span class=\"sign\">" [charts::sign(risk)]
    );
    if question.prioritized == Some(true) {
        put!(page, "<sup>★</sup>");
    }
    put!(page, "</span></a></li>\n");
}

/// What the signs mean; only those that occur.
fn key(page: &mut Page, review: &Review) {
    put!(page, "<ul class=\"legend key\">");
    for (risk, count) in charts::of_risk(&review.risk_counts) {
        if count > 0 {
            put!(page,
                "<li><span class=\"sign " [charts::class(risk)] "\" aria-hidden=\"true\">" [charts::sign(risk)]
                "</span>" (words::risk_phrase(risk)) "</li>"
            );
        }
    }
    if review.questions.iter().any(|question| question.prioritized == Some(true)) {
        put!(page, "<li><span class=\"star\" aria-hidden=\"true\">★</span>prioritized by the profile</li>");
    }
    put!(page, "</ul>");
}
