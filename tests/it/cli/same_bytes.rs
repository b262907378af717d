//! Same inputs, same bytes: whatever the order of files and plugins, and however the plugins are run.

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
