//! Dates, in every form in which exports write them.

use super::{inputs, only};

/// 2021-05-19T19:39:46Z.
const SECOND: i64 = 1_621_453_186;

fn updated_at(date: &str) -> Option<i64> {
    let text = format!(
        r#"{{"WorkloadId": "w", "LensAlias": "serverless", "Workload": {{"WorkloadId": "w", "UpdatedAt": {date}}},
            "AnswerSummaries": [{{"QuestionId": "q", "PillarId": "p", "Risk": "HIGH"}}]}}"#
    );
    only(&inputs(&[("a.json", &text)])).workload.updated_at.map(|timestamp| timestamp.0)
}

#[test]
fn forms() {
    let rows = [
        ("the wire", "1621453186.921"),
        ("the wire, whole", "1621453186"),
        ("the wire, as text", r#""1621453186.921""#),
        ("CLI version 2", r#""2021-05-19T15:39:46.921000-04:00""#),
        ("ISO 8601, UTC", r#""2021-05-19T19:39:46Z""#),
        ("ISO 8601, no zone", r#""2021-05-19T19:39:46.921""#),
        ("JavaScript", r#""2021-05-19T19:39:46.921Z""#),
        ("Python's isoformat", r#""2021-05-19T19:39:46.921000+00:00""#),
        ("Python's str", r#""2021-05-19 15:39:46.921000-04:00""#),
        ("Python's str, no fraction", r#""2021-05-19 19:39:46+00:00""#),
        ("Python's str, no zone", r#""2021-05-19 19:39:46""#),
        ("milliseconds", "1621453186921"),
        ("Windows PowerShell", r#""\/Date(1621453186921)\/""#),
        ("Windows PowerShell, local", r#""/Date(1621453186921+0200)/""#),
    ];
    for (name, date) in rows {
        assert_eq!(updated_at(date), Some(SECOND), "{name}: {date}");
    }
    assert_eq!(updated_at("null"), None);
    assert_eq!(updated_at(r#""2021-05-19""#), Some(1_621_382_400));
    assert_eq!(updated_at("-0.5"), Some(-1), "cut downwards, not towards zero");
}
