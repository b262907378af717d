//! What does criterion measure? Steps of the way from bytes to report, each group with its floor or its peers.

use std::hint::black_box;

use architrave::{
    host::{ImagePolicy, RunOptions},
    sink, source,
};
use architrave_benches::{
    generate::{Framework, custom},
    parse,
    peers::{self, codes},
};
use architrave_core::{manifest::Class, outcome::Role, snapshot};
use architrave_runtime::Images;
use criterion::{BenchmarkId, Criterion};

use crate::setup::{Setup, THREE, input, prepare, runtime, settings_of, snapshot as snapshot_of};

/// Every group.
pub(crate) fn all(criterion: &mut Criterion) {
    let setup = Setup::new();
    reading(criterion, &setup);
    loading(criterion, &setup);
    steps(criterion, &setup);
    peers(criterion, &setup);
    sizes(criterion, &setup);
    plugins(criterion, &setup);
    reviews(criterion, &setup);
}

/// From bytes to report; the floor is plain `serde_json` reading the same fields.
fn reading(criterion: &mut Criterion, setup: &Setup) {
    let assessment = setup.assessment("balanced");
    let texts = || setup.inputs.texts().iter().map(|input| input.text.as_str());
    let report = assessment.report(&setup.inputs);
    let mut group = criterion.benchmark_group("reading");
    group.bench_function("floor: typed borrowed serde_json", |bencher| {
        bencher.iter(|| black_box(parse::parse(texts()).expect("the sample is JSON")));
    });
    group.bench_function("bytes to drafts", |bencher| {
        bencher.iter(|| black_box(source::parse(&setup.inputs).expect("the sample is valid")));
    });
    group.bench_function("bytes to snapshot", |bencher| bencher.iter(|| black_box(snapshot_of(&setup.inputs))));
    group.bench_function("bytes to report", |bencher| bencher.iter(|| black_box(assessment.report(&setup.inputs))));
    group.bench_function("report to JSON", |bencher| {
        bencher.iter(|| black_box(sink::render(&report, sink::Format::Json, &sink::Style::default())));
    });
    group.finish();
}

/// What happens once per plugin and lens.
fn loading(criterion: &mut Criterion, setup: &Setup) {
    let component = architrave::builtin::component("balanced").expect("it is built in");
    let without_cache = runtime(None);
    let load = || without_cache.load(component, Class::Native).expect("it is admitted");
    let plugin = load();
    let settings = settings_of(&plugin);
    let mut group = criterion.benchmark_group("once per plugin");
    group.sample_size(10);
    group.bench_function("load, compiling", |bencher| bencher.iter(|| black_box(load())));
    group.bench_function("load, from the cache", |bencher| bencher.iter(|| black_box(setup.plugin("balanced"))));
    group.bench_function("start and prepare", |bencher| {
        bencher.iter(|| assert!(plugin.prepare_only(&setup.sample.lens, &settings)));
    });
    group.bench_function("prepare and make an image", |bencher| {
        bencher.iter(|| black_box(prepare(&plugin, &setup.sample, Images::Always)));
    });
    group.bench_function("prepare, with an image from the cache", |bencher| {
        let plugin = setup.plugin("balanced");
        bencher.iter(|| black_box(prepare(&plugin, &setup.sample, Images::Always)));
    });
    group.finish();
}

/// The parts of one review; the floor is starting the same image and one empty call.
fn steps(criterion: &mut Criterion, setup: &Setup) {
    for id in ["balanced", "classic", "financial-services"] {
        let plugin = setup.plugin(id);
        let image = prepare(&plugin, &setup.sample, Images::Always);
        let plain = prepare(&plugin, &setup.sample, Images::Never);
        let mut group = criterion.benchmark_group(format!("steps, {id}"));
        group
            .bench_function("floor: start and one empty call", |bencher| bencher.iter(|| assert!(image.run_nothing())));
        group.bench_function("start", |bencher| bencher.iter(|| assert!(image.start_only())));
        group.bench_function("start and begin", |bencher| bencher.iter(|| assert!(image.begin_only(&setup.sample))));
        group.bench_function("one role", |bencher| {
            bencher.iter(|| black_box(image.run(&setup.sample, &[Role::Scoring])));
        });
        group.bench_function("three roles", |bencher| bencher.iter(|| black_box(image.run(&setup.sample, &THREE))));
        group.bench_function("three roles, no image", |bencher| {
            bencher.iter(|| black_box(plain.run(&setup.sample, &THREE)));
        });
        group.bench_function("diagnostic: three roles, instance reused", |bencher| {
            bencher.iter_custom(|times| {
                let start = std::time::Instant::now();
                let times = usize::try_from(times).expect("few");
                assert!(image.reuse(&setup.sample, &THREE, times).is_some());
                start.elapsed()
            });
        });
        group.finish();
    }
}

/// `classic` and everything else that says the same.
fn peers(criterion: &mut Criterion, setup: &Setup) {
    let prepared = setup.prepared("classic");
    let review = codes::review(&setup.sample);
    let mut group = criterion.benchmark_group("peers, three roles");
    group.bench_function("classic", |bencher| bencher.iter(|| black_box(prepared.run(&setup.sample, &THREE))));
    for mut peer in peers::all() {
        peer.give(&review);
        group.bench_function(peer.name(), |bencher| bencher.iter_custom(|times| peer.time(times)));
    }
    group.finish();
}

/// Lenses of ten to a thousand questions; the floor is that of the same image.
fn sizes(criterion: &mut Criterion, setup: &Setup) {
    let plugin = setup.plugin("balanced");
    let mut group = criterion.benchmark_group("questions, three roles");
    for questions in [10, 30, 100, 300, 1_000] {
        let snapshot = snapshot_of(&input(custom(questions, 1)));
        let prepared = prepare(&plugin, &snapshot, Images::Always);
        group.bench_function(BenchmarkId::new("floor", questions), |bencher| {
            bencher.iter(|| assert!(prepared.run_nothing()));
        });
        group.bench_function(BenchmarkId::new("balanced", questions), |bencher| {
            bencher.iter(|| black_box(prepared.run(&snapshot, &THREE)));
        });
    }
    group.finish();
}

/// One to thirty-two plugins about one review.
fn plugins(criterion: &mut Criterion, setup: &Setup) {
    let prepared: Vec<_> = (0..32).map(|_| setup.prepared("balanced")).collect();
    let mut group = criterion.benchmark_group("plugins, three roles each");
    for (count, some) in [1, 2, 6, 16, 32].into_iter().filter_map(|count| Some((count, prepared.get(..count)?))) {
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| some.iter().map(|prepared| prepared.run(&setup.sample, &THREE).fuel).sum::<u64>());
        });
    }
    group.finish();
}

/// One to a thousand reviews of the framework lens, on one and on two threads.
fn reviews(criterion: &mut Criterion, setup: &Setup) {
    let framework = Framework::default();
    let snapshots: Vec<_> = (0..1_000).map(|number| snapshot_of(&input(framework.document(number)))).collect();
    let host = setup.assessment("balanced").host;
    let mut group = criterion.benchmark_group("reviews, one plugin");
    group.sample_size(10);
    for (count, some) in [1, 10, 100, 1_000].into_iter().filter_map(|count| Some((count, snapshots.get(..count)?))) {
        for threads in [1, 2] {
            let options = RunOptions {
                images: ImagePolicy::Never,
                threads: std::num::NonZeroUsize::new(threads),
                ..RunOptions::default()
            };
            group.bench_function(BenchmarkId::new(format!("threads: {threads}"), count), |bencher| {
                bencher.iter_with_large_drop(|| host.assess(some, options, |_, _| {}));
            });
        }
    }
    group.finish();
    // Named apart: resolving again what is resolved already would otherwise be taken for a part of the above.
    let text = framework.document(0);
    let inputs = input(text);
    let drafts = source::parse(&inputs).expect("the document is valid");
    let draft = drafts.reviews.first().expect("one review");
    criterion.bench_function("draft to snapshot, one review", |bencher| {
        bencher.iter(|| black_box(snapshot::resolve(draft).expect("the document resolves")));
    });
}
