//! Where is compiled code kept? In the user's cache folder, with the key that seals it elsewhere.

use std::{
    env,
    path::{Path, PathBuf},
};

use architrave_runtime::cache::Options;

/// All entries together: a few hundred plugins and images.
const SIZE_BYTES: u64 = 512 << 20;

/// The folder and key to use: as given by `ARCHITRAVE_CACHE_DIR` and `ARCHITRAVE_CACHE_KEY`, else below the user's
/// cache and state folders; `None` where the environment names neither these nor a home.
pub(super) fn options() -> Option<Options> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let absolute = |name: &str| set(name).filter(|path| path.is_absolute());
    let home = absolute("HOME");
    let below = |name: &str, default: &str| {
        absolute(name).or_else(|| Some(home.as_deref()?.join(default))).map(|base| base.join("architrave"))
    };
    let folder = set("ARCHITRAVE_CACHE_DIR").or_else(|| Some(below("XDG_CACHE_HOME", ".cache")?.join("compiled")))?;
    let key_file =
        set("ARCHITRAVE_CACHE_KEY").or_else(|| Some(below("XDG_STATE_HOME", ".local/state")?.join("cache.key")))?;
    Some(Options { folder: from_here(folder), key_file: from_here(key_file), size_bytes: SIZE_BYTES })
}

/// A relative path means the working folder, whatever that becomes later.
fn from_here(path: PathBuf) -> PathBuf {
    if path.is_absolute() {
        path
    } else {
        env::current_dir().map_or_else(|_| path.clone(), |here| here.join(Path::new(&path)))
    }
}
