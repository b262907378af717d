//! How good is it? The head of a review, its figures, and its pillars.

use architrave_core::{
    report::{Review, RiskCounts, Score},
    risk::Risk,
};

use super::{
    Paper,
    grid::{Cell, Ink, cell, column, exact, inked},
};
use crate::sink::{
    width::{Align, clean, pad},
    words,
};

/// Cells of the bar that shows a score.
const BAR_COLUMNS: u32 = 20;

/// Columns that a figure's name takes.
const LABEL_COLUMNS: usize = 14;

/// Which workload, lens, milestone and day.
pub(super) fn head(paper: &mut Paper, review: &Review) {
    if review.partial {
        paper.wrapped("", &words::PARTIAL.to_uppercase());
    }
    let title = format!("{} · {}", words::workload(review), words::lens(review));
    for line in crate::sink::width::wrap(&title, paper.columns) {
        let painted = Ink::Bold.paint(&line, paper.colour);
        paper.line(&painted);
    }
    let mut facts = vec![words::milestone(review)];
    facts.extend(review.reviewed_at.as_deref().map(words::day));
    let workload = &review.workload;
    facts.extend(
        [&workload.environment, &workload.account, &workload.region].into_iter().flatten().map(|text| clean(text)),
    );
    facts.extend(
        review
            .lens
            .status
            .as_deref()
            .filter(|status| *status != "CURRENT")
            .map(|status| format!("lens status {}", clean(status))),
    );
    paper.wrapped("", &facts.join(" · "));
    paper.text.push('\n');
}

/// Score, completion, risks, what there is to do.
pub(super) fn figures(paper: &mut Paper, review: &Review) {
    let by = review.score.plugin.as_deref().map(|plugin| format!(" ({})", clean(plugin))).unwrap_or_default();
    let range = words::could_reach(&review.score)
        .map(|highest| format!(", up to {highest} once all is answered"))
        .unwrap_or_default();
    figure(paper, "Score", &format!("{}{range}{by}", words::score(&review.score)));
    let measures: Vec<String> = review.measures.iter().map(|(id, value)| format!("{} {value}", clean(id))).collect();
    if !measures.is_empty() {
        figure(paper, "Measures", &measures.join(", "));
    }
    let console =
        format!("{}; AWS console: {}", words::completion(&review.completion), words::console(&review.completion));
    figure(paper, "Completion", &console);
    figure(paper, "Risks", &risks(&review.risk_counts));
    if let Some(counts) = review.prioritized_risk_counts.filter(|counts| *counts != RiskCounts::default()) {
        figure(paper, "Prioritized", &risks(&counts));
    }
    figure(paper, "To improve", &to_improve(review));
}

fn figure(paper: &mut Paper, label: &str, text: &str) {
    let room = paper.columns.saturating_sub(LABEL_COLUMNS);
    for (position, line) in crate::sink::width::wrap(&clean(text), room).iter().enumerate() {
        let label = pad(if position == 0 { label } else { "" }, LABEL_COLUMNS, Align::Left);
        let painted = Ink::Dim.paint(&label, paper.colour);
        paper.line(&format!("{painted}{line}"));
    }
}

/// Each risk with its count; `unknown` only where it occurs.
fn risks(counts: &RiskCounts) -> String {
    let figures = [
        (Risk::High, counts.high),
        (Risk::Medium, counts.medium),
        (Risk::NoRisk, counts.none),
        (Risk::Unanswered, counts.unanswered),
        (Risk::NotApplicable, counts.not_applicable),
        (Risk::Unknown, counts.unknown),
    ];
    let shown = figures.into_iter().filter(|(risk, count)| *risk != Risk::Unknown || *count > 0);
    shown
        .map(|(risk, count)| format!("{} {count}", words::risk(risk)).replace(' ', "\u{a0}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn to_improve(review: &Review) -> String {
    let totals = &review.totals;
    if totals.improvements == 0 {
        return "nothing".to_owned();
    }
    let effort = match (totals.effort_days, totals.not_estimated) {
        (_, missing) if missing == totals.improvements => "no effort estimated".to_owned(),
        (days, 0) => words::count(days, "day"),
        (days, missing) => format!("{} estimated, {missing} entries without an estimate", words::count(days, "day")),
    };
    format!(
        "{} and {}; {} of high priority; {effort}",
        words::count(totals.questions, "question"),
        words::count(totals.practices, "missing practice"),
        totals.high_priority,
    )
}

/// One line per pillar, also for those without questions.
pub(super) fn pillars(paper: &mut Paper, review: &Review) {
    if review.pillars.is_empty() {
        return;
    }
    paper.text.push('\n');
    let rows: Vec<Vec<Cell>> = review
        .pillars
        .iter()
        .map(|pillar| {
            let counts = &pillar.risk_counts;
            let open = counts.unanswered + counts.unknown;
            vec![
                cell(&pillar.name),
                cell(pillar.score.basis_points.map_or_else(|| "–".to_owned(), words::hundredths)),
                bar(&pillar.score),
                tally(counts.high, Ink::High),
                tally(counts.medium, Ink::Medium),
                tally(counts.none, Ink::Good),
                tally(open, Ink::Plain),
                tally(counts.not_applicable, Ink::Dim),
            ]
        })
        .collect();
    let heads = [
        column("Pillar", Align::Left, None),
        column("Score", Align::Right, Some(6)),
        column("", Align::Left, Some(20)).from(70),
        column("High", Align::Right, Some(5)),
        column("Med", Align::Right, Some(5)),
        column("None", Align::Right, Some(5)).from(52),
        column("Open", Align::Right, Some(5)),
        column("N/A", Align::Right, Some(5)).from(52),
    ];
    paper.grid(&heads, &rows);
}

fn tally(count: u32, ink: Ink) -> Cell {
    match count {
        0 => inked("·", Ink::Dim),
        _ => inked(count.to_string(), ink),
    }
}

/// `█` up to the score, `▒` up to what it could still reach, `·` for the rest; why there is none where there is none.
fn bar(score: &Score) -> Cell {
    let (Some(now), Some(highest)) = (score.basis_points, score.highest) else {
        return inked(words::because_short(score.because), Ink::Dim);
    };
    let cells = |basis_points: u32| usize::try_from(basis_points.min(10_000) * BAR_COLUMNS / 10_000).unwrap_or(0);
    let (filled, reached) = (cells(now), cells(highest.max(now)));
    let rest = cells(10_000).saturating_sub(reached);
    exact(
        format!("{}{}{}", "█".repeat(filled), "▒".repeat(reached.saturating_sub(filled)), "·".repeat(rest)),
        Ink::Plain,
    )
}
