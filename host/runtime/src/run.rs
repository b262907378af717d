//! How is one review judged? In a fresh instance: frame, weights, answers, then the roles in order.

use std::panic::{self, AssertUnwindSafe};

use architrave_core::{
    laws::{self, RawAdvice, RawConsequences, RawPriorities, RawScorecard},
    outcome::{Advice, Consequences, Fault, LogLine, Outcome, Priorities, Role, Scorecard, Violation},
    snapshot::Snapshot,
};

use crate::{
    crossing::{Columns, ROWS_MAX},
    echo::{self, Echo},
    fault,
    functions::{Export, Function},
    prepared::{self, Prepared, Start},
    session::{Budget, Failed, Frame, Session, Used},
};

/// See [`Prepared::run`].
pub(crate) fn run(prepared: &Prepared, snapshot: &Snapshot, roles: &[Role]) -> Outcome {
    let asked = |role: Role| roles.contains(&role) && prepared.loaded.launcher.exports.has(role);
    let judged = panic::catch_unwind(AssertUnwindSafe(|| judge(prepared, snapshot, asked)));
    let verdict = judged.unwrap_or_else(|_| {
        // The host's own bug, or the runtime's: what it left behind is dropped, and the others go on.
        let fault = Fault::NotStarted { message: "the WebAssembly runtime panicked".to_owned() };
        Verdict::of_fault(&fault, asked)
    });
    verdict.into_outcome(prepared)
}

fn judge(prepared: &Prepared, snapshot: &Snapshot, asked: impl Fn(Role) -> bool) -> Verdict {
    let start = match (&prepared.start, unfit(prepared, snapshot)) {
        (Ok(start), None) => start,
        (Ok(_), Some(fault)) => return Verdict::of_fault(&fault, asked),
        (Err(failed), _) => {
            let mut verdict = Verdict::of_fault(&failed.fault, asked);
            verdict.log.clone_from(&failed.log);
            return verdict;
        }
    };
    let _slot = prepared.loaded.house.gate().enter();
    let columns = Columns::of(snapshot);
    Run::new(prepared, start, snapshot, &columns).judge(asked).0
}

/// Why a review cannot be given to this plugin at all.
fn unfit(prepared: &Prepared, snapshot: &Snapshot) -> Option<Fault> {
    let message = if snapshot.lens_sha256 != prepared.lens_sha256 {
        "the review is of another lens than the plugin was prepared for".to_owned()
    } else if snapshot.gaps.len() > ROWS_MAX {
        format!("the review has more than {ROWS_MAX} gaps")
    } else {
        return None;
    };
    Some(Fault::NotStarted { message })
}

/// What is known so far.
#[derive(Debug)]
pub(crate) struct Verdict {
    scoring: Option<Result<Scorecard, Fault>>,
    priority: Option<Result<Priorities, Fault>>,
    impact: Option<Result<Consequences, Fault>>,
    guidance: Option<Result<Advice, Fault>>,
    fuel: u64,
    log: Vec<LogLine>,
}

impl Verdict {
    fn of_fault(fault: &Fault, asked: impl Fn(Role) -> bool) -> Self {
        Self {
            scoring: asked(Role::Scoring).then(|| Err(fault.clone())),
            priority: asked(Role::Priority).then(|| Err(fault.clone())),
            impact: asked(Role::Impact).then(|| Err(fault.clone())),
            guidance: asked(Role::Guidance).then(|| Err(fault.clone())),
            fuel: 0,
            log: Vec::new(),
        }
    }

    pub(crate) fn into_outcome(self, prepared: &Prepared) -> Outcome {
        fn fault<T>(role: Option<&Result<T, Fault>>) -> Option<&Fault> {
            role.and_then(|result| result.as_ref().err())
        }
        let faults = [
            fault(self.scoring.as_ref()),
            fault(self.priority.as_ref()),
            fault(self.impact.as_ref()),
            fault(self.guidance.as_ref()),
        ];
        let reproducible = faults.into_iter().flatten().all(Fault::is_reproducible);
        Outcome {
            plugin: prepared.loaded.manifest.id.clone(),
            legend: std::sync::Arc::clone(&prepared.legend),
            legend_sha256: prepared.legend_sha256,
            scoring: self.scoring,
            priority: self.priority,
            impact: self.impact,
            guidance: self.guidance,
            fuel: self.fuel,
            reproducible,
            log: self.log,
        }
    }
}

/// How far the live instance is.
enum Stage<'a> {
    /// There is none: none was started yet, or a fault ended it.
    Gone,
    /// It knows what applies.
    Begun(Session<'a>),
    /// It knows the answers.
    Revealed(Session<'a>),
    /// The review cannot be given to the plugin: this is what every further role gets.
    Lost(Fault),
}

/// One review on its way through one plugin.
///
/// Fuel and log count what a run without faults would have: `prepare`, `begin` and `reveal` once, however often a new
/// instance called them again; and no fuel for a call that did not come to its end, since how far it came depends on
/// what stopped it.
pub(crate) struct Run<'a> {
    prepared: &'a Prepared,
    frame: Frame<'a>,
    snapshot: &'a Snapshot,
    columns: &'a Columns<'a>,
    stage: Stage<'a>,
    begun: bool,
    revealed: bool,
    fuel: u64,
    log: Vec<LogLine>,
    /// Taken in place of a new instance; set by measurements only.
    pub(crate) spare: Option<Session<'a>>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        prepared: &'a Prepared,
        start: &'a Start,
        snapshot: &'a Snapshot,
        columns: &'a Columns<'a>,
    ) -> Self {
        let frame = prepared.loaded.frame();
        let (fuel, log) = (start.fuel, start.log.clone());
        let (stage, spare) = (Stage::Gone, None);
        Self { prepared, frame, snapshot, columns, stage, begun: false, revealed: false, fuel, log, spare }
    }

    /// Asks for all roles that are asked for, in the order of the calls. Gives the instance beside, if it still lives.
    pub(crate) fn judge(mut self, asked: impl Fn(Role) -> bool) -> (Verdict, Option<Session<'a>>) {
        let scoring = asked(Role::Scoring).then(|| self.scoring());
        let priority = asked(Role::Priority).then(|| self.priority());
        let impact = asked(Role::Impact).then(|| self.impact());
        let guidance = asked(Role::Guidance).then(|| self.guidance());
        let session = match self.stage {
            Stage::Begun(session) | Stage::Revealed(session) => Some(session),
            Stage::Gone | Stage::Lost(_) => None,
        };
        (Verdict { scoring, priority, impact, guidance, fuel: self.fuel, log: self.log }, session)
    }

    fn scoring(&mut self) -> Result<Scorecard, Fault> {
        let exports = &self.prepared.launcher().exports;
        let Some((weigh, score)) = &exports.scoring else {
            return Err(not_there());
        };
        let answers = &self.snapshot.answers;
        let session = self.begun()?;
        let weights = self.ask(session, Stage::Begun, weigh)?;
        laws::weights(answers, &weights).map_err(|violation| self.broken(violation))?;
        let session = self.revealed()?;
        let raw = self.ask(session, Stage::Revealed, score)?;
        let raw = RawScorecard { points: raw.points, reasons: raw.reasons, measures: raw.measures };
        let answer = laws::scorecard(answers, &self.prepared.legend, &weights, raw);
        self.checked(answer)
    }

    fn priority(&mut self) -> Result<Priorities, Fault> {
        let exports = &self.prepared.launcher().exports;
        let Some(prioritize) = &exports.priority else {
            return Err(not_there());
        };
        let session = self.revealed()?;
        let raw = self.ask(session, Stage::Revealed, prioritize)?;
        let raw = RawPriorities {
            priorities: raw.priorities,
            effort_hours: raw.effort_hours,
            effort_bases: raw.effort_bases,
            reasons: raw.reasons,
        };
        self.checked(laws::priorities(self.snapshot.gaps.len(), &self.prepared.legend, &raw))
    }

    fn impact(&mut self) -> Result<Consequences, Fault> {
        let exports = &self.prepared.launcher().exports;
        let Some(assess) = &exports.impact else {
            return Err(not_there());
        };
        let session = self.revealed()?;
        let raw = self.ask(session, Stage::Revealed, assess)?;
        let raw = RawConsequences {
            severities: raw.severities,
            consequences: raw.consequences,
            control_gaps: raw.control_gaps,
            controls: raw.controls,
        };
        self.checked(laws::consequences(self.snapshot.gaps.len(), &self.prepared.legend, &raw))
    }

    fn guidance(&mut self) -> Result<Advice, Fault> {
        let exports = &self.prepared.launcher().exports;
        let Some(advise) = &exports.guidance else {
            return Err(not_there());
        };
        let session = self.revealed()?;
        let raw = self.ask(session, Stage::Revealed, advise)?;
        let raw = RawAdvice { gaps: raw.gaps, lines: raw.lines };
        self.checked(laws::advice(self.snapshot.gaps.len(), &self.prepared.legend, &raw))
    }

    /// Calls a function of a role. The instance lives on in its stage, unless the call did not come to its end.
    fn ask<F: Function<Params<'a> = ()>>(
        &mut self,
        mut session: Session<'a>,
        stage: fn(Session<'a>) -> Stage<'a>,
        export: &Export<F>,
    ) -> Result<F::Value, Fault> {
        match session.call(export, (), self.budget()) {
            Ok((answer, used)) => {
                self.stage = stage(session);
                self.count(used);
                answer.map_err(fault::of_refusal)
            }
            Err(failed) => Err(self.keep_log(failed)),
        }
    }

    /// An instance that knows the answers.
    fn revealed(&mut self) -> Result<Session<'a>, Fault> {
        let mut session = match std::mem::replace(&mut self.stage, Stage::Gone) {
            Stage::Revealed(session) => return Ok(session),
            stage @ (Stage::Gone | Stage::Begun(_) | Stage::Lost(_)) => {
                self.stage = stage;
                self.begun()?
            }
        };
        let reveal = &self.prepared.launcher().exports.reveal;
        let (columns, budget) = (self.columns, self.budget());
        let called = session.call(reveal, (columns.review(),), budget);
        let first = !std::mem::replace(&mut self.revealed, true);
        self.settle(called, first)?;
        Ok(session)
    }

    /// An instance that knows what applies, and not yet the answers.
    fn begun(&mut self) -> Result<Session<'a>, Fault> {
        match std::mem::replace(&mut self.stage, Stage::Gone) {
            Stage::Begun(session) => return Ok(session),
            Stage::Lost(fault) => {
                self.stage = Stage::Lost(fault.clone());
                return Err(fault);
            }
            Stage::Gone | Stage::Revealed(_) => {}
        }
        let mut session = self.start().map_err(|fault| self.lose(fault))?;
        let begin = &self.prepared.launcher().exports.begin;
        let (columns, budget) = (self.columns, self.budget());
        let called = session.call(begin, (columns.frame(),), budget);
        let first = !std::mem::replace(&mut self.begun, true);
        self.settle(called, first)?;
        Ok(session)
    }

    /// A prepared instance: from the image, or by starting one and preparing it.
    fn start(&mut self) -> Result<Session<'a>, Fault> {
        if let Some(spare) = self.spare.take() {
            return Ok(spare);
        }
        let prepared = self.prepared;
        let launcher = prepared.launcher();
        if prepared.image.is_some() {
            let budget = prepared::budget(self.frame, &prepared.lens);
            let started = Session::start(launcher, self.frame, budget);
            return started.map(|(session, _)| session).map_err(|failed| failed.fault);
        }
        let started = prepared::start(launcher, self.frame, &prepared.lens, &prepared.settings_json);
        started.map(|(session, _)| session).map_err(|failed| failed.fault)
    }

    /// Counts what `begin` or `reveal` used the first time; a refusal or fault of theirs is that of all further roles.
    fn settle(
        &mut self,
        called: Result<(Result<(), crate::bindings::architrave::plugin::types::Refusal>, Used), Failed>,
        first: bool,
    ) -> Result<(), Fault> {
        let (answer, used) = match called {
            Ok(called) => called,
            Err(failed) => {
                let fault = if first { self.keep_log(failed) } else { failed.fault };
                return Err(self.lose(fault));
            }
        };
        if first {
            self.count(used);
        }
        answer.map_err(|refusal| self.lose(fault::of_refusal(refusal)))
    }

    fn lose(&mut self, fault: Fault) -> Fault {
        self.stage = Stage::Lost(fault.clone());
        fault
    }

    /// What came back keeps every law, and is not more than one may return once its codes are texts.
    fn checked<T: Echo>(&mut self, answer: Result<T, Violation>) -> Result<T, Fault> {
        let limit_bytes = self.frame.limits.output_bytes;
        match answer {
            Ok(answer) if echo::fits(&answer, &self.prepared.legend, limit_bytes) => Ok(answer),
            Ok(_) => {
                self.stage = Stage::Gone;
                Err(Fault::OutputTooLarge { limit_bytes })
            }
            Err(violation) => Err(self.broken(violation)),
        }
    }

    /// What came back breaks a law: whatever made it so is not asked again.
    fn broken(&mut self, violation: Violation) -> Fault {
        self.stage = Stage::Gone;
        Fault::InvalidOutput { violation }
    }

    fn count(&mut self, mut used: Used) {
        self.fuel = self.fuel.saturating_add(used.fuel);
        self.log.append(&mut used.log);
    }

    fn keep_log(&mut self, mut failed: Failed) -> Fault {
        self.log.append(&mut failed.log);
        failed.fault
    }

    fn budget(&self) -> Budget {
        let rows = self.snapshot.answers.len().saturating_add(self.snapshot.gaps.len());
        Budget { fuel: self.frame.limits.call_fuel(rows), deadline_ms: self.frame.limits.deadline_ms }
    }
}

/// Only roles that the plugin has are asked for.
fn not_there() -> Fault {
    Fault::NotStarted { message: "the plugin does not have this role".to_owned() }
}
