//! What is in these bytes? Read without running or compiling anything: the manifest, and how much there is to compile.
//!
//! Time and memory are linear in the bytes, and reading stops where a limit is passed.

mod amounts;
mod module;
mod types;

use architrave_core::manifest::{Class, SECTION};
use wasmparser::{
    CanonicalFunction, ComponentInstance, ComponentType, CustomSectionReader, Encoding, Instance, Parser, Payload,
};

use crate::{error::Kind, limits::Limits};

use amounts::{Amounts, amount};
use module::Module;

/// What a component holds, its nested parts included.
#[derive(Debug, Default)]
pub(crate) struct Scan<'a> {
    /// The manifest sections at the top level.
    pub(crate) manifests: Vec<&'a [u8]>,
    amounts: Amounts,
    /// Pages of 64 KiB that the largest memory starts with.
    largest_memory_pages: u64,
    /// Elements that the largest table starts with.
    largest_table_elements: u64,
    /// Whether a component within the component holds core modules or instantiates anything. What it costs would be
    /// counted once and paid as often as it is instantiated, to the power of the depth.
    nests_code: bool,
    /// Whether it defines resources, or makes or drops handles.
    resources: bool,
    /// Memories and tables that each core module defines.
    modules: Vec<(u64, u64)>,
    /// The core module that is being read.
    module: Module,
}

/// Reads a component of at most so much.
///
/// # Errors
///
/// When the bytes are not a component, or are cut off or malformed, or hold more than `limits` allow.
#[expect(clippy::wildcard_enum_match_arm, reason = "sections that say nothing about size")]
pub(crate) fn scan<'a>(bytes: &'a [u8], limits: &Limits, class: Class) -> Result<Scan<'a>, Kind> {
    check_header(bytes)?;
    let mut scan = Scan::default();
    let mut encodings: Vec<Encoding> = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(|error| malformed(&error))? {
            Payload::Version { encoding, .. } => {
                encodings.push(encoding);
                scan.open(encoding, encodings.len());
            }
            Payload::End(_) => {
                encodings.pop();
            }
            Payload::CustomSection(section) => scan.custom(&section, encodings.len() == 1),
            payload => {
                if let Payload::ComponentTypeSection(section) = &payload {
                    types::check_nested(bytes.get(section.range()).unwrap_or_default(), limits, class)?;
                }
                scan.section(payload, encodings.len()).map_err(|error| malformed(&error))?;
            }
        }
        scan.amounts.check(limits, class)?;
    }
    Ok(scan)
}

impl<'a> Scan<'a> {
    /// Refuses what would take too long to compile, and what could never be started.
    ///
    /// # Errors
    ///
    /// The first limit that is passed.
    pub(crate) fn check(&self, limits: &Limits, class: Class) -> Result<(), Kind> {
        const PAGE_BYTES: u64 = 65_536;
        if self.nests_code {
            return Err(Kind::NestedCode);
        }
        if self.resources {
            return Err(Kind::Resources);
        }
        self.amounts.check(limits, class)?;
        let asked_bytes = self.largest_memory_pages.saturating_mul(PAGE_BYTES);
        if asked_bytes > limits.memory_bytes {
            return Err(Kind::InitialMemory { asked_bytes, limit_bytes: limits.memory_bytes });
        }
        if self.largest_table_elements > limits.table_elements {
            return Err(Kind::InitialTable { asked: self.largest_table_elements, limit: limits.table_elements });
        }
        Ok(())
    }

    /// A component or a core module begins.
    fn open(&mut self, encoding: Encoding, depth: usize) {
        if encoding == Encoding::Module {
            amount(&mut self.amounts.core_modules, 1);
            self.modules.push((0, 0));
            self.module = Module::default();
            self.nests_code |= depth > 2;
        } else {
            self.amounts.component_depth = self.amounts.component_depth.max(amounts::count(depth));
        }
    }

    fn custom(&mut self, section: &CustomSectionReader<'a>, top: bool) {
        amount(&mut self.amounts.custom_sections, 1);
        amount(&mut self.amounts.custom_section_bytes, amounts::count(section.data().len()));
        if top && section.name() == SECTION {
            self.manifests.push(section.data());
        }
    }

    /// Of a component or of a core module within it.
    #[expect(clippy::wildcard_enum_match_arm, reason = "sections of core modules, and what says nothing about size")]
    fn section(&mut self, payload: Payload<'_>, depth: usize) -> wasmparser::Result<()> {
        match payload {
            Payload::InstanceSection(section) => {
                self.nests_code |= depth > 1;
                for instance in section {
                    self.instance(&instance?);
                }
            }
            Payload::ComponentInstanceSection(section) => {
                amount(&mut self.amounts.definitions, section.count().into());
                for instance in section {
                    self.nests_code |= depth > 1 && matches!(instance?, ComponentInstance::Instantiate { .. });
                }
            }
            Payload::ComponentTypeSection(section) => {
                for component_type in section {
                    let component_type = component_type?;
                    self.resources |= matches!(component_type, ComponentType::Resource { .. });
                    types::component(&component_type, &mut self.amounts);
                }
            }
            Payload::CoreTypeSection(section) => types::core(section, &mut self.amounts)?,
            Payload::ComponentImportSection(section) => amount(&mut self.amounts.definitions, section.count().into()),
            Payload::ComponentExportSection(section) => amount(&mut self.amounts.exports, section.count().into()),
            Payload::ComponentAliasSection(section) => amount(&mut self.amounts.definitions, section.count().into()),
            Payload::ComponentCanonicalSection(section) => {
                amount(&mut self.amounts.definitions, section.count().into());
                for function in section {
                    self.resources |=
                        !matches!(function?, CanonicalFunction::Lift { .. } | CanonicalFunction::Lower { .. });
                }
            }
            payload => self.module_section(payload)?,
        }
        Ok(())
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "sections that say nothing about size")]
    fn module_section(&mut self, payload: Payload<'_>) -> wasmparser::Result<()> {
        match payload {
            Payload::TypeSection(section) => self.module.types(section, &mut self.amounts)?,
            Payload::ImportSection(section) => self.module.imports(section, &mut self.amounts)?,
            Payload::FunctionSection(section) => self.module.functions(section, &mut self.amounts)?,
            Payload::CodeSectionEntry(body) => self.module.body(&body, &mut self.amounts)?,
            Payload::MemorySection(section) => {
                for memory in section {
                    self.largest_memory_pages = self.largest_memory_pages.max(memory?.initial);
                    self.define(1, 0);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.largest_table_elements = self.largest_table_elements.max(table?.ty.initial);
                    self.define(0, 1);
                }
            }
            Payload::ExportSection(section) => amount(&mut self.amounts.exports, section.count().into()),
            Payload::GlobalSection(section) => {
                amount(&mut self.amounts.imports_and_globals, section.count().into());
            }
            Payload::ElementSection(section) => amount(&mut self.amounts.definitions, section.count().into()),
            Payload::DataSection(section) => amount(&mut self.amounts.definitions, section.count().into()),
            _ => {}
        }
        Ok(())
    }

    /// Counts what the module that is being read defines.
    fn define(&mut self, memories: u64, tables: u64) {
        if let Some(module) = self.modules.last_mut() {
            *module = (module.0.saturating_add(memories), module.1.saturating_add(tables));
        }
    }

    fn instance(&mut self, instance: &Instance<'_>) {
        if let Instance::Instantiate { module_index, .. } = instance {
            // Modules that are imported would shift positions; such a component is refused.
            let module = usize::try_from(*module_index).ok().and_then(|index| self.modules.get(index));
            let (memories, tables) = module.copied().unwrap_or_default();
            amount(&mut self.amounts.core_instances, 1);
            amount(&mut self.amounts.memories, memories);
            amount(&mut self.amounts.tables, tables);
        } else {
            amount(&mut self.amounts.definitions, 1);
        }
    }
}

/// Tells the common mistakes apart, from the first eight bytes.
fn check_header(bytes: &[u8]) -> Result<(), Kind> {
    const MAGIC: &[u8] = b"\0asm";
    const CORE_LAYER: &[u8] = &[1, 0, 0, 0];
    if bytes.starts_with(b"\x7fELF") {
        return Err(Kind::Precompiled);
    }
    match bytes.split_at_checked(MAGIC.len()) {
        Some((MAGIC, rest)) if rest.starts_with(CORE_LAYER) => Err(Kind::CoreModule),
        Some((MAGIC, _)) => Ok(()),
        _ => Err(Kind::NotAComponent),
    }
}

pub(crate) fn malformed(error: &wasmparser::BinaryReaderError) -> Kind {
    Kind::Malformed { cause: format!("{} at byte {}", error.message(), error.offset()) }
}
