//! What a build script needs besides.

use std::path::{Path, PathBuf};

/// A target folder for plugins that is shared by all builds of a checkout and locked by none that waits for us: `wasm`
/// within the target folder that `out_dir` (cargo's `OUT_DIR`) lies in.
///
/// Cargo marks a target folder by a file `CACHEDIR.TAG`; where none is found, `wasm` lies in `out_dir` itself.
#[must_use]
pub fn target_dir(out_dir: &Path) -> PathBuf {
    let marked = out_dir.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    marked.unwrap_or(out_dir).join("wasm")
}
