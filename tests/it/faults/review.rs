//! Which review do the guests get? One question for each risk.

use std::{collections::BTreeMap, sync::Arc};

use architrave_core::{
    digest,
    lens::{Choice, ChoiceSet, Lens, Pillar, Question},
    risk::{Level, Reason, Risk},
    snapshot::{Answer, Digest, Gap, Snapshot, Workload},
};

/// How many questions the lens has.
pub(super) const QUESTIONS: usize = RISKS.len();

/// How many gaps the review has: of the questions at high and medium risk, one for itself and one for its practice.
pub(super) const GAPS: usize = 4;

const RISKS: [Risk; 6] = [Risk::High, Risk::Medium, Risk::NoRisk, Risk::Unanswered, Risk::NotApplicable, Risk::Unknown];

pub(super) fn lens() -> Arc<Lens> {
    let choice = |id: &str| Choice {
        id: id.to_owned().into(),
        practice: None,
        title: format!("Choice {id}"),
        level: Level::High,
        none_of_these: id.ends_with("_no"),
        plan: None,
        url: None,
    };
    let question = |position: usize| Question {
        id: format!("q{position}").into(),
        code: None,
        pillar: 0,
        title: format!("Question {position}?"),
        choices: vec![choice("a"), choice("a_no")],
        rules: None,
        url: None,
    };
    Arc::new(Lens {
        alias: "test".to_owned(),
        arn: None,
        version: None,
        name: None,
        status: None,
        pillars: vec![Pillar { id: "security".into(), name: "Security".into() }],
        questions: (0..QUESTIONS).map(question).collect(),
    })
}

pub(crate) fn snapshot() -> Snapshot {
    let answer = |risk: Risk| Answer {
        risk,
        recorded: None,
        by_rule: None,
        prioritized: None,
        reason: Reason::NoneGiven,
        selected: ChoiceSet(u64::from(risk == Risk::NoRisk)),
        not_applicable: ChoiceSet(0),
        accepted: ChoiceSet(0),
        choice_reasons: BTreeMap::new(),
        plan_url: None,
        choice_plans: BTreeMap::new(),
        jira_url: None,
        notes: None,
        choice_notes: BTreeMap::new(),
    };
    let gaps = [(0, None), (0, Some(0)), (1, None), (1, Some(0))].map(|(question, choice)| Gap {
        question,
        choice,
        level: if choice.is_some() { Level::High } else { Level::Unknown },
    });
    assert_eq!(gaps.len(), GAPS);
    let lens = lens();
    let mut snapshot = Snapshot {
        lens_sha256: digest::lens(&lens),
        lens,
        workload: Workload { name: Some("shop".to_owned()), ..Workload::default() },
        milestone: None,
        reviewed_at: None,
        profile: None,
        notes: None,
        answers: RISKS.map(answer).to_vec(),
        gaps: gaps.to_vec(),
        open_practices: Vec::new(),
        previous: None,
        partial: Vec::new(),
        notes_for_reader: Vec::new(),
        sha256: Digest([0; 32]),
    };
    snapshot.sha256 = digest::snapshot(&snapshot);
    snapshot
}
