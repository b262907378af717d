//! Builds a plugin in Python: its source within an interpreter, by `componentize-py`, without any of WASI.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    error::Error,
    project::{Project, WORLD, written},
    still, stubs,
    tool::{Tool, python_programs},
};

const COMPONENTIZE: Tool = Tool { name: "componentize-py", install: "pip install componentize-py==0.25.1" };

/// The version whose interpreter `still` knows.
const VERSION: &str = "0.25.1";

/// Name and source of the module that is imported first, and imports the plugin's.
const FIRST: (&str, &str) = ("architrave_build", include_str!("python.py"));

/// Name of the native module that it uses; the interpreter is known by the end.
const STILL: &str = "architrave_still.cpython-314-wasm32-wasi.so";

/// Turns `rules.py` into a component. The same source and tools give the same bytes, wherever the project is.
pub(crate) fn component(project: &Project<'_>) -> Result<Vec<u8>, Error> {
    let programs = python_programs(project.folder, "componentize-py");
    let ways: Vec<Vec<PathBuf>> = programs.into_iter().map(|program| vec![program]).collect();
    let mut command = COMPONENTIZE.find(&ways, "--version")?;
    COMPONENTIZE.check_version(&COMPONENTIZE.says(&command, "--version")?, VERSION)?;
    project.make_scratch()?;
    let modules = project.scratch.join("python");
    lay_out(project.folder, &modules).map_err(|error| Error::file(&modules, error))?;
    let component = project.scratch.join("component.wasm");
    command.current_dir(project.folder).args(["--wit-path", "wit", "--world", WORLD, "componentize", FIRST.0]);
    command.args(["--stub-wasi", "--python-path", "target/python", "--output", "target/component.wasm"]);
    COMPONENTIZE.run(command, &project.manifest.id)?;
    stubs::in_order(&written(&component)?).map_err(|error| project.error(&error.to_string()))
}

/// Puts the modules of a project into a folder of their own, where nothing lies that an earlier build left.
fn lay_out(project: &Path, modules: &Path) -> io::Result<()> {
    if modules.exists() {
        fs::remove_dir_all(modules)?;
    }
    copy(project, modules, &["target", "wit", "cases"])?;
    let (name, source) = FIRST;
    fs::write(modules.join(format!("{name}.py")), source)?;
    fs::write(modules.join(STILL), still::module())
}

/// Copies a folder with what is in it, by name, but for what is hidden, what Python or we made, and `left_out`.
fn copy(from: &Path, to: &Path, left_out: &[&str]) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let mut entries = fs::read_dir(from)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        let is_made = name == "__pycache__" || path.extension().is_some_and(|end| end == "wasm");
        if is_hidden || is_made || left_out.iter().any(|other| name == **other) {
            continue;
        }
        if !entry.file_type()?.is_dir() {
            fs::copy(&path, to.join(name))?;
        } else if !path.join("pyvenv.cfg").exists() {
            copy(&path, &to.join(name), &[])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_laid_out_without_what_was_made_from_them() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("project");
        let modules = project.join("target/python");
        let files = [
            "rules.py",
            "package/__init__.py",
            "package/wit/table.json",
            "package/__pycache__/table.pyc",
            "wit/world.wit",
            "cases/sample.toml",
            ".venv/lib/other.py",
            "env/pyvenv.cfg",
            "env/lib/other.py",
            "old.wasm",
            "target/python/gone.py",
        ];
        for file in files {
            let path = project.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        lay_out(&project, &modules).unwrap();
        let mut found = Vec::new();
        let mut left = vec![modules.clone()];
        while let Some(folder) = left.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    found.push(path.strip_prefix(&modules).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        found.sort();
        assert_eq!(found, ["architrave_build.py", STILL, "package/__init__.py", "package/wit/table.json", "rules.py"]);
    }
}
