//! Do the laws hold for every output, and does what is right pass?

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};

use super::{
    RawAdvice, RawConsequences, RawPriorities, RawScorecard, advice, clean, consequences, legend, priorities,
    scorecard, weights,
};
use crate::{
    lens::ChoiceSet,
    outcome::{ControlEntry, Legend, LegendEntry, MeasureEntry, Violation},
    risk::{Reason, Risk},
    snapshot::Answer,
};

const RISKS: [Risk; 6] = [Risk::Unanswered, Risk::High, Risk::Medium, Risk::NoRisk, Risk::NotApplicable, Risk::Unknown];

fn answer(risk: Risk) -> Answer {
    Answer {
        risk,
        recorded: None,
        by_rule: None,
        prioritized: None,
        reason: Reason::NoneGiven,
        selected: ChoiceSet(0),
        not_applicable: ChoiceSet(0),
        accepted: ChoiceSet(0),
        choice_reasons: BTreeMap::new(),
        plan_url: None,
        choice_plans: BTreeMap::new(),
        jira_url: None,
        notes: None,
        choice_notes: BTreeMap::new(),
    }
}

fn entry(id: &str, text: &str) -> LegendEntry {
    LegendEntry { id: id.to_owned(), text: text.to_owned() }
}

/// Three texts of each kind, and one measure.
fn texts() -> Legend {
    let list = || ["a", "b", "c"].map(|id| entry(id, "text")).to_vec();
    let measure = MeasureEntry {
        id: "risk_score".to_owned(),
        text: "Risk score".to_owned(),
        unit: "points".to_owned(),
        higher_is_better: false,
    };
    let control = ControlEntry { framework: "PCI-DSS-4.0".to_owned(), requirement: "1.2.1".to_owned() };
    Legend {
        reasons: list(),
        consequences: list(),
        advice: list(),
        measures: vec![measure],
        controls: vec![control.clone(), control.clone(), control],
    }
}

fn code() -> impl Strategy<Value = u16> {
    prop_oneof![6 => 0_u16..4, 2 => Just(u16::MAX), 1 => any::<u16>()]
}

/// Rows of answers, weights, points and reasons: mostly as they should be.
fn rows() -> impl Strategy<Value = Vec<(Risk, u32, u32, u16)>> {
    let row = (0_usize..6, 0_u32..5, 0_u32..5, code());
    vec(row.prop_map(|(risk, of, points, reason)| (RISKS[risk], of, points, reason)), 0..12)
}

proptest! {
    #[test]
    fn a_scorecard_passes_exactly_when_it_keeps_the_laws(rows in rows(), measures in 0_usize..3) {
        let answers: Vec<_> = rows.iter().map(|row| answer(row.0)).collect();
        let of: Vec<_> = rows.iter().map(|row| row.1).collect();
        let raw = RawScorecard {
            points: rows.iter().map(|row| row.2).collect(),
            reasons: rows.iter().map(|row| row.3).collect(),
            measures: vec![7; measures],
        };
        let lawful_weights = rows.iter().all(|(risk, of, ..)| *risk != Risk::NotApplicable || *of == 0);
        let lawful_points = rows.iter().all(|(risk, of, points, reason)| {
            let unknown = matches!(risk, Risk::Unanswered | Risk::Unknown);
            points <= of && !(unknown && *points > 0) && (*of == 0 || *reason < 3 || *reason == u16::MAX)
        });
        prop_assert_eq!(weights(&answers, &of).is_ok(), lawful_weights);
        let checked = scorecard(&answers, &texts(), &of, raw);
        prop_assert_eq!(checked.is_ok(), lawful_points && measures == 1);
        if let Ok(checked) = checked {
            prop_assert_eq!(checked.contributions.len(), rows.len());
            for (contribution, (_, of, points, reason)) in checked.contributions.iter().zip(&rows) {
                prop_assert_eq!(contribution.is_none(), *of == 0);
                if let Some(contribution) = contribution {
                    prop_assert_eq!((contribution.points, contribution.of), (*points, *of));
                    prop_assert_eq!(contribution.reason, (*reason != u16::MAX).then_some(*reason));
                }
            }
        }
    }

    #[test]
    fn priorities_pass_exactly_when_every_row_is_in_range(
        rows in vec((0_u8..12, 0_u32..3, 0_u8..5, code()), 0..8),
        gaps in 0_usize..8,
    ) {
        let raw = RawPriorities {
            priorities: rows.iter().map(|row| row.0).collect(),
            effort_hours: rows.iter().map(|row| row.1).collect(),
            effort_bases: rows.iter().map(|row| row.2).collect(),
            reasons: rows.iter().map(|row| row.3).collect(),
        };
        let in_range = rows.iter().all(|(priority, hours, basis, reason)| {
            (1..=10).contains(priority)
                && *basis <= 3
                && (*hours == 0) == (*basis == 0)
                && (*reason < 3 || *reason == u16::MAX)
        });
        prop_assert_eq!(priorities(rows.len(), &texts(), &raw).is_ok(), in_range);
        prop_assert_eq!(priorities(gaps, &texts(), &raw).is_ok(), in_range && gaps == rows.len());
    }

    #[test]
    fn pairs_pass_exactly_when_gaps_ascend_and_exist(pairs in vec((0_u16..5, 0_u16..4), 0..8), gaps in 0_usize..6) {
        let raw = RawAdvice {
            gaps: pairs.iter().map(|pair| pair.0).collect(),
            lines: pairs.iter().map(|pair| pair.1).collect(),
        };
        let lawful = pairs.iter().all(|(gap, line)| usize::from(*gap) < gaps && *line < 3)
            && pairs.is_sorted_by_key(|pair| pair.0);
        let checked = advice(gaps, &texts(), &raw);
        prop_assert_eq!(checked.is_ok(), lawful);
        if let Ok(checked) = checked {
            let kept: Vec<_> = checked
                .lines
                .lists()
                .flat_map(|(gap, lines)| lines.map(move |line| (u16::try_from(gap).unwrap_or(u16::MAX), line)))
                .collect();
            prop_assert_eq!(kept, pairs);
        }
    }

    #[test]
    fn consequences_pass_exactly_when_every_row_is_in_range(
        rows in vec((0_u8..5, code()), 0..8),
        pairs in vec((0_u16..5, 0_u16..4), 0..4),
    ) {
        let raw = RawConsequences {
            severities: rows.iter().map(|row| row.0).collect(),
            consequences: rows.iter().map(|row| row.1).collect(),
            control_gaps: pairs.iter().map(|pair| pair.0).collect(),
            controls: pairs.iter().map(|pair| pair.1).collect(),
        };
        let lawful = rows.iter().all(|(severity, code)| *severity <= 3 && (*code < 3 || *code == u16::MAX))
            && pairs.iter().all(|(gap, control)| usize::from(*gap) < rows.len() && *control < 3)
            && pairs.is_sorted_by_key(|pair| pair.0);
        prop_assert_eq!(consequences(rows.len(), &texts(), &raw).is_ok(), lawful);
    }

    #[test]
    fn no_text_moves_a_cursor(text in any::<String>()) {
        let cleaned = clean(&text);
        prop_assert!(!cleaned.contains(|character: char| character.is_control()));
        prop_assert!(cleaned.len() <= text.len());
        prop_assert_eq!(clean(&cleaned), cleaned);
    }
}

#[test]
fn text_is_cleaned() {
    for (text, expected) in [
        ("plain", "plain"),
        ("Größe, 大きさ, 👩‍💻", "Größe, 大きさ, 👩‍💻"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\u{1b}[1;31mred\u{1b}[0m", "red"),
        ("\u{1b}]0;title\u{7}", "]0;title"),
        ("cut off \u{1b}[", "cut off "),
        ("\u{202e}drawkcab\u{202c} \u{2066}x\u{2069}", "drawkcab x"),
        ("\u{9b}31m", "31m"),
        ("a\u{2028}b", "a b"),
    ] {
        assert_eq!(clean(text), expected);
    }
}

#[test]
fn a_legend_is_checked() {
    let check = |legend_of: fn(&mut Legend), expected: &str| {
        let mut raw = texts();
        legend_of(&mut raw);
        match legend(raw) {
            Ok(_) => assert_eq!("kept", expected),
            Err(violation) => {
                assert!(matches!(violation, Violation::Legend { .. }));
                assert!(violation.to_string().contains(expected), "{violation}");
            }
        }
    };
    check(|_| {}, "kept");
    check(|legend| legend.reasons.clear(), "kept");
    check(|legend| legend.reasons.push(entry("a", "again")), "reasons are not allowed: id `a` is there twice");
    check(|legend| legend.advice.push(entry("", "none")), "advice are not allowed: id `` is not made of");
    check(|legend| legend.consequences.push(entry("A", "upper")), "id `A` is not made of");
    check(|legend| legend.consequences.push(entry("a\u{1b}[2Jb", "control")), "id `ab` is not made of");
    check(|legend| legend.reasons.push(entry(&"x".repeat(129), "long")), "is not made of 1 to 128");
    check(|legend| legend.reasons.push(entry("long", &"x".repeat(2049))), "has 2049 bytes, at most 2048");
    check(|legend| legend.measures[0].unit = "x".repeat(129), "has 129 bytes, at most 128");
    check(|legend| legend.controls[0].framework = "\u{7}".to_owned(), "controls are not allowed: a name is empty");
    check(
        |legend| legend.reasons = (0..65_536).map(|number| entry(&number.to_string(), "")).collect(),
        "65536 entries, at most 65535",
    );
}
