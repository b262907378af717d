//! How are our snapshots and outcomes compared with those of peers? In the peers' rows, and with the peers' codes for texts.

use architrave_core::{
    outcome::{Legend, LegendEntry, Outcome as Ours, Severity},
    risk::Risk as OurRisk,
    snapshot::Snapshot,
};
use architrave_peer_json::{Gap, Outcome, Pillar, Points, Question, Review, Risk, Row};

/// The review as peers get it.
#[must_use]
pub fn review(snapshot: &Snapshot) -> Review {
    let missing = |position: usize| {
        let of_question = |gap: &&architrave_core::snapshot::Gap| gap.question == position && gap.choice.is_some();
        snapshot.gaps.iter().filter(of_question).map(|_| 1).sum()
    };
    let questions = snapshot.answers.iter().zip(&snapshot.lens.questions).enumerate();
    let questions = questions.map(|(position, (answer, question))| Question {
        pillar: pillar(&snapshot.lens.pillars[question.pillar].id),
        risk: risk(answer.risk),
        missing: missing(position),
    });
    let gaps = snapshot.gaps.iter().map(|gap| Gap { question: gap.question, practice: gap.choice.is_some() });
    Review { questions: questions.collect(), gaps: gaps.collect() }
}

fn pillar(id: &str) -> Pillar {
    Pillar::LISTED.iter().find(|(listed, _)| *listed == id).map_or(Pillar::Other, |(_, pillar)| *pillar)
}

fn risk(risk: OurRisk) -> Risk {
    match risk {
        OurRisk::High => Risk::High,
        OurRisk::Medium => Risk::Medium,
        OurRisk::NoRisk => Risk::None,
        OurRisk::NotApplicable => Risk::NotApplicable,
        OurRisk::Unanswered | OurRisk::Unknown => Risk::Unanswered,
    }
}

/// What `classic` said, as peers say it.
///
/// # Panics
///
/// When it left out one of the three roles, faulted, or gave a text that peers have no code for.
#[must_use]
pub fn outcome(ours: &Ours) -> Outcome {
    let card = ours.scoring.as_ref().expect("it scores").as_ref().expect("without a fault");
    let priorities = ours.priority.as_ref().expect("it prioritizes").as_ref().expect("without a fault");
    let consequences = ours.impact.as_ref().expect("it states consequences").as_ref().expect("without a fault");
    let points = card.contributions.iter().map(|contribution| {
        contribution.map(|found| Points {
            points: found.points,
            of: found.of,
            reason: reason(id(&ours.legend.reasons, found.reason)),
        })
    });
    let rows = priorities.rows.iter().zip(&consequences.rows).map(|(priority, row)| Row {
        priority: u32::from(priority.priority),
        effort_hours: priority.effort.map_or(0, |effort| effort.hours),
        reason: reason(id(&ours.legend.reasons, priority.reason)),
        severity: match row.severity {
            Severity::Low => 0,
            Severity::Medium => 1,
            Severity::High => 2,
            Severity::Critical => 3,
        },
        consequence: consequence(id(&ours.legend.consequences, row.consequence)),
    });
    Outcome { points: points.collect(), risk_score: risk_score(&ours.legend, &card.measures), gaps: rows.collect() }
}

fn risk_score(legend: &Legend, measures: &[i64]) -> i64 {
    let position = legend.measures.iter().position(|measure| measure.id == "risk_score").expect("it is a measure");
    measures[position]
}

fn id(entries: &[LegendEntry], code: Option<u16>) -> &str {
    &entries[usize::from(code.expect("`classic` gives a text for all"))].id
}

/// The place of a pillar in the tables, from its id in small letters.
fn place(pillar: &str) -> Option<u8> {
    let place = Pillar::LISTED.iter().position(|(listed, _)| listed.eq_ignore_ascii_case(pillar))?;
    u8::try_from(place).ok()
}

fn reason(id: &str) -> u8 {
    let points = ["points.high", "points.medium", "points.no-risk", "points.unanswered"];
    if let Some(place) = points.iter().position(|known| *known == id) {
        return u8::try_from(place).expect("four");
    }
    let (column, pillar) = match id.split('.').collect::<Vec<_>>()[..] {
        ["priority", "high", pillar] => (0, pillar),
        ["priority", "medium", pillar] => (1, pillar),
        _ => panic!("`{id}` is no reason that peers know"),
    };
    4 + 2 * place(pillar).unwrap_or(6) + column
}

fn consequence(id: &str) -> u8 {
    match id.split('.').collect::<Vec<_>>()[..] {
        ["otherwise"] => 12,
        [pillar, "high"] => 2 * place(pillar).expect("a pillar that is listed"),
        [pillar, "medium"] => 2 * place(pillar).expect("a pillar that is listed") + 1,
        _ => panic!("`{id}` is no consequence that peers know"),
    }
}
