//! What is in these bytes? Read without running or compiling anything: the manifest, and how much there is to compile.

use architrave_core::manifest::SECTION;
use wasmparser::{
    CanonicalFunction, ComponentInstance, ComponentType, Encoding, FunctionBody, Instance, Operator, Parser, Payload,
};

use crate::error::Kind;

/// Deepest nesting of components within components.
const DEPTH_MAX: usize = 8;

/// What a component holds, its nested parts included.
#[derive(Debug, Default)]
pub(crate) struct Scan<'a> {
    /// The manifest sections at the top level.
    pub(crate) manifests: Vec<&'a [u8]>,
    pub(crate) core_modules: u64,
    /// Memories that instances have together; exact, unless `nests_code`.
    pub(crate) memories: u64,
    /// Tables that instances have together; exact, unless `nests_code`.
    pub(crate) tables: u64,
    /// Pages of 64 KiB that the largest memory starts with.
    pub(crate) largest_memory_pages: u64,
    /// Elements that the largest table starts with.
    pub(crate) largest_table_elements: u64,
    /// Instantiations of core modules; exact, unless `nests_code`.
    pub(crate) core_instances: u64,
    /// Whether a component within the component holds core modules or instantiates anything. What it costs would be
    /// counted once and paid as often as it is instantiated, to the power of the depth.
    pub(crate) nests_code: bool,
    /// Whether it defines resources, or makes or drops handles.
    pub(crate) resources: bool,
    pub(crate) functions: u64,
    /// What core modules import, and globals that they define: memory of the host in each of their instances.
    pub(crate) imports_and_globals: u64,
    pub(crate) largest_function_bytes: u64,
    /// Sum of (blocks and loops) × (locals + 1).
    pub(crate) compile_cost: u64,
    /// Memories and tables that each core module defines.
    modules: Vec<(u64, u64)>,
}

/// Reads a component.
///
/// # Errors
///
/// When the bytes are not a component, or are cut off or malformed.
#[expect(clippy::wildcard_enum_match_arm, reason = "sections that say nothing about size")]
pub(crate) fn scan(bytes: &[u8]) -> Result<Scan<'_>, Kind> {
    check_header(bytes)?;
    let mut scan = Scan::default();
    let mut encodings: Vec<Encoding> = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| malformed(&error))?;
        match payload {
            Payload::Version { encoding, .. } => {
                encodings.push(encoding);
                if encodings.len() > DEPTH_MAX {
                    return Err(Kind::Malformed { cause: format!("it nests more than {DEPTH_MAX} deep") });
                }
                if encoding == Encoding::Module {
                    scan.core_modules = scan.core_modules.saturating_add(1);
                    scan.modules.push((0, 0));
                    scan.nests_code |= encodings.len() > 2;
                }
            }
            Payload::End(_) => {
                encodings.pop();
            }
            Payload::CustomSection(section) if encodings.len() == 1 && section.name() == SECTION => {
                scan.manifests.push(section.data());
            }
            payload => scan.section(payload, encodings.len()).map_err(|error| malformed(&error))?,
        }
    }
    Ok(scan)
}

impl Scan<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "sections that say nothing about size")]
    fn section(&mut self, payload: Payload<'_>, depth: usize) -> wasmparser::Result<()> {
        match payload {
            Payload::InstanceSection(section) => {
                self.nests_code |= depth > 1;
                for instance in section {
                    self.instance(&instance?);
                }
            }
            Payload::ComponentInstanceSection(section) if depth > 1 => {
                for instance in section {
                    self.nests_code |= matches!(instance?, ComponentInstance::Instantiate { .. });
                }
            }
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
            Payload::ImportSection(section) => self.count(section.count()),
            Payload::GlobalSection(section) => self.count(section.count()),
            Payload::ComponentTypeSection(section) => {
                for item in section {
                    self.resources |= matches!(item?, ComponentType::Resource { .. });
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    self.resources |=
                        !matches!(function?, CanonicalFunction::Lift { .. } | CanonicalFunction::Lower { .. });
                }
            }
            Payload::CodeSectionEntry(body) => self.function(&body)?,
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, imports_or_globals: u32) {
        self.imports_and_globals = self.imports_and_globals.saturating_add(u64::from(imports_or_globals));
    }

    /// Counts what the module that is being read defines.
    fn define(&mut self, memories: u64, tables: u64) {
        if let Some(module) = self.modules.last_mut() {
            *module = (module.0.saturating_add(memories), module.1.saturating_add(tables));
        }
    }

    fn instance(&mut self, instance: &Instance<'_>) {
        if let Instance::Instantiate { module_index, .. } = instance {
            self.core_instances = self.core_instances.saturating_add(1);
            // Modules that are imported would shift positions; such a component is refused.
            let module = usize::try_from(*module_index).ok().and_then(|index| self.modules.get(index));
            let (memories, tables) = module.copied().unwrap_or_default();
            self.memories = self.memories.saturating_add(memories);
            self.tables = self.tables.saturating_add(tables);
        }
    }

    fn function(&mut self, body: &FunctionBody<'_>) -> wasmparser::Result<()> {
        let range = body.range();
        let bytes = u64::try_from(range.end.saturating_sub(range.start)).unwrap_or(u64::MAX);
        let mut locals = 1_u64;
        for group in body.get_locals_reader()? {
            locals = locals.saturating_add(u64::from(group?.0));
        }
        let mut blocks = 0_u64;
        for operator in body.get_operators_reader()? {
            let opens = matches!(operator?, Operator::Loop { .. } | Operator::Block { .. } | Operator::If { .. });
            blocks = blocks.saturating_add(u64::from(opens));
        }
        self.functions = self.functions.saturating_add(1);
        self.largest_function_bytes = self.largest_function_bytes.max(bytes);
        self.compile_cost = self.compile_cost.saturating_add(blocks.saturating_mul(locals));
        Ok(())
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

fn malformed(error: &wasmparser::BinaryReaderError) -> Kind {
    Kind::Malformed { cause: format!("{} at byte {}", error.message(), error.offset()) }
}
