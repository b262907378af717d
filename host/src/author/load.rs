//! How does a verb of authors get a plugin? Loaded with what it asks for, since its author grants that.

use architrave_core::{diagnostic::Diagnostic, manifest::Class, settings};
use architrave_runtime::{Plugin, Runtime, read_manifest};
use serde_json::Value;

/// A plugin, and its settings with the defaults filled in, as JSON.
pub(super) struct Ready {
    pub(super) plugin: Plugin,
    pub(super) settings_json: String,
}

/// Loads a component; `given` are settings as an operator writes them, `Value::Null` for the defaults.
///
/// # Errors
///
/// When the component is not admitted, or the settings do not fit: all that is wrong with them.
pub(super) fn load(component: &[u8], given: &Value, runtime: &Runtime) -> Result<Ready, Vec<Diagnostic>> {
    // What has no manifest is refused below, with its reason.
    let class = read_manifest(component).map_or(Class::Native, |manifest| manifest.class);
    let plugin = runtime.load(component, class).map_err(|error| {
        vec![Diagnostic::error(error.code(), format!("cannot load the plugin: {error}")).help(error.help())]
    })?;
    let settings_json = settings::resolve(given, &plugin.manifest().settings)?;
    Ok(Ready { plugin, settings_json })
}

/// Why nothing can be run on this machine.
pub(super) fn unavailable(error: &architrave_runtime::Error) -> Vec<Diagnostic> {
    vec![Diagnostic::error("runtime.unavailable", format!("cannot start the plugin runtime: {error}"))]
}
