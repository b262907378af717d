//! What are a lens and its pillars called? As the review says, else as the service calls them.

use std::collections::{BTreeMap, BTreeSet};

use super::ReviewDraft;
use crate::{
    lens::{Lens, Pillar, Question, Word},
    wire,
};

/// The pillars of the framework, in its order; the names are the service's.
const FRAMEWORK_PILLARS: [(&str, &str); 6] = [
    ("operationalExcellence", "Operational Excellence"),
    ("security", "Security"),
    ("reliability", "Reliability"),
    ("performance", "Performance Efficiency"),
    ("costOptimization", "Cost Optimization"),
    ("sustainability", "Sustainability"),
];

/// What a lens is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Names<'n> {
    alias: &'n str,
    arn: Option<&'n str>,
    version: Option<&'n str>,
    name: Option<&'n str>,
    status: Option<&'n str>,
}

impl<'n> Names<'n> {
    /// The names that a review knows its lens by, else those of the lens file, where there is one.
    pub(super) fn of(review: &'n wire::LensReview<'_>, file: Option<&'n Lens>) -> Self {
        let own = file.map(Names::of_lens);
        let arn = review.lens_arn.as_deref().or(own.and_then(|own| own.arn));
        let word = review.lens_alias.as_deref();
        let short = arn.filter(|arn| arn.contains("::aws:lens/")).and_then(|arn| arn.rsplit('/').next());
        let own_alias = own.map(|own| own.alias).filter(|alias| !alias.is_empty());
        let alias = word.filter(|alias| !alias.starts_with("arn:")).or(short).or(own_alias).or(word).or(arn);
        Self {
            alias: alias.unwrap_or_default(),
            arn,
            version: review.lens_version.as_deref().or(own.and_then(|own| own.version)),
            name: review.lens_name.as_deref().or(own.and_then(|own| own.name)),
            status: review.lens_status.as_deref().or(own.and_then(|own| own.status)),
        }
    }

    /// The names that a lens has.
    pub(super) fn of_lens(lens: &'n Lens) -> Self {
        Self {
            alias: &lens.alias,
            arn: lens.arn.as_deref(),
            version: lens.version.as_deref(),
            name: lens.name.as_deref(),
            status: lens.status.as_deref(),
        }
    }

    /// A lens of these names.
    pub(super) fn name(self, pillars: Vec<Pillar>, questions: Vec<Question>) -> Lens {
        Lens {
            alias: self.alias.to_owned(),
            arn: self.arn.map(str::to_owned),
            version: self.version.map(str::to_owned),
            name: self.name.map(str::to_owned),
            status: self.status.map(str::to_owned),
            pillars,
            questions,
        }
    }
}

/// The pillars of a lens that is known by a review of it only.
pub(super) fn pillars(draft: &ReviewDraft<'_>, framework: bool) -> Vec<Pillar> {
    let summaries = &draft.review.pillar_review_summaries;
    let mut names: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for summary in summaries {
        if let Some(id) = summary.pillar_id.as_deref() {
            names.entry(id).or_insert(summary.pillar_name.as_deref());
        }
    }
    let name_of = |id: &str| names.get(id).copied().flatten();
    let mut pillars: Vec<Pillar> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut ids: Vec<&str> = summaries.iter().filter_map(|summary| summary.pillar_id.as_deref()).collect();
    ids.extend(draft.answers.iter().filter_map(|draft| draft.answer.pillar_id.as_deref()));
    // Most answers stand beside others of their pillar.
    ids.dedup();
    if framework {
        ids.sort_unstable();
    }
    let first = FRAMEWORK_PILLARS.iter().map(|(id, _)| *id).filter(|_| framework);
    for id in first.chain(ids) {
        if seen.insert(id) {
            let known = FRAMEWORK_PILLARS.iter().find(|(known, _)| *known == id);
            let name = name_of(id).or(known.map(|(_, name)| *name)).unwrap_or(id);
            pillars.push(Pillar {
                id: word(id, known.map(|(id, _)| *id)),
                name: word(name, known.map(|(_, name)| *name)),
            });
        }
    }
    pillars
}

/// A text that is probably the known one.
fn word(text: &str, known: Option<&'static str>) -> Word {
    known.filter(|known| *known == text).map_or_else(|| Word::Owned(text.to_owned()), Word::Borrowed)
}
