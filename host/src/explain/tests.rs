//! Does an explanation find what is meant, and does its arithmetic hold?

use architrave_core::report::Report;

use super::{ExplainErrorCode, RiskOrigin, explain};
use crate::sink::{Style, samples, width::width};

#[track_caller]
fn check(report: &Report, reference: &str, review: Option<&str>, expected: &str) {
    let found = match explain(report, reference, review) {
        Ok(explanation) => match explanation.choice {
            Some(choice) => format!("{} {} {choice}", explanation.review.number, explanation.question.id),
            None => format!("{} {}", explanation.review.number, explanation.question.id),
        },
        Err(error) => format!("{}: {error}; {}", error.code().as_str(), error.help()),
    };
    assert_eq!(found, expected);
}

#[test]
fn references_are_found() {
    let report = samples::mixed();
    check(&report, "sec02-question", None, "1 sec02-question");
    check(&report, "SEC02", None, "1 sec02-question");
    check(&report, " sec02 ", None, "1 sec02-question");
    check(&report, "SEC02-BP01", None, "1 sec02-question sec02-bp01");
    check(&report, "sec02_no", None, "1 sec02-question sec02_no");
    check(
        &report,
        "SEC2",
        None,
        "explain.unknown-reference: no question, choice or practice is called `SEC2`; \
         the nearest names are `SEC02`",
    );
    check(
        &report,
        "`nothing`\n",
        None,
        "explain.unknown-reference: no question, choice or practice is called ``nothing``; \
         name a question's id or code, or a practice's code or choice id",
    );
}

#[test]
fn reviews_are_told_apart() {
    let report = samples::faulted();
    check(&report, "SEC02", None, "1 sec02-question");
    check(
        &report,
        "SEC01",
        None,
        "explain.ambiguous: `SEC01` stands in 2 reviews; \
         pick one with --review and its number or name: 1 `payments/lens/3`, 2 `small/lens`",
    );
    for (review, number) in [("2", 2), ("small", 2), ("SMALL/lens", 2), ("payments/lens/3", 1)] {
        check(&report, "SEC01", Some(review), &format!("{number} sec01-question"));
    }
    check(
        &report,
        "SEC01",
        Some("large"),
        "explain.unknown-review: no review is called `large`; the reviews are 1 `payments/lens/3`, 2 `small/lens`",
    );
    check(
        &samples::no_reviews(),
        "SEC01",
        Some("1"),
        "explain.unknown-review: no review is called `1`; the reviews are none",
    );
}

#[test]
fn a_choice_of_several_questions_is_ambiguous() {
    let report = samples::nothing_answered();
    let error = explain(&report, "bp", None).unwrap_err();
    assert_eq!(error.code(), ExplainErrorCode::Ambiguous);
    assert_eq!(error.help(), "name one of them: `sec01-question`, `rel01-question`");
}

#[test]
fn risks_have_an_origin() {
    let report = samples::mixed();
    for (reference, origin) in [
        ("SEC01", RiskOrigin::Recorded),
        ("SEC02", RiskOrigin::Rule),
        ("SEC05", RiskOrigin::MarkedNotApplicable),
        ("SEC06", RiskOrigin::Recorded),
    ] {
        assert_eq!(explain(&report, reference, None).unwrap().risk.origin, origin, "{reference}");
    }
    let mut report = report;
    for question in &mut report.reviews[0].questions {
        question.recorded_risk = None;
        question.rule = None;
    }
    for (reference, origin) in [("SEC04", RiskOrigin::NothingSelected), ("SEC06", RiskOrigin::NoRuleMatches)] {
        assert_eq!(explain(&report, reference, None).unwrap().risk.origin, origin, "{reference}");
    }
}

#[test]
fn a_rule_that_disagrees_is_told() {
    let mut report = samples::mixed();
    report.reviews[0].questions[1].recorded_risk = Some("HIGH".to_owned().into());
    report.reviews[0].questions[1].risk = "HIGH";
    let explanation = explain(&report, "SEC02", None).unwrap();
    assert_eq!(explanation.risk.rule_agrees, Some(false));
    assert!(explanation.to_text(&Style::default()).contains("disagree: the recorded one stands"));
}

#[test]
fn the_working_can_be_worked_out_again() {
    let report = samples::mixed();
    // Points 20 + 60 + 100 of 500; SEC01 gives 20 of 100, and all its points would give 260 of 500.
    let working = explain(&report, "SEC01", None).unwrap().working.unwrap();
    assert_eq!((working.points, working.of), (20, 100));
    assert_eq!((working.lens.points, working.lens.of, working.lens.basis_points), (180, 500, 3600));
    assert_eq!((working.lens.weight_basis_points, working.lens.basis_points_if_full), (2000, 5200));
    assert_eq!(working.pillar, Some(working.lens.clone()));
    assert_eq!(explain(&report, "SEC05", None).unwrap().working, None);
    assert_eq!(explain(&samples::faulted(), "SEC02", None).unwrap().working, None);
}

#[test]
fn an_explanation_reads_as_kept() {
    let report = samples::mixed();
    let text = explain(&report, "SEC02", None).unwrap().to_text(&Style::default());
    assert_eq!(text, SEC02, "{text}");
    let practice = explain(&report, "SEC01-BP02", None).unwrap().to_text(&Style::default());
    assert!(practice.contains("`sec01-bp02`, not met, level HIGH"), "{practice}");
    assert!(!practice.contains("1. SEC01 "), "only the practice's entry: {practice}");
}

#[test]
fn explanations_fit_and_are_clean() {
    for (name, report) in samples::all() {
        for (position, review) in report.reviews.iter().enumerate() {
            for question in &review.questions {
                let number = (position + 1).to_string();
                let explanation = explain(&report, &question.id, Some(&number)).unwrap();
                let text = explanation.to_text(&Style::default());
                let is_address = |line: &str| line.trim_start().split(' ').count() <= 2;
                let fits = text.lines().all(|line| width(line) <= 80 || is_address(line));
                assert!(fits, "{name}: {text}");
                assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{name}: {text}");
                let value = serde_json::to_value(&explanation).unwrap();
                assert_eq!(value["schema"], "architrave.explanation/1");
            }
        }
    }
}

const SEC02: &str = "\
SEC02: How do you answer SEC02?
  question `sec02-question`, pillar Security
  review 1: payments, lens lens 1.0, milestone 3
  https://docs.example.com/SEC02.html

Risk
  MEDIUM: set by a rule of the lens
  rule 2 of the lens: `sec02-bp01 && !sec02-bp02` gives MEDIUM_RISK
  not prioritized by the profile

Practices
  0 of 1 applicable are met
    HIGH 0 of 1; missing: SEC02-BP01
  not applicable: SEC02-BP02 Practice sec02-bp02: out of scope

Score
  60 of 100 points: MEDIUM, weight 100
  the lens: ⌊10 000 · 180 / 500⌋ = 3600, that is 36.00 of 100
    this question is 20.00 % of the weight; with all its points the score
      would be 44.00
  Security: ⌊10 000 · 180 / 500⌋ = 3600, that is 36.00 of 100
    this question is 20.00 % of the weight; with all its points the score
      would be 44.00

To improve
  3. SEC02 How do you answer SEC02?
      priority 4 of 10: MEDIUM in security
      severity medium: Data of customers is read by others
      effort 3 days (24 h), from the settings
      evidence gap (indicative): PCI-DSS-4.0 8.3.6
      plan: Do this first
      plan: https://docs.example.com/plan.html
      pillar-guidance fix.first: Turn it on
      key 123456789012/eu-west-1/w-1/lens/sec02-question/
  4. SEC02-BP01 Practice sec02-bp01 (level HIGH)
      priority 4 of 10: MEDIUM in security
      severity medium: Data of customers is read by others
      evidence gap (indicative): PCI-DSS-4.0 8.3.6
      plan: Do this first
      plan: https://docs.example.com/plan.html
      pillar-guidance fix.first: Turn it on
      key 123456789012/eu-west-1/w-1/lens/sec02-question/sec02-bp01
";
