//! Do the shipped plugins keep their laws through the wasm, and say the same without it?

mod classic;
mod fuel;
mod native;

use std::sync::LazyLock;

use architrave::{
    author::generated::{Case, Dice},
    builtin,
};
use architrave_core::{
    manifest::{Claim, Class},
    outcome::{Contribution, Outcome, Role, Scorecard, Severity},
    risk::Risk,
    settings,
    snapshot::Snapshot,
};
use architrave_runtime::{Images, Options, Plugin, Runtime};
use serde_json::Value;

/// Reviews generated per plugin and law.
const REVIEWS: u64 = 150;

/// A shipped plugin, loaded.
struct Shipped {
    id: &'static str,
    plugin: Plugin,
    settings: String,
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new(Options::default()).unwrap());

static SHIPPED: LazyLock<Vec<Shipped>> = LazyLock::new(|| {
    let load = |id: &'static str| {
        let plugin = RUNTIME.load(builtin::component(id).unwrap(), Class::Native).unwrap();
        let settings = settings::resolve(&Value::Null, &plugin.manifest().settings).unwrap();
        Shipped { id, plugin, settings }
    };
    builtin::ids().map(load).collect()
});

impl Shipped {
    fn run(&self, snapshot: &Snapshot) -> Outcome {
        let prepared = self.plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &self.settings, Images::Never);
        prepared.run(snapshot, &Role::ALL)
    }

    fn scorecard(&self, case: &Case) -> Scorecard {
        self.run(&case.snapshot().unwrap()).scoring.unwrap().unwrap()
    }

    fn scores(&self) -> bool {
        self.plugin.roles().contains(&Role::Scoring)
    }

    fn claims(&self, claim: Claim) -> bool {
        self.plugin.manifest().claims.contains(&claim)
    }
}

#[expect(clippy::print_stdout, reason = "what was tried is worth reading with --nocapture")]
fn say(plugin: &str, what: &str, count: u64) {
    println!("plugins: {plugin}: {what}: {count} cases");
}

/// ⌊10 000 · Σ points / Σ of⌋ over the questions of one pillar, or of all; `None` when nothing is scored.
fn basis_points(case: &Case, card: &Scorecard, pillar: Option<usize>) -> Option<u128> {
    let rows = case.lens.questions.iter().zip(&card.contributions);
    let rows = rows.filter(|(question, _)| pillar.is_none_or(|pillar| question.pillar == pillar));
    let rows: Vec<Contribution> = rows.filter_map(|(_, contribution)| *contribution).collect();
    let of: u128 = rows.iter().map(|row| u128::from(row.of)).sum();
    let points: u128 = rows.iter().map(|row| u128::from(row.points)).sum();
    (points * 10_000).checked_div(of)
}

fn pillars(case: &Case) -> impl Iterator<Item = Option<usize>> {
    (0..case.lens.pillars.len()).map(Some).chain([None])
}

#[test]
fn every_shipped_plugin_is_here() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let expected = [
        "balanced",
        "classic",
        "financial-services",
        "healthcare",
        "e-commerce",
        "operational-excellence",
        "pillar-guidance",
    ];
    assert_eq!(ids, expected);
    for shipped in SHIPPED.iter() {
        assert_eq!(shipped.plugin.manifest().id, shipped.id);
        assert!(shipped.plugin.ignored_exports().is_empty(), "{}", shipped.id);
        assert!(!shipped.scores() || shipped.claims(Claim::Monotone), "{} scores and is not monotone", shipped.id);
    }
}

/// Laws 1 to 3: one contribution per applicable question at most, none for the others, weights that no answer moves, no
/// points for what is not answered.
#[test]
fn weights_and_points() {
    for shipped in SHIPPED.iter().filter(|shipped| shipped.scores()) {
        for seed in 0..REVIEWS {
            let mut dice = Dice(seed);
            let case = Case::any(&mut dice);
            let card = shipped.scorecard(&case);
            let snapshot = case.snapshot().unwrap();
            assert_eq!(card.contributions.len(), snapshot.answers.len());
            for (answer, contribution) in snapshot.answers.iter().zip(&card.contributions) {
                let place = format!("{} seed {seed}: {answer:?} {contribution:?}", shipped.id);
                assert!(contribution.is_some() == answer.is_applicable(), "{place}");
                let Some(contribution) = contribution else { continue };
                assert!(contribution.of >= 1 && contribution.points <= contribution.of, "{place}");
                assert!(contribution.reason.is_some(), "{place}: no reason");
                assert!(answer.risk.is_answered() || contribution.points == 0, "{place}");
                assert!(answer.risk != Risk::NoRisk || contribution.points == contribution.of, "{place}");
            }
            let weights = |card: &Scorecard| -> Vec<Option<u32>> {
                card.contributions.iter().map(|row| row.map(|row| row.of)).collect()
            };
            let other = shipped.scorecard(&case.answered_anew(&mut dice));
            assert_eq!(weights(&card), weights(&other), "{} seed {seed}: a weight depends on an answer", shipped.id);
        }
        say(shipped.id, "weights and points", REVIEWS);
    }
}

/// Law 7, for those that claim it.
#[test]
fn nowhere_worse_is_never_lower() {
    for shipped in SHIPPED.iter().filter(|shipped| shipped.claims(Claim::Monotone)) {
        let mut raised = 0;
        for seed in 0..REVIEWS {
            let mut dice = Dice(seed);
            let worse = Case::any(&mut dice);
            let better = worse.better(&mut dice);
            let (low, high) = (shipped.scorecard(&worse), shipped.scorecard(&better));
            for pillar in pillars(&worse) {
                let (low, high) = (basis_points(&worse, &low, pillar), basis_points(&better, &high, pillar));
                assert!(low <= high, "{} seed {seed} pillar {pillar:?}: {low:?} then {high:?}", shipped.id);
                raised += u64::from(low < high);
            }
        }
        assert!(raised > REVIEWS, "{}: the generator should raise scores, {raised}", shipped.id);
        say(shipped.id, "monotone", REVIEWS);
    }
}

/// Law 8, for those that claim it.
#[test]
fn repeating_every_question_changes_nothing() {
    for shipped in SHIPPED.iter().filter(|shipped| shipped.claims(Claim::SizeIndependent)) {
        for seed in 0..REVIEWS {
            let mut dice = Dice(seed);
            let once = Case::any(&mut dice);
            let times = 2 + dice.below(4);
            let repeated = once.repeated(times);
            let (short, long) = (shipped.scorecard(&once), shipped.scorecard(&repeated));
            for pillar in pillars(&once) {
                let (short, long) = (basis_points(&once, &short, pillar), basis_points(&repeated, &long, pillar));
                let place = format!("{} seed {seed} pillar {pillar:?}: {short:?} then {long:?}", shipped.id);
                assert_eq!(short.is_some(), long.is_some(), "{place}");
                assert!(short.unwrap_or(0).abs_diff(long.unwrap_or(0)) <= 1, "{place}, {times} times");
            }
        }
        say(shipped.id, "size-independent", REVIEWS);
    }
}

/// Semantics §3.4: severity is never lower for high than for medium in one pillar, never higher before production.
#[test]
fn severities_are_in_order() {
    for shipped in SHIPPED.iter().filter(|shipped| shipped.plugin.roles().contains(&Role::Impact)) {
        for seed in 0..REVIEWS {
            let case = Case::any(&mut Dice(seed));
            let severities = |risk, environment| -> Vec<(usize, Severity)> {
                let snapshot = case.all_at(risk).within(environment).snapshot().unwrap();
                let rows = shipped.run(&snapshot).impact.unwrap().unwrap().rows;
                let pillar = |row: usize| snapshot.lens.questions[snapshot.gaps[row].question].pillar;
                rows.iter().enumerate().map(|(row, consequence)| (pillar(row), consequence.severity)).collect()
            };
            let high = severities("HIGH", "PRODUCTION");
            let medium = severities("MEDIUM", "PRODUCTION");
            let (high_before, medium_before) =
                (severities("HIGH", "PREPRODUCTION"), severities("MEDIUM", "PREPRODUCTION"));
            assert_eq!(high.len(), medium.len());
            for (row, ((pillar, severity), (_, lesser))) in high.iter().zip(&medium).enumerate() {
                let place = format!("{} seed {seed} gap {row} of pillar {pillar}", shipped.id);
                assert!(lesser <= severity, "{place}: medium {lesser:?}, high {severity:?}");
                assert!(high_before[row].1 <= *severity, "{place}: high before production");
                assert!(medium_before[row].1 <= *lesser, "{place}: medium before production");
                let worst = medium.iter().filter(|(other, _)| other == pillar).map(|(_, severity)| severity).max();
                assert!(worst <= Some(severity), "{place}: {severity:?} below a medium one of the pillar, {worst:?}");
            }
        }
        say(shipped.id, "severities", REVIEWS);
    }
}

/// The component says what the plugin says natively, row by row and line by line.
#[test]
fn native_and_component_agree() {
    for shipped in SHIPPED.iter() {
        for seed in 0..REVIEWS * 2 {
            let case = Case::any(&mut Dice(seed));
            let snapshot = case.snapshot().unwrap();
            let outcome = shipped.run(&snapshot);
            let place = format!("{} seed {seed}", shipped.id);
            let component = native::Said {
                legend: outcome.legend.as_ref().clone(),
                scoring: outcome.scoring.transpose().unwrap(),
                priority: outcome.priority.transpose().unwrap(),
                impact: outcome.impact.transpose().unwrap(),
                guidance: outcome.guidance.transpose().unwrap(),
                log: outcome.log.into_iter().map(|line| (line.severity, line.message)).collect(),
            };
            assert_eq!(component, native::say(shipped.id, &snapshot, &shipped.settings), "{place}");
        }
        say(shipped.id, "native and component agree", REVIEWS * 2);
    }
}
