//! `plugin prune`: takes out of the store what no lock names.

use std::{
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
};

use architrave_core::{
    diagnostic::{Diagnostic, list_names},
    laws,
};
use architrave_registry::{Digest, Lock, Store};
use clap::Args;
use serde::Serialize;

use super::{
    super::{PASSES, TextOrJson, UNDECIDED, output::Streams, review::said},
    reach::ReachArgs,
    subject::show,
};
use crate::config::Config;

#[derive(Debug, Args)]
pub(in crate::cli) struct PruneArgs {
    /// Locks whose plugins stay: all that use this store; none for the lock of the configuration here
    #[arg(value_name = "LOCK")]
    locks: Vec<PathBuf>,
    /// Say what would go, and take nothing out
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    reach: ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// What went.
#[derive(Debug, Serialize)]
struct Done {
    store: String,
    /// Plugins that stay, as locks name them.
    locked: Vec<String>,
    /// Names of the store that stand for nothing any more.
    names: Vec<String>,
    blobs: u64,
    bytes: u64,
}

/// 0 when it was done, 2 when it could not be done.
pub(super) fn run(args: &PruneArgs, streams: &Streams) -> u8 {
    let Some(done) = said(streams, prune(args)) else { return UNDECIDED };
    let word = if args.dry_run { "would remove" } else { "removed" };
    let mut text: String = done.names.iter().map(|name| format!("{word} {name}\n")).collect();
    text.push_str(&format!("{word} {} blobs of {} bytes from {}\n", done.blobs, done.bytes, done.store));
    let shown = show(&done, &text, args.format, streams);
    if shown == PASSES {
        let names = match done.locked.as_slice() {
            [] => "no plugin".to_owned(),
            locked => list_names(locked.iter().map(String::as_str)),
        };
        streams.say(&format!("kept: {names}"));
    }
    shown
}

fn prune(args: &PruneArgs) -> Result<Done, Vec<Diagnostic>> {
    let failed = |message: String, help: &str| vec![Diagnostic::error("store.prune", message).help(help)];
    let folder = args.reach.store_folder().ok_or_else(|| {
        failed(
            "cannot find the store: neither `ARCHITRAVE_STORE_DIR` nor `HOME` is set".to_owned(),
            "give `--store FOLDER`",
        )
    })?;
    let (mut keep, mut locked): (BTreeSet<Digest>, BTreeSet<String>) = Default::default();
    for lock in locks(&args.locks)? {
        for (source, plugin) in lock.plugins {
            if let Some(manifest) = plugin.manifest {
                keep.insert(manifest);
                locked.insert(source);
            }
        }
    }
    let one = |error: architrave_registry::Error| vec![error.diagnostic()];
    let pruned = Store::open(&folder).and_then(|store| store.prune(&keep, args.dry_run)).map_err(one)?;
    Ok(Done {
        store: folder.display().to_string(),
        locked: locked.into_iter().collect(),
        // A folder that others filled may have any names.
        names: pruned.names.iter().map(|name| laws::clean(name)).collect(),
        blobs: pruned.blobs,
        bytes: pruned.bytes,
    })
}

/// Without any lock everything would go: then somebody has to name one.
fn locks(paths: &[PathBuf]) -> Result<Vec<Lock>, Vec<Diagnostic>> {
    let missing = |path: &Path| {
        let message = format!("cannot use the lock `{}`: there is no such file", path.display());
        vec![Diagnostic::error("lock.missing", message).help("write it with `architrave plugin lock`")]
    };
    if paths.is_empty() {
        let config = Config::discover(&env::current_dir().unwrap_or_default())?;
        return config.supply.lock.map(|lock| vec![lock]).ok_or_else(|| missing(Path::new(crate::config::LOCK)));
    }
    paths.iter().map(|path| Lock::read(path)?.ok_or_else(|| missing(path))).collect()
}
