//! `plugin bench`: what does a review cost with this plugin, beside the least that any costs, and beside its limits?

mod clock;
mod text;

use std::time::{Duration, Instant};

use architrave_core::{
    diagnostic::Diagnostic,
    manifest::Class,
    outcome::{Fault, Outcome, Role},
    snapshot::Snapshot,
};
use architrave_runtime::{Call, How, Images, Limits, Options, Prepared, Runtime, Step};
use serde::Serialize;
use serde_json::Value;

use super::{
    generated::{Case, Dice},
    load::{self, Ready},
};

/// How long one review is measured, in all.
const TIME_PER_REVIEW: Duration = Duration::from_millis(600);

/// The same of a generated review, of which one figure is asked.
const TIME_PER_SIZE: Duration = Duration::from_millis(150);

/// Questions of the generated reviews.
const SIZES: [usize; 3] = [10, 100, 200];

/// What was measured. As JSON: `architrave.bench/1`; members are added, never removed or changed. Times are medians of
/// batches, in nanoseconds, and the only figures in it that two runs do not share.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `architrave.bench/1`.
    pub schema: &'static str,
    /// The plugin's id.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Of the component, in hexadecimal digits.
    pub sha256: String,
    /// `native` or `scripting`, as the manifest asks.
    pub class: Class,
    /// Whether this host was built without optimisation, so that times mean little.
    pub is_debug_build: bool,
    /// Size of the component.
    pub component_bytes: u64,
    /// Of compiled code, and of what stands beside it; that of the image included, where there is one.
    pub code_bytes: u64,
    /// How long checking and compiling it took: once, where there is a cache.
    pub load_ns: u64,
    /// `image` when every review starts from an image of the prepared plugin, `prepare` when each calls `prepare`.
    pub starts_from: &'static str,
    /// Why there is no image; null where there is one, or none was tried.
    pub no_image: Option<String>,
    /// In the order in which they were given.
    pub reviews: Vec<Review>,
    /// Generated reviews, the smallest first: how cost grows with size.
    pub sizes: Vec<Size>,
}

/// One review.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// Of the workload; empty where the input does not name it.
    pub workload: String,
    /// Alias of the lens.
    pub lens: String,
    /// Of the lens.
    pub questions: u64,
    /// Practices that were not selected.
    pub gaps: u64,
    /// Starting an instance and `prepare`: once per lens, or once per review where there is no image.
    pub prepare: Row,
    /// The least that a review costs: an instance as each review starts from, and one call that has nothing to do. Null
    /// when the plugin faults in `prepare`.
    pub floor_ns: Option<u64>,
    /// Each role alone, and then all together where there are several.
    pub roles: Vec<Row>,
}

/// What was measured of one role, or of all together.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The role, `all` or `prepare`.
    pub what: &'static str,
    /// Each review in an instance of its own, as hosts do it; null when it faulted.
    pub fresh_ns: Option<u64>,
    /// `fresh_ns` in thousandths of the floor.
    pub floor_per_mille: Option<u64>,
    /// The same in an instance that is used again: what starting one costs beside this. No host does that.
    pub reused_ns: Option<u64>,
    /// Of all calls of the row; of a role without `prepare`.
    pub fuel: u64,
    /// Of the call that comes nearest to its limit, in basis points of that.
    pub fuel_of_limit: u64,
    /// All linear memories at the end, in bytes; a multiple of 65,536.
    pub memory_bytes: u64,
    /// In basis points of the limit.
    pub memory_of_limit: u64,
    /// Rows of what was returned; of `prepare`, entries of the legend.
    pub rows: u64,
    /// What was returned, in bytes of host memory.
    pub output_bytes: u64,
    /// Of the call that comes nearest to its limit, in basis points of that.
    pub output_of_limit: u64,
    /// What went wrong; null where nothing did.
    pub fault: Option<String>,
}

/// A generated review.
#[derive(Debug, Clone, Serialize)]
pub struct Size {
    /// Of its lens.
    pub questions: u64,
    /// Practices that were not selected.
    pub gaps: u64,
    /// Of all roles together.
    pub cost: Row,
}

/// Measures a component over reviews, and over generated ones. It takes some seconds.
///
/// `given` are settings as an operator writes them; `Value::Null` for the defaults. `images`: whether reviews start from an
/// image of the prepared plugin.
///
/// # Errors
///
/// When the component is not admitted, the settings do not fit, or plugins cannot be run here.
pub fn bench(
    component: &[u8],
    given: &Value,
    options: &Options,
    images: Option<Images>,
    snapshots: &[Snapshot],
) -> Result<Report, Vec<Diagnostic>> {
    let runtime = Runtime::new(options.clone()).map_err(|error| load::unavailable(&error))?;
    let before = Instant::now();
    let ready = load::load(component, given, &runtime)?;
    let load_ns = clock::ns(before.elapsed());
    let manifest = ready.plugin.manifest();
    // What a host does with many reviews: an image of an interpreter takes it seconds to compile.
    let images = images.unwrap_or(match manifest.class {
        Class::Native => Images::Always,
        Class::Scripting => Images::Never,
    });
    let limits = match manifest.class {
        Class::Native => &options.native,
        Class::Scripting => &options.scripting,
    };
    let subject = Subject { ready: &ready, images, limits };
    let mut measured: Vec<(Review, Prepared)> = snapshots.iter().map(|snapshot| subject.review(snapshot)).collect();
    let first = measured.first().map(|(_, prepared)| prepared);
    let (starts_from, no_image) = match first.map(Prepared::how) {
        Some(How::Image | How::CachedImage) => ("image", None),
        Some(How::NoImage(why)) => ("prepare", Some(why.clone())),
        Some(How::Plain | How::Faulted) | None => ("prepare", None),
    };
    Ok(Report {
        schema: "architrave.bench/1",
        plugin: manifest.id.clone(),
        version: manifest.version.clone(),
        sha256: ready.plugin.sha256().to_string(),
        class: manifest.class,
        is_debug_build: cfg!(debug_assertions),
        component_bytes: count(component.len()),
        code_bytes: first.map_or(0, |prepared| count(prepared.code_bytes())),
        load_ns,
        starts_from,
        no_image,
        sizes: SIZES.into_iter().filter_map(|questions| subject.size(questions)).collect(),
        reviews: measured.drain(..).map(|(review, _)| review).collect(),
    })
}

/// What is measured, and how.
struct Subject<'a> {
    ready: &'a Ready,
    images: Images,
    limits: &'a Limits,
}

impl Subject<'_> {
    fn prepared(&self, snapshot: &Snapshot) -> Prepared {
        let Ready { plugin, settings_json } = self.ready;
        plugin.prepare(&snapshot.lens, snapshot.lens_sha256, settings_json, self.images)
    }

    fn review(&self, snapshot: &Snapshot) -> (Review, Prepared) {
        let prepared = self.prepared(snapshot);
        let all = self.ready.plugin.roles();
        let mut asked: Vec<(&'static str, &[Role])> =
            all.iter().map(|role| (role.as_str(), std::slice::from_ref(role))).collect();
        if all.len() > 1 {
            asked.push(("all", all));
        }
        let mut rows: Vec<Row> = asked.iter().map(|(what, roles)| self.row(what, &prepared, snapshot, roles)).collect();
        let mut prepare = self.prepare_row(&prepared, snapshot);
        let floor_ns = prepare.fault.is_none().then(|| {
            let mut runs = clock::Runs::default();
            runs.add(|| prepared.run_nothing());
            let Ready { plugin, settings_json } = self.ready;
            runs.add(|| plugin.prepare_only(&snapshot.lens, settings_json));
            let sound = rows.iter().zip(&asked).filter(|(row, _)| row.fault.is_none());
            for (_, (_, roles)) in sound {
                runs.add(|| prepared.run(snapshot, roles).fuel > 0);
                runs.add_many(|times| prepared.reuse(snapshot, roles, times).is_some());
            }
            let mut medians = runs.medians(TIME_PER_REVIEW).into_iter();
            let floor_ns = medians.next().unwrap_or_default();
            prepare.fresh_ns = medians.next();
            prepare.floor_per_mille = per_mille(prepare.fresh_ns, floor_ns);
            for row in rows.iter_mut().filter(|row| row.fault.is_none()) {
                row.fresh_ns = medians.next();
                row.reused_ns = medians.next();
                row.floor_per_mille = per_mille(row.fresh_ns, floor_ns);
            }
            floor_ns
        });
        let review = Review {
            workload: snapshot.workload.name.clone().unwrap_or_default(),
            lens: snapshot.lens.alias.clone(),
            questions: count(snapshot.answers.len()),
            gaps: count(snapshot.gaps.len()),
            prepare,
            floor_ns,
            roles: rows,
        };
        (review, prepared)
    }

    /// `None` where no review of that size can be made.
    fn size(&self, questions: usize) -> Option<Size> {
        let snapshot = Case::sized(&mut Dice(count(questions)), questions).snapshot()?;
        let prepared = self.prepared(&snapshot);
        let roles = self.ready.plugin.roles();
        let mut cost = self.row("all", &prepared, &snapshot, roles);
        if cost.fault.is_none() {
            let mut runs = clock::Runs::default();
            runs.add(|| prepared.run_nothing());
            runs.add(|| prepared.run(&snapshot, roles).fuel > 0);
            let medians = runs.medians(TIME_PER_SIZE);
            cost.fresh_ns = medians.last().copied();
            cost.floor_per_mille = per_mille(cost.fresh_ns, medians.first().copied().unwrap_or_default());
        }
        Some(Size { questions: count(snapshot.answers.len()), gaps: count(snapshot.gaps.len()), cost })
    }

    /// All but the times.
    fn row(&self, what: &'static str, prepared: &Prepared, snapshot: &Snapshot, roles: &[Role]) -> Row {
        let fault = fault(&prepared.run(snapshot, roles));
        let calls = prepared.calls(snapshot, roles).unwrap_or_default();
        let is_review = |call: &&Call| !matches!(call.step, Step::Start | Step::Prepare);
        Row { fault, ..self.of_calls(what, &calls.iter().filter(is_review).collect::<Vec<_>>()) }
    }

    fn prepare_row(&self, prepared: &Prepared, snapshot: &Snapshot) -> Row {
        let calls = prepared.calls(snapshot, &[]).unwrap_or_default();
        let is_prepare = |call: &&Call| matches!(call.step, Step::Start | Step::Prepare);
        let row = self.of_calls("prepare", &calls.iter().filter(is_prepare).collect::<Vec<_>>());
        let fault = prepared.fault().map(|fault| format!("`prepare` {fault}"));
        // Both share one budget.
        let limit = calls.first().map_or(0, |call| call.fuel_limit);
        Row { fuel_of_limit: basis_points(row.fuel, limit), fault, ..row }
    }

    fn of_calls(&self, what: &'static str, calls: &[&Call]) -> Row {
        let sum = |of: fn(&Call) -> u64| calls.iter().map(|call| of(call)).fold(0, u64::saturating_add);
        let most = |of: &dyn Fn(&Call) -> u64| calls.iter().map(|call| of(call)).max().unwrap_or_default();
        let memory_bytes = most(&|call| call.memory_bytes);
        Row {
            what,
            fresh_ns: None,
            floor_per_mille: None,
            reused_ns: None,
            fuel: sum(|call| call.fuel),
            fuel_of_limit: most(&|call| basis_points(call.fuel, call.fuel_limit)),
            memory_bytes,
            memory_of_limit: basis_points(memory_bytes, self.limits.memory_bytes),
            rows: sum(|call| call.rows),
            output_bytes: sum(|call| call.output_bytes),
            output_of_limit: most(&|call| basis_points(call.output_bytes, self.limits.output_bytes)),
            fault: None,
        }
    }
}

impl Report {
    /// Whether no role faulted or refused a review that was given; generated ones may be refused.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let mut rows = self.reviews.iter().flat_map(|review| review.roles.iter().chain([&review.prepare]));
        rows.all(|row| row.fault.is_none())
    }
}

/// The first fault of an outcome.
fn fault(outcome: &Outcome) -> Option<String> {
    let told = |role: Role, fault: Option<&Fault>| fault.map(|fault| format!("role {} {fault}", role.as_str()));
    told(Role::Scoring, outcome.scoring.as_ref().and_then(|result| result.as_ref().err()))
        .or_else(|| told(Role::Priority, outcome.priority.as_ref().and_then(|result| result.as_ref().err())))
        .or_else(|| told(Role::Impact, outcome.impact.as_ref().and_then(|result| result.as_ref().err())))
        .or_else(|| told(Role::Guidance, outcome.guidance.as_ref().and_then(|result| result.as_ref().err())))
}

fn per_mille(time_ns: Option<u64>, floor_ns: u64) -> Option<u64> {
    time_ns?.saturating_mul(1_000).checked_div(floor_ns)
}

fn basis_points(used: u64, limit: u64) -> u64 {
    used.saturating_mul(10_000).checked_div(limit).unwrap_or_default()
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
