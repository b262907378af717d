//! How long does one review take, step by step? Each step beside its floor, in the same run.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench that cannot run should say so and stop")]

use std::hint::black_box;

use architrave::{
    builtin,
    config::Config,
    host::{Host, ImagePolicy, RunOptions},
    sample, sink, source,
};
use architrave_core::{assess, manifest::Class, outcome::Role, report::Allowed, settings, snapshot};
use architrave_runtime::{Images, Options, Runtime};
use criterion::{Criterion, criterion_group, criterion_main};

/// From text to a snapshot; the floor is `serde_json` skipping over the same text.
fn reading(criterion: &mut Criterion) {
    let inputs = sample::inputs();
    let mut group = criterion.benchmark_group("read");
    group.bench_function("floor: skip the JSON", |bencher| {
        bencher.iter(|| {
            for input in inputs.texts() {
                black_box(serde_json::from_str::<serde::de::IgnoredAny>(&input.text).expect("the sample is JSON"));
            }
        });
    });
    group.bench_function("text to snapshot", |bencher| {
        bencher.iter(|| {
            let drafts = source::parse(&inputs).expect("the sample is valid");
            black_box(snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves"))
        });
    });
    group.finish();
}

/// From a snapshot to a report, with fresh instances of two plugins and four roles.
fn running(criterion: &mut Criterion) {
    let inputs = sample::inputs();
    let drafts = source::parse(&inputs).expect("the sample is valid");
    let snapshots: Vec<_> =
        drafts.reviews.iter().map(|draft| snapshot::resolve(draft).expect("the sample resolves")).collect();
    let many: Vec<_> = std::iter::repeat_n(&snapshots[0], 1_000).cloned().collect();
    let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
    let host = Host::load(&Config::default(), &runtime).expect("the defaults are built in");
    let mut group = criterion.benchmark_group("run");
    for (name, images) in [("plain", ImagePolicy::Never), ("image", ImagePolicy::Always)] {
        let options = RunOptions { images, ..RunOptions::default() };
        group.sample_size(10).bench_function(format!("1000 reviews, {name}"), |bencher| {
            bencher.iter(|| black_box(host.assess(&many, options, |_, _| {})));
        });
    }
    let reviews = host.assess(&snapshots, RunOptions::default(), |_, _| {});
    let report = assess::report(&snapshots, host.provenance(Allowed::default(), None), reviews, None);
    group.bench_function("report to JSON", |bencher| {
        bencher.iter(|| black_box(sink::render(&report, sink::Format::Json, &sink::Style::default())));
    });
    group.finish();
}

/// One review in a fresh instance of one plugin with three roles; the floor is starting the same image and one empty
/// call.
fn roles(criterion: &mut Criterion) {
    let inputs = sample::inputs();
    let drafts = source::parse(&inputs).expect("the sample is valid");
    let snapshot = snapshot::resolve(&drafts.reviews[0]).expect("the sample resolves");
    let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
    let three = [Role::Scoring, Role::Priority, Role::Impact];
    for id in ["balanced", "classic", "financial-services"] {
        let component = builtin::component(id).expect("it is built in");
        let plugin = runtime.load(component, Class::Native).expect("it is admitted");
        let settings = settings::resolve(&serde_json::Value::Null, &plugin.manifest().settings).expect("defaults fit");
        let prepare = |images| plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &settings, images);
        let (image, plain) = (prepare(Images::Always), prepare(Images::Never));
        let mut group = criterion.benchmark_group(format!("roles, {id}"));
        group.bench_function("floor: start and one empty call", |bencher| bencher.iter(|| image.run_nothing()));
        group.bench_function("three roles, image", |bencher| bencher.iter(|| black_box(image.run(&snapshot, &three))));
        group.bench_function("three roles, plain", |bencher| bencher.iter(|| black_box(plain.run(&snapshot, &three))));
        group.finish();
    }
}

criterion_group!(benches, reading, roles, running);
criterion_main!(benches);
