//! Why did compiling come to nothing? And was it the component, which is remembered, or the machine, which is not?

use serde::{Deserialize, Serialize};

/// What went wrong; the text follows "compiling the plugin".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Failure {
    #[error("took more than {seconds} s of processor time")]
    ProcessorTime { seconds: u64 },
    #[error("took longer than {milliseconds} ms")]
    Late { milliseconds: u64 },
    #[error("needed more than {bytes} bytes of memory")]
    Memory { bytes: u64 },
    #[error("crashed the compiler: {cause}")]
    Crashed { cause: String },
    #[error("failed: {cause}")]
    Refused { cause: String },
    /// The compiler could not be started, was ended by somebody else, or is no compiler of this version.
    #[error("could not be done: {cause}")]
    Unavailable { cause: String },
}

impl Failure {
    /// Whether another attempt would come to the same. A clock on the wall tells nothing: the machine may have been busy.
    pub(crate) const fn is_lasting(&self) -> bool {
        match self {
            Self::ProcessorTime { .. } | Self::Memory { .. } | Self::Crashed { .. } | Self::Refused { .. } => true,
            Self::Late { .. } | Self::Unavailable { .. } => false,
        }
    }
}
