//! Which reports are the formats tried on? Small ones built by hand, each named for the point that it makes.

mod hostile;
mod mixed;

use std::collections::BTreeMap;

use architrave_core::{
    outcome::{EffortBasis, Role, Severity},
    report::{
        Allowed, Because, Choice, Completion, ConsoleCompletion, Contribution, Control, Effort, Engine, Fault,
        Guidance, Improvement, Lens, NotApplicable, Outcome, Pillar, Plan, Plugin, Question, Report, Review,
        RiskCounts, Roles, Run, Score, Sha256, Totals, Verdict, Workload,
    },
};

pub(crate) use hostile::{filled_with, hostile};
pub(crate) use mixed::mixed;

/// Everything that may go wrong in a text at once.
pub(crate) const HOSTILE: &str =
    "=cmd() <script>alert('x')</script> | `a` [b](javascript:c) &amp; \"d\" \u{1b}[31m \u{202e}e\n@team #12 日本語";

pub(crate) fn choice(id: &str, state: &'static str) -> Choice {
    Choice {
        id: id.to_owned().into(),
        practice: Some(id.to_uppercase().into()),
        title: format!("Practice {id}"),
        level: Some("HIGH"),
        state,
        reason: (state == "NOT_APPLICABLE").then_some("OUT_OF_SCOPE"),
        none_of_these: id.ends_with("_no"),
        url: Some(format!("https://docs.example.com/{id}.html").into()),
        notes: None,
    }
}

/// A question that gives `points` of 100; none where it is not applicable.
pub(crate) fn question(pillar: &str, code: &str, risk: &'static str, points: u32, choices: Vec<Choice>) -> Question {
    Question {
        id: format!("{}-question", code.to_lowercase()).into(),
        code: Some(code.to_owned().into()),
        pillar: pillar.to_owned().into(),
        title: format!("How do you answer {code}?"),
        risk,
        recorded_risk: Some(risk.into()),
        rule: None,
        prioritized: Some(code.ends_with('1')),
        reason: (risk == "NOT_APPLICABLE").then_some("BUSINESS_PRIORITIES"),
        url: Some(format!("https://docs.example.com/{code}.html").into()),
        jira_url: None,
        notes: None,
        contribution: (risk != "NOT_APPLICABLE").then(|| Contribution {
            points,
            of: 100,
            reason: Some(format!("{risk}, weight 100")),
        }),
        choices,
    }
}

fn improvement(question: &Question, choice: Option<&Choice>, rank: u32) -> Improvement {
    Improvement {
        rank: Some(rank),
        priority: Some(if question.risk == "HIGH" { 1 } else { 4 }),
        aws_order: rank,
        pillar: question.pillar.clone(),
        question: question.id.clone(),
        choice: choice.map(|choice| choice.id.clone()),
        practice: choice.map_or_else(|| question.code.clone(), |choice| choice.practice.clone()),
        title: choice.map_or(&question.title, |choice| &choice.title).clone(),
        risk: question.risk,
        level: choice.and_then(|choice| choice.level),
        effort: (rank % 2 == 1).then_some(Effort { days: 3, hours: 24, basis: EffortBasis::Settings }),
        severity: Some(if question.risk == "HIGH" { Severity::Critical } else { Severity::Medium }),
        consequence: Some("Data of customers is read by others".to_owned()),
        reason: Some(format!("{} in {}", question.risk, question.pillar)),
        controls: vec![Control {
            framework: "PCI-DSS-4.0".to_owned(),
            requirement: "8.3.6".to_owned(),
            basis: "indicative",
        }],
        plan: Some(Plan {
            text: Some("Do this first".to_owned()),
            url: Some("https://docs.example.com/plan.html".into()),
        }),
        guidance: vec![Guidance {
            plugin: "pillar-guidance".to_owned(),
            id: "fix.first".to_owned(),
            text: "Turn it on".to_owned(),
        }],
        key: format!("123456789012/eu-west-1/w-1/lens/{}/{}", question.id, choice.map_or("", |choice| &choice.id)),
    }
}

fn improvements(questions: &[Question]) -> Vec<Improvement> {
    let mut found = Vec::new();
    for question in questions.iter().filter(|question| matches!(question.risk, "HIGH" | "MEDIUM")) {
        let missing = question.choices.iter().filter(|choice| choice.state == "UNSELECTED" && !choice.none_of_these);
        for choice in [None].into_iter().chain(missing.map(Some)) {
            found.push(improvement(question, choice, u32::try_from(found.len() + 1).unwrap()));
        }
    }
    found
}

pub(crate) fn counts<'a>(questions: impl IntoIterator<Item = &'a Question>) -> RiskCounts {
    let mut counts = RiskCounts::default();
    for question in questions {
        *match question.risk {
            "HIGH" => &mut counts.high,
            "MEDIUM" => &mut counts.medium,
            "NONE" => &mut counts.none,
            "UNANSWERED" => &mut counts.unanswered,
            "NOT_APPLICABLE" => &mut counts.not_applicable,
            _ => &mut counts.unknown,
        } += 1;
    }
    counts
}

pub(crate) fn completion(counts: RiskCounts) -> Completion {
    let answered = counts.high + counts.medium + counts.none;
    let open = counts.unanswered + counts.unknown;
    let total = answered + open + counts.not_applicable;
    Completion {
        answered,
        applicable: answered + open,
        total,
        basis_points: (answered * 10_000).checked_div(answered + open),
        console: ConsoleCompletion { answered_or_not_applicable: total - open, total },
    }
}

pub(crate) fn score<'a>(questions: impl IntoIterator<Item = &'a Question>) -> Score {
    let (mut points, mut of, mut open, mut seen) = (0_u64, 0_u64, 0_u64, false);
    for question in questions {
        seen = true;
        let Some(contribution) = &question.contribution else { continue };
        points += u64::from(contribution.points);
        of += u64::from(contribution.of);
        open += if matches!(question.risk, "UNANSWERED" | "unknown") { u64::from(contribution.of) } else { 0 };
    }
    let share = |part: u64| (part * 10_000).checked_div(of).map(|share| u32::try_from(share).unwrap());
    Score {
        basis_points: share(points),
        lowest: share(points),
        highest: share(points + open),
        because: (of == 0).then_some(if seen { "nothing-applicable" } else { "no-questions" }),
        points: (of > 0).then_some(points),
        of: (of > 0).then_some(of),
        plugin: Some("balanced".to_owned()),
    }
}

fn not_applicable(questions: &[Question]) -> NotApplicable {
    let mut found = NotApplicable::default();
    for question in questions {
        if let Some(reason) = question.reason {
            *found.questions.entry(reason).or_default() += 1;
            continue;
        }
        for choice in &question.choices {
            if let Some(reason) = choice.reason {
                *found.practices.entry(reason).or_default() += 1;
            }
        }
    }
    found
}

/// A review of these questions, with every figure that follows from them.
pub(crate) fn review(name: &str, pillars: &[(&str, &str)], questions: Vec<Question>) -> Review {
    let improvements = improvements(&questions);
    let estimated: Vec<u32> = improvements.iter().filter_map(|entry| Some(entry.effort?.days)).collect();
    let length = |count: usize| u32::try_from(count).unwrap();
    Review {
        workload: workload(name),
        lens: lens(),
        milestone: None,
        snapshot_sha256: "67".repeat(32),
        reviewed_at: Some("2026-01-01T00:00:00Z".to_owned()),
        profile: None,
        notes: None,
        partial: false,
        risk_counts: counts(&questions),
        prioritized_risk_counts: Some(counts(questions.iter().filter(|question| question.prioritized == Some(true)))),
        not_applicable: not_applicable(&questions),
        completion: completion(counts(&questions)),
        score: score(&questions),
        measures: BTreeMap::new(),
        pillars: pillars
            .iter()
            .map(|(id, name)| {
                let own = || questions.iter().filter(|question| question.pillar == *id);
                Pillar {
                    id: (*id).to_owned().into(),
                    name: (*name).to_owned().into(),
                    risk_counts: counts(own()),
                    completion: completion(counts(own())),
                    score: score(own()),
                }
            })
            .collect(),
        totals: Totals {
            improvements: length(improvements.len()),
            questions: length(improvements.iter().filter(|entry| entry.choice.is_none()).count()),
            practices: length(improvements.iter().filter(|entry| entry.choice.is_some()).count()),
            high_priority: length(improvements.iter().filter(|entry| entry.priority <= Some(3)).count()),
            effort_days: estimated.iter().copied().map(u64::from).sum(),
            not_estimated: length(improvements.len() - estimated.len()),
        },
        improvements,
        open_practices: Vec::new(),
        questions,
        comparisons: Vec::new(),
        outcomes: vec![Outcome {
            plugin: "balanced".to_owned(),
            fuel: 123_456,
            sha256: "ab".repeat(32),
            reproducible: true,
        }],
        faults: Vec::new(),
        diagnostics: Vec::new(),
    }
}

pub(crate) fn workload(name: &str) -> Workload {
    Workload {
        id: Some("w-1".to_owned()),
        arn: None,
        account: Some("123456789012".to_owned()),
        region: Some("eu-west-1".to_owned()),
        regions: vec!["eu-west-1".to_owned()],
        name: Some(name.to_owned()),
        owner: Some("architects".to_owned()),
        environment: Some("PRODUCTION".to_owned()),
        industry_type: Some("Financial Services".to_owned()),
        industry: None,
        tags: BTreeMap::from([("Team".to_owned(), "Trading".to_owned())]),
        pillar_priorities: Vec::new(),
        improvement_status: None,
        updated_at: None,
    }
}

fn lens() -> Lens {
    Lens {
        alias: "lens".to_owned(),
        arn: None,
        version: Some("1.0".to_owned()),
        name: Some("Sample Lens".to_owned()),
        status: Some("CURRENT".to_owned()),
        sha256: "cd".repeat(32),
    }
}

pub(crate) fn report(reviews: Vec<Review>) -> Report {
    Report {
        schema: "architrave.report/1",
        engine: Engine {
            version: "0.1.0".to_owned(),
            runtime: "wasmtime 48.0.8".to_owned(),
            limits_sha256: "45".repeat(32),
        },
        run: Run {
            roles: Roles {
                scoring: Some("balanced".to_owned()),
                priority: Some("balanced".to_owned()),
                impact: None,
                guidance: Vec::new(),
                compare: Vec::new(),
            },
            allowed: Allowed::default(),
            gate_sha256: None,
        },
        snapshot: Sha256 { sha256: "ef".repeat(32) },
        plugins: vec![Plugin {
            id: "balanced".to_owned(),
            version: "0.1.0".to_owned(),
            sha256: "01".repeat(32),
            roles: vec![Role::Scoring, Role::Priority],
            claims: vec!["monotone".to_owned(), "size-independent".to_owned()],
            settings_sha256: "23".repeat(32),
        }],
        reviews,
        verdict: None,
    }
}

pub(crate) const PILLARS: [(&str, &str); 2] = [("security", "Security"), ("reliability", "Reliability")];

/// Every question not applicable.
pub(crate) fn nothing_applicable() -> Report {
    let codes = ["SEC01", "SEC02"];
    report(vec![review(
        "idle",
        &PILLARS,
        codes.map(|code| question("security", code, "NOT_APPLICABLE", 0, vec![])).into(),
    )])
}

/// Every question unanswered.
pub(crate) fn nothing_answered() -> Report {
    let questions = [("security", "SEC01"), ("reliability", "REL01")];
    let questions =
        questions.map(|(pillar, code)| question(pillar, code, "UNANSWERED", 0, vec![choice("bp", "UNSELECTED")]));
    report(vec![review("fresh", &PILLARS, questions.into())])
}

/// One question at no risk, and a gate that passes.
pub(crate) fn one_question() -> Report {
    let questions = vec![question("security", "SEC01", "NONE", 100, vec![choice("sec01-bp01", "SELECTED")])];
    let mut report = report(vec![review("small", &PILLARS[..1], questions)]);
    report.verdict = Some(Verdict { passes: Some(true), because: vec![] });
    report
}

/// A lens without questions, whose scoring plugin is not there; next to nothing is known.
pub(crate) fn empty() -> Report {
    let mut review = review("", &[], vec![]);
    review.workload = Workload {
        id: None,
        account: None,
        region: None,
        name: None,
        owner: None,
        environment: None,
        industry_type: None,
        tags: BTreeMap::new(),
        regions: vec![],
        ..review.workload
    };
    review.lens = Lens { version: None, name: None, status: None, ..review.lens };
    review.reviewed_at = None;
    review.prioritized_risk_counts = None;
    review.score = Score { because: Some("no-plugin"), plugin: None, ..review.score };
    review.outcomes = vec![];
    let mut report = report(vec![review]);
    report.plugins = vec![];
    report
}

/// Two reviews, one with a plugin that faulted; the gate could not decide.
pub(crate) fn faulted() -> Report {
    let [mut first, second] = [mixed(), one_question()].map(|report| report.reviews.into_iter().next().unwrap());
    let fault = Score {
        basis_points: None,
        lowest: None,
        highest: None,
        because: Some("fault"),
        points: None,
        of: None,
        plugin: Some("balanced".to_owned()),
    };
    for pillar in &mut first.pillars {
        pillar.score = fault.clone();
    }
    first.score = fault;
    first.partial = true;
    for question in &mut first.questions {
        question.contribution = None;
    }
    first.faults = vec![Fault {
        plugin: "balanced".to_owned(),
        role: Role::Scoring,
        fault: "fuel-exhausted",
        detail: "used up 1000000 units of fuel in `score`".to_owned(),
    }];
    let mut report = report(vec![first, second]);
    report.verdict = Some(Verdict {
        passes: None,
        because: vec![Because {
            rule: "min_score".to_owned(),
            outcome: "undecided",
            review: "payments, lens".to_owned(),
            message: "there is no score: the plugin faulted".to_owned(),
        }],
    });
    report
}

/// No reviews at all.
pub(crate) fn no_reviews() -> Report {
    report(vec![])
}

/// Every sample with its name.
pub(crate) fn all() -> [(&'static str, Report); 8] {
    [
        ("mixed", mixed()),
        ("nothing-applicable", nothing_applicable()),
        ("nothing-answered", nothing_answered()),
        ("one-question", one_question()),
        ("empty", empty()),
        ("faulted", faulted()),
        ("no-reviews", no_reviews()),
        ("hostile", hostile()),
    ]
}
