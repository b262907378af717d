//! Where do many reviews come from? Self-contained documents of one line each, which look random and are the same in every
//! run.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The sample's responses: workload, lens review, two pages of answers.
const SAMPLE: [&str; 4] = [
    include_str!("../../examples/trading-platform/get-workload.json"),
    include_str!("../../examples/trading-platform/get-lens-review.json"),
    include_str!("../../examples/trading-platform/list-answers.page1.json"),
    include_str!("../../examples/trading-platform/list-answers.page2.json"),
];

const PILLARS: [&str; 7] = [
    "operationalExcellence",
    "security",
    "of-my-own",
    "reliability",
    "performance",
    "costOptimization",
    "sustainability",
];

/// Documents of the size and shape of the sample, each of a workload of its own, answered in its own way.
#[derive(Debug)]
pub struct Framework {
    sample: Vec<Value>,
}

impl Default for Framework {
    fn default() -> Self {
        Self { sample: SAMPLE.iter().map(|text| serde_json::from_str(text).expect("the sample is JSON")).collect() }
    }
}

impl Framework {
    /// The document of this number: an array of responses of the API, 57 questions, about 90 KB.
    #[must_use]
    pub fn document(&self, number: u64) -> String {
        let mut dice = Dice::new(number);
        let mut responses = self.sample.clone();
        let id = format!("{number:032x}");
        let mut counts = Counts::default();
        for response in &mut responses {
            response["WorkloadId"] = json!(id);
            for answer in response["AnswerSummaries"].as_array_mut().into_iter().flatten() {
                answer_anew(answer, &mut dice);
                counts.add(answer);
            }
        }
        let workload = &mut responses[0]["Workload"];
        workload["WorkloadId"] = json!(id);
        workload["WorkloadArn"] = json!(format!("arn:aws:wellarchitected:eu-west-1:123456789012:workload/{id}"));
        workload["WorkloadName"] = json!(format!("workload-{number}"));
        counts.write(&mut responses);
        Value::from(responses).to_string()
    }
}

/// A document of a custom lens with so many questions of five choices each.
#[must_use]
pub fn custom(questions: usize, number: u64) -> String {
    let mut dice = Dice::new(number);
    let answers = (0..questions).map(|position| {
        let id = format!("question-{position:04}");
        let choices = ["first", "second", "third", "fourth", "no"];
        let choices = choices.map(|choice| json!({ "ChoiceId": format!("{id}_{choice}"), "Title": choice }));
        let mut answer = json!({
            "QuestionId": id,
            "PillarId": PILLARS[position * PILLARS.len() / questions],
            "QuestionTitle": format!("What is done about number {position}?"),
            "Choices": choices,
            "IsApplicable": true,
        });
        answer_anew(&mut answer, &mut dice);
        answer
    });
    let answers: Vec<Value> = answers.collect();
    let id = format!("{number:032x}");
    let lens = format!("generated-{questions}");
    json!([
        { "Workload": { "WorkloadId": id, "WorkloadName": "Generated", "Environment": "PRODUCTION" } },
        {
            "WorkloadId": id,
            "LensAlias": lens,
            "LensArn": format!("arn:aws:wellarchitected:eu-west-1:123456789012:lens/{lens}"),
            "AnswerSummaries": answers,
        },
    ])
    .to_string()
}

/// Gives an answer another risk and selection.
fn answer_anew(answer: &mut Value, dice: &mut Dice) {
    const RISKS: [&str; 12] = [
        "HIGH",
        "HIGH",
        "HIGH",
        "MEDIUM",
        "MEDIUM",
        "MEDIUM",
        "NONE",
        "NONE",
        "NONE",
        "NONE",
        "UNANSWERED",
        "NOT_APPLICABLE",
    ];
    let risk = RISKS[dice.below(RISKS.len())];
    let ids = answer["Choices"].as_array().into_iter().flatten().filter_map(|choice| choice["ChoiceId"].as_str());
    let practices = ids.filter(|id| !id.ends_with("_no"));
    let answered = matches!(risk, "HIGH" | "MEDIUM" | "NONE");
    let selected: Vec<String> = practices.filter(|_| answered && dice.below(2) == 0).map(str::to_owned).collect();
    let summaries: Vec<Value> = selected.iter().map(|id| json!({ "ChoiceId": id, "Status": "SELECTED" })).collect();
    let members = answer.as_object_mut().expect("an answer is an object");
    members.insert("SelectedChoices".to_owned(), json!(selected));
    members.insert("ChoiceAnswerSummaries".to_owned(), json!(summaries));
    members.insert("IsApplicable".to_owned(), json!(risk != "NOT_APPLICABLE"));
    members.insert("Risk".to_owned(), json!(risk));
    members.remove("Reason");
}

/// Questions by risk, of all and by pillar.
#[derive(Default)]
struct Counts {
    all: BTreeMap<String, u32>,
    by_pillar: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Counts {
    fn add(&mut self, answer: &Value) {
        let text = |name: &str| answer[name].as_str().expect("a text").to_owned();
        *self.all.entry(text("Risk")).or_default() += 1;
        *self.by_pillar.entry(text("PillarId")).or_default().entry(text("Risk")).or_default() += 1;
    }

    /// Writes them where the API does.
    fn write(&self, responses: &mut [Value]) {
        fn replace(members: &mut Map<String, Value>, counts: &BTreeMap<String, u32>) {
            members.insert("RiskCounts".to_owned(), json!(counts));
            members.remove("PrioritizedRiskCounts");
        }
        for response in responses {
            for name in ["Workload", "LensReview"] {
                if let Some(members) = response.get_mut(name).and_then(Value::as_object_mut) {
                    replace(members, &self.all);
                }
            }
            let pillars = response.pointer_mut("/LensReview/PillarReviewSummaries").and_then(Value::as_array_mut);
            for pillar in pillars.into_iter().flatten().filter_map(Value::as_object_mut) {
                let counts = self.by_pillar.get(pillar["PillarId"].as_str().expect("a text"));
                replace(pillar, &counts.cloned().unwrap_or_default());
            }
        }
    }
}

/// Numbers that look random (`splitmix64`).
struct Dice(u64);

impl Dice {
    const fn new(number: u64) -> Self {
        Self(number)
    }

    /// 0 to `sides - 1`.
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("less than sides")
    }
}
