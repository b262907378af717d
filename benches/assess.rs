//! How long does it take, and beside what? Groups of figures by criterion, then one table of ratios.
//!
//! `cargo bench -p architrave-benches -- --quick` measures all, in minutes; without `--quick` it takes longer and the
//! figures are steadier. A name runs the groups that have it, without the table; `table` makes the table alone, and
//! `table reading stream` some of its rows.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot run should say so and stop")]

mod groups;
mod rows;
mod setup;

use std::{env, path::PathBuf, time::Duration};

use architrave_benches::table;
use criterion::Criterion;

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == rows::idle::PART) {
        return rows::idle::part();
    }
    if let [word, count] = words.as_slice()
        && word == rows::held::PART
    {
        return rows::held::part(count.parse().expect("a number of reviews"));
    }
    let names: Vec<String> = words.iter().filter(|word| !word.starts_with('-')).cloned().collect();
    let kinds = match names.split_first() {
        Some((first, kinds)) if first == "table" => Some(kinds),
        Some(_) | None => None,
    };
    let has = |flag: &str| words.iter().any(|word| word == flag);
    if kinds.is_none() {
        let criterion = Criterion::default().measurement_time(Duration::from_secs(2));
        let mut criterion = criterion.warm_up_time(Duration::from_millis(300)).configure_from_args();
        groups::all(&mut criterion);
        criterion.final_summary();
    }
    if kinds.is_some() || (names.is_empty() && !has("--test") && !has("--list")) {
        table(has("--quick"), kinds.unwrap_or_default());
    }
}

fn table(quick: bool, kinds: &[String]) {
    let text = table::markdown(&rows::all(quick, kinds));
    println!("\n{text}");
    if let Some(path) = path().filter(|_| kinds.is_empty()) {
        std::fs::write(&path, text).expect("the table can be written");
        println!("The table stands in `{}`.", path.display());
    }
}

/// `ratios.md` in cargo's target folder.
fn path() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file())?;
    Some(target.join("ratios.md"))
}
