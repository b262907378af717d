//! `plugin verify`: what holds about a plugin, and whether it would be loaded.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{
    Decision, Form, Locked, Place, Problem, PublicKey, Refusal, Subject, Trust, detached as lines, signature,
};
use clap::Args;

use super::{
    super::{FAILS, PASSES, TextOrJson, UNDECIDED, output::Streams, review::said, supply::SupplyArgs},
    detached,
    place::{self, Named},
    reach::{any_plugin, component_bytes_max},
    verified::{Step, Verified},
};
use crate::config::Config;

#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArgs {
    /// What is verified: `oci://registry/repository:tag`, `oci-layout:FOLDER:tag`, or a `.wasm` file
    #[arg(value_name = "PLACE|FILE")]
    plugin: String,
    /// Public key that has to have signed it, in place of what the operator's trust says
    #[arg(long = "key", value_name = "FILE")]
    keys: Vec<PathBuf>,
    /// Verify it as the plugin of this registry and repository; else where it is
    #[arg(long = "as", value_name = "REGISTRY/REPOSITORY")]
    name: Option<String>,
    /// For a file: where its signatures are; else `FILE.sig`
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
    #[command(flatten)]
    supply: SupplyArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when everything holds, 1 when something does not, 2 when it could not be looked at.
pub(super) fn run(args: &VerifyArgs, streams: &Streams) -> u8 {
    let Some(config) = said(streams, config(args)) else { return UNDECIDED };
    let verified =
        if Place::is_meant(&args.plugin) { place(args, &config) } else { file(args, Path::new(&args.plugin), &config) };
    match verified {
        Ok(verified) => {
            let shown = verified.show(args.format, streams);
            if shown == PASSES && !verified.holds() { FAILS } else { shown }
        }
        Err(problem) => streams.failed(&problem.diagnostic(&format!("cannot verify `{}`", args.plugin))),
    }
}

/// The configuration; with keys given, trust in them alone.
fn config(args: &VerifyArgs) -> Result<Config, Vec<Diagnostic>> {
    let mut config = Config::discover(&std::env::current_dir().unwrap_or_default())?;
    args.supply.apply(&mut config, true)?;
    if !args.keys.is_empty() {
        let mut keys = BTreeMap::new();
        for path in &args.keys {
            let key = PublicKey::read(path).map_err(|error| vec![error.diagnostic()])?;
            keys.insert(path.display().to_string(), key);
        }
        config.supply.trust = Some(Trust::all_of(keys));
    }
    Ok(config)
}

/// A plugin in a registry or a folder, and the signatures beside it.
fn place(args: &VerifyArgs, config: &Config) -> Result<Verified, Problem> {
    let place: Place = args.plugin.parse()?;
    let supply = &config.supply;
    let (artifact, signatures) = match (&place, &supply.client) {
        (Place::Registry(reference), client) => {
            let manifest = supply.resolve(reference)?;
            let artifact = supply.fetch(reference, manifest, any_plugin())?;
            let beside = reference.with_tag(&signature::tag(manifest))?;
            let found = match client {
                Some(client) => client.find(&beside, Form::Signatures)?,
                None => supply.stored(&beside, Form::Signatures)?,
            };
            (artifact, found)
        }
        (Place::Layout { folder, .. }, _) => {
            let artifact = place.load(&args.supply.reach().client(), any_plugin())?;
            let store = architrave_registry::Store::open(folder)?;
            let found = store.find(&signature::tag(artifact.digest()), Form::Signatures)?;
            (artifact, found)
        }
    };
    let found = Locked::of(artifact.component(), Some(artifact.digest()))?;
    let signatures = signatures.as_ref().map(signature::read).unwrap_or_default();
    let Named { name, .. } = place::named(&place, args.name.as_deref(), artifact.digest())?;
    let trust = supply.trust.clone().unwrap_or_default();
    let subject = Subject {
        name: &name,
        manifest: artifact.digest(),
        component: found.component,
        version: &found.identity.version,
    };
    let mut decision = trust.decide(subject, &signatures);
    if supply.trust.is_none() {
        decision.verdict = Err(Refusal::NoPolicy);
    }
    let lock = lock_of(args, config, &place, (&found, &decision));
    Ok(Verified::of(&args.plugin, &found, lock, decision))
}

/// What the lock says of it. Where keys are given, or it is in a folder, it need not be in one.
fn lock_of(args: &VerifyArgs, config: &Config, place: &Place, (found, decision): (&Locked, &Decision)) -> Step {
    let Place::Registry(reference) = place else { return Step::absent("a folder is in no lock") };
    let held = match config.supply.locked(&reference.to_string()) {
        Err(refusal) if args.keys.is_empty() => Err(refusal),
        Err(_) => return Step::absent("it is in no lock"),
        Ok(locked) => found
            .manifest
            .map_or(Ok(()), |manifest| place::check_not_moved(&config.supply, reference, manifest))
            .and_then(|()| locked.check(found))
            .and_then(|()| if args.keys.is_empty() { decision.check_signers(locked) } else { Ok(()) }),
    };
    let lock = config.supply.lock.as_ref().and_then(|lock| lock.path.as_ref());
    let lock = lock.map(|path| path.display().to_string()).unwrap_or_default();
    Step::of(held.map(|()| format!("as in `{lock}`")))
}

/// A plain file, and the signatures in a file beside it.
fn file(args: &VerifyArgs, path: &Path, config: &Config) -> Result<Verified, Problem> {
    let bytes = lines::component(path, component_bytes_max())?;
    let found = Locked::of(&bytes, None)?;
    let signatures_path = args.signature.clone().unwrap_or_else(|| detached::beside(path));
    let signatures =
        if args.signature.is_some() || signatures_path.exists() { lines::read(&signatures_path)? } else { Vec::new() };
    let trust = config.supply.trust.clone().unwrap_or_default();
    let signers = detached::signers(&bytes, &signatures, trust.keys());
    let missing = |(_, key): &(&str, &PublicKey)| !signers.iter().any(|(_, signer)| signer == key);
    let verdict = match (trust.keys().count(), signatures.len()) {
        (0, _) => Err(Refusal::NoPolicy),
        (_, 0) => Err(Refusal::FileUnsigned { signatures: signatures_path }),
        (_, count) if signers.is_empty() || (!args.keys.is_empty() && trust.keys().any(|key| missing(&key))) => {
            Err(Refusal::FileWrongSignature { count })
        }
        _ => trust.check_revoked(found.component),
    };
    let lock = match config.supply.lock.as_ref().and_then(|lock| lock.source_of(path)) {
        Some(source) => Step::of(
            config
                .supply
                .locked(source)
                .and_then(|locked| locked.check(&found))
                .map(|()| "as it was locked".to_owned()),
        ),
        None => Step::absent("it is in no lock"),
    };
    Ok(Verified::of_file(&args.plugin, &found, lock, (&signers, signatures.len(), verdict)))
}
