//! What is there to do first? The improvements by rank: a table that the script lets one sort and filter.

use std::collections::BTreeMap;

use architrave_core::{
    outcome::Severity,
    report::{Improvement, Review},
    risk::Risk,
};

use super::{
    charts,
    markup::{Page, put},
};
use crate::sink::words;

/// The whole list. Without the script it is as long as it is; with it, the first entries and a button for the rest.
pub(super) fn improvements(page: &mut Page, number: u32, review: &Review) {
    put!(page, "<section class=\"part\" id=\"r" (number) "-improvements\"><h2>To improve</h2>");
    if review.improvements.is_empty() {
        put!(page, "<div class=\"card\"><p>Nothing: no question is at high or medium risk.</p></div></section>\n");
        return;
    }
    put!(page, "<div class=\"card improvements\">");
    filters(page, number, review);
    put!(page,
        "<table class=\"rows list\" id=\"r" (number) "-list\"><thead><tr>"
        "<th scope=\"col\" class=\"number\" data-sort=\"number\">Rank</th>"
        "<th scope=\"col\" class=\"number\" data-sort=\"number\">Priority</th>"
        "<th scope=\"col\" data-sort=\"number\">Risk</th><th scope=\"col\" data-sort=\"text\">What</th>"
        "<th scope=\"col\" data-sort=\"text\">Pillar</th>" "<th scope=\"col\" data-sort=\"number\">Severity</th>"
        "<th scope=\"col\" class=\"number\" data-sort=\"number\">Effort</th></tr></thead><tbody>\n"
    );
    let positions: BTreeMap<&str, usize> =
        review.questions.iter().enumerate().map(|(position, question)| (&*question.id, position)).collect();
    for entry in &review.improvements {
        let position = positions.get(&*entry.question).copied();
        row(page, (number, position), entry, &words::pillar_name(review, &entry.pillar));
    }
    put!(page,
        "</tbody></table><p class=\"none-left\" hidden>No entry matches.</p><p class=\"more\" hidden>"
        "<button type=\"button\"></button></p></div></section>\n"
    );
}

/// The filters, which only the script shows: without it they would do nothing.
fn filters(page: &mut Page, number: u32, review: &Review) {
    put!(page,
        "<form class=\"filters\" hidden aria-controls=\"r" (number)
        "-list\"><label class=\"search\">Text<input type=\"search\" name=\"text\" autocomplete=\"off\"></label>"
        "<label>Risk<select name=\"risk\"><option value=\"\">all</option><option value=\"HIGH\">high</option>"
        "<option value=\"MEDIUM\">medium</option></select></label>"
        "<label>Pillar<select name=\"pillar\"><option value=\"\">all</option>"
    );
    for pillar in review.pillars.iter().filter(|pillar| pillar.risk_counts.high + pillar.risk_counts.medium > 0) {
        put!(page, "<option value=\"" (pillar.id) "\">" (pillar.name) "</option>");
    }
    put!(page, "</select></label><label>Severity<select name=\"severity\"><option value=\"\">all</option>");
    for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
        put!(page, "<option>" (words::severity(severity)) "</option>");
    }
    put!(page,
        "</select></label><label>Kind<select name=\"kind\"><option value=\"\">all</option>"
        "<option value=\"question\">questions</option>"
        "<option value=\"practice\">practices</option></select></label><button type=\"reset\">Clear</button><output>"
        "</output></form>"
    );
}

fn row(page: &mut Page, (number, position): (u32, Option<usize>), entry: &Improvement, pillar: &str) {
    let risk = Risk::parse(entry.risk);
    let kind = if entry.choice.is_some() { "practice" } else { "question" };
    let severity = entry.severity.map_or("", words::severity);
    put!(page,
        "<tr class=\"" [kind] "\" data-risk=\"" (entry.risk) "\" data-pillar=\"" (entry.pillar) "\" data-severity=\""
        [severity] "\" data-kind=\"" [kind] "\">" "<td class=\"number\" data-label=\"Rank\" data-value=\""
        (number_or_last(entry.rank)) "\">" (entry.rank.unwrap_or(0)) "</td>"
        "<td class=\"number strong\" data-label=\"Priority\" data-value=\""
        (number_or_last(entry.priority.map(u32::from))) "\">"
        (entry.priority.map_or_else(|| "–".to_owned(), |priority| priority.to_string()))
        "</td><td data-label=\"Risk\" data-value=\"" (u8::from(risk != Risk::High)) "\"><span class=\"badge "
        [charts::class(risk)] "\">" (words::risk(risk)) "</span></td>"
    );
    what(page, (number, position), entry);
    put!(page,
        "<td class=\"of\" data-label=\"Pillar\">" (pillar) "</td><td data-label=\"Severity\" data-value=\""
        (severity_order(entry.severity)) "\">"
    );
    match entry.severity {
        Some(severity) => {
            put!(page,
                "<span class=\"severity " [words::severity(severity)] "\">" (words::severity(severity)) "</span>"
            );
        }
        None => put!(page, "<span class=\"muted\">–</span>"),
    }
    let days = entry.effort.map(|effort| effort.days);
    put!(page,
        "</td><td class=\"number\" data-label=\"Effort\" data-value=\"" (number_or_last(days)) "\">"
        (words::effort(entry.effort.as_ref())) "</td></tr>\n"
    );
}

/// The code that leads to the question, the title, the consequence and the plan.
fn what(page: &mut Page, (number, position): (u32, Option<usize>), entry: &Improvement) {
    let code = entry.practice.as_deref().or(entry.choice.as_deref()).unwrap_or(&entry.question);
    put!(page, "<td class=\"what\" data-value=\"" (code) "\">");
    match position {
        Some(position) => put!(page, "<a class=\"code\" href=\"#r" (number) "-q" (position) "\">" (code) "</a> "),
        None => put!(page, "<span class=\"code\">" (code) "</span> "),
    }
    put!(page, "<span class=\"name\">" (entry.title) "</span>");
    if let Some(consequence) = &entry.consequence {
        put!(page, "<span class=\"small muted\">" (consequence) "</span>");
    }
    put!(page, "</td>");
}

/// A number to sort by; what is not known comes last.
fn number_or_last(number: Option<u32>) -> u32 {
    number.unwrap_or(u32::MAX)
}

/// Critical first, unknown last.
fn severity_order(severity: Option<Severity>) -> u8 {
    match severity {
        Some(Severity::Critical) => 0,
        Some(Severity::High) => 1,
        Some(Severity::Medium) => 2,
        Some(Severity::Low) => 3,
        None => 4,
    }
}
