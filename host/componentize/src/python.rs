//! Builds a plugin in Python: its source within an interpreter, by `componentize-py`, without any of WASI.

use std::path::PathBuf;

use crate::{
    error::Error,
    project::{Project, WORLD, written},
    tool::{Tool, python_programs},
};

const COMPONENTIZE: Tool = Tool { name: "componentize-py", install: "pip install componentize-py==0.25.1" };

/// Turns `rules.py` into a component.
pub(crate) fn component(project: &Project<'_>) -> Result<Vec<u8>, Error> {
    let programs = python_programs(project.folder, "componentize-py");
    let ways: Vec<Vec<PathBuf>> = programs.into_iter().map(|program| vec![program]).collect();
    let mut command = COMPONENTIZE.find(&ways, "--version")?;
    project.make_scratch()?;
    let component = project.scratch.join("component.wasm");
    command.current_dir(project.folder).args(["--wit-path", "wit", "--world", WORLD, "componentize", "rules"]);
    command.args(["--stub-wasi", "--python-path", ".", "--output", "target/component.wasm"]);
    // Else the order of sets would be another in each build.
    command.env("PYTHONHASHSEED", "0");
    COMPONENTIZE.run(command, &project.manifest.id)?;
    written(&component)
}
