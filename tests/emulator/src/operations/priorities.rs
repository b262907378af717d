//! Which questions does a workload's profile put first?
//!
//! AWS does not publish how it chooses them. Our own rule: the questions of the pillars that the profile selects.

use std::collections::BTreeSet;

use crate::{context::Context, state::Workload};

/// Ids of the pillars that come first; none without a profile.
pub(crate) fn of(context: &Context<'_>, workload: &Workload) -> BTreeSet<String> {
    let regions = || context.state.regions.values();
    let applied = workload.profiles.iter().filter_map(|applied| {
        let profile = regions().flat_map(|region| &region.profiles).find(|profile| profile.arn == applied.arn)?;
        profile.versions.iter().find(|version| version.version == applied.version)
    });
    applied.flat_map(|version| version.selected.values().flatten().cloned()).collect()
}
