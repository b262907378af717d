//! What would thousands of reviews look like? Like the sample, each of another workload with other answers.
//!
//! Every review is whole: all 57 questions, and counts that agree with the answers. The same number gives the same
//! review, always.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const ANSWERS: [&str; 2] = [
    include_str!("../../../examples/trading-platform/list-answers.page1.json"),
    include_str!("../../../examples/trading-platform/list-answers.page2.json"),
];
const REVIEW: &str = include_str!("../../../examples/trading-platform/get-lens-review.json");
const WORKLOAD: &str = include_str!("../../../examples/trading-platform/get-workload.json");

/// The sample, taken apart.
#[derive(Debug)]
pub struct Reviews {
    workload: Value,
    review: Value,
    pages: [Value; 2],
}

impl Default for Reviews {
    fn default() -> Self {
        let parse = |text: &str| serde_json::from_str(text).unwrap_or_default();
        Self { workload: parse(WORKLOAD), review: parse(REVIEW), pages: ANSWERS.map(parse) }
    }
}

impl Reviews {
    /// Review `number`: one line of NDJSON without its line break, an array of the workload, its lens review and both
    /// pages of answers, as the API gives them.
    #[must_use]
    pub fn line(&self, number: u64) -> String {
        Value::Array(self.responses(number)).to_string()
    }

    /// The same, not yet written.
    #[must_use]
    pub fn responses(&self, number: u64) -> Vec<Value> {
        let mut chance = Chance(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let id = format!("{:016x}{number:016x}", chance.next());
        // Some workloads are in better shape than others.
        let shape = chance.below(4);
        let mut pages = self.pages.clone();
        let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        for page in &mut pages {
            set(page, "WorkloadId", json!(id));
            for answer in page.get_mut("AnswerSummaries").and_then(Value::as_array_mut).into_iter().flatten() {
                answer_anew(answer, shape, &mut chance);
                let text = |member: &str| answer.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
                let of_pillar = counts.entry(text("PillarId")).or_default();
                *of_pillar.entry(text("Risk")).or_default() += 1;
            }
        }
        let mut review = self.review.clone();
        set(&mut review, "WorkloadId", json!(id));
        if let Some(review) = review.get_mut("LensReview") {
            count_anew(review, &counts);
        }
        let mut workload = self.workload.clone();
        if let Some(workload) = workload.get_mut("Workload") {
            set(workload, "WorkloadId", json!(id));
            set(workload, "WorkloadName", json!(format!("workload-{number}")));
            let arn = format!("arn:aws:wellarchitected:eu-west-1:123456789012:workload/{id}");
            set(workload, "WorkloadArn", json!(arn));
            set(workload, "RiskCounts", json!(all(&counts)));
        }
        let mut responses = vec![workload, review];
        responses.extend(pages);
        responses
    }
}

/// Selects other choices, and says what risk that is. What is not applicable stays so.
fn answer_anew(answer: &mut Value, shape: u64, chance: &mut Chance) {
    if answer.get("IsApplicable") == Some(&json!(false)) {
        return;
    }
    let ids = |answer: &Value| -> Vec<String> {
        let choices = answer.get("Choices").and_then(Value::as_array).into_iter().flatten();
        choices.filter_map(|choice| Some(choice.get("ChoiceId")?.as_str()?.to_owned())).collect()
    };
    let mut practices = ids(answer);
    // The last is "none of these".
    let none_of_these = practices.pop();
    let met = chance.below(3).saturating_add(shape).min(4);
    let mut selected: Vec<String> = practices.iter().filter(|_| chance.below(4) < met).cloned().collect();
    let risk = match (selected.len(), met) {
        (0, 0) => "UNANSWERED",
        (0, _) => "HIGH",
        (count, _) if count == practices.len() => "NONE",
        (count, _) if count.saturating_mul(2) >= practices.len() => "MEDIUM",
        _ => "HIGH",
    };
    if risk == "HIGH" && selected.is_empty() {
        selected.extend(none_of_these);
    }
    let statuses: Vec<Value> =
        selected.iter().map(|id| json!({"ChoiceId": id, "Status": "SELECTED", "Reason": "NONE"})).collect();
    set(answer, "SelectedChoices", json!(selected));
    if answer.get("ChoiceAnswerSummaries").is_some() {
        set(answer, "ChoiceAnswerSummaries", json!(statuses));
    }
    set(answer, "Risk", json!(risk));
}

/// Counts that agree with the answers. Nothing is said of prioritized questions.
fn count_anew(review: &mut Value, counts: &BTreeMap<String, BTreeMap<String, u32>>) {
    for pillar in review.get_mut("PillarReviewSummaries").and_then(Value::as_array_mut).into_iter().flatten() {
        let id = pillar.get("PillarId").and_then(Value::as_str).unwrap_or_default();
        let of_pillar = counts.get(id).cloned().unwrap_or_default();
        set(pillar, "RiskCounts", json!(of_pillar));
        remove(pillar, "PrioritizedRiskCounts");
    }
    set(review, "RiskCounts", json!(all(counts)));
    remove(review, "PrioritizedRiskCounts");
}

fn all(counts: &BTreeMap<String, BTreeMap<String, u32>>) -> BTreeMap<&str, u32> {
    let mut sum = BTreeMap::new();
    for (risk, count) in counts.values().flatten() {
        *sum.entry(risk.as_str()).or_default() += count;
    }
    sum
}

fn set(value: &mut Value, member: &str, to: Value) {
    value.as_object_mut().map(|members| members.insert(member.to_owned(), to));
}

fn remove(value: &mut Value, member: &str) {
    value.as_object_mut().map(|members: &mut Map<String, Value>| members.remove(member));
}

/// Numbers without a pattern that a plugin could see (xorshift64*).
#[derive(Debug)]
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 33) % bound.max(1)
    }
}
