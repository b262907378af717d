//! Conditions and the risk of a question.

use serde_json::Value;

use crate::{Selection, choice_ids, list, text};

/// Whether a condition is true when these choices are selected; `None` when it is no condition.
#[must_use]
pub fn holds(condition: &str, selected: &Selection<'_>) -> Option<bool> {
    let mut spaced = condition.to_owned();
    for operator in ["&&", "||", "!", "(", ")"] {
        spaced = spaced.replace(operator, &format!(" {operator} "));
    }
    let mut values: Vec<bool> = Vec::new();
    let mut operators: Vec<&str> = Vec::new();
    let mut wants_operand = true;
    for word in spaced.split_whitespace() {
        match word {
            "!" | "(" if wants_operand => operators.push(word),
            ")" if !wants_operand => {
                while *operators.last()? != "(" {
                    apply(operators.pop()?, &mut values)?;
                }
                operators.pop();
            }
            "&&" | "||" if !wants_operand => {
                while operators.last().is_some_and(|top| strength(top) >= strength(word)) {
                    apply(operators.pop()?, &mut values)?;
                }
                operators.push(word);
                wants_operand = true;
            }
            "!" | "(" | ")" | "&&" | "||" => return None,
            word if wants_operand && word.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter)) => {
                values.push(word == "default" || selected.contains(word));
                wants_operand = false;
            }
            _ => return None,
        }
    }
    while let Some(operator) = operators.pop() {
        apply(operator, &mut values)?;
    }
    if wants_operand { None } else { values.pop() }
}

fn strength(operator: &str) -> u8 {
    match operator {
        "!" => 3,
        "&&" => 2,
        "||" => 1,
        _ => 0,
    }
}

fn apply(operator: &str, values: &mut Vec<bool>) -> Option<()> {
    let right = values.pop()?;
    let result = match operator {
        "!" => !right,
        "&&" => values.pop()? & right,
        "||" => values.pop()? | right,
        _ => return None,
    };
    values.push(result);
    Some(())
}

/// The risk of a question and the position of the rule that set it, when no risk was recorded.
#[must_use]
pub fn judge(question: &Value, selected: &Selection<'_>, applicable: bool) -> (String, Option<usize>) {
    if !applicable {
        return ("NOT_APPLICABLE".to_owned(), None);
    }
    if selected.is_empty() {
        return ("UNANSWERED".to_owned(), None);
    }
    let first = first_true(question, selected);
    let risk = match first {
        Some((_, "HIGH_RISK")) => "HIGH",
        Some((_, "MEDIUM_RISK")) => "MEDIUM",
        Some((_, "NO_RISK")) => "NONE",
        _ => "unknown",
    };
    (risk.to_owned(), first.map(|(position, _)| position))
}

/// The first true rule and what it sets.
pub(crate) fn first_true<'a>(question: &'a Value, selected: &Selection<'_>) -> Option<(usize, &'a str)> {
    let known = choice_ids(question);
    let selected: Selection<'_> = selected.iter().copied().filter(|id| known.contains(id)).collect();
    for (position, rule) in list(question.get("riskRules")?).iter().enumerate() {
        if holds(text(rule, "condition"), &selected) == Some(true) {
            return Some((position, text(rule, "risk")));
        }
    }
    None
}
