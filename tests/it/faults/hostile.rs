//! Does the host survive every attack, in bounded time and memory, and is its neighbour undisturbed? Each attack is run
//! plain and from an image, twice, beside a plugin that does nothing wrong, in a process of its own whose end is watched.

use std::{
    env,
    fmt::Write as _,
    process::{Command, Stdio},
};

use architrave_core::{manifest::Class, outcome::Outcome};
use architrave_runtime::{Allocation, How, Images, Limits, Plugin, Prepared, Runtime};

use super::{
    attacks::{Attack, Expected, GROUPS},
    bytes, guests, limits,
    measure::Meter,
    prepare, run, runtime, words,
};

/// Of each row: taking the component in, four runs of it, an image of it, and two runs of its neighbour. Most take a
/// tenth of a second.
const PROCESSOR_MS_MAX: u64 = 5_000;

/// The same by the wall clock, on a machine that does other things.
const ROW_MS_MAX: u128 = 60_000;

/// Tells the process what to do.
const HOW: &str = "ARCHITRAVE_HOSTILE";

/// Separates what a child process writes from what its test harness does.
const MARK: &str = "hostile-row";

#[test]
fn hostile_plugins_are_contained() {
    if let Ok(how) = env::var(HOW) {
        return run_all(&how);
    }
    let pooled = child("pooled");
    let on_demand = child("on-demand");
    let mut table = format!("{:>7} {:>7} {:>9}  {:<58} outcome\n", "ms", "CPU ms", "peak KiB", "attack");
    let (mut longest, mut highest) = (0, 0);
    for ((attack, first), second) in attacks().zip(&pooled).zip(&on_demand) {
        let (Line { name, outcome, .. }, (_, row)) = (first, attack);
        assert_eq!(name, row.name);
        assert_eq!((name, outcome), (&second.name, &second.outcome), "pooled first, then on demand");
        assert_eq!(first.digest, second.digest, "{name}: pooled first, then on demand");
        for line in [first, second] {
            assert!(line.ms <= ROW_MS_MAX, "{name} took {} ms", line.ms);
            assert!(line.processor_ms <= PROCESSOR_MS_MAX, "{name} took {} ms of the processor", line.processor_ms);
            assert!(line.peak_kib <= row.peak_mib << 10, "{name} took {} KiB", line.peak_kib);
        }
        let (ms, peak_kib) = (first.ms.max(second.ms), first.peak_kib.max(second.peak_kib));
        let processor_ms = first.processor_ms.max(second.processor_ms);
        writeln!(table, "{ms:>7} {processor_ms:>7} {peak_kib:>9}  {name:<58} {outcome}").expect("writing to a string");
        (longest, highest) = (longest.max(processor_ms), highest.max(peak_kib));
    }
    let rows = attacks().count();
    assert_eq!((pooled.len(), on_demand.len()), (rows, rows));
    assert!(rows >= 60, "{rows} rows");
    let all: u64 = pooled.iter().chain(&on_demand).map(|line| line.processor_ms).sum();
    writeln!(
        table,
        "{rows} attacks, each pooled and on demand: longest {longest} CPU ms, highest {highest} KiB, all {all} CPU ms, host crashes 0"
    )
    .expect("writing to a string");
    say(&table);
}

fn attacks() -> impl DoubleEndedIterator<Item = (&'static str, &'static Attack)> {
    GROUPS.iter().flat_map(|(group, attacks)| attacks.iter().map(|attack| (*group, attack)))
}

/// What a child process said of one row.
struct Line {
    name: String,
    ms: u128,
    processor_ms: u64,
    peak_kib: u64,
    outcome: String,
    digest: String,
}

/// Runs all rows in a process of its own; gives them in the order of the groups.
fn child(how: &str) -> Vec<Line> {
    let output = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "faults::hostile::hostile_plugins_are_contained", "--nocapture"])
        .env(HOW, how)
        .stdin(Stdio::null())
        .output()
        .expect("this test starts once more");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{how}: {}\n{stdout}\n{stderr}", output.status);
    assert!(stderr.is_empty(), "{how}: nothing a plugin does is written to stderr: {stderr}");
    let mut lines: Vec<Line> = stdout.lines().filter_map(line).collect();
    if how == "on-demand" {
        lines.reverse();
    }
    lines
}

fn line(line: &str) -> Option<Line> {
    let mut parts = line.split_once(MARK)?.1.trim().split('\t');
    let mut next = || parts.next().map(str::to_owned);
    Some(Line {
        name: next()?,
        ms: next()?.parse().ok()?,
        processor_ms: next()?.parse().ok()?,
        peak_kib: next()?.parse().ok()?,
        outcome: next()?,
        digest: next()?,
    })
}

/// In the child: pooled in order, on demand in the opposite order.
fn run_all(how: &str) {
    let pooled = how == "pooled";
    let ordered: Vec<_> = if pooled { attacks().collect() } else { attacks().rev().collect() };
    let allocation = if pooled { Allocation::Pooled } else { Allocation::OnDemand };
    let shared = Neighbourhood::new(allocation, limits());
    for (group, attack) in ordered {
        let limits = (attack.limits)(limits());
        let own = (limits != *shared.limits()).then(|| Neighbourhood::new(allocation, limits));
        let neighbourhood = own.as_ref().unwrap_or(&shared);
        let component = attack.component();
        let meter = Meter::start();
        let (outcome, digest) = neighbourhood.check(attack, &component);
        let cost = meter.cost();
        let (ms, processor_ms) = (cost.ms, cost.processor_ms.unwrap_or_default());
        let peak_kib = cost.peak_kib.unwrap_or_default();
        say(&format!("{MARK} {}\t{ms}\t{processor_ms}\t{peak_kib}\t{group}: {outcome}\t{digest}\n", attack.name));
    }
}

/// A runtime, and the good plugin in it.
struct Neighbourhood {
    runtime: Runtime,
    limits: Limits,
    good: [Prepared; 2],
    undisturbed: String,
}

impl Neighbourhood {
    fn new(allocation: Allocation, limits: Limits) -> Self {
        let runtime = runtime(allocation, limits.clone());
        let plugin = runtime.load(&guests::well_behaved(), Class::Native).expect("the good plugin");
        let good = [Images::Always, Images::Never].map(|images| prepare(&plugin, images));
        assert_eq!(good[0].how(), &How::Image);
        let undisturbed = bytes(&run(&good[0]));
        Self { runtime, limits, good, undisturbed }
    }

    const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Gives the outcome in words, and everything it says.
    fn check(&self, attack: &Attack, component: &[u8]) -> (String, String) {
        let said = match (self.runtime.load(component, Class::Native), &attack.expected) {
            (Err(error), Expected::Refused(code, text)) => {
                let message = error.to_string();
                assert_eq!(error.code(), *code, "{}: {message}", attack.name);
                assert!(message.contains(text), "{}: {message}", attack.name);
                assert!(!message.contains(char::is_control) && message.len() < 3000, "{}: {message:?}", attack.name);
                assert!(!error.help().is_empty() && !error.help().contains(char::is_control), "{}", attack.name);
                (error.code().to_owned(), message)
            }
            (Ok(plugin), Expected::Ran(expected)) => run_it(attack.name, &plugin, expected),
            (Err(error), Expected::Ran(_)) => panic!("{}: refused: {}: {error}", attack.name, error.code()),
            (Ok(_), Expected::Refused(code, _)) => panic!("{}: taken in, not `{code}`", attack.name),
        };
        for good in &self.good {
            assert_eq!(bytes(&run(good)), self.undisturbed, "{}: disturbs another plugin", attack.name);
        }
        let (outcome, everything) = said;
        (outcome, architrave_core::digest::bytes(everything.as_bytes()).to_string())
    }
}

/// Twice plain, twice from an image, or what there is in place of one.
fn run_it(name: &str, plugin: &Plugin, expected: &[&str; 4]) -> (String, String) {
    let plain = prepare(plugin, Images::Never);
    let outcome = run(&plain);
    let said = words(&outcome);
    for (said, expected) in said.iter().zip(expected) {
        let fits = match expected.split_once('…') {
            Some((start, _)) => said.starts_with(start),
            None => said == expected,
        };
        assert!(fits, "{name}: `{said}`, expected `{expected}`");
    }
    check_log(name, &outcome);
    assert!(outcome.reproducible, "{name}");
    assert_eq!(bytes(&run(&plain)), bytes(&outcome), "{name}: a second run differs");
    let image = prepare(plugin, Images::Always);
    for _ in 0..2 {
        assert_eq!(bytes(&run(&image)), bytes(&outcome), "{name}: {:?} changes the outcome", image.how());
    }
    let mut heard: Vec<String> = said.to_vec();
    heard.dedup();
    (heard.join(" | ").chars().take(110).collect(), bytes(&outcome))
}

/// Everything that can reach a terminal.
fn check_log(name: &str, outcome: &Outcome) {
    let log: String = outcome.log.iter().map(|line| line.message.as_str()).collect();
    for text in words(outcome).into_iter().chain([log]) {
        assert!(text.len() < 64 << 10, "{name}: {} bytes", text.len());
        let steers = |character: char| character.is_control() || ('\u{202a}'..='\u{202e}').contains(&character);
        assert!(!text.contains(steers), "{name}: {text:?}");
    }
}

#[expect(clippy::print_stdout, reason = "the table is for whoever runs the test with `--nocapture`")]
fn say(text: &str) {
    print!("{text}");
}
