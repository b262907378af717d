//! The handbook's tables, worked out by hand from its functions, row by row.

use architrave_guest::{Level, Risk, native::Fixture};

use crate::{Classic, priority};

const PRACTICES: [(&str, Level); 6] = [
    ("a", Level::High),
    ("b", Level::Medium),
    ("c", Level::Low),
    ("d", Level::Unknown),
    ("e", Level::High),
    ("f", Level::Low),
];

fn fixture(pillar: &str, risk: Risk, practices: usize, selected: &[&str]) -> Fixture {
    Fixture::new().pillar(pillar).question("q", &PRACTICES[..practices]).answer("q", risk, selected)
}

#[test]
fn priority_severity_and_impact_are_the_tables() {
    // Pillar, risk, priority, severity code, text.
    let rows = [
        ("security", Risk::High, 1, 3, "Critical - Security breach risk"),
        ("security", Risk::Medium, 3, 2, "High - Potential compliance issues"),
        ("reliability", Risk::High, 2, 3, "Critical - Service availability at risk"),
        ("reliability", Risk::Medium, 4, 2, "High - Potential service degradation"),
        ("operationalExcellence", Risk::High, 3, 2, "High - Operational efficiency impact"),
        ("operationalExcellence", Risk::Medium, 5, 1, "Medium - Process improvement opportunity"),
        ("performance", Risk::High, 4, 2, "High - User experience impact"),
        ("performance", Risk::Medium, 6, 1, "Medium - Performance optimization opportunity"),
        ("costOptimization", Risk::High, 5, 2, "High - Significant cost savings potential"),
        ("costOptimization", Risk::Medium, 7, 1, "Medium - Cost optimization opportunity"),
        ("sustainability", Risk::High, 6, 1, "Medium - Environmental impact improvement"),
        ("sustainability", Risk::Medium, 8, 0, "Low - Sustainability enhancement"),
        ("of-my-own", Risk::High, 3, 0, "Low - Minor improvement"),
        ("of-my-own", Risk::Medium, 5, 0, "Low - Minor improvement"),
        ("performanceEfficiency", Risk::High, 3, 0, "Low - Minor improvement"),
    ];
    for (pillar, risk, priority, severity, text) in rows {
        let results = fixture(pillar, risk, 2, &["a"]).run::<Classic>().unwrap();
        let place = format!("{pillar} {risk:?}");
        assert_eq!(results.priorities.as_ref().unwrap().priorities, [priority; 2], "{place}");
        assert_eq!(results.consequences.as_ref().unwrap().severities, [severity; 2], "{place}");
        assert_eq!(results.consequence(0), Some(text), "{place}");
        assert_eq!(results.consequence(1), Some(text), "{place}");
    }
}

#[test]
fn no_priority_is_later_than_ten() {
    let rows = [("security", 5), ("reliability", 6), ("operationalExcellence", 7), ("performance", 8)];
    let rows = rows.into_iter().chain([("costOptimization", 9), ("sustainability", 10), ("of-my-own", 7)]);
    for (pillar, priority) in rows {
        assert_eq!(priority::priority(Risk::NoRisk, pillar), priority, "{pillar}");
    }
}

#[test]
fn effort_counts_missing_practices() {
    // Practices, missing, weeks.
    let rows = [(1, 0, 2), (1, 1, 1), (2, 2, 2), (3, 3, 4), (4, 4, 6), (5, 5, 8), (6, 6, 8), (6, 5, 8), (6, 2, 2)];
    for (practices, missing, weeks) in rows {
        let selected: Vec<&str> = PRACTICES[..practices - missing].iter().map(|(id, _)| *id).collect();
        let results = fixture("security", Risk::Medium, practices, &selected).run::<Classic>().unwrap();
        let priorities = results.priorities.unwrap();
        let mut hours = vec![0; missing + 1];
        hours[0] = weeks * 40;
        let mut bases = vec![0; missing + 1];
        bases[0] = 1;
        assert_eq!(priorities.effort_hours, hours, "{missing} of {practices} missing");
        assert_eq!(priorities.effort_bases, bases, "{missing} of {practices} missing");
    }
}

#[test]
fn points_and_risk_score() {
    let lens = |risks: &[Risk]| {
        let mut fixture = Fixture::new().pillar("security");
        for (position, risk) in risks.iter().enumerate() {
            let id = format!("q{position}");
            fixture = fixture.question(&id, &PRACTICES[..1]).answer(&id, *risk, &[]);
        }
        fixture.run::<Classic>().unwrap()
    };
    let all = [Risk::High, Risk::Medium, Risk::NoRisk, Risk::Unanswered];
    let rows: [(&[Risk], Option<u32>, i64); 5] = [
        (&[Risk::High], Some(0), 10),
        (&[Risk::Medium], Some(5555), 5),
        (&[Risk::NoRisk], Some(10_000), 1),
        (&[Risk::Unanswered], Some(0), 0),
        (&all, Some(3888), 16),
    ];
    for (risks, score, risk_score) in rows {
        let results = lens(risks);
        assert_eq!(results.score_basis_points(), score, "{risks:?}");
        assert_eq!(results.scorecard.unwrap().measures, [risk_score], "{risks:?}");
    }
}

#[test]
fn guidance_stands_at_the_question() {
    let security = [
        "Implement least privilege access",
        "Enable MFA for all users",
        "Use encryption in transit and at rest",
        "Regular security assessments",
        "Tool: AWS Config",
        "Tool: AWS Security Hub",
        "Tool: AWS IAM",
        "Documentation: https://docs.aws.amazon.com/security/",
    ];
    let reliability = [
        "Multi-AZ deployment",
        "Auto-scaling configuration",
        "Health checks and monitoring",
        "Backup and recovery procedures",
        "Tool: AWS Auto Scaling",
        "Tool: AWS CloudWatch",
        "Tool: AWS Backup",
        "Documentation: https://docs.aws.amazon.com/reliability/",
    ];
    let other =
        ["Follow AWS best practices", "Tool: AWS Management Console", "Documentation: https://docs.aws.amazon.com/"];
    let rows: [(&str, &[&str]); 4] =
        [("security", &security), ("reliability", &reliability), ("performance", &other), ("of-my-own", &other)];
    for (pillar, lines) in rows {
        let results = fixture(pillar, Risk::High, 2, &[]).run::<Classic>().unwrap();
        assert_eq!(results.advice(0), lines, "{pillar}");
        assert!(results.advice(1).is_empty() && results.advice(2).is_empty(), "{pillar}");
    }
}
