//! What is held against a plugin: the laws of the host, and the claims of its manifest.

use architrave_core::{
    manifest::Claim,
    outcome::{Contribution, Fault, Outcome, Role, Scorecard, Severity},
    snapshot::Snapshot,
};
use architrave_runtime::{Images, Plugin};

use super::{Subject, trial::Trial};
use crate::author::generated::Case;

/// The plugin does not answer about this review, as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refused;

/// One law or claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Law {
    Output,
    Repeatable,
    Image,
    Roles,
    Severity,
    Monotone,
    SizeIndependent,
}

impl Law {
    pub(super) const ALL: [Self; 7] = [
        Self::Output,
        Self::Repeatable,
        Self::Image,
        Self::Roles,
        Self::Severity,
        Self::Monotone,
        Self::SizeIndependent,
    ];

    /// Its name, and what it says.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Output => ("output", "every role answers within its limits and keeps the contract"),
            Self::Repeatable => ("repeatable", "the same review twice, and in a pool or not, gives the same"),
            Self::Image => ("image", "a prepared image gives the same as calling `prepare` each time"),
            Self::Roles => ("roles", "what a role says does not depend on which other roles are asked"),
            Self::Severity => ("severity", "never lower at high risk than at medium, never higher before production"),
            Self::Monotone => ("monotone", "a review that is nowhere worse never scores lower"),
            Self::SizeIndependent => ("size-independent", "repeating every question does not change the score"),
        }
    }

    pub(super) fn concerns(self, subject: &Subject) -> bool {
        match self {
            Self::Output | Self::Repeatable | Self::Image => true,
            Self::Roles => subject.pooled.roles().len() > 1,
            Self::Severity => subject.has(Role::Impact),
            Self::Monotone => subject.claims(Claim::Monotone),
            Self::SizeIndependent => subject.claims(Claim::SizeIndependent),
        }
    }

    /// What breaks it, if this trial does.
    pub(super) fn broken_by(self, subject: &Subject, trial: &Trial) -> Result<Option<String>, Refused> {
        let Some(snapshot) = trial.case.snapshot() else { return Err(Refused) };
        match self {
            Self::Output => output(&subject.run(&snapshot, &Role::ALL)),
            Self::Repeatable => {
                let first = subject.run(&snapshot, &Role::ALL);
                let again = subject.run(&snapshot, &Role::ALL);
                let on_demand = run(&subject.on_demand, subject, &snapshot, (&Role::ALL, Subject::PLAIN));
                Ok(differs(&first, &again, "the second time").or_else(|| differs(&first, &on_demand, "outside a pool")))
            }
            Self::Image => {
                let plain = subject.run(&snapshot, &Role::ALL);
                let image = run(&subject.pooled, subject, &snapshot, (&Role::ALL, Images::Always));
                Ok(differs(&plain, &image, "from an image"))
            }
            Self::Roles => Ok(roles(subject, &snapshot)),
            Self::Severity => severity(subject, &trial.case),
            Self::Monotone => monotone(subject, trial),
            Self::SizeIndependent => size_independent(subject, trial),
        }
    }
}

impl Subject {
    fn run(&self, snapshot: &Snapshot, roles: &[Role]) -> Outcome {
        run(&self.pooled, self, snapshot, (roles, Self::PLAIN))
    }

    fn scorecard(&self, case: &Case) -> Result<Scorecard, Refused> {
        let snapshot = case.snapshot().ok_or(Refused)?;
        self.run(&snapshot, &[Role::Scoring]).scoring.and_then(Result::ok).ok_or(Refused)
    }
}

fn run(plugin: &Plugin, subject: &Subject, snapshot: &Snapshot, (roles, images): (&[Role], Images)) -> Outcome {
    plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &subject.settings, images).run(snapshot, roles)
}

fn faults(outcome: &Outcome) -> impl Iterator<Item = (Role, &Fault)> {
    let Outcome { scoring, priority, impact, guidance, .. } = outcome;
    let faults = [
        (Role::Scoring, scoring.as_ref().and_then(|said| said.as_ref().err())),
        (Role::Priority, priority.as_ref().and_then(|said| said.as_ref().err())),
        (Role::Impact, impact.as_ref().and_then(|said| said.as_ref().err())),
        (Role::Guidance, guidance.as_ref().and_then(|said| said.as_ref().err())),
    ];
    faults.into_iter().filter_map(|(role, fault)| Some((role, fault?)))
}

fn output(outcome: &Outcome) -> Result<Option<String>, Refused> {
    let wrong = faults(outcome).find(|(_, fault)| !matches!(fault, Fault::Refused { .. }));
    match wrong {
        Some((role, fault)) => Ok(Some(format!("{}: {fault}", role.as_str()))),
        None if faults(outcome).next().is_some() => Err(Refused),
        None => Ok(None),
    }
}

/// Which role says something else in `other`; fuel and log are held to be the same too.
fn differs(one: &Outcome, other: &Outcome, when: &str) -> Option<String> {
    let what = if one.legend_sha256 != other.legend_sha256 {
        "the legend is"
    } else if one.scoring != other.scoring {
        "scoring is"
    } else if one.priority != other.priority {
        "priority is"
    } else if one.impact != other.impact {
        "impact is"
    } else if one.guidance != other.guidance {
        "guidance is"
    } else if one.fuel != other.fuel {
        "the fuel used is"
    } else if one.log != other.log {
        "the log is"
    } else {
        return None;
    };
    Some(format!("{what} another {when}"))
}

fn roles(subject: &Subject, snapshot: &Snapshot) -> Option<String> {
    let together = subject.run(snapshot, &Role::ALL);
    subject.pooled.roles().iter().find_map(|role| {
        let alone = subject.run(snapshot, &[*role]);
        let same = match role {
            Role::Scoring => together.scoring == alone.scoring,
            Role::Priority => together.priority == alone.priority,
            Role::Impact => together.impact == alone.impact,
            Role::Guidance => together.guidance == alone.guidance,
        };
        (!same).then(|| format!("{} says something else when it is asked alone", role.as_str()))
    })
}

/// The pillar and the severity of each gap.
type Severities = Vec<(usize, Severity)>;

fn severity(subject: &Subject, case: &Case) -> Result<Option<String>, Refused> {
    let severities = |risk, environment| {
        let snapshot = case.all_at(risk).within(environment).snapshot().ok_or(Refused)?;
        let rows = subject.run(&snapshot, &[Role::Impact]).impact.and_then(Result::ok).ok_or(Refused)?.rows;
        let pillar = |question: usize| snapshot.lens.questions.get(question).map(|question| question.pillar);
        let rows = snapshot.gaps.iter().zip(&rows);
        Ok(rows.filter_map(|(gap, row)| Some((pillar(gap.question)?, row.severity))).collect::<Severities>())
    };
    let (high, medium) = (severities("HIGH", "PRODUCTION")?, severities("MEDIUM", "PRODUCTION")?);
    // Any gap at medium risk against any at high risk of the same pillar, since both can be there together.
    for (pillar, severity) in &high {
        let worst = medium.iter().filter(|(other, _)| other == pillar).map(|(_, severity)| severity).max();
        if let Some(worst) = worst.filter(|worst| *worst > severity) {
            let place = name(case, Some(*pillar));
            return Ok(Some(format!(
                "in {place} a gap is {worst:?} at medium risk, and one {severity:?} at high risk"
            )));
        }
    }
    for (risk, within) in [("HIGH", &high), ("MEDIUM", &medium)] {
        let before = severities(risk, "PREPRODUCTION")?;
        let later = within.iter().zip(&before).find(|((_, within), (_, before))| before > within);
        if let Some(((_, within), (_, before))) = later {
            return Ok(Some(format!("at {risk} a gap is {before:?} before production, and {within:?} in it")));
        }
    }
    Ok(None)
}

fn monotone(subject: &Subject, trial: &Trial) -> Result<Option<String>, Refused> {
    let better = trial.better();
    let (low, high) = (subject.scorecard(&trial.case)?, subject.scorecard(&better)?);
    for pillar in pillars(&trial.case) {
        let scores = (score(&trial.case, &low, pillar), score(&better, &high, pillar));
        if let (Some(before), Some(after)) = scores
            && after < before
        {
            let place = name(&trial.case, pillar);
            return Ok(Some(format!("{place} scores {before} of 10000, and {after} when it is answered better")));
        }
    }
    Ok(None)
}

fn size_independent(subject: &Subject, trial: &Trial) -> Result<Option<String>, Refused> {
    let repeated = trial.case.repeated(trial.times);
    let (short, long) = (subject.scorecard(&trial.case)?, subject.scorecard(&repeated)?);
    for pillar in pillars(&trial.case) {
        let (once, often) = (score(&trial.case, &short, pillar), score(&repeated, &long, pillar));
        let differs = match (once, often) {
            (Some(once), Some(often)) => once.abs_diff(often) > 1,
            (once, often) => once.is_some() != often.is_some(),
        };
        if differs {
            let shown = |score: Option<u128>| score.map_or_else(|| "nothing".to_owned(), |score| score.to_string());
            let (place, times) = (name(&trial.case, pillar), trial.times);
            let (once, often) = (shown(once), shown(often));
            return Ok(Some(format!("{place} scores {once} of 10000, and {often} with every question {times} times")));
        }
    }
    Ok(None)
}

/// Every pillar, then the whole.
fn pillars(case: &Case) -> impl Iterator<Item = Option<usize>> {
    (0..case.lens.pillars.len()).map(Some).chain([None])
}

fn name(case: &Case, pillar: Option<usize>) -> String {
    let pillar = pillar.and_then(|pillar| case.lens.pillars.get(pillar));
    pillar.map_or_else(|| "the review".to_owned(), |pillar| format!("pillar `{}`", pillar.id))
}

/// ⌊10 000 · Σ points / Σ of⌋ over one pillar, or all; `None` when nothing is scored.
fn score(case: &Case, card: &Scorecard, pillar: Option<usize>) -> Option<u128> {
    let rows = case.lens.questions.iter().zip(&card.contributions);
    let rows = rows.filter(|(question, _)| pillar.is_none_or(|pillar| question.pillar == pillar));
    let rows: Vec<Contribution> = rows.filter_map(|(_, contribution)| *contribution).collect();
    let of: u128 = rows.iter().map(|row| u128::from(row.of)).sum();
    let points: u128 = rows.iter().map(|row| u128::from(row.points)).sum();
    points.saturating_mul(10_000).checked_div(of)
}
