//! When did something change in the folders of a project?

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant, SystemTime},
};

use architrave_core::diagnostic::Diagnostic;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _, recommended_watcher};

/// What belongs together has been written when nothing more comes for so long.
const QUIET: Duration = Duration::from_millis(100);
/// Longest that is waited for quiet.
const PATIENCE: Duration = Duration::from_secs(2);

/// Folders that hold what tools make of sources.
const MADE: [&str; 3] = ["target", "node_modules", "__pycache__"];
/// Files that tools write beside sources.
const WRITTEN: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Size and time of every file.
type Stamps = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Files and folders that are watched. In folders, what starts with a dot, what tools write, and components are not looked at.
#[derive(Debug)]
pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    woken: Receiver<()>,
    roots: Vec<PathBuf>,
    seen: Stamps,
}

impl Watch {
    /// Watches files, and folders with all that is in them; a file need not be there yet, but its folder.
    ///
    /// # Errors
    ///
    /// `watch.unavailable` where the system cannot tell of changes.
    pub(crate) fn new(roots: Vec<PathBuf>) -> Result<Self, Box<Diagnostic>> {
        let (wake, woken) = channel();
        let tell = move |event: notify::Result<Event>| {
            if event.map_or(true, |event| !event.kind.is_access()) {
                // Whoever waited has gone with the watch.
                let _ = wake.send(());
            }
        };
        let watcher = recommended_watcher(tell).map_err(|error| unavailable(&error))?;
        let mut watch = Self { watcher, woken, roots, seen: Stamps::new() };
        watch.look()?;
        Ok(watch)
    }

    /// Watches more, as it is now.
    ///
    /// # Errors
    ///
    /// As [`Watch::new`].
    pub(crate) fn add(&mut self, roots: Vec<PathBuf>) -> Result<(), Box<Diagnostic>> {
        for root in roots {
            if !self.roots.contains(&root) {
                let mut found = Stamps::new();
                self.stamp(&root, &mut found)?;
                self.seen.extend(found);
                self.roots.push(root);
            }
        }
        Ok(())
    }

    /// Waits until something is other than when it was last looked at, and all is quiet; gives what.
    ///
    /// # Errors
    ///
    /// As [`Watch::new`].
    pub(crate) fn wait(&mut self) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
        loop {
            if self.stamps()? == self.seen {
                self.woken.recv().map_err(|error| unavailable(&error))?;
            }
            // A file may be empty before it is written.
            let began = Instant::now();
            while began.elapsed() < PATIENCE && self.woken.recv_timeout(QUIET).is_ok() {}
            let changed = self.look()?;
            if !changed.is_empty() {
                return Ok(changed);
            }
        }
    }

    /// What changed since the last look.
    fn look(&mut self) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
        let found = self.stamps()?;
        let old = std::mem::replace(&mut self.seen, found);
        let is_other = |path: &&PathBuf| old.get(*path) != self.seen.get(*path);
        let mut changed: Vec<PathBuf> = old.keys().chain(self.seen.keys()).filter(is_other).cloned().collect();
        changed.sort_unstable();
        changed.dedup();
        Ok(changed)
    }

    fn stamps(&mut self) -> Result<Stamps, Box<Diagnostic>> {
        let mut found = Stamps::new();
        for root in self.roots.clone() {
            self.stamp(&root, &mut found)?;
        }
        Ok(found)
    }

    fn stamp(&mut self, root: &Path, found: &mut Stamps) -> Result<(), Box<Diagnostic>> {
        if root.is_dir() {
            return self.walk(root, found);
        }
        // A file is often replaced by another of its name.
        let folder = root.parent().filter(|folder| !folder.as_os_str().is_empty());
        self.arm(folder.unwrap_or_else(|| Path::new(".")))?;
        if let Ok(kind) = fs::metadata(root) {
            found.insert(root.to_owned(), (kind.len(), kind.modified().ok()));
        }
        Ok(())
    }

    fn walk(&mut self, folder: &Path, found: &mut Stamps) -> Result<(), Box<Diagnostic>> {
        // First watched, then read: what comes between is told.
        self.arm(folder)?;
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let Ok(kind) = entry.metadata() else { continue };
            let is_written = || WRITTEN.contains(&&*name) || path.extension().is_some_and(|ending| ending == "wasm");
            let is_made = if kind.is_dir() { MADE.contains(&&*name) } else { is_written() };
            if name.starts_with('.') || is_made {
                continue;
            }
            if kind.is_dir() {
                self.walk(&path, found)?;
            } else {
                found.insert(path, (kind.len(), kind.modified().ok()));
            }
        }
        Ok(())
    }

    fn arm(&mut self, folder: &Path) -> Result<(), Box<Diagnostic>> {
        match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
            // It was there a moment ago.
            Err(error) if folder.exists() => Err(unavailable(&error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

fn unavailable(error: &dyn std::fmt::Display) -> Box<Diagnostic> {
    let message = format!("cannot watch for changes: {error}");
    Box::new(Diagnostic::error("watch.unavailable", message).help("run it again after each change, without watching"))
}
