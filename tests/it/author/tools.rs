//! What do projects of the tests need? Compilers of other languages, and a place for what Rust compiles once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Whether a language can be built here; CI must have all of them.
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
pub(super) fn has(language: &str) -> bool {
    let found = match language {
        "c" => ["python3 -m ziglang version", "zig version"].iter().any(|line| works(line)),
        "javascript" => works("node --version") && is_componentize_js_found(),
        "python" => works("componentize-py --version"),
        _ => true,
    };
    if !found {
        assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have what builds {language}");
        println!("skipped: what builds {language} is not installed");
    }
    found
}

fn works(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Where node finds a package that belongs to no project.
fn is_componentize_js_found() -> bool {
    let folders = std::env::var_os("NODE_PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join("@bytecodealliance/componentize-js").is_dir())
}

/// What dependencies of projects in Rust compile to: shared by tests whose projects have different names, and kept until
/// the next run.
pub(super) fn shared_target() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugins-target");
    fs::create_dir_all(&target).expect("a folder");
    target
}

/// Lets a project in Rust use it.
#[cfg(unix)]
pub(super) fn share_target(project: &Path) {
    std::os::unix::fs::symlink(shared_target(), project.join("target")).expect("a link");
}

/// Lets a project in Rust use it, where links are to be had.
#[cfg(not(unix))]
pub(super) fn share_target(_: &Path) {}
