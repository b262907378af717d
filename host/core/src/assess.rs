//! From facts and outcomes to a report: pure and total.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    counts,
    diagnostic::Diagnostic,
    digest::{self, Canonical},
    improvement::{self, Judgement},
    lens::Word,
    outcome::{Advice, Fault, Legend, Outcome, Role, Scorecard},
    report,
    risk::Risk,
    score::{self, Scored},
    snapshot::{Answer, Digest, Snapshot},
};

/// What `schema` says.
pub const SCHEMA: &str = "architrave.report/1";

/// Which plugin answers each role, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Gives the score; `None` for no score.
    pub scoring: Option<String>,
    /// Gives priorities and efforts.
    pub priority: Option<String>,
    /// Gives severities, consequences and controls.
    pub impact: Option<String>,
    /// Give guidance, in this order.
    pub guidance: Vec<String>,
    /// Give further scores, shown beside.
    pub compare: Vec<String>,
}

impl Selection {
    /// The roles that a plugin is asked for, in the order in which they are called.
    #[must_use]
    pub fn roles_of(&self, plugin: &str) -> Vec<Role> {
        let is = |chosen: &Option<String>| chosen.as_deref() == Some(plugin);
        let within = |list: &[String]| list.iter().any(|chosen| chosen == plugin);
        let asked = |role: &Role| match role {
            Role::Scoring => is(&self.scoring) || within(&self.compare),
            Role::Priority => is(&self.priority),
            Role::Impact => is(&self.impact),
            Role::Guidance => within(&self.guidance),
        };
        Role::ALL.into_iter().filter(asked).collect()
    }

    /// Every plugin that is asked for anything, by id.
    #[must_use]
    pub fn plugins(&self) -> BTreeSet<&str> {
        let one = [&self.scoring, &self.priority, &self.impact].into_iter().flatten();
        one.chain(&self.guidance).chain(&self.compare).map(String::as_str).collect()
    }

    /// As a report has it.
    #[must_use]
    pub fn roles(&self) -> report::Roles {
        let mut compare = self.compare.clone();
        compare.sort_unstable();
        compare.dedup();
        report::Roles {
            scoring: self.scoring.clone(),
            priority: self.priority.clone(),
            impact: self.impact.clone(),
            guidance: self.guidance.clone(),
            compare,
        }
    }
}

/// What a report comes from, beside reviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// What made it.
    pub engine: report::Engine,
    /// What it was asked for.
    pub run: report::Run,
    /// Every plugin that was loaded, in any order.
    pub plugins: Vec<report::Plugin>,
}

/// What is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether notes, which may hold secrets, are in the report.
    pub notes: bool,
}

/// The outcome of one plugin, by id.
fn outcome_of<'a>(outcomes: &'a [Outcome], plugin: &str) -> Option<&'a Outcome> {
    outcomes.iter().find(|outcome| outcome.plugin == plugin)
}

/// Folds the facts of one review with what plugins said about it.
///
/// The result depends on the snapshot, the outcomes as a set, the selection and the options, and on nothing else.
#[must_use]
pub fn assess(snapshot: &Snapshot, outcomes: &[Outcome], selection: &Selection, options: Options) -> report::Review {
    let scorer = selection.scoring.as_deref();
    let scored = scorer.map_or(Scored::NoPlugin, |plugin| {
        Scored::of(plugin, outcome_of(outcomes, plugin).and_then(|outcome| outcome.scoring.as_ref()))
    });
    let scorer = scorer.and_then(|plugin| outcome_of(outcomes, plugin));
    let guidance: Vec<(&Advice, &Outcome)> = selection
        .guidance
        .iter()
        .filter_map(|plugin| outcome_of(outcomes, plugin))
        .filter_map(|outcome| Some((outcome.guidance.as_ref()?.as_ref().ok()?, outcome)))
        .collect();
    let improvements = improvement::improvements(snapshot, judgement(outcomes, selection, &guidance));
    let risk_counts = counts::risk_counts(snapshot.answers.iter());
    let mut sorted: Vec<&Outcome> = outcomes.iter().collect();
    sorted.sort_by(|a, b| a.plugin.cmp(&b.plugin));
    report::Review {
        workload: workload(snapshot),
        lens: lens(snapshot),
        milestone: milestone(snapshot),
        snapshot_sha256: snapshot.sha256.to_string(),
        reviewed_at: snapshot.reviewed_at.map(|at| at.to_string()),
        profile: profile(snapshot),
        notes: snapshot.notes.clone().filter(|_| options.notes),
        partial: !snapshot.partial.is_empty(),
        risk_counts,
        prioritized_risk_counts: counts::prioritized_risk_counts(&snapshot.answers),
        not_applicable: counts::not_applicable(snapshot),
        completion: counts::completion(&risk_counts),
        score: score::score(snapshot, scored, 0..snapshot.lens.questions.len()),
        measures: scorer.map(measures).unwrap_or_default(),
        pillars: pillars(snapshot, scored),
        questions: questions(snapshot, scored, scorer.map(|outcome| outcome.legend.as_ref()), options),
        totals: improvement::totals(&improvements),
        improvements,
        open_practices: improvement::open_practices(snapshot),
        comparisons: comparisons(snapshot, outcomes, selection),
        outcomes: sorted.iter().map(|outcome| outcome_row(outcome)).collect(),
        faults: sorted.iter().flat_map(|outcome| faults(outcome)).collect(),
        diagnostics: diagnostics(snapshot, &sorted),
    }
}

fn judgement<'a>(
    outcomes: &'a [Outcome],
    selection: &Selection,
    guidance: &'a [(&'a Advice, &'a Outcome)],
) -> Judgement<'a> {
    let of = |plugin: &Option<String>| plugin.as_deref().and_then(|plugin| outcome_of(outcomes, plugin));
    Judgement {
        priority: of(&selection.priority)
            .and_then(|outcome| Some((outcome.priority.as_ref()?.as_ref().ok()?, outcome.legend.as_ref()))),
        impact: of(&selection.impact)
            .and_then(|outcome| Some((outcome.impact.as_ref()?.as_ref().ok()?, outcome.legend.as_ref()))),
        guidance,
    }
}

fn workload(snapshot: &Snapshot) -> report::Workload {
    let workload = snapshot.workload.clone();
    report::Workload {
        id: workload.id,
        arn: workload.arn,
        account: workload.account,
        region: workload.region,
        regions: workload.regions,
        name: workload.name,
        owner: workload.owner,
        environment: workload.environment,
        industry_type: workload.industry_type,
        industry: workload.industry,
        tags: workload.tags,
        pillar_priorities: workload.pillar_priorities,
        improvement_status: workload.improvement_status,
        updated_at: workload.updated_at.map(|at| at.to_string()),
    }
}

fn lens(snapshot: &Snapshot) -> report::Lens {
    let lens = &snapshot.lens;
    report::Lens {
        alias: lens.alias.clone(),
        arn: lens.arn.clone(),
        version: lens.version.clone(),
        name: lens.name.clone(),
        status: lens.status.clone(),
        sha256: snapshot.lens_sha256.to_string(),
    }
}

fn milestone(snapshot: &Snapshot) -> Option<report::Milestone> {
    snapshot.milestone.as_ref().map(|milestone| report::Milestone {
        number: milestone.number,
        name: milestone.name.clone(),
        recorded_at: milestone.recorded_at.map(|at| at.to_string()),
    })
}

fn profile(snapshot: &Snapshot) -> Option<report::Profile> {
    let profile = snapshot.profile.as_ref()?;
    Some(report::Profile { arn: profile.arn.clone(), version: profile.version.clone() })
}

fn measures(outcome: &Outcome) -> BTreeMap<String, i64> {
    let scorecard: Option<&Scorecard> = outcome.scoring.as_ref().and_then(|result| result.as_ref().ok());
    let values = scorecard.map(|scorecard| scorecard.measures.as_slice()).unwrap_or_default();
    outcome.legend.measures.iter().zip(values).map(|(entry, value)| (entry.id.clone(), *value)).collect()
}

fn pillars(snapshot: &Snapshot, scored: Scored<'_>) -> Vec<report::Pillar> {
    let rows = snapshot.lens.pillars.iter().enumerate().map(|(pillar, names)| {
        let of_pillar = || {
            let questions = snapshot.lens.questions.iter().enumerate();
            questions.filter(move |(_, question)| question.pillar == pillar).map(|(position, _)| position)
        };
        let answers = of_pillar().filter_map(|position| snapshot.answers.get(position));
        let risk_counts = counts::risk_counts(answers);
        report::Pillar {
            id: names.id.clone(),
            name: names.name.clone(),
            risk_counts,
            completion: counts::completion(&risk_counts),
            score: score::score(snapshot, scored, of_pillar()),
        }
    });
    rows.collect()
}

fn questions(
    snapshot: &Snapshot,
    scored: Scored<'_>,
    legend: Option<&Legend>,
    options: Options,
) -> Vec<report::Question> {
    let rows = snapshot.lens.questions.iter().zip(&snapshot.answers).enumerate();
    let rows = rows.map(|(position, (question, answer))| report::Question {
        id: question.id.clone(),
        code: question.code.clone(),
        pillar: snapshot.lens.pillars.get(question.pillar).map(|pillar| pillar.id.clone()).unwrap_or_default(),
        title: question.title.clone(),
        risk: answer.risk.as_str(),
        recorded_risk: answer.recorded.clone(),
        rule: answer.by_rule.and_then(|(_, rule)| {
            let found = question.rules.as_ref()?.get(rule)?;
            Some(report::Rule {
                index: u32::try_from(rule).ok()?,
                condition: found.text.clone(),
                risk: found.risk.as_str(),
            })
        }),
        prioritized: answer.prioritized,
        reason: (answer.risk == Risk::NotApplicable).then(|| answer.reason.as_str()),
        url: question.url.clone().or_else(|| answer.plan_url.clone().map(Word::Owned)),
        jira_url: answer.jira_url.clone(),
        notes: answer.notes.clone().filter(|_| options.notes),
        choices: choices(question, answer, options),
        contribution: scored.contribution(position).map(|contribution| report::Contribution {
            points: contribution.points,
            of: contribution.of,
            reason: legend.and_then(|legend| improvement::text(&legend.reasons, contribution.reason)),
        }),
    });
    rows.collect()
}

fn choices(question: &crate::lens::Question, answer: &Answer, options: Options) -> Vec<report::Choice> {
    let rows = question.choices.iter().enumerate().map(|(position, choice)| {
        let not_applicable = answer.not_applicable.contains(position);
        let state = match (answer.selected.contains(position), not_applicable) {
            (true, _) => "SELECTED",
            (false, true) => "NOT_APPLICABLE",
            (false, false) => "UNSELECTED",
        };
        report::Choice {
            id: choice.id.clone(),
            practice: choice.practice.clone(),
            title: choice.title.clone(),
            level: choice.level.as_str(),
            state,
            reason: not_applicable
                .then(|| answer.choice_reasons.get(&position).map_or("NONE", |reason| reason.as_str())),
            none_of_these: choice.none_of_these,
            url: choice.url.clone(),
            notes: answer.choice_notes.get(&position).cloned().filter(|_| options.notes),
        }
    });
    rows.collect()
}

fn comparisons(snapshot: &Snapshot, outcomes: &[Outcome], selection: &Selection) -> Vec<report::Comparison> {
    let mut plugins: Vec<&str> = selection.compare.iter().map(String::as_str).collect();
    plugins.sort_unstable();
    plugins.dedup();
    let rows = plugins.into_iter().map(|plugin| {
        let outcome = outcome_of(outcomes, plugin);
        let scored = Scored::of(plugin, outcome.and_then(|outcome| outcome.scoring.as_ref()));
        report::Comparison {
            plugin: plugin.to_owned(),
            score: score::score(snapshot, scored, 0..snapshot.lens.questions.len()),
            measures: outcome.map(measures).unwrap_or_default(),
        }
    });
    rows.collect()
}

fn outcome_row(outcome: &Outcome) -> report::Outcome {
    report::Outcome {
        plugin: outcome.plugin.clone(),
        fuel: outcome.fuel,
        sha256: digest::outcome(outcome).to_string(),
        reproducible: outcome.reproducible,
    }
}

fn faults(outcome: &Outcome) -> Vec<report::Fault> {
    let faults = [
        (Role::Scoring, outcome.scoring.as_ref().and_then(|result| result.as_ref().err())),
        (Role::Priority, outcome.priority.as_ref().and_then(|result| result.as_ref().err())),
        (Role::Impact, outcome.impact.as_ref().and_then(|result| result.as_ref().err())),
        (Role::Guidance, outcome.guidance.as_ref().and_then(|result| result.as_ref().err())),
    ];
    let row = |(role, fault): (Role, Option<&Fault>)| {
        fault.map(|fault| report::Fault {
            plugin: outcome.plugin.clone(),
            role,
            fault: fault.name(),
            detail: fault.to_string(),
        })
    };
    faults.into_iter().filter_map(row).collect()
}

/// What a reader should know: about the input, and what plugins logged above debug.
fn diagnostics(snapshot: &Snapshot, outcomes: &[&Outcome]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = snapshot.partial.iter().chain(&snapshot.notes_for_reader).cloned().collect();
    for outcome in outcomes {
        for line in outcome.log.iter().filter(|line| line.severity > 0) {
            let code = if line.severity == 1 { "plugin.note" } else { "plugin.warning" };
            found.push(Diagnostic::note(code, format!("`{}` says: {}", outcome.plugin, line.message)));
        }
    }
    sort(&mut found);
    found
}

/// The digest over snapshots, whatever their order.
#[must_use]
pub fn digest(snapshots: &[Snapshot]) -> Digest {
    digest_over(snapshots.iter().map(|snapshot| snapshot.sha256).collect())
}

/// The digest over snapshots of these digests, whatever their order.
#[must_use]
pub fn digest_over(mut digests: Vec<Digest>) -> Digest {
    digests.sort_unstable();
    let mut canonical = Canonical::new("architrave.snapshots/1");
    canonical.list(digests.into_iter(), Canonical::digest);
    canonical.finish()
}

/// The report over all reviews.
///
/// Reviews keep their order; the digest is over the snapshots in the order of their own digests, so that it does not
/// depend on any.
#[must_use]
pub fn report(
    snapshots: &[Snapshot],
    provenance: Provenance,
    reviews: Vec<report::Review>,
    verdict: Option<report::Verdict>,
) -> report::Report {
    let Provenance { engine, run, mut plugins } = provenance;
    plugins.sort_by(|a, b| a.id.cmp(&b.id));
    report::Report {
        schema: SCHEMA,
        engine,
        run,
        snapshot: report::Sha256 { sha256: digest(snapshots).to_string() },
        plugins,
        reviews,
        verdict,
    }
}

/// The one order of diagnostics: by code, location and message, each once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.code, &a.location, &a.message).cmp(&(b.code, &b.location, &b.message)));
    diagnostics.dedup();
}
