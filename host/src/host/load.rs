//! From configured plugins to loaded ones: all of them, or everything that is wrong with any.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::Path,
    sync::Arc,
    thread,
};

use architrave_core::{diagnostic::Diagnostic, digest, manifest::Class, outcome::Role, settings};
#[cfg(feature = "oci")]
use architrave_registry::{Form, Problem};
use architrave_runtime::{LoadError, Runtime};

use super::Loaded;
use crate::{
    builtin,
    config::{Config, PluginConfig, PluginSource},
};

/// Bytes of a plugin that are read at a time.
const CHUNK_BYTES: u64 = 1 << 20;

pub(super) fn exported(plugins: &BTreeMap<String, Loaded>) -> BTreeMap<String, Vec<Role>> {
    plugins.iter().map(|(name, loaded)| (name.clone(), loaded.plugin.roles().to_vec())).collect()
}

/// Loads plugins side by side: compiling one takes tens of milliseconds.
pub(super) fn load_all(
    wanted: &BTreeMap<String, PluginConfig>,
    config: &Config,
    runtime: &Runtime,
) -> Result<BTreeMap<String, Loaded>, Vec<Diagnostic>> {
    let loaded: Vec<(&String, Result<Loaded, Vec<Diagnostic>>)> = thread::scope(|scope| {
        let threads: Vec<_> =
            wanted.iter().map(|(name, plugin)| (name, scope.spawn(|| load(name, plugin, config, runtime)))).collect();
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

fn load(name: &str, plugin: &PluginConfig, all: &Config, runtime: &Runtime) -> Result<Loaded, Vec<Diagnostic>> {
    let bytes = allowed(name, plugin, all, runtime)?;
    let found = digest::bytes(&bytes).to_string();
    if let Some(expected) = plugin.sha256.as_deref().filter(|expected| *expected != found) {
        return Err(vec![
            Diagnostic::error(
                "load.digest",
                format!("cannot load plugin `{name}`: its digest is {found}, configured is {expected}"),
            )
            .help("restore the component that was approved, or approve this one by its digest"),
        ]);
    }
    let loaded = runtime.load(&bytes, plugin.class).map_err(|error| vec![not_admitted(name, &error)])?;
    let settings = settings::resolve(&plugin.settings, &loaded.manifest().settings)
        .map_err(|problems| problems.into_iter().map(|problem| in_plugin(name, problem)).collect::<Vec<_>>())?;
    Ok(Loaded { plugin: loaded, settings })
}

/// A component that may be loaded: as it was locked, and trusted.
#[cfg(feature = "oci")]
fn allowed(name: &str, plugin: &PluginConfig, all: &Config, runtime: &Runtime) -> Result<Arc<[u8]>, Vec<Diagnostic>> {
    let attempt = format!("cannot load plugin `{name}`");
    let refused = |problem: Problem| vec![problem.diagnostic(&attempt)];
    match &plugin.source {
        PluginSource::Builtin(id) => {
            let bytes = builtin::component(id).ok_or_else(|| vec![no_builtin(name, id)])?;
            all.supply.check(&format!("builtin:{id}"), bytes).map_err(refused)?;
            Ok(Arc::from(bytes))
        }
        PluginSource::Path(path) => {
            let bytes = read(name, path, plugin.class, runtime)?;
            all.supply.check_file(path, &bytes).map_err(refused)?;
            Ok(Arc::from(bytes))
        }
        PluginSource::Registry(reference) => {
            let form = Form::Plugin { component_bytes_max: runtime.component_bytes_max(plugin.class) };
            let artifact = all.supply.load(reference, form).map_err(refused)?;
            Ok(Arc::from(artifact.component()))
        }
    }
}

/// A component; locks are refused before, where they cannot be read.
#[cfg(not(feature = "oci"))]
fn allowed(name: &str, plugin: &PluginConfig, _all: &Config, runtime: &Runtime) -> Result<Arc<[u8]>, Vec<Diagnostic>> {
    match &plugin.source {
        PluginSource::Builtin(id) => builtin::component(id).map(Arc::from).ok_or_else(|| vec![no_builtin(name, id)]),
        PluginSource::Path(path) => read(name, path, plugin.class, runtime).map(Arc::from),
    }
}

/// A file that is larger than a component may be is not read.
fn read(name: &str, path: &Path, class: Class, runtime: &Runtime) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let unreadable = |error: io::Error| {
        let message = format!("cannot load plugin `{name}` from `{}`: {error}", path.display());
        vec![Diagnostic::error("load.unreadable", message).help("name a `.wasm` component, or `builtin:ID`")]
    };
    let fits = |bytes: u64| runtime.check_size(bytes, class).map_err(|error| vec![not_admitted(name, &error)]);
    let file = fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    fits(size)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // What has no size, such as a pipe, is read until it is too large.
    loop {
        let read = (&file).take(CHUNK_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
        fits(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
        if read == 0 {
            return Ok(bytes);
        }
    }
}

fn not_admitted(name: &str, error: &LoadError) -> Diagnostic {
    Diagnostic::error(error.code(), format!("cannot load plugin `{name}`: {error}")).help(error.help())
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
