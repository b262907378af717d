//! What changes in one review?

use std::collections::BTreeMap;

use architrave_core::report::{Contribution, Fault, Improvement, Pillar, Question, Review, Verdict};

use super::{Change, ImprovementChange, PillarChange, QuestionChange, ReviewChange, moved};
use crate::sink::words;

/// `None` where nothing does, but for what a run cost.
pub(super) fn change(before: &Review, after: &Review, verdicts: Option<(Verdict, Verdict)>) -> Option<ReviewChange> {
    let verdict = verdicts.as_ref().and_then(|(old, new)| Change::between(old.passes, new.passes));
    let because = verdicts.filter(|_| verdict.is_some()).map(|(_, new)| new.because).unwrap_or_default();
    let found = ReviewChange {
        workload: words::workload(after),
        lens: after.lens.alias.clone(),
        milestone: after.milestone.as_ref().map(|milestone| milestone.number),
        score: Change::between(before.score.basis_points, after.score.basis_points),
        verdict,
        verdict_because: because.into_iter().map(|because| format!("{}: {}", because.rule, because.message)).collect(),
        pillars: pillars(before, after),
        questions: questions(before, after),
        improvements: improvements(before, after),
        faults: Change::between(faults(&before.faults), faults(&after.faults)),
        also: also(before, after),
    };
    let is_same = found.score.is_none()
        && found.verdict.is_none()
        && found.pillars.is_empty()
        && found.questions.is_empty()
        && found.improvements.is_empty()
        && found.faults.is_none()
        && found.also.is_empty();
    (!is_same).then_some(found)
}

/// A part of a whole in basis points.
fn share(part: Option<u64>, whole: Option<u64>) -> Option<u32> {
    let (part, whole) = (u128::from(part?), u128::from(whole?));
    u32::try_from(part.checked_mul(10_000)?.checked_div(whole)?).ok()
}

fn pillars(before: &Review, after: &Review) -> Vec<PillarChange> {
    let weight = |review: &Review, pillar: &Pillar| share(pillar.score.of, review.score.of);
    let pairs = before.pillars.iter().zip(&after.pillars);
    let rows = pairs.map(|(old, new)| PillarChange {
        id: new.id.to_string(),
        name: new.name.to_string(),
        score: Change { before: old.score.basis_points, after: new.score.basis_points },
        weight: Change { before: weight(before, old), after: weight(after, new) },
    });
    rows.filter(|row| row.score.before != row.score.after || row.weight.before != row.weight.after).collect()
}

/// A question that weighs otherwise only because its pillar does is not listed: the pillar is.
fn questions(before: &Review, after: &Review) -> Vec<QuestionChange> {
    let of_pillars = |review: &Review| -> BTreeMap<String, Option<u64>> {
        review.pillars.iter().map(|pillar| (pillar.id.to_string(), pillar.score.of)).collect()
    };
    let (pillars_before, pillars_after) = (of_pillars(before), of_pillars(after));
    let in_pillar = |pillars: &BTreeMap<String, Option<u64>>, question: &Question| {
        share(of(question), pillars.get(question.pillar.as_ref() as &str).copied().flatten())
    };
    let mut rows: Vec<QuestionChange> = Vec::new();
    for (old, new) in before.questions.iter().zip(&after.questions) {
        let row = QuestionChange {
            id: new.id.to_string(),
            code: new.code.as_ref().map(ToString::to_string),
            title: new.title.clone(),
            value: Change { before: share(points(old), of(old)), after: share(points(new), of(new)) },
            weight: Change { before: share(of(old), before.score.of), after: share(of(new), after.score.of) },
            adds: Change { before: share(points(old), before.score.of), after: share(points(new), after.score.of) },
        };
        let is_weighed_alike = in_pillar(&pillars_before, old) == in_pillar(&pillars_after, new);
        if row.value.before != row.value.after || !is_weighed_alike {
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(moved(&row.adds)));
    rows
}

fn points(question: &Question) -> Option<u64> {
    question.contribution.as_ref().map(|contribution: &Contribution| u64::from(contribution.points))
}

fn of(question: &Question) -> Option<u64> {
    question.contribution.as_ref().map(|contribution| u64::from(contribution.of))
}

fn improvements(before: &Review, after: &Review) -> Vec<ImprovementChange> {
    let both = |review: &'_ Review| -> Vec<Improvement> {
        review.improvements.iter().chain(&review.open_practices).cloned().collect()
    };
    let old: BTreeMap<String, Improvement> =
        both(before).into_iter().map(|improvement| (improvement.key.clone(), improvement)).collect();
    let pairs = both(after).into_iter().filter_map(|new| Some((old.get(&new.key)?, new)));
    let mut rows: Vec<ImprovementChange> = pairs.filter_map(|(old, new)| improvement(old, &new)).collect();
    rows.sort_by_key(|row| {
        let ranks = row.rank.as_ref().and_then(|rank| rank.before.zip(rank.after));
        std::cmp::Reverse(ranks.map_or(0, |(before, after)| before.abs_diff(after)))
    });
    rows
}

fn improvement(old: &Improvement, new: &Improvement) -> Option<ImprovementChange> {
    let days = |improvement: &Improvement| improvement.effort.map(|effort| effort.days);
    let others = [
        ("consequence", old.consequence == new.consequence),
        ("reason", old.reason == new.reason),
        ("controls", old.controls == new.controls),
        ("guidance", old.guidance == new.guidance),
    ];
    let name = new.practice.as_ref().or(new.choice.as_ref()).unwrap_or(&new.question);
    let row = ImprovementChange {
        key: new.key.clone(),
        name: name.to_string(),
        title: new.title.clone(),
        rank: Change::between(old.rank, new.rank),
        priority: Change::between(old.priority, new.priority),
        severity: Change::between(old.severity, new.severity),
        effort_days: Change::between(days(old), days(new)),
        also: others.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect(),
    };
    let changed = row.rank.is_some()
        || row.priority.is_some()
        || row.severity.is_some()
        || row.effort_days.is_some()
        || !row.also.is_empty();
    changed.then_some(row)
}

fn faults(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{}/{}: {}", fault.plugin, fault.role.as_str(), fault.fault)).collect()
}

/// Members that nothing above speaks of.
fn also(before: &Review, after: &Review) -> Vec<&'static str> {
    let reasons = |review: &Review| -> Vec<Option<String>> {
        review
            .questions
            .iter()
            .map(|question| question.contribution.as_ref().and_then(|found| found.reason.clone()))
            .collect()
    };
    let others = [
        ("score range", (before.score.lowest, before.score.highest) == (after.score.lowest, after.score.highest)),
        ("measures", before.measures == after.measures),
        ("reasons of questions", reasons(before) == reasons(after)),
        ("comparisons", before.comparisons == after.comparisons),
        ("diagnostics", before.diagnostics == after.diagnostics),
    ];
    others.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
}
