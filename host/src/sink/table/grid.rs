//! How do rows stand in columns on a terminal? One column may stretch and is cut to what is left of the width.

use crate::sink::width::{Align, clean, cut, pad, width};

/// The colour of a cell, which repeats what its words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Bold,
    Dim,
    High,
    Medium,
    Good,
}

impl Ink {
    /// ANSI's select graphic rendition; empty for plain.
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::High => "1;31",
            Self::Medium => "33",
            Self::Good => "32",
        }
    }

    /// The text in this colour, or as it is.
    pub(super) fn paint(self, text: &str, colour: bool) -> String {
        match (colour, self) {
            (false, _) | (true, Self::Plain) => text.to_owned(),
            (true, _) => format!("\u{1b}[{}m{text}\u{1b}[0m", self.code()),
        }
    }
}

/// A cell: its text, cleaned, and its colour.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    text: String,
    ink: Ink,
}

/// A plain cell.
pub(super) fn cell(text: impl AsRef<str>) -> Cell {
    inked(text, Ink::Plain)
}

/// A coloured cell.
pub(super) fn inked(text: impl AsRef<str>, ink: Ink) -> Cell {
    Cell { text: clean(text.as_ref()), ink }
}

/// A cell that is cleaned already, spaces at its start included.
pub(super) fn exact(text: String, ink: Ink) -> Cell {
    Cell { text, ink }
}

/// A column of a grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its head; empty for none.
    pub(super) head: &'static str,
    /// Where its cells stand.
    pub(super) align: Align,
    /// The most columns it takes; `None` for the one that stretches.
    pub(super) most: Option<usize>,
    /// How wide the terminal must be for it to be shown.
    pub(super) from: usize,
}

/// A column that is always shown.
pub(super) const fn column(head: &'static str, align: Align, most: Option<usize>) -> Column {
    Column { head, align, most, from: 0 }
}

impl Column {
    /// The same, shown only on a terminal that is at least so wide.
    pub(super) const fn from(self, columns: usize) -> Self {
        Self { from: columns, ..self }
    }
}

/// The grid, two spaces between columns, no wider than `columns` unless its fixed columns are.
pub(super) fn grid(heads: &[Column], rows: &[Vec<Cell>], columns: usize, colour: bool) -> String {
    let shown = |position: usize| heads.get(position).is_some_and(|head| head.from <= columns);
    let rows: Vec<Vec<&Cell>> = rows
        .iter()
        .map(|row| row.iter().enumerate().filter(|(position, _)| shown(*position)).map(|(_, cell)| cell).collect())
        .collect();
    let heads: Vec<Column> = heads.iter().copied().filter(|head| head.from <= columns).collect();
    let widths = widths(&heads, &rows, columns);
    let mut out = String::new();
    if heads.iter().any(|head| !head.head.is_empty()) {
        let cells: Vec<Cell> = heads.iter().map(|head| inked(head.head, Ink::Dim)).collect();
        push_row(&mut out, &cells.iter().collect::<Vec<_>>(), &heads, &widths, colour);
    }
    for row in &rows {
        push_row(&mut out, row, &heads, &widths, colour);
    }
    out
}

/// What each column takes: no more than its widest cell, and what is left for the one that stretches.
fn widths(heads: &[Column], rows: &[Vec<&Cell>], columns: usize) -> Vec<usize> {
    let natural = |(position, head): (usize, &Column)| {
        let cells = rows.iter().filter_map(|row| row.get(position)).map(|cell| width(&cell.text));
        let widest = cells.chain([width(head.head)]).max().unwrap_or(0);
        widest.min(head.most.unwrap_or(usize::MAX))
    };
    let natural: Vec<usize> = heads.iter().enumerate().map(natural).collect();
    let fixed = heads.iter().zip(&natural).filter(|(head, _)| head.most.is_some()).map(|(_, width)| width);
    let taken = fixed.sum::<usize>() + 2 * heads.len().saturating_sub(1);
    let left = columns.saturating_sub(taken).max(8);
    heads.iter().zip(natural).map(|(head, width)| if head.most.is_some() { width } else { left.min(width) }).collect()
}

fn push_row(out: &mut String, row: &[&Cell], heads: &[Column], widths: &[usize], colour: bool) {
    let mut gap = 0;
    for ((cell, head), columns) in row.iter().zip(heads).zip(widths) {
        let padded = pad(&cut(&cell.text, *columns), *columns, head.align);
        let before = padded.len() - padded.trim_start().len();
        let after = padded.len() - padded.trim_end().len();
        gap += before;
        if !padded.trim().is_empty() {
            out.push_str(&" ".repeat(gap));
            out.push_str(&cell.ink.paint(padded.trim(), colour));
            gap = after;
        }
        gap += 2;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADS: [Column; 3] = [
        column("#", Align::Right, Some(3)),
        column("Title", Align::Left, None),
        column("Days", Align::Right, Some(5)).from(20),
    ];

    #[test]
    fn rows_fit_and_end_without_spaces() {
        for (columns, expected) in [
            (40, "  #  Title                Days\n  1  A wide title 日本語    12\n100                          1\n"),
            (24, "  #  Title          Days\n  1  A wide title…    12\n100                    1\n"),
            (16, "  #  Title\n  1  A wide tit…\n100\n"),
        ] {
            let rows =
                [vec![cell("1"), cell("A wide title 日本語"), cell("12")], vec![cell("100"), cell(""), cell("1")]];
            assert_eq!(grid(&HEADS, &rows, columns, false), expected);
        }
    }

    #[test]
    fn colour_changes_no_width() {
        let rows = [vec![inked("1", Ink::High), cell("Title"), inked("2", Ink::Good)]];
        let mut stripped = grid(&HEADS, &rows, 40, true);
        for code in ["\u{1b}[0m", "\u{1b}[2m", "\u{1b}[1;31m", "\u{1b}[32m"] {
            stripped = stripped.replace(code, "");
        }
        assert_eq!(stripped, grid(&HEADS, &rows, 40, false));
    }
}
