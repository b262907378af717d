//! Are conditions read, evaluated and written as C would, with errors that point at the cause?

use super::*;
use crate::risk::Level;

fn choices() -> Vec<Choice> {
    ["a", "b", "c", "b-2.x", "a_no"]
        .into_iter()
        .map(|id| Choice {
            id: id.to_owned().into(),
            practice: None,
            title: String::new(),
            level: Level::Unknown,
            none_of_these: id.ends_with("_no"),
            plan: None,
            url: None,
        })
        .collect()
}

/// `truth` has one character per selection of `a`, `b`, `c`: nothing, a, b, ab, c, ac, bc, abc.
#[track_caller]
fn check(text: &str, printed: &str, truth: &str) {
    let choices = choices();
    let parsed = parse(text, &choices).unwrap();
    assert_eq!(print(&parsed.condition, &choices), printed);
    assert_eq!(parse(printed, &choices).unwrap().condition, parsed.condition, "printed text must mean the same");
    let found: String =
        (0..8).map(|selected| if eval(&parsed.condition, ChoiceSet(selected)) { '1' } else { '0' }).collect();
    assert_eq!(found, truth);
}

#[test]
fn conditions_bind_as_in_c() {
    check("default", "default", "11111111");
    check("a", "a", "01010101");
    check(" ! a ", "!a", "10101010");
    check("!!a", "!!a", "01010101");
    check("a && b", "a && b", "00010001");
    check("a||b", "a || b", "01110111");
    check("a || b && c", "a || b && c", "01010111");
    check("a && b || c", "a && b || c", "00011111");
    check("a && (b || c)", "a && (b || c)", "00010101");
    check("!a && b", "!a && b", "00100010");
    check("!(a && b)", "!(a && b)", "11101110");
    check("((a))", "a", "01010101");
    check("(a && b) && c", "(a && b) && c", "00000001");
    check("a || (b || c)", "a || (b || c)", "01111111");
    check("(a || b) && (!a || c)", "(a || b) && (!a || c)", "00100111");
    check("(a) && (!a)", "a && !a", "00000000");
    check("b-2.x || a_no", "b-2.x || a_no", "00000000");
    check("Default", "Default", "00000000");
    check("nobody\t&&\na", "nobody && a", "00000000");
}

#[track_caller]
fn check_unknown(text: &str, spans: &[(u32, u32)]) {
    assert_eq!(parse(text, &choices()).unwrap().unknown, spans);
}

#[test]
fn unknown_choices_are_located() {
    check_unknown("a && b", &[]);
    check_unknown("a && bb", &[(5, 7)]);
    check_unknown("!x || (é || default)", &[(1, 2), (7, 9)]);
}

#[track_caller]
fn check_error(text: &str, message: &str, span: (u32, u32)) {
    let error = parse(text, &choices()).unwrap_err();
    assert_eq!((error.message.as_str(), error.span), (message, span));
}

#[test]
fn errors_point_at_the_cause() {
    check_error("", "it is empty", (0, 0));
    check_error("  ", "it is empty", (2, 2));
    check_error("a &&", "expected a choice, `!` or `(`, found the end", (4, 4));
    check_error("a b", "expected `&&`, `||` or the end, found `b`", (2, 3));
    check_error("a and b", "expected `&&`, `||` or the end, found `and`", (2, 5));
    check_error("a & b", "`&` has no meaning in a condition", (2, 3));
    check_error("a | b", "`|` has no meaning in a condition", (2, 3));
    check_error("é = a", "`=` has no meaning in a condition", (3, 4));
    check_error("(a || (b)", "this `(` is never closed", (0, 1));
    check_error("(a || (b && c", "this `(` is never closed", (6, 7));
    check_error("(a b)", "expected `&&`, `||` or `)`, found `b`", (3, 4));
    check_error("a)", "found `)` without a `(` before it", (1, 2));
    check_error("()", "expected a choice, `!` or `(`, found `)`", (1, 2));
    check_error("a !b", "expected `&&`, `||` or the end, found `!`", (2, 3));
    check_error("|| a", "expected a choice, `!` or `(`, found `||`", (0, 2));
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(DEPTH_MAX), &choices()).is_ok());
    check_error(&nested(DEPTH_MAX + 1), "it nests deeper than 64 levels", (64, 65));
    check_error(&"!".repeat(100_000), "it nests deeper than 64 levels", (64, 65));
    assert!(parse(&("a && !b || ".repeat(10_000) + "c"), &choices()).is_ok());
}

#[test]
fn the_first_true_rule_wins() {
    let choices = choices();
    let rule = |text: &str, risk| crate::lens::RiskRule {
        condition: parse(text, &choices).unwrap().condition,
        risk,
        text: text.to_owned(),
    };
    let rules = vec![rule("a && b", RuleRisk::NoRisk), rule("a", RuleRisk::Medium), rule("b", RuleRisk::High)];
    let question = Question {
        id: "q".to_owned().into(),
        code: None,
        pillar: 0,
        title: String::new(),
        choices: choices.clone(),
        rules: Some(rules),
        url: None,
    };
    assert_eq!(evaluate(&question, ChoiceSet(0b011)), Some((0, RuleRisk::NoRisk)));
    assert_eq!(evaluate(&question, ChoiceSet(0b101)), Some((1, RuleRisk::Medium)));
    assert_eq!(evaluate(&question, ChoiceSet(0b110)), Some((2, RuleRisk::High)));
    assert_eq!(evaluate(&question, ChoiceSet(0b100)), None);
    assert_eq!(evaluate(&Question { rules: None, ..question }, ChoiceSet(0b001)), None);
}
