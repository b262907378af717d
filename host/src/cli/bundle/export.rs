//! `bundle export`: plugins and their signatures into one file, as the lock says where there is one.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use architrave_core::diagnostic::Diagnostic;
use architrave_registry::{Bundle, Client, Digest, Error, Form, Lock, Reference, Store, signature};

use super::{Contents, ExportArgs, KEYS, LOCK, TRUST, problem, read, store, trust};
use crate::{
    cli::plugin::{any_plugin, component_bytes_max},
    config::FILE_NAME,
};

pub(super) fn export(args: &ExportArgs) -> Result<Contents, Vec<Diagnostic>> {
    let lock = match &args.lock {
        None if args.plugins.is_empty() => Some(nearest_lock()?),
        named => named.clone(),
    };
    let wanted = wanted(args, lock.as_deref())?;
    let store = store(&args.reach)?;
    let client = (!args.offline).then(|| args.reach.client());
    let mut names = BTreeMap::new();
    let mut problems = Vec::new();
    for (reference, locked) in &wanted {
        match gather(reference, *locked, &store, client.as_ref()) {
            Ok(found) => names.extend(found),
            Err(error) => problems.push(error.diagnostic()),
        }
    }
    let files = files(args, lock.as_deref(), &mut problems);
    if problems.is_empty()
        && let Err(found) = trust::of(&files)
    {
        problems.extend(found);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let written = Bundle::write(&args.file, &store, &names, &files)
        // What was written is read as whoever imports it will.
        .and_then(|()| Bundle::open(&args.file, component_bytes_max()));
    written
        .map(|bundle| Contents::of(&bundle, bundle.files().keys().cloned().collect()))
        .map_err(|error| vec![error.diagnostic()])
}

/// The lock beside the nearest configuration, or here where there is none. Whom this folder trusts has no part in it.
fn nearest_lock() -> Result<PathBuf, Vec<Diagnostic>> {
    let here = std::env::current_dir().unwrap_or_default();
    let configured = here.ancestors().find(|folder| folder.join(FILE_NAME).is_file()).unwrap_or(&here);
    let lock = configured.join(LOCK);
    if lock.is_file() {
        return Ok(lock);
    }
    let message = "cannot export: no plugin is named, and there is no lock here";
    let help = "name plugins as `oci://registry/repository:tag`, or run `architrave plugin lock` first";
    Err(vec![Diagnostic::error("bundle.nothing", message).help(help)])
}

/// Which plugins, each with the manifest that it was locked to: those that are named, else all in the lock.
fn wanted(args: &ExportArgs, lock: Option<&Path>) -> Result<Vec<(Reference, Option<Digest>)>, Vec<Diagnostic>> {
    let Some(path) = lock else {
        return Ok(args.plugins.iter().map(|reference| (reference.clone(), None)).collect());
    };
    let lock = Lock::read(path)?.ok_or_else(|| vec![problem(path, "there is no such file")])?;
    let mut references = args.plugins.clone();
    if references.is_empty() {
        references = lock.plugins.keys().filter_map(|source| source.parse().ok()).collect();
    }
    let (mut wanted, mut problems) = (Vec::new(), Vec::new());
    for reference in references {
        match lock.find(&reference.to_string()) {
            Ok(locked) => wanted.push((reference, locked.manifest)),
            Err(refusal) => problems.push(refusal.diagnostic(&format!("cannot export `{reference}`"))),
        }
    }
    if problems.is_empty() { Ok(wanted) } else { Err(problems) }
}

/// Lock, trust and keys, by the names that they have in a bundle.
fn files(args: &ExportArgs, lock: Option<&Path>, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, Vec<u8>> {
    let given = [(LOCK, lock), (TRUST, args.trust.as_deref())];
    let mut wanted: Vec<(String, &Path)> =
        given.into_iter().filter_map(|(name, path)| Some((name.to_owned(), path?))).collect();
    for key in &args.keys {
        let name = key.file_name().and_then(OsStr::to_str).unwrap_or_default();
        wanted.push((format!("{KEYS}{name}"), key));
    }
    let mut files = BTreeMap::new();
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
    files
}

/// A plugin and its signatures, fetched into the store; their names there.
fn gather(
    reference: &Reference,
    locked: Option<Digest>,
    store: &Store,
    client: Option<&Client>,
) -> Result<Vec<(String, Form)>, Error> {
    let digest = locked.or(reference.digest);
    let name = reference.tagged_name().unwrap_or_else(|| reference.to_string().replace("oci://", ""));
    let form = any_plugin();
    let kept = match digest {
        Some(digest) => store.get(digest, form)?,
        None if client.is_none() => store.find(&name, form)?,
        None => None,
    };
    let artifact = match (kept, client) {
        (Some(artifact), _) => artifact,
        (None, Some(client)) => {
            let exactly = digest.map(|digest| reference.with_digest(digest));
            client.pull(exactly.as_ref().unwrap_or(reference), form)?
        }
        (None, None) => return Err(Error::not_stored(&name, store)),
    };
    store.put(&artifact, Some(&name))?;
    let signatures = reference.with_tag(&signature::tag(artifact.digest()))?;
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
