//! Where is compiled code kept? In the user's cache folder, with the key that seals it elsewhere.

use std::{
    env,
    path::{Path, PathBuf},
};

use architrave_runtime::cache::Options;
use clap::Args;

/// All entries together: a few hundred plugins and images.
const SIZE_BYTES: u64 = 512 << 20;

/// Where the user says that the cache is.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct PlaceArgs {
    /// Folder of the cache; else `ARCHITRAVE_CACHE_DIR`, else `architrave/compiled` in the user's cache folder
    #[arg(long, value_name = "FOLDER", hide_short_help = true)]
    cache_dir: Option<PathBuf>,
    /// Key of the cache, 32 bytes that nobody else may read; else `ARCHITRAVE_CACHE_KEY`, else one of this user's own
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    cache_key: Option<PathBuf>,
}

/// The folder and key to use: as given by arguments, else by `ARCHITRAVE_CACHE_DIR` and `ARCHITRAVE_CACHE_KEY`, else
/// below the user's cache and state folders; `None` where there is neither any of these nor a home.
pub(super) fn options(place: &PlaceArgs) -> Option<Options> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let absolute = |name: &str| set(name).filter(|path| path.is_absolute());
    let home = absolute("HOME");
    let below = |name: &str, default: &str| {
        absolute(name).or_else(|| Some(home.as_deref()?.join(default))).map(|base| base.join("architrave"))
    };
    let given = |path: &Option<PathBuf>, name: &str| path.clone().or_else(|| set(name));
    let folder = given(&place.cache_dir, "ARCHITRAVE_CACHE_DIR")
        .or_else(|| Some(below("XDG_CACHE_HOME", ".cache")?.join("compiled")))?;
    let key_file = given(&place.cache_key, "ARCHITRAVE_CACHE_KEY")
        .or_else(|| Some(below("XDG_STATE_HOME", ".local/state")?.join("cache.key")))?;
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
