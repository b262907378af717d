//! What does the JSON of a custom lens say, in the words of the API?

use architrave_core::lens as ruled;
use serde_json::{Map, Value, json};

use super::{Choice, Judge, Lens, Pillar, Question, Resource, cut};

/// Reads lens JSON. Rules and ids are read by the engine's own reader, texts that only the API shows from the JSON itself.
///
/// # Errors
/// What keeps it from being a lens, a line each.
pub(crate) fn read(arn: &str, version: &str, json: &str) -> Result<Lens, Vec<String>> {
    let (lens, _) = ruled::parse(None, json)
        .map_err(|problems| problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>())?;
    let written: Value = serde_json::from_str(json).unwrap_or_default();
    let mut pillars: Vec<Pillar> = lens
        .pillars
        .iter()
        .map(|pillar| Pillar { id: pillar.id.to_string(), name: cut(&pillar.name, 128), questions: Vec::new() })
        .collect();
    for question in &lens.questions {
        let Some(pillar) = pillars.get_mut(question.pillar) else { continue };
        let written = written_question(&written, &pillar.id, &question.id);
        pillar.questions.push(question_of(question, written.unwrap_or(&Value::Null)));
    }
    Ok(Lens {
        alias: arn.to_owned(),
        arn: arn.to_owned(),
        version: version.to_owned(),
        name: cut(lens.name.as_deref().unwrap_or("Custom lens"), 128),
        description: text(&written, "description").unwrap_or_else(|| "A custom lens.".to_owned()),
        pillars,
    })
}

fn text(value: &Value, member: &str) -> Option<String> {
    value.get(member).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn find<'a>(value: &'a Value, member: &str, id: &str) -> Option<&'a Value> {
    value.get(member)?.as_array()?.iter().find(|one| one.get("id").and_then(Value::as_str) == Some(id))
}

fn written_question<'a>(lens: &'a Value, pillar: &str, question: &str) -> Option<&'a Value> {
    find(find(lens, "pillars", pillar)?, "questions", question)
}

fn question_of(question: &ruled::Question, written: &Value) -> Question {
    let choices = question.choices.iter().map(|choice| {
        let written = find(written, "choices", &choice.id).unwrap_or(&Value::Null);
        Choice {
            id: choice.id.to_string(),
            title: choice.title.clone(),
            description: text(written, "description"),
            level: None,
            helpful: resource(written.get("helpfulResource")),
            plan: resource(written.get("improvementPlan")),
            additional: additional(written.get("additionalResources")),
        }
    });
    Question {
        id: question.id.to_string(),
        title: question.title.clone(),
        description: text(written, "description").unwrap_or_default(),
        helpful: resource(written.get("helpfulResource")),
        choices: choices.collect(),
        judge: Judge::Rules(Box::new(question.clone())),
    }
}

fn resource(written: Option<&Value>) -> Option<Resource> {
    let written = written?;
    let resource = Resource { text: text(written, "displayText"), url: text(written, "url") };
    (resource != Resource::default()).then_some(resource)
}

fn additional(written: Option<&Value>) -> Option<Value> {
    let groups = written?.as_array()?.iter().filter_map(|group| {
        let contents = group.get("content")?.as_array()?.iter().filter_map(|content| resource(Some(content)));
        let mut members = Map::new();
        members.insert("Type".to_owned(), json!(text(group, "type")?));
        members.insert("Content".to_owned(), contents.map(|content| content.to_json()).collect());
        Some(Value::Object(members))
    });
    Some(groups.collect())
}
