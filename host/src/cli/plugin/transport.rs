//! `push` and `pull`: plugins to and from registries and folders.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Artifact, Place, Store};
use clap::Args;
use serde::Serialize;

use super::{
    super::{PASSES, TextOrJson, output::Streams},
    reach::{ReachArgs, any_plugin, component_bytes_max},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct PushArgs {
    /// The plugin: a `.wasm` file, or where it is: `oci://registry/repository:tag`, `oci-layout:FOLDER:tag`
    #[arg(value_name = "FILE|PLACE")]
    plugin: String,
    /// Where it goes: `oci://registry/repository:tag`, or `oci-layout:FOLDER:tag`
    #[arg(value_name = "PLACE")]
    to: Place,
    #[command(flatten)]
    reach: ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PullArgs {
    /// Where it is: `oci://registry/repository:tag`, or `oci-layout:FOLDER:tag`
    #[arg(value_name = "PLACE")]
    from: Place,
    /// Write the component to a file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reach: ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// What was moved.
#[derive(Debug, Serialize)]
struct Moved {
    /// Where it is now, or where it came from.
    place: String,
    /// Digest of its manifest: what a lock file holds.
    manifest: String,
    /// Digest of the component.
    component: String,
    /// Size of the component.
    bytes: usize,
    /// As its annotations say, unproven.
    version: Option<String>,
}

impl Moved {
    fn of(place: &Place, artifact: &Artifact) -> Self {
        Self {
            place: place.to_string(),
            manifest: artifact.digest().to_string(),
            component: artifact.component_digest().to_string(),
            bytes: artifact.component().len(),
            version: artifact.annotations().get("org.opencontainers.image.version").cloned(),
        }
    }

    fn show(&self, verb: &str, format: TextOrJson, streams: &Streams) -> u8 {
        let text = match format {
            TextOrJson::Text => {
                let Self { place, manifest, component, bytes, .. } = self;
                format!("{verb} {place}\n  manifest   {manifest}\n  component  {component}, {bytes} bytes\n")
            }
            TextOrJson::Json => match serde_json::to_string_pretty(self) {
                Ok(text) => format!("{text}\n"),
                Err(error) => return streams.problem("cannot print the answer", &error),
            },
        };
        streams.data(text.as_bytes())
    }
}

/// 0 when it is there, 2 when it could not be put there.
pub(super) fn push(args: &PushArgs, streams: &Streams) -> u8 {
    let client = args.reach.client();
    let artifact = if Place::is_meant(&args.plugin) {
        args.plugin.parse::<Place>().and_then(|place| place.load(&client, any_plugin()))
    } else {
        match read(Path::new(&args.plugin)) {
            Ok(component) => match Artifact::plugin(component) {
                Ok(artifact) => Ok(artifact),
                Err(error) => {
                    let found = error.diagnostic();
                    let message = format!("cannot push `{}`: {}", args.plugin, found.message);
                    return streams.failed(&Diagnostic { message, ..found });
                }
            },
            Err(error) => return streams.problem(&format!("cannot read `{}`", args.plugin), &error),
        }
    };
    match artifact.and_then(|artifact| args.to.save(&client, &artifact).map(|()| artifact)) {
        Ok(artifact) => Moved::of(&args.to, &artifact).show("pushed", args.format, streams),
        Err(error) => streams.failed(&error.diagnostic()),
    }
}

/// 0 when it is here, 2 when it could not be had.
pub(super) fn pull(args: &PullArgs, streams: &Streams) -> u8 {
    let artifact = match args.from.load(&args.reach.client(), any_plugin()) {
        Ok(artifact) => artifact,
        Err(error) => return streams.failed(&error.diagnostic()),
    };
    let kept = match &args.output {
        Some(path) => streams.write_to(Some(path), |out| out.write_all(artifact.component())),
        None => keep(args, &artifact, streams),
    };
    if kept == PASSES { Moved::of(&args.from, &artifact).show("pulled", args.format, streams) } else { kept }
}

/// Into the local store, by its digest, and by name where it has one.
fn keep(args: &PullArgs, artifact: &Artifact, streams: &Streams) -> u8 {
    let Some(folder) = args.reach.store_folder() else {
        let cause = "neither `--store`, `ARCHITRAVE_STORE_DIR` nor `HOME` is set";
        return streams.problem("cannot find the store", &cause);
    };
    let name = match &args.from {
        Place::Registry(reference) => reference.tagged_name(),
        Place::Layout { .. } => None,
    };
    match Store::create(&folder).and_then(|store| store.put(artifact, name.as_deref())) {
        Ok(()) => PASSES,
        Err(error) => streams.failed(&error.diagnostic()),
    }
}

/// A file that is larger than a component may be is not read to its end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let limit = component_bytes_max();
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|found| found <= limit) {
        return Ok(bytes);
    }
    Err(io::Error::other(format!("it has more than {limit} bytes")))
}
