//! `plugin inspect`: what is in a plugin, without running it.

use std::path::Path;

use architrave_core::diagnostic::Diagnostic;
#[cfg(feature = "oci")]
use architrave_registry::{Artifact, Client, Digest, Form, Judged, Place, Problem, Store, Subject, Trust, signature};
use clap::Args;

use super::subject;
#[cfg(feature = "oci")]
use super::verified::ShownSignature;
#[cfg(feature = "oci")]
use crate::config::Config;
use crate::{
    author::inspect::{self, Inspection, Signature},
    cli::{TextOrJson, output::Streams},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct InspectArgs {
    /// The plugin: a `.wasm` file, or where it is: `oci://registry/repository:tag`, `oci-layout:FOLDER:tag`
    #[arg(value_name = "FILE|PLACE")]
    plugin: String,
    #[cfg(feature = "oci")]
    #[command(flatten)]
    reach: super::ReachArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when it could be read, whatever it is; problems are told.
pub(super) fn run(args: &InspectArgs, streams: &Streams) -> u8 {
    let (bytes, signatures) = match found(args) {
        Ok(found) => found,
        Err(problem) => return streams.failed(&problem),
    };
    match inspect::inspect(&bytes) {
        Ok(found) => {
            let found = Inspection { signatures, ..found };
            streams.diagnostics("warning", &found.problems);
            subject::show(&found, &found.to_text(), args.format, streams)
        }
        Err(error) => streams.failed(&inspect::unreadable(&args.plugin, &error)),
    }
}

/// A component, and the signatures beside it, where it is kept with signatures.
type Found = (Vec<u8>, Option<Vec<Signature>>);

#[cfg(feature = "oci")]
fn found(args: &InspectArgs) -> Result<Found, Box<Diagnostic>> {
    if !Place::is_meant(&args.plugin) {
        return Ok((subject::read(Path::new(&args.plugin))?, None));
    }
    let config = Config::discover(&std::env::current_dir().unwrap_or_default());
    let trust = config.ok().and_then(|config| config.supply.trust).unwrap_or_default();
    let found = args.plugin.parse::<Place>().map_err(Problem::from).and_then(|place| {
        let artifact = place.load(&args.reach.client(), super::any_plugin())?;
        let signatures = signatures(&place, &artifact, &args.reach.client(), &trust)?;
        Ok((artifact.component().to_vec(), Some(signatures)))
    });
    found.map_err(|problem| Box::new(problem.diagnostic(&format!("cannot inspect `{}`", args.plugin))))
}

/// What is kept beside a plugin, and what it is worth to the operator of this folder.
#[cfg(feature = "oci")]
fn signatures(place: &Place, artifact: &Artifact, client: &Client, trust: &Trust) -> Result<Vec<Signature>, Problem> {
    let tag = signature::tag(artifact.digest());
    let (name, kept) = match place {
        Place::Registry(at) => (Some(at.name()), client.find(&at.with_tag(&tag)?, Form::Signatures)?),
        Place::Layout { folder, .. } => (None, Store::open(folder)?.find(&tag, Form::Signatures)?),
    };
    let kept = kept.as_ref().map(signature::read).unwrap_or_default();
    let subject = Subject {
        name: name.as_deref().unwrap_or_default(),
        manifest: artifact.digest(),
        component: Digest::of(artifact.component()),
        version: "",
    };
    let shown = |judged: &Judged| match (judged, &name) {
        // A folder does not say what it is a copy of; the signature does.
        (Judged::OtherIdentity { key, signed }, None) => {
            Signature { holds: true, what: format!("by `{key}`, as `{signed}`") }
        }
        (judged, _) => {
            let ShownSignature { holds, what, .. } = ShownSignature::of(judged);
            Signature { holds, what }
        }
    };
    Ok(trust.decide(subject, &kept).signatures.iter().map(shown).collect())
}

#[cfg(not(feature = "oci"))]
fn found(args: &InspectArgs) -> Result<Found, Box<Diagnostic>> {
    Ok((subject::read(Path::new(&args.plugin))?, None))
}
