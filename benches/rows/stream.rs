//! How many reviews per second, and in how much memory? A folder of documents, one review each, through three plugins.

#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "times are measured, not scored")]

use std::{
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use architrave_benches::{
    generate::Framework,
    measure::median,
    table::{Bar, Figure, Relation, Row},
};

use super::process::command;

/// Documents that differ; the others are further names of these, so that a folder of ten thousand fits on any disk.
const DIFFERENT: u64 = 100;

/// Three plugins: one answers three roles, two give scores beside its own.
const CONFIG: &str = r#"
[assessment]
scoring = "balanced"
priority = "balanced"
impact = "balanced"
guidance = []
compare = ["classic", "financial-services"]
"#;

/// One run.
struct Run {
    took: Duration,
    peak_bytes: Option<f64>,
}

pub(crate) fn rows(quick: bool) -> Vec<Row> {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("architrave.toml"), CONFIG).expect("a file");
    for count in [1_000, 10_000] {
        folder(&home.path().join(count.to_string()), count);
    }
    // Fills the cache.
    run(home.path(), 1_000);
    let runs = if quick { 1 } else { 3 };
    let few: Vec<Run> = (0..runs).map(|_| run(home.path(), 1_000)).collect();
    let many: Vec<Run> = (0..runs).map(|_| run(home.path(), 10_000)).collect();
    let throughput = |runs: &[Run], count: f64| median(runs.iter().map(|run| count / run.took.as_secs_f64()));
    let mut rows = vec![Row {
        what: "10000 reviews from a folder, 3 plugins, time of each".to_owned(),
        ours: Figure::PerSecond(throughput(&many, 10_000.0)),
        beside: Some(("of 1000".to_owned(), Figure::PerSecond(throughput(&few, 1_000.0)))),
        relation: Relation::Times(throughput(&few, 1_000.0) / throughput(&many, 10_000.0)),
        bar: Some(Bar::AtMost(1.3)),
    }];
    let peak = |runs: &[Run]| {
        let peaks: Vec<f64> = runs.iter().filter_map(|run| run.peak_bytes).collect();
        (!peaks.is_empty()).then(|| median(peaks))
    };
    if let (Some(few), Some(many)) = (peak(&few), peak(&many)) {
        rows.push(Row {
            what: "the same: peak memory".to_owned(),
            ours: Figure::Bytes(many),
            beside: Some(("of 1000".to_owned(), Figure::Bytes(few))),
            relation: Relation::Times(many / few),
            bar: Some(Bar::AtMost(1.1)),
        });
    }
    rows
}

fn folder(path: &Path, count: u64) {
    fs::create_dir(path).expect("a folder");
    let framework = Framework::default();
    let name = |number| path.join(format!("{number:05}.json"));
    for number in 0..count {
        if number < DIFFERENT {
            fs::write(name(number), framework.document(number)).expect("a file");
        } else {
            fs::hard_link(name(number % DIFFERENT), name(number)).expect("a further name");
        }
    }
}

fn run(home: &Path, count: u64) -> Run {
    let mut command = command(home);
    command.args(["assess", "--stream", "--config", "architrave.toml"]).arg(count.to_string()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().expect("the command runs");
    let took = start.elapsed();
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {talk}", output.status);
    assert!(talk.contains(&format!("reviews {count},")), "{talk}");
    let peak = talk.rsplit_once("at most ").and_then(|(_, rest)| rest.split(' ').next()?.parse::<u64>().ok());
    Run { took, peak_bytes: peak.map(|kib| kib as f64 * 1_024.0) }
}
