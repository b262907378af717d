//! In which order does a component define what stands in for WASI? In that of the names, whatever order a tool chose.

use std::{collections::BTreeMap, convert::Infallible};

use wasm_encoder::{
    CodeSection, Component, ComponentAliasSection, ExportKind, ExportSection, Function, FunctionSection,
    InstanceSection, Module, ModuleSection, RawSection, TypeSection,
    reencode::{Error, Reencode, ReencodeComponent, RoundtripReencoder},
};
use wasmparser::{BinaryReaderError, ExternalKind, Instance, Operator, Parser, Payload};

/// Puts the modules of a component that do nothing but trap into the order of their functions, and these into that of their
/// names. Such a module stands for an interface of WASI; which comes first means nothing, and may differ between builds.
///
/// # Errors
///
/// When the bytes are not a component.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other section stays as it is")]
pub(crate) fn in_order(component: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
    let sections = sections(component)?;
    let mut order = Order::of(component, &sections)?;
    let mut next = order.sorted.clone().into_iter();
    let mut ordered = Component::new();
    for section in sections {
        let Some((id, range)) = section.as_section() else { continue };
        let data = component.get(range).unwrap_or_default();
        match section {
            Payload::ModuleSection { .. } if Stub::of(data)?.is_some() => {
                let stub = next.next().unwrap_or_default();
                ordered.section(&ModuleSection(&stub.module()?));
            }
            Payload::ComponentAliasSection(section) => {
                let mut aliases = ComponentAliasSection::new();
                order.parse_component_alias_section(&mut aliases, section)?;
                ordered.section(&aliases);
            }
            Payload::InstanceSection(section) => {
                let mut instances = InstanceSection::new();
                order.parse_instance_section(&mut instances, section)?;
                ordered.section(&instances);
            }
            // Names by number, for those who debug; they would be of others.
            Payload::CustomSection(section) if section.name() == "component-name" => {}
            _ => {
                ordered.section(&RawSection { id, data });
            }
        }
    }
    Ok(ordered.finish())
}

/// The sections of the component itself, without those within its modules and components.
fn sections(component: &[u8]) -> Result<Vec<Payload<'_>>, BinaryReaderError> {
    let mut within: u32 = 0;
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        let is_nested = matches!(payload, Payload::ModuleSection { .. } | Payload::ComponentSection { .. });
        let is_end = matches!(payload, Payload::End(_));
        if within == 0 {
            sections.push(payload);
        }
        within = if is_nested { within.saturating_add(1) } else { within.saturating_sub(u32::from(is_end)) };
    }
    Ok(sections)
}

/// A module whose functions all trap: their names, each with its type.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stub {
    functions: BTreeMap<String, wasmparser::FuncType>,
}

impl Stub {
    /// The stub that a module is, if it is one.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a stub has no other section")]
    fn of(module: &[u8]) -> Result<Option<Self>, BinaryReaderError> {
        let (mut types, mut signatures, mut stub) = (Vec::new(), Vec::new(), Self::default());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    types = section.into_iter_err_on_gc_types().collect::<Result<_, _>>()?;
                }
                Payload::FunctionSection(section) => signatures = section.into_iter().collect::<Result<Vec<_>, _>>()?,
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        let signature = usize::try_from(export.index).ok().and_then(|index| signatures.get(index));
                        let signature = signature.and_then(|signature| types.get(usize::try_from(*signature).ok()?));
                        let (ExternalKind::Func, Some(signature)) = (export.kind, signature) else { return Ok(None) };
                        stub.functions.insert(export.name.to_owned(), signature.clone());
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader()?.into_iter().collect::<Result<Vec<_>, _>>()?;
                    if !matches!(operators.as_slice(), [Operator::Unreachable, Operator::End]) {
                        return Ok(None);
                    }
                }
                Payload::Version { .. } | Payload::CodeSectionStart { .. } | Payload::End(_) => {}
                _ => return Ok(None),
            }
        }
        Ok((stub.functions.len() == signatures.len()).then_some(stub))
    }
}

impl Stub {
    fn module(&self) -> Result<Module, Error<Infallible>> {
        let (mut types, mut functions, mut exports) =
            (TypeSection::new(), FunctionSection::new(), ExportSection::new());
        let mut code = CodeSection::new();
        for ((name, signature), index) in self.functions.iter().zip(0..) {
            types.ty().func_type(&RoundtripReencoder.func_type(signature.clone())?);
            functions.function(index);
            exports.export(name, ExportKind::Func, index);
            let mut function = Function::new([]);
            function.instructions().unreachable().end();
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        Ok(module)
    }
}

/// How the stubs stand, and where their instances go.
#[derive(Debug, Default)]
struct Order {
    sorted: Vec<Stub>,
    /// By the instance of a stub, the instance of the one that stands there afterwards and is the same.
    instances: BTreeMap<u32, u32>,
}

impl Order {
    fn of(component: &[u8], sections: &[Payload<'_>]) -> Result<Self, BinaryReaderError> {
        let mut stubs = Vec::new();
        let (mut places, mut instances) = (BTreeMap::new(), BTreeMap::new());
        let (mut modules, mut instance_count): (u32, u32) = (0, 0);
        for section in sections {
            if let Payload::ModuleSection { unchecked_range, .. } = section {
                if let Some(stub) = Stub::of(component.get(unchecked_range.clone()).unwrap_or_default())? {
                    places.insert(modules, stubs.len());
                    stubs.push(stub);
                }
                modules = modules.saturating_add(1);
            } else if let Payload::InstanceSection(section) = section {
                for instance in section.clone() {
                    if let Instance::Instantiate { module_index, .. } = instance?
                        && let Some(place) = places.get(&module_index)
                    {
                        instances.insert(*place, instance_count);
                    }
                    instance_count = instance_count.saturating_add(1);
                }
            }
        }
        let mut sorted = stubs.clone();
        sorted.sort();
        let moved = |(place, stub): (usize, &Stub)| {
            let after = sorted.iter().position(|other| other == stub)?;
            Some((*instances.get(&place)?, *instances.get(&after)?))
        };
        let instances = stubs.iter().enumerate().filter_map(moved).collect();
        Ok(Self { sorted, instances })
    }
}

impl Reencode for Order {
    type Error = Infallible;
}

impl ReencodeComponent for Order {
    fn instance_index(&mut self, instance: u32) -> u32 {
        self.instances.get(&instance).copied().unwrap_or(instance)
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{Alias, ComponentNameSection, ModuleArg, NameMap};
    use wasmparser::Validator;

    use super::*;

    /// What is stood in for. Two are the same but for their names.
    const INTERFACES: [&[&str]; 4] = [&["read", "write"], &["now"], &["now"], &["close", "flush", "open"]];

    /// A component with a stub for each interface, in some order, and its functions from the first or from the last.
    fn component(order: [usize; 4], is_reversed: bool) -> Vec<u8> {
        let mut component = Component::new();
        let mut names = NameMap::new();
        for (interface, index) in order.into_iter().zip(0..) {
            let mut functions = INTERFACES[interface].to_vec();
            if is_reversed {
                functions.reverse();
            }
            let (mut types, mut section, mut exports) =
                (TypeSection::new(), FunctionSection::new(), ExportSection::new());
            let mut code = CodeSection::new();
            for (name, function) in functions.into_iter().zip(0..) {
                types.ty().function(vec![wasm_encoder::ValType::I32; name.len()], []);
                section.function(function);
                exports.export(name, ExportKind::Func, function);
                let mut body = Function::new([]);
                body.instructions().unreachable().end();
                code.function(&body);
            }
            let mut module = Module::new();
            module.section(&types).section(&section).section(&exports).section(&code);
            component.section(&ModuleSection(&module));
            names.append(index, &format!("interface {interface}"));
        }
        let mut instances = InstanceSection::new();
        for module in 0..4 {
            instances.instantiate(module, std::iter::empty::<(&str, ModuleArg)>());
        }
        component.section(&instances);
        let mut aliases = ComponentAliasSection::new();
        for (interface, functions) in INTERFACES.into_iter().enumerate() {
            let instance = u32::try_from(order.iter().position(|other| *other == interface).unwrap()).unwrap();
            for name in functions {
                aliases.alias(Alias::CoreInstanceExport { instance, kind: ExportKind::Func, name });
            }
        }
        component.section(&aliases);
        let mut section = ComponentNameSection::new();
        section.core_modules(&names);
        component.section(&section);
        component.finish()
    }

    #[test]
    fn the_order_of_a_tool_is_not_seen() {
        let first = component([0, 1, 2, 3], false);
        let expected = in_order(&first).unwrap();
        Validator::new().validate_all(&expected).unwrap();
        let check = |order: [usize; 4], is_reversed: bool| {
            let component = component(order, is_reversed);
            Validator::new().validate_all(&component).unwrap();
            assert_ne!(component, first, "{order:?}");
            assert!(in_order(&component).unwrap() == expected, "{order:?} {is_reversed}");
        };
        check([0, 1, 2, 3], true);
        check([3, 2, 1, 0], false);
        check([0, 2, 1, 3], true);
        check([2, 0, 3, 1], false);
        assert!(in_order(&expected).unwrap() == expected);
        assert!(in_order(b"nothing").is_err());
    }
}
