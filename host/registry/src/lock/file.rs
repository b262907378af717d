//! How is a lock written? As TOML, one table per plugin; unknown keys are errors, since what is not read is not held.

use std::collections::{BTreeMap, BTreeSet};

use architrave_core::diagnostic::Diagnostic;

use super::{Lock, Locked};
use crate::{
    component::Identity,
    digest::Digest,
    fields::{At, Fields, Reader},
    reference::Reference,
};

/// The form of the file; others are refused.
pub const LOCK_VERSION: u64 = 1;

pub(super) const HELP: &str = "write it with `architrave plugin lock`, or take the one that was reviewed";

const KEYS: [&str; 8] = ["source", "id", "version", "contract", "manifest", "component", "size_bytes", "signers"];

pub(super) fn parse(text: &str, name: &str) -> Result<Lock, Vec<Diagnostic>> {
    let mut reader = Reader::new(text, name, "lock.invalid", HELP);
    let table = reader.parse();
    let fields = Fields::of(&table, "the lock");
    reader.refuse_unknown(&fields, &["version", "plugin"]);
    match reader.number(&fields, "version") {
        Some(At { value: LOCK_VERSION, .. }) => {}
        Some(At { value, span }) => reader.problem(&span, format!("its version is {value}, known is {LOCK_VERSION}")),
        None if !fields.has("version") => reader.problem(&(0..0), format!("it has no `version = {LOCK_VERSION}`")),
        None => {}
    }
    let mut plugins = BTreeMap::new();
    for fields in reader.tables(&fields, "plugin", "plugin") {
        if let Some((source, locked)) = plugin(&mut reader, &fields)
            && plugins.insert(source.value.to_owned(), locked).is_some()
        {
            reader.problem(&source.span, format!("`{}` is locked twice", source.value));
        }
    }
    reader.finish(Lock { path: None, plugins })
}

fn plugin<'a>(reader: &mut Reader<'_>, fields: &Fields<'a>) -> Option<(At<&'a str>, Locked)> {
    reader.refuse_unknown(fields, &KEYS);
    let source = reader.needed(fields, "source");
    let [id, version, contract] = ["id", "version", "contract"].map(|key| reader.needed(fields, key));
    let component = reader.needed(fields, "component");
    let manifest = reader.text(fields, "manifest");
    let size_bytes = reader.number(fields, "size_bytes");
    for key in ["size_bytes", "signers"].into_iter().filter(|key| !fields.has(key)) {
        reader.problem(fields.span(), format!("{} has no `{key}`", fields.what()));
    }
    let signers = signers(reader, fields);
    let component = component.and_then(|found| digest(reader, &found));
    let manifest = manifest.map(|found| digest(reader, &found));
    let source = source?;
    check_source(reader, &source, fields);
    let identity =
        Identity { id: id?.value.to_owned(), version: version?.value.to_owned(), contract: contract?.value.to_owned() };
    let manifest = match manifest {
        Some(read) => Some(read?),
        None => None,
    };
    let size_bytes = size_bytes?.value;
    Some((source, Locked { identity, manifest, component: component?, size_bytes, signers }))
}

fn signers(reader: &mut Reader<'_>, fields: &Fields<'_>) -> BTreeSet<Digest> {
    let mut signers = BTreeSet::new();
    for found in reader.texts(fields, "signers") {
        if digest(reader, &found).is_some_and(|key| !signers.insert(key)) {
            reader.problem(&found.span, format!("the signer {} is named twice", found.value));
        }
    }
    signers
}

/// A reference is written in one way, and has a manifest; nothing else has one.
fn check_source(reader: &mut Reader<'_>, source: &At<&str>, fields: &Fields<'_>) {
    if source.value.is_empty() {
        reader.problem(&source.span, "a `source` is empty");
    }
    let has_manifest = fields.has("manifest");
    if !Reference::is_meant(source.value) {
        if has_manifest {
            reader.problem(fields.span(), format!("`{}` is in no registry, but has a `manifest`", source.value));
        }
        return;
    }
    match source.value.parse::<Reference>() {
        Ok(reference) if reference.to_string() == source.value => {}
        Ok(reference) => reader.problem(&source.span, format!("`{}` is written `{reference}`", source.value)),
        Err(error) => reader.problem(&source.span, error.to_string()),
    }
    if !has_manifest {
        reader.problem(fields.span(), format!("{} has no `manifest`", fields.what()));
    }
}

fn digest(reader: &mut Reader<'_>, found: &At<&str>) -> Option<Digest> {
    found.value.parse().map_err(|error: crate::Error| reader.problem(&found.span, error.to_string())).ok()
}

pub(super) fn write(lock: &Lock) -> String {
    let mut text = format!("version = {LOCK_VERSION}\n");
    for (source, locked) in &lock.plugins {
        let Locked { identity, manifest, component, size_bytes, signers } = locked;
        text.push_str("\n[[plugin]]\n");
        let mut line = |key: &str, value: &str| {
            text.push_str(&format!("{key} = {value}\n"));
        };
        line("source", &quoted(source));
        line("id", &quoted(&identity.id));
        line("version", &quoted(&identity.version));
        line("contract", &quoted(&identity.contract));
        if let Some(manifest) = manifest {
            line("manifest", &quoted(&manifest.to_string()));
        }
        line("component", &quoted(&component.to_string()));
        line("size_bytes", &size_bytes.to_string());
        // In one line: no part of it can become a comment by the change of a character.
        let keys: Vec<String> = signers.iter().map(|key| quoted(&key.to_string())).collect();
        line("signers", &format!("[{}]", keys.join(", ")));
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
