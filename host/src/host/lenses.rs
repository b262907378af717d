//! Which plugins are prepared for a lens? Those of the lenses that reviews came of lately, each prepared once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use architrave_core::{
    lens::Lens,
    snapshot::{Digest, Snapshot},
};
use architrave_runtime::Images;

use super::{Host, ImagePolicy, OfLens};

/// Most lenses of a stream for which plugins are kept prepared; the one that was used least lately goes first. A
/// workload has at most 20 lenses, so that a stream of workloads prepares none of them twice.
pub(crate) const LENSES_MAX: usize = 32;
/// Reviews of one lens after which a stream pays for images, where none is cached: about what they cost is then spent
/// on doing without.
pub(crate) const IMAGE_AFTER: usize = 1_000;

/// Prepared plugins by lens. May be used by many threads at a time; a lens is prepared by the first that needs it, and
/// only those that need the same lens wait.
#[derive(Debug)]
pub(crate) struct Lenses<'a> {
    host: &'a Host,
    policy: ImagePolicy,
    /// Reviews by lens, where all are known in advance.
    expected: Option<BTreeMap<Digest, usize>>,
    table: Mutex<Table<'a>>,
}

#[derive(Debug, Default)]
struct Table<'a> {
    slots: BTreeMap<Digest, Slot<'a>>,
    /// Counts uses.
    uses: u64,
}

#[derive(Debug)]
struct Slot<'a> {
    of_lens: Cell<'a>,
    used_at: u64,
    reviews: usize,
}

type Cell<'a> = Arc<OnceLock<Arc<OfLens<'a>>>>;

impl<'a> Lenses<'a> {
    /// For reviews that are all known: every lens is kept, and images are made where there are enough reviews of one.
    pub(super) fn counted(host: &'a Host, policy: ImagePolicy, snapshots: &[&Snapshot]) -> Self {
        let mut expected: BTreeMap<Digest, usize> = BTreeMap::new();
        for snapshot in snapshots {
            let count = expected.entry(snapshot.lens_sha256).or_default();
            *count = count.saturating_add(1);
        }
        Self { host, policy, expected: Some(expected), table: Mutex::default() }
    }

    /// For reviews that are still to come: at most [`LENSES_MAX`] lenses are kept, and images are made once
    /// [`IMAGE_AFTER`] reviews of a lens were seen.
    pub(crate) fn of_stream(host: &'a Host, policy: ImagePolicy) -> Self {
        Self { host, policy, expected: None, table: Mutex::default() }
    }

    /// What reviews of this lens share.
    pub(super) fn get(&self, snapshot: &Snapshot) -> Arc<OfLens<'a>> {
        let digest = snapshot.lens_sha256;
        let reviews_expected = self.expected.as_ref().and_then(|expected| expected.get(&digest)).copied();
        let cell = self.cell(digest);
        let prepare = || self.prepare(&snapshot.lens, digest, reviews_expected.unwrap_or(1));
        Arc::clone(cell.get_or_init(|| Arc::new(prepare())))
    }

    /// Makes images for a lens of which enough reviews were seen. Reviews go on without them meanwhile.
    pub(crate) fn improve(&self, lens: &Arc<Lens>, digest: Digest) {
        if self.policy != ImagePolicy::Auto || self.expected.is_some() || !self.is_due(digest) {
            return;
        }
        let with_images = self.prepare(lens, digest, usize::MAX);
        if let Some(slot) = self.table().slots.get_mut(&digest) {
            slot.of_lens = Arc::new(OnceLock::from(Arc::new(with_images)));
        }
    }

    fn is_due(&self, digest: Digest) -> bool {
        let mut table = self.table();
        let Some(slot) = table.slots.get_mut(&digest).filter(|slot| slot.reviews >= IMAGE_AFTER) else { return false };
        // Counted no further, so that it happens once.
        let is_first = slot.reviews != usize::MAX;
        slot.reviews = usize::MAX;
        is_first && slot.of_lens.get().is_some_and(|of_lens| of_lens.has_plain())
    }

    /// Counts a use, and makes room.
    fn cell(&self, digest: Digest) -> Cell<'a> {
        let mut table = self.table();
        table.uses = table.uses.saturating_add(1);
        let used_at = table.uses;
        if self.expected.is_none() && table.slots.len() >= LENSES_MAX && !table.slots.contains_key(&digest) {
            let oldest = table.slots.iter().min_by_key(|(_, slot)| slot.used_at).map(|(digest, _)| *digest);
            oldest.and_then(|digest| table.slots.remove(&digest));
        }
        let slot = table.slots.entry(digest).or_insert_with(|| Slot { of_lens: Arc::default(), used_at, reviews: 0 });
        slot.used_at = used_at;
        slot.reviews = slot.reviews.saturating_add(1);
        Arc::clone(&slot.of_lens)
    }

    fn prepare(&self, lens: &Arc<Lens>, digest: Digest, reviews_expected: usize) -> OfLens<'a> {
        let images = match self.policy {
            ImagePolicy::Auto => Images::Auto { reviews_expected },
            ImagePolicy::Always => Images::Always,
            ImagePolicy::Never => Images::Never,
        };
        self.host.of_lens(lens, digest, images)
    }

    fn table(&self) -> MutexGuard<'_, Table<'a>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use architrave_core::{assess, digest, snapshot::LensTable};
    use architrave_runtime::{How, Options, Runtime};

    use super::*;
    use crate::{config::Config, resolve, sample, source};

    /// The sample's review, of a lens with this alias.
    fn of_lens(sample: &Snapshot, alias: &str) -> Snapshot {
        let lens = Lens { alias: alias.to_owned(), ..Lens::clone(&sample.lens) };
        let lens_sha256 = digest::lens(&lens);
        Snapshot { lens: Arc::new(lens), lens_sha256, ..sample.clone() }
    }

    fn with_host(check: impl FnOnce(&Host, &Snapshot)) {
        let inputs = sample::inputs();
        let drafts = source::parse(&inputs).expect("the sample is valid");
        let snapshots = resolve::snapshots(drafts, &mut LensTable::default(), false).expect("the sample resolves");
        let runtime = Runtime::new(Options::default()).expect("this machine runs plugins");
        let host = Host::load(&Config::default(), &runtime).expect("the defaults are built in");
        check(&host, &snapshots[0]);
    }

    #[test]
    fn lenses_beyond_the_most_push_out_the_one_used_least_lately() {
        with_host(|host, sample| {
            let lenses = Lenses::of_stream(host, ImagePolicy::Never);
            let snapshot = |number: usize| of_lens(sample, &format!("lens-{number}"));
            let snapshots: Vec<Snapshot> = (0..=LENSES_MAX).map(snapshot).collect();
            let first = lenses.get(&snapshots[0]);
            for snapshot in &snapshots[1..LENSES_MAX] {
                lenses.get(snapshot);
            }
            assert!(Arc::ptr_eq(&first, &lenses.get(&snapshots[0])), "it is prepared once");
            lenses.get(&snapshots[LENSES_MAX]);
            let table = lenses.table();
            assert_eq!(table.slots.len(), LENSES_MAX);
            assert!(!table.slots.contains_key(&snapshots[1].lens_sha256), "the second was used least lately");
            assert!(table.slots.contains_key(&snapshots[0].lens_sha256));
        });
    }

    #[test]
    fn images_come_with_enough_reviews_once_and_change_nothing() {
        with_host(|host, sample| {
            let lenses = Lenses::of_stream(host, ImagePolicy::Auto);
            let assess = || host.assess_one(sample, &lenses, assess::Options::default());
            let improve = || lenses.improve(&sample.lens, sample.lens_sha256);
            let how =
                || lenses.get(sample).prepared.iter().map(|asked| asked.prepared.how().clone()).collect::<Vec<_>>();
            let plain = assess();
            improve();
            assert!(how().iter().all(|how| *how == How::Plain), "{:?}", how());
            for _ in 0..IMAGE_AFTER {
                lenses.get(sample);
            }
            assert!(how().iter().all(|how| *how == How::Plain), "{:?}", how());
            improve();
            assert!(how().iter().all(|how| *how == How::Image), "{:?}", how());
            assert_eq!(assess(), plain);
            let made = lenses.get(sample);
            improve();
            assert!(Arc::ptr_eq(&made, &lenses.get(sample)), "they are made once");
        });
    }
}
