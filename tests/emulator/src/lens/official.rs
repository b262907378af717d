//! Which lenses has AWS, as far as they are emulated?
//!
//! The framework's ids and levels are facts of the catalogue; titles are our own. The serverless lens has AWS's alias and
//! pillar ids and a few questions of our own.

use std::{collections::BTreeMap, sync::LazyLock};

use architrave_core::{
    catalogue::{Catalogue, CatalogueQuestion, FRAMEWORK_ALIAS},
    risk::Level,
};

use super::{Choice, Judge, Lens, Pillar, Question, Resource};

/// The version of the framework lens; the catalogue's ids have none of their own.
pub(crate) const VERSION: &str = "2024-06-27";

/// Pillars in the order that the API lists them: by id.
const PILLARS: [(&str, &str); 6] = [
    ("costOptimization", "Cost Optimization"),
    ("operationalExcellence", "Operational Excellence"),
    ("performance", "Performance Efficiency"),
    ("reliability", "Reliability"),
    ("security", "Security"),
    ("sustainability", "Sustainability"),
];

static LENSES: LazyLock<[Lens; 2]> = LazyLock::new(|| [framework(), serverless()]);

/// The official lenses.
pub(crate) fn lenses() -> &'static [Lens] {
    LENSES.as_slice()
}

/// The official lens with this alias or ARN; AWS writes the ARN with or without a Region.
pub(crate) fn find(name: &str) -> Option<&'static Lens> {
    let alias = match name.strip_prefix("arn:aws:wellarchitected:") {
        Some(rest) => {
            let (owner, alias) = rest.split_once(":lens/")?;
            let (_, account) = owner.split_once(':')?;
            (account.is_empty() || account == "aws").then_some(alias)?
        }
        None => name,
    };
    lenses().iter().find(|lens| lens.alias == alias)
}

fn arn(alias: &str) -> String {
    format!("arn:aws:wellarchitected::aws:lens/{alias}")
}

/// Our own titles, by question or choice id.
fn titles() -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(include_str!("../../../../host/data/titles.csv").as_bytes());
    reader.deserialize::<(String, String)>().filter_map(Result::ok).collect()
}

fn framework() -> Lens {
    let titles = titles();
    let pillars = PILLARS.map(|(id, name)| Pillar {
        id: id.to_owned(),
        name: name.to_owned(),
        questions: Catalogue::framework()
            .questions()
            .iter()
            .filter(|question| question.pillar == id)
            .map(|question| question_of(question, &titles))
            .collect(),
    });
    Lens {
        alias: FRAMEWORK_ALIAS.to_owned(),
        arn: arn(FRAMEWORK_ALIAS),
        version: VERSION.to_owned(),
        name: "AWS Well-Architected Framework".to_owned(),
        description: "The framework's questions and practices by id, with titles of this emulator's own.".to_owned(),
        pillars: pillars.into(),
    }
}

fn question_of(question: &CatalogueQuestion, titles: &BTreeMap<String, String>) -> Question {
    let title = |id: &str| titles.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let mut choices: Vec<Choice> = question
        .practices
        .iter()
        .map(|practice| Choice {
            id: practice.id.to_owned(),
            title: title(practice.id),
            description: Some(format!("Practice {} of the framework.", practice.code)),
            level: Some(practice.level),
            ..Choice::default()
        })
        .collect();
    choices.push(none_of_these(question));
    let page = question.practices.first().map(|practice| practice.url.clone());
    Question {
        id: question.id.to_owned(),
        title: title(question.id),
        description: format!("Question {} of the framework.", question.code),
        helpful: Some(Resource { text: None, url: page }),
        choices,
        judge: Judge::Ours,
    }
}

/// The choice that every question of the framework ends with. Its id begins as the practices' ids do: with the question's
/// id, or with what they share.
fn none_of_these(question: &CatalogueQuestion) -> Choice {
    let first = question.practices.first().map_or("", |practice| practice.id);
    let is_shared = |prefix: &str| question.practices.iter().all(|practice| practice.id.starts_with(prefix));
    let pillar = first.split('_').next().unwrap_or_default();
    let mut prefix = format!("{pillar}_{}", question.id.replace('-', "_"));
    if !is_shared(&prefix) {
        prefix = first.to_owned();
        while let Some((shorter, _)) = prefix.rsplit_once('_').filter(|_| !is_shared(&prefix)) {
            prefix = shorter.to_owned();
        }
    }
    Choice { id: format!("{prefix}_no"), title: "None of these".to_owned(), ..Choice::default() }
}

/// A pillar id; its questions: id, title, practices as id and title.
type Few = (&'static str, &'static [(&'static str, &'static str, &'static [(&'static str, &'static str)])]);

const SERVERLESS: [Few; 6] = [
    (
        "costOptimization",
        &[(
            "serverless_cost_idle",
            "What does a function cost while nobody calls it?",
            &[
                ("cost_idle_provisioned", "Reserved concurrency is held only where it pays"),
                ("cost_idle_logs", "Logs expire"),
            ],
        )],
    ),
    (
        "operationalExcellence",
        &[(
            "serverless_ops_trace",
            "Can a request be followed from event to event?",
            &[
                ("ops_trace_correlation", "Every event carries the id of its cause"),
                ("ops_trace_alarms", "Failed events raise alarms"),
            ],
        )],
    ),
    (
        "performance",
        &[(
            "serverless_perf_start",
            "How long does the first call take?",
            &[
                ("perf_start_measured", "Cold starts are measured"),
                ("perf_start_package", "Packages hold only what is used"),
            ],
        )],
    ),
    (
        "reliability",
        &[(
            "serverless_rel_retry",
            "What happens to an event that fails?",
            &[
                ("rel_retry_idempotent", "Handling it twice does no harm"),
                ("rel_retry_queue", "It is kept for a person to look at"),
            ],
        )],
    ),
    (
        "security",
        &[(
            "serverless_sec_role",
            "What may a function do?",
            &[
                ("sec_role_own", "Each function has a role of its own"),
                ("sec_role_least", "Roles name actions and resources"),
            ],
        )],
    ),
    (
        "sustainability",
        &[(
            "serverless_sus_work",
            "Which work could be left out?",
            &[("sus_work_filter", "Events are filtered before they start a function")],
        )],
    ),
];

fn serverless() -> Lens {
    let pillar = |(id, questions): &Few| Pillar {
        id: (*id).to_owned(),
        name: PILLARS.iter().find(|(known, _)| known == id).map_or_else(String::new, |(_, name)| (*name).to_owned()),
        questions: questions
            .iter()
            .map(|(id, title, practices)| {
                let choice = |(id, title): &(&str, &str)| Choice {
                    id: (*id).to_owned(),
                    title: (*title).to_owned(),
                    level: Some(Level::High),
                    ..Choice::default()
                };
                let mut choices: Vec<Choice> = practices.iter().map(choice).collect();
                choices.push(Choice { id: format!("{id}_no"), title: "None of these".to_owned(), ..Choice::default() });
                Question { id: (*id).to_owned(), title: (*title).to_owned(), choices, ..Question::default() }
            })
            .collect(),
    };
    Lens {
        alias: "serverless".to_owned(),
        arn: arn("serverless"),
        version: "2022-07-14".to_owned(),
        name: "Serverless Lens".to_owned(),
        description: "A stand-in with questions of this emulator's own.".to_owned(),
        pillars: SERVERLESS.iter().map(pillar).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_framework_is_whole() {
        let lens = find("wellarchitected").unwrap();
        let questions: Vec<&Question> = lens.questions().map(|(_, question)| question).collect();
        assert_eq!(questions.len(), 57);
        let practices =
            questions.iter().flat_map(|question| &question.choices).filter(|choice| !choice.is_none_of_these());
        assert_eq!(practices.count(), 307);
        for question in questions {
            assert_ne!(question.title, question.id, "a title is missing");
            let ends = question.choices.iter().filter(|choice| choice.is_none_of_these()).count();
            assert_eq!(ends, 1, "{}", question.id);
            assert!(question.choices.iter().all(|choice| choice.title != choice.id), "{}", question.id);
        }
    }

    #[test]
    fn names_of_official_lenses() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(find(name).map(|lens| lens.alias.as_str()), expected, "{name}");
        };
        check("wellarchitected", Some("wellarchitected"));
        check("arn:aws:wellarchitected::aws:lens/wellarchitected", Some("wellarchitected"));
        check("arn:aws:wellarchitected:us-east-1::lens/serverless", Some("serverless"));
        check("arn:aws:wellarchitected:us-east-1:111122223333:lens/serverless", None);
        check("sap", None);
        check("", None);
    }

    #[test]
    fn none_of_these_has_the_id_of_its_question() {
        let check = |question: &str, expected: &str| {
            let (_, question) = find("wellarchitected").unwrap().question(question).unwrap();
            assert_eq!(question.choices.last().unwrap().id, expected);
        };
        check("securely-operate", "sec_securely_operate_no");
        check("sus_user", "sus_sus_user_no");
        check("priorities", "ops_priorities_no");
        check("application-security", "sec_appsec_no");
        check("evaluate-cost-effort", "cost_evaluate_cost_effort_no");
    }
}
