//! Why could the emulator not start?

use std::{io, net::SocketAddr, path::PathBuf};

/// Why the emulator could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is taken, or not ours.
    #[error("cannot listen on `{address}`: {source}")]
    Listen {
        /// As given.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// No thread or runtime.
    #[error("cannot start the server: {0}")]
    Runtime(#[source] io::Error),
    /// A lens or state file.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// As given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What a file holds is not what it should be.
    #[error("cannot use `{}`: {}", path.display(), problems.join("; "))]
    Content {
        /// As given.
        path: PathBuf,
        /// All of them.
        problems: Vec<String>,
    },
    /// The made-up workload was refused: a bug, or a state file that has it.
    #[error("cannot make the sample workload: {0}")]
    Sample(String),
}
