//! Do the files that we hand out hold together: the sample review, the custom lens, the configuration, the titles?

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use architrave::{
    config::Config,
    source::{self, Inputs},
};
use architrave_core::{catalogue::Catalogue, lint, risk::Risk, snapshot};
use architrave_runtime::{Limits, Options};

const TITLE_CHARACTERS_MAX: usize = 80;

fn repository(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path)
}

fn text(path: &str) -> String {
    std::fs::read_to_string(repository(path)).unwrap()
}

/// Every `.json` file of a folder, as `source` would read it.
fn inputs(folder: &str) -> Inputs {
    source::read(&[repository(folder)], &mut std::io::empty())
}

/// Titles by id. Quotes stand around the titles that hold a comma, and none holds a quote.
fn titles() -> BTreeMap<String, String> {
    let text = text("host/data/titles.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id,title"));
    let rows: Vec<(&str, &str)> = lines.map(|line| line.split_once(',').unwrap()).collect();
    let titles: BTreeMap<String, String> =
        rows.iter().map(|(id, title)| ((*id).to_owned(), title.trim_matches('"').to_owned())).collect();
    assert_eq!(titles.len(), rows.len(), "an id stands twice");
    titles
}

#[test]
fn every_question_and_practice_of_the_catalogue_has_one_short_title() {
    let titles = titles();
    let questions = Catalogue::framework().questions();
    let practices = questions.iter().flat_map(|question| &question.practices).map(|practice| practice.id);
    let mut ids: Vec<&str> = questions.iter().map(|question| question.id).chain(practices).collect();
    ids.sort_unstable();
    assert_eq!(titles.keys().map(String::as_str).collect::<Vec<_>>(), ids);

    let mut seen = BTreeMap::new();
    for (id, title) in &titles {
        assert!(title.chars().count() <= TITLE_CHARACTERS_MAX && !title.contains('"'), "{id}: {title}");
        assert_eq!(seen.insert(title.to_lowercase(), id), None, "`{title}` stands twice");
        assert_eq!(title.ends_with('?'), Catalogue::framework().question(id).is_some(), "{id}: {title}");
    }
}

#[test]
fn the_sample_review_is_whole_and_raises_no_diagnostic() {
    let inputs = inputs("examples/trading-platform");
    let drafts = source::parse(&inputs).unwrap();
    let [draft] = drafts.reviews.as_slice() else { panic!("{} reviews", drafts.reviews.len()) };
    assert!(drafts.notes.is_empty() && drafts.summaries.is_empty(), "{drafts:?}");
    let snapshot = snapshot::resolve(draft).unwrap();
    assert!(snapshot.partial.is_empty() && snapshot.notes_for_reader.is_empty(), "{snapshot:?}");

    let counted = |risk| snapshot.answers.iter().filter(|answer| answer.risk == risk).count();
    assert_eq!(Risk::ALL.map(counted), [11, 22, 19, 3, 2, 0]);
    assert_eq!((snapshot.gaps.len(), snapshot.open_practices.len()), (91, 9));

    let titles = titles();
    for question in &snapshot.lens.questions {
        assert_eq!(Some(&question.title), titles.get(&*question.id));
        for (_, practice) in question.practices() {
            assert_eq!(Some(&practice.title), titles.get(&*practice.id));
        }
    }
}

#[test]
fn the_custom_lens_lints_clean_and_gives_the_risks_that_its_rules_mean() {
    let report = lint::lint_file("lens.json", &text("examples/custom-lens/lens.json"));
    assert!(report.findings.is_empty() && report.notes.is_empty(), "{}", report.to_text());

    let inputs = inputs("examples/custom-lens");
    let drafts = source::parse(&inputs).unwrap();
    let [draft] = drafts.reviews.as_slice() else { panic!("{} reviews", drafts.reviews.len()) };
    let snapshot = snapshot::resolve(draft).unwrap();
    let risks: Vec<(&str, Risk)> =
        snapshot.lens.questions.iter().map(|q| &*q.id).zip(snapshot.answers.iter().map(|a| a.risk)).collect();
    assert_eq!(
        risks,
        [
            // `a || b && c` with only `a`: medium, since `&&` binds tighter.
            ("knowledge", Risk::Medium),
            // `!on_call_paging` is the first rule that holds.
            ("on_call", Risk::High),
            ("change_path", Risk::NoRisk),
            ("access", Risk::Medium),
            // No rule before `default` holds.
            ("secrets", Risk::Medium),
            ("promises", Risk::NoRisk),
            // Only `restore_no` is selected.
            ("restore", Risk::High),
            // Nothing is selected: no rule is asked.
            ("limits", Risk::Unanswered),
        ]
    );
}

#[test]
fn the_configuration_with_every_key_is_accepted() {
    let config = Config::read(&repository("examples/architrave.toml")).unwrap();
    assert_eq!(config.assessment.scoring.as_deref(), Some("financial-services"));
    let gate = config.gate.unwrap();
    assert_eq!((gate.overall.max_high, gate.overall.max_medium), (Some(0), Some(12)));
    assert!(gate.unanswered_is_high && gate.pillars.contains_key("security"));
    assert!(gate.lenses.contains_key("wellarchitected"));

    // It says of its limits that they are the defaults.
    let mut options = Options::default();
    config.limits.apply(&mut options);
    assert_eq!((options.native, options.scripting), (Limits::native(), Limits::scripting()));
    assert_eq!((config.limits.native.len(), config.limits.scripting.len()), (36, 36));
}
