//! Builds the plugins that Architrave ships, so that they can be embedded.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use architrave_componentize::{Options, build, target_dir};

/// Folders within `plugins/`, in the order in which they are listed to users.
const PLUGINS: [&str; 7] = [
    "balanced",
    "classic",
    "financial-services",
    "healthcare",
    "e-commerce",
    "operational-excellence",
    "pillar-guidance",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    for watched in ["plugins", "guest-sdk", "wit", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={}", root.join(watched).display());
    }
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo has not set OUT_DIR")?);
    let folders: Vec<PathBuf> = PLUGINS.iter().map(|name| root.join("plugins").join(name)).collect();
    let options = Options { target_dir: target_dir(&out_dir), locked: true, named: false };
    let built = match build(&folders, &options) {
        Ok(built) => built,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            return Ok(());
        }
    };
    let mut table =
        String::from("/// Id, industry type of the template, and component of every plugin that is shipped.\n");
    table.push_str("pub(super) static PLUGINS: &[(&str, Option<&str>, &[u8])] = &[\n");
    for plugin in built {
        let id = &plugin.manifest.id;
        fs::write(out_dir.join(format!("{id}.wasm")), &plugin.component)?;
        let industry = plugin.manifest.workload_template.as_ref().map(|template| &template.industry_type);
        writeln!(table, "    ({id:?}, {industry:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{id}.wasm\"))),")?;
    }
    table.push_str("];\n");
    fs::write(out_dir.join("builtin.rs"), table)?;
    Ok(())
}
