//! Whether a manifest makes sense, once it has the right shape.

use super::{
    Claim, Manifest, Setting, SettingKind, WorkloadTemplate,
    read::{escape, field},
};
use crate::{
    diagnostic::{Diagnostic, Location},
    outcome::Role,
    settings,
};

/// Longest id of a plugin, and longest name of a setting, in bytes.
const NAME_BYTES_MAX: usize = 64;
/// Longest one-line text, in bytes.
const TEXT_BYTES_MAX: usize = 2048;

pub(super) fn manifest(manifest: &Manifest) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if !is_name(&manifest.id, b'-') {
        let message = format!("id `{}` is not allowed", manifest.id);
        let help = "use lower-case letters, digits and hyphens, starting with a letter, at most 64";
        problems.push(Diagnostic::error("manifest.id", message).help(help).at(field("id")));
    }
    if !is_semantic_version(&manifest.version) {
        let message = format!("version `{}` is not a semantic version", manifest.version);
        problems.push(Diagnostic::error("manifest.version", message).help("write it as `1.2.3`").at(field("version")));
    }
    line(&mut problems, "description", &manifest.description);
    roles(&mut problems, manifest);
    line(&mut problems, "license", &manifest.license);
    if let Some(source) = &manifest.source {
        line(&mut problems, "source", source);
    }
    for author in &manifest.authors {
        line(&mut problems, "authors", author);
    }
    for (name, declared) in &manifest.settings {
        let pointer = format!("/settings/{}", escape(name));
        if !is_name(name, b'_') {
            let message = format!("setting `{name}` has a name that is not allowed");
            let help = "use lower-case letters, digits and underscores, starting with a letter, at most 64";
            problems.push(problem_at("manifest.setting", &pointer, message).help(help));
        }
        setting(&mut problems, name, &pointer, declared);
        default(&mut problems, name, &pointer, declared);
    }
    if let Some(template) = &manifest.workload_template {
        workload_template(&mut problems, template);
    }
    problems
}

fn problem_at(code: &'static str, pointer: &str, message: String) -> Diagnostic {
    Diagnostic::error(code, message).at(Location::pointer(None, pointer))
}

fn roles(problems: &mut Vec<Diagnostic>, manifest: &Manifest) {
    if manifest.roles.is_empty() {
        let problem = Diagnostic::error("manifest.roles", "the plugin has no role")
            .help("list at least one of `scoring`, `priority`, `impact`, `guidance`");
        problems.push(problem.at(field("roles")));
    }
    for role in Role::ALL {
        if manifest.roles.iter().filter(|found| **found == role).count() > 1 {
            let message = format!("role `{}` is listed twice", role.as_str());
            problems.push(Diagnostic::error("manifest.roles", message).at(field("roles")));
        }
    }
    for claim in [Claim::Monotone, Claim::SizeIndependent] {
        if manifest.claims.iter().filter(|found| **found == claim).count() > 1 {
            let message = "a claim is listed twice";
            problems.push(Diagnostic::error("manifest.claims", message).at(field("claims")));
        }
    }
    if !manifest.claims.is_empty() && !manifest.roles.contains(&Role::Scoring) {
        let message = "the plugin makes claims about scores and does not score";
        let problem = Diagnostic::error("manifest.claims", message).help("add the role `scoring`, or remove `claims`");
        problems.push(problem.at(field("claims")));
    }
}

fn line(problems: &mut Vec<Diagnostic>, name: &str, text: &str) {
    let found = if text.trim().is_empty() {
        "is empty"
    } else if text.chars().any(char::is_control) {
        "has a line break or another control character"
    } else if text.len() > TEXT_BYTES_MAX {
        "is longer than 2048 bytes"
    } else {
        return;
    };
    problems.push(Diagnostic::error("manifest.text", format!("`{name}` {found}")).at(field(name)));
}

/// Whether the constraints of a setting belong to its type and do not contradict each other.
fn setting(problems: &mut Vec<Diagnostic>, name: &str, pointer: &str, declared: &Setting) {
    let kind = declared.kind;
    let is_nested = matches!(kind, SettingKind::List | SettingKind::Map);
    let misplaced = [
        ("minimum", declared.minimum.is_some() && kind != SettingKind::Integer),
        ("maximum", declared.maximum.is_some() && kind != SettingKind::Integer),
        ("one_of", declared.one_of.is_some() && kind != SettingKind::Text),
        ("keys", declared.keys.is_some() && kind != SettingKind::Map),
        ("items", declared.items.is_some() && !is_nested),
    ];
    for (constraint, _) in misplaced.iter().filter(|(_, found)| *found) {
        let message = format!("setting `{name}` is of type `{}` and has `{constraint}`", kind.as_str());
        problems.push(problem_at("manifest.setting", pointer, message));
    }
    if is_nested && declared.items.is_none() {
        let message =
            format!("setting `{name}` is of type `{}` and does not say the type of its `items`", kind.as_str());
        problems.push(problem_at("manifest.setting", pointer, message));
    }
    if let (Some(minimum), Some(maximum)) = (declared.minimum, declared.maximum)
        && minimum > maximum
    {
        let message = format!("setting `{name}` has minimum {minimum} above maximum {maximum}");
        problems.push(problem_at("manifest.setting", pointer, message));
    }
    if declared.one_of.as_ref().is_some_and(Vec::is_empty) || declared.keys.as_ref().is_some_and(Vec::is_empty) {
        problems.push(problem_at("manifest.setting", pointer, format!("setting `{name}` allows no value at all")));
    }
    if let Some(items) = &declared.items {
        let pointer = format!("{pointer}/items");
        if items.default.is_some() {
            let message = format!("the items of setting `{name}` have a default");
            problems.push(problem_at("manifest.setting", &pointer, message));
        }
        setting(problems, name, &pointer, items);
    }
}

fn default(problems: &mut Vec<Diagnostic>, name: &str, pointer: &str, declared: &Setting) {
    let Some(value) = &declared.default else { return };
    for problem in settings::check_value(name, &format!("{pointer}/default"), value, declared) {
        problems.push(Diagnostic { code: "manifest.setting-default", ..problem });
    }
}

fn workload_template(problems: &mut Vec<Diagnostic>, template: &WorkloadTemplate) {
    let pointer = "/workload_template";
    let mut problem = |message: String, help: &str| {
        problems.push(problem_at("manifest.workload-template", pointer, message).help(help));
    };
    let status = template.discovery_config.trusted_advisor_integration_status.as_str();
    if !matches!(status, "ENABLED" | "DISABLED") {
        problem(format!("Trusted Advisor integration `{status}` is not allowed"), "use `ENABLED` or `DISABLED`");
    }
    for definition in &template.discovery_config.workload_resource_definition {
        if !matches!(definition.as_str(), "WORKLOAD_METADATA" | "APP_REGISTRY") {
            let message = format!("resource definition `{definition}` is not allowed");
            problem(message, "use `WORKLOAD_METADATA` or `APP_REGISTRY`");
        }
    }
    if template.lenses.is_empty() {
        problem("the workload template has no lens".to_owned(), "list at least `wellarchitected`");
    }
}

/// Starts with a lower-case letter, goes on with those, digits and `joint`; 1 to 64 bytes.
fn is_name(text: &str, joint: u8) -> bool {
    let is_allowed = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == joint;
    text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
        && text.as_bytes().iter().all(is_allowed)
        && text.len() <= NAME_BYTES_MAX
}

/// As in Semantic Versioning 2.0.0: three numbers without leading zeros, then `-pre.release` and `+build.metadata`.
fn is_semantic_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_pre = |part: &str| is_word(part) && (!part.bytes().all(|byte| byte.is_ascii_digit()) || is_number(part));
    core.split('.').count() == 3
        && core.split('.').all(|part| is_number(part) && part.len() <= 10)
        && pre.is_none_or(|pre| pre.split('.').all(is_pre))
        && build.is_none_or(|build| build.split('.').all(is_word))
}
