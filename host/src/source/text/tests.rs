//! Does the fast reader give what `serde_json` gives? Whatever it accepts, in text as exported and as damaged.

use super::*;

/// Whether the fast reader accepts the text, after checking that it is right to, and that both read the same.
#[track_caller]
fn is_plain(text: &str) -> bool {
    let Ok(fast) = plain(text) else { return false };
    let slow = any(text).unwrap_or_else(|error| panic!("accepted, and {error}: {text}"));
    assert_eq!(format!("{fast:?}"), format!("{slow:?}"), "{text}");
    true
}

#[test]
fn plain_json_is_read_fast() {
    for text in [
        "",
        " \n ",
        "{}",
        "[]",
        "[{}, {}]",
        "{}{}\n{}",
        r#"{"AnswerSummaries": [{"QuestionId": "a", "Choices": [], "IsApplicable": true, "Risk": null}]}"#,
        "{\n        \"AnswerSummaries\"  :\t[\r\n { \"QuestionId\" :\n\n\n            \"a\" } ] }",
        r#"{"AnswerSummaries": [{"Notes": "one \"two\" \\ \n \u00e9 \ud83d\ude00", "Qu\u0065stionId": "a"}]}"#,
        r#"{"Workload": {"UpdatedAt": 1791970212.417, "Tags": {"a": "b", "c\n": "d"}}, "MilestoneNumber": 3}"#,
        r#"{"Workload": {"UpdatedAt": "2026-01-01T00:00:00Z"}, "Milestone": {"RecordedAt": -5e3}}"#,
        r#"{"Other": [1, -0.5e+3, true, false, null, "\ud83d", {"a": [[], {}]}], "LensReview": {"RiskCounts": {"HIGH": 2}}}"#,
    ] {
        assert!(is_plain(text), "{text}");
    }
}

#[test]
fn anything_else_is_left_to_the_slow_reader() {
    let deep = format!("{{\"Other\": {}{}}}", "[".repeat(200), "]".repeat(200));
    for text in [
        "nul",
        "{",
        "[{}",
        "{} x",
        "[{},]",
        r#"{"a" 1}"#,
        r#"{"a": 1,}"#,
        r#"{"a": 01}"#,
        r#"{"a": 1.}"#,
        r#"{"a": tru}"#,
        r#"{a: 1}"#,
        "{\"a\": \"line\nbreak\"}",
        r#"{"a": "\x"}"#,
        r#"{"AnswerSummaries": {}}"#,
        r#"{"AnswerSummaries": [["a"]]}"#,
        r#"{"MilestoneNumber": -1}"#,
        r#"{"MilestoneNumber": 4294967296}"#,
        r#"{"MilestoneNumber": 1.0}"#,
        r#"{"MilestoneNumber": 1, "MilestoneNumber": 1}"#,
        r#"{"AnswerSummaries": [{"Risk": "\ud83d"}]}"#,
        &deep,
    ] {
        assert!(!is_plain(text), "{text}");
    }
}

#[test]
fn damaged_text_is_never_read_otherwise() {
    let inputs = crate::sample::inputs();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(limit).unwrap()).unwrap()
    };
    let marks = b"{}[]\",:\\/ \n\t0-9.eE+tfnu\x01\x7f";
    let (mut fast, mut damaged) = (0, 0);
    for input in inputs.texts() {
        assert!(is_plain(&input.text));
        let end = input.text.len().min(4_000);
        let start = input.text.get(..end).unwrap();
        // A whole document again: the last answer that fits, and the brackets that are open.
        let whole = start.rsplit_once("}, {\"QuestionId\"").map(|(head, _)| format!("{head}}}]}}"));
        for text in [Some(start.to_owned()), whole].into_iter().flatten() {
            for _ in 0..1_500 {
                let mut bytes = text.clone().into_bytes();
                for _ in 0..=below(2) {
                    let at = below(bytes.len());
                    match below(3) {
                        0 => bytes[at] = marks[below(marks.len())],
                        1 => bytes.insert(at, marks[below(marks.len())]),
                        _ => drop(bytes.remove(at)),
                    }
                }
                damaged += 1;
                fast += usize::from(String::from_utf8(bytes).is_ok_and(|text| is_plain(&text)));
            }
        }
    }
    assert!(fast > 100 && fast < damaged, "{fast} of {damaged}");
}
