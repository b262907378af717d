//! `bundle import`: verified as a host verifies what it loads, then kept.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Bundle, Error, Lock, Trust};

use super::{Contents, ImportArgs, LOCK, TRUST, problem, read, store};
use crate::cli::{
    output::{Streams, write_whole},
    plugin::{any_plugin, component_bytes_max},
};

/// Configuration, which may say whom to trust.
const CONFIG: &str = "architrave.toml";

pub(super) fn import(args: &ImportArgs, streams: &Streams) -> Result<Contents, Vec<Diagnostic>> {
    let one = |error: Error| vec![error.diagnostic()];
    let bundle = Bundle::open(&args.file, component_bytes_max()).map_err(one)?;
    let own = own_trust(args)?;
    let places = places(&bundle, args, own.is_some())?;
    match lock(&bundle, &args.into)? {
        Some(lock) => {
            let trust = match own {
                Some(trust) => Some(trust),
                None => bundled_trust(&bundle, streams)?,
            };
            let problems = bundle.check(&lock, trust.as_ref(), any_plugin()).map_err(one)?;
            if !problems.is_empty() {
                return Err(problems);
            }
        }
        None => {
            streams.say("digests were verified; signatures were not: neither the bundle nor this folder has a lock");
        }
    }
    bundle.keep(&store(&args.reach)?).map_err(one)?;
    for (path, bytes) in &places {
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = made.and_then(|()| write_whole(path, |out| out.write_all(bytes)));
        written.map_err(|error| vec![problem(path, &error.to_string())])?;
    }
    Ok(Contents::of(&bundle))
}

/// Where lock, trust and keys go. What is there already stays: the same is passed over, another is an error, but for
/// trust: who has said whom to trust is not told by a bundle.
fn places<'a>(
    bundle: &'a Bundle,
    args: &ImportArgs,
    trusts: bool,
) -> Result<Vec<(PathBuf, &'a [u8])>, Vec<Diagnostic>> {
    let (mut places, mut problems) = (Vec::new(), Vec::new());
    for (name, bytes) in bundle.files().iter().filter(|(name, _)| !(trusts && *name == TRUST)) {
        let path = args.into.join(name);
        match read(&path) {
            Ok(found) if found == *bytes => {}
            Ok(_) => problems.push(problem(&path, "it differs from the bundle's, and is not replaced")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => places.push((path, bytes.as_slice())),
            Err(error) => problems.push(problem(&path, &error.to_string())),
        }
    }
    if problems.is_empty() { Ok(places) } else { Err(problems) }
}

/// The bundle's lock, else the one that is here; where both are there, they are equal.
fn lock(bundle: &Bundle, into: &Path) -> Result<Option<Lock>, Vec<Diagnostic>> {
    let Some(bytes) = bundle.files().get(LOCK) else {
        return Lock::read(&into.join(LOCK));
    };
    Lock::parse(&String::from_utf8_lossy(bytes), LOCK).map(Some)
}

/// Whom the operator here trusts: as named, else as `trust.toml` or `[trust]` say where the bundle is imported.
fn own_trust(args: &ImportArgs) -> Result<Option<Trust>, Vec<Diagnostic>> {
    if let Some(path) = &args.trust {
        return Trust::read(path).map(Some);
    }
    let path = args.into.join(TRUST);
    if path.exists() {
        return Trust::read(&path).map(Some);
    }
    let path = args.into.join(CONFIG);
    match read(&path) {
        Ok(bytes) => Trust::within(&String::from_utf8_lossy(&bytes), &path.display().to_string(), &args.into),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![problem(&path, &error.to_string())]),
    }
}

/// Whom the bundle's maker trusts: for those who trust the maker, and have nothing of their own yet.
fn bundled_trust(bundle: &Bundle, streams: &Streams) -> Result<Option<Trust>, Vec<Diagnostic>> {
    if !bundle.files().contains_key(TRUST) {
        return Ok(None);
    }
    streams.say("nobody here has said whom to trust: whom the bundle names is trusted from now on");
    let folder = tempfile::tempdir().map_err(|error| vec![problem(Path::new(TRUST), &error.to_string())])?;
    for (name, bytes) in bundle.files() {
        let path = folder.path().join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&path, bytes)).map_err(|error| vec![problem(&path, &error.to_string())])?;
    }
    Trust::read(&folder.path().join(TRUST)).map(Some)
}
