//! What do the figures look like? A ring for the score, bars for pillars, a stacked bar for risks: SVG without scripts or
//! styles of its own. Every chart stands beside the figures that it shows, and is hidden from screen readers.

use architrave_core::{
    report::{RiskCounts, Score},
    risk::Risk,
};

use super::markup::{Page, put};

/// The ring of a score: filled up to it, hatched up to what it could still reach.
pub(super) fn ring(page: &mut Page, score: &Score) {
    let now = score.basis_points.unwrap_or(0).min(10_000);
    let reach = score.highest.unwrap_or(now).clamp(now, 10_000) - now;
    put!(page,
        "<svg class=\"ring\" viewBox=\"0 0 120 120\" aria-hidden=\"true\" focusable=\"false\">"
        "<circle class=\"track\" cx=\"60\" cy=\"60\" r=\"52\"/>"
    );
    if reach > 0 {
        put!(page,
            "<path class=\"reach\" d=\"M60 8a52 52 0 1 1 0 104a52 52 0 1 1 0-104\" pathLength=\"10000\" "
            "stroke-dasharray=\"0 " (now) " " (reach) " 10000\"/>"
        );
    }
    if now > 0 {
        put!(page,
            "<path class=\"now\" d=\"M60 8a52 52 0 1 1 0 104a52 52 0 1 1 0-104\" pathLength=\"10000\" "
            "stroke-dasharray=\"" (now) " 10000\"/>"
        );
    }
    put!(page, "</svg>");
}

/// The bar of a score: filled up to it, lighter up to what it could still reach.
pub(super) fn bar(page: &mut Page, score: &Score) {
    let now = score.basis_points.unwrap_or(0).min(10_000);
    let highest = score.highest.unwrap_or(now).clamp(now, 10_000);
    put!(page,
        "<svg class=\"bar\" viewBox=\"0 0 10000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
        "focusable=\"false\">" "<rect class=\"track\" width=\"10000\" height=\"10\"/>"
        "<rect class=\"reach\" width=\"" (highest) "\" height=\"10\"/>" "<rect class=\"now\" width=\"" (now)
        "\" height=\"10\"/></svg>"
    );
}

/// Questions by risk, in one bar.
pub(super) fn stack(page: &mut Page, counts: &RiskCounts) {
    let total: u32 = of_risk(counts).iter().map(|(_, count)| count).sum();
    put!(page,
        "<svg class=\"stack\" viewBox=\"0 0 " (total.max(1))
        " 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
    );
    let mut start = 0;
    for (risk, count) in of_risk(counts) {
        if count > 0 {
            put!(page,
                "<rect class=\"" [class(risk)] "\" x=\"" (start) "\" width=\"" (count)
                "\" height=\"10\" vector-effect=\"non-scaling-stroke\"/>"
            );
        }
        start += count;
    }
    put!(page, "</svg>");
}

/// Counts in the order of severity.
pub(super) const fn of_risk(counts: &RiskCounts) -> [(Risk, u32); 6] {
    [
        (Risk::High, counts.high),
        (Risk::Medium, counts.medium),
        (Risk::NoRisk, counts.none),
        (Risk::Unanswered, counts.unanswered),
        (Risk::Unknown, counts.unknown),
        (Risk::NotApplicable, counts.not_applicable),
    ]
}

/// The CSS class of a risk.
pub(super) const fn class(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "high",
        Risk::Medium => "medium",
        Risk::NoRisk => "none",
        Risk::Unanswered => "open",
        Risk::NotApplicable => "na",
        Risk::Unknown => "unknown",
    }
}

/// The sign of a risk, so that its colour is not needed to read it.
pub(super) const fn sign(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "H",
        Risk::Medium => "M",
        Risk::NoRisk => "✓",
        Risk::Unanswered => "?",
        Risk::NotApplicable => "–",
        Risk::Unknown => "!",
    }
}
