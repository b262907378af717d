//! What does operational excellence ask for where a practice is missing?
//!
//! Guidance only. The tables relate each principle, practice, issue, procedure, tool and reference of the operational
//! excellence document to questions and choices of the AWS Well-Architected Framework lens. Of other lenses this plugin
//! says nothing.

#![forbid(unsafe_code)]

mod procedures;
mod table;

use architrave_guest::{Gap, Guidance, Legend, Lens, Lines, Plugin, Refusal, Review, Settings};
use architrave_plugin_mapping::{self as mapping, Item};

/// All tables, in reading order: what is wrong comes before what to do, and where to read on comes last.
const TABLES: &[&[Item]] = &[
    table::ISSUES,
    table::PRINCIPLES,
    table::PRACTICES,
    procedures::PROCEDURES,
    procedures::TOOLS,
    procedures::REFERENCES,
];

/// The plugin.
#[derive(Debug)]
pub struct OperationalExcellence {
    lines: mapping::Lines,
}

impl Plugin for OperationalExcellence {
    fn prepare(lens: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        Ok(Self { lines: mapping::Lines::resolve(lens, legend, TABLES) })
    }
}

impl Guidance for OperationalExcellence {
    fn advise(&self, _: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>) {
        for line in self.lines.of_gap(gap) {
            lines.add(line);
        }
    }
}

architrave_guest::export!(OperationalExcellence: guidance);

#[cfg(test)]
mod tests;
