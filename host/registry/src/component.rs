//! How is a component described in a registry? Its config and annotations, made from what it says of itself.

use std::collections::BTreeMap;

use architrave_core::manifest::{Manifest, SECTION};
use serde::{Deserialize, Serialize};
use wasmparser::{Encoding, Parser, Payload};

use crate::{
    digest::Digest,
    error::{Error, Kind},
};

/// A time for those readers that insist on one; always the same, so that the same component gives the same digest.
const CREATED: &str = "1970-01-01T00:00:00Z";

/// What every interface of the contract starts with.
const CONTRACT: &str = "architrave:plugin";

const ARCHITECTURE: &str = "wasm";

/// What CNCF's form says of every component, whatever it imports.
const OS: &str = "wasip2";

/// What stands in front of every annotation that others know.
const STANDARD: &str = "org.opencontainers.image.";

/// What goes into a manifest beside the component.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) config: Vec<u8>,
    pub(crate) annotations: BTreeMap<String, String>,
}

/// The config of a plugin, with the members of `oci-wasm` 0.6, which `wkg` reads and writes with.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    created: String,
    author: Option<String>,
    architecture: String,
    os: String,
    #[serde(default)]
    layer_digests: Vec<Digest>,
    component: Option<Interfaces>,
}

/// What a component asks for and offers, and the world that it was built for.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Interfaces {
    exports: Vec<String>,
    imports: Vec<String>,
    target: Option<String>,
}

/// What a component is, by its own words; whether they are true is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The plugin's id.
    pub id: String,
    /// Its version, by semantic versioning.
    pub version: String,
    /// What it was built for, such as `architrave:plugin@0.1.0`; empty where it is for no version of the contract.
    pub contract: String,
}

impl Identity {
    /// Of a component.
    ///
    /// # Errors
    ///
    /// `artifact.component` where the bytes are not a component with a manifest of ours.
    pub fn of(component: &[u8]) -> Result<Self, Error> {
        let (interfaces, section) = read(component)?;
        let manifest = manifest(section)?;
        let contract = interfaces.exports.iter().chain(&interfaces.imports).find_map(|name| contract_of(name));
        Ok(Self { id: manifest.id, version: manifest.version, contract: contract.unwrap_or_default() })
    }
}

/// `architrave:plugin@0.1.0`, of `architrave:plugin/scoring@0.1.0`.
fn contract_of(name: &str) -> Option<String> {
    let (_, version) = name.strip_prefix(CONTRACT)?.strip_prefix('/')?.split_once('@')?;
    // Nobody has checked the names of a component yet.
    let version = semver::Version::parse(version).ok()?;
    Some(format!("{CONTRACT}@{version}"))
}

fn manifest(section: Option<&[u8]>) -> Result<Manifest, Error> {
    let section = section.ok_or_else(|| no_plugin("it has no manifest"))?;
    Manifest::from_json(section).map_err(|problems| {
        no_plugin(problems.first().map_or("its manifest does not hold", |problem| problem.message.as_str()))
    })
}

/// Reads what a component says of itself, without running it.
pub(crate) fn describe(component: &[u8]) -> Result<Described, Error> {
    let (interfaces, section) = read(component)?;
    let manifest = manifest(section)?;
    let config = Config {
        created: CREATED.to_owned(),
        author: manifest.authors.first().cloned(),
        architecture: ARCHITECTURE.to_owned(),
        os: OS.to_owned(),
        layer_digests: vec![Digest::of(component)],
        component: Some(interfaces),
    };
    let config = serde_json::to_vec(&config).map_err(|error| no_plugin(&error.to_string()))?;
    Ok(Described { config, annotations: annotations(manifest) })
}

/// Whether a config describes a component with this digest.
pub(crate) fn check_config(config: &[u8], component: Digest) -> Result<(), Error> {
    let wrong = |cause: String| Error::from(Kind::Config { cause });
    let config: Config = serde_json::from_slice(config).map_err(|error| wrong(error.to_string()))?;
    if config.architecture != ARCHITECTURE {
        return Err(wrong(format!("its architecture is `{}`, not `{ARCHITECTURE}`", config.architecture)));
    }
    if let [found] = config.layer_digests.as_slice()
        && *found != component
    {
        return Err(wrong(format!("it describes {found}, the layer is {component}")));
    }
    Ok(())
}

fn annotations(manifest: Manifest) -> BTreeMap<String, String> {
    let authors = Some(manifest.authors.join(", ")).filter(|authors| !authors.is_empty());
    let standard = [
        ("title", Some(manifest.id)),
        ("version", Some(manifest.version)),
        ("description", Some(manifest.description)),
        ("licenses", Some(manifest.license)),
        ("source", manifest.source),
        ("authors", authors),
    ];
    standard.into_iter().filter_map(|(key, value)| Some((format!("{STANDARD}{key}"), value?))).collect()
}

/// Names of imports and exports at the top level, in order, and the section that holds our manifest.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other sections say nothing about names")]
fn read(component: &[u8]) -> Result<(Interfaces, Option<&[u8]>), Error> {
    let malformed = |error: wasmparser::BinaryReaderError| no_plugin(error.message());
    if !Parser::is_component(component) {
        return Err(no_plugin("it is not a WebAssembly component"));
    }
    let mut interfaces = Interfaces::default();
    let mut section = None;
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(malformed)? {
            Payload::Version { encoding: Encoding::Component | Encoding::Module, .. } => {
                depth = depth.saturating_add(1);
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(found) if depth == 1 && found.name() == SECTION => section = Some(found.data()),
            Payload::ComponentImportSection(imports) if depth == 1 => {
                for import in imports {
                    interfaces.imports.push(import.map_err(malformed)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(exports) if depth == 1 => {
                for export in exports {
                    interfaces.exports.push(export.map_err(malformed)?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok((interfaces, section))
}

fn no_plugin(cause: &str) -> Error {
    Kind::Component { cause: cause.to_owned() }.into()
}
