//! Does a lens file load, or say in full what is wrong with it and where?

use super::*;
use crate::diagnostic::{Diagnostic, Severity};

const GOOD: &str = r#"{
  "schemaVersion": "2021-11-01", "name": "Tests", "_version": "3",
  "pillars": [{"id": "one", "name": "One", "questions": [
    {"id": "first", "title": "First?", "helpfulResource": {"displayText": "x", "url": "https://example.com/q"},
     "choices": [
      {"id": "a", "title": "A", "helpfulResource": {"displayText": "x", "url": "https://example.com/a"},
       "improvementPlan": {"displayText": "Do a", "url": "https://example.com/plan"}},
      {"id": "b", "title": "B \"quoted\"", "additionalResources": [
        {"type": "HELPFUL_RESOURCE", "content": [{"displayText": "x", "url": "https://example.com/b"}]},
        {"type": "IMPROVEMENT_PLAN", "content": [{"displayText": "Do b"}, {"displayText": "More"}]}]},
      {"id": "a_no", "title": "None of these"}],
     "riskRules": [{"condition": "a && b", "risk": "NO_RISK"}, {"condition": "a", "risk": "MEDIUM_RISK"},
                   {"condition": "default", "risk": "HIGH_RISK"}]}]},
    {"id": "empty", "name": "Empty", "questions": []}]
}"#;

#[test]
fn a_good_lens_loads_whole() {
    let (lens, diagnostics) = parse(Some("good.json"), GOOD).unwrap();
    assert_eq!(diagnostics, []);
    assert_eq!((lens.alias.as_str(), lens.name.as_deref()), ("Tests", Some("Tests")));
    assert_eq!(lens.pillars.iter().map(|pillar| &*pillar.name).collect::<Vec<_>>(), ["One", "Empty"]);
    let [question] = lens.questions.as_slice() else { panic!("one question") };
    assert_eq!((&*question.id, question.title.as_str(), question.pillar), ("first", "First?", 0));
    assert_eq!(question.url.as_deref(), Some("https://example.com/q"));
    let choices: Vec<_> = question
        .choices
        .iter()
        .map(|choice| {
            let plan = choice.plan.as_ref().map(|plan| (plan.text.as_deref(), plan.url.as_deref()));
            (&*choice.id, choice.title.as_str(), choice.none_of_these, plan, choice.url.as_deref())
        })
        .collect();
    let plan_a = Some((Some("Do a"), Some("https://example.com/plan")));
    assert_eq!(
        choices,
        [
            ("a", "A", false, plan_a, Some("https://example.com/a")),
            ("b", "B \"quoted\"", false, Some((Some("Do b"), None)), Some("https://example.com/b")),
            ("a_no", "None of these", true, None, None),
        ]
    );
    let rules = question.rules.as_ref().unwrap();
    assert_eq!(rules[0].condition, Condition::And(vec![Condition::Choice(0), Condition::Choice(1)]));
    assert_eq!((rules[1].risk, rules[1].text.as_str()), (RuleRisk::Medium, "a"));
    assert_eq!(rules[2].condition, Condition::Default);
}

/// Replaces `from` in the good lens and expects these diagnostics: code (errors begin with `!`), pointer, and after `@`
/// the first eight characters at its line and column.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(GOOD.contains(from), "`{from}` is not in the good lens");
    check_text(&GOOD.replacen(from, to, 1), expected);
}

#[track_caller]
fn check_text(text: &str, expected: &[&str]) {
    let (loads, diagnostics) = match parse(Some("file.json"), text) {
        Ok((_, notes)) => (true, notes),
        Err(problems) => (false, problems),
    };
    assert_eq!(loads, diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Note));
    assert_eq!(diagnostics.iter().map(|diagnostic| show(text, diagnostic)).collect::<Vec<_>>(), expected);
}

fn show(text: &str, diagnostic: &Diagnostic) -> String {
    let location = diagnostic.location.as_ref().unwrap();
    assert_eq!(location.file.as_deref(), Some("file.json"));
    let mark = if diagnostic.severity == Severity::Error { "!" } else { "" };
    let pointer = location.pointer.as_deref().unwrap_or("-");
    let span = location.span.map_or(String::new(), |(start, end)| format!(" {start}..{end}"));
    let there: String = match (location.line, location.column) {
        (Some(line), Some(column)) => {
            let line = text.trim_start_matches('\u{feff}').split('\n').nth(line as usize - 1).unwrap();
            line.chars().skip(column as usize - 1).take(8).collect()
        }
        _ => "nowhere".to_owned(),
    };
    format!("{mark}{} {pointer}{span} @{there}", diagnostic.code)
}

#[test]
fn what_changes_no_result_is_a_note() {
    check("2021-11-01", "2021-11-02", &["lens.schema-version  @{"]);
    check(r#""name": "Tests","#, "", &["lens.no-name  @{"]);
    check(r#""title": "First?","#, "", &[]);
    check(r#""title": "First?""#, r#""title": 5"#, &["lens.wrong-type /pillars/0/questions/0/title @5, \"help"]);
    check(r#""title": "First?""#, r#""title": null"#, &[]);
    check(
        r#""condition": "default""#,
        r#""condition": "b""#,
        &[r#"lens.no-default /pillars/0/questions/0/riskRules @[{"condi"#],
    );
    check(
        "\"a && b\"",
        "\"a && bb\"",
        &[r#"lens.unknown-choice /pillars/0/questions/0/riskRules/0/condition 5..7 @"a && bb"#],
    );
    check("_version", "version", &[r#"lens.unknown-member /version @"3","#]);
    check(r#""_version""#, r#""name": "Twice", "_version""#, &[r#"lens.repeated-member /name @"Twice","#]);
    check(r#", "questions": []"#, "", &[]);
    check_text(&format!("\u{feff}{GOOD}"), &[]);
}

#[test]
fn what_cannot_be_resolved_is_an_error() {
    check(r#""id": "empty""#, r#""id": "one""#, &[r#"!lens.duplicate-pillar /pillars/1/id @"one", ""#]);
    check(
        r#""id": "b""#,
        r#""id": "a""#,
        &[
            r#"!lens.duplicate-choice /pillars/0/questions/0/choices/1/id @"a", "ti"#,
            r#"lens.unknown-choice /pillars/0/questions/0/riskRules/0/condition 5..6 @"a && b""#,
        ],
    );
    check(
        r#""questions": []"#,
        r#""questions": [{"id": "first"}]"#,
        &[r#"!lens.duplicate-question /pillars/1/questions/0/id @"first"}"#],
    );
    check(r#""id": "first""#, r#""id": 7"#, &[r#"!lens.missing-id /pillars/0/questions/0 @{"id": 7"#]);
    check(r#""id": "first""#, r#""id": """#, &[r#"!lens.missing-id /pillars/0/questions/0 @{"id": ""#]);
    check(r#""id": "a_no", "#, "", &[r#"!lens.missing-id /pillars/0/questions/0/choices/2 @{"title""#]);
    check(r#""questions": []"#, r#""questions": {}"#, &["!lens.wrong-type /pillars/1/questions @{}}]"]);
    check(r#""questions": []"#, r#""questions": [7]"#, &["!lens.wrong-type /pillars/1/questions/0 @7]}]"]);
    check("MEDIUM_RISK", "SOME_RISK", &[r#"!lens.unknown-risk /pillars/0/questions/0/riskRules/1/risk @"SOME_RI"#]);
    check(
        "\"a && b\"",
        "\"a & b\"",
        &[r#"!lens.malformed-condition /pillars/0/questions/0/riskRules/0/condition 2..3 @"a & b","#],
    );
    check(
        r#""id": "b""#,
        r#""id": "default""#,
        &[
            "lens.reserved-id /pillars/0/questions/0/choices/1/id @\"default",
            "lens.unknown-choice /pillars/0/questions/0/riskRules/0/condition 5..6 @\"a && b\"",
        ],
    );
    check("\"a && b\"", "true", &["!lens.malformed-condition /pillars/0/questions/0/riskRules/0/condition @true, \"r"]);
}

#[test]
fn all_problems_of_a_file_are_told_at_once() {
    let text =
        GOOD.replace("\"a && b\"", "\"a &&\"").replace("MEDIUM_RISK", "?").replace(r#""id": "empty""#, r#""id": 1"#);
    check_text(
        &text,
        &[
            r#"!lens.malformed-condition /pillars/0/questions/0/riskRules/0/condition 4..4 @"a &&", "#,
            r#"!lens.unknown-risk /pillars/0/questions/0/riskRules/1/risk @"?"},"#,
            r#"!lens.missing-id /pillars/1 @{"id": 1"#,
        ],
    );
}

#[test]
fn what_is_not_json_is_located_by_line_and_column() {
    check("\"First?\"", "NaN", &["!lens.invalid-json - @NaN, \"he"]);
    check("\"First?\"", "\"é\", \"x\": NaN", &["!lens.invalid-json - @NaN, \"he"]);
    check("[]", "[],", &["!lens.invalid-json - @}]"]);
    check_text("", &["!lens.invalid-json - @"]);
    check_text("{\"pillars\": [\n", &["!lens.invalid-json - @"]);
    check_text("\u{feff}{\"é\" 1}", &["!lens.invalid-json - @1}"]);
    check_text("[]", &["!lens.not-a-lens  @[]"]);
    check_text(" {\"questionResponses\": []}", &["!lens.not-a-lens  @{\"questi"]);
    check_text("7", &["!lens.not-a-lens  @7"]);
    let problems = parse(None, &GOOD.replace("\"First?\"", "NaN")).unwrap_err();
    assert_eq!(problems[0].message, "cannot read JSON: expected value, found `NaN`");
}

#[test]
fn a_question_holds_at_most_64_choices() {
    let choices = |count: usize| {
        let list: Vec<String> = (0..count).map(|position| format!(r#"{{"id": "c{position}"}}"#)).collect();
        format!(
            r#"{{"schemaVersion": "2021-11-01", "name": "x", "pillars": [{{"id": "p", "questions": [{{"id": "q", "choices": [{}],
                "riskRules": [{{"condition": "default", "risk": "NO_RISK"}}]}}]}}]}}"#,
            list.join(",")
        )
    };
    check_text(&choices(64), &[]);
    check_text(&choices(65), &[r#"!lens.too-many-choices /pillars/0/questions/0/choices @[{"id": "#]);
}

#[test]
fn deep_nesting_that_nobody_reads_does_no_harm() {
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    check("\"3\"", &deep, &[]);
    let text = GOOD.replace("\"3\"", &deep).replace("\"a && b\"", "\"x\"");
    check_text(&text, &["lens.unknown-choice /pillars/0/questions/0/riskRules/0/condition 0..1 @nowhere"]);
}

/// Cuts, doubles and swaps pieces of the good lens, a few thousand times: whatever comes out, there is a lens or a located
/// problem, and no panic.
#[test]
fn damaged_files_load_or_say_where() {
    let mut seed = 1_u64;
    let mut below = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % sides
    };
    let mut counts = (0, 0);
    for _ in 0..5000 {
        let mut text: Vec<char> = GOOD.chars().collect();
        for _ in 0..=below(3) {
            let start = below(text.len());
            let end = (start + below(40)).min(text.len());
            let piece: Vec<char> = match below(4) {
                0 => Vec::new(),
                1 => text[start..end].iter().chain(&text[start..end]).copied().collect(),
                2 => "null".chars().collect(),
                _ => ["{}", "[]", "\"default\"", "7", "true", "&&", "\u{1F600}", "\\u0041"][below(8)].chars().collect(),
            };
            text.splice(start..end, piece);
        }
        let text: String = text.into_iter().collect();
        match parse(Some("file.json"), &text) {
            Ok(_) => counts.0 += 1,
            Err(problems) => {
                counts.1 += 1;
                assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
                for problem in problems {
                    let location = problem.location.unwrap();
                    assert!(location.line.is_some() || location.pointer.is_some(), "{text}");
                }
            }
        }
        let _ = crate::lint::lint_file("file.json", &text).to_text();
    }
    assert!(counts.0 > 100 && counts.1 > 100, "the damage should be neither too small nor too great: {counts:?}");
}

#[test]
fn too_many_pillars_are_refused() {
    let codes = |pillars: usize| -> Vec<&'static str> {
        let pillars: Vec<String> = (0..pillars).map(|id| format!(r#"{{"id": "p{id}", "questions": []}}"#)).collect();
        let text = format!(r#"{{"schemaVersion": "2021-11-01", "name": "x", "pillars": [{}]}}"#, pillars.join(","));
        let problems = parse(None, &text).err();
        problems.into_iter().flatten().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(1_000), Vec::<&str>::new());
    assert_eq!(codes(1_001), ["lens.too-large"]);
}
