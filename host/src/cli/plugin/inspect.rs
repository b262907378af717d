//! `plugin inspect`: what is in a plugin, without running it.

use std::path::Path;

use architrave_core::diagnostic::Diagnostic;
use clap::Args;

use super::subject;
use crate::{
    author::inspect,
    cli::{TextOrJson, output::Streams},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct InspectArgs {
    /// The plugin: a `.wasm` file, or where it is: `oci://registry/repository:tag`, `oci-layout:FOLDER:tag`
    #[arg(value_name = "FILE|PLACE")]
    plugin: String,
    #[cfg(feature = "oci")]
    #[command(flatten)]
    reach: super::ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when it could be read, whatever it is; problems are told.
pub(super) fn run(args: &InspectArgs, streams: &Streams) -> u8 {
    let bytes = match bytes(args) {
        Ok(bytes) => bytes,
        Err(problem) => return streams.failed(&problem),
    };
    match inspect::inspect(&bytes) {
        Ok(found) => {
            streams.diagnostics("warning", &found.problems);
            subject::show(&found, &found.to_text(), args.format, streams)
        }
        Err(error) => streams.failed(&inspect::unreadable(&args.plugin, &error)),
    }
}

#[cfg(feature = "oci")]
fn bytes(args: &InspectArgs) -> Result<Vec<u8>, Box<Diagnostic>> {
    use architrave_registry::Place;
    if !Place::is_meant(&args.plugin) {
        return subject::read(Path::new(&args.plugin));
    }
    let loaded = args.plugin.parse::<Place>().and_then(|place| place.load(&args.reach.client(), super::any_plugin()));
    loaded.map(|artifact| artifact.component().to_vec()).map_err(|error| Box::new(error.diagnostic()))
}

#[cfg(not(feature = "oci"))]
fn bytes(args: &InspectArgs) -> Result<Vec<u8>, Box<Diagnostic>> {
    subject::read(Path::new(&args.plugin))
}
