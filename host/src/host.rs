//! Plugins that are loaded, and what each is asked for: everything that a run needs beside reviews.

mod builder;
pub(crate) mod in_order;
pub(crate) mod lenses;
mod load;
mod roles;
mod suggest;

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::Arc,
};

use architrave_core::{
    assess::{self, Selection},
    diagnostic::Diagnostic,
    digest,
    gate::Gate,
    lens::Lens,
    lint,
    outcome::{Outcome, Role},
    report,
    snapshot::{Digest, Snapshot},
};
use architrave_runtime::{How, Images, Plugin, Prepared, Runtime};

pub use self::builder::HostBuilder;
use self::{
    in_order::{Crew, in_order},
    lenses::Lenses,
    load::{builtin_plugin, exported, load_all},
};
use crate::{builtin, config::Config};

/// Plugins that are loaded and admitted, and the roles that they answer.
#[derive(Debug)]
pub struct Host {
    plugins: BTreeMap<String, Loaded>,
    selection: Selection,
    engine: report::Engine,
}

/// One loaded plugin.
#[derive(Debug)]
struct Loaded {
    plugin: Plugin,
    settings: String,
}

/// What all reviews of one lens share.
#[derive(Debug)]
struct OfLens<'a> {
    prepared: Vec<Asked<'a>>,
    notes: Vec<Diagnostic>,
}

impl OfLens<'_> {
    /// Whether any plugin calls `prepare` in each of its instances.
    fn has_plain(&self) -> bool {
        self.prepared.iter().any(|asked| *asked.prepared.how() == How::Plain)
    }
}

/// A prepared plugin, and what it is asked for.
#[derive(Debug)]
struct Asked<'a> {
    name: &'a str,
    prepared: Prepared,
    roles: Vec<Role>,
}

/// How reviews are run; nothing here changes a result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// What is shown.
    pub show: assess::Options,
    /// When images are prepared.
    pub images: ImagePolicy,
    /// How many reviews are assessed at a time; `None` for one per core.
    pub threads: Option<NonZeroUsize>,
}

/// When an image of a plugin that has read the lens is prepared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ImagePolicy {
    /// When it is cached, or the run has enough reviews of one lens to pay for it.
    #[default]
    Auto,
    /// For every plugin and lens.
    Always,
    /// Never: `prepare` runs in each instance.
    Never,
}

impl Host {
    /// Asks for plugins one by one; without any, the defaults.
    #[must_use]
    pub fn builder() -> HostBuilder {
        HostBuilder::default()
    }

    /// Loads every plugin that the configuration names, and the defaults for roles that none of them answers.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any plugin at once: unreadable, another digest than configured, not as it was locked,
    /// not trusted, not admitted,
    /// settings that do not fit its schema, a role that two answer or none has.
    pub fn load(config: &Config, runtime: &Runtime) -> Result<Self, Vec<Diagnostic>> {
        let configured: BTreeSet<String> = config.plugins.keys().cloned().collect();
        let mut wanted = config.plugins.clone();
        for name in roles::named(&config.assessment) {
            if !wanted.contains_key(name) && builtin::component(name).is_some() {
                wanted.insert(name.to_owned(), builtin_plugin(name));
            }
        }
        let mut plugins = load_all(&wanted, config, runtime)?;
        let section = &config.assessment;
        let having = exported(&plugins);
        let missing = roles::Choices { section, configured: &configured, exported: &having }.defaults();
        let missing = missing.into_iter().filter(|name| !plugins.contains_key(*name));
        let missing = missing.map(|name| (name.to_owned(), builtin_plugin(name))).collect();
        plugins.extend(load_all(&missing, config, runtime)?);
        let having = exported(&plugins);
        let selection = roles::Choices { section, configured: &configured, exported: &having }.select()?;
        let asked = selection.plugins();
        plugins.retain(|name, _| asked.contains(name.as_str()));
        let engine = report::Engine {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            runtime: architrave_runtime::engine(),
            limits_sha256: runtime.limits_sha256().to_string(),
        };
        Ok(Self { plugins, selection, engine })
    }

    /// Which plugin answers each role.
    #[must_use]
    pub const fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Assesses reviews that are already resolved, on as many threads as `options` say. The result depends neither on
    /// their order nor on the number of threads.
    ///
    /// `progress` is told how many of how many reviews are done.
    pub fn assess(
        &self,
        snapshots: &[Snapshot],
        options: RunOptions,
        mut progress: impl FnMut(usize, usize),
    ) -> Vec<report::Review> {
        let mut sorted: Vec<&Snapshot> = snapshots.iter().collect();
        sort(&mut sorted);
        progress(0, sorted.len());
        let lenses = Lenses::counted(self, options.images, &sorted);
        let mut reviews = Vec::with_capacity(sorted.len());
        let mut next = sorted.iter();
        in_order(
            Crew::new(options.threads, usize::MAX, sorted.len()),
            || next.next(),
            |snapshot, handover| handover.give(self.assess_one(snapshot, &lenses, options.show)),
            |review| {
                reviews.push(review);
                progress(reviews.len(), sorted.len());
                ControlFlow::Continue(())
            },
        );
        reviews
    }

    /// Assesses one review.
    pub(crate) fn assess_one(&self, snapshot: &Snapshot, lenses: &Lenses<'_>, show: assess::Options) -> report::Review {
        let of_lens = lenses.get(snapshot);
        let run = |asked: &Asked<'_>| {
            let mut outcome = asked.prepared.run(snapshot, &asked.roles);
            asked.name.clone_into(&mut outcome.plugin);
            outcome
        };
        let outcomes: Vec<Outcome> = of_lens.prepared.iter().map(run).collect();
        let mut review = assess::assess(snapshot, &outcomes, &self.selection, show);
        review.diagnostics.extend(of_lens.notes.iter().cloned());
        review.diagnostics.extend(self.remarks(snapshot, &outcomes));
        assess::sort(&mut review.diagnostics);
        review
    }

    /// What all reviews of a lens share.
    fn of_lens(&self, lens: &Arc<Lens>, lens_sha256: Digest, images: Images) -> OfLens<'_> {
        let asked = self.plugins.iter().map(|(name, loaded)| Asked {
            name,
            prepared: loaded.plugin.prepare(lens, lens_sha256, &loaded.settings, images),
            roles: self.selection.roles_of(name),
        });
        OfLens { prepared: asked.collect(), notes: lint::not_monotone(lens) }
    }

    /// What a reader should know about how the plugins fit this review.
    fn remarks(&self, snapshot: &Snapshot, outcomes: &[Outcome]) -> Vec<Diagnostic> {
        let mut remarks = Vec::new();
        if let Some(name) = self.selection.scoring.as_deref()
            && let Some(loaded) = self.plugins.get(name)
        {
            remarks.extend(suggest::unclaimed(name, loaded.plugin.manifest()));
            remarks.extend(suggest::template(name, snapshot));
        }
        if let Some(name) = self.selection.impact.as_deref()
            && let Some(loaded) = self.plugins.get(name)
            && let Some(outcome) = outcomes.iter().find(|outcome| outcome.plugin == name)
        {
            remarks.extend(suggest::unmapped_frameworks(name, loaded.plugin.manifest(), &outcome.legend));
        }
        remarks
    }

    /// What a report comes from, beside reviews: this host, what is allowed, and the gate that judges.
    #[must_use]
    pub fn provenance(&self, allowed: report::Allowed, gate: Option<&Gate>) -> assess::Provenance {
        let gate_sha256 = gate.map(|gate| digest::gate(gate).to_string());
        assess::Provenance {
            engine: self.engine.clone(),
            run: report::Run { roles: self.selection.roles(), allowed, gate_sha256 },
            plugins: self.plugins(),
        }
    }

    /// The loaded plugins, as a report lists them.
    #[must_use]
    pub fn plugins(&self) -> Vec<report::Plugin> {
        let rows = self.plugins.iter().map(|(name, loaded)| {
            let manifest = loaded.plugin.manifest();
            let claims = manifest.claims.iter().map(|claim| claim.as_str().to_owned());
            report::Plugin {
                id: name.clone(),
                version: manifest.version.clone(),
                sha256: loaded.plugin.sha256().to_string(),
                roles: loaded.plugin.roles().to_vec(),
                claims: claims.collect(),
                settings_sha256: digest::bytes(loaded.settings.as_bytes()).to_string(),
            }
        });
        rows.collect()
    }
}

/// Puts reviews in the order of a report.
pub(crate) fn sort<T: Borrow<Snapshot>>(snapshots: &mut [T]) {
    snapshots.sort_by_cached_key(|snapshot| order(snapshot.borrow()));
}

/// Reviews stand in the report by account, Region, workload, lens and milestone, the current state last.
fn order(snapshot: &Snapshot) -> (Vec<Option<String>>, String, u32, Digest) {
    let workload = &snapshot.workload;
    let parts = vec![workload.account.clone(), workload.region.clone(), workload.id.clone(), workload.name.clone()];
    let number = snapshot.milestone.as_ref().map_or(u32::MAX, |milestone| milestone.number);
    (parts, snapshot.lens.alias.clone(), number, snapshot.sha256)
}
