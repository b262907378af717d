//! What does a lens say, in the words that the API gives out?

pub(crate) mod custom;
pub(crate) mod official;

use architrave_core::lens::Question as RuledQuestion;
use serde_json::{Value, json};

/// A lens at one version.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lens {
    /// Alias of an official lens, ARN of a custom one.
    pub(crate) alias: String,
    pub(crate) arn: String,
    pub(crate) version: String,
    pub(crate) name: String,
    pub(crate) description: String,
    /// In the order that the API lists them.
    pub(crate) pillars: Vec<Pillar>,
}

/// A pillar of a lens.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Pillar {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) questions: Vec<Question>,
}

/// A question of a lens.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) helpful: Option<Resource>,
    pub(crate) choices: Vec<Choice>,
    /// Where the risk comes from.
    pub(crate) judge: Judge,
}

/// How a question gets its risk.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Judge {
    /// By a rule of our own, as AWS does not publish its rules.
    #[default]
    Ours,
    /// By the rules of the lens's JSON.
    Rules(Box<RuledQuestion>),
}

/// A choice of a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) level: Option<architrave_core::risk::Level>,
    pub(crate) helpful: Option<Resource>,
    pub(crate) plan: Option<Resource>,
    /// `AdditionalResources`, as the API gives it.
    pub(crate) additional: Option<Value>,
}

/// A text with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Resource {
    pub(crate) text: Option<String>,
    pub(crate) url: Option<String>,
}

impl Lens {
    /// All questions with their pillars, in order.
    pub(crate) fn questions(&self) -> impl Iterator<Item = (&Pillar, &Question)> {
        self.pillars.iter().flat_map(|pillar| pillar.questions.iter().map(move |question| (pillar, question)))
    }

    /// The question with this id, with its pillar.
    pub(crate) fn question(&self, id: &str) -> Option<(&Pillar, &Question)> {
        self.questions().find(|(_, question)| question.id == id)
    }

    /// Whether AWS made it.
    pub(crate) fn is_official(&self) -> bool {
        self.alias != self.arn
    }
}

impl Question {
    /// The choice with this id.
    pub(crate) fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == id)
    }
}

impl Choice {
    /// Whether it means that no practice is met.
    pub(crate) fn is_none_of_these(&self) -> bool {
        self.id.ends_with("_no")
    }

    /// As the API gives it; long texts are cut to what the model allows.
    pub(crate) fn to_json(&self) -> Value {
        let mut choice = json!({"ChoiceId": self.id, "Title": cut(&self.title, 512)});
        let mut set = |member: &str, value: Option<Value>| {
            if let (Some(members), Some(value)) = (choice.as_object_mut(), value) {
                members.insert(member.to_owned(), value);
            }
        };
        set("Description", self.description.as_deref().map(|text| Value::from(cut(text, 1024))));
        set("HelpfulResource", self.helpful.as_ref().map(Resource::to_json));
        set("ImprovementPlan", self.plan.as_ref().map(Resource::to_json));
        set("AdditionalResources", self.additional.clone());
        choice
    }
}

impl Resource {
    /// A `ChoiceContent`.
    pub(crate) fn to_json(&self) -> Value {
        let mut content = serde_json::Map::new();
        for (member, text) in [("DisplayText", &self.text), ("Url", &self.url)] {
            if let Some(text) = text.as_deref().filter(|text| !text.is_empty()) {
                content.insert(member.to_owned(), Value::from(cut(text, 1024)));
            }
        }
        Value::Object(content)
    }
}

/// The first `characters_max` characters.
pub(crate) fn cut(text: &str, characters_max: usize) -> String {
    text.chars().take(characters_max).collect()
}
