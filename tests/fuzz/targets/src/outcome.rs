//! Are exactly those columns of a plugin taken that keep the contract, and does a report of them add up?

use std::{collections::BTreeSet, sync::Arc};

use architrave_core::{
    assess::{self, Options, Selection},
    digest,
    laws::{self, RawAdvice, RawConsequences, RawPriorities, RawScorecard},
    outcome::{ControlEntry, Fault, Legend, LegendEntry, MeasureEntry, Outcome, Scorecard, Violation},
    risk::Risk,
    snapshot::{Answer, AnswerDraft, ReviewDraft, Snapshot, resolve},
};
use serde_json::json;

use crate::{Door, facts, take::Take};

const PLUGIN: &str = "guest";

/// A small review and what a plugin returned for it, as columns.
///
/// The laws take what a second reading of the contract takes, and nothing else; what they take and what they refuse
/// becomes a report that adds up.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn outcome(bytes: &[u8]) -> Door {
    let mut take = Take(bytes);
    let Some(snapshot) = review(&mut take) else { return Door::Refused };
    facts::check_snapshot(&snapshot);
    let raw = legend(&mut take);
    let expected = keeps_legend(&raw);
    let legend = laws::legend(raw);
    assert_eq!(legend.is_ok(), expected, "{legend:?}");
    let Ok(legend) = legend else { return Door::Refused };
    check_texts(&legend);
    let gaps = snapshot.gaps.len();
    let scoring = scoring(&mut take, &snapshot, &legend);
    let priorities = RawPriorities {
        priorities: take.column(gaps, Take::byte),
        effort_hours: take.column(gaps, Take::number),
        effort_bases: take.column(gaps, Take::byte),
        reasons: take.column(gaps, Take::code),
    };
    let consequences = RawConsequences {
        severities: take.column(gaps, Take::byte),
        consequences: take.column(gaps, Take::code),
        control_gaps: take.column(2, Take::code),
        controls: take.column(2, Take::code),
    };
    let advice = RawAdvice { gaps: take.column(2, Take::code), lines: take.column(2, Take::code) };
    let priority = laws::priorities(gaps, &legend, &priorities);
    assert_eq!(priority.is_ok(), keep_priorities(gaps, &legend, &priorities), "{priority:?}");
    let impact = laws::consequences(gaps, &legend, &consequences);
    assert_eq!(impact.is_ok(), keep_consequences(gaps, &legend, &consequences), "{impact:?}");
    let guidance = laws::advice(gaps, &legend, &advice);
    assert_eq!(guidance.is_ok(), keep_codes(gaps, &advice.gaps, &advice.lines, legend.advice.len()), "{guidance:?}");
    let all_kept = scoring.is_ok() && priority.is_ok() && impact.is_ok() && guidance.is_ok();
    let outcome = Outcome {
        plugin: PLUGIN.to_owned(),
        legend_sha256: digest::legend(&legend),
        legend: Arc::new(legend),
        scoring: Some(scoring.map_err(fault)),
        priority: Some(priority.map_err(fault)),
        impact: Some(impact.map_err(fault)),
        guidance: Some(guidance.map_err(fault)),
        fuel: u64::from(take.wide()),
        reproducible: true,
        log: Vec::new(),
    };
    assert_eq!(digest::outcome(&outcome), digest::outcome(&outcome.clone()));
    check_report(&snapshot, outcome, all_kept);
    if all_kept { Door::Accepted } else { Door::Refused }
}

/// Up to eight questions of one lens.
fn review(take: &mut Take<'_>) -> Option<Snapshot> {
    const RISKS: [Option<&str>; 7] = [
        Some("HIGH"),
        Some("MEDIUM"),
        Some("NONE"),
        Some("UNANSWERED"),
        Some("NOT_APPLICABLE"),
        Some("LATER_WORD"),
        None,
    ];
    let mut texts = Vec::new();
    for position in 0..take.below(9) {
        let risk = RISKS.get(usize::from(take.below(7))).copied().flatten();
        let marks = take.byte();
        let ids: Vec<&str> = ["one", "two", "three", "q_no"].into_iter().take(usize::from(marks & 7)).collect();
        let listed: Vec<_> = ids.iter().map(|id| json!({"ChoiceId": id, "Title": id})).collect();
        let selected: Vec<_> = ids.iter().take(usize::from(marks >> 3 & 3)).collect();
        let out = ids.iter().rev().take(usize::from(marks >> 5 & 1));
        let out: Vec<_> = out.map(|id| json!({"ChoiceId": id, "Status": "NOT_APPLICABLE"})).collect();
        let answer = json!({
            "QuestionId": format!("q{position}"),
            "PillarId": if marks >> 6 & 1 == 0 { "security" } else { "reliability" },
            "Choices": listed,
            "SelectedChoices": selected,
            "ChoiceAnswerSummaries": out,
            "IsApplicable": marks >> 7 == 0,
            "Risk": risk,
        });
        texts.push(answer.to_string());
    }
    let mut draft = ReviewDraft::default();
    draft.review.lens_alias = Some("custom".into());
    for text in &texts {
        let answer = crate::must(serde_json::from_str(text), "an answer can be read");
        draft.answers.push(AnswerDraft { answer, ..AnswerDraft::default() });
    }
    resolve(&draft).ok()
}

fn legend(take: &mut Take<'_>) -> Legend {
    fn name(take: &mut Take<'_>, position: usize) -> String {
        if take.byte() < 0xF0 { format!("id-{position}") } else { take.text(140) }
    }
    let mut texts = || {
        let rows = usize::from(take.below(4));
        (0..rows).map(|position| LegendEntry { id: name(take, position), text: take.text(40) }).collect()
    };
    let (reasons, consequences, advice) = (texts(), texts(), texts());
    let measures = (0..usize::from(take.below(3))).map(|position| MeasureEntry {
        id: name(take, position),
        text: take.text(40),
        unit: take.text(8),
        higher_is_better: take.byte() & 1 == 1,
    });
    let measures = measures.collect();
    let controls = (0..usize::from(take.below(4)))
        .map(|position| ControlEntry { framework: name(take, position), requirement: name(take, position) });
    Legend { reasons, consequences, advice, measures, controls: controls.collect() }
}

fn keeps_legend(raw: &Legend) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    let ids_hold = |ids: Vec<&String>| {
        let different: BTreeSet<&String> = ids.iter().copied().collect();
        different.len() == ids.len() && ids.iter().all(|id| (1..=128).contains(&id.len()) && id.bytes().all(allowed))
    };
    let lists = [&raw.reasons, &raw.consequences, &raw.advice];
    let name_holds = |name: &String| name.len() <= 128 && !laws::clean(name).is_empty();
    lists.into_iter().all(|list| ids_hold(list.iter().map(|entry| &entry.id).collect()))
        && ids_hold(raw.measures.iter().map(|entry| &entry.id).collect())
        && raw.controls.iter().all(|entry| name_holds(&entry.framework) && name_holds(&entry.requirement))
}

/// Texts that were taken can be shown.
fn check_texts(legend: &Legend) {
    let texts = legend.reasons.iter().chain(&legend.consequences).chain(&legend.advice).map(|entry| &entry.text);
    let measures = legend.measures.iter().flat_map(|entry| [&entry.text, &entry.unit]);
    let controls = legend.controls.iter().flat_map(|entry| [&entry.framework, &entry.requirement]);
    for text in texts.chain(measures).chain(controls) {
        let turns = |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!text.chars().any(|character| character.is_control() || turns(character)), "{text:?}");
        assert_eq!(laws::clean(text), *text, "cleaning again changes something");
    }
}

fn scoring(take: &mut Take<'_>, snapshot: &Snapshot, legend: &Legend) -> Result<Scorecard, Violation> {
    let answers = &snapshot.answers;
    let weights = take.column(answers.len(), Take::number);
    let raw = RawScorecard {
        points: take.column(answers.len(), Take::number),
        reasons: take.column(answers.len(), Take::code),
        measures: take.column(legend.measures.len(), |take| i64::from(take.wide()) << 31),
    };
    let weighed = laws::weights(answers, &weights);
    let fits = |(answer, of): (&Answer, &u32)| *of == 0 || answer.risk != Risk::NotApplicable;
    let expected = weights.len() == answers.len() && answers.iter().zip(&weights).all(fits);
    assert_eq!(weighed.is_ok(), expected, "{weighed:?}");
    weighed?;
    let expected = keeps_scorecard(answers, legend, &weights, &raw);
    let scorecard = laws::scorecard(answers, legend, &weights, raw);
    assert_eq!(scorecard.is_ok(), expected, "{scorecard:?}");
    scorecard
}

fn keeps_scorecard(answers: &[Answer], legend: &Legend, weights: &[u32], raw: &RawScorecard) -> bool {
    let questions = answers.len();
    let rows = answers.iter().zip(weights).zip(raw.points.iter().zip(&raw.reasons));
    let mut rows = rows.map(|((answer, of), (points, reason))| {
        let is_open = matches!(answer.risk, Risk::Unanswered | Risk::Unknown);
        points <= of && (*points == 0 || !is_open) && (*of == 0 || is_code(*reason, legend.reasons.len()))
    });
    raw.points.len() == questions
        && raw.reasons.len() == questions
        && raw.measures.len() == legend.measures.len()
        && rows.all(|holds| holds)
}

/// A code into so many entries, or the one that stands for no text.
fn is_code(code: u16, entries: usize) -> bool {
    code == u16::MAX || usize::from(code) < entries
}

fn keep_priorities(gaps: usize, legend: &Legend, raw: &RawPriorities) -> bool {
    let lengths = [raw.priorities.len(), raw.effort_hours.len(), raw.effort_bases.len(), raw.reasons.len()];
    lengths.into_iter().all(|length| length == gaps)
        && raw.priorities.iter().all(|priority| (1..=10).contains(priority))
        && raw.effort_hours.iter().zip(&raw.effort_bases).all(|(hours, basis)| (*hours == 0) == (*basis == 0))
        && raw.effort_bases.iter().all(|basis| *basis <= 3)
        && raw.reasons.iter().all(|reason| is_code(*reason, legend.reasons.len()))
}

fn keep_consequences(gaps: usize, legend: &Legend, raw: &RawConsequences) -> bool {
    raw.severities.len() == gaps
        && raw.consequences.len() == gaps
        && raw.severities.iter().all(|severity| *severity <= 3)
        && raw.consequences.iter().all(|code| is_code(*code, legend.consequences.len()))
        && keep_codes(gaps, &raw.control_gaps, &raw.controls, legend.controls.len())
}

/// A column of gaps that ascends, beside one of codes.
fn keep_codes(gaps: usize, rows: &[u16], codes: &[u16], entries: usize) -> bool {
    rows.len() == codes.len()
        && rows.is_sorted()
        && rows.iter().all(|gap| usize::from(*gap) < gaps)
        && codes.iter().all(|code| usize::from(*code) < entries)
}

fn fault(violation: Violation) -> Fault {
    let fault = Fault::InvalidOutput { violation };
    let words = fault.to_string();
    assert!(!words.contains(char::is_control), "{words:?}");
    fault
}

/// The report over this one review.
fn check_report(snapshot: &Snapshot, outcome: Outcome, all_kept: bool) {
    let plugin = || Some(PLUGIN.to_owned());
    let selection = Selection {
        scoring: plugin(),
        priority: plugin(),
        impact: plugin(),
        guidance: plugin().into_iter().collect(),
        compare: plugin().into_iter().collect(),
    };
    let outcomes = [outcome];
    let review = assess::assess(snapshot, &outcomes, &selection, Options::default());
    let noted = assess::assess(snapshot, &outcomes, &selection, Options { notes: true });
    facts::check_review(snapshot, &outcomes, &selection, &noted);
    assert_eq!(review.faults.is_empty(), all_kept);
    assert_eq!(review.comparisons.first().map(|row| &row.score), Some(&review.score));
    let provenance = facts::provenance(&selection);
    let report = assess::report(std::slice::from_ref(snapshot), provenance, vec![review], None);
    let text = crate::must(serde_json::to_string(&report), "a report can be written");
    let again: serde_json::Value = crate::must(serde_json::from_str(&text), "a report can be read");
    assert!(again.is_object());
}
