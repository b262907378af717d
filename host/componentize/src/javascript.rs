//! Builds a plugin in JavaScript: its source within an engine, by `componentize-js`, without any of WASI.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    constant,
    error::Error,
    project::{Project, WORLD, written},
    tool::Tool,
};

const NODE: Tool = Tool { name: "node", install: "apt-get install nodejs npm" };
const COMPONENTIZE: Tool =
    Tool { name: "componentize-js", install: "npm install @bytecodealliance/componentize-js@0.23.0" };

/// Calls the package: its own command can neither turn all of WASI off nor build the same bytes twice.
const SCRIPT: &str = include_str!("javascript.mjs");

/// The version whose insides the script and [`constant`] know.
const VERSION: &str = "0.23.0";

/// Where the package has its entry and its engine.
const ENTRY: &str = "src/componentize.js";
const ENGINE: &str = "lib/starlingmonkey_embedding.wasm";

/// Turns `rules.js` into a component. The same source and tools give the same bytes, wherever the project is.
pub(crate) fn component(project: &Project<'_>) -> Result<Vec<u8>, Error> {
    let mut command = NODE.find(&[vec![PathBuf::from("node")]], "--version")?;
    let package = package(project.folder).ok_or_else(|| COMPONENTIZE.missing())?;
    COMPONENTIZE.check_version(&version(&package)?, VERSION)?;
    let engine = constant::surroundings(&written(&package.join(ENGINE))?)
        .map_err(|error| Error::tool(COMPONENTIZE.name, &project.manifest.id, &error.to_string()))?;
    project.make_scratch()?;
    let own_engine = project.scratch.join("engine.wasm");
    fs::write(&own_engine, engine).map_err(|error| Error::file(&own_engine, error))?;
    let component = project.scratch.join("component.wasm");
    command.current_dir(project.folder).args(["--input-type=module", "--eval", SCRIPT, "--"]);
    command.arg(package.join(ENTRY)).args(["target/engine.wasm", "rules.js", "wit", WORLD, "target/component.wasm"]);
    command.arg(constant::TIME_MILLISECONDS.to_string());
    COMPONENTIZE.run(command, &project.manifest.id)?;
    written(&component)
}

/// The folder of the package, looked for as node would: from the project upwards, after the folders of `NODE_PATH`.
fn package(project: &Path) -> Option<PathBuf> {
    let named = env::var_os("NODE_PATH").unwrap_or_default();
    let above = project.ancestors().map(|folder| folder.join("node_modules"));
    let mut packages = env::split_paths(&named)
        .filter(|folder| !folder.as_os_str().is_empty())
        .chain(above)
        .map(|folder| folder.join("@bytecodealliance/componentize-js"));
    packages.find(|package| package.join(ENTRY).is_file())
}

/// What the package says of its version; empty where it says nothing.
fn version(package: &Path) -> Result<String, Error> {
    let path = package.join("package.json");
    let about: serde_json::Value = serde_json::from_slice(&written(&path)?).unwrap_or_default();
    Ok(about.get("version").and_then(|version| version.as_str()).unwrap_or_default().to_owned())
}
