//! A small review that is written down in a case, and the snapshot that it becomes.

use std::sync::Arc;

use architrave_core::{
    catalogue::{Catalogue, FRAMEWORK_ALIAS},
    diagnostic::Diagnostic,
    lens::{CHOICES_MAX, Choice, Lens, PILLARS_MAX, Pillar, Question},
    risk::Level,
    snapshot::{AnswerDraft, ReviewDraft, Snapshot, resolve},
    wire,
};
use toml::{Spanned, de::DeValue};

use super::fields::{At, Fields, Reader};

const KEYS: [&str; 7] =
    ["lens", "environment", "industry_type", "industry", "pillar_priorities", "pillars", "questions"];
const QUESTION_KEYS: [&str; 8] =
    ["pillar", "title", "risk", "choices", "selected", "not_applicable", "reason", "prioritized"];
const RISKS: [&str; 5] = ["HIGH", "MEDIUM", "NONE", "UNANSWERED", "NOT_APPLICABLE"];
const LEVELS: [&str; 4] = ["HIGH", "MEDIUM", "LOW", "UNKNOWN"];
const REASONS: [&str; 5] = ["OUT_OF_SCOPE", "BUSINESS_PRIORITIES", "ARCHITECTURE_CONSTRAINTS", "OTHER", "NONE"];
const ENVIRONMENTS: [&str; 2] = ["PRODUCTION", "PREPRODUCTION"];

/// What a lens is called of which the catalogue does not know every question.
const OWN_ALIAS: &str = "case";

/// A review, as far as it was understood.
#[derive(Debug)]
pub(super) struct Inline {
    lens: Lens,
    /// One per question of the lens.
    answers: Vec<Given>,
    environment: Option<String>,
    industry_type: Option<String>,
    industry: Option<String>,
    pillar_priorities: Vec<String>,
}

/// One answer.
#[derive(Debug, Clone, Default)]
struct Given {
    risk: String,
    reason: Option<String>,
    selected: Vec<String>,
    /// Ids, and why.
    not_applicable: Vec<(String, String)>,
    prioritized: Option<bool>,
}

/// One question and its answer, before pillars have places.
struct Row {
    pillar: String,
    question: Question,
    given: Given,
}

pub(super) fn read(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Inline> {
    reader.refuse_unknown(fields, &KEYS);
    let owned = |found: Option<At<&str>>| found.map(|found| found.value.to_owned());
    let environment = owned(reader.word(fields, "environment", &ENVIRONMENTS));
    let [industry_type, industry, alias] =
        ["industry_type", "industry", "lens"].map(|key| owned(reader.text(fields, key)));
    let list = |reader: &mut Reader<'_>, key| -> Vec<String> {
        reader.texts(fields, key).into_iter().map(|found| found.value.to_owned()).collect()
    };
    let pillar_priorities = list(reader, "pillar_priorities");
    let pillars = list(reader, "pillars");
    let questions = reader.table(fields, "questions");
    let Some(questions) = questions.filter(|questions| !questions.members().is_empty()) else {
        let help = "write `[case.review.questions.ID]` with `risk = \"HIGH\"`";
        reader.problem_with(fields.span(), format!("{} has no questions", fields.what()), help);
        return None;
    };
    let mut rows = Vec::new();
    let members = questions.members();
    let count = members.len();
    for (id, value) in members {
        let Some(fields) = reader.table_of(value, format!("question `{}`", id.value)) else { continue };
        rows.extend(row(reader, &id, &fields));
    }
    if rows.len() < count {
        return None;
    }
    let is_known = rows.iter().all(|row| row.question.code.is_some());
    let alias = alias.unwrap_or_else(|| if is_known { FRAMEWORK_ALIAS } else { OWN_ALIAS }.to_owned());
    let (lens, answers) = lens(alias, pillars, rows);
    if lens.pillars.len() > PILLARS_MAX {
        reader.problem(fields.span(), format!("{} has more than {PILLARS_MAX} pillars", fields.what()));
        return None;
    }
    Some(Inline { lens, answers, environment, industry_type, industry, pillar_priorities })
}

/// Questions by pillar: pillars in the order that was given, else in that of their questions.
fn lens(alias: String, mut pillars: Vec<String>, mut rows: Vec<Row>) -> (Lens, Vec<Given>) {
    for row in &rows {
        if !pillars.contains(&row.pillar) {
            pillars.push(row.pillar.clone());
        }
    }
    for row in &mut rows {
        row.question.pillar = pillars.iter().position(|pillar| *pillar == row.pillar).unwrap_or_default();
    }
    rows.sort_by_key(|row| row.question.pillar);
    let (questions, answers) = rows.into_iter().map(|row| (row.question, row.given)).unzip();
    let pillar = |id: String| Pillar { name: id.clone().into(), id: id.into() };
    let lens = Lens {
        name: Some(alias.clone()),
        alias,
        arn: None,
        version: None,
        status: None,
        pillars: pillars.into_iter().map(pillar).collect(),
        questions,
    };
    (lens, answers)
}

fn row(reader: &mut Reader<'_>, id: &At<&str>, fields: &Fields<'_>) -> Option<Row> {
    reader.refuse_unknown(fields, &QUESTION_KEYS);
    let known = Catalogue::framework().question(id.value);
    let pillar = reader.text(fields, "pillar").map(|found| found.value.to_owned());
    let pillar = pillar.or_else(|| known.map(|known| known.pillar.to_owned()));
    if pillar.is_none() && fields.get("pillar").is_none() {
        let help = "write `pillar = \"security\"`; only questions of the framework lens have one by themselves";
        reader.problem_with(&id.span, format!("question `{}` has no `pillar`", id.value), help);
    }
    let choices = match fields.get("choices") {
        Some(found) => choices(reader, fields, found),
        None => known.map(|known| known.practices.iter().map(from_catalogue).collect()).unwrap_or_default(),
    };
    if choices.len() > CHOICES_MAX {
        reader.problem(&id.span, format!("question `{}` has more than {CHOICES_MAX} choices", id.value));
        return None;
    }
    let given = given(reader, fields, &choices);
    let title = reader.text(fields, "title").map_or(id.value, |found| found.value).to_owned();
    let question = Question {
        id: id.value.to_owned().into(),
        code: known.map(|known| known.code.into()),
        pillar: 0,
        title,
        choices,
        rules: None,
        url: None,
    };
    Some(Row { pillar: pillar?, question, given })
}

fn from_catalogue(practice: &architrave_core::catalogue::CataloguePractice) -> Choice {
    Choice { practice: Some(practice.code.into()), level: practice.level, ..choice(practice.id) }
}

fn choice(id: &str) -> Choice {
    Choice {
        id: id.to_owned().into(),
        practice: None,
        title: id.to_owned(),
        level: Level::Unknown,
        none_of_these: id.ends_with("_no"),
        plan: None,
        url: None,
    }
}

/// A list of ids, or a table of ids and levels.
fn choices(reader: &mut Reader<'_>, fields: &Fields<'_>, found: &Spanned<DeValue<'_>>) -> Vec<Choice> {
    let what = format!("`choices` of {}", fields.what());
    if !found.get_ref().is_table() {
        let ids = reader.texts_of(found, &what).unwrap_or_default();
        let mut choices: Vec<Choice> = Vec::new();
        for id in ids {
            if choices.iter().any(|choice| choice.id == id.value) {
                reader.problem(&id.span, format!("{what} names `{}` twice", id.value));
            } else {
                choices.push(choice(id.value));
            }
        }
        return choices;
    }
    let Some(table) = reader.table_of(found, what) else { return Vec::new() };
    let mut choices = Vec::new();
    for (id, _) in table.members() {
        let level = reader.word(&table, id.value, &LEVELS).map_or(Level::Unknown, |found| Level::parse(found.value));
        choices.push(Choice { level, ..choice(id.value) });
    }
    choices
}

fn given(reader: &mut Reader<'_>, fields: &Fields<'_>, choices: &[Choice]) -> Given {
    let risk = reader.word(fields, "risk", &RISKS).map(|found| found.value.to_owned());
    if fields.get("risk").is_none() {
        let help = "write `risk = \"HIGH\"`, or `MEDIUM`, `NONE`, `UNANSWERED`, `NOT_APPLICABLE`";
        reader.problem_with(fields.span(), format!("{} has no `risk`", fields.what()), help);
    }
    let is_out = risk.as_deref() == Some("NOT_APPLICABLE");
    let reason = reader.word(fields, "reason", &REASONS);
    if let Some(reason) = reason.as_ref().filter(|_| !is_out) {
        let help = "it says why a question is not applicable; of a choice: `not_applicable = { ID = \"REASON\" }`";
        reader.problem_with(&reason.span, format!("{} has a `reason` and is applicable", fields.what()), help);
    }
    let selected = reader.texts(fields, "selected");
    let not_applicable = not_applicable(reader, fields);
    for id in selected.iter().chain(not_applicable.iter().map(|(id, _)| id)) {
        if !choices.iter().any(|choice| choice.id == id.value) {
            let message = format!("{} has no choice `{}`", fields.what(), id.value);
            let known = choices.iter().map(|choice| &*choice.id);
            reader.problem_with(&id.span, message, super::fields::nearest(id.value, known));
        }
    }
    Given {
        risk: risk.unwrap_or_default(),
        reason: reason.map(|found| found.value.to_owned()),
        selected: selected.into_iter().map(|found| found.value.to_owned()).collect(),
        not_applicable: not_applicable.into_iter().map(|(id, why)| (id.value.to_owned(), why)).collect(),
        prioritized: reader.flag(fields, "prioritized"),
    }
}

/// A list of ids, or a table of ids and reasons.
fn not_applicable<'t>(reader: &mut Reader<'_>, fields: &Fields<'t>) -> Vec<(At<&'t str>, String)> {
    let Some(found) = fields.get("not_applicable") else { return Vec::new() };
    if !found.get_ref().is_table() {
        let ids = reader.texts(fields, "not_applicable").into_iter();
        return ids.map(|id| (id, "NONE".to_owned())).collect();
    }
    let Some(table) = reader.table(fields, "not_applicable") else { return Vec::new() };
    let reason = |(id, _): super::fields::Member<'t>| {
        let why = reader.word(&table, id.value, &REASONS)?.value.to_owned();
        Some((id, why))
    };
    table.members().into_iter().filter_map(reason).collect()
}

impl Inline {
    /// As the host sees it.
    ///
    /// # Errors
    ///
    /// What the host says of such a review.
    pub(super) fn snapshot(&self) -> Result<Snapshot, Vec<Diagnostic>> {
        let answers = self.lens.questions.iter().zip(&self.answers);
        let answers = answers
            .map(|(question, given)| AnswerDraft { answer: self.answer(question, given), ..AnswerDraft::default() });
        let text = |text: &Option<String>| text.clone().map(wire::Text::from);
        let workload = wire::Workload {
            workload_id: Some("case".into()),
            workload_name: Some("case".into()),
            environment: text(&self.environment),
            industry_type: text(&self.industry_type),
            industry: text(&self.industry),
            pillar_priorities: self.pillar_priorities.iter().map(|id| id.as_str().into()).collect(),
            ..wire::Workload::default()
        };
        resolve(&ReviewDraft {
            lens: Some(Arc::new(self.lens.clone())),
            answers: answers.collect(),
            workload,
            ..ReviewDraft::default()
        })
    }

    fn answer<'s>(&'s self, question: &'s Question, given: &'s Given) -> wire::Answer<'s> {
        let marked = given.not_applicable.iter().map(|(id, why)| wire::ChoiceAnswer {
            choice_id: Some(id.as_str().into()),
            status: Some("NOT_APPLICABLE".into()),
            reason: Some(why.as_str().into()),
            notes: None,
        });
        let pillar = self.lens.pillars.get(question.pillar);
        wire::Answer {
            question_id: Some((&*question.id).into()),
            pillar_id: pillar.map(|pillar| (&*pillar.id).into()),
            is_applicable: Some(given.risk != "NOT_APPLICABLE"),
            risk: Some(given.risk.as_str().into()),
            reason: given.reason.as_deref().map(Into::into),
            question_type: given.prioritized.map(|yes| if yes { "PRIORITIZED" } else { "NON_PRIORITIZED" }.into()),
            selected_choices: given.selected.iter().map(|id| id.as_str().into()).collect(),
            choice_answer_summaries: marked.collect(),
            ..wire::Answer::default()
        }
    }
}
