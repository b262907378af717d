//! From a core module to a component with its manifest inside.

use architrave_core::manifest::{Manifest, SECTION};
use wasm_encoder::{ComponentSection, CustomSection};
use wit_component::ComponentEncoder;

use crate::error::Error;

/// Turns a core module that was built against the contract into a component, with the manifest inside.
///
/// # Errors
///
/// `build.component` when the module does not fit the contract.
pub fn component(module: &[u8], manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let encode = || ComponentEncoder::default().validate(true).module(module)?.encode();
    let component = encode().map_err(|error| Error::component(&manifest.id, &format!("{error:#}")))?;
    embed(&component, manifest)
}

/// Puts a manifest into a component of any language: as JSON in the custom section [`SECTION`], and in the sections that
/// the rest of the ecosystem reads (name, description, authors, licenses, source, version).
///
/// # Errors
///
/// `build.component` when the bytes are not a component.
pub fn embed(component: &[u8], manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let mut metadata = wasm_metadata::AddMetadata::default();
    metadata.name = wasm_metadata::AddMetadataField::Set(manifest.id.clone());
    let mut bytes =
        metadata.to_wasm(component).map_err(|error| Error::component(&manifest.id, &format!("{error:#}")))?;
    let authors = manifest.authors.join(", ");
    let standard = [
        ("description", manifest.description.as_str()),
        ("authors", authors.as_str()),
        ("licenses", manifest.license.as_str()),
        ("source", manifest.source.as_deref().unwrap_or_default()),
        ("version", manifest.version.as_str()),
    ];
    for (name, text) in standard.into_iter().filter(|(_, text)| !text.is_empty()) {
        section(&mut bytes, name, text);
    }
    section(&mut bytes, SECTION, &manifest.to_json());
    Ok(bytes)
}

fn section(bytes: &mut Vec<u8>, name: &str, text: &str) {
    CustomSection { name: name.into(), data: text.as_bytes().into() }.append_to_component(bytes);
}
