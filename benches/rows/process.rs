//! How long does the whole command take, from start to exit? With compiled code cached, without a cache, and when it
//! compiles and fills the cache.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use architrave_benches::{
    measure::{Effort, Subject, side_by_side},
    table::{Bar, Figure, Relation, Row},
};

/// The command, with a home of its own.
pub(super) fn command(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_architrave-measured"));
    command.env("HOME", home).env("ARCHITRAVE_CACHE_DIR", home.join("cache"));
    command.env("ARCHITRAVE_CACHE_KEY", home.join("key")).current_dir(home);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

pub(crate) fn rows(quick: bool) -> Vec<Row> {
    let home = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let mut command = command(home.path());
        command.args(["assess", "--no-config"]).args(arguments);
        let start = Instant::now();
        let status = command.status().expect("the command runs");
        let took = start.elapsed();
        assert!(status.success(), "{arguments:?}: {status}");
        took
    };
    let turns = if quick { 5 } else { 20 };
    let run_cold = || {
        // It is not there the first time.
        let _ = fs::remove_dir_all(home.path().join("cache"));
        run(&[])
    };
    let cold = Subject::new(|times| (0..times).map(|_| run_cold()).sum());
    let without = Subject::new(|times| (0..times).map(|_| run(&["--no-cache"])).sum());
    // The turn before filled the cache.
    let cached = Subject::new(|times| (0..times).map(|_| run(&[])).sum());
    let figures = side_by_side(Effort::of(turns, 1), [cold, without, cached]);
    let row = |what: &str, subject, bar| Row {
        what: what.to_owned(),
        ours: Figure::Nanoseconds(figures.nanoseconds(subject)),
        beside: None,
        relation: Relation::Alone,
        bar,
    };
    vec![
        row("`architrave assess`, sample: cached", 2, Some(Bar::Within(Figure::Nanoseconds(40e6)))),
        row("`architrave assess`, sample: compiles, fills the cache", 0, None),
        row("`architrave assess`, sample: compiles, `--no-cache`", 1, None),
    ]
}
