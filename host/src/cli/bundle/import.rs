//! `bundle import`: verified as a host verifies what it loads, then kept. Whom to trust is said here, not in the bundle.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::{Diagnostic, list_names};
use architrave_registry::{Bundle, Error, Lock, Trust};

use super::{Contents, ImportArgs, KEYS, LOCK, TRUST, problem, read, store, trust};
use crate::cli::{
    output::{Streams, write_whole},
    plugin::{any_plugin, component_bytes_max},
    supply::trust_of_environment,
};

/// Configuration, which may say whom to trust.
const CONFIG: &str = "architrave.toml";

pub(super) fn import(args: &ImportArgs, streams: &Streams) -> Result<Contents, Vec<Diagnostic>> {
    let one = |error: Error| vec![error.diagnostic()];
    let bundle = Bundle::open(&args.file, component_bytes_max()).map_err(one)?;
    let own = own_trust(args)?;
    let accepted = if own.is_none() { bundled_trust(&bundle, args, streams)? } else { None };
    let places = places(&bundle, args, accepted.is_some())?;
    let lock = lock(&bundle, &args.into)?;
    let trust = own.or(accepted);
    let problems = bundle.check(lock.as_ref(), trust.as_ref(), any_plugin()).map_err(one)?;
    if !problems.is_empty() {
        return Err(problems);
    }
    if lock.is_none() {
        streams.say("there is no lock: who signed it was verified, which versions are meant was not");
    }
    bundle.keep(&store(&args.reach)?).map_err(one)?;
    write(&places)?;
    let files = places.iter().map(|(path, _)| path.display().to_string()).collect();
    Ok(Contents::of(&bundle, files))
}

/// Where lock, accepted trust and its keys go, the lock last. What is there already stays: the same is passed over, another
/// is an error.
fn places<'a>(
    bundle: &'a Bundle,
    args: &ImportArgs,
    accepts: bool,
) -> Result<Vec<(PathBuf, &'a [u8])>, Vec<Diagnostic>> {
    let (mut places, mut problems) = (Vec::new(), Vec::new());
    let is_trust = |name: &str| name == TRUST || name.starts_with(KEYS);
    for (name, bytes) in bundle.files().iter().rev().filter(|(name, _)| accepts || !is_trust(name)) {
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

/// All files or none.
fn write(places: &[(PathBuf, &[u8])]) -> Result<(), Vec<Diagnostic>> {
    for (position, (path, bytes)) in places.iter().enumerate() {
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = made.and_then(|()| write_whole(path, |out| out.write_all(bytes))) {
            for (path, _) in places.iter().take(position) {
                let _ = fs::remove_file(path);
            }
            return Err(vec![problem(path, &error.to_string())]);
        }
    }
    Ok(())
}

/// The bundle's lock; else what the one that is here says of the bundle's plugins.
fn lock(bundle: &Bundle, into: &Path) -> Result<Option<Lock>, Vec<Diagnostic>> {
    if let Some(bytes) = bundle.files().get(LOCK) {
        return Lock::parse(&String::from_utf8_lossy(bytes), LOCK).map(Some);
    }
    let Some(mut lock) = Lock::read(&into.join(LOCK))? else { return Ok(None) };
    lock.plugins.retain(|_, locked| bundle.names().any(|(_, digest, _)| locked.manifest == Some(digest)));
    Ok(Some(lock))
}

/// Whom the operator here trusts: as named, else as `trust.toml` or `[trust]` say where the bundle is imported.
fn own_trust(args: &ImportArgs) -> Result<Option<Trust>, Vec<Diagnostic>> {
    if let Some(path) = args.trust.clone().or_else(trust_of_environment) {
        return Trust::read(&path).map(Some);
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

/// Whom the bundle's maker trusts, where the operator takes that over; `None` where the bundle names nobody.
fn bundled_trust(bundle: &Bundle, args: &ImportArgs, streams: &Streams) -> Result<Option<Trust>, Vec<Diagnostic>> {
    let Some(trust) = trust::of(bundle.files())? else { return Ok(None) };
    let words = trust.words();
    if args.accept_trust {
        streams.say("trusted from now on, as the bundle says:");
        words.iter().for_each(|line| streams.say(&format!("  {line}")));
        return Ok(Some(trust));
    }
    let message = format!(
        "cannot import `{}`: nobody here has said whom to trust, and what the bundle says of that does not count by itself: {}",
        args.file.display(),
        words.join("; ")
    );
    let signed = list_names(trust.keys().map(|(name, _)| name));
    let help = match trust.keys().count() {
        0 => "name your own by `--trust FILE`, or take the bundle's with `--accept-trust` if you know who made it"
            .to_owned(),
        _ => format!(
            "name your own by `--trust FILE`, or compare the ids of {signed} with their holders' and take them with \
             `--accept-trust`"
        ),
    };
    Err(vec![Diagnostic::error("bundle.trust", message).help(help)])
}
