//! `plugin lock`: writes down which plugins exactly may be loaded, and shows what changes.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Change, Lock, Locked, Problem, Reference, Refusal, changes, detached};
use clap::Args;
use serde::Serialize;

use super::{
    super::{FAILS, PASSES, TextOrJson, UNDECIDED, output::Streams, review::said, supply::SupplyArgs},
    reach::{any_plugin, component_bytes_max},
};
use crate::{
    builtin,
    config::{Config, LOCK, PluginSource},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct LockArgs {
    /// Configuration; else the nearest `architrave.toml` from the working folder upwards
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Lock these too, and take nothing out of the lock; else what the configuration names
    #[arg(value_name = "REFERENCE")]
    references: Vec<Reference>,
    /// The same, as `assess` writes it
    #[arg(long = "plugin", value_name = "REFERENCE", hide_short_help = true)]
    plugins: Vec<Reference>,
    /// Move what is locked to what its reference stands for now: these plugins by id or reference, or all
    #[arg(long, value_name = "NAME", num_args = 0..)]
    upgrade: Option<Vec<String>>,
    /// Let versions go back
    #[arg(long)]
    allow_downgrade: bool,
    /// Lock files and built-in plugins as well; once locked, they stay so
    #[arg(long)]
    all: bool,
    /// Write nothing; exit status 1 when the lock would change
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    supply: SupplyArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

impl LockArgs {
    fn named(&self) -> impl Iterator<Item = &Reference> {
        self.references.iter().chain(&self.plugins)
    }
}

/// What was done.
#[derive(Debug, Serialize)]
struct Done {
    lock: String,
    plugins: usize,
    changes: Vec<Change>,
}

/// What is being locked, and what was wrong so far.
struct Locking<'a> {
    args: &'a LockArgs,
    config: &'a Config,
    folder: &'a Path,
    old: Lock,
    new: Lock,
    problems: Vec<Diagnostic>,
    /// What keeps a plugin from being loaded although it is locked.
    notes: Vec<Diagnostic>,
}

/// 0 when the lock is as it should be, 1 when `--check` found that it is not, 2 when it could not be made.
pub(super) fn run(args: &LockArgs, streams: &Streams) -> u8 {
    let Some((config, path)) = said(streams, read(args)) else { return UNDECIDED };
    let mut locking = Locking {
        args,
        config: &config,
        folder: path.parent().unwrap_or_else(|| Path::new("")),
        old: config.supply.lock.clone().unwrap_or_default(),
        new: Lock { path: Some(path.clone()), plugins: BTreeMap::new() },
        problems: Vec::new(),
        notes: Vec::new(),
    };
    locking.all();
    if !locking.problems.is_empty() {
        streams.diagnostics("error", &locking.problems);
        return UNDECIDED;
    }
    streams.diagnostics("warning", &locking.notes);
    let changes = changes(&locking.old, &locking.new);
    let is_other = !changes.is_empty() || config.supply.lock.is_none();
    if is_other
        && !args.check
        && let Err(error) = locking.new.write(&path)
    {
        return streams.failed(&error.diagnostic());
    }
    let done = Done { lock: path.display().to_string(), plugins: locking.new.plugins.len(), changes };
    let shown = done.show(args, streams);
    if shown == PASSES && args.check && is_other { FAILS } else { shown }
}

/// The configuration, and where its lock is or will be.
fn read(args: &LockArgs) -> Result<(Config, PathBuf), Vec<Diagnostic>> {
    let mut config = match &args.config {
        Some(path) => Config::read(path)?,
        None => Config::discover(&std::env::current_dir().unwrap_or_default())?,
    };
    args.supply.apply(&mut config, false)?;
    let folder = config.path.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new(""));
    let path = args.supply.lock().map_or_else(|| folder.join(LOCK), Path::to_owned);
    Ok((config, path))
}

impl Locking<'_> {
    fn all(&mut self) {
        let config = self.config;
        for (name, plugin) in &config.plugins {
            let locked = match &plugin.source {
                PluginSource::Registry(reference) => self.reference(reference),
                PluginSource::Builtin(id) => self.builtin(id),
                PluginSource::Path(path) => self.file(path),
            };
            if let Err(problem) = locked {
                self.problems.push(problem.diagnostic(&format!("cannot lock plugin `{name}`")));
            }
        }
        for reference in self.args.named() {
            if let Err(problem) = self.reference(reference) {
                self.problems.push(problem.diagnostic(&format!("cannot lock `{reference}`")));
            }
        }
        if self.args.named().next().is_some() {
            for (source, locked) in &self.old.plugins {
                self.new.plugins.entry(source.clone()).or_insert_with(|| locked.clone());
            }
        }
        for name in self.args.upgrade.iter().flatten() {
            let mut new = self.new.plugins.iter();
            if !new.any(|(source, locked)| source == name || locked.identity.id == *name) {
                let message = format!("cannot upgrade `{name}`: nothing of this name is in the lock");
                self.problems
                    .push(Diagnostic::error("lock.unknown", message).help("name a plugin by its id or source"));
            }
        }
    }

    /// Whether an entry may be made anew.
    fn is_upgraded(&self, source: &str) -> bool {
        let named = |name: &String| {
            name == source || self.old.plugins.get(source).is_some_and(|locked| locked.identity.id == *name)
        };
        match &self.args.upgrade {
            Some(names) => names.is_empty() || names.iter().any(named),
            None => false,
        }
    }

    fn reference(&mut self, reference: &Reference) -> Result<(), Problem> {
        let source = reference.to_string();
        let old = self.old.plugins.get(&source).cloned();
        if let Some(old) = old.as_ref().filter(|_| !self.is_upgraded(&source)) {
            self.new.plugins.insert(source, old.clone());
            return Ok(());
        }
        let (found, decision) = self.config.supply.find(reference, any_plugin())?;
        self.check_forward(old.as_ref(), &found)?;
        if let Err(refusal) = decision.verdict {
            self.notes.push(refusal.diagnostic(&format!("`{source}` is locked, and will not be loaded yet")));
        }
        self.new.plugins.insert(source, found);
        Ok(())
    }

    fn builtin(&mut self, id: &str) -> Result<(), Problem> {
        match builtin::component(id) {
            Some(component) => self.bytes(&format!("builtin:{id}"), component),
            None => Ok(()),
        }
    }

    fn file(&mut self, path: &Path) -> Result<(), Problem> {
        let relative = path.strip_prefix(self.folder).unwrap_or(path);
        let known = self.old.source_of(path).map(str::to_owned);
        let source = known.unwrap_or_else(|| relative.to_string_lossy().into_owned());
        let is_wanted = self.args.all || self.old.plugins.contains_key(&source);
        if is_wanted { self.bytes(&source, &detached::component(path, component_bytes_max())?) } else { Ok(()) }
    }

    /// What is in no registry is locked where that was asked for, now or before.
    fn bytes(&mut self, source: &str, component: &[u8]) -> Result<(), Problem> {
        let old = self.old.plugins.get(source).cloned();
        let entry = match old {
            Some(old) if !self.is_upgraded(source) => old,
            None if !self.args.all => return Ok(()),
            old => {
                let found = Locked::of(component, None)?;
                self.check_forward(old.as_ref(), &found)?;
                found
            }
        };
        self.new.plugins.insert(source.to_owned(), entry);
        Ok(())
    }

    fn check_forward(&self, old: Option<&Locked>, new: &Locked) -> Result<(), Refusal> {
        match old {
            Some(old) if !self.args.allow_downgrade && new.goes_back_from(old) => {
                Err(Refusal::Downgrade { locked: old.identity.version.clone(), found: new.identity.version.clone() })
            }
            _ => Ok(()),
        }
    }
}

impl Done {
    fn show(&self, args: &LockArgs, streams: &Streams) -> u8 {
        let text = match args.format {
            TextOrJson::Json => match serde_json::to_string_pretty(self) {
                Ok(json) => format!("{json}\n"),
                Err(error) => return streams.problem("cannot print the answer", &error),
            },
            TextOrJson::Text => {
                let mut text: String = self.changes.iter().map(ToString::to_string).collect();
                let plural = if self.plugins == 1 { "" } else { "s" };
                let what = match (self.changes.is_empty(), args.check) {
                    (true, _) => "nothing changes",
                    (false, true) => "not written",
                    (false, false) => "written",
                };
                text.push_str(&format!("{}: {} plugin{plural}, {what}\n", self.lock, self.plugins));
                text
            }
        };
        streams.data(text.as_bytes())
    }
}
