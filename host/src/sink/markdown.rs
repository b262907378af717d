//! How is a report written for a comment on a pull request? Verdict and summary first, pillars, the first improvements.
//!
//! Texts from the input are escaped so that they are neither markup nor HTML, mention nobody, refer to no issue and link
//! nowhere by themselves.

use std::fmt::Write as _;

use architrave_core::{
    report::{Improvement, Pillar, Report, Review},
    risk::Risk,
};

use super::{Style, width::clean, words};

/// The whole report.
pub(super) fn markdown(report: &Report, style: &Style) -> String {
    let mut out = String::from("## Well-Architected scorecard\n");
    verdict(&mut out, report);
    match report.reviews.as_slice() {
        [] => out.push_str("\nNo reviews.\n"),
        [review] => one(&mut out, review, style),
        reviews => {
            overview(&mut out, reviews);
            for review in reviews {
                one(&mut out, review, style);
            }
        }
    }
    let _ = writeln!(
        out,
        "\n<sub>Architrave {}, snapshot `{}`</sub>",
        escaped(&report.engine.version),
        short(&report.snapshot.sha256)
    );
    out
}

fn verdict(out: &mut String, report: &Report) {
    let Some(verdict) = &report.verdict else { return };
    let sign = match verdict.passes {
        Some(true) => "✅",
        Some(false) => "❌",
        None => "❔",
    };
    let _ = writeln!(out, "\n{sign} **The gate: {}.**", words::verdict(verdict));
    if !verdict.because.is_empty() {
        out.push('\n');
    }
    for because in &verdict.because {
        let _ = writeln!(
            out,
            "- {} {}: {} ({})",
            escaped(because.outcome),
            escaped(&because.rule),
            escaped(&because.message),
            escaped(&because.review)
        );
    }
}

fn overview(out: &mut String, reviews: &[Review]) {
    out.push_str("\n| Workload | Lens | Milestone | Score | Up to | High | Medium | Open |\n");
    out.push_str("|---|---|---|--:|--:|--:|--:|--:|\n");
    for review in reviews {
        let milestone = review.milestone.as_ref().map_or_else(|| "now".to_owned(), |found| found.number.to_string());
        let counts = &review.risk_counts;
        let _ = writeln!(
            out,
            "| {} | {} | {milestone} | {} | {} | {} | {} | {} |",
            escaped(&words::workload(review)),
            escaped(&review.lens.alias),
            review.score.basis_points.map_or_else(|| "–".to_owned(), words::hundredths),
            words::could_reach(&review.score).unwrap_or_default(),
            counts.high,
            counts.medium,
            counts.unanswered + counts.unknown,
        );
    }
}

fn one(out: &mut String, review: &Review, style: &Style) {
    let _ = writeln!(out, "\n### {} · {}\n", escaped(&words::workload(review)), escaped(&words::lens(review)));
    if review.partial {
        let _ = writeln!(out, "⚠️ **{}**\n", words::PARTIAL);
    }
    let mut facts = vec![escaped(&words::milestone(review))];
    facts.extend(review.reviewed_at.as_deref().map(|at| escaped(&words::day(at))));
    let _ = writeln!(out, "{}\n", facts.join(" · "));
    summary(out, review);
    pillars(out, &review.pillars);
    improvements(out, review, style.top);
    remarks(out, review);
}

fn summary(out: &mut String, review: &Review) {
    let range = words::could_reach(&review.score)
        .map(|highest| format!(", up to {highest} once all is answered"))
        .unwrap_or_default();
    let by = review.score.plugin.as_deref().map(|plugin| format!(" ({})", escaped(plugin))).unwrap_or_default();
    let _ = writeln!(out, "- **Score: {}**{range}{by}", words::score(&review.score));
    let completion = words::completion(&review.completion);
    let _ = writeln!(out, "- Completion: {completion}; AWS console: {}", words::console(&review.completion));
    let counts = &review.risk_counts;
    let unknown = if counts.unknown > 0 { format!(", unknown {}", counts.unknown) } else { String::new() };
    let _ = writeln!(
        out,
        "- Risks: **high {}**, medium {}, none {}, unanswered {}, not applicable {}{unknown}",
        counts.high, counts.medium, counts.none, counts.unanswered, counts.not_applicable
    );
    for (noun, reasons) in
        [("question", &review.not_applicable.questions), ("practice", &review.not_applicable.practices)]
    {
        if !reasons.is_empty() {
            let total: u32 = reasons.values().sum();
            let parts: Vec<String> = reasons
                .iter()
                .map(|(reason, count)| format!("{count} {}", escaped(&words::reason_with_acceptance(reason))))
                .collect();
            let _ = writeln!(out, "- Not applicable: {}: {}", words::count(total, noun), parts.join(", "));
        }
    }
}

fn pillars(out: &mut String, pillars: &[Pillar]) {
    if pillars.is_empty() {
        return;
    }
    out.push_str("\n| Pillar | Score | Up to | High | Medium | None | Open | N/A |\n");
    out.push_str("|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for pillar in pillars {
        let counts = &pillar.risk_counts;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            escaped(&pillar.name),
            pillar.score.basis_points.map_or_else(|| words::because(pillar.score.because), words::hundredths),
            words::could_reach(&pillar.score).unwrap_or_default(),
            counts.high,
            counts.medium,
            counts.none,
            counts.unanswered + counts.unknown,
            counts.not_applicable,
        );
    }
}

fn improvements(out: &mut String, review: &Review, top: usize) {
    if review.improvements.is_empty() {
        out.push_str("\nNothing to improve.\n");
        return;
    }
    let shown = review.improvements.len().min(top);
    match review.improvements.len() - shown {
        0 => out.push_str("\n**To improve**\n\n"),
        _ => {
            let _ = writeln!(out, "\n**To improve**, the first {shown} of {}\n", review.improvements.len());
        }
    }
    out.push_str("| # | Priority | Risk | Practice | Severity | Effort |\n|--:|--:|---|---|---|--:|\n");
    for entry in review.improvements.iter().take(shown) {
        improvement(out, entry);
    }
}

fn improvement(out: &mut String, entry: &Improvement) {
    let code = entry.practice.as_deref().or(entry.choice.as_deref()).unwrap_or(&entry.question);
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} {} | {} | {} |",
        entry.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        entry.priority.map_or_else(|| "–".to_owned(), |priority| priority.to_string()),
        words::risk(Risk::parse(entry.risk)),
        escaped(code),
        escaped(&entry.title),
        entry.severity.map_or("–", words::severity),
        words::effort(entry.effort.as_ref()),
    );
}

fn remarks(out: &mut String, review: &Review) {
    let mut lines = Vec::new();
    for comparison in &review.comparisons {
        let measures: String =
            comparison.measures.iter().map(|(id, value)| format!(", {} {value}", escaped(id))).collect();
        lines.push(format!(
            "compared with {}: {}{measures}",
            escaped(&comparison.plugin),
            words::score(&comparison.score)
        ));
    }
    for fault in &review.faults {
        lines.push(format!(
            "⚠️ fault of {} in {}: {}: {}",
            escaped(&fault.plugin),
            fault.role.as_str(),
            fault.fault,
            escaped(&fault.detail)
        ));
    }
    for diagnostic in &review.diagnostics {
        let help = diagnostic.help.as_deref().map(|help| format!(" {}", escaped(help))).unwrap_or_default();
        lines.push(format!("{}: {}.{help}", escaped(diagnostic.code), escaped(&diagnostic.message)));
    }
    if !lines.is_empty() {
        let _ = writeln!(out, "\n- {}", lines.join("\n- "));
    }
}

/// The first twelve digits of a digest.
fn short(digest: &str) -> String {
    digest.chars().take(12).filter(char::is_ascii_hexdigit).collect()
}

/// The text on one line, with nothing in it that GitHub-flavoured Markdown reads as markup.
fn escaped(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len());
    for character in cleaned.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A zero-width space after it, so that it neither mentions nor refers nor links.
            '@' | '#' => {
                if character == '#' {
                    escaped.push('\\');
                }
                escaped.push(character);
                escaped.push('\u{200b}');
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped.replace("www.", "www\u{200b}.").replace("://", ":\u{200b}//")
}
