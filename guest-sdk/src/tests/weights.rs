//! Pillar weights and the valuation.

use crate::{
    Answer, Frame, Legend, Lens, Level, Plugin, Points, ReasonCode, Refusal, Review, Risk, Scope, Scoring, Settings,
    Valuation, native::Fixture,
};

const TEMPLATE: [&str; 4] = ["security", "not-in-this-lens", "reliability", "performance"];

struct ByPriority(Valuation);

impl Plugin for ByPriority {
    fn prepare(lens: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        Ok(Self(Valuation::by_priority(lens, &TEMPLATE, legend)))
    }

    fn begin(&mut self, frame: Frame<'_>) -> Result<(), Refusal> {
        self.0.begin(frame);
        Ok(())
    }
}

impl Scoring for ByPriority {
    fn weight(&self, _: Frame<'_>, scope: Scope<'_>) -> u32 {
        self.0.weight(scope)
    }

    fn points(&self, _: Review<'_>, answer: Answer<'_>, of: u32) -> Points {
        self.0.points(answer, of)
    }

    fn unanswered(&self) -> Option<ReasonCode> {
        Some(self.0.unanswered())
    }
}

crate::export!(ByPriority: scoring);

/// One question per pillar.
fn fixture(pillars: &[&str]) -> Fixture {
    let add = |fixture: Fixture, pillar: &&str| fixture.pillar(pillar).question(pillar, &[("p", Level::Medium)]);
    pillars.iter().fold(Fixture::new(), add)
}

#[test]
fn weights_come_from_the_workload_then_the_template_then_nowhere() {
    const FOUR: [&str; 4] = ["reliability", "sustainability", "security", "performance"];
    let check = |fixture: Fixture, weights: &[u32], source: &str| {
        let results = fixture.run::<ByPriority>().unwrap();
        let expected: Vec<u32> = weights.iter().map(|weight| weight * 10_000).collect();
        assert_eq!(results.weights, Some(expected), "{source}");
        assert_eq!(results.log, [(1, source.to_owned())]);
        assert_eq!(results.reason(0), Some("not answered: no points until it is"));
    };
    // Three of the template are in the lens: 3, 2, 1; the unlisted one gets the smallest.
    check(fixture(&FOUR), &[2, 1, 3, 1], "pillars weigh by the plugin's order");
    let own = fixture(&FOUR).pillar_priorities(&["sustainability", "performance"]);
    check(own, &[1, 2, 1, 1], "pillars weigh by the workload's own priorities");
    check(fixture(&["a", "b"]), &[1, 1], "all pillars weigh the same");
    let strange = fixture(&["a", "b"]).pillar_priorities(&["b", "a", "b"]);
    check(strange, &[1, 2], "pillars weigh by the workload's own priorities");
    check(fixture(&["security"]).prioritized("security"), &[2], "pillars weigh by the plugin's order");
}

#[test]
fn points_are_rounded_down_once() {
    // Two practices of three, each of weight 2: a share of 2/3.
    let practices = [("a", Level::Medium), ("b", Level::Medium), ("c", Level::Unknown)];
    let rows = [
        (Risk::NoRisk, 10_000, "no risk: full value; pillars weigh by the plugin's order"),
        (
            Risk::Medium,
            7_666,
            "medium risk: half value, and up to four tenths more for the practices met; pillars weigh by the plugin's order",
        ),
        (
            Risk::High,
            2_666,
            "high risk: up to four tenths of the value for the practices met; pillars weigh by the plugin's order",
        ),
    ];
    for (risk, points, reason) in rows {
        let fixture = Fixture::new().pillar("security").question("q", &practices).answer("q", risk, &["a", "b"]);
        let results = fixture.run::<ByPriority>().unwrap();
        assert_eq!(results.scorecard.as_ref().unwrap().points, [points], "{risk:?}");
        assert_eq!(results.reason(0), Some(reason));
    }
}
