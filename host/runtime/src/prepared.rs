//! What is a plugin that knows its lens? A legend, or the fault of `prepare`; and a way to start each review.

use std::{fmt, sync::Arc};

use architrave_core::{
    digest, laws,
    lens::Lens,
    manifest::Class,
    outcome::{ControlEntry, Fault, Legend, LegendEntry, LogLine, MeasureEntry, Outcome, Role},
    snapshot::{Digest, Snapshot},
};

use crate::{
    bindings::architrave::plugin::types as wit,
    cache,
    crossing::{self, ROWS_MAX},
    fault, image,
    options::Images,
    plugin::{Loaded, Plugin},
    run,
    session::{Budget, Failed, Frame, Launcher, Session, Used},
    stored::{self, Subject},
};

/// A plugin that was prepared for one lens with one set of settings. May be used by many threads at a time.
pub struct Prepared {
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) lens: Arc<Lens>,
    pub(crate) lens_sha256: Digest,
    pub(crate) settings_json: String,
    pub(crate) legend: Arc<Legend>,
    pub(crate) legend_sha256: Digest,
    pub(crate) start: Result<Start, Failed>,
    pub(crate) image: Option<Launcher>,
    how: How,
}

/// How each review starts; for a person's eyes, never for a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// Every review calls `prepare` in its own instance.
    Plain,
    /// The same, since no image could be made; says why.
    NoImage(String),
    /// From an image made just now.
    Image,
    /// From an image that was in the cache.
    CachedImage,
    /// Not at all: `prepare` refused or faulted.
    Faulted,
}

/// What starting an instance and `prepare` used: the same for each review, whether they run again or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) fuel: u64,
    pub(crate) log: Vec<LogLine>,
}

/// What `prepare` left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ready {
    pub(crate) legend: Legend,
    pub(crate) start: Start,
}

impl Prepared {
    pub(crate) fn new(
        plugin: &Plugin,
        lens: &Arc<Lens>,
        lens_sha256: Digest,
        settings_json: &str,
        images: Images,
    ) -> Self {
        let loaded = Arc::clone(&plugin.loaded);
        let mut prepared = Self {
            loaded,
            lens: Arc::clone(lens),
            lens_sha256,
            settings_json: settings_json.to_owned(),
            legend: Arc::default(),
            legend_sha256: digest::legend(&Legend::default()),
            start: Err(Failed::from(Fault::ClockStalled)),
            image: None,
            how: How::Faulted,
        };
        prepared.prepare(images);
        prepared
    }

    /// The texts that outcomes refer to; empty when `prepare` refused or faulted.
    #[must_use]
    pub fn legend(&self) -> &Arc<Legend> {
        &self.legend
    }

    /// Why every role faults, if `prepare` did.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.start.as_ref().err().map(|failed| &failed.fault)
    }

    /// How each review starts; for a person's eyes, never for a report.
    #[must_use]
    pub fn how(&self) -> &How {
        &self.how
    }

    /// Asks the plugin for some of its roles about one review, in a fresh instance.
    ///
    /// Total: whatever the plugin does is in the outcome. A role that it does not have, or that was not asked for, is
    /// `None`. A fault ends the instance that it happened in, and the roles after it run in another. The result
    /// depends on the component, the lens, the settings, the review and the limits, and on nothing else, unless the
    /// outcome says that it is not reproducible.
    ///
    /// Runs on the calling thread, which needs a stack of [`Limits::stack_bytes`](crate::Limits::stack_bytes) and
    /// 256 KiB: the 2 MiB that Rust gives to a thread are enough. When more threads call at a time than there are
    /// slots (64), the later ones wait.
    #[must_use]
    pub fn run(&self, snapshot: &Snapshot, roles: &[Role]) -> Outcome {
        run::run(self, snapshot, roles)
    }

    /// What an instance is started from.
    pub(crate) fn launcher(&self) -> &Launcher {
        self.image.as_ref().unwrap_or(&self.loaded.launcher)
    }

    fn prepare(&mut self, images: Images) {
        let loaded = Arc::clone(&self.loaded);
        let _slot = loaded.house.gate().enter();
        if let Some((launcher, ready)) = self.cached_image(images) {
            self.image = Some(launcher);
            self.settle(ready, How::CachedImage);
            return;
        }
        let ready = match start(&loaded.launcher, loaded.frame(), &self.lens, &self.settings_json) {
            Ok((_, ready)) => ready,
            Err(failed) => {
                self.start = Err(failed);
                return;
            }
        };
        let how = if is_worth_an_image(images, &loaded) { self.make_image(&ready) } else { How::Plain };
        self.settle(ready, how);
    }

    fn settle(&mut self, ready: Ready, how: How) {
        self.start = Ok(ready.start);
        self.legend_sha256 = digest::legend(&ready.legend);
        self.legend = Arc::new(ready.legend);
        self.how = how;
    }

    /// A clock that stands still refuses calls; a cache must not be the way around it.
    fn cached_image(&self, images: Images) -> Option<(Launcher, Ready)> {
        if images == Images::Never || !self.loaded.house.clock.runs() {
            return None;
        }
        let cache = self.loaded.house.cache()?;
        let engine = self.loaded.house.engine(self.loaded.class);
        let (image, ready) = stored::get_image(cache, self.image_name(), engine)?;
        Some((Launcher::new(engine, &image).ok()?, ready))
    }

    fn make_image(&mut self, ready: &Ready) -> How {
        let loaded = &self.loaded;
        let target = loaded.house.target(loaded.class);
        let made = image::make(loaded, &self.lens, &self.settings_json, ready).and_then(|image| {
            let image =
                loaded.house.builder.build(target, &image).map_err(|failure| format!("compiling it {failure}"))?;
            let launcher = image::launch(loaded, &self.lens, &image)?;
            Ok((image, launcher))
        });
        match made {
            Ok((image, launcher)) => {
                if let Some(cache) = loaded.house.cache() {
                    let subject = Subject { manifest: &loaded.manifest, sha256: loaded.sha256 };
                    stored::put_image(cache, self.image_name(), (&image, ready), (subject, self.lens_sha256));
                }
                self.image = Some(launcher);
                How::Image
            }
            Err(why) => How::NoImage(why),
        }
    }

    fn image_name(&self) -> cache::Name {
        let loaded = &self.loaded;
        let image_of = (loaded.sha256, self.lens_sha256, self.settings_json.as_str());
        stored::image_name(loaded.house.engine(loaded.class), loaded.frame().limits, image_of)
    }
}

/// Making an image of a compiled plugin costs about 70 ms, and it saves about 70 µs per review. One of an interpreter
/// takes seconds to compile, and is only made where it is kept.
fn is_worth_an_image(images: Images, loaded: &Loaded) -> bool {
    const REVIEWS_MIN: usize = 1_000;
    match images {
        Images::Never => false,
        Images::Always => true,
        Images::Auto { reviews_expected } => {
            reviews_expected >= REVIEWS_MIN && (loaded.class == Class::Native || loaded.house.cache().is_some())
        }
    }
}

/// Starts an instance and calls `prepare` in it.
///
/// # Errors
///
/// The fault of either; a refusal is one, and so is a legend that the contract does not allow.
pub(crate) fn start<'a>(
    launcher: &'a Launcher,
    frame: Frame<'a>,
    lens: &Lens,
    settings_json: &str,
) -> Result<(Session<'a>, Ready), Failed> {
    if lens.questions.len().max(lens.pillars.len()) > ROWS_MAX {
        let message = format!("the lens has more than {ROWS_MAX} questions or pillars");
        return Err(Fault::NotStarted { message }.into());
    }
    let budget = budget(frame, lens);
    let (mut session, start_fuel) = Session::start(launcher, frame, budget)?;
    let rest = Budget { fuel: budget.fuel.saturating_sub(start_fuel), ..budget };
    let called = crossing::with_lens(lens, |lens| session.call(&launcher.exports.prepare, (lens, settings_json), rest));
    let (answer, Used { fuel, log }) = called.map_err(|failed| whole_budget(failed, budget))?;
    let legend = answer
        .map_err(fault::of_refusal)
        .and_then(|legend| laws::legend(of_wit(legend)).map_err(|violation| Fault::InvalidOutput { violation }));
    match legend {
        Ok(legend) => {
            let start = Start { fuel: start_fuel.saturating_add(fuel), log };
            Ok((session, Ready { legend, start }))
        }
        Err(fault) => Err(Failed { log, ..Failed::from(fault) }),
    }
}

/// Of starting an instance and preparing it.
pub(crate) fn budget(frame: Frame<'_>, lens: &Lens) -> Budget {
    Budget { fuel: frame.limits.start_fuel(lens.questions.len()), deadline_ms: frame.limits.prepare_deadline_ms }
}

/// Starting and preparing share one budget, and that is the one to name.
fn whole_budget(mut failed: Failed, budget: Budget) -> Failed {
    if let Fault::FuelExhausted { fuel } = &mut failed.fault {
        *fuel = budget.fuel;
    }
    failed
}

fn of_wit(legend: wit::Legend) -> Legend {
    let entry = |entry: wit::LegendEntry| LegendEntry { id: entry.id, text: entry.text };
    let measure = |entry: wit::MeasureEntry| MeasureEntry {
        id: entry.id,
        text: entry.text,
        unit: entry.unit,
        higher_is_better: entry.higher_is_better,
    };
    let control =
        |entry: wit::ControlEntry| ControlEntry { framework: entry.framework, requirement: entry.requirement };
    Legend {
        reasons: legend.reasons.into_iter().map(entry).collect(),
        consequences: legend.consequences.into_iter().map(entry).collect(),
        advice: legend.advice.into_iter().map(entry).collect(),
        measures: legend.measures.into_iter().map(measure).collect(),
        controls: legend.controls.into_iter().map(control).collect(),
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Prepared")
            .field("plugin", &self.loaded)
            .field("lens_sha256", &self.lens_sha256)
            .field("how", &self.how)
            .finish_non_exhaustive()
    }
}
