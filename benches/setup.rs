//! What does every measurement need? A runtime, the sample, and plugins prepared for it.

use std::{hint::black_box, path::Path};

use architrave::{
    builtin,
    config::{AssessmentSection, Config},
    host::Host,
    sample,
    source::{self, Input, Inputs},
};
use architrave_core::{
    assess,
    manifest::Class,
    outcome::{Outcome, Role},
    report::{Allowed, Report},
    settings,
    snapshot::{self, LensTable, Snapshot},
};
use architrave_runtime::{Images, Options, Plugin, Prepared, Runtime, cache};
use tempfile::TempDir;

/// What one plugin is asked for.
pub(crate) const THREE: [Role; 3] = [Role::Scoring, Role::Priority, Role::Impact];

/// A runtime and the sample. Compiled code is cached, so that a plugin that is loaded often is compiled once.
pub(crate) struct Setup {
    pub(crate) runtime: Runtime,
    pub(crate) inputs: Inputs,
    pub(crate) sample: Snapshot,
    _home: TempDir,
}

impl Setup {
    pub(crate) fn new() -> Self {
        let inputs = sample::inputs();
        let sample = snapshot(&inputs);
        let home = tempfile::tempdir().expect("a folder");
        Self { runtime: runtime(Some(cache_within(home.path()))), inputs, sample, _home: home }
    }

    /// A shipped plugin.
    pub(crate) fn plugin(&self, id: &str) -> Plugin {
        self.runtime.load(builtin::component(id).expect("it is built in"), Class::Native).expect("it is admitted")
    }

    /// A shipped plugin with an image for the sample's lens.
    pub(crate) fn prepared(&self, id: &str) -> Prepared {
        prepare(&self.plugin(id), &self.sample, Images::Always)
    }

    /// Everything between bytes and report, with one plugin that answers three roles.
    pub(crate) fn assessment(&self, id: &str) -> Assessment {
        let name = || Some(id.to_owned());
        let assessment = AssessmentSection {
            scoring: name(),
            priority: name(),
            impact: name(),
            guidance: Some(Vec::new()),
            compare: Vec::new(),
        };
        let config = Config { assessment, ..Config::default() };
        let host = Host::load(&config, &self.runtime).expect("it is built in");
        Assessment { host, prepared: self.prepared(id) }
    }
}

/// A runtime with the limits that everybody gets.
pub(crate) fn runtime(cache: Option<cache::Options>) -> Runtime {
    Runtime::new(Options { cache, ..Options::default() }).expect("this machine runs plugins")
}

/// A cache that nothing else uses.
pub(crate) fn cache_within(home: &Path) -> cache::Options {
    cache::Options { folder: home.join("cache"), key_file: home.join("key"), size_bytes: 1 << 30 }
}

/// See [`Setup::assessment`].
pub(crate) struct Assessment {
    pub(crate) host: Host,
    prepared: Prepared,
}

impl Assessment {
    /// From bytes to the report of one review.
    pub(crate) fn report(&self, inputs: &Inputs) -> Report {
        let snapshot = snapshot(inputs);
        let outcome = self.prepared.run(&snapshot, &THREE);
        let review = assess::assess(&snapshot, &[outcome], self.host.selection(), assess::Options::default());
        let provenance = self.host.provenance(Allowed::default(), None);
        assess::report(std::slice::from_ref(&snapshot), provenance, vec![review], None)
    }
}

/// Prepares a plugin for the lens of a review, with its default settings.
pub(crate) fn prepare(plugin: &Plugin, snapshot: &Snapshot, images: Images) -> Prepared {
    let prepared = plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &settings_of(plugin), images);
    assert!(prepared.fault().is_none(), "{:?}", prepared.fault());
    prepared
}

/// A fault costs less than an answer, and must not be taken for one.
pub(crate) fn judged(outcome: &Outcome) {
    let fault = outcome.scoring.as_ref().and_then(|scoring| scoring.as_ref().err());
    assert!(fault.is_none(), "{fault:?}");
    black_box(outcome);
}

/// The default settings of a plugin.
pub(crate) fn settings_of(plugin: &Plugin) -> String {
    settings::resolve(&serde_json::Value::Null, &plugin.manifest().settings).expect("defaults fit")
}

/// The one review of these inputs, of a lens that is seen for the first time.
pub(crate) fn snapshot(inputs: &Inputs) -> Snapshot {
    snapshot_among(inputs, &mut LensTable::default())
}

/// The one review of these inputs, of a lens that may have been seen before.
pub(crate) fn snapshot_among(inputs: &Inputs, lenses: &mut LensTable) -> Snapshot {
    let drafts = source::parse(inputs).expect("the document is valid");
    let draft = drafts.reviews.first().expect("one review");
    snapshot::resolve_among(draft, lenses).expect("the document resolves")
}

/// A document without a file.
pub(crate) fn input(text: String) -> Inputs {
    Inputs::new(vec![Input { name: None, text }])
}
