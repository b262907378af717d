//! `architrave plugin`: what is done with a plugin before it scores anything.

mod reach;
mod transport;

use clap::Subcommand;

use super::output::Streams;

pub(super) use reach::{ReachArgs, any_plugin, component_bytes_max};

#[derive(Debug, Subcommand)]
pub(super) enum PluginVerb {
    /// Put a plugin into an OCI registry, or into a folder (an OCI image layout)
    Push(transport::PushArgs),
    /// Get a plugin from an OCI registry or a folder: into the store, a file, or elsewhere
    Pull(transport::PullArgs),
}

pub(super) fn run(verb: &PluginVerb, streams: &Streams) -> u8 {
    match verb {
        PluginVerb::Push(args) => transport::push(args, streams),
        PluginVerb::Pull(args) => transport::pull(args, streams),
    }
}
