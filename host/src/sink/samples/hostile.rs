//! A report in which every text is anything at all.

use std::collections::BTreeMap;

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    report::{Because, Control, Guidance, Improvement, Lens, Milestone, Plan, Question, Report, Review, Workload},
};

use super::{HOSTILE, faulted};

/// The report of [`faulted`] with [`HOSTILE`] in every text.
pub(crate) fn hostile() -> Report {
    filled_with(HOSTILE)
}

/// The report of [`faulted`] with `text` in every text.
pub(crate) fn filled_with(text: &str) -> Report {
    let mut report = faulted();
    let bad = || text.to_owned();
    report.plugins[0].id = bad();
    report.plugins[0].claims = vec![bad()];
    if let Some(verdict) = &mut report.verdict {
        verdict.because[0] = Because { rule: bad(), outcome: "undecided", review: bad(), message: bad() };
    }
    for review in &mut report.reviews {
        fill_review(review, text);
    }
    report
}

fn fill_review(review: &mut Review, text: &str) {
    let bad = || text.to_owned();
    let some = || Some(text.to_owned());
    review.workload = Workload {
        id: some(),
        arn: some(),
        account: some(),
        region: some(),
        regions: vec![bad()],
        name: some(),
        owner: some(),
        environment: some(),
        industry_type: some(),
        industry: some(),
        tags: BTreeMap::from([(bad(), bad())]),
        pillar_priorities: vec![bad()],
        improvement_status: some(),
        updated_at: some(),
    };
    review.lens = Lens { alias: bad(), arn: some(), version: some(), name: some(), status: some(), sha256: bad() };
    review.milestone = Some(Milestone { number: 1, name: some(), recorded_at: some() });
    review.reviewed_at = some();
    review.notes = some();
    review.measures = BTreeMap::from([(bad(), i64::MIN)]);
    for pillar in &mut review.pillars {
        pillar.name = bad().into();
        pillar.id = format!("{text}{}", pillar.id).into();
    }
    for question in &mut review.questions {
        fill_question(question, text);
    }
    for entry in review.improvements.iter_mut().chain(&mut review.open_practices) {
        fill_improvement(entry, text);
    }
    for comparison in &mut review.comparisons {
        comparison.plugin = bad();
        comparison.measures = BTreeMap::from([(bad(), 1)]);
    }
    for fault in &mut review.faults {
        fault.plugin = bad();
        fault.detail = bad();
    }
    review.diagnostics = vec![Diagnostic::note("code", bad()).help(bad()).at(Location {
        file: some(),
        pointer: some(),
        ..Location::default()
    })];
}

fn fill_question(question: &mut Question, text: &str) {
    question.id = format!("{text}{}", question.id).into();
    question.pillar = format!("{text}{}", question.pillar).into();
    question.title = text.to_owned();
    question.code = Some(text.to_owned().into());
    question.recorded_risk = Some(text.to_owned().into());
    question.notes = Some(text.to_owned());
    question.url = Some("javascript:alert(1)".into());
    question.jira_url = Some(text.to_owned());
    if let Some(rule) = &mut question.rule {
        rule.condition = text.to_owned();
    }
    if let Some(contribution) = &mut question.contribution {
        contribution.reason = Some(text.to_owned());
    }
    for choice in &mut question.choices {
        choice.id = format!("{text}{}", choice.id).into();
        choice.title = text.to_owned();
        choice.practice = Some(text.to_owned().into());
        choice.url = Some("javascript:alert(1)".into());
        choice.notes = Some(text.to_owned());
    }
}

fn fill_improvement(entry: &mut Improvement, text: &str) {
    entry.question = format!("{text}{}", entry.question).into();
    entry.pillar = format!("{text}{}", entry.pillar).into();
    entry.choice = entry.choice.take().map(|choice| format!("{text}{choice}").into());
    entry.title = text.to_owned();
    entry.practice = Some(text.to_owned().into());
    entry.consequence = Some(text.to_owned());
    entry.reason = Some(text.to_owned());
    entry.controls = vec![Control { framework: text.to_owned(), requirement: text.to_owned(), basis: "indicative" }];
    entry.plan = Some(Plan { text: Some(text.to_owned()), url: Some("javascript:alert(1)".into()) });
    entry.guidance = vec![Guidance { plugin: text.to_owned(), id: text.to_owned(), text: text.to_owned() }];
    entry.key = text.to_owned();
}
