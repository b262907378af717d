//! How well do the plugins fit the review? Remarks for the report, never changes to it.

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    manifest::{Claim, Manifest},
    outcome::Legend,
    snapshot::Snapshot,
};

use crate::builtin;

/// A scoring plugin that does not claim what the others do.
pub(super) fn unclaimed(name: &str, manifest: &Manifest) -> Option<Diagnostic> {
    let missing =
        [Claim::Monotone, Claim::SizeIndependent].into_iter().filter(|claim| !manifest.claims.contains(claim));
    let missing: Vec<&str> = missing.map(Claim::as_str).collect();
    (!missing.is_empty()).then(|| {
        Diagnostic::note(
            "plugin.unclaimed",
            format!("`{name}` scores, and does not claim to be {}", list_names(missing.iter().copied())),
        )
        .help("its scores may fall when a review gets better, or change with the size of the lens")
    })
}

/// A workload of an industry that has a template, scored by the default.
pub(super) fn template(name: &str, snapshot: &Snapshot) -> Option<Diagnostic> {
    let industry = snapshot.workload.industry_type.as_deref()?;
    let fitting = builtin::for_industry(industry).filter(|_| name == "balanced")?;
    Some(
        Diagnostic::note("plugin.suggested", format!("the workload is of `{industry}`, for which `{fitting}` is made"))
            .help(format!("try `--plugin {fitting}`; scores of different plugins do not compare")),
    )
}

/// Frameworks that matter in the plugin's industry and that it has no controls for.
pub(super) fn unmapped_frameworks(name: &str, manifest: &Manifest, legend: &Legend) -> Vec<Diagnostic> {
    let frameworks = manifest.workload_template.iter().flat_map(|template| &template.compliance_frameworks);
    let unmapped = frameworks
        .filter(|framework| !legend.controls.iter().any(|control| control.framework.starts_with(framework.as_str())));
    let note = |framework: &String| {
        Diagnostic::note("controls.no-mapping", format!("`{name}` has no mapping of practices to `{framework}`"))
            .help("evidence gaps for this framework are not listed; their absence says nothing")
    };
    unmapped.map(note).collect()
}
