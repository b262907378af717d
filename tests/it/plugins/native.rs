//! The same plugins without wasm: what crosses the border is written out here a second time.

use architrave_core::{
    laws::{self, RawAdvice, RawConsequences, RawPriorities, RawScorecard},
    outcome::{Advice, Consequences, ControlEntry, Legend, LegendEntry, MeasureEntry, Priorities, Scorecard},
    snapshot::{Answer, Snapshot},
};
use architrave_guest::{
    contract,
    native::{Results, run},
};

/// What a plugin said, checked as the host checks it.
#[derive(Debug, PartialEq)]
pub(super) struct Said {
    pub(super) legend: Legend,
    pub(super) scoring: Option<Scorecard>,
    pub(super) priority: Option<Priorities>,
    pub(super) impact: Option<Consequences>,
    pub(super) guidance: Option<Advice>,
    pub(super) log: Vec<(u8, String)>,
}

/// Runs the plugin of that id natively.
pub(super) fn say(id: &str, snapshot: &Snapshot, settings: &str) -> Said {
    let (lens, frame, review) = (lens(snapshot), frame(snapshot), review(snapshot));
    let results = match id {
        "balanced" => run::<architrave_plugin_balanced::Balanced>(lens, settings, frame, review),
        "classic" => run::<architrave_plugin_classic::Classic>(lens, settings, frame, review),
        "financial-services" => {
            run::<architrave_plugin_financial_services::FinancialServices>(lens, settings, frame, review)
        }
        "healthcare" => run::<architrave_plugin_healthcare::Healthcare>(lens, settings, frame, review),
        "e-commerce" => run::<architrave_plugin_e_commerce::ECommerce>(lens, settings, frame, review),
        "operational-excellence" => {
            run::<architrave_plugin_operational_excellence::OperationalExcellence>(lens, settings, frame, review)
        }
        "pillar-guidance" => run::<architrave_plugin_pillar_guidance::PillarGuidance>(lens, settings, frame, review),
        other => panic!("plugin `{other}` is shipped and not compared: add it here"),
    };
    checked(snapshot, results.unwrap())
}

fn checked(snapshot: &Snapshot, results: Results) -> Said {
    let legend = laws::legend(legend(results.legend)).unwrap();
    let gaps = snapshot.gaps.len();
    let scoring = results.scorecard.map(|raw| {
        let weights = results.weights.unwrap();
        laws::weights(&snapshot.answers, &weights).unwrap();
        let raw = RawScorecard { points: raw.points, reasons: raw.reasons, measures: raw.measures };
        laws::scorecard(&snapshot.answers, &legend, &weights, raw).unwrap()
    });
    let priority = results.priorities.map(|raw| {
        let raw = RawPriorities {
            priorities: raw.priorities,
            effort_hours: raw.effort_hours,
            effort_bases: raw.effort_bases,
            reasons: raw.reasons,
        };
        laws::priorities(gaps, &legend, &raw).unwrap()
    });
    let impact = results.consequences.map(|raw| {
        let raw = RawConsequences {
            severities: raw.severities,
            consequences: raw.consequences,
            control_gaps: raw.control_gaps,
            controls: raw.controls,
        };
        laws::consequences(gaps, &legend, &raw).unwrap()
    });
    let guidance =
        results.advice.map(|raw| laws::advice(gaps, &legend, &RawAdvice { gaps: raw.gaps, lines: raw.lines }).unwrap());
    Said { legend, scoring, priority, impact, guidance, log: results.log }
}

fn legend(raw: contract::Legend) -> Legend {
    let texts = |list: Vec<contract::LegendEntry>| {
        list.into_iter().map(|entry| LegendEntry { id: entry.id, text: entry.text }).collect()
    };
    let measure = |entry: contract::MeasureEntry| MeasureEntry {
        id: entry.id,
        text: entry.text,
        unit: entry.unit,
        higher_is_better: entry.higher_is_better,
    };
    let control =
        |entry: contract::ControlEntry| ControlEntry { framework: entry.framework, requirement: entry.requirement };
    Legend {
        reasons: texts(raw.reasons),
        consequences: texts(raw.consequences),
        advice: texts(raw.advice),
        measures: raw.measures.into_iter().map(measure).collect(),
        controls: raw.controls.into_iter().map(control).collect(),
    }
}

fn lens(snapshot: &Snapshot) -> contract::Lens {
    let lens = &snapshot.lens;
    let choice = |choice: &architrave_core::lens::Choice| contract::Choice {
        id: choice.id.to_string(),
        practice: choice.practice.clone().unwrap_or_default().into_owned(),
        title: choice.title.clone(),
        level: choice.level.code(),
        none_of_these: choice.none_of_these,
    };
    let question = |question: &architrave_core::lens::Question| contract::Question {
        id: question.id.to_string(),
        code: question.code.clone().unwrap_or_default().into_owned(),
        pillar: narrow(question.pillar),
        title: question.title.clone(),
        choices: question.choices.iter().map(choice).collect(),
    };
    let pillar = |pillar: &architrave_core::lens::Pillar| contract::Pillar {
        id: pillar.id.to_string(),
        name: pillar.name.to_string(),
    };
    contract::Lens {
        alias: lens.alias.clone(),
        arn: lens.arn.clone().unwrap_or_default(),
        version: lens.version.clone().unwrap_or_default(),
        name: lens.name.clone().unwrap_or_default(),
        status: u8::from(lens.status.as_deref() == Some("CURRENT")),
        pillars: lens.pillars.iter().map(pillar).collect(),
        questions: lens.questions.iter().map(question).collect(),
    }
}

fn frame(snapshot: &Snapshot) -> contract::Frame {
    let workload = &snapshot.workload;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let position = |id: &String| snapshot.lens.pillars.iter().position(|pillar| pillar.id == *id).map(narrow);
    let environment = match workload.environment.as_deref() {
        Some("PRODUCTION") => 1,
        Some("PREPRODUCTION") => 2,
        _ => 0,
    };
    contract::Frame {
        workload: contract::Workload {
            id: text(&workload.id),
            account: text(&workload.account),
            region: text(&workload.region),
            name: text(&workload.name),
            environment,
            industry_type: text(&workload.industry_type),
            industry: text(&workload.industry),
            pillar_priorities: workload.pillar_priorities.iter().filter_map(position).collect(),
            improvement_status: 0,
            has_review_owner: workload.has_review_owner,
            has_profile: snapshot.profile.is_some(),
            tags: workload.tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        },
        scope: scope(&snapshot.answers),
        as_of_day: None,
    }
}

fn scope(answers: &[Answer]) -> contract::Scope {
    let mark = |answer: &Answer| u8::from(answer.is_applicable()) + 2 * u8::from(answer.prioritized == Some(true));
    let reason = |answer: &Answer| if answer.is_applicable() { 0 } else { answer.reason.code() };
    contract::Scope {
        marks: answers.iter().map(mark).collect(),
        reasons: answers.iter().map(reason).collect(),
        not_applicable: answers.iter().map(|answer| answer.not_applicable.0).collect(),
        accepted: answers.iter().map(|answer| answer.accepted.0).collect(),
    }
}

fn review(snapshot: &Snapshot) -> contract::Review {
    let origin = |answer: &Answer| u8::from(answer.recorded.is_some()) + 2 * u8::from(answer.by_rule.is_some());
    contract::Review {
        answers: contract::Answers {
            risks: snapshot.answers.iter().map(|answer| answer.risk.code()).collect(),
            origins: snapshot.answers.iter().map(origin).collect(),
            selected: snapshot.answers.iter().map(|answer| answer.selected.0).collect(),
        },
        gaps: contract::Gaps {
            questions: snapshot.gaps.iter().map(|gap| narrow(gap.question)).collect(),
            choices: snapshot.gaps.iter().map(|gap| gap.choice.map_or(u16::MAX, narrow)).collect(),
            levels: snapshot.gaps.iter().map(|gap| gap.level.code()).collect(),
        },
        previous: None,
    }
}

fn narrow(position: usize) -> u16 {
    u16::try_from(position).unwrap()
}
