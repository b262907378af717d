//! How many types does a component declare, and how deep? Declarations within declarations are counted too.

use architrave_core::manifest::Class;
use wasmparser::{
    ComponentDefinedType, ComponentType, ComponentTypeDeclaration, CompositeInnerType, CoreType, CoreTypeSectionReader,
    InstanceTypeDeclaration, ModuleTypeDeclaration, RecGroup,
};

use crate::{error::Kind, limits::Limits};

use super::amounts::{Amounts, amount, count};

/// Most types within types that are read at all. The reader of types calls itself for each level, so that a few
/// megabytes of levels would overflow the stack, here and in the compiler.
const NESTED_READ_MAX: u64 = 256;

/// Looks for types within types, in the bytes of a section of component types.
///
/// A level begins where the declaration of a type (1) is followed by that of a component (0x41) or of an instance
/// (0x42). Elsewhere these two bytes follow each other by chance only, and hardly ever; so there are no more levels than
/// such pairs.
///
/// # Errors
///
/// When there may be more than `limits` allow.
pub(super) fn check_nested(bytes: &[u8], limits: &Limits, class: Class) -> Result<(), Kind> {
    let found = count(bytes.windows(2).filter(|pair| matches!(pair, [1, 0x41 | 0x42])).count());
    let limit = limits.nested_types.min(NESTED_READ_MAX);
    if found > limit {
        return Err(Kind::TooComplex { name: "nested_types", what: "types within types", found, limit, class });
    }
    Ok(())
}

/// Counts the core types of a component.
pub(super) fn core(section: CoreTypeSectionReader<'_>, amounts: &mut Amounts) -> wasmparser::Result<()> {
    for core_type in section {
        visit_core(&core_type?, amounts);
    }
    Ok(())
}

/// Counts a type and those within it; [`check_nested`] has to be asked before.
pub(super) fn component(component_type: &ComponentType<'_>, amounts: &mut Amounts) {
    amount(&mut amounts.types, 1);
    match component_type {
        ComponentType::Defined(defined) => amount(&mut amounts.type_items, items(defined)),
        ComponentType::Func(function) => amount(&mut amounts.type_items, count(function.params.len())),
        ComponentType::Component(declarations) => {
            amount(&mut amounts.type_items, count(declarations.len()));
            for declaration in declarations {
                match declaration {
                    ComponentTypeDeclaration::Type(inner) => component(inner, amounts),
                    ComponentTypeDeclaration::CoreType(inner) => visit_core(inner, amounts),
                    ComponentTypeDeclaration::Alias(_)
                    | ComponentTypeDeclaration::Export { .. }
                    | ComponentTypeDeclaration::Import(_) => {}
                }
            }
        }
        ComponentType::Instance(declarations) => {
            amount(&mut amounts.type_items, count(declarations.len()));
            for declaration in declarations {
                match declaration {
                    InstanceTypeDeclaration::Type(inner) => component(inner, amounts),
                    InstanceTypeDeclaration::CoreType(inner) => visit_core(inner, amounts),
                    InstanceTypeDeclaration::Alias(_) | InstanceTypeDeclaration::Export { .. } => {}
                }
            }
        }
        ComponentType::Resource { .. } => {}
    }
}

/// Fields, cases or names of a type.
fn items(defined: &ComponentDefinedType<'_>) -> u64 {
    match defined {
        ComponentDefinedType::Record(fields) => count(fields.len()),
        ComponentDefinedType::Variant(cases) => count(cases.len()),
        ComponentDefinedType::Tuple(types) => count(types.len()),
        ComponentDefinedType::Flags(names) | ComponentDefinedType::Enum(names) => count(names.len()),
        ComponentDefinedType::Primitive(_)
        | ComponentDefinedType::List(_)
        | ComponentDefinedType::Map(..)
        | ComponentDefinedType::FixedLengthList(..)
        | ComponentDefinedType::Option(_)
        | ComponentDefinedType::Result { .. }
        | ComponentDefinedType::Own(_)
        | ComponentDefinedType::Borrow(_)
        | ComponentDefinedType::Future(_)
        | ComponentDefinedType::Stream(_) => 1,
    }
}

fn visit_core(core_type: &CoreType<'_>, amounts: &mut Amounts) {
    match core_type {
        CoreType::Rec(group) => group_of(group, amounts, |_| {}),
        CoreType::Module(declarations) => {
            amount(&mut amounts.types, 1);
            amount(&mut amounts.type_items, count(declarations.len()));
            for declaration in declarations {
                if let ModuleTypeDeclaration::Type(group) = declaration {
                    group_of(group, amounts, |_| {});
                }
            }
        }
    }
}

/// Parameters and results of a function type; none of any other.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Arity {
    pub(super) params: u32,
    pub(super) results: u32,
}

/// Counts a group of core types, and gives the arity of each.
pub(super) fn group_of(group: &RecGroup, amounts: &mut Amounts, mut each: impl FnMut(Arity)) {
    for sub_type in group.types() {
        amount(&mut amounts.types, 1);
        let (items, arity) = match &sub_type.composite_type.inner {
            CompositeInnerType::Func(function) => {
                let (params, results) = (function.params().len(), function.results().len());
                (params.saturating_add(results), Arity { params: small(params), results: small(results) })
            }
            CompositeInnerType::Struct(fields) => (fields.fields.len(), Arity::default()),
            CompositeInnerType::Array(_) | CompositeInnerType::Cont(_) => (1, Arity::default()),
        };
        amount(&mut amounts.type_items, count(items));
        each(arity);
    }
}

fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
