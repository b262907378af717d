//! Builds a plugin in C: bindings from the contract, then zig's compiler for WebAssembly.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wit_bindgen_core::Files;
use wit_parser::Resolve;

use crate::{
    error::Error,
    project::{Project, WORLD, written},
    tool::{Tool, python_programs},
};

const ZIG: Tool = Tool { name: "zig", install: "pip install ziglang==0.17.1" };

/// A stack of 64 KiB, where zig's own is 16 MiB; and nothing in the bytes that says where they were made.
const FLAGS: [&str; 8] = [
    "-target",
    "wasm32-wasi",
    "-mexec-model=reactor",
    "-std=c17",
    "-O2",
    "-Wall",
    "-Wextra",
    "-Wl,-z,stack-size=65536",
];

/// Without names of functions; and with them, which zig keeps only beside what a debugger reads.
const STRIPPED: &[&str] = &["-g0", "-Wl,--strip-all"];
const NAMED: &[&str] = &["-g1"];

/// Compiles every `.c` file of the project's folder into one core module.
///
/// `named` keeps the names of functions.
pub(crate) fn module(project: &Project<'_>, named: bool) -> Result<Vec<u8>, Error> {
    let folder = project.folder;
    let ways = python_programs(folder, "python3").into_iter().map(|python| vec![python, "-m".into(), "ziglang".into()]);
    let ways: Vec<Vec<PathBuf>> = ways.chain([vec![PathBuf::from("zig")]]).collect();
    let mut command = ZIG.find(&ways, "version")?;
    project.make_scratch()?;
    let bindings = project.scratch.join("bindings");
    generate(project, &bindings)?;
    let module = project.scratch.join("module.wasm");
    // Names relative to the folder: the bytes must not depend on where it lies.
    command.current_dir(folder).arg("cc").args(FLAGS).args(if named { NAMED } else { STRIPPED }).args([
        "-I",
        "target/bindings",
        "-o",
        "target/module.wasm",
    ]);
    command.args(sources(folder)?);
    // The bindings are not the author's to mend.
    command.args(["-w", "target/bindings/plugin.c", "target/bindings/plugin_component_type.o"]);
    command.env("ZIG_LOCAL_CACHE_DIR", project.scratch.join("zig"));
    ZIG.run(command, &project.manifest.id)?;
    written(&module)
}

fn sources(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::file(folder, error))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let is_source = |name: &String| Path::new(name).extension().is_some_and(|extension| extension == "c");
    let mut sources: Vec<String> = names.filter(is_source).collect();
    sources.sort();
    Ok(sources)
}

/// Writes the bindings: a header, its implementation, and an object file that says which contract it is.
fn generate(project: &Project<'_>, into: &Path) -> Result<(), Error> {
    let wrong = |error: &dyn std::fmt::Display| project.error(&format!("its contract cannot be used: {error}"));
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(project.wit()).map_err(|error| wrong(&format!("{error:#}")))?;
    let world = resolve.select_world(&[package], Some(WORLD)).map_err(|error| wrong(&format!("{error:#}")))?;
    let mut files = Files::default();
    let options = wit_bindgen_c::Opts { rename_world: Some("plugin".to_owned()), ..wit_bindgen_c::Opts::default() };
    options.build().generate(&mut resolve, world, &mut files).map_err(|error| wrong(&format!("{error:#}")))?;
    fs::create_dir_all(into).map_err(|error| Error::file(into, error))?;
    for (name, content) in files.iter() {
        let path = into.join(name);
        fs::write(&path, content).map_err(|error| Error::file(&path, error))?;
    }
    Ok(())
}
