//! What do benches, and `plugin bench`, hold a review against? Parts of its work, done alone: not for anybody else.
//!
//! Everything here runs under the same limits, in the same store and from the same image as [`Prepared::run`].

use architrave_core::{
    lens::Lens,
    outcome::{Outcome, Role},
    snapshot::Snapshot,
};

use crate::{
    crossing::Columns,
    plugin::Plugin,
    prepared::{self, Prepared},
    run::Run,
    session::{Budget, Launcher, Session},
};

impl Plugin {
    /// Starts an instance of the plugin itself and calls `prepare` in it; gives whether it answered.
    #[doc(hidden)]
    #[must_use]
    pub fn prepare_only(&self, lens: &Lens, settings_json: &str) -> bool {
        let _slot = self.loaded.house.gate().enter();
        prepared::start(&self.loaded.launcher, self.loaded.frame(), lens, settings_json).is_ok()
    }
}

impl Prepared {
    /// Starts an instance and ends it; gives whether it started.
    #[doc(hidden)]
    #[must_use]
    pub fn start_only(&self) -> bool {
        let _slot = self.loaded.house.gate().enter();
        self.started().is_some()
    }

    /// Starts an instance and makes one call that has nothing to do: the floor that benches hold [`Self::run`] against.
    /// Gives whether it worked.
    #[doc(hidden)]
    #[must_use]
    pub fn run_nothing(&self) -> bool {
        let _slot = self.loaded.house.gate().enter();
        let Some((mut session, budget)) = self.started() else {
            return false;
        };
        let exports = &self.launcher().exports;
        match (&exports.scoring, &exports.guidance) {
            // Nothing was begun, so that it refuses.
            (Some((weigh, _)), _) => session.call(weigh, (), budget).is_ok(),
            (None, Some(advise)) => session.call(advise, (), budget).is_ok(),
            (None, None) => false,
        }
    }

    /// Starts an instance and calls `begin` with what applies; gives whether it accepted.
    #[doc(hidden)]
    #[must_use]
    pub fn begin_only(&self, snapshot: &Snapshot) -> bool {
        let _slot = self.loaded.house.gate().enter();
        let columns = Columns::of(snapshot);
        let Some((mut session, budget)) = self.started() else {
            return false;
        };
        let begin = &self.launcher().exports.begin;
        session.call(begin, (columns.frame(),), budget).is_ok_and(|(answer, _)| answer.is_ok())
    }

    /// Asks for roles so many times, in instances that are used a hundred times each: what starting one each time costs
    /// beside this, and never a way to judge reviews (a plugin need not even clean up after one). The last outcome;
    /// `None` when nothing was asked, `prepare` failed or an instance was lost on the way.
    #[doc(hidden)]
    #[must_use]
    pub fn reuse(&self, snapshot: &Snapshot, roles: &[Role], times: usize) -> Option<Outcome> {
        let start = self.start.as_ref().ok()?;
        let _slot = self.loaded.house.gate().enter();
        let mut session = self.ready()?;
        let mut last = None;
        for time in 0..times {
            if time % 100 == 99 {
                session = self.ready()?;
            }
            let columns = Columns::of(snapshot);
            let mut run = Run::new(self, start, snapshot, &columns);
            run.spare = Some(session);
            let has = |role| self.loaded.launcher.exports.has(role);
            let (verdict, lives) = run.judge(|role| roles.contains(&role) && has(role));
            session = lives?.within(self.loaded.frame());
            last = Some(verdict.into_outcome(self));
        }
        last
    }

    /// Bytes of compiled code, and of what it keeps beside it, that this plugin has in memory: of the plugin itself and
    /// of its image.
    #[doc(hidden)]
    #[must_use]
    pub fn code_bytes(&self) -> usize {
        let image = self.image.as_ref().map_or(0, Launcher::code_bytes);
        self.loaded.launcher.code_bytes().saturating_add(image)
    }

    /// An instance that is prepared.
    fn ready(&self) -> Option<Session<'_>> {
        if self.image.is_some() {
            return Some(self.started()?.0);
        }
        let launcher = &self.loaded.launcher;
        Some(prepared::start(launcher, self.loaded.frame(), &self.lens, &self.settings_json).ok()?.0)
    }

    /// An instance from the image, or from the plugin itself where there is none, and what its start may use.
    fn started(&self) -> Option<(Session<'_>, Budget)> {
        let frame = self.loaded.frame();
        let budget = prepared::budget(frame, &self.lens);
        let (session, _) = Session::start(self.launcher(), frame, budget).ok()?;
        Some((session, budget))
    }
}
