//! Plugins that are loaded, and what each is asked for: everything that a run needs beside reviews.

mod roles;
mod suggest;

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use architrave_core::{
    assess::{self, Selection},
    diagnostic::Diagnostic,
    digest,
    gate::Gate,
    lint,
    outcome::{Outcome, Role},
    report, settings,
    snapshot::{Digest, Snapshot},
};
use architrave_runtime::{Images, Plugin, Prepared, Runtime};

use crate::{
    builtin,
    config::{Config, PluginConfig, PluginSource},
};

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
struct OfLens<'a> {
    prepared: Vec<Asked<'a>>,
    notes: Vec<Diagnostic>,
}

/// A prepared plugin, and what it is asked for.
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
    /// Loads every plugin that the configuration names, and the defaults for roles that none of them answers.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any plugin at once: unreadable, another digest than configured, not admitted,
    /// settings that do not fit its schema, a role that two answer or none has.
    pub fn load(config: &Config, runtime: &Runtime) -> Result<Self, Vec<Diagnostic>> {
        let configured: BTreeSet<String> = config.plugins.keys().cloned().collect();
        let mut wanted = config.plugins.clone();
        for name in roles::named(&config.assessment) {
            if !wanted.contains_key(name) && builtin::component(name).is_some() {
                wanted.insert(name.to_owned(), builtin_plugin(name));
            }
        }
        let mut plugins = load_all(&wanted, runtime)?;
        let section = &config.assessment;
        let having = exported(&plugins);
        let missing = roles::Choices { section, configured: &configured, exported: &having }.defaults();
        let missing = missing.into_iter().filter(|name| !plugins.contains_key(*name));
        let missing = missing.map(|name| (name.to_owned(), builtin_plugin(name))).collect();
        plugins.extend(load_all(&missing, runtime)?);
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
        sorted.sort_by_cached_key(|snapshot| order(snapshot));
        progress(0, sorted.len());
        let lenses = self.lenses(&sorted, options.images);
        let one = |snapshot: &Snapshot| {
            let of_lens = lenses.get(&snapshot.lens_sha256)?;
            Some(self.assess_one(snapshot, of_lens, options.show))
        };
        let threads = options.threads.map_or_else(cores, NonZeroUsize::get).min(sorted.len());
        let mut reviews: Vec<Option<report::Review>> = vec![None; sorted.len()];
        let mut keep = |done: usize, position: usize, review: Option<report::Review>| {
            if let Some(place) = reviews.get_mut(position) {
                *place = review;
            }
            progress(done.saturating_add(1), sorted.len());
        };
        if threads <= 1 {
            sorted.iter().enumerate().for_each(|(position, snapshot)| keep(position, position, one(snapshot)));
        } else {
            let next = AtomicUsize::new(0);
            thread::scope(|scope| {
                let (sender, receiver) = mpsc::channel();
                for _ in 0..threads {
                    let (sender, next, sorted, one) = (sender.clone(), &next, &sorted, &one);
                    scope.spawn(move || {
                        while let Some((position, snapshot)) = take(next, sorted) {
                            // The receiver outlives the threads.
                            let _ = sender.send((position, one(snapshot)));
                        }
                    });
                }
                drop(sender);
                receiver.iter().enumerate().for_each(|(done, (position, review))| keep(done, position, review));
            });
        }
        reviews.into_iter().flatten().collect()
    }

    /// What all reviews of a lens share, made once.
    fn lenses(&self, sorted: &[&Snapshot], policy: ImagePolicy) -> BTreeMap<Digest, OfLens<'_>> {
        let mut first: BTreeMap<Digest, (&Snapshot, usize)> = BTreeMap::new();
        for snapshot in sorted {
            let (_, count) = first.entry(snapshot.lens_sha256).or_insert((snapshot, 0));
            *count = count.saturating_add(1);
        }
        let made = first.into_iter().map(|(digest, (snapshot, count))| {
            let prepared = self.prepare(snapshot, policy, count);
            (digest, OfLens { prepared, notes: lint::not_monotone(&snapshot.lens) })
        });
        made.collect()
    }

    fn assess_one(&self, snapshot: &Snapshot, of_lens: &OfLens<'_>, show: assess::Options) -> report::Review {
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

    fn prepare(&self, snapshot: &Snapshot, policy: ImagePolicy, reviews_expected: usize) -> Vec<Asked<'_>> {
        let images = match policy {
            ImagePolicy::Auto => Images::Auto { reviews_expected },
            ImagePolicy::Always => Images::Always,
            ImagePolicy::Never => Images::Never,
        };
        let prepare =
            |loaded: &Loaded| loaded.plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &loaded.settings, images);
        let asked = self.plugins.iter().map(|(name, loaded)| Asked {
            name,
            prepared: prepare(loaded),
            roles: self.selection.roles_of(name),
        });
        asked.collect()
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

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// The next review that no thread has taken.
fn take<'a>(next: &AtomicUsize, sorted: &[&'a Snapshot]) -> Option<(usize, &'a Snapshot)> {
    let position = next.fetch_add(1, Ordering::Relaxed);
    sorted.get(position).map(|snapshot| (position, *snapshot))
}

/// Reviews stand in the report by account, Region, workload, lens and milestone, the current state last.
fn order(snapshot: &Snapshot) -> (Vec<Option<String>>, String, u32, Digest) {
    let workload = &snapshot.workload;
    let parts = vec![workload.account.clone(), workload.region.clone(), workload.id.clone(), workload.name.clone()];
    let number = snapshot.milestone.as_ref().map_or(u32::MAX, |milestone| milestone.number);
    (parts, snapshot.lens.alias.clone(), number, snapshot.sha256)
}

fn exported(plugins: &BTreeMap<String, Loaded>) -> BTreeMap<String, Vec<Role>> {
    plugins.iter().map(|(name, loaded)| (name.clone(), loaded.plugin.roles().to_vec())).collect()
}

/// Loads plugins side by side: compiling one takes tens of milliseconds.
fn load_all(
    wanted: &BTreeMap<String, PluginConfig>,
    runtime: &Runtime,
) -> Result<BTreeMap<String, Loaded>, Vec<Diagnostic>> {
    let loaded: Vec<(&String, Result<Loaded, Vec<Diagnostic>>)> = thread::scope(|scope| {
        let threads: Vec<_> =
            wanted.iter().map(|(name, config)| (name, scope.spawn(|| load(name, config, runtime)))).collect();
        threads
            .into_iter()
            .map(|(name, thread)| (name, thread.join().unwrap_or_else(|_| Err(vec![crashed(name)]))))
            .collect()
    });
    let mut plugins = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, result) in loaded {
        match result {
            Ok(loaded) => {
                plugins.insert(name.clone(), loaded);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(plugins) } else { Err(problems) }
}

fn crashed(name: &str) -> Diagnostic {
    Diagnostic::error("load.crashed", format!("cannot load plugin `{name}`: the loader crashed on it"))
        .help("do not use this component; please report it with its digest")
}

fn load(name: &str, config: &PluginConfig, runtime: &Runtime) -> Result<Loaded, Vec<Diagnostic>> {
    let bytes: Arc<[u8]> = match &config.source {
        PluginSource::Builtin(id) => builtin::component(id).map(Arc::from).ok_or_else(|| vec![no_builtin(name, id)])?,
        PluginSource::Path(path) => std::fs::read(path).map(Arc::from).map_err(|error| {
            vec![
                Diagnostic::error(
                    "load.unreadable",
                    format!("cannot load plugin `{name}` from `{}`: {error}", path.display()),
                )
                .help("name a `.wasm` component, or `builtin:ID`"),
            ]
        })?,
    };
    let found = digest::bytes(&bytes).to_string();
    if let Some(expected) = config.sha256.as_deref().filter(|expected| *expected != found) {
        return Err(vec![
            Diagnostic::error(
                "load.digest",
                format!("cannot load plugin `{name}`: its digest is {found}, configured is {expected}"),
            )
            .help("restore the component that was approved, or approve this one by its digest"),
        ]);
    }
    let plugin = runtime.load(&bytes, config.class).map_err(|error| {
        let diagnostic = Diagnostic::error(error.code(), format!("cannot load plugin `{name}`: {error}"));
        vec![diagnostic.help(error.help())]
    })?;
    let settings = settings::resolve(&config.settings, &plugin.manifest().settings)
        .map_err(|problems| problems.into_iter().map(|problem| in_plugin(name, problem)).collect::<Vec<_>>())?;
    Ok(Loaded { plugin, settings })
}

fn in_plugin(name: &str, problem: Diagnostic) -> Diagnostic {
    Diagnostic { message: format!("plugin `{name}`: {}", problem.message), ..problem }
}

fn no_builtin(name: &str, id: &str) -> Diagnostic {
    let known: Vec<&str> = builtin::ids().collect();
    Diagnostic::error(
        "load.unknown-builtin",
        format!("cannot load plugin `{name}`: there is no built-in plugin `{id}`"),
    )
    .help(format!("built-in are {}; give `source` for any other", known.join(", ")))
}

fn builtin_plugin(id: &str) -> PluginConfig {
    PluginConfig::new(PluginSource::Builtin(id.to_owned()))
}
