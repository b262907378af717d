//! What else must a reader know? What was set aside and why, practices still open, faults, diagnostics, and where the
//! figures come from.

use architrave_core::report::{Report, Review};

use super::markup::{Page, put};
use crate::sink::{choices, words};

/// Something set aside: code, title and reason.
type Aside<'a> = (String, &'a str, &'a str);

/// Accepted risks apart from what is out of scope (semantics §1.6).
pub(super) fn not_applicable(page: &mut Page, number: u32, review: &Review) {
    let mut aside: Vec<Aside<'_>> = Vec::new();
    for question in &review.questions {
        if question.risk == "NOT_APPLICABLE" {
            aside.push((words::question_name(question), &question.title, question.reason.unwrap_or("NONE")));
            continue;
        }
        for choice in choices::practices(question).filter(|choice| choice.state == "NOT_APPLICABLE") {
            aside.push((choices::name(choice).to_owned(), &choice.title, choice.reason.unwrap_or("NONE")));
        }
    }
    if aside.is_empty() {
        return;
    }
    let found = &review.not_applicable;
    let [questions, practices] = [&found.questions, &found.practices].map(|reasons| reasons.values().sum::<u32>());
    put!(page,
        "<section class=\"part\" id=\"r" (number) "-na\"><h2>Not applicable</h2><p class=\"lead\">"
        (words::count(questions, "question")) " and " (words::count(practices, "practice"))
        " of applicable questions were set aside. They leave the base of the score, which can raise it.</p>"
        "<div class=\"columns\">\n"
    );
    for (title, accepted) in [("Accepted risks", true), ("Out of scope and others", false)] {
        let own: Vec<&Aside<'_>> =
            aside.iter().filter(|(_, _, reason)| words::is_accepted(reason) == accepted).collect();
        put!(page, "<div class=\"card\"><h3>" (title) " <span class=\"count\">" (own.len()) "</span></h3>");
        match own.is_empty() {
            true => put!(page, "<p class=\"muted\">None.</p>"),
            false => put!(page, "<ul class=\"plain\">"),
        }
        for (code, name, reason) in &own {
            put!(page,
                "<li><span class=\"code\">" (code) "</span> <span class=\"name\">" (name)
                "</span> <span class=\"level\">" (words::reason(reason)) "</span></li>\n"
            );
        }
        put!(page, [if own.is_empty() { "</div>\n" } else { "</ul></div>\n" }]);
    }
    put!(page, "</div></section>\n");
}

/// Missing practices of questions at no risk.
pub(super) fn open_practices(page: &mut Page, number: u32, review: &Review) {
    if review.open_practices.is_empty() {
        return;
    }
    put!(page,
        "<section class=\"part\" id=\"r" (number) "-open\"><h2>Open practices</h2><details class=\"card\"><summary>"
        (words::count(u64::try_from(review.open_practices.len()).unwrap_or(u64::MAX), "practice"))
        " not in place although the question is at no risk</summary><ul class=\"plain\">\n"
    );
    for entry in &review.open_practices {
        let code = entry.practice.as_deref().or(entry.choice.as_deref()).unwrap_or(&entry.question);
        put!(page, "<li><span class=\"code\">" (code) "</span> <span class=\"name\">" (entry.title) "</span>");
        if let Some(level) = entry.level {
            put!(page, " <span class=\"level\">level " (level) "</span>");
        }
        put!(page, "</li>\n");
    }
    put!(page, "</ul></details></section>\n");
}

/// Notes of the review, faults and diagnostics.
pub(super) fn notes(page: &mut Page, number: u32, review: &Review) {
    if let Some(notes) = &review.notes {
        put!(page,
            "<section class=\"part\"><h2>Notes</h2><div class=\"card\"><p class=\"notes\">" (notes)
            "</p></div></section>\n"
        );
    }
    if review.faults.is_empty() && review.diagnostics.is_empty() {
        return;
    }
    put!(page,
        "<section class=\"part\" id=\"r" (number)
        "-notes\"><h2>Remarks</h2><div class=\"card\"><ul class=\"remarks\">\n"
    );
    for fault in &review.faults {
        put!(page,
            "<li class=\"fault\"><p><span class=\"word\">fault</span> <code>" (fault.plugin) "</code> "
            (fault.role.as_str()) ", <code>" (fault.fault) "</code>: " (fault.detail) "</p></li>\n"
        );
    }
    for diagnostic in &review.diagnostics {
        put!(page, "<li><p><code>" (diagnostic.code) "</code> " (diagnostic.message) "</p>");
        if let Some(help) = &diagnostic.help {
            put!(page, "<p class=\"small\">" (help) "</p>");
        }
        if let Some(place) = diagnostic.location.as_ref().map(words::location).filter(|place| !place.is_empty()) {
            put!(page, "<p class=\"small muted\">" (place) "</p>");
        }
        put!(page, "</li>\n");
    }
    put!(page, "</ul></div></section>\n");
}

/// Versions and digests, so that the report can be made again.
pub(super) fn provenance(page: &mut Page, report: &Report) {
    put!(page,
        "<footer><details><summary>Made by Architrave " (report.engine.version)
        ": digests and plugins</summary><dl class=\"digests\"><div><dt>Snapshot</dt><dd><code>"
        (report.snapshot.sha256) "</code></dd></div>\n"
    );
    for plugin in &report.plugins {
        let roles: Vec<&str> = plugin.roles.iter().map(|role| role.as_str()).collect();
        put!(page, "<div><dt>" (plugin.id) " " (plugin.version) "</dt><dd>" (roles.join(", ")));
        if !plugin.claims.is_empty() {
            put!(page, "; claims "(plugin.claims.join(", ")));
        }
        put!(page,
            "<br>component <code>" (plugin.sha256) "</code><br>settings <code>" (plugin.settings_sha256)
            "</code></dd></div>\n"
        );
    }
    for (number, review) in (1_u32..).zip(&report.reviews) {
        put!(page, "<div><dt>Review " (number) ", lens</dt><dd><code>" (review.lens.sha256) "</code>");
        for outcome in &review.outcomes {
            put!(page,
                "<br>" (outcome.plugin) ": fuel " (words::grouped(outcome.fuel)) ", outcome <code>" (outcome.sha256)
                "</code>"
            );
            if !outcome.reproducible {
                put!(page, ", not reproducible: a wall-clock limit had a part in it");
            }
        }
        put!(page, "</dd></div>\n");
    }
    put!(page, "</dl></details></footer>\n");
}
