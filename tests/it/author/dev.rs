//! `plugin dev`: is a change of a source built, tested and scored, and is the difference told?

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::tools;
use crate::cli::{Going, Run, command::root};

/// A project in Rust.
fn project(parent: &Path) -> PathBuf {
    let sdk = root().join("guest-sdk").canonicalize().expect("the SDK");
    let args = ["plugin", "new", "mine", "--roles", "scoring,priority,impact,guidance", "--sdk"];
    let made = Run::new(&args).arg(sdk).within(parent).run();
    assert_eq!(made.code, 0, "{made:?}");
    let folder = parent.join("mine");
    tools::share_target(&folder);
    folder
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a source");
    assert!(text.contains(from), "{}: nothing like `{from}`", path.display());
    fs::write(path, text.replace(from, to)).expect("a source");
}

#[test]
fn each_change_is_a_round() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = project(parent.path());
    let rules = folder.join("src/lib.rs");
    let mut dev = Going::start(Run::new(&["plugin", "dev"]).within(&folder), false);
    dev.hear("round 1");
    dev.hear("build   ok");
    dev.hear("cases   4 cases, 0 failed");
    dev.hear("score   52.66 of 100");
    dev.hear("waiting for a change");

    // Medium risk gets nothing: a case fails, and the sample's score falls.
    change(&rules, "of / 2", "0");
    dev.hear("round 2");
    dev.hear("cases   4 cases, 2 failed");
    assert!(dev.hear("FAILED").contains("the built-in sample"));
    dev.hear("5266");
    let score = dev.hear("score   ");
    assert!(!score.contains("52.66"), "{score}");
    dev.hear("change  1 of 1 workload changes");
    dev.hear("waiting for a change");

    // What does not compile says so, and the next change goes on from the last that did.
    change(&rules, "impl Plugin for Rules {", "impl Plugin for Rules {{");
    dev.hear("round 3");
    dev.hear("build   failed");
    dev.hear("waiting for a change");
    change(&rules, "impl Plugin for Rules {{", "impl Plugin for Rules {");
    dev.hear("round 4");
    dev.hear("change  none of 1 workload changes");
    dev.hear("waiting for a change");

    // A case is a source too.
    change(&folder.join("cases/sample.toml"), "score = 3750", "scroe = 3750");
    dev.hear("round 5");
    dev.hear("cases   could not be run");
    drop(dev);

    let once = |code: i32, told: &str| {
        let ended = Run::new(&["plugin", "dev", "--once"]).within(&folder).run();
        assert!(ended.code == code && ended.stdout.contains(told), "{code}, `{told}`: {ended:?}");
    };
    once(2, "cases   could not be run");
    change(&folder.join("cases/sample.toml"), "scroe = 3750", "score = 3750");
    once(1, "4 cases, 2 failed");
    fs::remove_dir_all(folder.join("cases")).expect("the cases");
    once(0, "cases   there are none");
    // What others may load is no concern of the plugin's author; settings and limits are.
    fs::write(folder.join("architrave.lock"), "version = 1\n").expect("a lock");
    fs::write(folder.join("architrave.toml"), "[plugins.mine.settings]\nprioritized_weight = 11\n").expect("a file");
    once(2, "score   could not be had");
    fs::write(folder.join("architrave.toml"), "[plugins.mine.settings]\nprioritized_weight = 1\n").expect("a file");
    once(0, "score   34.54");
    change(&rules, "impl Plugin", "impl Plugins");
    once(2, "build   failed");
}

#[test]
fn what_is_no_project_cannot_be_built() {
    let folder = tempfile::tempdir().expect("a folder");
    for (args, message) in [
        (vec!["plugin", "dev", "--once"], "plugin.toml"),
        (vec!["plugin", "dev", "--once", "not-there"], "not-there"),
        (vec!["plugin", "dev", "--once", "--review", "not-there"], "`not-there` does not exist"),
    ] {
        let ended = Run::new(&args).within(folder.path()).run();
        assert!(ended.code == 2 && ended.stderr.contains(message), "{args:?}: {ended:?}");
    }
}
