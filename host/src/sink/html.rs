//! How is a report written as a page? One file that needs nothing else: no script, style, font or image from elsewhere, and
//! a policy that lets it ask no network. It works without its script, which only sorts and filters.

mod charts;
mod figures;
mod improvements;
mod map;
mod markup;
mod policy;
mod questions;
mod remarks;

use architrave_core::report::{Report, Review, Verdict};

use self::markup::{Page, put};
use super::words;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// The whole page.
pub(super) fn html(report: &Report) -> String {
    let mut page = Page::default();
    head(&mut page, report);
    put!(page, "<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<main id=\"content\">\n");
    if let Some(verdict) = &report.verdict {
        gate(&mut page, verdict);
    }
    match report.reviews.as_slice() {
        [] => put!(page, "<h1>Well-Architected scorecard</h1>\n<p class=\"lead\">No reviews.</p>\n"),
        [review] => one(&mut page, 1, review, Heading::Page),
        reviews => {
            overview(&mut page, reviews);
            for (number, review) in (1..).zip(reviews) {
                one(&mut page, number, review, Heading::Section);
            }
        }
    }
    remarks::provenance(&mut page, report);
    put!(page, "</main>\n<script>" [SCRIPT] "</script>\n</body>\n</html>\n");
    page.into_text()
}

/// How high a review's title stands.
#[derive(Debug, Clone, Copy)]
enum Heading {
    /// It is the page's title.
    Page,
    /// One of several.
    Section,
}

fn head(page: &mut Page, report: &Report) {
    let title = match report.reviews.as_slice() {
        [review] => format!("{}: {}", words::workload(review), words::score(&review.score)),
        reviews => format!("Well-Architected scorecard: {} reviews", reviews.len()),
    };
    put!(page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"" (policy::policy(STYLE, SCRIPT)) "\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"generator\" content=\"Architrave " (report.engine.version) "\">\n" "<title>" (title)
        "</title>\n<style>" [STYLE] "</style>\n</head>\n"
    );
}

/// Whether the gate lets it pass, first of all.
fn gate(page: &mut Page, verdict: &Verdict) {
    let (class, sign) = match verdict.passes {
        Some(true) => ("gate passes", "✓"),
        Some(false) => ("gate fails", "✗"),
        None => ("gate undecided", "?"),
    };
    put!(page,
        "<section class=\"" [class] "\" aria-label=\"Gate\"><p><span class=\"sign\" aria-hidden=\"true\">" [sign]
        "</span><strong>The gate: " (words::verdict(verdict)) "</strong></p>"
    );
    if !verdict.because.is_empty() {
        put!(page, "<ul>");
        for because in &verdict.because {
            put!(page,
                "<li><span class=\"word\">" (because.outcome) "</span> <code>" (because.rule) "</code> "
                (because.message) " <span class=\"muted\">(" (because.review) ")</span></li>"
            );
        }
        put!(page, "</ul>");
    }
    put!(page, "</section>\n");
}

/// One row per review, each a way to it.
fn overview(page: &mut Page, reviews: &[Review]) {
    put!(page,
        "<header class=\"title\"><h1>Well-Architected scorecard</h1><p class=\"lead\">" (reviews.len())
        " reviews</p></header>\n"
        "<nav class=\"card\" aria-label=\"Reviews\"><table class=\"rows reviews\"><thead><tr>"
        "<th scope=\"col\">Workload</th><th scope=\"col\">Lens</th>"
        "<th scope=\"col\">State</th><th scope=\"col\" class=\"bars\">Score</th><th scope=\"col\" class=\"number\">"
        "</th>" "<th scope=\"col\" class=\"number\">High</th><th scope=\"col\" class=\"number\">Medium</th>"
        "<th scope=\"col\" class=\"number\">Open</th></tr></thead><tbody>\n"
    );
    for (number, review) in (1_u32..).zip(reviews) {
        let counts = &review.risk_counts;
        put!(page,
            "<tr><th scope=\"row\"><a href=\"#r" (number) "\">" (words::workload(review))
            "</a></th><td data-label=\"Lens\">" (words::lens(review)) "</td><td data-label=\"State\">"
            (words::milestone(review)) "</td><td class=\"bars\">"
        );
        charts::bar(page, &review.score);
        let score = review.score.basis_points.map_or_else(|| "–".to_owned(), words::hundredths);
        put!(page,
            "</td><td class=\"number strong\" data-label=\"Score\">" (score)
            "</td><td class=\"number\" data-label=\"High\">" (counts.high)
            "</td><td class=\"number\" data-label=\"Medium\">" (counts.medium)
            "</td><td class=\"number\" data-label=\"Open\">" (counts.unanswered + counts.unknown) "</td></tr>\n"
        );
    }
    put!(page, "</tbody></table></nav>\n");
}

/// One review.
fn one(page: &mut Page, number: u32, review: &Review, heading: Heading) {
    put!(page, "<article class=\"review\" id=\"r" (number) "\">\n");
    figures::title(page, review, heading);
    local_nav(page, number, review);
    figures::hero(page, review);
    figures::pillars(page, number, review);
    map::map(page, number, review);
    improvements::improvements(page, number, review);
    remarks::not_applicable(page, number, review);
    questions::questions(page, number, review);
    remarks::open_practices(page, number, review);
    remarks::notes(page, number, review);
    put!(page, "</article>\n");
}

/// The parts of a review that are there.
fn local_nav(page: &mut Page, number: u32, review: &Review) {
    let applicable = review.not_applicable.questions.is_empty() && review.not_applicable.practices.is_empty();
    let remarks = review.faults.len() + review.diagnostics.len();
    put!(page, "<nav class=\"local\" aria-label=\"Parts of this review\">");
    for (is_there, part, name, count) in [
        (!review.pillars.is_empty(), "pillars", "Pillars", None),
        (!review.questions.is_empty(), "map", "Risk map", None),
        (true, "improvements", "To improve", Some(review.improvements.len())),
        (!applicable, "na", "Not applicable", None),
        (!review.questions.is_empty(), "questions", "Questions", Some(review.questions.len())),
        (remarks > 0, "notes", "Remarks", Some(remarks)),
    ] {
        if is_there {
            put!(page, "<a href=\"#r" (number) "-" (part) "\">" (name));
            if let Some(count) = count {
                put!(page, " <span class=\"count\">" (count) "</span>");
            }
            put!(page, "</a>");
        }
    }
    put!(page, "</nav>\n");
}
