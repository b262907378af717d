//! Is the house in order? Rules that would otherwise be repeated in every review.

use std::{fs, path::PathBuf};

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Files below `folders` with this ending, by path from the root; folders made by builds are left out.
fn files(folders: &[&str], ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the house") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_symlink() || name == "target" {
                continue;
            } else if path.is_dir() {
                open.push(path);
            } else if name.ends_with(ending) {
                let text = fs::read_to_string(&path).expect("UTF-8 text");
                let name = path.strip_prefix(root()).expect("below the root").display().to_string();
                found.push((name, text));
            }
        }
    }
    found.sort();
    found
}

const ALL: [&str; 5] = ["host", "guest-sdk", "plugins", "tests", "benches"];

#[test]
fn files_are_short() {
    let mut lines: Vec<(usize, String)> =
        files(&ALL, ".rs").into_iter().map(|(name, text)| (text.lines().count(), name)).collect();
    lines.sort();
    let (longest, name) = lines.last().expect("there are files");
    assert!(*longest <= 700, "{name} has {longest} lines");
    let (median, _) = &lines[lines.len() / 2];
    assert!(*median < 200, "the median file has {median} lines");
}

#[test]
fn every_file_says_which_question_it_answers() {
    for (name, text) in files(&ALL, ".rs") {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 10, "{name} starts with `{first}`");
    }
}

#[test]
fn dependencies_point_one_way() {
    let allowed: &[(&str, &[&str])] = &[
        ("host/core/Cargo.toml", &[]),
        ("host/runtime/Cargo.toml", &["architrave-core"]),
        ("host/componentize/Cargo.toml", &["architrave-core"]),
        ("host/registry/Cargo.toml", &["architrave-core"]),
        (
            "host/Cargo.toml",
            &[
                "architrave-aws",
                "architrave-core",
                "architrave-registry",
                "architrave-runtime",
                "architrave-componentize",
            ],
        ),
        ("host/aws/Cargo.toml", &["architrave-core"]),
        ("guest-sdk/Cargo.toml", &[]),
        ("tests/spec/Cargo.toml", &[]),
    ];
    for (path, allowed) in allowed {
        let text = fs::read_to_string(root().join(path)).expect("a manifest");
        // Tests may look wherever they like.
        let text = text.split("[dev-dependencies]").next().unwrap_or_default();
        let used = text.lines().filter(|line| line.starts_with("architrave-"));
        for line in used {
            let name = line.split([' ', '.', '=']).next().unwrap_or_default();
            assert!(allowed.contains(&name), "{path} uses `{name}`");
        }
    }
    for (path, text) in files(&["plugins"], "Cargo.toml") {
        let text = text.split("[dev-dependencies]").next().unwrap_or_default();
        for line in text.lines().filter(|line| line.starts_with("architrave-")) {
            let allowed = line.starts_with("architrave-guest") || line.starts_with("architrave-plugin-");
            assert!(allowed, "{path} uses `{line}`");
        }
    }
}

#[test]
fn only_the_runtime_names_wasmtime() {
    let elsewhere = files(&["host/core", "host/componentize", "host/src", "guest-sdk", "plugins"], ".rs");
    for (name, text) in elsewhere {
        assert!(!text.contains("wasmtime::"), "{name} names wasmtime");
    }
    // One peer of the benches is another plugin host, on the same runtime.
    for (name, text) in files(&["benches"], ".rs") {
        let is_peer = name == "benches/src/peers/json_bytes.rs";
        assert_eq!(text.contains("wasmtime::"), is_peer, "{name}");
    }
    for (name, text) in files(&["host/runtime/src"], ".rs") {
        for line in text.lines().map(str::trim).filter(|line| line.starts_with("pub fn") || line.starts_with("pub use"))
        {
            assert!(!line.contains("wasmtime"), "{name}: {line}");
        }
    }
}

#[test]
fn only_one_crate_names_the_aws_sdk() {
    for (name, text) in files(&["host"], ".rs").into_iter().filter(|(name, _)| !name.starts_with("host/aws/")) {
        assert!(!text.contains("aws_sdk_") && !text.contains("aws_config::"), "{name} names the AWS SDK");
    }
}

#[test]
fn the_library_has_no_aws_unless_asked() {
    // A package that uses the library and nothing else: in this workspace, the command's features would count too.
    let user = tempfile::tempdir().expect("a folder");
    let tree = |features: &str| {
        let library = root().join("host").canonicalize().expect("the library");
        let manifest = format!(
            "[package]\nname = \"user\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n[dependencies]\n\
             architrave = {{ path = {library:?}, features = [{features}] }}\n"
        );
        fs::write(user.path().join("Cargo.toml"), manifest).expect("a manifest");
        fs::write(user.path().join("lib.rs"), "").expect("a crate");
        fs::copy(root().join("Cargo.lock"), user.path().join("Cargo.lock")).expect("the lock file");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let args = ["tree", "--offline", "--edges", "normal,build", "--prefix", "none"];
        let output =
            std::process::Command::new(cargo).args(args).current_dir(user.path()).output().expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let is_aws = |line: &&str| line.starts_with("aws-") || line.starts_with("architrave-aws");
    let plain = tree("");
    assert!(plain.contains("architrave-core"), "{plain}");
    assert_eq!(plain.lines().filter(is_aws).collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(tree("\"aws\"").lines().any(|line| line.starts_with("aws-sdk-wellarchitected")));
}

#[test]
fn nothing_is_left_for_later_or_ignored() {
    // Spelt apart, so that this file does not find itself.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
        concat!("should_", "panic"),
        concat!("thread::", "sleep"),
    ];
    for (name, text) in files(&ALL, ".rs") {
        for word in words {
            assert!(!text.contains(word), "{name} has `{word}`");
        }
    }
}

#[test]
fn the_changelog_has_this_version() {
    let text = fs::read_to_string(root().join("CHANGELOG.md")).expect("the changelog");
    assert!(text.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_fault_is_provoked_by_a_test() {
    let outcome = fs::read_to_string(root().join("host/core/src/outcome.rs")).expect("the faults");
    let names = outcome.split("pub const fn name(&self)").nth(1).expect("names of faults");
    let names = names.split("\n    }\n").next().unwrap_or_default();
    let names: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
    assert!(names.len() > 10, "{names:?}");
    let tests: String = files(&["tests/it", "host/runtime"], ".rs").into_iter().map(|(_, text)| text).collect();
    for name in names {
        let capital = |word: &str| {
            word.chars()
                .next()
                .map_or(String::new(), |first| first.to_uppercase().chain(word.chars().skip(1)).collect())
        };
        let variant: String = name.split('-').map(capital).collect();
        let provoked = tests.contains(&format!("\"{name}\"")) || tests.contains(&format!("Fault::{variant}"));
        assert!(provoked, "no test provokes `{name}`");
    }
}

/// The page promises that what it names is there.
#[test]
fn every_test_that_the_security_page_names_is_there() {
    let page = fs::read_to_string(root().join("SECURITY.md")).expect("the page");
    let table = page.split("| threat |").nth(1).expect("the table").split("\n\n").next().unwrap_or_default();
    let sources = files(&["tests/it", "host"], ".rs");
    let (mut tests, mut rows) = (0, 0);
    for line in table.lines().skip(2) {
        let cell = line.trim_end_matches('|').rsplit(" | ").next().unwrap_or_default();
        let named = cell.split('`').skip(1).step_by(2).map(|path| {
            let (module, test) = path.rsplit_once("::").unwrap_or_else(|| panic!("`{path}` is no test"));
            tests += 1;
            (module.split("::").next().unwrap_or_default(), format!("fn {test}("))
        });
        let named: Vec<_> = named.collect();
        let quoted: Vec<_> = cell.split('"').skip(1).step_by(2).map(|row| format!("\"{row}\"")).collect();
        assert!(!named.is_empty() || !quoted.is_empty(), "no test for {line}");
        for (module, test) in named {
            let is_there = |(name, text): &(String, String)| name.contains(module) && text.contains(&test);
            assert!(sources.iter().any(is_there), "no `{test}` in `{module}`");
        }
        rows += quoted.len();
        for row in quoted {
            let is_there = |(name, text): &(String, String)| name.contains("faults/attacks") && text.contains(&row);
            assert!(sources.iter().any(is_there), "no attack {row}");
        }
    }
    assert!(tests > 30 && rows > 30, "{tests} tests, {rows} rows");
}
