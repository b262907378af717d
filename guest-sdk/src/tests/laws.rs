//! A plugin that does everything wrong still gives rows that keep the laws.

use crate::{
    AdviceCode, Answer, Better, Consequence, Controls, Effort, EffortBasis, Frame, Gap, Guidance, Impact, Legend, Lens,
    Level, Lines, MeasureCode, Measures, Plugin, Points, Priority, Reason, ReasonCode, Refusal, Review, Risk, Scope,
    Scoring, Settings, Severity, Urgency,
    native::{Exported, Fixture},
};

/// Gives too many points, priorities out of range, and weights to everything.
struct Greedy {
    reason: ReasonCode,
    line: AdviceCode,
    first: MeasureCode,
    begun: u32,
}

impl Plugin for Greedy {
    fn prepare(_: &Lens, _: &Settings, legend: &mut Legend) -> Result<Self, Refusal> {
        let first = legend.measure("first", "first", "", Better::Higher);
        legend.measure("second", "second", "", Better::Lower);
        Ok(Self { reason: legend.reason("r", "reason"), line: legend.advice("a", "advice"), first, begun: 0 })
    }

    fn begin(&mut self, _: Frame<'_>) -> Result<(), Refusal> {
        self.begun += 1;
        Ok(())
    }
}

impl Scoring for Greedy {
    fn weight(&self, _: Frame<'_>, scope: Scope<'_>) -> u32 {
        if scope.question().id() == "unscored" { 0 } else { 7 }
    }

    fn points(&self, _: Review<'_>, _: Answer<'_>, _: u32) -> Points {
        Points::new(u32::MAX, self.reason)
    }

    fn measure(&self, _: Review<'_>, measures: &mut Measures) {
        measures.set(self.first, i64::from(self.begun));
    }
}

impl Priority for Greedy {
    fn prioritize(&self, _: Review<'_>, gap: Gap<'_>) -> Urgency {
        let effort = Effort::new(u32::from(gap.position()), EffortBasis::Settings);
        Urgency::new(if gap.is_question() { 0 } else { 200 }, self.reason).with_effort(effort)
    }
}

impl Impact for Greedy {
    fn assess(&self, _: Review<'_>, _: Gap<'_>, _: &mut Controls<'_>) -> Consequence {
        Consequence { severity: Severity::Critical, text: None }
    }
}

impl Guidance for Greedy {
    fn advise(&self, _: Review<'_>, gap: Gap<'_>, lines: &mut Lines<'_>) {
        if gap.is_question() {
            lines.add(self.line);
            lines.add(self.line);
        }
    }
}

crate::export!(Greedy: scoring, priority, impact, guidance);

fn fixture() -> Fixture {
    Fixture::new()
        .pillar("security")
        .question("answered", &[("a", Level::High), ("b", Level::Low)])
        .question("unanswered", &[("a", Level::High)])
        .question("out", &[("a", Level::High)])
        .question("unscored", &[("a", Level::High)])
        .answer("answered", Risk::High, &["a"])
        .answer("unscored", Risk::NoRisk, &["a"])
        .not_applicable("out", Reason::OutOfScope)
}

#[test]
fn rows_keep_the_laws() {
    let results = fixture().run::<Greedy>().unwrap();
    assert_eq!(results.weights, Some(vec![7, 7, 0, 0]));
    let card = results.scorecard.as_ref().unwrap();
    assert_eq!(card.points, [7, 0, 0, 0]);
    assert_eq!(card.reasons, [0, u16::MAX, u16::MAX, u16::MAX]);
    assert_eq!(card.measures, [1, 0]);
    // Gaps: `answered` itself and its missing practice b.
    let priorities = results.priorities.as_ref().unwrap();
    assert_eq!(priorities.priorities, [1, 10]);
    assert_eq!(priorities.effort_hours, [0, 1]);
    assert_eq!(priorities.effort_bases, [0, 2]);
    assert_eq!(results.consequences.as_ref().unwrap().consequences, [u16::MAX; 2]);
    assert_eq!(results.advice(0), ["advice", "advice"]);
    assert!(results.advice(1).is_empty());
    assert_eq!(results.score_basis_points(), Some(5_000));
}

#[test]
fn columns_of_another_length_are_refused() {
    let check = |spoil: fn(&mut Fixture), expected: &str| {
        let mut fixture = fixture();
        spoil(&mut fixture);
        let refusal = fixture.run::<Greedy>().unwrap_err();
        assert_eq!(refusal, Refusal::Other(expected.to_owned()));
    };
    check(|it| it.frame.scope.marks.truncate(2), "the host gave 2 rows of scope where 4 are expected");
    check(|it| it.frame.scope.accepted.clear(), "the host gave 0 rows of scope where 4 are expected");
    check(|it| it.answers.origins.push(0), "the host gave 5 rows of answers where 4 are expected");
}

#[test]
fn calls_out_of_order_are_refused() {
    let (mut session, _) = crate::session::Session::<Greedy>::prepare(fixture().lens, "{}".to_owned()).unwrap();
    let not_yet = |first: &str| Refusal::Other(format!("the host has not called `{first}` yet"));
    assert_eq!(Greedy::weigh(&mut session), Some(Err(not_yet("begin"))));
    assert_eq!(session.reveal(fixture().review()), Err(not_yet("begin")));
    session.begin(fixture().frame).unwrap();
    assert_eq!(session.score().map(|card| card.points), Err(not_yet("weigh")));
    session.weigh().unwrap();
    assert_eq!(session.prioritize().map(|rows| rows.priorities), Err(not_yet("reveal")));
    session.reveal(fixture().review()).unwrap();
    assert_eq!(session.score().unwrap().points, [7, 0, 0, 0]);
    // The next review starts from nothing.
    session.begin(fixture().frame).unwrap();
    assert_eq!(session.score().map(|card| card.points), Err(not_yet("weigh")));
}

#[test]
fn views_show_the_review() {
    struct Curious;
    impl Plugin for Curious {
        fn prepare(lens: &Lens, _: &Settings, _: &mut Legend) -> Result<Self, Refusal> {
            assert_eq!(lens.question_count(), 4);
            assert_eq!(lens.question("out").map(|question| question.position()), Some(2));
            assert_eq!(lens.question("out").map(|question| question.pillar_id()), Some("security"));
            assert!(lens.question("elsewhere").is_none() && lens.pillar("elsewhere").is_none());
            let question = lens.question("answered").unwrap();
            assert_eq!(question.choice("b").map(|choice| choice.level()), Some(Level::Low));
            assert_eq!(question.choices().count(), 3);
            assert_eq!(question.practices().count(), 2);
            assert_eq!(question.weight_of(question.practice_set()), 4);
            Ok(Self)
        }

        fn reveal(&mut self, review: Review<'_>) -> Result<(), Refusal> {
            let answer = review.answer_at(0).unwrap();
            assert_eq!((answer.met().0, answer.missing().0), (1, 2));
            assert!(answer.is_risk_recorded() && !answer.is_risk_by_rule());
            let out = review.answer_at(2).unwrap();
            assert!(!out.scope().is_applicable());
            assert_eq!(out.scope().reason(), Reason::OutOfScope);
            assert_eq!(out.risk(), Risk::NotApplicable);
            assert_eq!(review.gaps().count(), review.gap_count());
            let gaps: Vec<_> = review.gaps().map(|gap| gap.practice().map(|choice| choice.id())).collect();
            assert_eq!(gaps, [None, Some("b")]);
            assert!(review.previous().is_none());
            Err(Refusal::NotApplicable("seen".to_owned()))
        }
    }
    crate::export!(Curious: guidance);
    impl Guidance for Curious {
        fn advise(&self, _: Review<'_>, _: Gap<'_>, _: &mut Lines<'_>) {}
    }
    assert_eq!(fixture().run::<Curious>().unwrap_err(), Refusal::NotApplicable("seen".to_owned()));
}
