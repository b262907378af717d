//! `plugin keygen`: a key to sign plugins with, and the one to check them with.

use std::{
    fs::OpenOptions,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use architrave_registry::{Algorithm, SecretKey};
use clap::{Args, ValueEnum};

use super::super::{PASSES, output::Streams};

#[derive(Debug, Args)]
pub(in crate::cli) struct KeygenArgs {
    /// What the files are called: `NAME.key`, which is secret, and `NAME.pub`
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// What the key is for
    #[arg(long, value_enum, default_value_t = AlgorithmArg::P256, value_name = "ALGORITHM")]
    algorithm: AlgorithmArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AlgorithmArg {
    /// ECDSA on P-256, cosign's own
    P256,
    /// Ed25519
    Ed25519,
}

/// 0 when both files are there, 2 when they could not be written; no file is replaced.
pub(super) fn run(args: &KeygenArgs, streams: &Streams) -> u8 {
    let algorithm = match args.algorithm {
        AlgorithmArg::P256 => Algorithm::EcdsaP256,
        AlgorithmArg::Ed25519 => Algorithm::Ed25519,
    };
    let made = SecretKey::generate(algorithm).and_then(|key| Ok((key.to_pem()?, key)));
    let (pem, key) = match made {
        Ok(made) => made,
        Err(error) => return streams.failed(&error.diagnostic()),
    };
    let [secret, public] = [".key", ".pub"].map(|ending| {
        let mut path = args.name.clone().into_os_string();
        path.push(ending);
        PathBuf::from(path)
    });
    let files = [(&secret, pem.as_str(), true), (&public, &key.public().to_pem(), false)];
    for (path, text, is_secret) in files {
        if let Err(error) = write_new(path, text, is_secret) {
            return streams.problem(&format!("cannot write `{}`", path.display()), &error);
        }
    }
    let (id, public) = (key.public().id(), public.display());
    let text = format!(
        "{}: secret, {}; keep it to yourself\n{public}: for those who check\n  id {id}\n",
        secret.display(),
        algorithm.name(),
    );
    let written = streams.data(text.as_bytes());
    if written == PASSES {
        streams.say("to trust it, write into `architrave.toml`:");
        let name = args.name.file_name().unwrap_or_default().to_string_lossy();
        streams.say(&format!("  [trust.keys.{name}]\n  file = \"{public}\"\n"));
        streams.say(&format!("  [[trust.rules]]\n  prefix = \"registry.example/team\"\n  all_of = [\"{name}\"]"));
    }
    written
}

fn write_new(path: &Path, text: &str, is_secret: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if is_secret {
        for_owner(&mut options);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn for_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn for_owner(_options: &mut OpenOptions) {}
