//! Builds the Rust guests that the tests run.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use architrave_componentize::{Options, build, target_dir};

const GUESTS: [&str; 3] = ["claims", "financial-services-next", "misbehave"];

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for watched in ["build.rs", "guests", "../guest-sdk", "../wit", "../Cargo.lock"] {
        println!("cargo::rerun-if-changed={}", here.join(watched).display());
    }
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo has not set OUT_DIR")?);
    let folders: Vec<PathBuf> = GUESTS.iter().map(|name| here.join("guests").join(name)).collect();
    let built = match build(&folders, &Options { target_dir: target_dir(&out_dir), locked: true, named: false }) {
        Ok(built) => built,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            return Ok(());
        }
    };
    for guest in built {
        fs::write(out_dir.join(format!("{}.wasm", guest.manifest.id)), &guest.component)?;
    }
    Ok(())
}
