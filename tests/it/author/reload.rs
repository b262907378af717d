//! How does a long-running host take new versions, under load, and what makes it keep the old one?

use std::{
    collections::BTreeSet,
    env,
    process::Command,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use architrave::{
    config::{Config, PluginConfig, PluginSource},
    host::{Host, ImagePolicy, RunOptions},
    reload::{Bound, Kept, Reloading},
    sample, source,
};
use architrave_core::{
    gate::{Gate, Rules},
    report::Review,
    snapshot::{self, Snapshot},
};
use architrave_runtime::{Options, Runtime, cache};

use super::NEXT;

const RELOADS: usize = 1_000;

/// How far resident memory may rise over all reloads.
const RISE_KIB_MAX: u64 = 48 << 10;

/// Set where the test runs in a process of its own, so that memory which other tests take is not counted.
const ALONE_VARIABLE: &str = "ARCHITRAVE_TEST_ALONE";

const MISBEHAVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misbehave.wasm"));

/// A runtime that keeps what it compiled, and files of plugins.
struct Desk {
    folder: tempfile::TempDir,
    runtime: Runtime,
    canaries: Vec<Snapshot>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = cache::Options {
            folder: folder.path().join("cache"),
            key_file: folder.path().join("key"),
            size_bytes: 256 << 20,
        };
        let runtime = Runtime::new(Options { cache: Some(cache), ..Options::default() }).expect("a runtime");
        std::fs::write(folder.path().join("next.wasm"), NEXT).expect("a plugin");
        std::fs::write(folder.path().join("misbehave.wasm"), MISBEHAVE).expect("a plugin");
        let inputs = sample::inputs();
        let drafts = source::parse(&inputs).expect("the sample is valid");
        let canaries = vec![snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves")];
        Self { folder, runtime, canaries }
    }

    /// A built-in plugin, or one of the files, under one name.
    fn config(&self, plugin: &str, settings: serde_json::Value) -> Config {
        let source = match plugin.ends_with(".wasm") {
            true => PluginSource::Path(self.folder.path().join(plugin)),
            false => PluginSource::Builtin(plugin.to_owned()),
        };
        let mut config = Config::default();
        config.plugins.insert("ours".to_owned(), PluginConfig { settings, ..PluginConfig::new(source) });
        config
    }

    fn plain(&self, plugin: &str) -> Config {
        self.config(plugin, serde_json::json!({}))
    }

    fn live(&self, plugin: &str, gate: Option<Gate>, bound: Bound) -> Reloading {
        let host = Host::load(&self.plain(plugin), &self.runtime).expect("it loads");
        Reloading::new(host, self.canaries.clone(), gate, bound)
    }
}

const ANY: Bound = Bound { score_change: 10_000, verdict_flips: usize::MAX };
const ALONE: RunOptions = RunOptions {
    show: architrave_core::assess::Options { notes: false },
    images: ImagePolicy::Never,
    threads: Some(std::num::NonZeroUsize::MIN),
};

fn digest(live: &Reloading) -> String {
    live.current().plugins()[0].sha256.clone()
}

#[test]
fn what_faults_or_differs_too_much_does_not_take_over() {
    let desk = Desk::new();
    let attack = |attack: &str| desk.config("misbehave.wasm", serde_json::json!({ "attack": attack }));
    let gate = Gate { overall: Rules { min_score: Some(6_000), ..Rules::default() }, ..Gate::default() };
    let near = Bound { score_change: 100, verdict_flips: 0 };
    let rows = [
        (desk.plain("not-there.wasm"), None, ANY, "the old plugins stay: cannot load plugin `ours`"),
        (desk.plain("cargo"), None, ANY, "there is no built-in plugin `cargo`"),
        (attack("panic"), None, ANY, "on a canary, plugin `ours`, role scoring: panicked"),
        (attack("spin"), None, ANY, "fuel-exhausted"),
        (attack("allocate"), None, ANY, "on a canary, plugin `ours`"),
        (desk.plain("classic"), None, near, "a score moves by "),
        (
            desk.plain("classic"),
            Some(gate),
            Bound { verdict_flips: 0, ..ANY },
            "and 1 verdicts flip, allowed are 10000 and 0",
        ),
    ];
    for (config, gate, bound, why) in rows {
        let live = desk.live("balanced", gate, bound);
        let before = digest(&live);
        let kept = live.offer(&config, &desk.runtime).expect_err(why);
        assert!(kept.to_string().contains(why), "{kept} has no `{why}`");
        assert_eq!(digest(&live), before, "{why}");
        live.offer(&desk.plain("balanced"), &desk.runtime).expect("the same plugin is always within the bound");
    }
}

/// Versions take turns while others assess. Each batch names one version and has exactly its results; faulty versions
/// never appear.
#[test]
fn a_thousand_reloads_under_load_mix_nothing_and_leak_nothing() {
    if env::var_os(ALONE_VARIABLE).is_some() {
        return reload_under_load();
    }
    let module = module_path!().split_once("::").expect("a module of the crate").1;
    let name = format!("{module}::a_thousand_reloads_under_load_mix_nothing_and_leak_nothing");
    let mut command = Command::new(env::current_exe().expect("this binary"));
    let ended = command.args(["--exact", &name, "--nocapture"]).env(ALONE_VARIABLE, "1").output().expect("it starts");
    let told = [ended.stdout, ended.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(ended.status.success() && told.contains("1 passed"), "{told}");
}

fn reload_under_load() {
    let desk = Desk::new();
    let live = desk.live("balanced", None, ANY);
    let versions = ["balanced", "classic", "next.wasm"].map(|plugin| {
        let host = Host::load(&desk.plain(plugin), &desk.runtime).expect("it loads");
        (host.plugins(), host.assess(&desk.canaries, ALONE, |_, _| {}))
    });
    let (done, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let resident = resident_kib();
    let mut rolled_back = 0;
    thread::scope(|scope| {
        let load: Vec<_> =
            (0..2).map(|_| scope.spawn(|| assess(&live, &desk.canaries, &versions, (&done, &seen)))).collect();
        for turn in 0..RELOADS {
            let plugin = ["classic", "next.wasm", "balanced"][turn % 3];
            let faulty = desk.config("misbehave.wasm", serde_json::json!({ "attack": "panic" }));
            if turn % 10 == 5 {
                assert!(matches!(live.offer(&faulty, &desk.runtime), Err(Kept::Faulted(_))));
                rolled_back += 1;
            }
            live.offer(&desk.plain(plugin), &desk.runtime).expect("it is within the bound");
        }
        done.store(true, Ordering::Relaxed);
        let digests: BTreeSet<String> =
            load.into_iter().flat_map(|thread| thread.join().expect("no batch is mixed")).collect();
        assert!(digests.len() > 1, "the load saw only {digests:?}");
    });
    assert_eq!(rolled_back, RELOADS / 10);
    assert!(seen.load(Ordering::Relaxed) > 10, "no load");
    if let Some((before, after)) = resident.zip(resident_kib()) {
        let rise = after.saturating_sub(before);
        assert!(rise <= RISE_KIB_MAX, "{RELOADS} reloads keep {rise} KiB");
    }
}

type Version = (Vec<architrave_core::report::Plugin>, Vec<Review>);

/// Assesses until it is done; gives the digests that it saw.
fn assess(
    live: &Reloading,
    snapshots: &[Snapshot],
    versions: &[Version],
    (done, seen): (&AtomicBool, &AtomicUsize),
) -> BTreeSet<String> {
    let mut digests = BTreeSet::new();
    while !done.load(Ordering::Relaxed) {
        let found = live.assess(snapshots, ALONE);
        let version =
            versions.iter().find(|(plugins, _)| *plugins == found.plugins).expect("a version that was offered");
        assert!(version.1 == found.reviews, "{:?} gave another's results", found.plugins);
        digests.insert(found.plugins[0].sha256.clone());
        seen.fetch_add(1, Ordering::Relaxed);
    }
    digests
}

fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmRSS:"))?.split_whitespace().nth(1)?.parse().ok()
}
