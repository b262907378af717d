//! `[gate]`: the rules, and what is wrong with them.

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    gate::{Gate, Rules},
    score::WHOLE,
};

use super::file::{GateSection, RulesSection, Unanswered};

/// Checks the section; shares are basis points.
pub(super) fn check(section: GateSection, file: &str, problems: &mut Vec<Diagnostic>) -> Gate {
    let mut rules = |section: RulesSection, pointer: String| {
        for (name, value) in [("min_completion", section.min_completion), ("min_score", section.min_score)] {
            if let Some(value) = value.filter(|value| *value > WHOLE) {
                problems.push(
                    Diagnostic::error("config.gate", format!("`{name}` is {value}, basis points go from 0 to {WHOLE}"))
                        .help("9000 basis points are 90 %")
                        .at(Location::pointer(Some(file), format!("{pointer}/{name}"))),
                );
            }
        }
        Rules {
            max_high: section.max_high,
            max_medium: section.max_medium,
            min_completion: section.min_completion,
            min_score: section.min_score,
        }
    };
    let overall = RulesSection {
        max_high: section.max_high,
        max_medium: section.max_medium,
        min_completion: section.min_completion,
        min_score: section.min_score,
    };
    let overall = rules(overall, "/gate".to_owned());
    let pillars = section.pillars.into_iter().map(|(id, section)| {
        let pointer = format!("/gate/pillars/{id}");
        (id, rules(section, pointer))
    });
    let pillars = pillars.collect();
    let lenses = section.lenses.into_iter().map(|(alias, section)| {
        let pointer = format!("/gate/lenses/{alias}");
        (alias, rules(section, pointer))
    });
    let lenses = lenses.collect();
    Gate { overall, pillars, lenses, unanswered_is_high: section.unanswered != Some(Unanswered::Ignore) }
}
