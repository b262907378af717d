//! What does a report come from, beside reviews? Engine, limits, roles, gate and plugins, compared.

use architrave_core::report::Roles;

use super::{
    differences::{Difference, Differences, Kind},
    facts::{Origin, Plugin},
    pairs::pairs,
};

/// Keeps whatever differs in what two reports come from.
pub(super) fn compare(then: &Origin, now: &Origin, differences: &mut Differences) {
    let (a, b) = (&then.engine, &now.engine);
    for (kind, what, a, b) in [
        (Kind::Version, "version of Architrave", &a.version, &b.version),
        (Kind::Runtime, "WebAssembly runtime", &a.runtime, &b.runtime),
        (
            Kind::Limits,
            "limits of plugins (those of `[limits]`, else this version's own)",
            &a.limits_sha256,
            &b.limits_sha256,
        ),
    ] {
        differences.compare(Difference::texts(kind, what, Some(a), Some(b)));
    }
    for ((what, a), (_, b)) in roles(&then.run.roles).into_iter().zip(roles(&now.run.roles)) {
        differences.compare(Difference::new(Kind::Role, what, a, b));
    }
    let (a, b) = (then.run.gate_sha256.as_deref(), now.run.gate_sha256.as_deref());
    differences.compare(Difference::texts(Kind::Gate, "rules of the gate", a, b));
    plugins(then, now, differences);
}

fn roles(roles: &Roles) -> [(&'static str, Option<String>); 5] {
    let list = |plugins: &[String]| (!plugins.is_empty()).then(|| plugins.join(", "));
    [
        ("who answers the role `scoring`", roles.scoring.clone()),
        ("who answers the role `priority`", roles.priority.clone()),
        ("who answers the role `impact`", roles.impact.clone()),
        ("who answers the role `guidance`", list(&roles.guidance)),
        ("who scores for comparison", list(&roles.compare)),
    ]
}

fn plugins(then: &Origin, now: &Origin, differences: &mut Differences) {
    let component = |plugin: &Plugin| format!("{}, sha256 {}", plugin.version, plugin.sha256);
    for (a, b) in pairs(&then.plugins, &now.plugins, |a, b| a.id == b.id) {
        let id = a.or(b).map(|plugin| plugin.id.as_str()).unwrap_or_default();
        let (kind, what) = match (a, b) {
            (Some(_), Some(_)) => (Kind::Component, format!("component of plugin `{id}`")),
            _ => (Kind::Plugin, format!("plugin `{id}`")),
        };
        differences.compare(Difference::new(kind, what, a.map(component), b.map(component)).of_plugin(id));
        if let (Some(a), Some(b)) = (a, b) {
            let (a, b) = (a.settings_sha256.as_str(), b.settings_sha256.as_str());
            let what = format!("settings of plugin `{id}`");
            differences.compare(Difference::texts(Kind::Settings, what, Some(a), Some(b)).of_plugin(id));
        }
    }
}
