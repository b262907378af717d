//! From a core module to a component with its manifest inside.

use architrave_core::{
    manifest::{Manifest, SECTION},
    outcome::Role,
};
use wasm_encoder::{ComponentSection, CustomSection};
use wit_component::{ComponentEncoder, DecodedWasm};

use crate::{error::Error, strip};

/// Turns a core module that was built against the contract into a component, with the manifest inside.
///
/// Exports that give back what a call returned are left out, but for that of `prepare`: the instance ends with the review,
/// and calling them would cost each review more than they free.
///
/// # Errors
///
/// `build.component` when the module does not fit the contract.
pub fn component(module: &[u8], manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let module = strip::without_clean_up(module).map_err(|error| Error::component(&manifest.id, &error.to_string()))?;
    let encode = || ComponentEncoder::default().validate(true).module(&module)?.encode();
    let component = encode().map_err(|error| Error::component(&manifest.id, &format!("{error:#}")))?;
    embed(&component, manifest)
}

/// Puts a manifest into a component of any language: as JSON in the custom section [`SECTION`], and in the sections that
/// the rest of the ecosystem reads (name, description, authors, licenses, source, version).
///
/// # Errors
///
/// `build.component` when the bytes are not a component, or one whose roles are not those of the manifest.
pub fn embed(component: &[u8], manifest: &Manifest) -> Result<Vec<u8>, Error> {
    check_roles(component, manifest)?;
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

/// A manifest is believed before anything is run, so it must not promise what is not there; and what asks more of a host than
/// one gives would be built for nothing.
fn check_roles(component: &[u8], manifest: &Manifest) -> Result<(), Error> {
    let wrong = |found: &str| Err(Error::component(&manifest.id, found));
    let (resolve, world) = match wit_component::decode(component) {
        Ok(DecodedWasm::Component(resolve, world)) => (resolve, world),
        Ok(DecodedWasm::WitPackage(..)) => return wrong("the bytes are the text of a contract, not a component"),
        Err(error) => return wrong(&format!("{error:#}")),
    };
    let imports = resolve.worlds.get(world).map(|world| &world.imports);
    let allowed = |name: &str| ["types@", "log@"].iter().any(|known| is_of_contract(name, known));
    let imports = imports.into_iter().flatten().map(|(key, _)| resolve.name_world_key(key));
    if let Some(import) = imports.into_iter().find(|name| !allowed(name)) {
        return Err(Error::import(&manifest.id, &import));
    }
    let exports = resolve.worlds.get(world).map(|world| &world.exports);
    let names: Vec<String> = exports.into_iter().flatten().map(|(key, _)| resolve.name_world_key(key)).collect();
    let exports = |interface: &str| names.iter().any(|name| is_of_contract(name, &format!("{interface}@")));
    if !exports("lifecycle") {
        return wrong(
            "it does not export `lifecycle`; a Rust plugin calls `architrave_guest::export!`, others write it by hand",
        );
    }
    for role in Role::ALL {
        let name = role.as_str();
        match (manifest.roles.contains(&role), exports(name)) {
            (true, false) => return wrong(&format!("the manifest lists role `{name}`, the code does not export it")),
            (false, true) => return wrong(&format!("the code exports role `{name}`, the manifest does not list it")),
            (true, true) | (false, false) => {}
        }
    }
    Ok(())
}

fn is_of_contract(name: &str, start: &str) -> bool {
    name.strip_prefix("architrave:plugin/").is_some_and(|rest| rest.starts_with(start))
}

fn section(bytes: &mut Vec<u8>, name: &str, text: &str) {
    CustomSection { name: name.into(), data: text.as_bytes().into() }.append_to_component(bytes);
}
