//! `plugin new`, `build` and `inspect`: from nothing to a plugin that scores, in four languages, with equal results.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use super::tools;
use crate::cli::{Run, command::root};

const ROLES: &str = "scoring,priority,impact,guidance";

/// Makes and builds a project, checks it, and gives its report of the sample.
fn scored(parent: &Path, language: &str) -> Value {
    made(parent, language);
    let folder = parent.join(language);
    built(&folder);
    let checked = Run::new(&["plugin", "check", "--reviews", "5"]).within(&folder).run();
    assert_eq!(checked.code, 0, "{checked:?}");
    let tested = Run::new(&["plugin", "test"]).within(&folder).run();
    assert!(tested.code == 0 && tested.stdout.ends_with("4 cases, 0 failed\n"), "{tested:?}");
    Run::new(&["assess", "--format", "json"]).within(&folder).run().json()
}

fn made(parent: &Path, language: &str) {
    let sdk = root().join("guest-sdk");
    let sdk = sdk.to_str().expect("a path in UTF-8");
    let mut run = Run::new(&["plugin", "new", language, "--language", language, "--roles", ROLES]).within(parent);
    if language == "rust" {
        run = run.arg_all(&["--sdk", sdk]);
    }
    let ended = run.run();
    assert_eq!(ended.code, 0, "{ended:?}");
    if language == "rust" {
        tools::share_target(&parent.join(language));
    }
}

fn built(folder: &Path) {
    let ended = Run::new(&["plugin", "build"]).within(folder).run();
    assert_eq!(ended.code, 0, "{ended:?}");
}

/// What differs between plugins that judge alike: what they are, and what it cost.
fn judgement(report: &Value, language: &str) -> Value {
    let mut report: Value =
        serde_json::from_str(&report.to_string().replace(&format!("\"{language}\""), "\"plugin\"")).expect("JSON");
    report["plugins"][0]["sha256"] = Value::Null;
    report["reviews"][0]["outcomes"][0]["fuel"] = Value::Null;
    report
}

/// A project of each language, at its own folder.
fn check_language(language: &str) {
    if !tools::has(language) {
        return;
    }
    let first = tempfile::tempdir().expect("a folder");
    let report = scored(first.path(), language);
    assert_eq!(report["reviews"][0]["score"]["basis_points"], 5266, "{language}");

    // The outcome's digest covers every weight, point, priority, consequence, line and text.
    let found = &report["reviews"][0]["outcomes"][0]["sha256"];
    let expected = "ab8f1e3bb305ac9fd9be59b4c58d55ec91ad72b401301bc2f65a1f8b1193dee0";
    assert_eq!(found, expected, "{language} says something else: {:#}", judgement(&report, language));

    let second = tempfile::tempdir().expect("a folder");
    let deeper = second.path().join("somewhere/deeper");
    fs::create_dir_all(&deeper).expect("a folder");
    made(&deeper, language);
    built(&deeper.join(language));
    let bytes = |parent: &Path| fs::read(parent.join(language).join(format!("{language}.wasm"))).expect("a plugin");
    assert!(bytes(first.path()) == bytes(&deeper), "{language}: two folders, two plugins");
}

#[test]
fn rust() {
    check_language("rust");
}

#[test]
fn c() {
    check_language("c");
}

#[test]
fn javascript() {
    check_language("javascript");
}

#[test]
fn python() {
    check_language("python");
}

/// `args` after `plugin`, within an empty folder.
#[track_caller]
fn check_refused(prepare: fn(&Path), args: &[&str], code: &str, told: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let before = names(folder.path());
    let nothing = tempfile::tempdir().expect("a folder");
    let run = Run::new(&["plugin"]).arg_all(args).within(folder.path()).environment(&[("PATH", nothing.path())]);
    let ended = run.run();
    assert_eq!(ended.code, 2, "{args:?}: {ended:?}");
    for text in [&[code][..], told].concat() {
        assert!(ended.stderr.contains(text), "{args:?}: nothing says `{text}`:\n{}", ended.stderr);
    }
    assert_eq!(names(folder.path()), before, "{args:?}: something was left");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    names
}

fn project(folder: &Path, source: &str) {
    let manifest = "id = \"mine\"\nversion = \"0.1.0\"\ndescription = \"d\"\nroles = [\"scoring\"]\nlicense = \"MIT\"\nauthors = []\n";
    fs::write(folder.join("plugin.toml"), manifest).expect("a manifest");
    fs::write(folder.join(source), "").expect("a source");
}

#[test]
fn what_cannot_be_made_leaves_nothing() {
    let nothing = |_: &Path| {};
    check_refused(nothing, &["new", "Rules"], "new.name", &["lower-case letters"]);
    check_refused(nothing, &["new", "../rules"], "new.name", &[]);
    check_refused(nothing, &["new", "rules", "--roles", "scoring,scoring"], "new.roles", &["each once"]);
    check_refused(
        nothing,
        &["new", "rules", "--roles", "scores"],
        "roles are scoring, priority, impact, guidance",
        &[],
    );
    check_refused(nothing, &["new", "rules", "--language", "cobol"], "languages are rust, c, javascript, python", &[]);
    check_refused(nothing, &["new", "rules", "--language", "c", "--sdk", "."], "new.sdk", &["no SDK for c"]);
    check_refused(nothing, &["new", "rules", "--sdk", "absent"], "new.sdk", &["`guest-sdk`"]);
    check_refused(|at| fs::create_dir(at.join("rules")).expect("a folder"), &["new", "rules"], "new.exists", &[]);
}

#[test]
fn what_cannot_be_built_says_what_to_do() {
    check_refused(|_| {}, &["build"], "build.file", &["plugin.toml"]);
    check_refused(|_| {}, &["build", "absent"], "build.file", &["absent"]);
    let alone = |at: &Path| {
        project(at, "rules.c");
        fs::remove_file(at.join("rules.c")).expect("gone");
    };
    check_refused(alone, &["build"], "build.language", &["`Cargo.toml`, `rules.c`, `rules.js`, `rules.py`"]);
    let several = |at: &Path| {
        project(at, "rules.c");
        project(at, "rules.js");
    };
    check_refused(several, &["build"], "build.language", &["`rules.c`, `rules.js`, which are of several languages"]);
    let wrong = |at: &Path| fs::write(at.join("plugin.toml"), "id = \"Mine\"\nverson = \"1\"\n").expect("a manifest");
    check_refused(wrong, &["build"], "build.manifest", &["verson", "`description`"]);
}

#[cfg(unix)]
#[test]
fn a_compiler_of_another_version_is_named_with_the_one_that_is_known() {
    use std::os::unix::fs::PermissionsExt as _;
    let other = |at: &Path| {
        project(at, "rules.py");
        let tool = at.join(".venv/bin/componentize-py");
        fs::create_dir_all(tool.parent().expect("a folder")).expect("a folder");
        fs::write(&tool, "#!/bin/sh\necho componentize-py 9.9.9\n").expect("a tool");
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("a tool");
    };
    let told = ["`componentize-py 9.9.9`", "pip install componentize-py==0.25.1"];
    check_refused(other, &["build"], "build.tool-version", &told);
}

#[test]
fn what_is_missing_is_named_with_the_command_that_installs_it() {
    check_refused(|at| project(at, "rules.js"), &["build"], "build.tool-missing", &["`node` is not installed"]);
    check_refused(|at| project(at, "rules.py"), &["build"], "build.tool-missing", &["pip install componentize-py"]);
    check_refused(|at| project(at, "rules.c"), &["build"], "build.tool-missing", &["pip install ziglang"]);
    let rust = |at: &Path| {
        project(at, "Cargo.toml");
        fs::write(at.join("Cargo.toml"), "[package]\nname = \"mine\"\n").expect("a package");
    };
    check_refused(rust, &["build"], "build.cargo", &["rustup"]);
}

/// Every set of roles, in the order in which `--roles` is written.
fn sets_of_roles() -> Vec<String> {
    let roles: Vec<&str> = ROLES.split(',').collect();
    let of = |set: usize| -> Vec<&str> {
        roles.iter().enumerate().filter(|(position, _)| set >> position & 1 == 1).map(|(_, role)| *role).collect()
    };
    (1..1 << roles.len()).map(|set| of(set).join(",")).collect()
}

/// Whatever roles and name are chosen, words of the language among them: tidy Rust without a warning, whose own tests pass.
#[test]
fn rust_of_any_roles_is_tidy_and_passes_its_own_tests() {
    let folder = tempfile::tempdir().expect("a folder");
    let named = sets_of_roles().into_iter().map(|roles| (roles.replace(',', "-"), roles));
    let words = ["core", "fn", "test"].map(|name| (name.to_owned(), "scoring".to_owned()));
    for (name, roles) in named.chain(words) {
        let new = ["plugin", "new", &name, "--roles", &roles, "--sdk"];
        assert_eq!(Run::new(&new).arg(root().join("guest-sdk")).within(folder.path()).run().code, 0, "{name}");
        let project = folder.path().join(&name);
        cargo(&["fmt", "--check"], &project);
        cargo(&["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"], &project);
        cargo(&["test", "--quiet"], &project);
    }
}

#[track_caller]
fn cargo(args: &[&str], project: &Path) {
    let mut cargo = Command::new("cargo");
    cargo.env("CARGO_NET_OFFLINE", "true");
    let output = cargo.args(args).current_dir(project).env("CARGO_TARGET_DIR", tools::shared_target()).output();
    let output = output.expect("cargo");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: cargo {args:?}\n{said}", project.display());
}

/// Whatever roles are chosen: C that compiles without a warning, and is a plugin.
#[test]
fn c_of_any_roles_is_a_plugin() {
    if !tools::has("c") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for roles in sets_of_roles() {
        let name = roles.replace(',', "-");
        let new = ["plugin", "new", &name, "--language", "c", "--roles", &roles];
        assert_eq!(Run::new(&new).within(folder.path()).run().code, 0, "{roles}");
        let project = folder.path().join(&name);
        built(&project);
        let checked = Run::new(&["plugin", "check", "--reviews", "3"]).within(&project).run();
        assert_eq!(checked.code, 0, "{roles}: {checked:?}");
    }
}
