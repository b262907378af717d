//! `architrave plugin`: what is done with a plugin before it scores anything.

mod author;
mod detached;
mod diff;
mod keygen;
mod lock;
mod place;
mod reach;
mod sign;
mod transport;
mod verified;
mod verify;

use clap::Subcommand;

use super::output::Streams;

pub(super) use reach::{ReachArgs, any_plugin, component_bytes_max};

#[derive(Debug, Subcommand)]
pub(super) enum PluginVerb {
    /// Begin a plugin: a project that builds, tests and scores at once
    New(author::NewArgs),
    /// Compile a plugin's project into one `.wasm` file beside it
    Build(author::BuildArgs),
    /// Show what is in a plugin, without running it
    Inspect(author::InspectArgs),
    /// Hold a plugin to the laws of the host and to its own claims; exit status 1 when it breaks one
    Check(author::CheckArgs),
    /// Put a plugin into an OCI registry, or into a folder (an OCI image layout)
    Push(transport::PushArgs),
    /// Say what another version of a plugin would change, in which workloads
    ///
    /// Exit status 0 when nothing changes, 1 when something does. Settings, limits and the gate come from the configuration;
    /// its other plugins have no part.
    Diff(Box<diff::DiffArgs>),
    /// Get a plugin from an OCI registry or a folder: into the store, a file, or elsewhere
    Pull(transport::PullArgs),
    /// Write down which plugins exactly may be loaded, and show what changes
    Lock(lock::LockArgs),
    /// Make a key to sign plugins with
    Keygen(keygen::KeygenArgs),
    /// Sign a plugin, as cosign does, or a file
    Sign(sign::SignArgs),
    /// Say what holds about a plugin: digests, lock, signatures, trust; exit status 1 when it would not be loaded
    Verify(verify::VerifyArgs),
}

pub(super) fn run(verb: &PluginVerb, streams: &Streams) -> u8 {
    match verb {
        PluginVerb::New(args) => author::new(args, streams),
        PluginVerb::Build(args) => author::build_project(args, streams),
        PluginVerb::Inspect(args) => author::inspect_plugin(args, streams),
        PluginVerb::Check(args) => author::check_plugin(args, streams),
        PluginVerb::Diff(args) => diff::run(args, streams),
        PluginVerb::Push(args) => transport::push(args, streams),
        PluginVerb::Pull(args) => transport::pull(args, streams),
        PluginVerb::Lock(args) => lock::run(args, streams),
        PluginVerb::Keygen(args) => keygen::run(args, streams),
        PluginVerb::Sign(args) => sign::run(args, streams),
        PluginVerb::Verify(args) => verify::run(args, streams),
    }
}
