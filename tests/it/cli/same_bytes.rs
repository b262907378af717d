//! Same inputs, same bytes: whatever the order of files and plugins, and however the plugins are run.

use std::num::NonZeroUsize;

use architrave::{
    config::Config,
    host::{Host, RunOptions},
    sample, source,
};
use architrave_core::{digest, snapshot};
use architrave_runtime::{Options, Runtime};

use super::command::{Run, architrave};

const FILES: [&str; 4] =
    ["get-lens-review.json", "get-workload.json", "list-answers.page1.json", "list-answers.page2.json"];

fn report(args: &[&str]) -> String {
    let ended = architrave(&[&["assess", "--format", "json"], args].concat());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.stdout
}

#[test]
fn the_order_of_files_does_not_matter() {
    let path = |name: &str| format!("examples/trading-platform/{name}");
    let first = report(&["examples/trading-platform"]);
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let paths: Vec<String> = order.iter().map(|position| path(FILES[*position])).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        assert_eq!(report(&paths), first, "{order:?}");
    }
}

#[test]
fn the_order_of_plugins_does_not_matter() {
    let toml = |plugins: [&str; 3]| {
        let folder = tempfile::tempdir().expect("a folder");
        let sections: String = plugins.iter().map(|plugin| format!("[plugins.{plugin}]\n")).collect();
        let text = format!(
            "[assessment]\nscoring = \"classic\"\npriority = \"classic\"\nimpact = \"classic\"\nguidance = [\"classic\"]\ncompare = [\"balanced\", \"healthcare\"]\n{sections}"
        );
        std::fs::write(folder.path().join("architrave.toml"), text).expect("the configuration");
        let ended = Run::new(&["assess", "--format", "json"]).within(folder.path()).run();
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended.stdout
    };
    let first = toml(["classic", "balanced", "healthcare"]);
    assert_eq!(toml(["healthcare", "balanced", "classic"]), first);
    assert_eq!(toml(["balanced", "classic", "healthcare"]), first);
}

#[test]
fn how_plugins_are_run_does_not_matter() {
    let first = report(&["--images", "never", "--no-cache"]);
    for args in [
        &["--images", "always"][..],
        &["--images", "always", "--no-cache"],
        &["--images", "always"],
        &["--images", "auto"],
        &["--images", "never"],
        &["--allocation", "on-demand"],
        &["--allocation", "on-demand", "--images", "always"],
        &["--timings"],
    ] {
        assert_eq!(report(args), first, "{args:?}");
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let inputs = sample::inputs();
    let drafts = source::parse(&inputs).unwrap();
    let sample = snapshot::resolve(&drafts.reviews[0]).unwrap();
    let numbered = |number: usize| {
        let mut snapshot = sample.clone();
        snapshot.workload.id = Some(format!("workload-{number:03}"));
        snapshot.sha256 = digest::snapshot(&snapshot);
        snapshot
    };
    // Not in the order of the report.
    let snapshots: Vec<_> = (0..60).map(|number| numbered((number * 7) % 60)).collect();
    let runtime = Runtime::new(Options::default()).unwrap();
    let host = Host::load(&Config::default(), &runtime).unwrap();
    let with = |threads: usize| {
        let options = RunOptions { threads: NonZeroUsize::new(threads), ..RunOptions::default() };
        let mut done = Vec::new();
        let reviews = host.assess(&snapshots, options, |count, all| done.push((count, all)));
        assert_eq!(done, (0..=60).map(|count| (count, 60)).collect::<Vec<_>>());
        serde_json::to_string(&reviews).unwrap()
    };
    let first = with(1);
    assert!(first.contains("workload-059"));
    for threads in [2, 3, 16] {
        assert_eq!(with(threads), first, "{threads} threads");
    }
}
