//! Does a compiled component keep the contract? What it imports, what it exports, and with which types.

use architrave_core::outcome::Role;
use wasmtime::{
    Engine,
    component::{Component, types::ComponentItem},
};

use crate::{
    error::Kind,
    functions::{Advise, Assess, Begin, Export, Function, Prepare, Prioritize, Reveal, Score, Weigh},
};

/// What every name of the contract starts with.
pub(crate) const PACKAGE: &str = "architrave:plugin/";

/// The version of the contract that this host has.
pub(crate) const VERSION: &str = "0.1.0";

/// The only interface that gives functions to a plugin.
const LOG: &str = "log";

/// The functions that a component exports.
pub(crate) struct Exports {
    pub(crate) prepare: Export<Prepare>,
    pub(crate) begin: Export<Begin>,
    pub(crate) reveal: Export<Reveal>,
    pub(crate) scoring: Option<(Export<Weigh>, Export<Score>)>,
    pub(crate) priority: Option<Export<Prioritize>>,
    pub(crate) impact: Option<Export<Assess>>,
    pub(crate) guidance: Option<Export<Advise>>,
}

impl Exports {
    /// Finds the functions of a component. Which roles are there is read from its type: one that is there and does not
    /// fit is an error, never "absent".
    ///
    /// # Errors
    ///
    /// When the lifecycle is missing, or anything has other types than the contract.
    pub(crate) fn find(component: &Component, engine: &Engine) -> Result<Self, Kind> {
        let component_type = component.component_type();
        let has = |interface: &str| component_type.get_export(engine, interface).is_some();
        if !has(Prepare::INTERFACE) {
            return Err(Kind::LifecycleMissing);
        }
        Ok(Self {
            prepare: find(component)?,
            begin: find(component)?,
            reveal: find(component)?,
            scoring: if has(Score::INTERFACE) { Some((find(component)?, find(component)?)) } else { None },
            priority: if has(Prioritize::INTERFACE) { Some(find(component)?) } else { None },
            impact: if has(Assess::INTERFACE) { Some(find(component)?) } else { None },
            guidance: if has(Advise::INTERFACE) { Some(find(component)?) } else { None },
        })
    }

    /// The roles that are there, in the order in which they are called.
    pub(crate) fn roles(&self) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| self.has(*role)).collect()
    }

    pub(crate) fn has(&self, role: Role) -> bool {
        match role {
            Role::Scoring => self.scoring.is_some(),
            Role::Priority => self.priority.is_some(),
            Role::Impact => self.impact.is_some(),
            Role::Guidance => self.guidance.is_some(),
        }
    }
}

fn find<F: Function>(component: &Component) -> Result<Export<F>, Kind> {
    Export::find(component).map_err(|cause| Kind::ContractMismatch { cause })
}

/// Checks that a component imports types of the contract and functions of `log`, and nothing else.
///
/// # Errors
///
/// The first import that is not allowed, or that is of another version of the contract.
pub(crate) fn check_imports(component: &Component, engine: &Engine) -> Result<(), Kind> {
    for (name, import) in component.component_type().imports(engine) {
        let not_allowed = || Kind::ImportNotAllowed { name: name.to_owned() };
        let interface = interface(name)?.ok_or_else(not_allowed)?;
        let ComponentItem::ComponentInstance(instance) = import.ty else {
            return Err(not_allowed());
        };
        for (item_name, item) in instance.exports(engine) {
            let allowed = match item.ty {
                ComponentItem::Type(_) => true,
                ComponentItem::ComponentFunc(_) => interface == LOG,
                ComponentItem::CoreFunc(_)
                | ComponentItem::Module(_)
                | ComponentItem::Component(_)
                | ComponentItem::ComponentInstance(_)
                | ComponentItem::Resource(_) => false,
            };
            if !allowed {
                return Err(Kind::ImportNotAllowed { name: format!("{name}#{item_name}") });
            }
        }
    }
    Ok(())
}

/// Checks the names of a component's exports and gives those that are not of the contract, which are ignored.
///
/// # Errors
///
/// An export of another version of the contract, or of an interface that the contract does not have.
pub(crate) fn ignored_exports(component: &Component, engine: &Engine) -> Result<Vec<String>, Kind> {
    const KNOWN: [&str; 6] = ["lifecycle", "scoring", "priority", "impact", "guidance", "types"];
    let mut ignored = Vec::new();
    for (name, _) in component.component_type().exports(engine) {
        match interface(name)? {
            None => ignored.push(name.to_owned()),
            Some(interface) if KNOWN.contains(&interface) => {}
            Some(_) => return Err(Kind::ContractVersion { found: name.to_owned(), host: VERSION }),
        }
    }
    Ok(ignored)
}

/// The interface that a name of the contract stands for; `None` for a name that is not of the contract.
fn interface(name: &str) -> Result<Option<&str>, Kind> {
    let Some(rest) = name.strip_prefix(PACKAGE) else {
        return Ok(None);
    };
    match rest.split_once('@') {
        Some((interface, VERSION)) => Ok(Some(interface)),
        _ => Err(Kind::ContractVersion { found: name.to_owned(), host: VERSION }),
    }
}
