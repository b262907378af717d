//! How are entries read and written? In a folder that is ours alone; whole or not at all.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions},
    io::{Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

/// A folder that was found to be ours.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    owner: u32,
}

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

    /// All bytes of a file; `None` where it is not there, is not a plain file of ours, or is larger than `bytes_max`.
    pub(super) fn read(&self, name: &str, bytes_max: u64) -> Option<Vec<u8>> {
        let path = self.path.join(name);
        let metadata = fs::symlink_metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > bytes_max || self.check_ours(&path, &metadata).is_err() {
            return None;
        }
        let file = File::open(&path).ok()?;
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).ok()?);
        (&file).take(bytes_max).read_to_end(&mut bytes).ok()?;
        // What is used stays; that it cannot be noted is no reason not to use it.
        let _ = file.set_modified(SystemTime::now());
        Some(bytes)
    }

    /// Writes a file, or leaves what was there.
    pub(super) fn write(&self, name: &str, parts: &[&[u8]]) {
        let count = TEMPORARY.fetch_add(1, Ordering::Relaxed);
        let temporary = self.path.join(format!("new-{}-{count}", process::id()));
        let written = create(&temporary).and_then(|mut file| parts.iter().try_for_each(|part| file.write_all(part)));
        let moved = written.and_then(|()| fs::rename(&temporary, self.path.join(name)));
        if moved.is_err() {
            let _ = fs::remove_file(&temporary);
        }
    }

    /// Removes the files that were longest unused, until the rest is no larger than `bytes_max`.
    pub(super) fn evict(&self, bytes_max: u64) {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return;
        };
        let mut files: Vec<(SystemTime, PathBuf, u64)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let metadata = entry.metadata().ok()?;
                let file = metadata.is_file() && is_ours_by_name(&entry.file_name().to_string_lossy());
                file.then_some((metadata.modified().ok()?, entry.path(), metadata.len()))
            })
            .collect();
        files.sort();
        let mut total = files.iter().fold(0_u64, |total, (_, _, bytes)| total.saturating_add(*bytes));
        for (_, path, bytes) in files {
            if total <= bytes_max {
                return;
            }
            if fs::remove_file(path).is_ok() {
                total = total.saturating_sub(bytes);
            }
        }
    }
}

/// A folder that is given by mistake must not lose its files.
fn is_ours_by_name(name: &str) -> bool {
    name.starts_with("new-") || (name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
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
    let path = folder.join(format!("new-{}-{count}", process::id()));
    let owner = create(&path).and_then(|file| file.metadata()).map(|metadata| metadata.uid());
    let _ = fs::remove_file(&path);
    owner
}
