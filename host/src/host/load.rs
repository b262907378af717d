//! From configured plugins to loaded ones: all of them, or everything that is wrong with any.

use std::{collections::BTreeMap, sync::Arc, thread};

use architrave_core::{diagnostic::Diagnostic, digest, outcome::Role, settings};
use architrave_runtime::Runtime;

use super::Loaded;
use crate::{
    builtin,
    config::{PluginConfig, PluginSource},
};

pub(super) fn exported(plugins: &BTreeMap<String, Loaded>) -> BTreeMap<String, Vec<Role>> {
    plugins.iter().map(|(name, loaded)| (name.clone(), loaded.plugin.roles().to_vec())).collect()
}

/// Loads plugins side by side: compiling one takes tens of milliseconds.
pub(super) fn load_all(
    wanted: &BTreeMap<String, PluginConfig>,
    runtime: &Runtime,
) -> Result<BTreeMap<String, Loaded>, Vec<Diagnostic>> {
    let loaded: Vec<(&String, Result<Loaded, Vec<Diagnostic>>)> = thread::scope(|scope| {
        let threads: Vec<_> =
            wanted.iter().map(|(name, config)| (name, scope.spawn(|| load(name, config, runtime)))).collect();
        threads
            .into_iter()
            .map(|(name, thread)| (name, thread.join().unwrap_or_else(|_| Err(vec![crashed(name)]))))
            .collect()
    });
    let mut plugins = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, result) in loaded {
        match result {
            Ok(loaded) => {
                plugins.insert(name.clone(), loaded);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(plugins) } else { Err(problems) }
}

fn crashed(name: &str) -> Diagnostic {
    Diagnostic::error("load.crashed", format!("cannot load plugin `{name}`: the loader crashed on it"))
        .help("do not use this component; please report it with its digest")
}

fn load(name: &str, config: &PluginConfig, runtime: &Runtime) -> Result<Loaded, Vec<Diagnostic>> {
    let bytes: Arc<[u8]> = match &config.source {
        PluginSource::Builtin(id) => builtin::component(id).map(Arc::from).ok_or_else(|| vec![no_builtin(name, id)])?,
        PluginSource::Path(path) => std::fs::read(path).map(Arc::from).map_err(|error| {
            vec![
                Diagnostic::error(
                    "load.unreadable",
                    format!("cannot load plugin `{name}` from `{}`: {error}", path.display()),
                )
                .help("name a `.wasm` component, or `builtin:ID`"),
            ]
        })?,
    };
    let found = digest::bytes(&bytes).to_string();
    if let Some(expected) = config.sha256.as_deref().filter(|expected| *expected != found) {
        return Err(vec![
            Diagnostic::error(
                "load.digest",
                format!("cannot load plugin `{name}`: its digest is {found}, configured is {expected}"),
            )
            .help("restore the component that was approved, or approve this one by its digest"),
        ]);
    }
    let plugin = runtime.load(&bytes, config.class).map_err(|error| {
        let diagnostic = Diagnostic::error(error.code(), format!("cannot load plugin `{name}`: {error}"));
        vec![diagnostic.help(error.help())]
    })?;
    let settings = settings::resolve(&config.settings, &plugin.manifest().settings)
        .map_err(|problems| problems.into_iter().map(|problem| in_plugin(name, problem)).collect::<Vec<_>>())?;
    Ok(Loaded { plugin, settings })
}

fn in_plugin(name: &str, problem: Diagnostic) -> Diagnostic {
    Diagnostic { message: format!("plugin `{name}`: {}", problem.message), ..problem }
}

fn no_builtin(name: &str, id: &str) -> Diagnostic {
    let known: Vec<&str> = builtin::ids().collect();
    Diagnostic::error(
        "load.unknown-builtin",
        format!("cannot load plugin `{name}`: there is no built-in plugin `{id}`"),
    )
    .help(format!("built-in are {}; give `source` for any other", known.join(", ")))
}

pub(super) fn builtin_plugin(id: &str) -> PluginConfig {
    PluginConfig::new(PluginSource::Builtin(id.to_owned()))
}
