//! Is a list of answers whole? Each question once, and as many of each risk as the lens review counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Questions by risk, without zeros, as the service writes them.
pub(super) type Counts = BTreeMap<String, u64>;

/// A list without what stands twice.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Unique {
    pub(super) items: Vec<Value>,
    /// Items that stood there before, with the same content.
    pub(super) repeated: usize,
    /// Items that stood there before with other content, or have no question.
    pub(super) unclear: usize,
}

/// Takes each question once, in the order of the list.
pub(super) fn unique(list: Vec<Value>) -> Unique {
    let mut unique = Unique::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for item in list {
        let Some(id) = text(&item, "QuestionId").map(str::to_owned) else {
            unique.unclear = unique.unclear.saturating_add(1);
            continue;
        };
        match seen.get(&id).and_then(|at| unique.items.get(*at)) {
            Some(known) if *known == item => unique.repeated = unique.repeated.saturating_add(1),
            Some(_) => unique.unclear = unique.unclear.saturating_add(1),
            None => {
                seen.insert(id, unique.items.len());
                unique.items.push(item);
            }
        }
    }
    unique
}

/// What a lens review counts; `None` where it has no counts.
pub(super) fn told(lens_review: &Value) -> Option<Counts> {
    let counts = lens_review.get("RiskCounts")?.as_object()?;
    let count = |(risk, count): (&String, &Value)| Some((risk.clone(), count.as_u64()?));
    Some(counts.iter().filter_map(count).filter(|(_, count)| *count > 0).collect())
}

/// What a list of answers has.
pub(super) fn of_answers(answers: &[Value]) -> Counts {
    let mut counts = Counts::new();
    for answer in answers {
        let count = counts.entry(text(answer, "Risk").unwrap_or("without a risk").to_owned()).or_insert(0);
        *count = count.saturating_add(1);
    }
    counts
}

/// Ids of questions.
pub(super) fn questions(items: &[Value]) -> BTreeSet<&str> {
    items.iter().filter_map(|item| text(item, "QuestionId")).collect()
}

/// Ids of the questions at risk, which a list of improvements has.
pub(super) fn at_risk(answers: &[Value]) -> BTreeSet<&str> {
    let is_open = |answer: &&Value| matches!(text(answer, "Risk"), Some("HIGH" | "MEDIUM"));
    answers.iter().filter(is_open).filter_map(|answer| text(answer, "QuestionId")).collect()
}

/// Pillars of a lens review, in its order; else those of the answers.
pub(super) fn pillars(lens_review: &Value, answers: &[Value]) -> Vec<String> {
    let listed = lens_review.get("PillarReviewSummaries").and_then(Value::as_array);
    let from = listed.filter(|listed| !listed.is_empty()).map_or(answers, Vec::as_slice);
    let mut seen = BTreeSet::new();
    let ids = from.iter().filter_map(|item| text(item, "PillarId"));
    ids.filter(|id| seen.insert(*id)).map(str::to_owned).collect()
}

/// `57 (HIGH 12, NONE 45)`.
pub(super) fn shown(counts: &Counts) -> String {
    let total = counts.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
    let parts: Vec<String> = counts.iter().map(|(risk, count)| format!("{risk} {count}")).collect();
    if parts.is_empty() { "none".to_owned() } else { format!("{total} ({})", parts.join(", ")) }
}

/// A member that is a text.
pub(super) fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member)?.as_str().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(id: &str, risk: &str) -> Value {
        json!({"QuestionId": id, "PillarId": format!("p-{id}"), "Risk": risk})
    }

    #[test]
    fn a_question_is_taken_once() {
        let (a, b) = (answer("a", "HIGH"), answer("b", "NONE"));
        let rows = [
            (vec![a.clone(), b.clone()], 2, 0, 0),
            (vec![a.clone(), b.clone(), a.clone()], 2, 1, 0),
            (vec![a.clone(), answer("a", "NONE")], 1, 0, 1),
            (vec![json!({"Risk": "HIGH"}), b.clone()], 1, 0, 1),
            (vec![json!(7)], 0, 0, 1),
        ];
        for (list, items, repeated, unclear) in rows {
            let unique = unique(list.clone());
            assert_eq!((unique.items.len(), unique.repeated, unique.unclear), (items, repeated, unclear), "{list:?}");
        }
    }

    #[test]
    fn zeros_count_as_absent() {
        let review = json!({"RiskCounts": {"HIGH": 1, "NONE": 2, "MEDIUM": 0}});
        let answers = [answer("a", "NONE"), answer("b", "HIGH"), answer("c", "NONE")];
        assert_eq!(told(&review), Some(of_answers(&answers)));
        assert_eq!(told(&json!({})), None);
        assert_eq!(shown(&of_answers(&answers)), "3 (HIGH 1, NONE 2)");
        assert_eq!(at_risk(&answers).into_iter().collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn pillars_come_from_the_review_or_the_answers() {
        let answers = [answer("a", "NONE"), answer("b", "HIGH"), answer("a", "NONE")];
        assert_eq!(pillars(&json!({}), &answers), ["p-a", "p-b"]);
        let review = json!({"PillarReviewSummaries": [{"PillarId": "z"}, {"PillarId": "y"}]});
        assert_eq!(pillars(&review, &answers), ["z", "y"]);
    }
}
