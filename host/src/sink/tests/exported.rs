//! Does a real review stand in every format with its real figures? Over the exported review in the shared data, when it is
//! there; `ARCHITRAVE_PREVIEW=folder` writes the page to look at.

use std::{fs, io, path::PathBuf, sync::Arc};

use architrave_core::{
    assess::{Options, Provenance, Selection, assess, report},
    digest,
    outcome::{
        Advice, ByGap, Consequence, Consequences, Contribution, ControlEntry, Effort, EffortBasis, Legend, LegendEntry,
        Outcome, Priorities, Priority, Scorecard, Severity,
    },
    report::Report,
    risk::{Level, Risk},
    snapshot::{Snapshot, resolve},
};

use crate::{
    sink::{Format, Style, render, samples},
    source,
};

/// The exported review, judged by figures made up here; `None` where the shared data is not there.
#[expect(clippy::print_stdout, reason = "a test that was skipped says so")]
fn exported() -> Option<Report> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "shared", "data", "api"].iter().collect();
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let inputs = source::read(&files, &mut io::empty());
    let drafts = source::parse(&inputs).unwrap();
    let snapshot = resolve(drafts.reviews.first().unwrap()).unwrap();
    let outcome = outcome(&snapshot);
    let chosen = || Some("made-up".to_owned());
    let selection = Selection {
        scoring: chosen(),
        priority: chosen(),
        impact: chosen(),
        guidance: vec!["made-up".to_owned()],
        compare: vec![],
    };
    let review = assess(&snapshot, &[outcome], &selection, Options::default());
    let Report { engine, run, plugins, .. } = samples::report(vec![]);
    Some(report(&[snapshot], Provenance { engine, run, plugins }, vec![review], None))
}

/// HIGH gives 20, MEDIUM 60 and NONE 100 of 100; other figures so that every kind occurs.
fn outcome(snapshot: &Snapshot) -> Outcome {
    let entry = |id: &str, text: &str| LegendEntry { id: id.to_owned(), text: text.to_owned() };
    let legend = Legend {
        reasons: vec![entry("weight", "equal pillar weights, not prioritized")],
        consequences: vec![
            entry("data", "Customer data could be read or changed by people who should not"),
            entry("outage", "Orders cannot be placed while a zone is down"),
        ],
        advice: vec![entry("fix.first", "Turn it on in every account of the organisation")],
        measures: vec![],
        controls: vec![
            ControlEntry { framework: "PCI-DSS-4.0".to_owned(), requirement: "8.3.6".to_owned() },
            ControlEntry { framework: "GDPR".to_owned(), requirement: "32(1)(b)".to_owned() },
        ],
    };
    let risk = |question: usize| snapshot.answers[question].risk;
    let contributions = snapshot.answers.iter().map(|answer| {
        let points = match answer.risk {
            Risk::High => 20,
            Risk::Medium => 60,
            Risk::NoRisk => 100,
            Risk::Unanswered | Risk::Unknown => 0,
            Risk::NotApplicable => return None,
        };
        Some(Contribution { points, of: 100, reason: Some(0) })
    });
    let gaps = &snapshot.gaps;
    let positions = 0..u16::try_from(gaps.len()).unwrap();
    let rows = gaps.iter().map(|gap| Priority {
        priority: match (risk(gap.question), gap.level) {
            (Risk::High, Level::High | Level::Unknown) => 1,
            (Risk::High, _) => 3,
            (_, Level::High) => 5,
            (_, _) => 7,
        },
        effort: (gap.choice.is_some() && gap.question % 3 > 0)
            .then_some(Effort { hours: 40, basis: EffortBasis::Settings }),
        reason: Some(0),
    });
    let consequences = gaps.iter().map(|gap| Consequence {
        severity: match (risk(gap.question), gap.question % 4) {
            (Risk::High, 0) => Severity::Critical,
            (Risk::High, _) => Severity::High,
            (_, 0) => Severity::Medium,
            (_, _) => Severity::Low,
        },
        consequence: Some(u16::from(gap.question % 2 == 0)),
    });
    Outcome {
        plugin: "made-up".to_owned(),
        scoring: Some(Ok(Scorecard { contributions: contributions.collect(), measures: vec![] })),
        priority: Some(Ok(Priorities { rows: rows.collect() })),
        impact: Some(Ok(Consequences {
            rows: consequences.collect(),
            controls: ByGap::new(positions.clone().step_by(2).flat_map(|gap| [(gap, 0), (gap, 1)]).collect()),
        })),
        guidance: Some(Ok(Advice { lines: ByGap::new(positions.step_by(3).map(|gap| (gap, 0)).collect()) })),
        legend_sha256: digest::legend(&legend),
        legend: Arc::new(legend),
        fuel: 1_234_567,
        reproducible: true,
        log: vec![],
    }
}

#[test]
fn a_real_review_stands_in_every_format() {
    let Some(report) = exported() else { return };
    let rendered = |format| render(&report, format, &Style::default()).unwrap();
    let html = rendered(Format::Html);
    assert_eq!(html.matches("class=\"cell ").count(), 57);
    assert_eq!(html.matches("<details class=\"question\">").count(), 57);
    assert_eq!(html.matches("<tr class=\"question\"").count(), 37);
    assert_eq!(html.matches("<tr class=\"practice\"").count(), 107);
    let table = rendered(Format::Table);
    assert!(table.contains("51 of 54 applicable answered; AWS console: 54 of 57"), "{table}");
    assert!(
        table.replace('\u{a0}', " ").contains("HIGH 31, MEDIUM 6, NONE 14, UNANSWERED 3, NOT APPLICABLE 3"),
        "{table}"
    );
    assert!(rendered(Format::Markdown).contains("the first 10 of 144"));
    assert_eq!(rendered(Format::CsvQuestions).lines().count(), 58);
    let csv = rendered(Format::Csv);
    for entry in report.reviews[0].improvements.iter().filter(|entry| entry.choice.is_some()) {
        assert_eq!(csv.matches(&format!(",{},", entry.key)).count(), 1, "{}", entry.key);
    }
    if let Some(folder) = std::env::var_os("ARCHITRAVE_PREVIEW") {
        fs::write(PathBuf::from(&folder).join("exported.html"), html).unwrap();
        fs::write(PathBuf::from(&folder).join("exported.txt"), table).unwrap();
        fs::write(PathBuf::from(&folder).join("exported.md"), rendered(Format::Markdown)).unwrap();
    }
}
