//! Builds a project in any language: `project FOLDER FILE`

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [folder, file] = arguments.as_slice() else {
        return Err("usage: project FOLDER FILE".into());
    };
    let built = architrave_componentize::project(folder, false)?;
    fs::write(file, built.component)?;
    Ok(())
}
