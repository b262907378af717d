//! How are entries read and written? In a folder that is ours alone; whole or not at all.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions},
    io::{Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use super::Name;

/// A folder that was found to be ours.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    owner: u32,
}

/// A file of it that was read.
pub(super) struct Opened {
    pub(super) file: File,
    pub(super) bytes: Vec<u8>,
}

/// A file of it that was seen.
pub(super) struct Found {
    /// When it was last written or read.
    pub(super) used: SystemTime,
    pub(super) name: String,
    /// `None` where it is still being written, or was when its writer ended.
    pub(super) kept: Option<Name>,
    pub(super) bytes: u64,
}

/// Starts the names of files that are not yet whole.
const UNFINISHED: &str = "new-";

/// Longer than it takes to write any file.
const WRITING_MAX: Duration = Duration::from_secs(60 * 60);

/// Failures that are kept. They are small: without a bound of their own, they could be any number.
const FAILURES_MAX: usize = 200;

static TEMPORARY: AtomicU64 = AtomicU64::new(0);

impl Folder {
    /// Opens the folder, or makes it.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let cannot = |error: std::io::Error| format!("the cache `{}` cannot be opened: {error}", path.display());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(cannot)?;
        }
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(cannot(error)),
            _ => {}
        }
        let metadata = fs::symlink_metadata(path).map_err(cannot)?;
        if !metadata.is_dir() {
            return Err(format!("the cache `{}` is not a folder", path.display()));
        }
        let owner = owner_of_new_file(path).map_err(cannot)?;
        check_ours(path, &metadata, owner)?;
        Ok(Self { path: path.to_owned(), owner })
    }

    /// Whether a file or folder belongs to us, and is open to nobody else.
    pub(super) fn check_ours(&self, path: &Path, metadata: &Metadata) -> Result<(), String> {
        check_ours(path, metadata, self.owner)
    }

    /// All bytes of a file.
    ///
    /// # Errors
    ///
    /// When it is not there, is not a plain file of ours, or is larger than `bytes_max`; in words.
    pub(super) fn read(&self, name: &str, bytes_max: u64) -> Result<Opened, String> {
        let path = self.path.join(name);
        let cannot = |error: std::io::Error| format!("it cannot be read: {error}");
        let metadata = fs::symlink_metadata(&path).map_err(cannot)?;
        if !metadata.is_file() {
            return Err("it is not a plain file".to_owned());
        }
        if metadata.len() > bytes_max {
            return Err("it is larger than the whole cache may be".to_owned());
        }
        self.check_ours(&path, &metadata)?;
        let file = File::open(&path).map_err(cannot)?;
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        (&file).take(bytes_max).read_to_end(&mut bytes).map_err(cannot)?;
        Ok(Opened { file, bytes })
    }

    /// Writes a file, or leaves what was there.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        let count = TEMPORARY.fetch_add(1, Ordering::Relaxed);
        let temporary = self.path.join(format!("{UNFINISHED}{}-{count}", process::id()));
        let written = create(&temporary).and_then(|mut file| file.write_all(bytes));
        let moved = written.and_then(|()| fs::rename(&temporary, self.path.join(name)));
        if moved.is_err() {
            let _ = fs::remove_file(&temporary);
        }
    }

    /// Every file that has a name of ours, the longest unused first; those of others are left alone.
    pub(super) fn files(&self) -> Vec<Found> {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return Vec::new();
        };
        let mut files: Vec<Found> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let name = entry.file_name().into_string().ok()?;
                let kept = Name::of_file(&name);
                let metadata = entry.metadata().ok()?;
                (kept.is_some() || name.starts_with(UNFINISHED)).then(|| Found {
                    used: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                    kept,
                    bytes: metadata.len(),
                    name,
                })
            })
            .collect();
        files.sort_by(|one, other| (one.used, &one.name).cmp(&(other.used, &other.name)));
        files
    }

    /// Removes a file; gives whether it is gone.
    pub(super) fn remove(&self, name: &str) -> bool {
        fs::remove_file(self.path.join(name)).is_ok()
    }

    /// Removes what a process left behind that was killed while it wrote, and the files that were longest unused: until
    /// the rest is no larger than `bytes_max`, and no more than some hundred are failures.
    pub(super) fn evict(&self, bytes_max: u64) {
        let files = self.files();
        let mut total = files.iter().fold(0_u64, |total, file| total.saturating_add(file.bytes));
        let mut failures = files.iter().filter(|file| file.is_failure()).count();
        for file in files {
            let left_behind = file.kept.is_none() && file.used.elapsed().is_ok_and(|age| age > WRITING_MAX);
            let surplus = file.is_failure() && failures > FAILURES_MAX;
            if (left_behind || surplus || total > bytes_max) && self.remove(&file.name) {
                total = total.saturating_sub(file.bytes);
                failures = failures.saturating_sub(usize::from(file.is_failure()));
            }
        }
    }
}

impl Found {
    fn is_failure(&self) -> bool {
        self.kept.is_some_and(|name| name.failure)
    }
}

/// Makes a file that is open to us alone; one that is there already is an error.
pub(super) fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn check_ours(path: &Path, metadata: &Metadata, owner: u32) -> Result<(), String> {
    if metadata.uid() != owner {
        return Err(format!("`{}` belongs to another user", path.display()));
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(format!("`{}` is open to other users (mode {:o})", path.display(), metadata.mode() & 0o777));
    }
    Ok(())
}

/// Who we are to the file system, found by making a file: the standard library has no other way to ask.
fn owner_of_new_file(folder: &Path) -> std::io::Result<u32> {
    let count = TEMPORARY.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!("{UNFINISHED}{}-{count}", process::id()));
    let owner = create(&path).and_then(|file| file.metadata()).map(|metadata| metadata.uid());
    let _ = fs::remove_file(&path);
    owner
}
