//! Which key seals the entries? 32 random bytes in a file that is ours alone, made once.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read as _, Write as _},
    os::unix::fs::MetadataExt as _,
    path::Path,
    process,
};

use super::files::{Folder, create};

/// Reads the key, or makes one.
pub(super) fn open(path: &Path, folder: &Folder) -> Result<[u8; 32], String> {
    let cannot = |error: std::io::Error| format!("the key `{}` cannot be opened: {error}", path.display());
    let parent = path.parent().ok_or_else(|| format!("the key `{}` is in no folder", path.display()))?;
    fs::create_dir_all(parent).map_err(cannot)?;
    // Whoever may write there could put a key of their own in the place of ours.
    let parent_mode = fs::metadata(parent).map_err(cannot)?.mode();
    if parent_mode & 0o022 != 0 {
        return Err(format!("`{}`, where the key is, can be written by other users", parent.display()));
    }
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(path).map_err(cannot),
        Err(error) => Err(cannot(error)),
        Ok(metadata) if !metadata.is_file() => Err(format!("the key `{}` is not a plain file", path.display())),
        Ok(metadata) => {
            folder.check_ours(path, &metadata)?;
            read(path).map_err(cannot)
        }
    }
}

/// Makes a key where there is none; where another process was faster, takes the one that it made.
fn make(path: &Path) -> std::io::Result<[u8; 32]> {
    match make_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(path),
        made => made,
    }
}

/// Makes a key where there is none. It is whole as soon as it is there.
///
/// # Errors
///
/// `AlreadyExists` where there is one; others where it cannot be made.
pub(super) fn make_new(path: &Path) -> std::io::Result<[u8; 32]> {
    let mut key = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut key)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", process::id()));
    let temporary = path.with_file_name(name);
    let made = create(&temporary).and_then(|mut file| file.write_all(&key));
    let linked = made.and_then(|()| fs::hard_link(&temporary, path));
    let _ = fs::remove_file(&temporary);
    linked.map(|()| key)
}

fn read(path: &Path) -> std::io::Result<[u8; 32]> {
    let mut key = [0; 32];
    let mut file = File::open(path)?;
    file.read_exact(&mut key)?;
    Ok(key)
}
