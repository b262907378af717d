//! `architrave bundle`: plugins, and what is needed to trust them, in one file for places without a network.

mod export;
mod import;
mod trust;

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Bundle, Reference, Store};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{TextOrJson, UNDECIDED, output::Streams, plugin::ReachArgs};

/// Lock, trust or key, in bytes.
const FILE_BYTES_MAX: u64 = 4 << 20;

const LOCK: &str = "architrave.lock";
const TRUST: &str = "trust.toml";
const KEYS: &str = "keys/";

#[derive(Debug, Subcommand)]
pub(super) enum BundleVerb {
    /// Write plugins, with their signatures, lock and trust, into one file
    Export(ExportArgs),
    /// Verify such a file, and keep what is in it
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The file to write, whole or not at all
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The plugins: `oci://registry/repository:tag`; none for all that are in the lock
    #[arg(value_name = "REFERENCE")]
    plugins: Vec<Reference>,
    /// A lock file to put in; plugins are taken as they were locked. Where no plugin is named either: the lock of the
    /// nearest configuration
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// A trust file to put in
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// A public key to put in
    #[arg(long = "key", value_name = "FILE")]
    keys: Vec<PathBuf>,
    /// Ask no registry: take plugins and signatures from the store as they are
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    reach: ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// What `bundle export` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whom to trust; else `ARCHITRAVE_TRUST`, else `trust.toml` or `[trust]` where it is imported
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Where nobody here has said whom to trust: trust whom the bundle names, from now on
    #[arg(long, conflicts_with = "trust")]
    accept_trust: bool,
    /// Where the lock goes, and accepted trust; files that are there and differ are not replaced, and then nothing is kept
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    into: PathBuf,
    #[command(flatten)]
    reach: ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// What is in a bundle.
#[derive(Debug, Serialize)]
struct Contents {
    /// Plugins and signatures, by name.
    artifacts: BTreeMap<String, String>,
    /// Lock, trust and keys that were put there.
    files: Vec<String>,
}

/// 0 when it was done, 2 when it could not be done.
pub(super) fn run(verb: &BundleVerb, streams: &Streams) -> u8 {
    let (done, format, word) = match verb {
        BundleVerb::Export(args) => (export::export(args), args.format, "exported"),
        BundleVerb::Import(args) => (import::import(args, streams), args.format, "imported"),
    };
    match done {
        Ok(contents) => contents.show(word, format, streams),
        Err(problems) => {
            streams.diagnostics("error", &problems);
            UNDECIDED
        }
    }
}

impl Contents {
    fn of(bundle: &Bundle, files: Vec<String>) -> Self {
        let artifacts = bundle.names().map(|(name, digest, _)| (name.to_owned(), digest.to_string()));
        Self { artifacts: artifacts.collect(), files }
    }

    fn show(&self, word: &str, format: TextOrJson, streams: &Streams) -> u8 {
        let mut text = String::new();
        match format {
            TextOrJson::Text => {
                for (name, digest) in &self.artifacts {
                    text.push_str(&format!("{word} {name}\n  manifest   {digest}\n"));
                }
                for file in &self.files {
                    text.push_str(&format!("{word} {file}\n"));
                }
            }
            TextOrJson::Json => match serde_json::to_string_pretty(self) {
                Ok(json) => text = format!("{json}\n"),
                Err(error) => return streams.problem("cannot print the answer", &error),
            },
        }
        streams.data(text.as_bytes())
    }
}

fn store(reach: &ReachArgs) -> Result<Store, Vec<Diagnostic>> {
    let Some(folder) = reach.store_folder() else {
        let cause = "cannot find the store: neither `--store`, `ARCHITRAVE_STORE_DIR` nor `HOME` is set";
        return Err(vec![Diagnostic::error("layout.file", cause)]);
    };
    Store::create(&folder).map_err(|error| vec![error.diagnostic()])
}

fn problem(path: &Path, cause: &str) -> Diagnostic {
    Diagnostic::error("bundle.file", format!("cannot use `{}`: {cause}", path.display()))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(FILE_BYTES_MAX.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|found| found <= FILE_BYTES_MAX) {
        return Ok(bytes);
    }
    Err(io::Error::other(format!("it has more than {FILE_BYTES_MAX} bytes")))
}
