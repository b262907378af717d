//! Which functions does a plugin export, and with which types? Looked up and checked once per component.

use std::marker::PhantomData;

use wasmtime::{
    Store,
    component::{Component, ComponentExportIndex, ComponentNamedList, Instance, Lift, Lower, types::ComponentItem},
};

use crate::{
    bindings::{
        architrave::plugin::types::{Frame, Legend, Lens, Refusal, Review},
        exports::architrave::plugin::{
            guidance::Advice, impact::Consequences, priority::Priorities, scoring::Scorecard,
        },
    },
    store::Guest,
    trusted,
};

/// An exported function of the contract.
pub(crate) trait Function {
    /// Its interface, with package and version.
    const INTERFACE: &'static str;
    /// Its name in the interface.
    const NAME: &'static str;
    /// What it takes.
    type Params<'a>: ComponentNamedList + Lower;
    /// What it returns, beside a refusal.
    type Value: Lift + Send + Sync + 'static;
}

macro_rules! function {
    ($type:ident, $interface:literal, $name:literal, ($($param:ty),*), $value:ty) => {
        #[derive(Debug)]
        pub(crate) struct $type;

        impl Function for $type {
            const INTERFACE: &'static str = concat!("architrave:plugin/", $interface, "@0.1.0");
            const NAME: &'static str = $name;
            type Params<'a> = ($($param,)*);
            type Value = $value;
        }
    };
}

function!(Prepare, "lifecycle", "prepare", (Lens<'a>, &'a str), Legend);
function!(Begin, "lifecycle", "begin", (Frame<'a>), ());
function!(Reveal, "lifecycle", "reveal", (Review<'a>), ());
function!(Weigh, "scoring", "weigh", (), Vec<u32>);
function!(Score, "scoring", "score", (), Scorecard);
function!(Prioritize, "priority", "prioritize", (), Priorities);
function!(Assess, "impact", "assess", (), Consequences);
function!(Advise, "guidance", "advise", (), Advice);

/// What a function returns.
pub(crate) type Answer<F> = Result<<F as Function>::Value, Refusal>;

/// Where a component exports a function, whose types were checked.
pub(crate) struct Export<F> {
    index: ComponentExportIndex,
    function: PhantomData<F>,
}

impl<F: Function> Export<F> {
    /// Finds the function and checks its types.
    ///
    /// # Errors
    ///
    /// What is missing or differs, in words.
    pub(crate) fn find(component: &Component) -> Result<Self, String> {
        let missing = || format!("`{}` has no function `{}`", F::INTERFACE, F::NAME);
        let interface = component.get_export_index(None, F::INTERFACE).ok_or_else(missing)?;
        let (item, index) = component.get_export(Some(&interface), F::NAME).ok_or_else(missing)?;
        let ComponentItem::ComponentFunc(function) = item else {
            return Err(missing());
        };
        let component_type = component.component_type();
        function
            .typecheck::<F::Params<'_>, (Answer<F>,)>(&component_type.instance_type())
            .map_err(|error| format!("`{}` of `{}` has other types: {error:#}", F::NAME, F::INTERFACE))?;
        if function.async_() {
            return Err(format!("`{}` of `{}` is asynchronous", F::NAME, F::INTERFACE));
        }
        Ok(Self { index, function: PhantomData })
    }

    /// Calls it.
    ///
    /// # Errors
    ///
    /// Whatever the runtime says, when the call did not come to its end.
    pub(crate) fn call<'a>(
        &self,
        store: &mut Store<Guest>,
        instance: &Instance,
        params: F::Params<'a>,
    ) -> wasmtime::Result<Answer<F>> {
        let missing = || wasmtime::Error::msg("the instance is of another component");
        let func = instance.get_func(&mut *store, self.index).ok_or_else(missing)?;
        let (answer,) = trusted::typed::<F>(func).call(store, params)?;
        Ok(answer)
    }
}
