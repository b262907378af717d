//! What is in these bytes? Read without running or compiling anything: the manifest, and how much there is to compile.

use architrave_core::manifest::SECTION;
use wasmparser::{ComponentInstance, Encoding, FunctionBody, Instance, Operator, Parser, Payload};

use crate::error::Kind;

/// Deepest nesting of components within components.
const DEPTH_MAX: usize = 8;

/// What a component holds, its nested parts included.
#[derive(Debug, Default)]
pub(crate) struct Scan<'a> {
    /// The manifest sections at the top level.
    pub(crate) manifests: Vec<&'a [u8]>,
    pub(crate) core_modules: u64,
    /// Instantiations of core modules; exact, unless `nests_code`.
    pub(crate) core_instances: u64,
    /// Whether a component within the component holds core modules or instantiates anything. What it costs would be
    /// counted once and paid as often as it is instantiated, to the power of the depth.
    pub(crate) nests_code: bool,
    pub(crate) functions: u64,
    pub(crate) largest_function_bytes: u64,
    /// Sum of (blocks and loops) × (locals + 1).
    pub(crate) compile_cost: u64,
}

/// Reads a component.
///
/// # Errors
///
/// When the bytes are not a component, or are cut off or malformed.
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
                scan.core_modules += u64::from(encoding == Encoding::Module);
                scan.nests_code |= encoding == Encoding::Module && encodings.len() > 2;
            }
            Payload::End(_) => {
                encodings.pop();
            }
            Payload::CustomSection(section) if encodings.len() == 1 && section.name() == SECTION => {
                scan.manifests.push(section.data());
            }
            Payload::InstanceSection(section) => {
                for instance in section {
                    let instance = instance.map_err(|error| malformed(&error))?;
                    scan.core_instances += u64::from(matches!(instance, Instance::Instantiate { .. }));
                }
                scan.nests_code |= encodings.len() > 1;
            }
            Payload::ComponentInstanceSection(section) if encodings.len() > 1 => {
                for instance in section {
                    let instance = instance.map_err(|error| malformed(&error))?;
                    scan.nests_code |= matches!(instance, ComponentInstance::Instantiate { .. });
                }
            }
            Payload::CodeSectionEntry(body) => scan.function(&body).map_err(|error| malformed(&error))?,
            _ => {}
        }
    }
    Ok(scan)
}

impl Scan<'_> {
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
