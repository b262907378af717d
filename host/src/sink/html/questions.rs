//! Why this figure? Every question with its facts, its contribution, its practices, and what there is to do about each.

use std::collections::BTreeMap;

use architrave_core::{
    report::{Choice, Improvement, Question, Review},
    risk::Risk,
};

use super::{
    charts,
    markup::{Page, put},
};
use crate::{
    explain,
    sink::{choices, words},
};

/// What there is to do about a question (no choice) or a practice.
type Todo<'a> = BTreeMap<(&'a str, Option<&'a str>), &'a Improvement>;

/// All questions, by pillar, each closed.
pub(super) fn questions(page: &mut Page, number: u32, review: &Review) {
    if review.questions.is_empty() {
        return;
    }
    put!(page,
        "<section class=\"part\" id=\"r" (number) "-questions\"><h2>Questions</h2><p class=\"tools\" hidden>"
        "<button type=\"button\" data-open=\"all\">Open all</button> "
        "<button type=\"button\" data-open=\"none\">Close all</button></p>\n"
    );
    let entries = review.improvements.iter().chain(&review.open_practices);
    let todo: Todo<'_> = entries.map(|entry| ((&*entry.question, entry.choice.as_deref()), entry)).collect();
    for (index, pillar) in review.pillars.iter().enumerate() {
        let own = || (0_usize..).zip(&review.questions).filter(|(_, question)| question.pillar == pillar.id);
        if own().next().is_none() {
            continue;
        }
        put!(page,
            "<h3 class=\"group\" id=\"r" (number) "-p" (index) "\">" (pillar.name) "</h3><div class=\"card group\">\n"
        );
        for (position, question) in own() {
            self::question(page, (number, position), question, &todo);
        }
        put!(page, "</div>\n");
    }
    put!(page, "</section>\n");
}

fn question(page: &mut Page, (number, position): (u32, usize), question: &Question, todo: &Todo<'_>) {
    let risk = Risk::parse(question.risk);
    put!(page,
        "<details class=\"question\"><summary><span class=\"sign " [charts::class(risk)] "\" aria-hidden=\"true\">"
        [charts::sign(risk)] "</span><span class=\"code\">" (words::question_name(question))
        "</span><span class=\"name\">" (question.title) "</span><span class=\"points\">"
    );
    match &question.contribution {
        Some(contribution) => {
            put!(page, (words::grouped(contribution.points.into())) " of " (words::grouped(contribution.of.into())));
        }
        None => put!(page, (words::risk_phrase(risk))),
    }
    put!(page, "</span></summary><div class=\"body\" id=\"r" (number) "-q" (position) "\">");
    facts(page, question);
    if let Some(entry) = todo.get(&(&*question.id, None)) {
        put!(page, "<div class=\"todo\">");
        advice(page, entry);
        put!(page, "</div>");
    }
    if !question.choices.is_empty() {
        put!(page, "<ul class=\"choices\">");
        for choice in &question.choices {
            self::choice(page, question, choice, todo.get(&(&*question.id, Some(&*choice.id))).copied());
        }
        put!(page, "</ul>");
    }
    put!(page, "</div></details>\n");
}

/// Risk with its origin, contribution with its reason, practices met, and where more is said.
fn facts(page: &mut Page, question: &Question) {
    let counts = choices::count(choices::practices(question));
    put!(page, "<dl class=\"facts\"><div><dt>Risk</dt><dd>" (explain::risk_in_words(question)) "</dd></div>");
    if let Some(rule) = &question.rule {
        put!(page,
            "<div><dt>Rule " (rule.index.saturating_add(1)) "</dt><dd><code>" (rule.condition) "</code> gives " (rule.risk)
            "</dd></div>"
        );
    }
    if let Some(contribution) = &question.contribution {
        put!(page,
            "<div><dt>Contribution</dt><dd>" (words::grouped(contribution.points.into())) " of "
            (words::grouped(contribution.of.into())) " points"
        );
        if let Some(reason) = &contribution.reason {
            put!(page, ": "(reason));
        }
        put!(page, "</dd></div>");
    }
    put!(page, "<div><dt>Practices</dt><dd>" (counts.met) " of " (counts.applicable) " applicable met</dd></div>");
    if let Some(prioritized) = question.prioritized {
        put!(page, "<div><dt>Prioritized</dt><dd>" [if prioritized { "yes" } else { "no" }] "</dd></div>");
    }
    put!(page, "<div><dt>Id</dt><dd><code>" (question.id) "</code></dd></div>");
    for (name, url) in [("Page", question.url.as_deref()), ("Issue", question.jira_url.as_deref())] {
        if let Some(url) = url {
            put!(page, "<div><dt>" (name) "</dt><dd>");
            page.link(Some(url), &url);
            put!(page, "</dd></div>");
        }
    }
    put!(page, "</dl>");
    if let Some(notes) = &question.notes {
        put!(page, "<p class=\"notes\">" (notes) "</p>");
    }
}

/// Its state in a sign and a word, its code and title, its level, and what there is to do.
fn choice(page: &mut Page, question: &Question, choice: &Choice, entry: Option<&Improvement>) {
    let (class, sign, state) = match (choice.state, choice.none_of_these) {
        ("SELECTED", true) => ("choice missing", "✗", "selected: no practice is met"),
        (_, true) => ("choice aside", "·", "not selected"),
        ("SELECTED", false) => ("choice met", "✓", "met"),
        ("NOT_APPLICABLE", false) => ("choice aside", "–", "not applicable"),
        _ if question.risk == "NOT_APPLICABLE" => ("choice aside", "·", "not selected"),
        _ => ("choice missing", "✗", "missing"),
    };
    put!(page,
        "<li class=\"" [class] "\"><span class=\"sign\" aria-hidden=\"true\">" [sign]
        "</span><div><p><span class=\"state\">" (state) "</span> <span class=\"code\">"
    );
    page.link(choice.url.as_deref(), &choices::name(choice));
    put!(page, "</span> <span class=\"name\">" (choice.title) "</span>");
    if let Some(level) = choice.level {
        put!(page, " <span class=\"level\" title=\"Risk of leaving it out\">level " (level) "</span>");
    }
    if let Some(reason) = choice.reason {
        put!(page, " <span class=\"level\">" (words::reason_with_acceptance(reason)) "</span>");
    }
    put!(page, "</p>");
    if let Some(notes) = &choice.notes {
        put!(page, "<p class=\"notes\">" (notes) "</p>");
    }
    if let Some(entry) = entry {
        advice(page, entry);
    }
    put!(page, "</div></li>");
}

/// Priority, consequence, effort, controls, plan and guidance of one entry.
fn advice(page: &mut Page, entry: &Improvement) {
    let mut facts = Vec::new();
    facts.extend(entry.rank.map(|rank| format!("rank {rank}")));
    facts.extend(entry.priority.map(|priority| format!("priority {priority}")));
    facts.extend(entry.severity.map(|severity| format!("{} severity", words::severity(severity))));
    facts.extend(
        entry
            .effort
            .as_ref()
            .map(|effort| format!("{} from {}", words::count(effort.days, "day"), words::basis(effort.basis))),
    );
    let texts: Vec<&str> = [&entry.consequence, &entry.reason].into_iter().flatten().map(String::as_str).collect();
    if !facts.is_empty() || !texts.is_empty() {
        put!(page, "<p class=\"small\"><b>" (facts.join(", ")) "</b>");
        for text in texts {
            put!(page, " <span class=\"muted\">· " (text) "</span>");
        }
        put!(page, "</p>");
    }
    if !entry.controls.is_empty() {
        put!(page, "<p class=\"small\"><span class=\"muted\">Evidence gap (indicative):</span>");
        for control in &entry.controls {
            put!(page, " <span class=\"control\">" (control.framework) " " (control.requirement) "</span>");
        }
        put!(page, "</p>");
    }
    if let Some(plan) = &entry.plan {
        put!(page, "<p class=\"small\"><span class=\"muted\">Plan:</span> ");
        match (&plan.text, &plan.url) {
            (Some(text), url) => page.link(url.as_deref(), text),
            (None, Some(url)) => page.link(Some(url), url),
            (None, None) => put!(page, "–"),
        }
        put!(page, "</p>");
    }
    if !entry.guidance.is_empty() {
        put!(page, "<ul class=\"guidance small\">");
        for line in &entry.guidance {
            put!(page,
                "<li>" (line.text) " <span class=\"muted\">(<code>" (line.plugin) "</code> " (line.id) ")</span></li>"
            );
        }
        put!(page, "</ul>");
    }
}
