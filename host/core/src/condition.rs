//! When does a risk rule apply: conditions over the choices of one question, evaluated and written out.
//!
//! A condition is made of choice ids, `!`, `&&`, `||`, parentheses and the word `default`; `!` binds tighter than `&&`,
//! `&&` than `||`, as in C (AWS does not say; one of 2 045 public rules depends on it).

mod parse;

pub use parse::{DEPTH_MAX, Parsed, SyntaxError, parse};

use crate::{
    lens::{Choice, ChoiceSet, Condition, Question},
    risk::RuleRisk,
};

/// The word that is always true.
pub const DEFAULT: &str = "default";

/// Whether a condition is true when exactly `selected` is selected. Ids ending in `_no` count like any other; a choice
/// that is not applicable is not selected, hence false; an id that the question does not have is false.
#[must_use]
pub fn eval(condition: &Condition, selected: ChoiceSet) -> bool {
    match condition {
        Condition::Default => true,
        Condition::Choice(position) => selected.contains(*position),
        Condition::UnknownChoice(_) => false,
        Condition::Not(inner) => !eval(inner, selected),
        Condition::And(parts) => parts.iter().all(|part| eval(part, selected)),
        Condition::Or(parts) => parts.iter().any(|part| eval(part, selected)),
    }
}

/// The first rule, in lens order, whose condition is true: its position and what it sets.
///
/// `None` when the question has no rules or none is true. Nothing selected is not looked at in any special way; whether
/// rules are asked at all is for [`crate::lens::rules::judge`] to say.
#[must_use]
pub fn evaluate(question: &Question, selected: ChoiceSet) -> Option<(usize, RuleRisk)> {
    question
        .rules
        .as_ref()?
        .iter()
        .enumerate()
        .find(|(_, rule)| eval(&rule.condition, selected))
        .map(|(position, rule)| (position, rule.risk))
}

/// The condition as text with the fewest parentheses, such that [`parse()`] gives the same condition again.
///
/// A position beyond `choices`, which no resolved lens has, is written `?`.
#[must_use]
pub fn print(condition: &Condition, choices: &[Choice]) -> String {
    let mut text = String::new();
    write(condition, choices, &mut text);
    text
}

fn write(condition: &Condition, choices: &[Choice], text: &mut String) {
    match condition {
        Condition::Default => text.push_str(DEFAULT),
        Condition::Choice(position) => text.push_str(choices.get(*position).map_or("?", |choice| &choice.id)),
        Condition::UnknownChoice(id) => text.push_str(id),
        Condition::Not(inner) => {
            text.push('!');
            write_operand(inner, choices, matches!(**inner, Condition::And(_) | Condition::Or(_)), text);
        }
        Condition::And(parts) => {
            for (position, part) in parts.iter().enumerate() {
                text.push_str(if position == 0 { "" } else { " && " });
                write_operand(part, choices, matches!(part, Condition::And(_) | Condition::Or(_)), text);
            }
        }
        Condition::Or(parts) => {
            for (position, part) in parts.iter().enumerate() {
                text.push_str(if position == 0 { "" } else { " || " });
                write_operand(part, choices, matches!(part, Condition::Or(_)), text);
            }
        }
    }
}

fn write_operand(condition: &Condition, choices: &[Choice], parentheses: bool, text: &mut String) {
    if parentheses {
        text.push('(');
    }
    write(condition, choices, text);
    if parentheses {
        text.push(')');
    }
}

#[cfg(test)]
mod tests;
