//! How much memory does a plugin take that is prepared and has nothing to do? Over a hundred of them, beyond compiled code,
//! in a process of its own.

use std::{
    env, fs,
    process::{Command, Stdio},
};

use architrave::builtin;
use architrave_benches::table::{Bar, Figure, Relation, Row};
use architrave_core::manifest::Class;
use architrave_runtime::{Images, Prepared};

use crate::setup::{THREE, cache_within, prepare, runtime, snapshot};

/// What the process is called with.
pub(crate) const PART: &str = "--idle-memory";

const PLUGINS: usize = 100;

/// Prints the bytes per plugin, where the system tells how much memory a process has.
///
/// Each plugin is loaded and prepared by itself, from the cache so that no compiler leaves its traces, and has judged one
/// review.
pub(crate) fn part() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = runtime(Some(cache_within(folder.path())));
    let sample = snapshot(&architrave::sample::inputs());
    let ready = || {
        let component = builtin::component("balanced").expect("it is built in");
        let plugin = runtime.load(component, Class::Native).expect("it is admitted");
        let prepared = prepare(&plugin, &sample, Images::Always);
        assert!(prepared.run(&sample, &THREE).scoring.is_some_and(|scoring| scoring.is_ok()));
        prepared
    };
    // What only the first needs, the compiler's memory among it, stands before the first look.
    let first: Vec<Prepared> = (0..4).map(|_| ready()).collect();
    let Some(before) = resident_bytes() else { return };
    let plugins: Vec<Prepared> = (0..PLUGINS).map(|_| ready()).collect();
    let Some(after) = resident_bytes() else { return };
    let code: usize = plugins.iter().map(Prepared::code_bytes).sum();
    let [grown, code] = [after - before, i64::try_from(code).expect("it fits in memory")];
    println!("{}", (grown - code) / i64::try_from(PLUGINS).expect("a hundred"));
    drop(first);
}

/// Memory that this process has, in bytes.
fn resident_bytes() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    resident.split_whitespace().next()?.parse::<i64>().ok().map(|kib| kib * 1_024)
}

pub(crate) fn rows() -> Vec<Row> {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new(program).arg(PART).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "measuring idle memory: {}", output.status);
    let text = String::from_utf8_lossy(&output.stdout);
    let bytes = text.trim().parse().ok();
    let row = |bytes| Row {
        what: format!("idle prepared plugin, over {PLUGINS}, beyond its code"),
        ours: Figure::Bytes(bytes),
        beside: None,
        relation: Relation::Alone,
        bar: Some(Bar::Within(Figure::Bytes(262_144.0))),
    };
    bytes.map(row).into_iter().collect()
}
