//! What did the plugin say where a case expects something?

use architrave_core::{
    outcome::{EffortBasis, Role, Severity},
    report::{Improvement, Review},
    snapshot::Snapshot,
};

use super::{
    Difference,
    expect::{self, Expectation, Named, Section, Seen},
    fields::{At, Reader, nearest},
};
use crate::sink::words;

/// Why a gap has no value.
const NO_GAP: &str = "there is nothing to improve";

/// A value, and why the plugin says so.
type Found = (Seen, Option<String>);

/// Where what was found differs from what is expected; a fault that the case does not name is a difference.
pub(super) fn differences(review: &Review, expect: &[Expectation]) -> Vec<Difference> {
    let mut differences = Vec::new();
    for fault in &review.faults {
        let is_named = |expectation: &&Expectation| {
            expectation.section == Section::Fault && expectation.name == fault.role.as_str()
        };
        if !expect.iter().any(|expectation| is_named(&expectation)) {
            differences.push(Difference {
                section: Section::Fault,
                name: fault.role.as_str().to_owned(),
                key: expect::key(Section::Fault, fault.role.as_str()),
                expected: Seen::Nothing,
                found: Seen::Text(fault.fault.to_owned()),
                because: Some(fault.detail.clone()),
                is_named: false,
            });
        }
    }
    for Expectation { section, name, value, .. } in expect {
        let (found, because) = found(review, *section, name, length(value));
        if found != *value {
            differences.push(Difference {
                section: *section,
                name: name.clone(),
                key: expect::key(*section, name),
                expected: value.clone(),
                found,
                because,
                is_named: true,
            });
        }
    }
    differences
}

const fn length(value: &Seen) -> usize {
    match value {
        Seen::Texts(texts) => texts.len(),
        Seen::Nothing | Seen::Number(_) | Seen::Text(_) | Seen::Points(..) => 0,
    }
}

/// What was found there; of an order so many.
pub(super) fn found(review: &Review, section: Section, name: &str, first: usize) -> Found {
    match section {
        Section::Score => (number(review.score.basis_points), review.score.because.map(str::to_owned)),
        Section::Lowest => (number(review.score.lowest), None),
        Section::Highest => (number(review.score.highest), None),
        Section::Pillars => {
            let score = review.pillars.iter().find(|pillar| pillar.id == name).map(|pillar| &pillar.score);
            let because = score.and_then(|score| score.because).map(str::to_owned);
            (number(score.and_then(|score| score.basis_points)), because)
        }
        Section::Measures => (review.measures.get(name).map_or(Seen::Nothing, |value| Seen::Number(*value)), None),
        Section::Points => points(review, name),
        Section::Order => {
            let names = review.improvements.iter().take(first).map(gap_name);
            (Seen::Texts(names.collect()), None)
        }
        Section::Fault => {
            let fault = review.faults.iter().find(|fault| fault.role.as_str() == name);
            let name = fault.map_or(Seen::Nothing, |fault| Seen::Text(fault.fault.to_owned()));
            (name, fault.map(|fault| fault.detail.clone()))
        }
        Section::Ranks => of_gap(review, name, |entry| (number(entry.rank), entry.reason.clone())),
        Section::Priorities => {
            of_gap(review, name, |entry| (number(entry.priority.map(u32::from)), entry.reason.clone()))
        }
        Section::EffortHours => of_gap(review, name, |entry| {
            let basis = |basis: EffortBasis| format!("by {}", words::basis(basis));
            (number(entry.effort.map(|effort| effort.hours)), entry.effort.map(|effort| basis(effort.basis)))
        }),
        Section::Severity => {
            of_gap(review, name, |entry| (text(entry.severity.map(severity)), entry.consequence.clone()))
        }
        Section::Consequence => of_gap(review, name, |entry| (text(entry.consequence.as_deref()), None)),
        Section::Controls => texts_of_gap(review, name, |entry| {
            let controls = entry.controls.iter();
            controls.map(|control| format!("{} {}", control.framework, control.requirement)).collect()
        }),
        Section::Guidance => {
            texts_of_gap(review, name, |entry| entry.guidance.iter().map(|line| line.id.clone()).collect())
        }
    }
}

fn points(review: &Review, question: &str) -> Found {
    let found = review.questions.iter().find(|found| found.id == question);
    match found.and_then(|found| found.contribution.as_ref()) {
        Some(found) => (Seen::Points(found.points.into(), found.of.into()), found.reason.clone()),
        None => (Seen::Nothing, None),
    }
}

/// What is said of an entry of the improvements; nothing where there is none.
fn of_gap(review: &Review, name: &str, read: impl Fn(&Improvement) -> Found) -> Found {
    match review.improvements.iter().find(|entry| gap_name(entry) == name) {
        Some(entry) => read(entry),
        None => (Seen::Nothing, Some(NO_GAP.to_owned())),
    }
}

/// The same of a list, which is empty where there is none.
fn texts_of_gap(review: &Review, name: &str, read: impl Fn(&Improvement) -> Vec<String>) -> Found {
    let (mut found, because) = of_gap(review, name, |entry| (Seen::Texts(read(entry)), None));
    match &mut found {
        Seen::Texts(texts) => texts.sort_unstable(),
        Seen::Nothing | Seen::Number(_) | Seen::Text(_) | Seen::Points(..) => found = Seen::Texts(Vec::new()),
    }
    (found, because)
}

fn number(number: Option<u32>) -> Seen {
    number.map_or(Seen::Nothing, |number| Seen::Number(number.into()))
}

fn text(text: Option<&str>) -> Seen {
    text.map_or(Seen::Nothing, |text| Seen::Text(text.to_owned()))
}

/// As the report writes it.
const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

/// `question` for the question's own entry, `question/choice` for a practice.
pub(super) fn gap_name(entry: &Improvement) -> String {
    match &entry.choice {
        None => entry.question.to_string(),
        Some(choice) => format!("{}/{choice}", entry.question),
    }
}

/// Notes names that the review does not have, and roles that the plugin does not have.
pub(super) fn check(reader: &mut Reader<'_>, expect: &[Expectation], snapshot: &Snapshot, roles: &[Role]) {
    for expectation in expect {
        let Expectation { section, name, value, span } = expectation;
        let key = expect::key(*section, name);
        let role = section.role().map_or(name.as_str(), |role| role.as_str());
        if !roles.iter().any(|having| having.as_str() == role) {
            let having: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            let help = format!("the plugin has {}", having.join(", "));
            reader.problem_with(
                span,
                format!("`{key}` is for the role `{role}`, which the plugin does not have"),
                help,
            );
            continue;
        }
        let name = At { value: name.as_str(), span: span.clone() };
        match section.named() {
            Named::Pillar => {
                let pillars = || snapshot.lens.pillars.iter().map(|pillar| &*pillar.id);
                known(reader, &name, "pillar", pillars);
            }
            Named::Question => {
                let questions = || snapshot.lens.questions.iter().map(|question| &*question.id);
                known(reader, &name, "question", questions);
            }
            Named::Gap => gap(reader, &name, snapshot),
            Named::Nothing | Named::Measure | Named::Role => {}
        }
        if let (Section::Order, Seen::Texts(names)) = (section, value) {
            for name in names {
                gap(reader, &At { value: name.as_str(), span: span.clone() }, snapshot);
            }
        }
    }
}

fn gap(reader: &mut Reader<'_>, name: &At<&str>, snapshot: &Snapshot) {
    let find = |id: &str| snapshot.lens.questions.iter().find(|question| question.id == id);
    if find(name.value).is_some() {
        return;
    }
    match name.value.split_once('/').and_then(|(question, choice)| Some((find(question)?, choice))) {
        Some((question, choice)) => {
            let choice = At { value: choice, span: name.span.clone() };
            let what = format!("question `{}` has no choice", question.id);
            let choices = || question.choices.iter().map(|choice| &*choice.id);
            if !choices().any(|known| known == choice.value) {
                reader.problem_with(
                    &choice.span,
                    format!("{what} `{}`", choice.value),
                    nearest(choice.value, choices()),
                );
            }
        }
        None => {
            let questions = || snapshot.lens.questions.iter().map(|question| &*question.id);
            let question = name.value.split('/').next().unwrap_or_default();
            known(reader, &At { value: question, span: name.span.clone() }, "question", questions);
        }
    }
}

fn known<'n, I: Iterator<Item = &'n str>>(reader: &mut Reader<'_>, name: &At<&str>, what: &str, all: impl Fn() -> I) {
    if !all().any(|known| known == name.value) {
        let message = format!("the review has no {what} `{}`", name.value);
        reader.problem_with(&name.span, message, nearest(name.value, all()));
    }
}
