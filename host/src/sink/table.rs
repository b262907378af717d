//! How is a report written for a terminal? Readable at 80 columns, with words wherever there is a colour.

mod figures;
mod grid;
mod lists;

use architrave_core::report::{Report, Review};

use self::grid::{Cell, Ink, cell, column, grid, inked};
use super::{
    Style,
    width::{Align, clean, wrap},
    words,
};

/// The least width that is laid out for.
const COLUMNS_MIN: usize = 40;

/// What is written so far, and how.
#[derive(Debug)]
struct Paper {
    text: String,
    columns: usize,
    colour: bool,
    top: usize,
}

/// The whole report.
pub(super) fn table(report: &Report, style: &Style) -> String {
    let columns = style.columns.max(COLUMNS_MIN);
    let mut paper = Paper { text: String::new(), columns, colour: style.colour, top: style.top };
    match report.reviews.as_slice() {
        [] => paper.line("no reviews"),
        [review] => one(&mut paper, review),
        reviews => {
            overview(&mut paper, reviews);
            for review in reviews {
                paper.rule();
                one(&mut paper, review);
            }
        }
    }
    verdict(&mut paper, report);
    paper.text
}

/// One review.
fn one(paper: &mut Paper, review: &Review) {
    figures::head(paper, review);
    figures::figures(paper, review);
    figures::pillars(paper, review);
    lists::improvements(paper, review);
    lists::not_applicable(paper, review);
    lists::comparisons(paper, review);
    lists::faults(paper, review);
    lists::diagnostics(paper, review);
}

/// One line per review, where there are several.
fn overview(paper: &mut Paper, reviews: &[Review]) {
    paper.heading(&words::count(u64::try_from(reviews.len()).unwrap_or(u64::MAX), "review"));
    let rows: Vec<Vec<Cell>> = (1_u32..).zip(reviews).map(|(number, review)| overview_row(number, review)).collect();
    let heads = [
        column("#", Align::Right, Some(5)),
        column("Workload", Align::Left, None),
        column("Lens", Align::Left, Some(20)).from(66),
        column("Score", Align::Right, Some(6)),
        column("up to", Align::Right, Some(6)).from(56),
        column("High", Align::Right, Some(6)),
        column("Med", Align::Right, Some(6)).from(50),
        column("Open", Align::Right, Some(6)).from(50),
    ];
    paper.grid(&heads, &rows);
}

fn overview_row(number: u32, review: &Review) -> Vec<Cell> {
    let milestone = review.milestone.as_ref().map(|milestone| format!(" @{}", milestone.number));
    let partial = if review.partial { " partial" } else { "" };
    let counts = &review.risk_counts;
    vec![
        cell(number.to_string()),
        inked(words::workload(review), Ink::Bold),
        cell(format!("{}{}{partial}", review.lens.alias, milestone.unwrap_or_default())),
        cell(review.score.basis_points.map_or_else(|| "–".to_owned(), words::hundredths)),
        cell(words::could_reach(&review.score).unwrap_or_default()),
        cell(counts.high.to_string()),
        cell(counts.medium.to_string()),
        cell((counts.unanswered + counts.unknown).to_string()),
    ]
}

/// Whether the gate lets it pass, and why not.
fn verdict(paper: &mut Paper, report: &Report) {
    let Some(verdict) = &report.verdict else { return };
    let ink = match verdict.passes {
        Some(true) => Ink::Good,
        Some(false) => Ink::High,
        None => Ink::Medium,
    };
    paper.text.push('\n');
    let painted = ink.paint(words::verdict(verdict), paper.colour);
    paper.line(&format!("{} {painted}", Ink::Bold.paint("Verdict:", paper.colour)));
    for because in &verdict.because {
        let text = format!("{} {}: {} ({})", because.outcome, because.rule, because.message, because.review);
        paper.wrapped("  ", &text);
    }
}

impl Paper {
    /// A line that is known to fit.
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// The title of a part, with an empty line before it.
    fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let painted = Ink::Bold.paint(text, self.colour);
        self.line(&painted);
    }

    /// A line across, between reviews.
    fn rule(&mut self) {
        self.text.push('\n');
        let rule = Ink::Dim.paint(&"─".repeat(self.columns), self.colour);
        self.line(&rule);
        self.text.push('\n');
    }

    /// A text in as many lines as it takes, each after `indent`; any text, cleaned here.
    fn wrapped(&mut self, indent: &str, text: &str) {
        let room = self.columns.saturating_sub(indent.len() + 2);
        for (position, line) in wrap(&clean(text), room).iter().enumerate() {
            let hanging = if position == 0 { "" } else { "  " };
            self.line(&format!("{indent}{hanging}{line}"));
        }
    }

    fn grid(&mut self, heads: &[grid::Column], rows: &[Vec<Cell>]) {
        let text = grid(heads, rows, self.columns, self.colour);
        self.text.push_str(&text);
    }
}
