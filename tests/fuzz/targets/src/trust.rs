//! Does a trust let in exactly what it says? Held against a second, naive reading of the same text.

use std::{collections::BTreeSet, fs, sync::LazyLock};

use architrave_registry::{
    Algorithm, Digest, SecretKey, Subject, Trust,
    signature::{Payload, Signature},
};
use tempfile::TempDir;
use toml::{Table, Value};

use crate::{Door, places};

const FILE: &str = "trust.toml";

/// What is asked about, beside a name under each prefix.
const NAMES: [&str; 2] = ["registry.example/team/house-rules", "registry.example"];
const VERSION: &str = "1.2.0";

/// Public keys in files, and the secret one of the first.
struct Keys {
    folder: TempDir,
    alice: SecretKey,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let folder = crate::must(TempDir::new(), "a folder");
    let key = || crate::must(SecretKey::generate(Algorithm::Ed25519), "a key");
    let [alice, bob] = [key(), key()];
    for (name, key) in [("alice", &alice), ("bob", &bob)] {
        crate::must(fs::write(folder.path().join(format!("{name}.pub")), key.public().to_pem()), "a file");
    }
    Keys { folder, alice }
});

/// An operator's trust; `alice.pub` and `bob.pub` stand beside it.
///
/// Another text of the same values means the same. A plugin with no signature, with one of `alice`, or with one of hers over
/// something else is let in exactly where a naive reading of the text lets it in; what is revoked never is.
///
/// # Panics
///
/// When a law is broken.
#[must_use]
pub fn trust(bytes: &[u8]) -> Door {
    let Ok(text) = std::str::from_utf8(bytes) else { return Door::Refused };
    let read = |text: &str| Trust::parse(text, FILE, KEYS.folder.path());
    let trust = match read(text) {
        Ok(trust) => trust,
        Err(problems) => {
            assert!(places::has_error(&problems), "refused without an error");
            places::check(&problems, FILE, text, None);
            assert!(problems.iter().all(|problem| problem.code == "trust.invalid"), "{problems:?}");
            return Door::Refused;
        }
    };
    // A number may be larger than what a table can hold; then nothing reads it naively.
    let Ok(table) = toml::from_str::<Table>(text) else { return Door::Accepted };
    let written = crate::must(toml::to_string(&table), "TOML can be written");
    assert_eq!(read(&written).as_ref(), Ok(&trust), "written as\n{written}");
    let prefixes = rules(&table).filter_map(|rule| rule.get("prefix")?.as_str());
    let names = prefixes.flat_map(|prefix| [format!("{prefix}/x"), format!("{prefix}-x/y")]);
    for name in names.chain(NAMES.map(str::to_owned)) {
        check_name(&trust, &table, &name);
    }
    Door::Accepted
}

fn check_name(trust: &Trust, table: &Table, name: &str) {
    let [manifest, component] = [Digest::of(b"manifest"), Digest::of(b"component")];
    let subject = Subject { name, manifest, component, version: VERSION };
    let rule = rule(table, name);
    let alice = KEYS.alice.public();
    let hers: BTreeSet<&str> = trust.keys().filter(|(_, key)| *key == alice).map(|(name, _)| name).collect();
    let payload = |manifest| Payload { name: identity(rule, name), manifest };
    let signed = |payload: &Payload| [Signature::make(payload, &KEYS.alice)];
    let is_forbidden = trust.forbidden(subject).is_err();
    for (signatures, signers) in [
        (&[][..], BTreeSet::new()),
        (&signed(&payload(manifest)), hers),
        (&signed(&payload(component)), BTreeSet::new()),
        (&signed(&Payload { name: format!("{name}-other"), manifest }), BTreeSet::new()),
    ] {
        let expected = !is_forbidden && is_let_in(table, rule, &signers);
        let found = trust.decide(subject, signatures);
        assert_eq!(found.verdict.is_ok(), expected, "{name} by {signers:?}: {found:?}");
    }
    if !table.contains_key("revoked") && !table.contains_key("minimum_versions") {
        assert!(!is_forbidden, "{name}: nothing forbids it");
    }
    for revoked in table.get("revoked").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        let digest: Digest = crate::must(revoked.parse(), "a digest");
        for subject in [Subject { manifest: digest, ..subject }, Subject { component: digest, ..subject }] {
            assert_eq!(trust.forbidden(subject).map_err(|refusal| refusal.code()), Err("trust.revoked"));
        }
    }
}

fn rules(table: &Table) -> impl Iterator<Item = &Table> {
    table.get("rules").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

/// The rule with the longest prefix of whole names.
fn rule<'a>(table: &'a Table, name: &str) -> Option<(&'a str, &'a Table)> {
    let parts: Vec<&str> = name.split('/').collect();
    let matching = rules(table).filter_map(|rule| Some((rule.get("prefix")?.as_str()?, rule)));
    let matching = matching.filter(|(prefix, _)| parts.starts_with(&prefix.split('/').collect::<Vec<_>>()));
    matching.max_by_key(|(prefix, _)| prefix.split('/').count())
}

/// As what a signature has to name it.
fn identity(rule: Option<(&str, &Table)>, name: &str) -> String {
    let signed_as = rule.and_then(|(prefix, rule)| Some((prefix, rule.get("signed_as")?.as_str()?)));
    signed_as.map_or_else(|| name.to_owned(), |(prefix, signed_as)| name.replacen(prefix, signed_as, 1))
}

fn is_let_in(table: &Table, rule: Option<(&str, &Table)>, signers: &BTreeSet<&str>) -> bool {
    let allows = |table: &Table| table.get("unsigned").and_then(Value::as_str) == Some("allow");
    let Some((_, rule)) = rule else { return allows(table) };
    let names = |list: &str| -> Vec<&str> {
        rule.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let (all, any) = (names("all_of"), names("any_of"));
    let minimum = rule.get("minimum").and_then(Value::as_integer).unwrap_or(i64::from(!any.is_empty()));
    let signed = any.iter().filter(|name| signers.contains(*name)).count();
    allows(rule)
        || (all.iter().all(|name| signers.contains(name))
            && i64::try_from(signed).is_ok_and(|signed| signed >= minimum))
}
