//! What does each call of a review use, and where is it when its fuel ends? For whoever writes a plugin; what it answers comes
//! from [`Prepared::run`].

use architrave_core::{
    outcome::{Fault, Role},
    snapshot::Snapshot,
};
use wasmtime::WasmBacktrace;

use crate::{
    bindings::{
        architrave::plugin::types::{ControlEntry, Legend, LegendEntry, MeasureEntry, Refusal},
        exports::architrave::plugin::{
            guidance::Advice, impact::Consequences, priority::Priorities, scoring::Scorecard,
        },
    },
    crossing::{self, Columns},
    fault,
    functions::{Export, Function},
    prepared::{self, Prepared},
    session::{Budget, Failed, Session, Used},
};

/// A call that a review takes, in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Starting an instance.
    Start,
    /// `lifecycle.prepare`, with lens and settings.
    Prepare,
    /// `lifecycle.begin`, with what applies.
    Begin,
    /// `scoring.weigh`.
    Weigh,
    /// `lifecycle.reveal`, with the answers.
    Reveal,
    /// `scoring.score`.
    Score,
    /// `priority.prioritize`.
    Prioritize,
    /// `impact.assess`.
    Assess,
    /// `guidance.advise`.
    Advise,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Prepare,
        Self::Begin,
        Self::Weigh,
        Self::Reveal,
        Self::Score,
        Self::Prioritize,
        Self::Assess,
        Self::Advise,
    ];

    /// The name that the contract gives it; `start` for the one that it does not name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Prepare => "prepare",
            Self::Begin => "begin",
            Self::Weigh => "weigh",
            Self::Reveal => "reveal",
            Self::Score => "score",
            Self::Prioritize => "prioritize",
            Self::Assess => "assess",
            Self::Advise => "advise",
        }
    }

    /// The only role that it is made for; `None` where it is made for each.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Start | Self::Prepare | Self::Begin | Self::Reveal => None,
            Self::Weigh | Self::Score => Some(Role::Scoring),
            Self::Prioritize => Some(Role::Priority),
            Self::Assess => Some(Role::Impact),
            Self::Advise => Some(Role::Guidance),
        }
    }
}

/// What a call used and gave back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Which call.
    pub step: Step,
    /// Fuel that it used.
    pub fuel: u64,
    /// Fuel that it may use; of [`Step::Start`] and [`Step::Prepare`], what they may use together.
    pub fuel_limit: u64,
    /// All linear memories after it, in bytes; they never shrink.
    pub memory_bytes: u64,
    /// Rows of what it returned: weights, points and measures, priorities, lines; entries of a legend.
    pub rows: u64,
    /// What it returned, in bytes of host memory.
    pub output_bytes: u64,
}

/// A call that did not come to its end, or was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// Which call.
    pub step: Step,
    /// Why.
    pub fault: Fault,
}

/// One function of those that are under way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StackFrame {
    /// As the component's `name` section has it, mangled where the compiler mangled it; `None` where it has no names.
    pub function: Option<String>,
    /// Position of the function in its core module.
    pub index: u32,
    /// Name of the core module, where it has one.
    pub module: Option<String>,
}

/// Where a call was that did not come to its end: innermost first, empty unless the engine traces.
pub(crate) fn stack(error: &wasmtime::Error) -> Vec<StackFrame> {
    let frames = error.downcast_ref::<WasmBacktrace>().into_iter().flat_map(WasmBacktrace::frames);
    let frame = |frame: &wasmtime::FrameInfo| StackFrame {
        function: frame.func_name().map(str::to_owned),
        index: frame.func_index(),
        module: frame.module().name().map(str::to_owned),
    };
    frames.map(frame).collect()
}

impl Prepared {
    /// Makes the calls of a review for these roles in one fresh instance, from its start on, and tells what each used. A role
    /// that the plugin does not have is left out. What came back is not held to the laws.
    ///
    /// # Errors
    ///
    /// The first call that did not come to its end, or was refused.
    pub fn calls(&self, snapshot: &Snapshot, roles: &[Role]) -> Result<Vec<Call>, Stopped> {
        let mut calls = Vec::new();
        self.walk(snapshot, roles, None, |call| calls.push(call)).map_err(|(step, failed)| stopped(step, failed))?;
        Ok(calls)
    }

    /// Makes the same calls up to `step`, gives that one so much fuel, and tells where it was when that was used up:
    /// innermost function first, at most 1,000. Fuel is looked at where a function or a turn of a loop begins, so that this is
    /// the first such place after; empty when the call ended before one.
    ///
    /// The same component, review and fuel give the same answer. It takes a runtime that
    /// [traces](crate::Runtime::tracing); with any other it is always empty.
    ///
    /// # Errors
    ///
    /// The first call that did not come to its end for another reason, or was refused.
    pub fn stack_at(
        &self,
        snapshot: &Snapshot,
        roles: &[Role],
        step: Step,
        fuel: u64,
    ) -> Result<Vec<StackFrame>, Stopped> {
        match self.walk(snapshot, roles, Some((step, fuel)), |_| {}) {
            Ok(()) => Ok(Vec::new()),
            Err((at, Failed { fault: Fault::FuelExhausted { .. }, stack, .. })) if at == step => Ok(stack),
            Err((at, failed)) => Err(stopped(at, failed)),
        }
    }

    /// Makes one call after the other, until the last one of these roles or the one whose fuel is cut.
    fn walk(
        &self,
        snapshot: &Snapshot,
        roles: &[Role],
        cut: Option<(Step, u64)>,
        mut each: impl FnMut(Call),
    ) -> Result<(), (Step, Failed)> {
        let _slot = self.loaded.house.gate().enter();
        let frame = self.loaded.frame();
        let launcher = &self.loaded.launcher;
        let has = |role: Role| roles.contains(&role) && launcher.exports.has(role);
        let columns = Columns::of(snapshot);
        let rows = snapshot.answers.len().saturating_add(snapshot.gaps.len());
        let whole = prepared::budget(frame, &self.lens);
        let each_call = Budget { fuel: frame.limits.call_fuel(rows), deadline_ms: frame.limits.deadline_ms };
        let given = |step: Step, budget: Budget| match cut {
            Some((at, fuel)) if at == step => Budget { fuel: fuel.min(budget.fuel), ..budget },
            _ => budget,
        };
        let started = Session::start(launcher, frame, given(Step::Start, whole));
        let (mut session, start_fuel) = started.map_err(|failed| (Step::Start, failed))?;
        let call = |session: &Session<'_>, step, fuel, fuel_limit, amount: Amount| Call {
            step,
            fuel,
            fuel_limit,
            memory_bytes: session.store.data().memory_bytes(),
            rows: amount.rows,
            output_bytes: amount.bytes,
        };
        each(call(&session, Step::Start, start_fuel, whole.fuel, Amount::default()));
        let rest = Budget { fuel: whole.fuel.saturating_sub(start_fuel), ..whole };
        for step in Step::ALL.into_iter().skip(1).filter(|step| step.role().is_none_or(has)) {
            if cut.is_some_and(|(at, _)| at < step) {
                break;
            }
            let (budget, limit) = if step == Step::Prepare { (rest, whole.fuel) } else { (each_call, each_call.fuel) };
            let made = self.make(step, &mut session, &columns, given(step, budget));
            let (amount, fuel) = made.map_err(|failed| (step, failed))?;
            each(call(&session, step, fuel, limit, amount));
        }
        Ok(())
    }

    fn make(
        &self,
        step: Step,
        session: &mut Session<'_>,
        columns: &Columns<'_>,
        budget: Budget,
    ) -> Result<(Amount, u64), Failed> {
        let exports = &self.loaded.launcher.exports;
        match step {
            // An instance that is there was started.
            Step::Start => Ok((Amount::default(), 0)),
            Step::Prepare => crossing::with_lens(&self.lens, |lens| {
                amount(session.call(&exports.prepare, (lens, &self.settings_json), budget))
            }),
            Step::Begin => amount(session.call(&exports.begin, (columns.frame(),), budget)),
            Step::Reveal => amount(session.call(&exports.reveal, (columns.review(),), budget)),
            Step::Weigh => ask(session, exports.scoring.as_ref().map(|(weigh, _)| weigh), budget),
            Step::Score => ask(session, exports.scoring.as_ref().map(|(_, score)| score), budget),
            Step::Prioritize => ask(session, exports.priority.as_ref(), budget),
            Step::Assess => ask(session, exports.impact.as_ref(), budget),
            Step::Advise => ask(session, exports.guidance.as_ref(), budget),
        }
    }
}

fn stopped(step: Step, failed: Failed) -> Stopped {
    Stopped { step, fault: failed.fault }
}

/// Only roles that the plugin has are asked for; there is nothing to call for another.
fn ask<F: Function<Params<'static> = ()>>(
    session: &mut Session<'_>,
    export: Option<&Export<F>>,
    budget: Budget,
) -> Result<(Amount, u64), Failed>
where
    F::Value: Counted,
{
    export.map_or(Ok((Amount::default(), 0)), |export| amount(session.call(export, (), budget)))
}

fn amount<T: Counted>(called: Result<(Result<T, Refusal>, Used), Failed>) -> Result<(Amount, u64), Failed> {
    let (answer, used) = called?;
    let value = answer.map_err(fault::of_refusal)?;
    Ok((value.amount(), used.fuel))
}

/// How much came back.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    rows: u64,
    bytes: u64,
}

impl Amount {
    fn add_list<T>(mut self, list: &[T]) -> Self {
        self.bytes = self.bytes.saturating_add(count(size_of_val(list)));
        self
    }

    fn add_rows(mut self, rows: usize) -> Self {
        self.rows = self.rows.saturating_add(count(rows));
        self
    }

    fn add_texts<'a>(mut self, texts: impl IntoIterator<Item = &'a String>) -> Self {
        let bytes = texts.into_iter().map(|text| count(text.len())).fold(0, u64::saturating_add);
        self.bytes = self.bytes.saturating_add(bytes);
        self
    }
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// What a call returns, as the host holds it.
trait Counted {
    fn amount(&self) -> Amount;
}

impl Counted for () {
    fn amount(&self) -> Amount {
        Amount::default()
    }
}

impl Counted for Vec<u32> {
    fn amount(&self) -> Amount {
        Amount::default().add_list(self).add_rows(self.len())
    }
}

impl Counted for Scorecard {
    fn amount(&self) -> Amount {
        let amount = Amount::default().add_list(&self.points).add_list(&self.reasons).add_list(&self.measures);
        amount.add_rows(self.points.len()).add_rows(self.measures.len())
    }
}

impl Counted for Priorities {
    fn amount(&self) -> Amount {
        let amount = Amount::default().add_list(&self.priorities).add_list(&self.effort_hours);
        amount.add_list(&self.effort_bases).add_list(&self.reasons).add_rows(self.priorities.len())
    }
}

impl Counted for Consequences {
    fn amount(&self) -> Amount {
        let amount = Amount::default().add_list(&self.severities).add_list(&self.consequences);
        let amount = amount.add_list(&self.control_gaps).add_list(&self.controls);
        amount.add_rows(self.severities.len()).add_rows(self.controls.len())
    }
}

impl Counted for Advice {
    fn amount(&self) -> Amount {
        Amount::default().add_list(&self.gaps).add_list(&self.lines).add_rows(self.lines.len())
    }
}

impl Counted for Legend {
    fn amount(&self) -> Amount {
        let mut amount = Amount::default();
        for entries in [&self.reasons, &self.consequences, &self.advice] {
            let texts = entries.iter().flat_map(|LegendEntry { id, text }| [id, text]);
            amount = amount.add_list(entries).add_texts(texts).add_rows(entries.len());
        }
        let texts = self.measures.iter().flat_map(|MeasureEntry { id, text, unit, .. }| [id, text, unit]);
        amount = amount.add_list(&self.measures).add_texts(texts).add_rows(self.measures.len());
        let texts = self.controls.iter().flat_map(|ControlEntry { framework, requirement }| [framework, requirement]);
        amount.add_list(&self.controls).add_texts(texts).add_rows(self.controls.len())
    }
}
