//! `architrave plugin`: what is done with a plugin before it scores anything.

mod bench;
mod build;
mod check;
#[cfg(feature = "oci")]
mod detached;
mod dev;
mod diff;
mod inspect;
#[cfg(feature = "oci")]
mod keygen;
#[cfg(feature = "oci")]
mod lock;
mod new;
#[cfg(feature = "oci")]
mod place;
mod profile;
#[cfg(feature = "oci")]
mod prune;
#[cfg(feature = "oci")]
mod reach;
#[cfg(feature = "oci")]
mod sign;
mod subject;
mod test;
#[cfg(feature = "oci")]
mod transport;
#[cfg(feature = "oci")]
mod verified;
#[cfg(feature = "oci")]
mod verify;

use clap::Subcommand;

use super::output::Streams;

#[cfg(feature = "oci")]
pub(super) use reach::{ReachArgs, any_plugin, component_bytes_max};

#[derive(Debug, Subcommand)]
pub(super) enum PluginVerb {
    /// Begin a plugin: a project that builds, tests and scores at once
    New(new::NewArgs),
    /// Compile a plugin's project into one `.wasm` file beside it
    Build(build::BuildArgs),
    /// Hold a plugin to its cases: reviews, and what is expected of it; exit status 1 when one fails
    Test(test::TestArgs),
    /// Hold a plugin to the laws of the host and to its own claims; exit status 1 when it breaks one
    Check(check::CheckArgs),
    /// Show what is in a plugin, without running it
    Inspect(inspect::InspectArgs),
    /// Measure a plugin: time, fuel, memory and output of each role, beside the floor and the limits
    Bench(bench::BenchArgs),
    /// Show where a plugin's fuel goes, by function: a table, and a flame graph as SVG
    ///
    /// The same plugin and review give the same bytes. A project in Rust or C is built again for this, with the names of its
    /// functions.
    Profile(profile::ProfileArgs),
    /// Build, test and score a plugin whenever one of its sources changes
    Dev(dev::DevArgs),
    /// Put a plugin into an OCI registry, or into a folder (an OCI image layout)
    #[cfg(feature = "oci")]
    Push(transport::PushArgs),
    /// Get a plugin from an OCI registry or a folder: into the store, a file, or elsewhere
    #[cfg(feature = "oci")]
    Pull(transport::PullArgs),
    /// Write down which plugins exactly may be loaded, and show what changes
    #[cfg(feature = "oci")]
    Lock(lock::LockArgs),
    /// Take out of the store what no lock names
    #[cfg(feature = "oci")]
    Prune(prune::PruneArgs),
    /// Make a key to sign plugins with
    #[cfg(feature = "oci")]
    Keygen(keygen::KeygenArgs),
    /// Sign a plugin, as cosign does, or a file
    #[cfg(feature = "oci")]
    Sign(sign::SignArgs),
    /// Say what holds about a plugin: digests, lock, signatures, trust; exit status 1 when it would not be loaded
    #[cfg(feature = "oci")]
    Verify(verify::VerifyArgs),
    /// Say what another version of a plugin would change, in which workloads
    ///
    /// Exit status 0 when nothing changes, 1 when something does. Settings, limits and the gate come from the configuration;
    /// its other plugins have no part.
    Diff(Box<diff::DiffArgs>),
}

pub(super) fn run(verb: &PluginVerb, streams: &Streams) -> u8 {
    match verb {
        PluginVerb::New(args) => new::run(args, streams),
        PluginVerb::Build(args) => build::run(args, streams),
        PluginVerb::Inspect(args) => inspect::run(args, streams),
        PluginVerb::Check(args) => check::run(args, streams),
        PluginVerb::Test(args) => test::run(args, streams),
        PluginVerb::Bench(args) => bench::run(args, streams),
        PluginVerb::Profile(args) => profile::run(args, streams),
        PluginVerb::Dev(args) => dev::run(args, streams),
        PluginVerb::Diff(args) => diff::run(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Push(args) => transport::push(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Pull(args) => transport::pull(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Lock(args) => lock::run(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Prune(args) => prune::run(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Keygen(args) => keygen::run(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Sign(args) => sign::run(args, streams),
        #[cfg(feature = "oci")]
        PluginVerb::Verify(args) => verify::run(args, streams),
    }
}
