//! What may stand at the top of a JSON document? The members of every dialect, all optional, in one typed pass.
//!
//! Which of them are there tells the dialect. Text borrows from the input.

use std::{collections::BTreeMap, fmt};

use architrave_core::wire::{Answer, Improvement, LensReview, Milestone, Text, Timestamp, Workload};
use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, value::MapAccessDeserializer},
};

/// Counts of questions by risk.
pub(super) type RiskCounts<'a> = BTreeMap<Text<'a>, u32>;

/// One document of any dialect.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Document<'a> {
    // Responses of the API.
    #[serde(borrow)]
    pub(super) workload_id: Option<Text<'a>>,
    pub(super) milestone_number: Option<u32>,
    #[serde(borrow)]
    pub(super) lens_alias: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) lens_arn: Option<Text<'a>>,
    /// Beside a lens that `architrave pull` exported.
    #[serde(borrow)]
    pub(super) lens_version: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) next_token: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) answer_summaries: Option<Vec<Answer<'a>>>,
    #[serde(borrow)]
    pub(super) answer: Option<Answer<'a>>,
    #[serde(borrow)]
    pub(super) lens_review: Option<LensReview<'a>>,
    #[serde(borrow)]
    pub(super) lens_review_summaries: Option<Vec<LensReview<'a>>>,
    #[serde(borrow)]
    pub(super) workload: Option<Workload<'a>>,
    #[serde(borrow)]
    pub(super) workload_summaries: Option<Vec<Workload<'a>>>,
    #[serde(borrow)]
    pub(super) milestone: Option<Milestone<'a>>,
    #[serde(borrow)]
    pub(super) milestone_summaries: Option<Vec<Milestone<'a>>>,
    #[serde(borrow)]
    pub(super) improvement_summaries: Option<Vec<Improvement<'a>>>,
    #[serde(borrow)]
    pub(super) metrics: Option<Vec<Metric<'a>>>,
    /// The answer of `ExportLens`: a lens within a string.
    #[serde(borrow, rename = "LensJSON")]
    pub(super) lens_json: Option<Text<'a>>,

    /// What a file of our own is.
    #[serde(borrow, rename = "schema")]
    pub(super) schema: Option<Text<'a>>,

    // The labs' export.
    #[serde(borrow, rename = "workload")]
    pub(super) labs_workloads: Option<Vec<Workload<'a>>>,
    #[serde(borrow, rename = "lens_review")]
    pub(super) labs_reviews: Option<Vec<BTreeMap<Text<'a>, LensReview<'a>>>>,
    #[serde(borrow, rename = "lenses")]
    pub(super) labs_answers: Option<Vec<BTreeMap<Text<'a>, Vec<Answer<'a>>>>>,

    // The `QuickSight` labs' report object.
    #[serde(borrow, rename = "workload_id")]
    pub(super) report_workload_id: Option<Text<'a>>,
    #[serde(borrow, rename = "workload_name")]
    pub(super) report_workload_name: Option<Text<'a>>,
    #[serde(borrow, rename = "workload_owner")]
    pub(super) report_workload_owner: Option<Text<'a>>,
    #[serde(rename = "workload_lastupdated")]
    pub(super) report_workload_updated_at: Option<Timestamp>,
    #[serde(borrow, rename = "lens_summary")]
    pub(super) report_reviews: Option<Vec<LensReview<'a>>>,
    #[serde(borrow, rename = "milestones")]
    pub(super) report_milestones: Option<Vec<Milestone<'a>>>,
    #[serde(borrow, rename = "report_answers")]
    pub(super) report_answers: Option<Vec<Answer<'a>>>,

    // A custom lens, which is read by `architrave_core::lens::parse`, and answers to one.
    #[serde(rename = "pillars")]
    pub(super) lens_pillars: Option<IgnoredAny>,
    #[serde(borrow, rename = "questionResponses")]
    pub(super) responses: Option<Vec<Response<'a>>>,
}

impl Document<'_> {
    /// Whether it is the list of contents that `architrave pull` writes, which is no review.
    pub(super) fn is_index(&self) -> bool {
        self.schema.as_deref().is_some_and(|schema| schema.starts_with("architrave.pull/"))
    }

    /// Whether it is of any dialect.
    pub(super) fn is_known(&self) -> bool {
        let api = self.answer_summaries.is_some()
            || self.answer.is_some()
            || self.lens_review.is_some()
            || self.lens_review_summaries.is_some()
            || self.workload.is_some()
            || self.workload_summaries.is_some()
            || self.milestone.is_some()
            || self.milestone_summaries.is_some()
            || self.improvement_summaries.is_some()
            || self.metrics.is_some()
            || self.lens_json.is_some();
        let labs = self.labs_answers.is_some() || self.labs_reviews.is_some();
        let report = self.report_answers.is_some() || self.report_reviews.is_some();
        api || labs || report || self.lens_pillars.is_some() || self.responses.is_some()
    }
}

/// One answer to a custom lens. `choices` is what the public tool writes; the other members are ours, for what it has no
/// words for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Response<'a> {
    #[serde(borrow)]
    pub(super) question_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) choices: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub(super) not_applicable: Option<Vec<Text<'a>>>,
    pub(super) is_applicable: Option<bool>,
    #[serde(borrow)]
    pub(super) reason: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) question_type: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) notes: Option<Text<'a>>,
}

/// One workload of a consolidated report.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Metric<'a> {
    #[serde(borrow)]
    pub(super) workload_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) workload_name: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) workload_arn: Option<Text<'a>>,
    pub(super) updated_at: Option<Timestamp>,
    #[serde(borrow)]
    pub(super) lenses: Option<Vec<LensMetric<'a>>>,
}

/// One lens of a workload in a consolidated report.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct LensMetric<'a> {
    #[serde(borrow)]
    pub(super) lens_arn: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) risk_counts: Option<RiskCounts<'a>>,
    #[serde(borrow)]
    pub(super) pillars: Option<Vec<PillarMetric<'a>>>,
}

/// One pillar of a lens in a consolidated report.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct PillarMetric<'a> {
    #[serde(borrow)]
    pub(super) pillar_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) risk_counts: Option<RiskCounts<'a>>,
    #[serde(borrow)]
    pub(super) questions: Option<Vec<QuestionMetric<'a>>>,
}

/// One question at risk in a consolidated report.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct QuestionMetric<'a> {
    #[serde(borrow)]
    pub(super) question_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) risk: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) best_practices: Option<Vec<BestPractice<'a>>>,
}

/// One choice that contributes to a risk in a consolidated report.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct BestPractice<'a> {
    #[serde(borrow)]
    pub(super) choice_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) choice_title: Option<Text<'a>>,
}

/// What stands at the top of a text: a document, or an array of them.
#[derive(Debug)]
pub(super) enum Top<'a> {
    One(Box<Document<'a>>),
    Many(Vec<Document<'a>>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Top<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Top<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object, or a list of objects")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Top<'de>, A::Error> {
                Document::deserialize(MapAccessDeserializer::new(map)).map(|document| Top::One(Box::new(document)))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Top<'de>, A::Error> {
                let mut documents = Vec::new();
                while let Some(Object(document)) = list.next_element()? {
                    documents.push(document);
                }
                Ok(Top::Many(documents))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// A document that is an object: by itself, serde would also take a list of its members.
struct Object<'a>(Document<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Object<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Object<'de>, A::Error> {
                Document::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

/// The names of a document's members and nothing else, for messages.
#[derive(Debug)]
pub(super) struct Keys(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Keys;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object, or a list of objects")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some(Keys(more)) = list.next_element()? {
                    keys.extend(more);
                }
                keys.dedup();
                Ok(Keys(keys))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
