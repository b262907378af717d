//! Builds the peer that is a plugin without types: JSON bytes in, JSON bytes out.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use architrave_componentize::{Options, core_module, target_dir};

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for watched in ["build.rs", "peers/json", "../Cargo.lock"] {
        println!("cargo::rerun-if-changed={}", here.join(watched).display());
    }
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo has not set OUT_DIR")?);
    let options = Options { target_dir: target_dir(&out_dir), locked: true, named: false };
    match core_module(&here.join("peers/json"), &options) {
        Ok(module) => fs::write(out_dir.join("json.wasm"), module)?,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
        }
    }
    Ok(())
}
