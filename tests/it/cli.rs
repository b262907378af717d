//! The command as people use it: arguments and files in; exit status, stdout and stderr out.

#[cfg(unix)]
mod cache;
pub(crate) mod command;
mod edges;
mod formats;
mod gate;
mod going;
mod readme;
mod replay;
mod same_bytes;
mod stream;
mod watch;

pub(crate) use command::Run;
use command::architrave;
pub(crate) use going::Going;
pub(crate) use replay::Desk;

#[track_caller]
fn check(args: &[&str], code: i32, stdout: &str, stderr: &str) {
    let run = architrave(args);
    assert_eq!(run.code, code, "{args:?}\n{}", run.stderr);
    assert!(run.stdout.contains(stdout), "{args:?}: stdout has no `{stdout}`:\n{}", run.stdout);
    assert!(run.stderr.contains(stderr), "{args:?}: stderr has no `{stderr}`:\n{}", run.stderr);
}

#[test]
fn what_cannot_be_done_ends_with_2_and_says_why() {
    check(&["assess", "not-there.json"], 2, "", "`not-there.json` does not exist");
    check(&["assess", "--config", "not-there.toml"], 2, "", "cannot read the configuration `not-there.toml`");
    check(&["assess", "--plugin", "not-there.wasm"], 2, "", "cannot load plugin `not-there`");
    check(&["assess", "--plugin", "unheard-of"], 2, "", "there is no built-in plugin `unheard-of`");
    check(&["assess", "--no-such-option"], 2, "", "unexpected argument");
    check(&["assess", "--output", "no/such/folder/report.json"], 2, "", "cannot write the report");
    check(&["explain", "not-a-question"], 2, "", "cannot explain `not-a-question`");
    check(&["lens", "lint", "not-there.json"], 2, "", "cannot read `not-there.json`");
    check(&["lens", "risk", "not-there.json", "--answers", "neither.json"], 2, "", "cannot read `not-there.json`");
}

#[test]
fn help_version_completions_and_manual_are_data() {
    check(&["--help"], 0, "Usage: architrave", "");
    check(&["--version"], 0, env!("CARGO_PKG_VERSION"), "");
    check(&["completions", "bash"], 0, "_architrave()", "");
    check(&["man"], 0, ".TH architrave", "");
    check(&["man"], 0, "lint", "");
}

#[test]
fn the_version_names_the_wasmtime_of_the_lock_file() {
    let lock = std::fs::read_to_string(command::root().join("Cargo.lock")).expect("the lock file");
    let versions: Vec<&str> = lock
        .split("[[package]]")
        .filter(|package| package.contains("name = \"wasmtime\"\n"))
        .filter_map(|package| package.split("version = \"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(versions.len(), 1, "one wasmtime is compiled in: {versions:?}");
    let engine = format!("wasmtime {}", versions[0]);
    check(&["--version"], 0, &engine, "");
    let report = architrave(&["assess", "--no-config", "--format", "json"]).json();
    assert_eq!(report["engine"]["runtime"], engine);
}

#[test]
fn output_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.html");
    let run = Run::new(&["assess", "--output"]).arg(&path).run();
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(
        std::fs::read_to_string(&path).expect("the report").to_lowercase().starts_with("<!doctype html>"),
        "the ending decides"
    );
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "no temporary file stays");

    // A folder in the place of the file: nothing is replaced, nothing is left.
    let taken = folder.path().join("taken");
    std::fs::create_dir(&taken).expect("a folder");
    let run = Run::new(&["assess", "--format", "json", "--output"]).arg(&taken).run();
    assert_eq!(run.code, 2);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 2);
}

#[test]
fn explain_knows_questions_codes_and_practices() {
    for reference in ["identities", "SEC02", "sec02", "SEC02-BP03", "sec_identities_secrets"] {
        check(&["explain", reference], 0, "question `identities`", "");
    }
}

#[test]
fn a_configured_plugin_answers_its_roles() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |text: &str| std::fs::write(folder.path().join("architrave.toml"), text).expect("the configuration");
    let run = |args: &[&str]| Run::new(args).within(folder.path()).run();

    write("[plugins.financial-services.settings]\neffort_hours = { HIGH = 40, MEDIUM = 16 }\n");
    let report = run(&["assess", "--format", "json"]).json();
    assert_eq!(report["reviews"][0]["score"]["plugin"], "financial-services");
    assert_eq!(report["reviews"][0]["improvements"][0]["effort"]["basis"], "settings");

    for (text, problem) in [
        ("[plugins.financial-services.settings]\neffort = 1\n", "unknown"),
        ("[plugins.financial-services.settings]\neffort_hours = { HIGH = -1 }\n", "HIGH"),
        ("[plugins.financial-services]\n[plugins.healthcare]\n", "cannot choose who answers the role `scoring`"),
        ("[assessment]\nscoring = \"pillar-guidance\"\n", "it does not have it"),
        ("[assessment]\nscoring = \"mine\"\n", "there is no such plugin"),
        ("[plugins.mine]\nsource = \"ftp://registry/mine:1\"\n", "`ftp://` are not known"),
        ("[plugins.mine]\nsource = \"oci://registry/mine:1\"\n", "run `architrave plugin lock`"),
        ("[plugins.mine]\nsource = \"oci://mine\"\n", "it names no repository"),
        ("[trust]\nunsinged = \"allow\"\n", "`[trust]` has the unknown key `unsinged`"),
        ("[plugins.classic]\nsha256 = \"00\"\n", "malformed digest"),
        ("[gate]\nmax_hihg = 1\n", "max_hihg"),
        ("[gate]\nmin_score = 70000\n", "basis points go from 0 to 10000"),
        ("[limits.native]\nfuel = 1\n", "unknown limit `fuel`"),
    ] {
        write(text);
        let found = run(&["assess"]);
        assert_eq!(found.code, 2, "{text}");
        assert!(found.stderr.contains(problem), "{text}: {}", found.stderr);
    }
    write(&format!("[plugins.classic]\nsha256 = \"{}\"\n", "0".repeat(64)));
    assert!(run(&["assess"]).stderr.contains("its digest is"));
}

/// A file that never ends is read no further than a component may be long.
#[cfg(unix)]
#[test]
fn an_endless_plugin_is_refused() {
    let ended = Run::new(&["assess", "--no-config", "--plugin", "/dev/zero"]).run();
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.stderr.contains("[load.too-large]"), "{ended:?}");
    assert!(ended.stderr.contains("allows 8388608"), "{ended:?}");
}
