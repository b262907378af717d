//! What was measured, for people: a table per review.

use architrave_core::manifest::Class;

use super::{Report, Review, Row};

/// Reads `-` where nothing was measured.
const NONE: &str = "-";

impl Report {
    /// For people: what there is, a table per review, and a table of sizes; within 96 columns.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { plugin, version, sha256, component_bytes, code_bytes, .. } = self;
        let mut text = format!("{plugin} {version}  sha256 {sha256}\n");
        let (class, load) = (class(self.class), tenths(self.load_ns, 1_000_000));
        text.push_str(&format!(
            "class {class}, as its manifest asks; component {component_bytes} bytes, compiled {code_bytes} bytes, loaded in {load} ms\n"
        ));
        text.push_str(&match (self.starts_from, &self.no_image) {
            ("image", _) => "a review starts from an image of the prepared plugin\n".to_owned(),
            (_, Some(why)) => format!("every review calls `prepare`, since there is no image: {why}\n"),
            (_, None) => "every review calls `prepare`\n".to_owned(),
        });
        for review in &self.reviews {
            review.write(&mut text);
        }
        if !self.sizes.is_empty() {
            text.push_str("\ngenerated reviews, all roles\n");
            header(&mut text, "questions");
            for size in &self.sizes {
                size.cost.write(&mut text, &size.questions.to_string());
            }
        }
        text.push_str("\nfloors: `fresh` beside an instance that starts the same way and answers one empty call\n");
        text.push_str("limit: the nearest call beside what it may use; fuel of a role is without `prepare`\n");
        text
    }
}

impl Review {
    fn write(&self, text: &mut String) {
        let Self { workload, lens, questions, gaps, .. } = self;
        let floor =
            self.floor_ns.map_or_else(String::new, |floor_ns| format!("; the floor is {} µs", tenths(floor_ns, 1_000)));
        text.push_str(&format!("\n{workload}, lens {lens}: {questions} questions, {gaps} gaps{floor}\n"));
        header(text, "");
        self.prepare.write(text, self.prepare.what);
        for row in &self.roles {
            row.write(text, row.what);
        }
    }
}

fn header(text: &mut String, first: &str) {
    line(
        text,
        first,
        &["fresh µs", "floors", "reused µs", "fuel", "limit", "memory", "limit", "rows", "bytes", "limit"]
            .map(str::to_owned),
    );
}

impl Row {
    fn write(&self, text: &mut String, first: &str) {
        if let Some(fault) = &self.fault {
            text.push_str(&format!("{first:<10}{fault}\n"));
            return;
        }
        let time = |ns: Option<u64>| ns.map_or_else(|| NONE.to_owned(), |ns| tenths(ns, 1_000));
        line(
            text,
            first,
            &[
                time(self.fresh_ns),
                time(self.floor_per_mille),
                time(self.reused_ns),
                self.fuel.to_string(),
                percent(self.fuel_of_limit),
                format!("{} KiB", self.memory_bytes / 1_024),
                percent(self.memory_of_limit),
                self.rows.to_string(),
                self.output_bytes.to_string(),
                percent(self.output_of_limit),
            ],
        );
    }
}

fn line(text: &mut String, first: &str, cells: &[String; 10]) {
    const WIDTHS: [usize; 10] = [11, 7, 10, 11, 7, 10, 7, 6, 8, 7];
    text.push_str(&format!("{first:<10}"));
    for (cell, width) in cells.iter().zip(WIDTHS) {
        text.push_str(&format!("{cell:>width$}"));
    }
    text.push('\n');
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Native => "native",
        Class::Scripting => "scripting",
    }
}

/// With one decimal.
fn tenths(value: u64, unit: u64) -> String {
    let tenths = value.saturating_mul(10).checked_div(unit).unwrap_or_default();
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Of basis points, with one decimal; `<0.1` for what is not nothing.
fn percent(basis_points: u64) -> String {
    match basis_points {
        0 => "0 %".to_owned(),
        1..10 => "<0.1 %".to_owned(),
        _ => format!("{}.{} %", basis_points / 100, basis_points % 100 / 10),
    }
}
