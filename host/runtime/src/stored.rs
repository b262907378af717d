//! What is kept in the cache? Compiled components, and images with what `prepare` left behind.

use std::hash::Hash as _;

use architrave_core::{
    manifest::Manifest,
    outcome::{ControlEntry, Legend, LegendEntry, LogLine, MeasureEntry},
    snapshot::Digest,
};
use serde::{Deserialize, Serialize};
use wasmtime::{Engine, component::Component};

use crate::{
    cache::{Cache, Kind, Label, Name, Namer},
    compile::Failure,
    contract, engine,
    limits::Limits,
    prepared::{Ready, Start},
    trusted,
};

/// Whose code is kept.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) manifest: &'a Manifest,
    pub(crate) sha256: Digest,
}

impl Subject<'_> {
    fn label(self, kind: Kind, engine: &Engine, lens_sha256: Option<Digest>) -> Label {
        Label {
            kind,
            plugin: format!("{} {}", self.manifest.id, self.manifest.version),
            component_sha256: self.sha256.to_string(),
            lens_sha256: lens_sha256.map(|digest| digest.to_string()),
            engine: engine_id(engine),
        }
    }
}

/// Version, machine and settings of an engine, in short.
fn engine_id(engine: &Engine) -> String {
    let mut namer = Namer::new("engine");
    namer.part(env!("CARGO_PKG_VERSION").as_bytes());
    engine.precompile_compatibility_hash().hash(&mut namer);
    namer.short()
}

/// [`engine_id`] of every engine that this version makes on this machine: they differ in nothing that code depends on.
///
/// # Errors
///
/// When there is no compiler for this machine.
pub(crate) fn engine_of_this_machine() -> wasmtime::Result<String> {
    engine::compiling(Limits::native().stack_bytes, false).map(|engine| engine_id(&engine))
}

/// Of a compiled component.
pub(crate) fn code_name(engine: &Engine, limits: &Limits, component_sha256: Digest) -> Name {
    let mut namer = namer("code", engine, limits);
    namer.part(&component_sha256.0);
    namer.code()
}

/// Of the reason why a component cannot be compiled.
pub(crate) fn failure_name(engine: &Engine, limits: &Limits, component_sha256: Digest) -> Name {
    let mut namer = namer("failure", engine, limits);
    namer.part(&component_sha256.0);
    namer.failure()
}

/// Of the image of a component that was prepared with a lens and settings.
pub(crate) fn image_name(engine: &Engine, limits: &Limits, image_of: (Digest, Digest, &str)) -> Name {
    let (component_sha256, lens_sha256, settings_json) = image_of;
    let mut namer = namer("image", engine, limits);
    namer.part(&component_sha256.0);
    namer.part(&lens_sha256.0);
    namer.part(settings_json.as_bytes());
    namer.code()
}

/// The engine says what its code depends on: its version, its options, the machine. Limits stand in the name since they
/// decide what is taken in, and what `prepare` came to.
fn namer(kind: &str, engine: &Engine, limits: &Limits) -> Namer {
    let mut namer = Namer::new(kind);
    namer.part(env!("CARGO_PKG_VERSION").as_bytes());
    namer.part(contract::VERSION.as_bytes());
    namer.part(format!("{limits:?}").as_bytes());
    engine.precompile_compatibility_hash().hash(&mut namer);
    namer
}

/// A compiled component, from the cache.
pub(crate) fn get_code(cache: &Cache, name: Name, engine: &Engine) -> Option<Component> {
    trusted::compiled(engine, &cache.get(name)?).ok()
}

/// Keeps a compiled component.
pub(crate) fn put_code(cache: &Cache, name: Name, component: &Component, subject: Subject<'_>) {
    if let Ok(code) = component.serialize() {
        cache.put(name, &subject.label(Kind::Component, component.engine(), None), &[&code]);
    }
}

/// Why a component could not be compiled, from the cache.
pub(crate) fn get_failure(cache: &Cache, name: Name) -> Option<Failure> {
    serde_json::from_slice(cache.get(name)?.bytes()).ok()
}

/// Keeps the reason why a component cannot be compiled.
pub(crate) fn put_failure(cache: &Cache, name: Name, failure: &Failure, engine: &Engine, subject: Subject<'_>) {
    if let Ok(failure) = serde_json::to_vec(failure) {
        cache.put(name, &subject.label(Kind::Failure, engine, None), &[&failure]);
    }
}

/// An image and what `prepare` left behind, from the cache.
pub(crate) fn get_image(cache: &Cache, name: Name, engine: &Engine) -> Option<(Component, Ready)> {
    let entry = cache.get(name)?;
    let (length, rest) = entry.bytes().split_first_chunk::<LENGTH_BYTES>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let ready: StoredReady = serde_json::from_slice(rest.get(..length)?).ok()?;
    let code = entry.skip(length.checked_add(LENGTH_BYTES)?);
    Some((trusted::compiled(engine, &code).ok()?, ready.into()))
}

/// Keeps an image of a component that was prepared with a lens, and what `prepare` left behind.
pub(crate) fn put_image(cache: &Cache, name: Name, image: (&Component, &Ready), of: (Subject<'_>, Digest)) {
    let ((image, ready), (subject, lens_sha256)) = (image, of);
    let (Ok(code), Ok(ready)) = (image.serialize(), serde_json::to_vec(&StoredReady::from(ready))) else {
        return;
    };
    let length = u64::try_from(ready.len()).unwrap_or(u64::MAX).to_le_bytes();
    let label = subject.label(Kind::Image, image.engine(), Some(lens_sha256));
    cache.put(name, &label, &[&length, &ready, &code]);
}

/// What stands before what `prepare` left behind: its length.
const LENGTH_BYTES: usize = size_of::<u64>();

/// [`Ready`] as it is written.
#[derive(Serialize, Deserialize)]
struct StoredReady {
    fuel: u64,
    log: Vec<(u8, String)>,
    reasons: Vec<(String, String)>,
    consequences: Vec<(String, String)>,
    advice: Vec<(String, String)>,
    measures: Vec<(String, String, String, bool)>,
    controls: Vec<(String, String)>,
}

impl From<&Ready> for StoredReady {
    fn from(ready: &Ready) -> Self {
        let Ready { legend, start } = ready;
        let entries =
            |entries: &[LegendEntry]| entries.iter().map(|entry| (entry.id.clone(), entry.text.clone())).collect();
        let measure =
            |entry: &MeasureEntry| (entry.id.clone(), entry.text.clone(), entry.unit.clone(), entry.higher_is_better);
        let control = |entry: &ControlEntry| (entry.framework.clone(), entry.requirement.clone());
        Self {
            fuel: start.fuel,
            log: start.log.iter().map(|line| (line.severity, line.message.clone())).collect(),
            reasons: entries(&legend.reasons),
            consequences: entries(&legend.consequences),
            advice: entries(&legend.advice),
            measures: legend.measures.iter().map(measure).collect(),
            controls: legend.controls.iter().map(control).collect(),
        }
    }
}

impl From<StoredReady> for Ready {
    fn from(stored: StoredReady) -> Self {
        let entries =
            |entries: Vec<(String, String)>| entries.into_iter().map(|(id, text)| LegendEntry { id, text }).collect();
        let measure = |(id, text, unit, higher_is_better)| MeasureEntry { id, text, unit, higher_is_better };
        let control = |(framework, requirement)| ControlEntry { framework, requirement };
        let legend = Legend {
            reasons: entries(stored.reasons),
            consequences: entries(stored.consequences),
            advice: entries(stored.advice),
            measures: stored.measures.into_iter().map(measure).collect(),
            controls: stored.controls.into_iter().map(control).collect(),
        };
        let log = stored.log.into_iter().map(|(severity, message)| LogLine { severity, message }).collect();
        Self { legend, start: Start { fuel: stored.fuel, log } }
    }
}
