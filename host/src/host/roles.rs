//! Which plugin answers which role? What is named, else the one that has the role, else the default.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::{
    assess::Selection,
    diagnostic::{Diagnostic, list_names},
    outcome::Role,
};

use crate::config::AssessmentSection;

/// Answers scoring, priority and impact where nothing else does.
const DEFAULT: &str = "balanced";
/// Answers guidance where nothing else does.
const DEFAULT_GUIDANCE: &str = "pillar-guidance";

/// Every plugin that the section names.
pub(super) fn named(section: &AssessmentSection) -> impl Iterator<Item = &str> {
    let one = [&section.scoring, &section.priority, &section.impact].into_iter().flatten();
    one.chain(section.guidance.iter().flatten()).chain(&section.compare).map(String::as_str)
}

/// The one name given for a role, if any.
fn chosen(section: &AssessmentSection, role: Role) -> Option<&str> {
    match role {
        Role::Scoring => section.scoring.as_deref(),
        Role::Priority => section.priority.as_deref(),
        Role::Impact => section.impact.as_deref(),
        Role::Guidance => None,
    }
}

/// What there is to choose from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choices<'a> {
    /// As written.
    pub(super) section: &'a AssessmentSection,
    /// Names with an entry of their own; a built-in plugin that a role merely names answers that role only.
    pub(super) configured: &'a BTreeSet<String>,
    /// Every loaded plugin with its roles.
    pub(super) exported: &'a BTreeMap<String, Vec<Role>>,
}

impl<'a> Choices<'a> {
    /// Configured plugins that have a role and are not there for comparison only.
    fn candidates(self, role: Role) -> Vec<&'a str> {
        let having = self.exported.iter().filter(|(_, roles)| roles.contains(&role)).map(|(name, _)| name);
        having
            .filter(|name| self.configured.contains(*name) && !self.section.compare.contains(name))
            .map(String::as_str)
            .collect()
    }

    /// The built-in plugins that must be loaded because nothing configured answers a role.
    pub(super) fn defaults(self) -> BTreeSet<&'static str> {
        let open = |role: Role| chosen(self.section, role).is_none() && self.candidates(role).is_empty();
        let mut defaults = BTreeSet::new();
        if [Role::Scoring, Role::Priority, Role::Impact].into_iter().any(open) {
            defaults.insert(DEFAULT);
        }
        if self.section.guidance.is_none() && self.candidates(Role::Guidance).is_empty() {
            defaults.insert(DEFAULT_GUIDANCE);
        }
        defaults
    }

    /// The selection, once all plugins are loaded.
    ///
    /// # Errors
    ///
    /// A name that is not configured and not built in, a named plugin without the role, two plugins for a role with none
    /// named.
    pub(super) fn select(self) -> Result<Selection, Vec<Diagnostic>> {
        let section = self.section;
        let mut problems = Vec::new();
        let mut check = |name: &str, role: Role| match self.exported.get(name) {
            None => problems.push(not_configured(name, role, self.exported)),
            Some(roles) if !roles.contains(&role) => problems.push(without_role(name, role, roles)),
            Some(_) => {}
        };
        for role in [Role::Scoring, Role::Priority, Role::Impact] {
            if let Some(name) = chosen(section, role) {
                check(name, role);
            }
        }
        section.guidance.iter().flatten().for_each(|name| check(name, Role::Guidance));
        section.compare.iter().for_each(|name| check(name, Role::Scoring));
        let mut one = |role: Role| {
            let candidates = self.candidates(role);
            match (chosen(section, role), candidates.as_slice()) {
                (Some(name), _) => Some(name.to_owned()),
                (None, []) => Some(DEFAULT.to_owned()),
                (None, [name]) => Some((*name).to_owned()),
                (None, _) => {
                    problems.push(ambiguous(role, &candidates));
                    None
                }
            }
        };
        let (scoring, priority, impact) = (one(Role::Scoring), one(Role::Priority), one(Role::Impact));
        let guidance = section.guidance.clone().unwrap_or_else(|| {
            let found = self.candidates(Role::Guidance);
            let found = if found.is_empty() { vec![DEFAULT_GUIDANCE] } else { found };
            found.into_iter().map(str::to_owned).collect()
        });
        if problems.is_empty() {
            Ok(Selection { scoring, priority, impact, guidance, compare: section.compare.clone() })
        } else {
            Err(problems)
        }
    }
}

fn not_configured(name: &str, role: Role, exported: &BTreeMap<String, Vec<Role>>) -> Diagnostic {
    Diagnostic::error(
        "config.unknown-plugin",
        format!("cannot give the role `{}` to `{name}`: there is no such plugin", role.as_str()),
    )
    .help(format!(
        "add `[plugins.{name}]` with its `source`; loaded are {}, and the built-in ones need no entry",
        list_names(exported.keys().map(String::as_str))
    ))
}

fn without_role(name: &str, role: Role, roles: &[Role]) -> Diagnostic {
    Diagnostic::error(
        "config.role-missing",
        format!("cannot give the role `{}` to `{name}`: it does not have it", role.as_str()),
    )
    .help(format!("its roles are {}", list_names(roles.iter().map(|role| role.as_str()))))
}

fn ambiguous(role: Role, found: &[&str]) -> Diagnostic {
    let role = role.as_str();
    Diagnostic::error(
        "config.ambiguous-role",
        format!("cannot choose who answers the role `{role}`: {} have it", list_names(found.iter().copied())),
    )
    .help(format!("name one in `[assessment]`, such as `{role} = \"{}\"`", found.first().copied().unwrap_or_default()))
}
