//! What to improve, in one order: the plugin's priorities, made a rank without ties by the host.

use std::cmp::Reverse;

use crate::{
    lens::{PILLARS_MAX, Pillar, Word},
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
    let places = pillar_places(snapshot);
    let facts =
        Facts { snapshot, prefix: key_prefix(snapshot), aws_order: aws_order(snapshot, &snapshot.gaps, &places) };
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
            gap.map(|gap| place(&places, snapshot, gap.question)),
            *position,
        )
    });
    let ranked = order.into_iter().zip(1u32..).filter_map(|(position, rank)| {
        let gap = snapshot.gaps.get(position)?;
        let mut entry = facts.entry(gap, position)?;
        entry.rank = Some(rank);
        judge(&mut entry, position, judgement);
        Some(entry)
    });
    ranked.collect()
}

/// Missing practices of questions at no risk, in lens order.
#[must_use]
pub fn open_practices(snapshot: &Snapshot) -> Vec<report::Improvement> {
    let gaps = &snapshot.open_practices;
    let aws_order = aws_order(snapshot, gaps, &pillar_places(snapshot));
    let facts = Facts { snapshot, prefix: key_prefix(snapshot), aws_order };
    gaps.iter().enumerate().filter_map(|(position, gap)| facts.entry(gap, position)).collect()
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

/// For each pillar where the workload puts it: its own priorities, the others after them.
fn pillar_places(snapshot: &Snapshot) -> Vec<usize> {
    // No lens has more pillars.
    let priorities = || snapshot.workload.pillar_priorities.iter().take(PILLARS_MAX);
    let place = |pillar: &Pillar| priorities().position(|id| *id == pillar.id).unwrap_or(usize::MAX);
    snapshot.lens.pillars.iter().map(place).collect()
}

/// Where the workload puts the question's pillar.
fn place(places: &[usize], snapshot: &Snapshot, question: usize) -> usize {
    let pillar = snapshot.lens.questions.get(question).and_then(|question| places.get(question.pillar));
    pillar.copied().unwrap_or(usize::MAX)
}

/// The place of each gap's question in AWS's own order: pillars by the workload's priorities, then as in the lens.
fn aws_order(snapshot: &Snapshot, gaps: &[Gap], places: &[usize]) -> Vec<u32> {
    let mut questions: Vec<usize> = gaps.iter().map(|gap| gap.question).collect();
    questions.dedup();
    questions.sort_by_key(|question| (place(places, snapshot, *question), *question));
    let mut order = vec![0_u32; snapshot.lens.questions.len()];
    for (question, number) in questions.into_iter().zip(1..) {
        if let Some(place) = order.get_mut(question) {
            *place = number;
        }
    }
    gaps.iter().map(|gap| order.get(gap.question).copied().unwrap_or(u32::MAX)).collect()
}

/// What all entries of a list share.
struct Facts<'a> {
    snapshot: &'a Snapshot,
    /// Of each key.
    prefix: String,
    /// One per gap.
    aws_order: Vec<u32>,
}

impl Facts<'_> {
    /// The facts of one entry.
    fn entry(&self, gap: &Gap, position: usize) -> Option<report::Improvement> {
        let snapshot = self.snapshot;
        let question = snapshot.lens.questions.get(gap.question)?;
        let answer = snapshot.answers.get(gap.question)?;
        let choice = gap.choice.and_then(|choice| question.choices.get(choice));
        let plan = match (gap.choice, choice) {
            (Some(position), Some(choice)) => {
                let own = choice.plan.as_ref().or_else(|| answer.choice_plans.get(&position));
                let plan =
                    own.map(|plan| report::Plan { text: plan.text.clone(), url: plan.url.clone().map(Word::Owned) });
                plan.or_else(|| choice.url.clone().map(|url| report::Plan { text: None, url: Some(url) }))
            }
            _ => answer.plan_url.clone().map(|url| report::Plan { text: None, url: Some(Word::Owned(url)) }),
        };
        Some(report::Improvement {
            rank: None,
            priority: None,
            aws_order: self.aws_order.get(position).copied().unwrap_or_default(),
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
            key: key_of(&self.prefix, &question.id, choice.map(|choice| &*choice.id)),
        })
    }
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
    key_of(&key_prefix(snapshot), question, choice)
}

/// What the keys of one review start with.
fn key_prefix(snapshot: &Snapshot) -> String {
    let workload = &snapshot.workload;
    let parts = [
        workload.account.as_deref(),
        workload.region.as_deref(),
        workload.id.as_deref(),
        Some(snapshot.lens.alias.as_str()),
    ];
    let mut key = String::new();
    for part in parts {
        encode(part.unwrap_or_default(), &mut key);
        key.push('/');
    }
    key
}

fn key_of(prefix: &str, question: &str, choice: Option<&str>) -> String {
    let choice = choice.unwrap_or_default();
    let length = [prefix.len(), question.len(), 1, choice.len()].into_iter().fold(0, usize::saturating_add);
    let mut key = String::with_capacity(length);
    key.push_str(prefix);
    encode(question, &mut key);
    key.push('/');
    encode(choice, &mut key);
    key
}

/// Adds a part of a key, percent-encoded.
fn encode(part: &str, key: &mut String) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if part.bytes().all(is_plain) {
        key.push_str(part);
        return;
    }
    for byte in part.bytes() {
        if is_plain(byte) {
            key.push(char::from(byte));
        } else {
            key.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests;
