//! `plugin build`: from a project to one `.wasm` file beside it.

use std::path::PathBuf;

use architrave_core::digest;
use clap::Args;

use crate::{
    author::{Built, build},
    cli::{PASSES, UNDECIDED, output::Streams},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct BuildArgs {
    /// Folder of the plugin
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Refuse when `Cargo.lock` would have to change
    #[arg(long)]
    locked: bool,
}

/// 0 when the plugin was built.
pub(super) fn run(args: &BuildArgs, streams: &Streams) -> u8 {
    let Built { manifest, component } = match build(&args.folder, args.locked) {
        Ok(built) => built,
        Err(error) => {
            streams.diagnostics("error", &error.diagnostics());
            return UNDECIDED;
        }
    };
    let path = args.folder.join(format!("{}.wasm", manifest.id));
    let written = streams.write_to(Some(&path), |out| out.write_all(&component));
    if written != PASSES {
        return written;
    }
    let (shown, sha256, size) = (path.display(), digest::bytes(&component), component.len());
    streams.data(format!("built {shown}\n  sha256  {sha256}\n  size    {size} bytes\n").as_bytes())
}
