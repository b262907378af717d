//! What is fetched when? Jobs that ask, one owner of folder and index that takes what they bring.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    sync::Arc,
};

use architrave_core::diagnostic::Diagnostic;
use serde_json::Value;
use tokio::{sync::Semaphore, task::JoinSet, time};

use super::{
    Options, Outcome, Progress, Stop, Stopped, counts,
    index::{self, Index},
    names,
    places::{self, Place},
    review::{self, Fetched},
    select::Matched,
    service::ReviewId,
    tree::Tree,
    workload::{self, Described, State, Target},
};
use crate::{
    calls::Calls,
    connect::Connection,
    error::{Call, Error, Kind},
};

/// A lens review that is to be fetched.
#[derive(Debug)]
struct Wanted {
    target: Arc<Target>,
    id: ReviewId,
    /// Within the folder of the workload.
    folder: String,
    entry: index::Review,
}

/// A lens that is to be exported.
#[derive(Debug)]
struct Export {
    file: String,
    arn: String,
    version: Option<String>,
}

/// What a job brings.
#[derive(Debug)]
enum Done {
    Listed(Arc<Place>, Result<Vec<Value>, Error>),
    Described(Arc<Target>, Result<Described, Error>),
    Reviewed(Box<Wanted>, Result<Fetched, Error>),
    Exported(Export, Result<Value, Error>),
    /// A workload that is no longer listed, and what asking for it says.
    LookedFor(String, Result<Value, Error>),
}

/// A pull that is under way.
struct Run<'a> {
    options: &'a Options,
    tree: Tree,
    index: Index,
    jobs: JoinSet<Done>,
    permits: Arc<Semaphore>,
    matched: Matched,
    /// Accounts of all places, where known.
    accounts: BTreeSet<String>,
    /// Folders of workloads that were listed.
    listed: BTreeSet<String>,
    /// Files of lenses that were asked for in this run.
    exports: BTreeSet<String>,
    /// Files of what was selected.
    files: BTreeSet<String>,
    /// Lens reviews that are asked for.
    pending: usize,
    /// Changes of the index since it was written.
    unsaved: usize,
    outcome: Outcome,
}

/// Pulls. Calls are added to `calls`; `watch` hears how far it is.
///
/// # Errors
///
/// Only what keeps everything from being done: no credentials, no Region, a folder that cannot be written.
/// All else is in the outcome, beside what was complete.
pub async fn pull(
    options: &Options,
    calls: &Calls,
    mut stop: Stop,
    mut watch: impl FnMut(Progress<'_>),
) -> Result<Outcome, Error> {
    let deadline = time::Instant::now() + options.deadline;
    let tree = Tree::open(&options.folder)?;
    let (index, note) = Index::read(&tree)?;
    let mut run = Run::new(options, tree, index);
    run.outcome.notes.extend(note);
    let stopped = tokio::select! {
        biased;
        () = is_set(&mut stop) => Some(Stopped::Interrupted),
        () = time::sleep_until(deadline) => Some(Stopped::Deadline),
        result = run.all(calls, &mut watch) => { result?; None }
    };
    run.finish(stopped)
}

/// Waits until it is to stop; for ever where nobody can say so any more.
async fn is_set(stop: &mut Stop) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl<'a> Run<'a> {
    fn new(options: &'a Options, tree: Tree, index: Index) -> Self {
        Self {
            options,
            tree,
            index,
            jobs: JoinSet::new(),
            permits: Arc::new(Semaphore::new(options.concurrency.get())),
            matched: Matched::default(),
            accounts: BTreeSet::new(),
            listed: BTreeSet::new(),
            exports: BTreeSet::new(),
            files: BTreeSet::new(),
            pending: 0,
            unsaved: 0,
            outcome: Outcome::default(),
        }
    }

    async fn all(&mut self, calls: &Calls, watch: &mut impl FnMut(Progress<'_>)) -> Result<(), Error> {
        let options = self.options;
        watch(Progress { what: "connecting", done: 0, all: 0 });
        let mut connect = options.connect.clone();
        if let (None, [first, ..]) = (&connect.region, options.regions.as_slice()) {
            connect.region = Some(first.clone());
        }
        let base = Connection::open(&connect, calls.clone()).await?;
        let (places, errors) = places::open(options, &base).await;
        self.outcome.errors.extend(errors);
        self.accounts.extend(places.iter().filter_map(|place| place.account.clone()));
        for place in places {
            self.spawn(async move { Done::Listed(place.clone(), place.service.workloads().await) });
        }
        let (mut done, mut all) = (0_usize, self.jobs.len());
        while let Some(joined) = self.jobs.join_next().await {
            let before = self.jobs.len();
            let what = match joined {
                Ok(brought) => self.take(brought)?,
                Err(error) => {
                    self.fail(Error::new(Kind::Other, Call::new("", "a job ended"), error.to_string()));
                    String::new()
                }
            };
            done = done.saturating_add(1);
            all = all.saturating_add(self.jobs.len().saturating_sub(before));
            watch(Progress { what: &what, done, all });
        }
        Ok(())
    }

    /// Starts a job once there is room for it.
    fn spawn(&mut self, job: impl Future<Output = Done> + Send + 'static) {
        let permits = self.permits.clone();
        self.jobs.spawn(async move {
            // The semaphore is never closed.
            let _permit = permits.acquire_owned().await;
            job.await
        });
    }

    fn fail(&mut self, error: Error) {
        self.outcome.errors.push(error);
    }

    /// Takes what a job brought, and says what it was. Only the folder can fail everything.
    fn take(&mut self, done: Done) -> Result<String, Error> {
        match done {
            Done::Listed(place, Ok(workloads)) => {
                let what = format!("workloads in {}", place.region);
                self.listed(&place, workloads);
                Ok(what)
            }
            Done::Described(target, Ok(described)) => {
                let what = target.shown();
                self.described(&target, described)?;
                Ok(what)
            }
            Done::Reviewed(wanted, result) => {
                let what = wanted.id.shown();
                self.pending = self.pending.saturating_sub(1);
                match result {
                    Ok(fetched) => self.reviewed(*wanted, fetched)?,
                    Err(error) => self.fail(error),
                }
                Ok(what)
            }
            Done::Exported(export, result) => {
                let what = format!("lens `{}`", export.arn);
                self.exported(&export, result)?;
                Ok(what)
            }
            Done::LookedFor(folder, result) => {
                let what = format!("workload `{folder}`");
                self.looked_for(&folder, result)?;
                Ok(what)
            }
            Done::Listed(_, Err(error)) | Done::Described(_, Err(error)) => {
                let what = error.call().on.clone();
                self.fail(error);
                Ok(what)
            }
        }
    }

    fn listed(&mut self, place: &Arc<Place>, workloads: Vec<Value>) {
        for summary in workloads {
            let target = match Target::new(place.clone(), summary) {
                Ok(target) => target,
                Err(error) => {
                    self.fail(error);
                    continue;
                }
            };
            // A shared workload is taken from its owner where that one is asked too.
            let owner = target.owner().filter(|owner| place.account.as_deref().is_some_and(|own| own != *owner));
            if owner.is_some_and(|owner| self.accounts.contains(owner)) || !self.listed.insert(target.folder.clone()) {
                continue;
            }
            if !self.options.selection.takes_workload(&target.summary, &mut self.matched) {
                continue;
            }
            self.outcome.workloads = self.outcome.workloads.saturating_add(1);
            self.describe(Arc::new(target));
        }
        self.look_for_missing(place);
    }

    /// Workloads that were listed with the same credentials before, and are not any more.
    fn look_for_missing(&mut self, place: &Arc<Place>) {
        let selection = &self.options.selection;
        let is_missing = |(folder, known): &(&String, &index::Workload)| {
            let is_wanted = selection.takes_known(&known.id, known.name.as_deref());
            known.listed_in == place.listed_in && is_wanted && !self.listed.contains(*folder)
        };
        let missing = self.index.workloads.iter().filter(is_missing);
        let missing: Vec<(String, String)> =
            missing.map(|(folder, known)| (folder.clone(), known.id.clone())).collect();
        for (folder, id) in missing {
            let place = place.clone();
            self.spawn(async move { Done::LookedFor(folder, place.service.workload(&id).await) });
        }
    }

    fn describe(&mut self, target: Arc<Target>) {
        let known = self.index.workloads.get(&target.folder);
        let digest = index::digest(&target.summary);
        let is_known = !self.options.full
            && known.is_some_and(|known| {
                let file = known.files.get(workload::WORKLOAD);
                let path = format!("{}/{}", target.folder, workload::WORKLOAD);
                known.summary_sha256 == digest && file.is_some_and(|file| self.tree.holds_file(&path, file))
            });
        let milestones: BTreeSet<i32> = known.map_or_else(BTreeSet::new, |known| {
            let numbers = known.reviews.values().filter_map(|review| review.milestone);
            let has = |number: &i32| {
                let file = workload::milestone_file(*number);
                let digest = known.files.get(&file);
                digest.is_some_and(|digest| self.tree.holds_file(&format!("{}/{file}", target.folder), digest))
            };
            numbers.filter(has).collect()
        });
        let wanted = self.options.selection.milestones;
        self.spawn(async move {
            let described = workload::describe(&target, is_known, wanted, &milestones).await;
            Done::Described(target, described)
        });
    }

    fn described(&mut self, target: &Arc<Target>, described: Described) -> Result<(), Error> {
        let folder = &target.folder;
        let mut entry = self.index.workloads.get(folder).cloned().unwrap_or_default();
        entry.arn.clone_from(&target.arn);
        entry.id.clone_from(&target.id);
        entry.name.clone_from(&target.name);
        entry.listed_in.clone_from(&target.place.listed_in);
        entry.updated_at = index::member(&target.summary, "UpdatedAt");
        entry.risk_counts = index::member(&target.summary, "RiskCounts");
        entry.summary_sha256 = index::digest(&target.summary);
        let mut files: Vec<(String, Value)> = Vec::new();
        files.extend(described.workload.map(|workload| (workload::WORKLOAD.to_owned(), workload)));
        files.push((workload::MILESTONES.to_owned(), Value::Object(described.milestones)));
        let mut states = described.states;
        for state in &mut states {
            self.matched.milestone |= state.number.is_some();
            if let (Some(number), Some(milestone)) = (state.number, state.milestone.take()) {
                files.push((workload::milestone_file(number), milestone));
            }
        }
        for (file, value) in files {
            let digest = self.tree.write(&format!("{folder}/{file}"), &value)?;
            entry.files.insert(file, digest);
        }
        self.files.extend(entry.files.keys().map(|file| format!("{folder}/{file}")));
        self.index.workloads.insert(folder.clone(), entry);
        for state in states {
            self.reviews(target, state)?;
        }
        self.saved()
    }

    fn reviews(&mut self, target: &Arc<Target>, state: State) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        for summary in state.reviews {
            let (alias, arn) = (counts::text(&summary, "LensAlias"), counts::text(&summary, "LensArn"));
            let Some(lens) = alias.or(arn) else {
                let call = Call::new("wellarchitected:ListLensReviews", target.shown());
                self.fail(Error::new(Kind::Unusable, call, "a lens review has no `LensAlias`"));
                continue;
            };
            let folder = format!("{}{}", workload::state_folder(state.number), names::safe(lens));
            seen.insert(folder.clone());
            if !self.options.selection.takes_lens(alias, arn, &mut self.matched) {
                continue;
            }
            let id = ReviewId { workload: target.id.clone(), lens: lens.to_owned(), milestone: state.number };
            let entry = index::Review {
                lens_alias: lens.to_owned(),
                lens_arn: arn.map(str::to_owned),
                lens_version: counts::text(&summary, "LensVersion").map(str::to_owned),
                milestone: state.number,
                updated_at: index::member(&summary, "UpdatedAt"),
                risk_counts: index::member(&summary, "RiskCounts"),
                notes: self.options.notes,
                summary_sha256: index::digest(&summary),
                ..index::Review::default()
            };
            self.review(Wanted { target: target.clone(), id, folder, entry })?;
        }
        self.gone_reviews(target, state.number, &seen)
    }

    /// Fetches a lens review, unless the folder has it as it is.
    fn review(&mut self, mut wanted: Wanted) -> Result<(), Error> {
        wanted.entry.lens_file = self.export(&wanted);
        let folder = format!("{}/{}", wanted.target.folder, wanted.folder);
        let workload = self.index.workloads.get_mut(&wanted.target.folder);
        if let Some(known) = workload.and_then(|workload| workload.reviews.get_mut(&wanted.folder)) {
            let is_same = known.summary_sha256 == wanted.entry.summary_sha256 && (known.notes || !wanted.entry.notes);
            if !self.options.full && is_same && self.tree.holds(&folder, &known.files) && !known.files.is_empty() {
                known.lens_file.clone_from(&wanted.entry.lens_file);
                self.files.extend(known.files.keys().map(|file| format!("{folder}/{file}")));
                self.outcome.unchanged = self.outcome.unchanged.saturating_add(1);
                return Ok(());
            }
        }
        self.pending = self.pending.saturating_add(1);
        let with_notes = wanted.entry.notes;
        self.spawn(async move {
            let fetched = review::fetch(&wanted.target.place.service, &wanted.id, with_notes).await;
            Done::Reviewed(Box::new(wanted), fetched)
        });
        Ok(())
    }

    fn reviewed(&mut self, wanted: Wanted, fetched: Fetched) -> Result<(), Error> {
        let Wanted { target, folder, mut entry, .. } = wanted;
        let path = format!("{}/{folder}", target.folder);
        entry.files = self.tree.replace(&path, &fetched.files)?;
        self.files.extend(entry.files.keys().map(|file| format!("{path}/{file}")));
        self.outcome.notes.extend(fetched.notes);
        self.outcome.fetched = self.outcome.fetched.saturating_add(1);
        if let Some(workload) = self.index.workloads.get_mut(&target.folder) {
            workload.reviews.insert(folder, entry);
        }
        self.saved()
    }

    /// Asks for the JSON of a custom lens once per version, where it is our own. The key of its entry in the index.
    fn export(&mut self, wanted: &Wanted) -> Option<String> {
        let arn = wanted.entry.lens_arn.as_deref()?;
        let (region, account, _) = names::arn_parts(arn).filter(|(_, account, _)| names::is_account(account))?;
        let version = wanted.entry.lens_version.clone();
        let name = names::safe(version.as_deref().unwrap_or("no-version"));
        let lens = names::safe(arn);
        let file = format!("{}/{}/lenses/{lens}/{name}/export-lens.json", names::safe(account), names::safe(region));
        if !self.exports.insert(file.clone()) {
            return Some(file);
        }
        let known = self.index.exported_lenses.get(&file);
        if !self.options.full && known.is_some_and(|known| self.tree.holds_file(&file, &known.sha256)) {
            self.files.insert(file.clone());
            return Some(file);
        }
        let own = wanted.target.place.account.as_deref().or_else(|| wanted.target.owner());
        let export = Export { file: file.clone(), arn: arn.to_owned(), version };
        if own.is_some_and(|own| own != account) {
            self.not_exported(&export, &format!("it belongs to account {account}"));
            return Some(file);
        }
        let place = wanted.target.place.clone();
        self.spawn(async move {
            let result = place.service.export_lens(&export.arn, export.version.as_deref()).await;
            Done::Exported(export, result)
        });
        Some(file)
    }

    fn exported(&mut self, export: &Export, result: Result<Value, Error>) -> Result<(), Error> {
        let lens = match result {
            Ok(Value::Object(lens)) => Ok(lens),
            Ok(_) => Err("the answer is not an object".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let mut lens = match lens {
            Ok(lens) => lens,
            Err(why) => {
                self.not_exported(export, &why);
                return Ok(());
            }
        };
        // The answer does not say of which lens and version it is.
        lens.insert("LensArn".to_owned(), Value::String(export.arn.clone()));
        if let Some(version) = &export.version {
            lens.insert("LensVersion".to_owned(), Value::String(version.clone()));
        }
        let sha256 = self.tree.write(&export.file, &Value::Object(lens))?;
        let entry = index::Lens { arn: export.arn.clone(), version: export.version.clone(), sha256 };
        self.index.exported_lenses.insert(export.file.clone(), entry);
        self.files.insert(export.file.clone());
        self.saved()
    }

    fn not_exported(&mut self, export: &Export, why: &str) {
        let version = export.version.as_deref().unwrap_or("of unknown number");
        let message = format!("version {version} of lens `{}` cannot be exported: {why}", export.arn);
        let note = Diagnostic::note("aws.lens-not-exported", message);
        self.outcome.notes.push(note.help("the risk that AWS recorded stands; ask its owner for the lens's JSON"));
    }

    /// Lens reviews that the folder has and AWS no longer lists.
    fn gone_reviews(
        &mut self,
        target: &Arc<Target>,
        milestone: Option<i32>,
        listed: &BTreeSet<String>,
    ) -> Result<(), Error> {
        let Some(workload) = self.index.workloads.get_mut(&target.folder) else { return Ok(()) };
        let is_gone =
            |(folder, review): &(&String, &index::Review)| review.milestone == milestone && !listed.contains(*folder);
        let gone: BTreeMap<String, String> = workload
            .reviews
            .iter()
            .filter(is_gone)
            .map(|(folder, review)| (folder.clone(), review.lens_alias.clone()))
            .collect();
        for (folder, lens) in gone {
            let path = format!("{}/{folder}", target.folder);
            let what = format!("the review of lens `{lens}` of {}", target.shown());
            self.outcome.notes.push(gone_note(&what, self.options.prune));
            if self.options.prune {
                workload.reviews.remove(&folder);
                self.tree.remove(&path)?;
            }
        }
        Ok(())
    }

    fn looked_for(&mut self, folder: &str, result: Result<Value, Error>) -> Result<(), Error> {
        match result {
            Ok(_) => {
                let call = Call::new("wellarchitected:ListWorkloads", format!("workload `{folder}`"));
                self.fail(Error::new(
                    Kind::Unusable,
                    call,
                    "it is not listed, and there; a page of the list is missing",
                ));
            }
            Err(error) if matches!(error.kind(), Kind::NotFound | Kind::AccessDenied) => {
                self.outcome.notes.push(gone_note(&format!("workload `{folder}`"), self.options.prune));
                if self.options.prune {
                    self.index.workloads.remove(folder);
                    self.tree.remove(folder)?;
                }
            }
            Err(error) => self.fail(error),
        }
        Ok(())
    }

    /// Writes the index when enough has changed: a pull that is killed need not fetch all of it again.
    fn saved(&mut self) -> Result<(), Error> {
        self.unsaved = self.unsaved.saturating_add(1);
        let size = self.index.workloads.len().saturating_add(self.outcome.fetched);
        if self.unsaved > size.checked_div(8).unwrap_or(0).max(4) {
            self.index.write(&self.tree)?;
            self.unsaved = 0;
        }
        Ok(())
    }

    fn finish(mut self, stopped: Option<Stopped>) -> Result<Outcome, Error> {
        self.jobs.abort_all();
        self.index.write(&self.tree)?;
        self.outcome.left = self.pending;
        self.outcome.stopped = stopped;
        // What was not found may stand where it could not be looked for.
        if stopped.is_none() && self.outcome.errors.is_empty() {
            let missing = self.options.selection.missing(&self.matched).into_iter();
            self.outcome.errors.extend(missing.map(|what| Error::new(Kind::Request, Call::new("", ""), what)));
        }
        self.outcome.files = self.files.into_iter().collect();
        self.outcome.errors.sort_by_key(ToString::to_string);
        self.outcome.notes.sort();
        Ok(self.outcome)
    }
}

fn gone_note(what: &str, is_removed: bool) -> Diagnostic {
    let (done, help) = if is_removed {
        ("its files were removed", None)
    } else {
        ("its files were kept as they were", Some("remove them with `--prune`"))
    };
    let note = Diagnostic::note("aws.gone", format!("{what} is no longer in AWS; {done}"));
    match help {
        Some(help) => note.help(help),
        None => note,
    }
}
