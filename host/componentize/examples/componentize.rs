//! Builds plugin folders from the command line: `componentize OUT FOLDER…`, one `OUT/<id>.wasm` each.

use std::{env, error::Error, fs, path::PathBuf};

use architrave_componentize::{Options, build};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("usage: componentize OUT FOLDER…")?;
    let folders: Vec<PathBuf> = arguments.collect();
    fs::create_dir_all(&out)?;
    let options = Options { target_dir: env::current_dir()?.join("target/wasm"), locked: false, named: false };
    for built in build(&folders, &options).map_err(|error| error.to_string())? {
        fs::write(out.join(format!("{}.wasm", built.manifest.id)), built.component)?;
    }
    Ok(())
}
