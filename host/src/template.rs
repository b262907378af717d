//! Which industry template is meant? A shipped plugin's, by id, or that of a component in a file.

use std::path::Path;

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    manifest::{Manifest, WorkloadTemplate},
};

use crate::builtin;

/// Largest component that is read: what the runtime takes, with room.
const COMPONENT_BYTES_MAX: u64 = 256 << 20;

/// The template of a plugin: its id, and what it says of a workload. `_` and `-` mean the same in an id.
///
/// # Errors
///
/// `workload.template`: there is no such plugin, it has no template, or its file cannot be read.
pub fn find(named: &str) -> Result<(String, WorkloadTemplate), Box<Diagnostic>> {
    let manifest = if Path::new(named).extension().is_some_and(|ending| ending == "wasm") {
        from_file(Path::new(named))?
    } else {
        let id = named.strip_prefix("builtin:").unwrap_or(named).replace('_', "-");
        builtin::component(&id).and_then(read).ok_or_else(|| unknown(named))?
    };
    match manifest.workload_template {
        Some(template) => Ok((manifest.id, template)),
        None => Err(unknown(named)),
    }
}

/// Ids of the shipped plugins that have a template.
pub fn ids() -> impl Iterator<Item = &'static str> {
    builtin::ids().filter(|id| {
        let manifest = builtin::component(id).and_then(read);
        manifest.is_some_and(|manifest| manifest.workload_template.is_some())
    })
}

fn read(component: &[u8]) -> Option<Manifest> {
    architrave_runtime::read_manifest(component).ok()
}

fn from_file(path: &Path) -> Result<Manifest, Box<Diagnostic>> {
    let problem = |message: String, help: &str| {
        let message = format!("cannot read the template of `{}`: {message}", path.display());
        Box::new(Diagnostic::error("workload.template", message).help(help))
    };
    let help = "name a `.wasm` component that has a workload template, or a shipped plugin";
    let bytes = std::fs::metadata(path).map_err(|error| problem(error.to_string(), help))?.len();
    if bytes > COMPONENT_BYTES_MAX {
        return Err(problem(format!("it has {bytes} bytes"), help));
    }
    let component = std::fs::read(path).map_err(|error| problem(error.to_string(), help))?;
    architrave_runtime::read_manifest(&component).map_err(|error| problem(error.to_string(), &error.help()))
}

fn unknown(named: &str) -> Box<Diagnostic> {
    let ids: Vec<&str> = ids().collect();
    let help = format!("templates are {}; a `.wasm` file of a plugin that has one can be named too", list_names(ids));
    Box::new(Diagnostic::error("workload.template", format!("there is no template `{named}`")).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_industry_plugins_have_templates() {
        let ids: Vec<&str> = ids().collect();
        assert_eq!(ids, ["financial-services", "healthcare", "e-commerce"]);
    }

    #[test]
    fn names_of_templates() {
        let check = |named: &str, id: Option<&str>| {
            let found = find(named).map(|(id, _)| id);
            assert_eq!(found.as_deref().ok(), id, "{named}: {found:?}");
        };
        check("financial-services", Some("financial-services"));
        check("financial_services", Some("financial-services"));
        check("builtin:healthcare", Some("healthcare"));
        check("balanced", None);
        check("moon", None);
        check("missing.wasm", None);
        let problem = find("moon").expect_err("there is none");
        assert!(problem.help.is_some_and(|help| help.contains("`financial-services`")));
    }
}
