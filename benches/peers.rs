//! Do all peers say the same as the plugin `classic`? Only then can their times be compared.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on should say so and stop")]
#![expect(clippy::print_stdout, reason = "a test says what it compared, and what it skipped")]

use architrave::{
    builtin, sample,
    source::{self, Input, Inputs},
};
use architrave_benches::{
    generate::{Framework, custom},
    peers::{self, Kind, codes},
};
use architrave_core::{
    manifest::Class,
    outcome::Role,
    settings,
    snapshot::{self, Snapshot},
};
use architrave_runtime::{Images, Options, Plugin, Runtime};

/// The sample, then documents of the framework lens, then of custom lenses of every size up to 50 questions.
fn snapshots() -> Vec<Snapshot> {
    let framework = Framework::default();
    let generated = (0..50).map(|number| framework.document(number));
    let generated = generated.chain((1..=50).map(|questions| custom(questions, 1_000)));
    let generated = generated.map(|text| Inputs::new(vec![Input { name: None, text }]));
    [sample::inputs()].into_iter().chain(generated).map(|inputs| snapshot(&inputs)).collect()
}

fn snapshot(inputs: &Inputs) -> Snapshot {
    let drafts = source::parse(inputs).expect("the document is valid");
    assert_eq!(drafts.reviews.len(), 1);
    snapshot::resolve(&drafts.reviews[0]).expect("the document resolves")
}

fn classic() -> Plugin {
    let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
    runtime.load(builtin::component("classic").expect("it is built in"), Class::Native).expect("it is admitted")
}

#[test]
fn all_peers_give_the_outcome_of_classic() {
    let classic = classic();
    let settings = settings::resolve(&serde_json::Value::Null, &classic.manifest().settings).expect("defaults fit");
    let mut peers = peers::all();
    let snapshots = snapshots();
    let mut gaps = 0;
    for snapshot in &snapshots {
        let prepared = classic.prepare(&snapshot.lens, snapshot.lens_sha256, &settings, Images::Never);
        let outcome = prepared.run(snapshot, &[Role::Scoring, Role::Priority, Role::Impact]);
        let expected = codes::outcome(&outcome);
        assert_eq!(expected.gaps.len(), snapshot.gaps.len());
        gaps += expected.gaps.len();
        let review = codes::review(snapshot);
        for peer in &mut peers {
            peer.give(&review);
            assert_eq!(peer.judge(), expected, "{}, workload {:?}", peer.name(), snapshot.workload.id);
        }
    }
    if !peers.iter().any(|peer| peer.kind() == Kind::Python) {
        println!("skipped: CPython, there is no `python3`");
    }
    assert!(gaps > 5_000, "only {gaps} gaps were compared");
    println!("{} reviews, {gaps} gaps, {} peers", snapshots.len(), peers.len());
}

#[test]
fn documents_are_one_line_the_same_in_every_run_and_differ() {
    let framework = Framework::default();
    let document = framework.document(7);
    assert_eq!(document, Framework::default().document(7));
    assert_ne!(document, framework.document(8));
    assert!(!document.contains('\n'));
    assert!(document.len() > 50_000, "{} bytes", document.len());
}
