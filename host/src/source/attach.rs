//! To which review does a document belong that names no workload or no lens? To the only one there is.

use std::collections::BTreeSet;

use architrave_core::{diagnostic::Diagnostic, wire::Text};

use super::{
    Input,
    found::{Found, Of},
    identity::{LensName, LensNames, ReviewKey},
};

/// Fills in workloads and lenses that documents leave out, and learns which names belong to one lens.
pub(super) fn settle<'a>(found: &mut Found<'a>, inputs: &[Input]) -> LensNames<'a> {
    settle_workloads(found, inputs);
    let mut names = LensNames::default();
    for of in all(found) {
        names.learn(&of.lens);
    }
    settle_lenses(found, &names, inputs);
    names
}

/// The key of what a document belongs to.
pub(super) fn key<'a>(of: &Of<'a>, names: &LensNames<'a>) -> ReviewKey<'a> {
    ReviewKey { workload: of.workload.clone(), lens: names.settle(&of.lens), milestone: of.milestone }
}

fn all<'b, 'a>(found: &'b Found<'a>) -> impl Iterator<Item = &'b Of<'a>> {
    let pages = found.pages.iter().map(|page| &page.of);
    let reviews = found.reviews.iter().map(|piece| &piece.of);
    let workloads = found.workloads.iter().map(|piece| &piece.of);
    let milestones = found.milestones.iter().map(|piece| &piece.of);
    let improvements = found.improvements.iter().map(|piece| &piece.of);
    let metrics = found.metrics.iter().map(|piece| &piece.of);
    pages.chain(reviews).chain(workloads).chain(milestones).chain(improvements).chain(metrics)
}

fn settle_workloads<'a>(found: &mut Found<'a>, inputs: &[Input]) {
    let reviewed: BTreeSet<Text<'a>> = found.pages.iter().filter_map(|page| page.of.workload.clone()).collect();
    let known: BTreeSet<Text<'a>> = all(found).filter_map(|of| of.workload.clone()).collect();
    let candidates = if reviewed.is_empty() { &known } else { &reviewed };
    let only = candidates.first().filter(|_| candidates.len() == 1).cloned();
    for page in found.pages.iter_mut().filter(|page| page.of.workload.is_none()) {
        page.of.workload.clone_from(&only);
        // Answers to a lens file have no ids by nature, and stand for themselves.
        if only.is_none() && !candidates.is_empty() && page.lens.is_none() {
            let location = page.origin.location(inputs, "");
            found.problems.push(which("answers name no workload, and there are several", "WorkloadId").at(location));
        }
    }
    let Some(only) = only else { return };
    let reviews = found.reviews.iter_mut().map(|piece| &mut piece.of);
    let workloads = found.workloads.iter_mut().map(|piece| &mut piece.of);
    let milestones = found.milestones.iter_mut().map(|piece| &mut piece.of);
    let improvements = found.improvements.iter_mut().map(|piece| &mut piece.of);
    let metrics = found.metrics.iter_mut().map(|piece| &mut piece.of);
    for of in reviews.chain(workloads).chain(milestones).chain(improvements).chain(metrics) {
        of.workload.get_or_insert_with(|| only.clone());
    }
}

fn settle_lenses<'a>(found: &mut Found<'a>, names: &LensNames<'a>, inputs: &[Input]) {
    let pages = found.pages.iter().map(|page| &page.of);
    let known: BTreeSet<(Option<Text<'a>>, Text<'a>)> = pages
        .chain(found.reviews.iter().map(|piece| &piece.of))
        .filter_map(|of| Some((of.workload.clone(), names.settle(&of.lens)?)))
        .collect();
    let of_workload = |workload: &Option<Text<'a>>| -> Vec<Text<'a>> {
        known.iter().filter(|(of, _)| of == workload).map(|(_, lens)| lens.clone()).collect()
    };
    for page in found.pages.iter_mut().filter(|page| names.settle(&page.of.lens).is_none()) {
        match of_workload(&page.of.workload).as_slice() {
            [] => {}
            [lens] => page.of.lens = LensName { alias: Some(lens.clone()), arn: None },
            _ => {
                let location = page.origin.location(inputs, "");
                found.problems.push(which("answers name no lens, and there are several", "LensAlias").at(location));
            }
        }
    }
    let unnamed = found.improvements.iter_mut().map(|piece| &mut piece.of);
    for of in unnamed.filter(|of| names.settle(&of.lens).is_none()) {
        if let [lens] = of_workload(&of.workload).as_slice() {
            of.lens = LensName { alias: Some(lens.clone()), arn: None };
        }
    }
}

fn which(message: &str, member: &str) -> Diagnostic {
    Diagnostic::error("source.unattached", message)
        .help(format!("add `{member}` to the document, as the API writes it"))
}
