//! Counts and completion: the host's facts over a set of answers.

use crate::{
    report::{Completion, ConsoleCompletion, NotApplicable, RiskCounts},
    risk::{Reason, Risk},
    score,
    snapshot::{Answer, Snapshot},
};

/// Questions by risk; they sum to the number of answers.
#[must_use]
pub fn risk_counts<'a>(answers: impl Iterator<Item = &'a Answer>) -> RiskCounts {
    let mut counts = RiskCounts::default();
    for answer in answers {
        let count = match answer.risk {
            Risk::High => &mut counts.high,
            Risk::Medium => &mut counts.medium,
            Risk::NoRisk => &mut counts.none,
            Risk::Unanswered => &mut counts.unanswered,
            Risk::NotApplicable => &mut counts.not_applicable,
            Risk::Unknown => &mut counts.unknown,
        };
        *count = count.saturating_add(1);
    }
    counts
}

/// The same over prioritized questions; `None` where no answer tells whether it is.
#[must_use]
pub fn prioritized_risk_counts(answers: &[Answer]) -> Option<RiskCounts> {
    let told = answers.iter().any(|answer| answer.prioritized.is_some());
    told.then(|| risk_counts(answers.iter().filter(|answer| answer.prioritized == Some(true))))
}

/// How much was answered.
#[must_use]
pub fn completion(counts: &RiskCounts) -> Completion {
    let answered = counts.high + counts.medium + counts.none;
    let applicable = answered + counts.unanswered + counts.unknown;
    let total = applicable + counts.not_applicable;
    Completion {
        answered,
        applicable,
        total,
        basis_points: score::basis_points(u64::from(answered), u64::from(applicable)),
        console: ConsoleCompletion { answered_or_not_applicable: answered + counts.not_applicable, total },
    }
}

/// How much was marked not applicable, by reason; choices of questions that are not applicable do not count.
#[must_use]
pub fn not_applicable(snapshot: &Snapshot) -> NotApplicable {
    let mut found = NotApplicable::default();
    for (question, answer) in snapshot.lens.questions.iter().zip(&snapshot.answers) {
        if !answer.is_applicable() {
            *found.questions.entry(answer.reason.as_str()).or_insert(0) += 1;
            continue;
        }
        for (position, _) in question.practices().filter(|(position, _)| answer.not_applicable.contains(*position)) {
            let reason = answer.choice_reasons.get(&position).copied().unwrap_or(Reason::NoneGiven);
            *found.practices.entry(reason.as_str()).or_insert(0) += 1;
        }
    }
    found
}
