//! Which plugins may be loaded, and where do those of registries come from? What the arguments say, over the configuration.

use std::{
    env,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Lock, Trust};
use clap::Args;

use super::plugin::ReachArgs;
use crate::config::Config;

/// Names the file of the operator's trust, where the configuration comes from someone else.
const TRUST_VARIABLE: &str = "ARCHITRAVE_TRUST";

/// Lock, trust, and how registries are reached.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct SupplyArgs {
    /// Which plugins exactly may be loaded; else `architrave.lock` beside the configuration
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Whose plugins may be loaded; else `ARCHITRAVE_TRUST`, else `[trust]` of the configuration, else `trust.toml` beside it
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Ask no registry: plugins and signatures come from the store
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    reach: ReachArgs,
}

impl SupplyArgs {
    /// Puts what is said here in place of what the configuration says. A lock that is named may be missing only where it
    /// is about to be written.
    pub(super) fn apply(&self, config: &mut Config, needs_lock: bool) -> Result<(), Vec<Diagnostic>> {
        let mut problems = Vec::new();
        if let Some(path) = &self.lock {
            match Lock::read(path) {
                Ok(None) if needs_lock => problems.push(missing(path)),
                Ok(lock) => config.supply.lock = lock,
                Err(found) => problems.extend(found),
            }
        }
        if let Some(path) = self.trust.clone().or_else(trust_of_environment) {
            match Trust::read(&path) {
                Ok(trust) => config.supply.trust = Some(trust),
                Err(found) => problems.extend(found),
            }
        }
        config.supply.store = self.reach.store_folder();
        config.supply.client = (!self.offline).then(|| self.reach.client());
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The lock that was named.
    pub(super) fn lock(&self) -> Option<&Path> {
        self.lock.as_deref()
    }

    pub(super) const fn reach(&self) -> &ReachArgs {
        &self.reach
    }
}

/// The file that the environment names.
pub(super) fn trust_of_environment() -> Option<PathBuf> {
    env::var_os(TRUST_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn missing(path: &Path) -> Diagnostic {
    let message = format!("cannot use the lock `{}`: there is no such file", path.display());
    Diagnostic::error("lock.missing", message).help("write it with `architrave plugin lock`")
}
