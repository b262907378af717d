//! The file as written: unknown keys are errors, since a misspelt limit or rule would silently not hold.

use std::{collections::BTreeMap, path::Path};

use architrave_core::{
    diagnostic::{Diagnostic, Location},
    manifest::Class,
};
use architrave_runtime::{Limits, Options};
use serde::Deserialize;

use super::{PluginConfig, PluginSource};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) assessment: AssessmentSection,
    #[serde(default)]
    pub(super) plugins: BTreeMap<String, PluginSection>,
    #[serde(default)]
    pub(super) limits: LimitsSection,
    pub(super) gate: Option<GateSection>,
    /// Read by another reader, which says all problems at once.
    pub(super) trust: Option<serde::de::IgnoredAny>,
}

/// `[assessment]`: which plugin answers each role. `None` means: the one configured plugin that has the role, else the
/// default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssessmentSection {
    /// Gives the score.
    pub scoring: Option<String>,
    /// Gives priorities and efforts.
    pub priority: Option<String>,
    /// Gives severities, consequences and controls.
    pub impact: Option<String>,
    /// Give guidance, in this order.
    pub guidance: Option<Vec<String>>,
    /// Give further scores, shown beside.
    #[serde(default)]
    pub compare: Vec<String>,
}

/// `[plugins.NAME]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PluginSection {
    source: Option<String>,
    sha256: Option<String>,
    #[serde(default)]
    class: Class,
    #[serde(default)]
    settings: toml::Table,
}

impl PluginSection {
    pub(super) fn check(self, id: &str, folder: &Path) -> Result<PluginConfig, String> {
        let source = match &self.source {
            None => PluginSource::Builtin(id.to_owned()),
            Some(text) => PluginSource::parse(text, folder)
                .map_err(|problem| format!("cannot use plugin `{id}` from `{text}`: {problem}"))?,
        };
        if let Some(digest) = &self.sha256
            && (digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
        {
            return Err(format!(
                "plugin `{id}` has the malformed digest `{digest}`, 64 hexadecimal digits are expected"
            ));
        }
        let settings = serde_json::to_value(&self.settings)
            .map_err(|error| format!("cannot read the settings of plugin `{id}`: {error}"))?;
        Ok(PluginConfig {
            source,
            sha256: self.sha256.map(|digest| digest.to_lowercase()),
            class: self.class,
            settings,
        })
    }
}

/// `[limits.native]` and `[limits.scripting]`: what replaces a class's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsSection {
    /// For compiled languages.
    #[serde(default)]
    pub native: BTreeMap<String, u64>,
    /// For JavaScript and Python.
    #[serde(default)]
    pub scripting: BTreeMap<String, u64>,
}

/// The limit of this name, to be replaced.
fn limit<'a>(limits: &'a mut Limits, name: &str) -> Option<&'a mut u64> {
    Some(match name {
        "fuel_per_call" => &mut limits.fuel_per_call,
        "fuel_per_row" => &mut limits.fuel_per_row,
        "prepare_fuel" => &mut limits.prepare_fuel,
        "deadline_ms" => &mut limits.deadline_ms,
        "prepare_deadline_ms" => &mut limits.prepare_deadline_ms,
        "memory_bytes" => &mut limits.memory_bytes,
        "table_elements" => &mut limits.table_elements,
        "output_bytes" => &mut limits.output_bytes,
        "stack_bytes" => &mut limits.stack_bytes,
        "log_lines" => &mut limits.log_lines,
        "log_bytes" => &mut limits.log_bytes,
        "component_bytes" => &mut limits.component_bytes,
        "core_modules" => &mut limits.core_modules,
        "core_instances" => &mut limits.core_instances,
        "memories" => &mut limits.memories,
        "tables" => &mut limits.tables,
        "component_depth" => &mut limits.component_depth,
        "types" => &mut limits.types,
        "type_items" => &mut limits.type_items,
        "nested_types" => &mut limits.nested_types,
        "imports_and_globals" => &mut limits.imports_and_globals,
        "exports" => &mut limits.exports,
        "definitions" => &mut limits.definitions,
        "custom_sections" => &mut limits.custom_sections,
        "custom_section_bytes" => &mut limits.custom_section_bytes,
        "functions" => &mut limits.functions,
        "function_bytes" => &mut limits.function_bytes,
        "function_locals" => &mut limits.function_locals,
        "function_blocks" => &mut limits.function_blocks,
        "block_depth" => &mut limits.block_depth,
        "branch_targets" => &mut limits.branch_targets,
        "function_cost" => &mut limits.function_cost,
        "compile_cost" => &mut limits.compile_cost,
        "compile_cpu_seconds" => &mut limits.compile_cpu_seconds,
        "compile_deadline_ms" => &mut limits.compile_deadline_ms,
        "compile_memory_bytes" => &mut limits.compile_memory_bytes,
        _ => return None,
    })
}

impl LimitsSection {
    /// Puts the configured limits in place of the defaults.
    pub fn apply(&self, options: &mut Options) {
        for (given, limits) in [(&self.native, &mut options.native), (&self.scripting, &mut options.scripting)] {
            for (name, value) in given {
                if let Some(limit) = limit(limits, name) {
                    *limit = *value;
                }
            }
        }
    }

    pub(super) fn check(&self, file: &str, problems: &mut Vec<Diagnostic>) {
        for (class, limits) in [("native", &self.native), ("scripting", &self.scripting)] {
            for (name, value) in limits {
                let place = Location::pointer(Some(file), format!("/limits/{class}/{name}"));
                if limit(&mut Limits::native(), name).is_none() {
                    let message = format!("class `{class}` has the unknown limit `{name}`");
                    let help = "limits are described in `examples/architrave.toml`";
                    problems.push(Diagnostic::error("config.limit", message).help(help).at(place));
                } else if *value == 0 {
                    let message = format!("limit `{name}` of class `{class}` is 0");
                    let help = "leave it out for the default; nothing could run with 0";
                    problems.push(Diagnostic::error("config.limit", message).help(help).at(place));
                } else if name == "stack_bytes" && *value > Limits::STACK_BYTES_MAX {
                    let most = Limits::STACK_BYTES_MAX;
                    let message = format!("limit `{name}` of class `{class}` is {value}, most is {most}");
                    let help = "a plugin shares the 2 MiB of its thread with the host";
                    problems.push(Diagnostic::error("config.limit", message).help(help).at(place));
                }
            }
        }
    }
}

/// `[gate]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GateSection {
    pub(super) max_high: Option<u32>,
    pub(super) max_medium: Option<u32>,
    pub(super) min_completion: Option<u32>,
    pub(super) min_score: Option<u32>,
    pub(super) unanswered: Option<Unanswered>,
    #[serde(default)]
    pub(super) pillars: BTreeMap<String, RulesSection>,
    #[serde(default)]
    pub(super) lenses: BTreeMap<String, RulesSection>,
}

/// How unanswered questions count for maxima.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unanswered {
    High,
    Ignore,
}

/// `[gate.pillars.ID]` and `[gate.lenses.ALIAS]`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesSection {
    pub(super) max_high: Option<u32>,
    pub(super) max_medium: Option<u32>,
    pub(super) min_completion: Option<u32>,
    pub(super) min_score: Option<u32>,
}
