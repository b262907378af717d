//! Does each check find what it is for, and nothing in a good lens?

use super::*;

/// A lens of one question with these choices and rules (`condition -> risk`).
fn lens(choices: &str, rules: &[&str]) -> String {
    let plan = r#""improvementPlan": {"displayText": "Do it"}"#;
    let choices: Vec<String> =
        choices.split_whitespace().map(|id| format!(r#"{{"id": "{id}", "title": "{id}", {plan}}}"#)).collect();
    let rules: Vec<String> = rules
        .iter()
        .map(|rule| {
            let (condition, risk) = rule.split_once(" -> ").unwrap();
            format!("\n{{\"condition\": \"{condition}\", \"risk\": \"{risk}\"}}")
        })
        .collect();
    format!(
        "{{\"schemaVersion\": \"2021-11-01\", \"name\": \"x\", \"pillars\": [{{\"id\": \"one\", \"name\": \"One\", \"questions\": [\n\
         {{\"id\": \"ask\", \"title\": \"Ask\", \"choices\": [{}],\n\"riskRules\": [{}]}}]}}]}}",
        choices.join(","),
        rules.join(",")
    )
}

/// Expects these findings: line, code, and the message after the question's id.
#[track_caller]
fn check(choices: &str, rules: &[&str], expected: &[&str]) {
    let report = lint_file("lens.json", &lens(choices, rules));
    let found: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            assert_eq!(finding.question.as_deref(), Some("ask"));
            assert!(finding.help.is_some());
            let line = finding.location.as_ref().unwrap().line.unwrap();
            format!("{line} {}: {}", finding.code.strip_prefix("lint.").unwrap(), finding.message)
        })
        .collect();
    assert_eq!(found, expected);
}

const TWO: [&str; 3] = ["a1 && b1 -> NO_RISK", "a1 || b1 -> MEDIUM_RISK", "default -> HIGH_RISK"];

#[test]
fn a_good_lens_has_no_findings() {
    check("a1 b1 a_no", &TWO, &[]);
    check("a1 b1", &TWO, &[]);
    check("a1", &["a1 -> NO_RISK", "default -> HIGH_RISK"], &[]);
    check("a1 a_no", &["a_no -> HIGH_RISK", "default -> NO_RISK"], &[]);
    check("", &["default -> NO_RISK"], &[]);
    let report = lint_file("lens.json", &lens("one two a_no", &["one && two -> NO_RISK", "default -> HIGH_RISK"]));
    assert_eq!((report.notes.as_slice(), report.to_text().as_str()), (&[][..], "lens.json: 0 findings, 0 notes\n"));
}

#[test]
fn rules_must_cover_every_selection() {
    check(
        "a1 b1",
        &["a1 && b1 -> NO_RISK"],
        &[
            "3 no-default: question `ask` has no rule with the condition `default`",
            "3 no-rule-matches: 2 selections match no rule of question `ask`, so its risk stays unknown; the smallest is `a1`",
        ],
    );
    check("a1", &["a1 -> NO_RISK"], &["3 no-default: question `ask` has no rule with the condition `default`"]);
    check(
        "a1 b1 a_no",
        &["a1 || b1 -> NO_RISK"],
        &[
            "3 no-default: question `ask` has no rule with the condition `default`",
            "3 no-rule-matches: 1 selection matches no rule of question `ask`, so its risk stays unknown; the smallest is `a_no`",
        ],
    );
    check(
        "a1",
        &[],
        &["3 no-default: question `ask` has no risk rules: its risk stays unknown unless it was recorded"],
    );
}

#[test]
fn doing_more_must_not_hurt() {
    check(
        "a1 b1",
        &["a1 && !b1 -> NO_RISK", "b1 -> MEDIUM_RISK", "default -> HIGH_RISK"],
        &[
            "3 all-not-no-risk: selecting every practice of question `ask` gives MEDIUM_RISK, by rule 2 (`b1`)",
            "3 not-monotone: selecting more raises the risk of question `ask`: `a1` gives NO_RISK, with `b1` as well it is \
         MEDIUM_RISK, by rule 2 (`b1`)",
        ],
    );
    check(
        "a1 b1",
        &["a1 && b1 -> MEDIUM_RISK", "default -> HIGH_RISK"],
        &["3 all-not-no-risk: selecting every practice of question `ask` gives MEDIUM_RISK, by rule 1 (`a1 && b1`)"],
    );
    check(
        "a1 b1 c1",
        &["a1 && b1 && !c1 -> NO_RISK", "default -> HIGH_RISK"],
        &[
            "3 all-not-no-risk: selecting every practice of question `ask` gives HIGH_RISK, by rule 2 (`default`)",
            "3 not-monotone: selecting more raises the risk of question `ask`: `a1`, `b1` gives NO_RISK, with `c1` as well it \
         is HIGH_RISK, by rule 2 (`default`)",
        ],
    );
    check("a1 b1 a_no", &["a1 && b1 && !a_no -> NO_RISK", "default -> HIGH_RISK"], &[]);
    check(
        "a1 a_no",
        &["a1 || a_no -> NO_RISK", "default -> HIGH_RISK"],
        &[
            "2 none-gives-no-risk: choice `a_no` of question `ask`, which means that no practice is met, gives NO_RISK, by rule \
         1 (`a1 || a_no`)",
        ],
    );
}

#[test]
fn the_help_names_a_none_in_disguise() {
    let report = lint_file("x", &lens("a1 b1 none", &["a1 && b1 && !none -> NO_RISK", "default -> HIGH_RISK"]));
    assert_eq!(
        report.findings[0].help.as_deref(),
        Some("without `none` it gives NO_RISK: if `none` means that no practice is met, let its id end in `_no`")
    );
}

#[test]
fn every_rule_must_be_of_use() {
    check(
        "a1 b1",
        &["a1 -> NO_RISK", "a1 && b1 -> MEDIUM_RISK", "default -> HIGH_RISK"],
        &[
            "5 unreachable-rule: rule 2 of question `ask` (`a1 && b1`) never sets the risk: earlier rules take every selection \
         for which it is true",
        ],
    );
    check(
        "a1",
        &["default -> NO_RISK", "a1 -> NO_RISK"],
        &[
            "5 unreachable-rule: rule 2 of question `ask` (`a1`) never sets the risk: earlier rules take every selection for \
         which it is true",
        ],
    );
    check(
        "a1 b1",
        &["a1 && b1 -> NO_RISK", "!a1 && !b1 -> HIGH_RISK", "default -> MEDIUM_RISK"],
        &[
            "5 unreachable-rule: rule 2 of question `ask` (`!a1 && !b1`) is true only when nothing is selected, and then the \
         question is unanswered and no rule is asked",
        ],
    );
    check(
        "a1",
        &["a1 -> NO_RISK", "!a1 -> HIGH_RISK", "default -> HIGH_RISK"],
        &[
            "5 unreachable-rule: rule 2 of question `ask` (`!a1`) is true only when nothing is selected, and then the question \
         is unanswered and no rule is asked",
        ],
    );
    check(
        "a1 b1",
        &["a1 -> NO_RISK", "!a1 -> HIGH_RISK", "default -> MEDIUM_RISK"],
        &[
            "6 unreachable-rule: rule 3 of question `ask` (`default`) never sets the risk: earlier rules take every selection",
        ],
    );
    check(
        "a1",
        &["a1 && !a1 -> MEDIUM_RISK", "a1 -> NO_RISK", "default -> HIGH_RISK"],
        &["4 contradiction: rule 1 of question `ask` (`a1 && !a1`) can never be true"],
    );
    check(
        "a1",
        &["a1 -> NO_RISK", "a2 -> MEDIUM_RISK", "default -> HIGH_RISK"],
        &[
            "5 unknown-choice: rule 2 of question `ask` names `a2`, which is no choice of the question: it is never true",
        ],
    );
}

#[test]
fn what_is_too_large_to_try_is_said() {
    let choices: Vec<String> = (0..16).map(|position| format!("c{position:02}")).collect();
    check(
        &choices.join(" "),
        &["c00 -> NO_RISK", "default -> HIGH_RISK"],
        &[
            "2 not-exhaustive: question `ask` has 16 choices: only selections with at most two choices, or all but two, were \
         tried",
        ],
    );
    let report = lint_file("x", &lens(&choices.join(" "), &["c00 -> NO_RISK"]));
    assert!(report.findings.iter().any(|finding| finding.message.starts_with("at least ")), "{:?}", report.findings);
    check(&choices[..15].join(" "), &["c00 -> NO_RISK", "default -> HIGH_RISK"], &[]);
}

#[test]
fn long_texts_are_findings() {
    let long = "é".repeat(129);
    let text = lens("a1", &["a1 -> NO_RISK", "default -> HIGH_RISK"])
        .replace("\"title\": \"Ask\"", &format!("\"title\": \"{long}\""));
    let [finding] = &lint_file("x", &text).findings[..] else { panic!("one finding") };
    assert_eq!(finding.message, "the title of question `ask` has 129 characters: AWS allows 128");
    assert_eq!((finding.code, finding.help.as_deref()), ("lint.text-too-long", Some("shorten it by 1")));
    assert_eq!(finding.location.as_ref().unwrap().pointer.as_deref(), Some("/pillars/0/questions/0/title"));
    let short = text.replace(&long, &"é".repeat(128));
    assert_eq!(lint_file("x", &short).findings, []);
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let text = lens("a1", &TWO).replace("\"Ask\"", "NaN");
    let [finding] = &lint_file("x.json", &text).findings[..] else { panic!("one finding") };
    assert_eq!(
        (finding.code, finding.message.as_str()),
        ("lint.invalid-json", "cannot read JSON: expected value, found `NaN`")
    );
    let location = finding.location.as_ref().unwrap();
    assert_eq!((location.line, location.column), (Some(2), Some(24)));
    let text = lens("a1 b1", &["a1 & b1 -> NO_RISK", "default -> HIGH_RISK"]);
    let codes: Vec<_> = lint_file("x", &text).findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["lens.malformed-condition"], "rules that are not all known are not tried");
    assert_eq!(lint_file("x", "[]").findings[0].code, "lens.not-a-lens");
}

#[test]
fn findings_are_data_and_text() {
    let report = lint_file("lens.json", &lens("one", &["one -> NO_RISK"]));
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        serde_json::json!({"file": "lens.json", "notes": [], "findings": [{
            "code": "lint.no-default",
            "question": "ask",
            "message": "question `ask` has no rule with the condition `default`",
            "help": "add a last rule with the condition `default`",
            "location": {"file": "lens.json", "pointer": "/pillars/0/questions/0/riskRules", "line": 3, "column": 14, "span": null}
        }]})
    );
    assert_eq!(
        report.to_text(),
        "lens.json:3:14: question `ask` has no rule with the condition `default` [lint.no-default]\n  \
         help: add a last rule with the condition `default`\nlens.json: 1 finding, 0 notes\n"
    );
}

#[test]
fn what_aws_may_mind_is_a_note() {
    let text = lens("a two", &["a && two -> NO_RISK", "default -> HIGH_RISK"]).replacen(
        r#", "improvementPlan": {"displayText": "Do it"}"#,
        r#", "helpfulResource": {"url": "ftp://x"}, "extra": 1"#,
        1,
    );
    let report = lint_file("x", &text);
    assert_eq!(report.findings, []);
    let mut codes: Vec<_> = report.notes.iter().map(|note| note.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        ["lens.unknown-member", "lint.id-malformed", "lint.no-improvement-plan", "lint.not-a-web-address"]
    );
}

#[test]
fn text_for_a_terminal_keeps_to_its_lines() {
    let text = lens("one", &["one -> NO_RISK"]).replace("\"ask\"", "\"a\\nb\\u001b[31m\"");
    let shown = lint_file("x\n.json", &text).to_text();
    assert!(shown.contains("question `a\u{fffd}b\u{fffd}[31m` has no rule"), "{shown}");
    assert_eq!(
        shown.lines().filter(|line| !line.starts_with("x\u{fffd}.json") && !line.starts_with("  help: ")).count(),
        0
    );
}

#[test]
fn a_choice_that_no_rule_names_is_a_note() {
    let report = lint_file("x", &lens("one two a_no", &["one -> NO_RISK", "default -> HIGH_RISK"]));
    let [note] = &report.notes[..] else { panic!("one note") };
    assert_eq!(note.code, "lint.choice-without-effect");
    assert_eq!(note.message, "no rule of question `ask` names choice `two`: selecting it changes nothing");
    assert_eq!(note.location.as_ref().unwrap().pointer.as_deref(), Some("/pillars/0/questions/0/choices/1"));
}
