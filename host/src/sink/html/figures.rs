//! How good is it? The head of a review, its figures, and its pillars.

use architrave_core::{
    report::{Pillar, Review, RiskCounts},
    risk::Risk,
};

use super::{
    Heading, charts,
    markup::{Page, put},
};
use crate::sink::words::{self, count, grouped, hundredths};

/// Which workload, lens, milestone and day.
pub(super) fn title(page: &mut Page, review: &Review, heading: Heading) {
    put!(page, "<header class=\"title\"><p class=\"eyebrow\">" (words::lens(review)) "</p>");
    match heading {
        Heading::Page => put!(page, "<h1>" (words::workload(review)) "</h1>"),
        Heading::Section => put!(page, "<h2 class=\"big\">" (words::workload(review)) "</h2>"),
    }
    if review.partial {
        put!(page,
            "<p class=\"gate undecided\"><span class=\"sign\" aria-hidden=\"true\">!</span>"
            "<strong>Partial review.</strong> " "The input is not whole; the remarks say what is missing.</p>"
        );
    }
    let workload = &review.workload;
    let text = |text: &Option<String>| text.clone();
    let industry = [&workload.industry_type, &workload.industry].into_iter().flatten().cloned().collect::<Vec<_>>();
    let tags: Vec<String> = workload.tags.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    put!(page, "<dl class=\"facts\">");
    for (name, value) in [
        ("State", Some(words::milestone(review))),
        ("Reviewed", review.reviewed_at.as_deref().map(words::day)),
        ("Environment", text(&workload.environment)),
        ("Account", text(&workload.account)),
        ("Region", text(&workload.region)),
        ("Owner", text(&workload.owner)),
        ("Industry", Some(industry.join(", "))),
        ("Improvement", text(&workload.improvement_status)),
        ("Lens status", review.lens.status.clone().filter(|status| status != "CURRENT")),
        ("Tags", Some(tags.join(", "))),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            put!(page, "<div><dt>" (name) "</dt><dd>" (value) "</dd></div>");
        }
    }
    put!(page, "</dl></header>\n");
}

/// Score, risks, completion and what there is to do.
pub(super) fn hero(page: &mut Page, review: &Review) {
    put!(page, "<section class=\"hero\" aria-label=\"Figures\">\n<div class=\"card score\">");
    score(page, review);
    put!(page, "</div>\n<div class=\"card risks\"><p class=\"label\">Questions by risk</p>");
    charts::stack(page, &review.risk_counts);
    legend(page, &review.risk_counts);
    prioritized(page, review);
    put!(page, "</div>\n<div class=\"tiles\">");
    tiles(page, review);
    put!(page, "</div>\n</section>\n");
}

fn score(page: &mut Page, review: &Review) {
    let score = &review.score;
    put!(page, "<p class=\"label\">Score</p><div class=\"dial\">");
    charts::ring(page, score);
    put!(page, "<p class=\"value\">");
    match score.basis_points {
        Some(basis_points) => put!(page, "<strong>" (hundredths(basis_points)) "</strong><span>of 100</span>"),
        None => put!(page, "<strong>–</strong><span>no score</span>"),
    }
    put!(page, "</p></div><p class=\"say\">");
    match (score.basis_points, words::could_reach(score)) {
        (None, _) => put!(page, "No score: " (words::because(score.because)) "."),
        (Some(now), Some(highest)) => {
            put!(page,
                "Between <b>" (hundredths(now)) "</b> and <b>" (highest) "</b> once every question is answered."
            );
        }
        (Some(_), None) => put!(page, "Every applicable question is answered."),
    }
    put!(page, "</p>");
    if let (Some(points), Some(of)) = (score.points, score.of) {
        put!(page, "<p class=\"small muted\">" (grouped(points)) " of " (grouped(of)) " points");
        if let Some(plugin) = &score.plugin {
            put!(page, ", by <code>" (plugin) "</code>");
        }
        put!(page, "</p>");
    }
    for comparison in &review.comparisons {
        put!(page,
            "<p class=\"small muted\">Compared with <code>" (comparison.plugin) "</code>: "
            (words::score(&comparison.score))
        );
        for (id, value) in &comparison.measures {
            put!(page, ", " (id) " " (value));
        }
        put!(page, "</p>");
    }
}

/// Each risk with its sign and count; `unknown` only where it occurs.
fn legend(page: &mut Page, counts: &RiskCounts) {
    put!(page, "<ul class=\"legend\">");
    for (risk, number) in charts::of_risk(counts) {
        if risk != Risk::Unknown || number > 0 {
            put!(page,
                "<li><span class=\"sign " [charts::class(risk)] "\" aria-hidden=\"true\">" [charts::sign(risk)]
                "</span><b>" (number) "</b> " (words::risk_phrase(risk)) "</li>"
            );
        }
    }
    put!(page, "</ul>");
}

/// How the prioritized questions stand, where the input tells which they are and there are any.
fn prioritized(page: &mut Page, review: &Review) {
    let Some(counts) = review.prioritized_risk_counts.filter(|counts| *counts != RiskCounts::default()) else { return };
    let of_risk = charts::of_risk(&counts);
    let total: u32 = of_risk.iter().map(|(_, count)| count).sum();
    let parts = of_risk.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(risk, count)| format!("{count} {}", words::risk_phrase(*risk))).collect();
    put!(page, "<p class=\"small muted\">Prioritized by the profile: " (total) ", of these " (parts.join(", ")) "</p>");
}

fn tiles(page: &mut Page, review: &Review) {
    let (totals, completion) = (&review.totals, &review.completion);
    let answered = completion.basis_points.map_or_else(|| "–".to_owned(), |share| format!("{} %", hundredths(share)));
    let note = match completion.applicable {
        0 => "nothing is applicable".to_owned(),
        applicable => format!("{} of {applicable} applicable answered", completion.answered),
    };
    tile(page, "Completion", &answered, &[note, format!("AWS console: {}", words::console(completion))]);
    let entries = [count(totals.questions, "question"), count(totals.practices, "missing practice")];
    tile(page, "To improve", &grouped(totals.improvements.into()), &[entries.join(", ")]);
    tile(page, "High priority", &grouped(totals.high_priority.into()), &["priority 1 to 3 of 10".to_owned()]);
    let estimated = totals.improvements.saturating_sub(totals.not_estimated);
    let effort = match estimated {
        0 => "–".to_owned(),
        _ => count(totals.effort_days, "day"),
    };
    let note = match (totals.improvements, estimated) {
        (0, _) => "nothing to do".to_owned(),
        (_, 0) => "nobody estimated it".to_owned(),
        (all, some) if all == some => "all entries estimated".to_owned(),
        (_, _) => format!("{} without an estimate", count(totals.not_estimated, "entry").replace("entrys", "entries")),
    };
    tile(page, "Effort", &effort, &[note]);
    for (id, value) in &review.measures {
        tile(page, id, &value.to_string(), &[]);
    }
}

fn tile(page: &mut Page, name: &str, value: &str, notes: &[String]) {
    put!(page, "<div class=\"card tile\"><p class=\"label\">" (name) "</p><p class=\"value\">" (value) "</p>");
    for note in notes {
        put!(page, "<p class=\"small muted\">" (note) "</p>");
    }
    put!(page, "</div>");
}

/// One row per pillar, also for those without questions.
pub(super) fn pillars(page: &mut Page, number: u32, review: &Review) {
    if review.pillars.is_empty() {
        return;
    }
    put!(page,
        "<section class=\"part\" id=\"r" (number)
        "-pillars\"><h2>Pillars</h2><div class=\"card\"><table class=\"rows pillars\"><thead><tr>"
        "<th scope=\"col\">Pillar</th><th scope=\"col\" class=\"bars\">Score</th><th scope=\"col\" class=\"number\">"
        "</th>" "<th scope=\"col\" class=\"number\">Up to</th><th scope=\"col\" class=\"number\">High</th>"
        "<th scope=\"col\" class=\"number\">Medium</th>"
        "<th scope=\"col\" class=\"number\">None</th><th scope=\"col\" class=\"number\">Open</th>"
        "<th scope=\"col\" class=\"number\">N/A</th></tr></thead><tbody>\n"
    );
    for (position, pillar) in review.pillars.iter().enumerate() {
        self::pillar(page, number, position, pillar);
    }
    put!(page, "</tbody></table></div></section>\n");
}

fn pillar(page: &mut Page, number: u32, position: usize, pillar: &Pillar) {
    let counts = &pillar.risk_counts;
    put!(page, "<tr><th scope=\"row\">");
    match pillar.completion.total {
        0 => put!(page, (pillar.name)),
        _ => put!(page, "<a href=\"#r" (number) "-p" (position) "\">" (pillar.name) "</a>"),
    }
    put!(page, "</th>");
    match pillar.score.basis_points {
        Some(basis_points) => {
            put!(page, "<td class=\"bars\">");
            charts::bar(page, &pillar.score);
            let highest = words::could_reach(&pillar.score);
            let class = if highest.is_some() { "number" } else { "number zero" };
            put!(page,
                "</td><td class=\"number strong\" data-label=\"Score\">" (hundredths(basis_points))
                "</td><td class=\"" [class] "\" data-label=\"Up to\">" (highest.as_deref().unwrap_or("–")) "</td>"
            );
        }
        None => {
            put!(page,
                "<td class=\"bars muted\" colspan=\"3\">No score: " (words::because(pillar.score.because)) "</td>"
            );
        }
    }
    for (label, class, count) in [
        ("High", "number high-ink", counts.high),
        ("Medium", "number medium-ink", counts.medium),
        ("None", "number none-ink", counts.none),
        ("Open", "number", counts.unanswered + counts.unknown),
        ("N/A", "number muted", counts.not_applicable),
    ] {
        let class = if count == 0 { "number zero" } else { class };
        put!(page, "<td class=\"" [class] "\" data-label=\"" (label) "\">" (count) "</td>");
    }
    put!(page, "</tr>\n");
}
