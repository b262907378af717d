//! Which lens do these answers speak of? The API sends pillars, titles and choices along, so they tell.

use std::collections::BTreeMap;

use super::{AnswerDraft, ReviewDraft};
use crate::{
    catalogue::{self, Catalogue, CatalogueQuestion},
    diagnostic::{Diagnostic, Location, list_names},
    lens::{CHOICES_MAX, Choice, Lens, Pillar, Plan, Question},
    risk::Level,
    wire,
};

/// The pillars of the framework, in its order; the names are the service's.
const FRAMEWORK_PILLARS: [(&str, &str); 6] = [
    ("operationalExcellence", "Operational Excellence"),
    ("security", "Security"),
    ("reliability", "Reliability"),
    ("performance", "Performance Efficiency"),
    ("costOptimization", "Cost Optimization"),
    ("sustainability", "Sustainability"),
];

/// Builds the lens, and reports every answer that cannot be placed in it.
///
/// Order: for the framework lens as in the catalogue, with what it does not know after it by id; for any other lens
/// pillars as the lens review lists them, else as they first occur, and questions as they occur.
pub(super) fn build(draft: &ReviewDraft<'_>, problems: &mut Vec<Diagnostic>) -> Lens {
    let review = &draft.review;
    let framework = catalogue::is_framework(review.lens_alias.as_deref(), review.lens_arn.as_deref());
    let pillars = pillars(draft, framework);
    let position: BTreeMap<String, usize> =
        pillars.iter().enumerate().map(|(position, pillar)| (pillar.id.clone(), position)).collect();
    let mut questions: Vec<Question> = Vec::with_capacity(draft.answers.len());
    for answer in &draft.answers {
        if let Some(question) = question(answer, framework, &position, problems, draft) {
            questions.push(question);
        }
    }
    if framework {
        let catalogue = Catalogue::framework();
        questions.sort_by(|a, b| {
            let place = |question: &Question| (question.pillar, catalogue.position(&question.id).unwrap_or(usize::MAX));
            place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
        });
    } else {
        questions.sort_by_key(|question| question.pillar);
    }
    identify(
        Lens { alias: String::new(), arn: None, version: None, name: None, status: None, pillars, questions },
        review,
    )
}

/// Gives a lens the names that the review knows it by.
pub(super) fn identify(lens: Lens, review: &wire::LensReview<'_>) -> Lens {
    let text = |text: &Option<wire::Text<'_>>| text.as_ref().map(wire::Text::to_owned_string);
    let arn = text(&review.lens_arn).or(lens.arn);
    let alias = text(&review.lens_alias).filter(|alias| !alias.starts_with("arn:"));
    let short = arn.as_deref().filter(|arn| arn.contains("::aws:lens/")).and_then(|arn| arn.rsplit('/').next());
    let known = Some(lens.alias).filter(|alias| !alias.is_empty());
    let alias = alias.or_else(|| short.map(str::to_owned)).or(known).or_else(|| text(&review.lens_alias));
    Lens {
        alias: alias.or_else(|| arn.clone()).unwrap_or_default(),
        arn,
        version: text(&review.lens_version).or(lens.version),
        name: text(&review.lens_name).or(lens.name),
        status: text(&review.lens_status).or(lens.status),
        pillars: lens.pillars,
        questions: lens.questions,
    }
}

fn pillars(draft: &ReviewDraft<'_>, framework: bool) -> Vec<Pillar> {
    let mut pillars: Vec<Pillar> = Vec::new();
    let mut add = |id: &str, name: &str| {
        if !pillars.iter().any(|pillar| pillar.id == id) {
            pillars.push(Pillar { id: id.to_owned(), name: name.to_owned() });
        }
    };
    let summaries = &draft.review.pillar_review_summaries;
    let name_of = |id: &str| {
        let summary = summaries.iter().find(|summary| summary.pillar_id.as_deref() == Some(id));
        let known = FRAMEWORK_PILLARS.iter().find(|(known, _)| *known == id).map(|(_, name)| *name);
        summary.and_then(|summary| summary.pillar_name.as_deref()).or(known).unwrap_or(id).to_owned()
    };
    if framework {
        for (id, _) in FRAMEWORK_PILLARS {
            add(id, &name_of(id));
        }
    }
    let mut rest: Vec<&str> = summaries.iter().filter_map(|summary| summary.pillar_id.as_deref()).collect();
    rest.extend(draft.answers.iter().filter_map(|draft| draft.answer.pillar_id.as_deref()));
    if framework {
        rest.sort_unstable();
    }
    for id in rest {
        add(id, &name_of(id));
    }
    pillars
}

fn question(
    draft: &AnswerDraft<'_>,
    framework: bool,
    pillars: &BTreeMap<String, usize>,
    problems: &mut Vec<Diagnostic>,
    review: &ReviewDraft<'_>,
) -> Option<Question> {
    let answer = &draft.answer;
    let location = location(draft, review);
    let Some(id) = answer.question_id.as_deref() else {
        problems.push(
            Diagnostic::error("answer.no-question", "an answer has no `QuestionId`")
                .help("export the review again; every answer of the API names its question")
                .at(location),
        );
        return None;
    };
    let known = framework.then(|| Catalogue::framework().question(id)).flatten();
    let Some(pillar) = answer.pillar_id.as_deref().or(known.map(|question| question.pillar)) else {
        problems.push(
            Diagnostic::error("answer.no-pillar", format!("question `{id}` has no `PillarId`"))
                .help("export the review again, or give the lens's JSON beside it")
                .at(location),
        );
        return None;
    };
    let choices = choices(answer, known);
    if choices.len() > CHOICES_MAX {
        problems.push(
            Diagnostic::error("lens.too-many-choices", format!("question `{id}` has {} choices", choices.len()))
                .help(format!("a question may have at most {CHOICES_MAX}"))
                .at(location),
        );
        return None;
    }
    let mut seen: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
    seen.sort_unstable();
    let twice = seen.windows(2).filter_map(|pair| pair.first().filter(|_| pair.first() == pair.last()));
    let twice = list_names(twice.copied());
    if !twice.is_empty() {
        problems.push(
            Diagnostic::error("lens.duplicate-choice", format!("question `{id}` lists a choice twice: {twice}"))
                .help("export the review again; choice ids are unique within a question")
                .at(location),
        );
    }
    Some(Question {
        id: id.to_owned(),
        code: known.map(|question| question.code.to_owned()),
        pillar: pillars.get(pillar).copied().unwrap_or_default(),
        title: answer.question_title.as_deref().unwrap_or(id).to_owned(),
        choices,
        rules: None,
        url: answer.helpful_resource_url.as_deref().map(str::to_owned),
    })
}

fn choices(answer: &wire::Answer<'_>, known: Option<&CatalogueQuestion>) -> Vec<Choice> {
    let listed = answer.choices.iter().filter_map(|choice| {
        let id = choice.choice_id.as_deref()?;
        let practice = known.and_then(|question| question.practice(id));
        let link = choice.helpful_resource.as_ref().and_then(|link| link.url.as_deref());
        let plan = choice.improvement_plan.as_ref().map(|plan| Plan {
            text: plan.display_text.as_deref().map(str::to_owned),
            url: plan.url.as_deref().map(str::to_owned),
        });
        Some(Choice {
            id: id.to_owned(),
            practice: practice.map(|practice| practice.code.to_owned()),
            title: choice.title.as_deref().unwrap_or(id).to_owned(),
            level: practice.map_or(Level::Unknown, |practice| practice.level),
            none_of_these: id.ends_with("_no"),
            plan,
            url: link.map(str::to_owned).or_else(|| practice.map(catalogue::CataloguePractice::url)),
        })
    });
    let listed: Vec<Choice> = listed.collect();
    if !listed.is_empty() {
        return listed;
    }
    let from_catalogue = known.into_iter().flat_map(|question| &question.practices).map(|practice| Choice {
        id: practice.id.to_owned(),
        practice: Some(practice.code.to_owned()),
        title: practice.code.to_owned(),
        level: practice.level,
        none_of_these: false,
        plan: None,
        url: Some(practice.url()),
    });
    from_catalogue.collect()
}

/// Where an answer stands.
pub(super) fn location(draft: &AnswerDraft<'_>, review: &ReviewDraft<'_>) -> Location {
    let file = draft.file.and_then(|file| review.files.get(file)).map(String::as_str);
    Location::pointer(file, draft.pointer.as_str())
}
