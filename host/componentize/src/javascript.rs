//! Builds a plugin in JavaScript: its source within an engine, by `componentize-js`, without any of WASI.

use std::{path::PathBuf, process::Command};

use crate::{
    error::Error,
    project::{Project, WORLD, written},
    tool::Tool,
};

const NODE: Tool = Tool { name: "node", install: "apt-get install nodejs npm" };
const COMPONENTIZE: Tool = Tool { name: "componentize-js", install: "npm install" };

/// Finds the package as node would, from the project upwards and in `NODE_PATH`, and calls it: its own command cannot turn
/// all of WASI off. Exit status 3 says that it is not there.
const SCRIPT: &str = include_str!("javascript.mjs");

/// Exit status of the script when the package is not installed.
const NOT_INSTALLED: i32 = 3;

/// Turns `rules.js` into a component.
pub(crate) fn component(project: &Project<'_>) -> Result<Vec<u8>, Error> {
    let mut command = NODE.find(&[vec![PathBuf::from("node")]], "--version")?;
    project.make_scratch()?;
    let component = project.scratch.join("component.wasm");
    command.current_dir(project.folder).args(["--input-type=module", "--eval", SCRIPT, "--"]);
    command.args(["rules.js", "wit", WORLD, "target/component.wasm"]);
    run(command, &project.manifest.id)?;
    written(&component)
}

fn run(mut command: Command, id: &str) -> Result<(), Error> {
    let output = command.output().map_err(|error| Error::tool(NODE.name, id, &error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    if output.status.code() == Some(NOT_INSTALLED) {
        return Err(COMPONENTIZE.missing());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Error::tool(COMPONENTIZE.name, id, String::from_utf8_lossy(&said).trim()))
}
