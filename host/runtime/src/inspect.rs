//! What is in a component? Its manifest, its imports and its exports, read without compiling or running anything.

use architrave_core::{
    digest,
    manifest::{Class, SECTION},
    snapshot::Digest,
};
use wasmparser::{Encoding, Parser, Payload, Validator, component_types::ComponentEntityType, types::Types};

use crate::{
    error::{Kind, LoadError},
    limits::Limits,
    runtime::check_bytes,
    scan::{malformed, scan},
};

/// What a component holds, whether or not this host would run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Size of the component, in bytes.
    pub bytes: u64,
    /// Of the component's bytes.
    pub sha256: Digest,
    /// Every manifest in it, as JSON bytes that nobody checked; one in a plugin.
    pub manifests: Vec<Vec<u8>>,
    /// What it asks of a host, in its own order.
    pub imports: Vec<Item>,
    /// What it gives, in its own order.
    pub exports: Vec<Item>,
    /// Custom sections that hold text for people, by name: `description`, `authors`, `licenses`, `source`, `version` and
    /// the like, at most 4 KiB each; those that are not UTF-8 are left out.
    pub metadata: Vec<(String, String)>,
}

/// One import or export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Such as `architrave:plugin/log@0.1.0`.
    pub name: String,
    /// Of an interface, its functions in its own order; empty where it has types only, and for anything else.
    pub functions: Vec<String>,
    /// `interface`, `function`, `type`, `module`, `component` or `value`.
    pub kind: &'static str,
}

/// Standard sections whose content is a text for people; the tool conventions of WebAssembly name them.
const METADATA: [&str; 7] = ["description", "authors", "licenses", "source", "homepage", "revision", "version"];

/// Longest text of a section that is shown, in bytes.
const METADATA_BYTES_MAX: usize = 4 << 10;

/// Reads a component within the limits of the class `scripting`; none of its code is looked at. Time and memory are bounded
/// by those limits.
///
/// # Errors
///
/// `load.too-large`, `load.core-module`, `load.precompiled`, `load.not-a-component`, `load.malformed`,
/// `load.too-complex`.
pub fn inspect(component: &[u8]) -> Result<Contents, LoadError> {
    Ok(contents(component)?)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "sections that hold neither names nor texts")]
fn contents(component: &[u8]) -> Result<Contents, Kind> {
    let limits = Limits::scripting();
    let bytes = u64::try_from(component.len()).unwrap_or(u64::MAX);
    check_bytes(bytes, &limits, Class::Scripting)?;
    let scan = scan(component, &limits, Class::Scripting)?;
    let manifests = scan.manifests.iter().map(|manifest| manifest.to_vec()).collect();
    let (mut imports, mut exports, mut metadata) = (Vec::new(), Vec::new(), Vec::new());
    let mut validator = Validator::new();
    let mut types = None;
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| malformed(&error))?;
        match &payload {
            Payload::Version { encoding, .. } if depth == 0 && *encoding == Encoding::Module => {
                return Err(Kind::CoreModule);
            }
            Payload::Version { .. } => depth = depth.saturating_add(1),
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section.clone() {
                    imports.push(import.map_err(|error| malformed(&error))?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section.clone() {
                    exports.push(export.map_err(|error| malformed(&error))?.name.name.to_owned());
                }
            }
            Payload::CustomSection(section) if depth == 1 => metadata.extend(text(section.name(), section.data())),
            _ => {}
        }
        // Bodies of functions are handed back to be checked, and are not: that is the compiler's part.
        if let wasmparser::ValidPayload::End(found) = validator.payload(&payload).map_err(|error| malformed(&error))? {
            types = Some(found);
        }
    }
    let types = types.ok_or(Kind::NotAComponent)?;
    let items = |names: Vec<String>, of: fn(&Types, &str) -> Option<ComponentEntityType>| {
        names.into_iter().map(|name| item(&types, of(&types, &name), name)).collect()
    };
    Ok(Contents {
        bytes,
        sha256: digest::bytes(component),
        manifests,
        imports: items(imports, |types, name| Some(types.component_item_for_import(name)?.ty)),
        exports: items(exports, |types, name| Some(types.component_item_for_export(name)?.ty)),
        metadata,
    })
}

fn item(types: &Types, entity: Option<ComponentEntityType>, name: String) -> Item {
    let mut functions = Vec::new();
    let kind = match entity {
        Some(ComponentEntityType::Instance(instance)) => {
            let exports = types.as_ref().get(instance).into_iter().flat_map(|instance| &instance.exports);
            let called = exports.filter(|(_, item)| matches!(item.ty, ComponentEntityType::Func(_)));
            functions.extend(called.map(|(name, _)| name.clone()));
            "interface"
        }
        Some(ComponentEntityType::Func(_)) => "function",
        Some(ComponentEntityType::Type { .. }) => "type",
        Some(ComponentEntityType::Module(_)) => "module",
        Some(ComponentEntityType::Component(_)) => "component",
        Some(ComponentEntityType::Value(_)) | None => "value",
    };
    Item { name, functions, kind }
}

/// A section for people, if this is one.
fn text(name: &str, data: &[u8]) -> Option<(String, String)> {
    let text = (name != SECTION && METADATA.contains(&name)).then(|| std::str::from_utf8(data).ok())??;
    (data.len() <= METADATA_BYTES_MAX).then(|| (name.to_owned(), text.to_owned()))
}
