//! Do the facts of a resolved review, and of its report, add up?

use std::collections::BTreeMap;

use architrave_core::{
    assess::{self, Options, Provenance, Selection},
    counts,
    lens::ChoiceSet,
    outcome::{Contribution, Legend, LegendEntry, Outcome, Scorecard},
    report::{Allowed, Engine, Improvement, Report, Review, RiskCounts, Roles, Run, Score},
    risk::Risk,
    snapshot::{Digest, Gap, Snapshot},
};
use architrave_spec as spec;
use serde_json::Value;

/// Who scores, natively.
const SCORER: &str = "naive";

/// Everything that a snapshot promises, worked out again from its answers.
pub(crate) fn check_snapshot(snapshot: &Snapshot) {
    let lens = &snapshot.lens;
    assert_eq!(lens.questions.len(), snapshot.answers.len(), "one answer per question");
    let (mut gaps, mut open) = (Vec::new(), Vec::new());
    for (position, (question, answer)) in lens.questions.iter().zip(&snapshot.answers).enumerate() {
        let all = ChoiceSet((0..question.choices.len()).fold(0, |set, position| set | 1 << position));
        let (selected, out, accepted) = (answer.selected.0, answer.not_applicable.0, answer.accepted.0);
        assert_eq!((selected | out) & !all.0, 0, "`{}` has choices that are not there", question.id);
        assert_eq!(selected & out, 0, "`{}` has a choice that is both", question.id);
        assert_eq!(accepted & !out, 0, "`{}` accepts what applies", question.id);
        assert!(answer.choice_reasons.keys().all(|choice| answer.not_applicable.contains(*choice)));
        if let Some(word) = &answer.recorded {
            assert_eq!(answer.risk, Risk::parse(word), "the recorded risk stands");
        }
        if answer.recorded.is_none() && selected == 0 {
            assert!(matches!(answer.risk, Risk::Unanswered | Risk::NotApplicable), "`{}`", question.id);
        }
        let missing = question.practices().filter(|(choice, _)| (selected | out) >> choice & 1 == 0);
        let missing =
            missing.map(|(choice, found)| Gap { question: position, choice: Some(choice), level: found.level });
        match answer.risk {
            Risk::High | Risk::Medium => {
                gaps.push(Gap { question: position, choice: None, level: architrave_core::risk::Level::Unknown });
                gaps.extend(missing);
            }
            Risk::NoRisk => open.extend(missing),
            Risk::Unanswered | Risk::NotApplicable | Risk::Unknown => {}
        }
    }
    assert_eq!(snapshot.gaps, gaps);
    assert_eq!(snapshot.open_practices, open);
}

/// What a plugin would say that scores a question by its risk.
fn scored(snapshot: &Snapshot) -> Outcome {
    let contributions = snapshot.answers.iter().enumerate().map(|(position, answer)| {
        let of = 1 + u32::try_from(position % 7).unwrap_or(0);
        let points = match answer.risk {
            Risk::NotApplicable => return None,
            Risk::NoRisk => of,
            Risk::Medium => of / 2,
            Risk::High | Risk::Unanswered | Risk::Unknown => 0,
        };
        Some(Contribution { points, of, reason: Some(0) })
    });
    let scorecard = Scorecard { contributions: contributions.collect(), measures: Vec::new() };
    let reason = LegendEntry { id: "risk".to_owned(), text: "by its risk".to_owned() };
    Outcome {
        plugin: SCORER.to_owned(),
        legend: Legend { reasons: vec![reason], ..Legend::default() }.into(),
        legend_sha256: Digest([0; 32]),
        scoring: Some(Ok(scorecard)),
        priority: None,
        impact: None,
        guidance: None,
        fuel: 0,
        reproducible: true,
        log: Vec::new(),
    }
}

/// Of a report that no machine made.
pub(crate) fn provenance(selection: &Selection) -> Provenance {
    let Selection { scoring, priority, impact, guidance, compare } = selection.clone();
    Provenance {
        engine: Engine { version: "0.0.0".to_owned(), runtime: "none".to_owned(), limits_sha256: "0".repeat(64) },
        run: Run {
            roles: Roles { scoring, priority, impact, guidance, compare },
            allowed: Allowed { notes: true, partial: true, faults: true },
            gate_sha256: None,
        },
        plugins: Vec::new(),
    }
}

/// The report over reviews that were scored natively, held to its laws.
pub(crate) fn report(snapshots: &[Snapshot]) -> Report {
    let selection = Selection { scoring: Some(SCORER.to_owned()), ..Selection::default() };
    let reviews: Vec<Review> = snapshots
        .iter()
        .map(|snapshot| {
            let outcomes = [scored(snapshot)];
            let review = assess::assess(snapshot, &outcomes, &selection, Options { notes: true });
            check_review(snapshot, &outcomes, &selection, &review);
            review
        })
        .collect();
    let report = assess::report(snapshots, provenance(&selection), reviews, None);
    let json = crate::must(serde_json::to_string(&report), "a report can be written");
    let again: Value = crate::must(serde_json::from_str(&json), "a report can be read");
    assert_eq!(again.get("reviews").and_then(Value::as_array).map(Vec::len), Some(snapshots.len()));
    report
}

/// Counts, completion, scores and ranks, worked out again.
pub(crate) fn check_review(snapshot: &Snapshot, outcomes: &[Outcome], selection: &Selection, review: &Review) {
    let again = assess::assess(snapshot, outcomes, selection, Options { notes: true });
    assert_eq!(again, *review, "assessing again gives another review");
    let questions = snapshot.answers.len();
    assert_eq!(review.questions.len(), questions);
    assert_eq!(sum(&review.risk_counts), questions, "risk counts are of all questions");
    assert_eq!(review.risk_counts, counts::risk_counts(snapshot.answers.iter()));
    let of_pillars: usize = review.pillars.iter().map(|pillar| sum(&pillar.risk_counts)).sum();
    assert_eq!(of_pillars, questions, "pillars have all questions");
    let counts = &review.risk_counts;
    let completion = &review.completion;
    assert_eq!(completion.answered, counts.high + counts.medium + counts.none);
    assert_eq!(completion.total - counts.not_applicable, completion.applicable);
    let share = (completion.answered * 10_000).checked_div(completion.applicable);
    assert_eq!(completion.basis_points, share);
    check_scores(snapshot, review);
    assert_eq!(review.improvements.len(), snapshot.gaps.len());
    assert_eq!(review.open_practices.len(), snapshot.open_practices.len());
    check_improvements(&review.improvements);
    let totals = &review.totals;
    assert_eq!(totals.questions + totals.practices, totals.improvements);
    assert_eq!(usize::try_from(totals.improvements).ok(), Some(snapshot.gaps.len()));
}

/// Scores against the naive implementation, from the contributions that the report shows.
fn check_scores(snapshot: &Snapshot, review: &Review) {
    let is_answered = |risk: &str| matches!(risk, "HIGH" | "MEDIUM" | "NONE");
    let rows = |pillar: Option<&str>| -> Vec<(u64, u64, bool)> {
        let questions =
            review.questions.iter().filter(|question| pillar.is_none_or(|pillar| question.pillar == pillar));
        let shown = questions.filter_map(|question| Some((question.contribution.as_ref()?, question.risk)));
        shown.map(|(row, risk)| (row.points.into(), row.of.into(), is_answered(risk))).collect()
    };
    check_score(&review.score, &rows(None));
    for (pillar, named) in review.pillars.iter().zip(&snapshot.lens.pillars) {
        assert_eq!(pillar.id, named.id);
        check_score(&pillar.score, &rows(Some(&pillar.id)));
    }
}

fn check_score(score: &Score, rows: &[(u64, u64, bool)]) {
    let naive = spec::score(rows).filter(|_| score.because.is_none());
    let found = score.basis_points.zip(score.lowest).zip(score.highest);
    let found = found.map(|((score, lowest), highest)| (score.into(), lowest.into(), highest.into()));
    assert_eq!(found, naive, "{score:?} of {rows:?}");
    assert_eq!(score.because.is_some(), score.basis_points.is_none(), "{score:?}");
    assert!(score.lowest <= score.highest && score.highest <= Some(10_000), "{score:?}");
}

fn check_improvements(improvements: &[Improvement]) {
    let mut by_key: BTreeMap<&str, u32> = BTreeMap::new();
    for (entry, rank) in improvements.iter().zip(1_u32..) {
        assert_eq!(entry.rank, Some(rank), "ranks have no ties and no holes");
        assert!(matches!(entry.risk, "HIGH" | "MEDIUM"), "`{}` is not at risk", entry.question);
        assert!(entry.priority.is_none_or(|priority| (1..=10).contains(&priority)));
        assert!(entry.effort.is_none_or(|effort| effort.hours >= 1 && effort.days == effort.hours.div_ceil(8)));
        assert_eq!(by_key.insert(&entry.key, rank), None, "two entries have the key `{}`", entry.key);
    }
    assert!(improvements.is_sorted_by_key(|entry| entry.priority.unwrap_or(11)), "ranks do not follow priorities");
}

fn sum(counts: &RiskCounts) -> usize {
    let RiskCounts { high, medium, none, unanswered, not_applicable, unknown } = *counts;
    [high, medium, none, unanswered, not_applicable, unknown].into_iter().filter_map(|n| usize::try_from(n).ok()).sum()
}
