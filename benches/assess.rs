//! How long does it take, and beside what? Groups of figures by criterion, then one table of ratios.
//!
//! `cargo bench -p architrave-benches -- --quick` measures all, in minutes; without `--quick` it takes longer and the
//! figures are steadier. A name runs the groups that have it, without the table; `table` makes the table alone.

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
    let filter = words.iter().find(|word| !word.starts_with('-'));
    let only_table = filter.is_some_and(|filter| filter == "table");
    let has = |flag: &str| words.iter().any(|word| word == flag);
    if !only_table {
        let criterion = Criterion::default().measurement_time(Duration::from_secs(2));
        let mut criterion = criterion.warm_up_time(Duration::from_millis(300)).configure_from_args();
        groups::all(&mut criterion);
        criterion.final_summary();
    }
    if only_table || (filter.is_none() && !has("--test") && !has("--list")) {
        table(has("--quick"));
    }
}

fn table(quick: bool) {
    let text = table::markdown(&rows::all(quick));
    println!("\n{text}");
    if let Some(path) = path() {
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
