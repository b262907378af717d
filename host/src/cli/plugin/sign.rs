//! `plugin sign`: puts a signature beside a plugin, as cosign does, or beside a file.

use std::{
    env,
    ffi::OsString,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{
    Artifact, Error, Form, Place, Problem, SecretKey,
    signature::{self, Payload, Signature},
};
use clap::Args;

use super::{
    super::{UNDECIDED, output::Streams, review::said, supply::SupplyArgs},
    detached,
    place::{self, Named},
    reach::any_plugin,
};
use crate::config::Config;

/// Where cosign looks for the password of a key.
const PASSWORD_VARIABLE: &str = "COSIGN_PASSWORD";

/// More than anybody remembers.
const PASSWORD_BYTES_MAX: u64 = 64 << 10;

#[derive(Debug, Args)]
pub(in crate::cli) struct SignArgs {
    /// What is signed: `oci://registry/repository:tag`, `oci-layout:FOLDER:tag`, or a `.wasm` file
    #[arg(value_name = "PLACE|FILE")]
    plugin: String,
    /// Secret key: PEM, of ECDSA P-256 or Ed25519; also as cosign encrypts it, with the password in `COSIGN_PASSWORD`
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The password of the key, in a file; a line's end behind it does not count
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Sign it as the plugin of this registry and repository; else where it is
    #[arg(long = "as", value_name = "REGISTRY/REPOSITORY")]
    name: Option<String>,
    /// For a file: where the signature goes; else `FILE.sig`
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
    #[command(flatten)]
    supply: SupplyArgs,
}

/// 0 when the signature is there, 2 when it could not be made or put there.
pub(super) fn run(args: &SignArgs, streams: &Streams) -> u8 {
    let password = match password(args) {
        Ok(password) => password,
        Err((path, error)) => {
            return streams.problem(&format!("cannot read the password `{}`", path.display()), &error);
        }
    };
    let key = match SecretKey::read_with(&args.key, password.as_deref()) {
        Ok(key) => key,
        Err(error) => return streams.failed(&error.diagnostic()),
    };
    let attempt = format!("cannot sign `{}`", args.plugin);
    if !Place::is_meant(&args.plugin) {
        return match detached::sign(Path::new(&args.plugin), args.signature.as_deref(), &key) {
            Ok(text) => streams.data(text.as_bytes()),
            Err(problem) => streams.failed(&problem.diagnostic(&attempt)),
        };
    }
    let Some(config) = said(streams, config(args)) else { return UNDECIDED };
    match sign(args, &config, &key) {
        Ok(text) => streams.data(text.as_bytes()),
        Err(problem) => streams.failed(&problem.diagnostic(&attempt)),
    }
}

/// As its file or cosign's variable has it; an empty one is one.
fn password(args: &SignArgs) -> Result<Option<Vec<u8>>, (&Path, io::Error)> {
    let Some(path) = &args.password_file else {
        return Ok(env::var_os(PASSWORD_VARIABLE).map(OsString::into_encoded_bytes));
    };
    let mut password = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(PASSWORD_BYTES_MAX).read_to_end(&mut password));
    read.map_err(|error| (path.as_path(), error))?;
    for end in [b'\n', b'\r'] {
        password.pop_if(|last| *last == end);
    }
    Ok(Some(password))
}

fn config(args: &SignArgs) -> Result<Config, Vec<Diagnostic>> {
    let mut config = Config::discover(&env::current_dir().unwrap_or_default())?;
    args.supply.apply(&mut config, true)?;
    Ok(config)
}

fn sign(args: &SignArgs, config: &Config, key: &SecretKey) -> Result<String, Problem> {
    let place: Place = args.plugin.parse()?;
    let client = args.supply.reach().client();
    let artifact = place.load(&client, any_plugin())?;
    if let Place::Registry(reference) = &place {
        // Whoever locked it looked at it; what came after under the same tag, nobody did.
        place::check_not_moved(&config.supply, reference, artifact.digest())?;
    }
    let Named { name, signatures } = place::named(&place, args.name.as_deref(), artifact.digest())?;
    let payload = Payload { name, manifest: artifact.digest() };
    let existing = load(&signatures, &client)?;
    let text = format!(
        "{}\n  manifest   {}\n  as         {}\n  key        {}, {}\n",
        place,
        payload.manifest,
        payload.name,
        key.public().id(),
        key.public().algorithm().name()
    );
    if existing.as_ref().is_some_and(|existing| has(existing, &payload, key)) {
        return Ok(format!("signed already {text}"));
    }
    let signature = Signature::make(&payload, key)?;
    signatures.save(&client, &signature::append(existing.as_ref(), &signature)?)?;
    Ok(format!("signed {text}"))
}

/// The signatures that are there; `None` where there are none yet.
fn load(place: &Place, client: &architrave_registry::Client) -> Result<Option<Artifact>, Error> {
    match place.load(client, Form::Signatures) {
        Ok(artifact) => Ok(Some(artifact)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether this key said the same before.
fn has(existing: &Artifact, payload: &Payload, key: &SecretKey) -> bool {
    let said = payload.to_json();
    signature::read(existing).iter().flatten().any(|found| found.payload() == said && found.is_by(key.public()))
}
