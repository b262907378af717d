//! How is one instance run? Each call has its own fuel, its own deadline, and its own fault.

use architrave_core::outcome::{Fault, LogLine};
use wasmtime::{
    Engine, Store,
    component::{Component, Instance, InstancePre, Linker},
};

use crate::{
    bindings::EveryRole,
    clock::Clock,
    contract::Exports,
    error::Kind,
    fault::{self, Bounds},
    functions::{Answer, Export, Function},
    limits::Limits,
    steps::{self, StackFrame},
    store::Guest,
};

/// A compiled component, linked and looked up: what starting an instance needs.
pub(crate) struct Launcher {
    pre: InstancePre<Guest>,
    pub(crate) exports: Exports,
}

impl Launcher {
    /// Links a component that was checked, and looks its functions up.
    ///
    /// # Errors
    ///
    /// When a function, or `log` as the component imports it, has other types than the contract.
    pub(crate) fn new(engine: &Engine, component: &Component) -> Result<Self, Kind> {
        let exports = Exports::find(component, engine)?;
        let mismatch = |error: wasmtime::Error| Kind::ContractMismatch { cause: format!("{error:#}") };
        let mut linker = Linker::new(engine);
        EveryRole::add_to_linker::<Guest, GuestData>(&mut linker, |guest| guest).map_err(mismatch)?;
        let pre = linker.instantiate_pre(component).map_err(mismatch)?;
        Ok(Self { pre, exports })
    }

    /// Bytes of compiled code and of what stands beside it.
    pub(crate) fn code_bytes(&self) -> usize {
        let code = self.pre.component().image_range();
        code.end.addr().saturating_sub(code.start.addr())
    }
}

/// Gives the store's data to the functions that a plugin imports.
struct GuestData;

impl wasmtime::component::HasData for GuestData {
    type Data<'a> = &'a mut Guest;
}

/// What bounds the calls of a session.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) clock: &'a Clock,
}

/// How much one call may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) fuel: u64,
    pub(crate) deadline_ms: u64,
}

/// What a call used, and what it logged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Used {
    pub(crate) fuel: u64,
    pub(crate) log: Vec<LogLine>,
}

/// A call that did not come to its end, and what was logged before it did not.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub(crate) fault: Fault,
    pub(crate) log: Vec<LogLine>,
    /// Where it ended, innermost first; empty unless the engine traces.
    pub(crate) stack: Vec<StackFrame>,
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self { fault, log: Vec::new(), stack: Vec::new() }
    }
}

/// One live instance.
pub(crate) struct Session<'a> {
    frame: Frame<'a>,
    pub(crate) store: Store<Guest>,
    pub(crate) instance: Instance,
}

impl<'a> Session<'a> {
    /// Starts an instance; `Used` is what its start functions used.
    ///
    /// # Errors
    ///
    /// The fault of starting it.
    pub(crate) fn start(launcher: &'a Launcher, frame: Frame<'a>, budget: Budget) -> Result<(Self, u64), Failed> {
        if !frame.clock.runs() {
            return Err(Fault::ClockStalled.into());
        }
        let limits = frame.limits;
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let mut store = Store::new(launcher.pre.engine(), Guest::new(limits));
        store.limiter(|guest| guest);
        store.set_hostcall_fuel(count(limits.output_bytes));
        // There are none: the contract has no resources, and a component with its own is refused.
        store.set_max_component_handles(0);
        arm(&mut store, frame.clock, budget);
        let instance = match launcher.pre.instantiate(&mut store) {
            Ok(instance) => instance,
            Err(error) => {
                let fault = fault::of_start(&error, store.data(), bounds(limits, budget));
                return Err(Failed { stack: steps::stack(&error), ..Failed::from(fault) });
            }
        };
        let used = budget.fuel.saturating_sub(store.get_fuel().unwrap_or(0));
        Ok((Self { frame, store, instance }, used))
    }

    /// The same instance under the same bounds, held elsewhere.
    pub(crate) fn within(self, frame: Frame<'_>) -> Session<'_> {
        Session { frame, store: self.store, instance: self.instance }
    }

    /// Sets fuel and deadline, right before what they are for.
    pub(crate) fn arm(&mut self, budget: Budget) {
        arm(&mut self.store, self.frame.clock, budget);
    }

    /// Calls a function. After a fault the instance is of no more use; a refusal leaves it as it was.
    ///
    /// # Errors
    ///
    /// The fault.
    pub(crate) fn call<F: Function>(
        &mut self,
        export: &Export<F>,
        params: F::Params<'_>,
        budget: Budget,
    ) -> Result<(Answer<F>, Used), Failed> {
        self.arm(budget);
        self.store.data_mut().log.begin_call();
        let answer = export.call(&mut self.store, &self.instance, params);
        let fuel = budget.fuel.saturating_sub(self.store.get_fuel().unwrap_or(0));
        match answer {
            Ok(answer) => Ok((answer, Used { fuel, log: self.store.data_mut().log.take() })),
            Err(error) => {
                let fault = fault::of_call(&error, self.store.data(), bounds(self.frame.limits, budget));
                Err(Failed { fault, log: self.store.data_mut().log.take(), stack: steps::stack(&error) })
            }
        }
    }
}

fn arm(store: &mut Store<Guest>, clock: &Clock, budget: Budget) {
    // It can only fail in an engine without fuel, and then the outcome would be without limits; a budget that was not
    // set is one of 0, and every call faults.
    let _ = store.set_fuel(budget.fuel);
    store.set_epoch_deadline(clock.ticks(budget.deadline_ms));
}

const fn bounds(limits: &Limits, budget: Budget) -> Bounds {
    Bounds {
        fuel: budget.fuel,
        deadline_ms: budget.deadline_ms,
        stack_bytes: limits.stack_bytes,
        output_bytes: limits.output_bytes,
    }
}
