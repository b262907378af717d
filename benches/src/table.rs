//! How does it compare? One table: what was measured, beside what, how they relate, and what they should.

#![expect(clippy::float_arithmetic, reason = "times are measured, not scored")]

use std::fmt::Write as _;

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// Ours.
    pub ours: Figure,
    /// What it is held against, and its figure; `None` where the bar is a figure itself.
    pub beside: Option<(String, Figure)>,
    /// How they relate.
    pub relation: Relation,
    /// How they should; `None` where it is shown only to compare.
    pub bar: Option<Bar>,
}

/// Something measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A time.
    Nanoseconds(f64),
    /// Memory.
    Bytes(f64),
    /// Reviews per second.
    PerSecond(f64),
    /// How many times as much is done.
    Gain(f64),
}

/// How ours and the other relate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Relation {
    /// Ours is so many times the other.
    Times(f64),
    /// Ours is so many times as fast as the other.
    Faster(f64),
    /// There is no other.
    Alone,
}

/// What should hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// The relation is at most this.
    AtMost(f64),
    /// The relation is at least this.
    AtLeast(f64),
    /// Our figure is at most this.
    Within(Figure),
}

impl Row {
    /// Whether the bar is met; `None` where there is none.
    #[must_use]
    pub fn is_met(&self) -> Option<bool> {
        let relation = match self.relation {
            Relation::Times(value) | Relation::Faster(value) => value,
            Relation::Alone => 0.0,
        };
        self.bar.map(|bar| match bar {
            Bar::AtMost(most) => relation <= most,
            Bar::AtLeast(least) => relation >= least,
            Bar::Within(most) => self.ours.value() <= most.value(),
        })
    }

    fn cells(&self) -> [String; 6] {
        let beside = self.beside.as_ref().map_or_else(String::new, |(name, figure)| format!("{figure} {name}"));
        let relation = match self.relation {
            Relation::Times(value) => format!("{} ×", digits(value)),
            Relation::Faster(value) => format!("{} × as fast", digits(value)),
            Relation::Alone => String::new(),
        };
        let bar = self.bar.map_or_else(String::new, |bar| match bar {
            Bar::AtMost(most) => format!("≤ {} ×", digits(most)),
            Bar::AtLeast(least) => format!("≥ {} ×", digits(least)),
            Bar::Within(most) => format!("≤ {most}"),
        });
        let met = match self.is_met() {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        [self.what.clone(), self.ours.to_string(), beside, relation, bar, met.to_owned()]
    }
}

impl Figure {
    const fn value(self) -> f64 {
        match self {
            Self::Nanoseconds(value) | Self::Bytes(value) | Self::PerSecond(value) | Self::Gain(value) => value,
        }
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const NAMES_OF_TIME: [(f64, &str); 4] = [(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns")];
        const NAMES_OF_SIZE: [(f64, &str); 3] = [(1_048_576.0, "MiB"), (1_024.0, "KiB"), (1.0, "B")];
        let (value, name) = match *self {
            Self::Nanoseconds(value) => in_unit(value, &NAMES_OF_TIME),
            Self::Bytes(value) => in_unit(value, &NAMES_OF_SIZE),
            Self::PerSecond(value) => (value, "/s"),
            Self::Gain(value) => (value, "×"),
        };
        write!(formatter, "{} {name}", digits(value))
    }
}

/// In the largest unit of which there is one.
fn in_unit<'a>(value: f64, units: &[(f64, &'a str)]) -> (f64, &'a str) {
    let unit = units.iter().find(|(size, _)| value.abs() >= *size).or(units.last());
    unit.map_or((value, ""), |(size, name)| (value / size, *name))
}

/// Three digits, or all before the point.
fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The table as Markdown, in columns that also line up as plain text.
#[must_use]
pub fn markdown(rows: &[Row]) -> String {
    let head = ["what", "ours", "peer or floor", "ratio", "bar", "met"].map(str::to_owned);
    let lines: Vec<[String; 6]> = [head].into_iter().chain(rows.iter().map(Row::cells)).collect();
    let mut widths = [0; 6];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for (position, line) in lines.iter().enumerate() {
        for (cell, width) in line.iter().zip(widths) {
            let _ = write!(text, "| {cell:width$} ");
        }
        text.push_str("|\n");
        if position == 0 {
            for width in widths {
                let _ = write!(text, "|{:-<1$}", "", width + 2);
            }
            text.push_str("|\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_units_and_three_digits() {
        for (figure, text) in [
            (Figure::Nanoseconds(0.4), "0.40 ns"),
            (Figure::Nanoseconds(120.0), "120 ns"),
            (Figure::Nanoseconds(6_543.0), "6.54 µs"),
            (Figure::Nanoseconds(38_200_000.0), "38.2 ms"),
            (Figure::Bytes(262_144.0), "256 KiB"),
            (Figure::Bytes(-2_048.0), "-2.00 KiB"),
            (Figure::PerSecond(1234.5), "1234 /s"),
        ] {
            assert_eq!(figure.to_string(), text);
        }
    }

    #[test]
    fn bars_are_kept_to_the_digit() {
        let row = |relation, bar| Row {
            what: "one".to_owned(),
            ours: Figure::Nanoseconds(41e6),
            beside: None,
            relation,
            bar: Some(bar),
        };
        for (relation, bar, met) in [
            (Relation::Times(2.0), Bar::AtMost(2.0), true),
            (Relation::Times(2.01), Bar::AtMost(2.0), false),
            (Relation::Faster(49.9), Bar::AtLeast(50.0), false),
            (Relation::Faster(50.0), Bar::AtLeast(50.0), true),
            (Relation::Alone, Bar::Within(Figure::Nanoseconds(40e6)), false),
            (Relation::Alone, Bar::Within(Figure::Nanoseconds(41e6)), true),
        ] {
            assert_eq!(row(relation, bar).is_met(), Some(met), "{relation:?} {bar:?}");
        }
        let table = markdown(&[row(Relation::Times(2.01), Bar::AtMost(2.0))]);
        assert_eq!(table.lines().count(), 3);
        assert!(table.contains("| one  | 41.0 ms |"), "{table}");
        assert!(table.contains("| 2.01 × | ≤ 2.00 × | **no** |"), "{table}");
    }
}
