//! Which compilers of other languages are here?

use std::process::{Command, Stdio};

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
