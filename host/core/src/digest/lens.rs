//! What is the canonical form of a lens? Everything that a plugin or a report can see of it.
//!
//! Most lenses are the framework's, and half of such a lens stands in the [`catalogue`](crate::catalogue) too: ids, codes,
//! levels, long addresses. A question or practice that is equal to one of the catalogue is written as its position there,
//! and the digest of the catalogue stands at the end: a third of the bytes, and of the time.
//!
//! Two lenses with different content never have the same form. Each part says by its first byte which way it is written,
//! so that the form can be read back without knowing the catalogue; and where a position stands in it, so does the digest
//! of the catalogue that the position is of. What is equal is written one way only: it counts what a text says, not where
//! it is kept.

use std::sync::LazyLock;

use super::{Canonical, plan};
use crate::{
    catalogue::{Catalogue, CataloguePractice, CatalogueQuestion},
    lens::{Choice, Lens, Question},
    snapshot::{Digest, place},
};

static CATALOGUE_SHA256: LazyLock<Digest> = LazyLock::new(|| catalogue(Catalogue::framework()));

/// Of a resolved lens: everything that a plugin or a report can see of it.
#[must_use]
pub fn lens(lens: &Lens) -> Digest {
    relative_to(lens, Catalogue::framework(), || *CATALOGUE_SHA256)
}

fn relative_to(lens: &Lens, catalogue: &Catalogue, catalogue_sha256: impl FnOnce() -> Digest) -> Digest {
    let mut canonical = Canonical::new("architrave.lens/2");
    canonical.text(&lens.alias);
    for text in [&lens.arn, &lens.version, &lens.name, &lens.status] {
        canonical.optional_text(text.as_deref());
    }
    canonical.list(lens.pillars.iter(), |canonical, pillar| {
        canonical.text(&pillar.id);
        canonical.text(&pillar.name);
    });
    let (mut next, mut uses_catalogue) = (0, false);
    canonical.list(lens.questions.iter(), |canonical, written| {
        let known = place(catalogue.questions(), &mut next, |known| is_equal(known.id, &written.id))
            .and_then(|position| Some((position, catalogue.questions().get(position)?)))
            .filter(|(_, known)| written.code.as_deref() == Some(known.code));
        uses_catalogue |= known.is_some();
        question(canonical, written, known);
    });
    canonical.option(uses_catalogue.then(catalogue_sha256), Canonical::digest);
    canonical.finish()
}

/// A question; `known` is the one of the catalogue that has its id and code, with its position.
fn question(canonical: &mut Canonical, question: &Question, known: Option<(usize, &CatalogueQuestion)>) {
    canonical.option(known, |canonical, (position, _)| canonical.number(position));
    if known.is_none() {
        canonical.text(&question.id);
        canonical.optional_text(question.code.as_deref());
    }
    canonical.number(question.pillar);
    canonical.text(&question.title);
    canonical.optional_text(question.url.as_deref());
    let practices = known.map(|(_, known)| known.practices.as_slice()).unwrap_or_default();
    let mut next = 0;
    canonical.list(question.choices.iter(), |canonical, written| {
        let known = place(practices, &mut next, |known| is_equal(known.id, &written.id))
            .filter(|position| practices.get(*position).is_some_and(|known| is_same(known, written)));
        choice(canonical, written, known);
    });
    canonical.option(question.rules.as_ref(), |canonical, rules| {
        canonical.list(rules.iter(), |canonical, rule| {
            canonical.text(&rule.text);
            canonical.text(rule.risk.as_str());
        });
    });
}

/// Whether all that the catalogue has is what the choice has, given that their ids are equal.
fn is_same(known: &CataloguePractice, choice: &Choice) -> bool {
    choice.level == known.level
        && choice.practice.as_deref().is_some_and(|code| is_equal(code, known.code))
        && choice.url.as_deref().is_some_and(|url| is_equal(url, &known.url))
}

/// Whether two texts say the same. Most are one text, borrowed from the catalogue: that is seen without reading them.
fn is_equal(one: &str, other: &str) -> bool {
    std::ptr::eq(one, other) || one == other
}

/// A choice; `known` is the position of a practice that [`is_same`], among those of its question.
fn choice(canonical: &mut Canonical, choice: &Choice, known: Option<usize>) {
    canonical.option(known, Canonical::number);
    if known.is_none() {
        canonical.text(&choice.id);
        canonical.optional_text(choice.practice.as_deref());
        canonical.wide(u64::from(choice.level.code()));
        canonical.optional_text(choice.url.as_deref());
    }
    canonical.text(&choice.title);
    canonical.option(choice.plan.as_ref(), plan);
}

/// Of the table that positions refer to.
fn catalogue(catalogue: &Catalogue) -> Digest {
    let mut canonical = Canonical::new("architrave.catalogue/1");
    canonical.list(catalogue.questions().iter(), |canonical, question| {
        canonical.text(question.id);
        canonical.text(question.code);
        canonical.text(question.pillar);
        canonical.list(question.practices.iter(), |canonical, practice| {
            canonical.text(practice.id);
            canonical.text(practice.code);
            canonical.wide(u64::from(practice.level.code()));
            canonical.text(&practice.url);
        });
    });
    canonical.finish()
}

#[cfg(test)]
mod tests;
