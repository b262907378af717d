//! What to improve, in one order: the plugin's priorities, made a rank without ties by the host.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    lens::PILLARS_MAX,
    lens::Word,
    outcome::{Advice, Consequences, Legend, LegendEntry, Outcome, Priorities},
    report,
    snapshot::{Gap, Snapshot},
};

/// Person-hours in a person-day.
const HOURS_PER_DAY: u32 = 8;
/// Where a gap without a priority stands: after all that have one.
const NO_PRIORITY: u8 = 11;

/// Who said what about the gaps of a review.
#[derive(Debug, Clone, Copy, Default)]
pub struct Judgement<'a> {
    /// Priorities with their legend.
    pub priority: Option<(&'a Priorities, &'a Legend)>,
    /// Consequences with their legend.
    pub impact: Option<(&'a Consequences, &'a Legend)>,
    /// Advice in the order of the configuration, with the plugins' names.
    pub guidance: &'a [(&'a Advice, &'a Outcome)],
}

/// All improvements by rank.
#[must_use]
pub fn improvements(snapshot: &Snapshot, judgement: Judgement<'_>) -> Vec<report::Improvement> {
    let aws_order = aws_order(snapshot, &snapshot.gaps);
    let priority = |gap: usize| judgement.priority.and_then(|(priorities, _)| priorities.rows.get(gap));
    let mut order: Vec<usize> = (0..snapshot.gaps.len()).collect();
    order.sort_by_cached_key(|position| {
        let gap = snapshot.gaps.get(*position).copied();
        let answer = gap.and_then(|gap| snapshot.answers.get(gap.question));
        (
            priority(*position).map_or(NO_PRIORITY, |row| row.priority),
            answer.map(|answer| answer.risk.code()),
            answer.map(|answer| answer.prioritized != Some(true)),
            gap.map(|gap| (gap.choice.is_some(), Reverse(gap.level))),
            gap.map(|gap| pillar_place(snapshot, gap.question)),
            *position,
        )
    });
    let ranked = order.into_iter().zip(1u32..).filter_map(|(position, rank)| {
        let gap = snapshot.gaps.get(position)?;
        let mut entry = entry(snapshot, gap, aws_order.get(position).copied().unwrap_or_default())?;
        entry.rank = Some(rank);
        judge(&mut entry, position, judgement);
        Some(entry)
    });
    ranked.collect()
}

/// Missing practices of questions at no risk, in lens order.
#[must_use]
pub fn open_practices(snapshot: &Snapshot) -> Vec<report::Improvement> {
    let aws_order = aws_order(snapshot, &snapshot.open_practices);
    let rows = snapshot.open_practices.iter().zip(aws_order);
    rows.filter_map(|(gap, aws_order)| entry(snapshot, gap, aws_order)).collect()
}

/// Over all improvements of a review.
#[must_use]
pub fn totals(improvements: &[report::Improvement]) -> report::Totals {
    let mut totals = report::Totals::default();
    for entry in improvements {
        totals.improvements += 1;
        if entry.choice.is_some() {
            totals.practices += 1;
        } else {
            totals.questions += 1;
        }
        totals.high_priority += u32::from(entry.priority.is_some_and(|priority| priority <= 3));
        match entry.effort {
            Some(effort) => totals.effort_days = totals.effort_days.saturating_add(u64::from(effort.days)),
            None => totals.not_estimated += 1,
        }
    }
    totals
}

/// Where the workload puts the question's pillar: its own priorities, the others after them.
fn pillar_place(snapshot: &Snapshot, question: usize) -> usize {
    let pillar = snapshot.lens.questions.get(question).and_then(|question| snapshot.lens.pillars.get(question.pillar));
    // No lens has more pillars.
    let mut priorities = snapshot.workload.pillar_priorities.iter().take(PILLARS_MAX);
    let place = pillar.and_then(|pillar| priorities.position(|id| *id == pillar.id));
    place.unwrap_or(usize::MAX)
}

/// The place of each gap's question in AWS's own order: pillars by the workload's priorities, then as in the lens.
fn aws_order(snapshot: &Snapshot, gaps: &[Gap]) -> Vec<u32> {
    let mut questions: Vec<usize> = gaps.iter().map(|gap| gap.question).collect();
    questions.dedup();
    questions.sort_by_key(|question| (pillar_place(snapshot, *question), *question));
    let places: BTreeMap<usize, u32> = questions.into_iter().zip(1..).collect();
    gaps.iter().map(|gap| places.get(&gap.question).copied().unwrap_or_default()).collect()
}

/// The facts of one entry.
fn entry(snapshot: &Snapshot, gap: &Gap, aws_order: u32) -> Option<report::Improvement> {
    let question = snapshot.lens.questions.get(gap.question)?;
    let answer = snapshot.answers.get(gap.question)?;
    let choice = gap.choice.and_then(|choice| question.choices.get(choice));
    let plan = match (gap.choice, choice) {
        (Some(position), Some(choice)) => {
            let own = choice.plan.as_ref().or_else(|| answer.choice_plans.get(&position));
            let plan = own.map(|plan| report::Plan { text: plan.text.clone(), url: plan.url.clone().map(Word::Owned) });
            plan.or_else(|| choice.url.clone().map(|url| report::Plan { text: None, url: Some(url) }))
        }
        _ => answer.plan_url.clone().map(|url| report::Plan { text: None, url: Some(Word::Owned(url)) }),
    };
    Some(report::Improvement {
        rank: None,
        priority: None,
        aws_order,
        pillar: snapshot.lens.pillars.get(question.pillar).map(|pillar| pillar.id.clone()).unwrap_or_default(),
        question: question.id.clone(),
        choice: choice.map(|choice| choice.id.clone()),
        practice: choice.map_or_else(|| question.code.clone(), |choice| choice.practice.clone()),
        title: choice.map_or(&question.title, |choice| &choice.title).clone(),
        risk: answer.risk.as_str(),
        level: gap.level.as_str(),
        effort: None,
        severity: None,
        consequence: None,
        reason: None,
        controls: Vec::new(),
        plan,
        guidance: Vec::new(),
        key: key(snapshot, &question.id, choice.map(|choice| &*choice.id)),
    })
}

/// What plugins said of one entry.
fn judge(entry: &mut report::Improvement, gap: usize, judgement: Judgement<'_>) {
    if let Some((priorities, legend)) = judgement.priority
        && let Some(row) = priorities.rows.get(gap)
    {
        entry.priority = Some(row.priority);
        entry.reason = text(&legend.reasons, row.reason);
        entry.effort = row.effort.map(|effort| report::Effort {
            days: effort.hours.div_ceil(HOURS_PER_DAY),
            hours: effort.hours,
            basis: effort.basis,
        });
    }
    if let Some((consequences, legend)) = judgement.impact
        && let Some(row) = consequences.rows.get(gap)
    {
        entry.severity = Some(row.severity);
        entry.consequence = text(&legend.consequences, row.consequence);
        let controls = consequences.controls.of(gap);
        entry.controls = controls
            .filter_map(|code| legend.controls.get(usize::from(code)))
            .map(|control| report::Control {
                framework: control.framework.clone(),
                requirement: control.requirement.clone(),
                basis: "indicative",
            })
            .collect();
        entry.controls.sort();
        entry.controls.dedup();
    }
    for (advice, outcome) in judgement.guidance {
        let lines = advice.lines.of(gap);
        entry.guidance.extend(lines.filter_map(|code| outcome.legend.advice.get(usize::from(code))).map(|line| {
            report::Guidance { plugin: outcome.plugin.clone(), id: line.id.clone(), text: line.text.clone() }
        }));
    }
}

/// The text of a legend code.
#[must_use]
pub fn text(entries: &[LegendEntry], code: Option<u16>) -> Option<String> {
    entries.get(usize::from(code?)).map(|entry| entry.text.clone())
}

/// `account/region/workload/lens/question/choice`, each part percent-encoded, unknown parts empty.
#[must_use]
pub fn key(snapshot: &Snapshot, question: &str, choice: Option<&str>) -> String {
    let workload = &snapshot.workload;
    let parts = [
        workload.account.as_deref(),
        workload.region.as_deref(),
        workload.id.as_deref(),
        Some(snapshot.lens.alias.as_str()),
        Some(question),
        choice,
    ];
    let mut key = String::new();
    for (position, part) in parts.into_iter().enumerate() {
        if position > 0 {
            key.push('/');
        }
        for byte in part.unwrap_or_default().bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => key.push(char::from(byte)),
                _ => key.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    key
}

#[cfg(test)]
mod tests;
