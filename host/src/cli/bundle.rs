//! `architrave bundle`: plugins, and what is needed to trust them, in one file for places without a network.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Bundle, Client, Error, Form, Reference, Store};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{
    TextOrJson, UNDECIDED,
    output::Streams,
    plugin::{ReachArgs, any_plugin, component_bytes_max},
};

/// Lock, trust or key, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 20;

const LOCK: &str = "architrave.lock";
const TRUST: &str = "trust.toml";

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
    /// The plugins: `oci://registry/repository:tag`
    #[arg(value_name = "REFERENCE", required = true)]
    plugins: Vec<Reference>,
    /// A lock file to put in
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
    /// Where lock, trust and keys go; files that are there and differ are not replaced, and then nothing is kept
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
    /// Lock, trust and keys.
    files: Vec<String>,
}

/// 0 when it was done, 2 when it could not be done.
pub(super) fn run(verb: &BundleVerb, streams: &Streams) -> u8 {
    let (done, format, word) = match verb {
        BundleVerb::Export(args) => (export(args), args.format, "exported"),
        BundleVerb::Import(args) => (import(args), args.format, "imported"),
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
    fn of(bundle: &Bundle) -> Self {
        let artifacts = bundle.names().map(|(name, digest, _)| (name.to_owned(), digest.to_string()));
        Self { artifacts: artifacts.collect(), files: bundle.files().keys().cloned().collect() }
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

fn export(args: &ExportArgs) -> Result<Contents, Vec<Diagnostic>> {
    let store = store(&args.reach)?;
    let client = (!args.offline).then(|| args.reach.client());
    let mut names = BTreeMap::new();
    let mut problems = Vec::new();
    for reference in &args.plugins {
        match gather(reference, &store, client.as_ref()) {
            Ok(found) => names.extend(found),
            Err(error) => problems.push(error.diagnostic()),
        }
    }
    let mut files = BTreeMap::new();
    let given = [(LOCK, &args.lock), (TRUST, &args.trust)];
    let mut wanted: Vec<(String, &Path)> =
        given.into_iter().filter_map(|(name, path)| Some((name.to_owned(), path.as_deref()?))).collect();
    for key in &args.keys {
        let name = key.file_name().and_then(OsStr::to_str).unwrap_or_default();
        wanted.push((format!("keys/{name}"), key));
    }
    for (name, path) in wanted {
        match read(path) {
            Ok(bytes) => {
                if files.insert(name, bytes).is_some() {
                    problems.push(problem(path, "there is another key of this name"));
                }
            }
            Err(error) => problems.push(problem(path, &error.to_string())),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let written = Bundle::write(&args.file, &store, &names, &files)
        // What was written is read as whoever imports it will.
        .and_then(|()| Bundle::open(&args.file, component_bytes_max()));
    written.map(|bundle| Contents::of(&bundle)).map_err(|error| vec![error.diagnostic()])
}

/// A plugin and its signatures, fetched into the store; their names there.
fn gather(reference: &Reference, store: &Store, client: Option<&Client>) -> Result<Vec<(String, Form)>, Error> {
    let name = reference.tagged_name().unwrap_or_else(|| reference.to_string().replace("oci://", ""));
    let form = any_plugin();
    let kept = match reference.digest {
        Some(digest) => store.get(digest, form)?,
        None if client.is_none() => store.find(&name, form)?,
        None => None,
    };
    let artifact = match (kept, client) {
        (Some(artifact), _) => artifact,
        (None, Some(client)) => client.pull(reference, form)?,
        (None, None) => return Err(Error::not_stored(&name, store)),
    };
    store.put(&artifact, Some(&name))?;
    let signatures = reference.with_tag(&format!("sha256-{}.sig", artifact.digest().hex()))?;
    let signatures_name = signatures.tagged_name().unwrap_or_default();
    let found = match client {
        Some(client) => client.find(&signatures, Form::Signatures)?,
        None => store.find(&signatures_name, Form::Signatures)?,
    };
    let mut names = vec![(name, form)];
    if let Some(found) = found {
        store.put(&found, Some(&signatures_name))?;
        names.push((signatures_name, Form::Signatures));
    }
    Ok(names)
}

fn import(args: &ImportArgs) -> Result<Contents, Vec<Diagnostic>> {
    let one = |error: Error| vec![error.diagnostic()];
    let bundle = Bundle::open(&args.file, component_bytes_max()).map_err(one)?;
    let places: Vec<(PathBuf, &[u8])> =
        bundle.files().iter().map(|(name, bytes)| (args.into.join(name), bytes.as_slice())).collect();
    let mut problems = Vec::new();
    for (path, bytes) in &places {
        match read(path) {
            Ok(found) if found == *bytes => {}
            Ok(_) => problems.push(problem(path, "it differs from the bundle's, and is not replaced")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => problems.push(problem(path, &error.to_string())),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    bundle.keep(&store(&args.reach)?).map_err(one)?;
    for (path, bytes) in &places {
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = made.and_then(|()| super::output::write_whole(path, |out| out.write_all(bytes)));
        written.map_err(|error| vec![problem(path, &error.to_string())])?;
    }
    Ok(Contents::of(&bundle))
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
