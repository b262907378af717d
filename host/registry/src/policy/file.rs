//! How does the operator write down whom to trust? As TOML; unknown keys are errors, since a misspelt rule would not hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use architrave_core::diagnostic::{Diagnostic, list_names};
use semver::Version;

use super::{Rule, Trust};
use crate::{
    digest::Digest,
    fields::{At, Fields, Reader},
    keys::PublicKey,
    reference::Reference,
};

pub(super) const HELP: &str = "every key of `[trust]` is described in `examples/architrave.toml`";

const CODE: &str = "trust.invalid";

pub(super) fn parse(text: &str, name: &str, folder: &Path) -> Result<Trust, Vec<Diagnostic>> {
    let mut reader = Reader::new(text, name, CODE, HELP);
    let table = reader.parse();
    let trust = trust(&mut reader, &Fields::of(&table, "the file"), folder);
    reader.finish(trust)
}

pub(super) fn within(text: &str, name: &str, folder: &Path) -> Result<Option<Trust>, Vec<Diagnostic>> {
    let mut reader = Reader::new(text, name, CODE, HELP);
    let table = reader.parse();
    let fields = reader.table(&Fields::of(&table, "the file"), "trust");
    let trust = fields.map(|fields| trust(&mut reader, &fields, folder));
    reader.finish(trust)
}

fn trust(reader: &mut Reader<'_>, fields: &Fields<'_>, folder: &Path) -> Trust {
    reader.refuse_unknown(fields, &["unsigned", "keys", "rules", "revoked", "minimum_versions"]);
    let keys = keys(reader, fields, folder);
    let mut rules = BTreeMap::new();
    for table in reader.tables(fields, "rules", "rule") {
        let Some(prefix) = reader.needed(&table, "prefix") else { continue };
        check_prefix(reader, &prefix);
        let rule = rule(reader, &table, &keys);
        if rules.insert(prefix.value.to_owned(), rule).is_some() {
            reader.problem(&prefix.span, format!("there are two rules for `{}`", prefix.value));
        }
    }
    let mut revoked = BTreeSet::new();
    for found in reader.texts(fields, "revoked") {
        match found.value.parse::<Digest>() {
            Ok(digest) => drop(revoked.insert(digest)),
            Err(error) => reader.problem(&found.span, error.to_string()),
        }
    }
    let minimum_versions = minimum_versions(reader, fields);
    Trust {
        unsigned: unsigned(reader, fields),
        keys: keys.into_iter().filter_map(|(name, key)| Some((name, key?))).collect(),
        rules,
        revoked,
        minimum_versions,
    }
}

/// `unsigned = "allow"`.
fn unsigned(reader: &mut Reader<'_>, fields: &Fields<'_>) -> bool {
    match reader.text(fields, "unsigned") {
        Some(At { value: "allow", .. }) => true,
        Some(At { value: "refuse", .. }) | None => false,
        Some(At { value, span }) => {
            reader.problem(&span, format!("`unsigned` is `{value}`, it can be `allow` or `refuse`"));
            false
        }
    }
}

/// Keys by name; `None` for one that cannot be used, which was said.
fn keys(reader: &mut Reader<'_>, fields: &Fields<'_>, folder: &Path) -> BTreeMap<String, Option<PublicKey>> {
    let mut keys: BTreeMap<String, Option<PublicKey>> = BTreeMap::new();
    let Some(tables) = reader.table(fields, "keys") else { return keys };
    for name in tables.keys() {
        let key = reader.table(&tables, name.value).and_then(|table| key(reader, &table, folder));
        let same = keys.iter().find(|(_, other)| key.is_some() && **other == key).map(|(other, _)| other.clone());
        if let Some(other) = same {
            reader.problem(&name.span, format!("`{}` and `{other}` are the same key", name.value));
        }
        keys.insert(name.value.to_owned(), key);
    }
    keys
}

fn key(reader: &mut Reader<'_>, fields: &Fields<'_>, folder: &Path) -> Option<PublicKey> {
    reader.refuse_unknown(fields, &["file", "id"]);
    let id = reader.text(fields, "id");
    let file = reader.needed(fields, "file")?;
    let key = match PublicKey::read(&folder.join(file.value)) {
        Ok(key) => key,
        Err(error) => {
            reader.problem(&file.span, error.to_string());
            return None;
        }
    };
    if let Some(id) = id.filter(|id| id.value != key.id().to_string()) {
        reader.problem(&id.span, format!("the key in `{}` has the id {}, not `{}`", file.value, key.id(), id.value));
        return None;
    }
    Some(key)
}

fn rule(reader: &mut Reader<'_>, fields: &Fields<'_>, keys: &BTreeMap<String, Option<PublicKey>>) -> Rule {
    reader.refuse_unknown(fields, &["prefix", "all_of", "any_of", "minimum", "signed_as", "unsigned"]);
    let [all_of, any_of] = ["all_of", "any_of"].map(|list| {
        let mut names = BTreeSet::new();
        for name in reader.texts(fields, list) {
            if !keys.contains_key(name.value) {
                let known = list_names(keys.keys().map(String::as_str));
                reader.problem(&name.span, format!("there is no key `{}`, known are {known}", name.value));
            }
            if !names.insert(name.value.to_owned()) {
                reader.problem(&name.span, format!("`{list}` names `{}` twice", name.value));
            }
        }
        names
    });
    let unsigned = unsigned(reader, fields);
    if unsigned && !(all_of.is_empty() && any_of.is_empty()) {
        reader.problem(fields.span(), format!("{} has keys, and `unsigned = \"allow\"`", fields.what()));
    }
    if !unsigned && all_of.is_empty() && any_of.is_empty() {
        let message = format!("{} asks for no key: it has neither `all_of` nor `any_of`", fields.what());
        reader.problem(fields.span(), message);
    }
    let minimum = minimum(reader, fields, any_of.len());
    let signed_as = reader.text(fields, "signed_as");
    if let Some(signed_as) = &signed_as {
        check_prefix(reader, signed_as);
    }
    Rule { all_of, any_of, minimum, signed_as: signed_as.map(|found| found.value.to_owned()), unsigned }
}

/// How many of `any_of`: 1 unless it is said.
fn minimum(reader: &mut Reader<'_>, fields: &Fields<'_>, most: usize) -> usize {
    let Some(found) = reader.number(fields, "minimum") else { return most.min(1) };
    match usize::try_from(found.value) {
        Ok(minimum) if (1..=most).contains(&minimum) => minimum,
        _ => {
            let message = format!("`minimum` is {}, and `any_of` names {most} keys", found.value);
            reader.problem(&found.span, message);
            most
        }
    }
}

fn minimum_versions(reader: &mut Reader<'_>, fields: &Fields<'_>) -> BTreeMap<String, Version> {
    let mut versions = BTreeMap::new();
    let Some(table) = reader.table(fields, "minimum_versions") else { return versions };
    for name in table.keys() {
        check_prefix(reader, &name);
        let Some(version) = reader.text(&table, name.value) else { continue };
        match Version::parse(version.value) {
            Ok(parsed) => drop(versions.insert(name.value.to_owned(), parsed)),
            Err(_) => reader.problem(&version.span, format!("`{}` is not a version such as `1.2.0`", version.value)),
        }
    }
    versions
}

/// Registry, or registry and segments of repositories, as references write them.
fn check_prefix(reader: &mut Reader<'_>, prefix: &At<&str>) {
    let is_prefix = format!("oci://{}/x", prefix.value).parse::<Reference>().is_ok_and(|reference| {
        reference.tag.is_none() && reference.digest.is_none() && reference.name() == format!("{}/x", prefix.value)
    });
    if !is_prefix {
        let message =
            format!("`{}` is not a registry and names of repositories, such as `registry.example/team`", prefix.value);
        reader.problem(&prefix.span, message);
    }
}
