//! A review of the whole framework, for the tests of plugins.

use std::collections::BTreeSet;

use architrave_guest::{Level, native::Fixture};

/// The AWS Well-Architected Framework lens as the catalogue has it, with nothing answered. Each question has a last
/// choice that says that no practice is met.
///
/// `catalogue` is the text of the host's catalogue: lines of pillar, question code, question id, choice id, practice and
/// level; lines that start with `#` are remarks.
#[must_use]
pub fn framework(catalogue: &str) -> Fixture {
    let lines = catalogue.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let mut fixture = Fixture::new();
    let mut pillars = BTreeSet::new();
    for question in rows.chunk_by(|first, second| first.get(2) == second.get(2)) {
        let Some([pillar, code, id, ..]) = question.first().map(Vec::as_slice) else { continue };
        if pillars.insert(*pillar) {
            fixture = fixture.pillar(pillar);
        }
        let practices: Vec<(&str, Level)> = question.iter().filter_map(|row| practice(row)).collect();
        fixture = fixture.question(id, &practices);
        if let Some(added) = fixture.lens.questions.last_mut() {
            (*code).clone_into(&mut added.code);
        }
    }
    "wellarchitected".clone_into(&mut fixture.lens.alias);
    fixture
}

fn practice<'a>(row: &[&'a str]) -> Option<(&'a str, Level)> {
    let level = match *row.get(5)? {
        "HIGH" => Level::High,
        "MEDIUM" => Level::Medium,
        "LOW" => Level::Low,
        _ => Level::Unknown,
    };
    Some((row.get(3)?, level))
}
